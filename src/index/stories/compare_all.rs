//! Compares all articles of an index.

use rayon::prelude::*;
use tantivy::{DocAddress, Searcher};

use crate::index::stories::compare::{ArticleGroups, ComparedArticles, group_articles};
use crate::index::stories::comparison::StoryComparison;
use crate::index::stories::linked::LinkedArticles;
use crate::index::stories::overlaps::OverlapTable;
use crate::index::stories::sketches::{ArticleSketches, SketchedArticle};
use crate::index::stories::table::{StoryTable, TableDoc, TableStory};
use crate::index::stories::texts::StoryTexts;
use crate::stories::Day;
use crate::stories::grouping::StoryGroup;
use crate::stories::shared_values::{AllSketches, Sketches};
use crate::stories::shingles::Shingles;

/// The articles of segments.
struct SegmentArticles<'i> {
    sketches: ArticleSketches,
    texts: &'i StoryTexts,
}

impl SegmentArticles<'_> {
    fn article(&self, article: u32) -> SketchedArticle<DocAddress> {
        self.sketches.article(article)
    }
}

impl AllSketches for SegmentArticles<'_> {
    fn len(&self) -> u32 {
        self.sketches.len()
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        self.sketches.for_each(visit);
    }
}

impl Sketches for SegmentArticles<'_> {
    fn num_values(&self, article: u32) -> u32 {
        self.sketches.num_values(article)
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.sketches.day(article)
    }
}

impl ComparedArticles for SegmentArticles<'_> {
    fn text_hash(&self, article: u32) -> u64 {
        self.article(article).text_hash
    }

    fn content(&self, article: u32) -> Option<u64> {
        self.article(article).content
    }

    fn shingles(&self, articles: &[u32]) -> Vec<Shingles> {
        let articles: Vec<_> = articles.iter().map(|article| self.article(*article)).collect();
        let shingles =
            |article: &SketchedArticle<_>| self.texts.shingles(article.address, article.day().map(i64::from));
        articles.par_iter().map(shingles).collect()
    }
}

/// Groups the articles of `searcher` into stories as [`group_articles`] does.
pub(crate) fn compare_all(
    searcher: &Searcher,
    texts: &StoryTexts,
    known: &OverlapTable,
) -> tantivy::Result<StoryComparison> {
    let articles = SegmentArticles { sketches: ArticleSketches::read(searcher)?, texts };
    let ArticleGroups { groups, overlaps, values, contents } = group_articles(&articles, known);
    let address = |article: u32| articles.article(article).address;
    let stories: Vec<TableStory> = groups.into_iter().map(|group| table_story(group, address)).collect();
    let linked = |article: u32| table_doc(address(article));
    let segments = segment_ids(searcher);
    let (linked, _) = LinkedArticles::of(segments, articles.len(), linked, (values, contents));
    Ok(StoryComparison { stories: StoryTable::new(&linked.segments, &stories), overlaps, linked })
}

/// Returns the identifiers of the segments of `searcher`.
pub(super) fn segment_ids(searcher: &Searcher) -> Vec<String> {
    searcher.segment_readers().iter().map(|segment| segment.segment_id().uuid_string()).collect()
}

/// Returns a group of articles as a story of a table, by their addresses.
pub(super) fn table_story(group: StoryGroup, address: impl Fn(u32) -> DocAddress) -> TableStory {
    let docs = |articles: Vec<u32>| articles.into_iter().map(|article| table_doc(address(article))).collect();
    TableStory {
        representative: table_doc(address(group.representative)),
        copies: docs(group.copies),
        guests: docs(group.guests),
    }
}

/// Returns an address as that of a table of the same segments.
pub(super) fn table_doc(address: DocAddress) -> TableDoc {
    TableDoc { segment: address.segment_ord, doc: address.doc_id }
}
