//! Compares the articles of an index that a run has changed, and those that they concern.
//!
//! Stories are the same as if all articles were compared. They are formed within the articles that are linked
//! by copies, and whether two articles are compared depends on those between them in the lists of the values
//! of their sketches. So an article that comes or goes concerns its neighbors in these lists, and what is
//! linked to them; the other stories stay. An article whose segment was merged goes, and comes again.

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tantivy::{DocAddress, Searcher};

use crate::index::stories::changes::{ArticleChanges, SegmentChanges, address_of};
use crate::index::stories::compare::{ComparedArticles, Comparer, identical};
use crate::index::stories::compare_all::{compare_all, table_doc, table_story};
use crate::index::stories::comparison::StoryComparison;
use crate::index::stories::linked::LinkedArticles;
use crate::index::stories::sketches::SketchColumns;
use crate::index::stories::table::{StoryTable, TableDoc, TableStory};
use crate::index::stories::texts::StoryTexts;
use crate::stories::Day;
use crate::stories::candidates::candidates_of;
use crate::stories::grouping::{CopyPair, group};
use crate::stories::shared_values::Sketches;
use crate::stories::shingles::Shingles;

/// Part of the articles that may be new, as a divisor: if more are, all are compared, which takes less time.
const MAX_ADDED_DIVISOR: u32 = 16;
/// Number of new articles up to which they are never too many.
const FEW_ARTICLES: u32 = 1_000;

/// Groups the articles of `searcher` into stories: compares those that have changed since the last run, or
/// all if most have.
pub(crate) fn compare(
    searcher: &Searcher,
    texts: &StoryTexts,
    last: &StoryComparison,
) -> tantivy::Result<StoryComparison> {
    match compare_changes(searcher, texts, last)? {
        Some(comparison) => Ok(comparison),
        None => compare_all(searcher, texts, &last.overlaps),
    }
}

/// Groups the articles of `searcher` into stories, after what the last run knew of them; `None` if too many
/// have changed.
fn compare_changes(
    searcher: &Searcher,
    texts: &StoryTexts,
    last: &StoryComparison,
) -> tantivy::Result<Option<StoryComparison>> {
    let columns = SketchColumns::open(searcher)?;
    let segments = SegmentChanges::since(&last.linked.segments, searcher);
    let added = segments.added();
    let num_articles: u32 = searcher.segment_readers().iter().map(|reader| reader.num_docs()).sum();
    let max_added = FEW_ARTICLES.max(num_articles / MAX_ADDED_DIVISOR);
    if last.linked.segments.is_empty() || added.len() as u32 > max_added {
        return Ok(None);
    }
    let changes = ArticleChanges::find(&segments, &columns, &last.linked, &added);
    let articles = UpdatedArticles { columns: &columns, linked: &changes.linked, texts };
    let mut comparer = Comparer::new(&articles, &last.overlaps);
    let (pairs, concerned) = linked_copies(&articles, &mut comparer, changes.concerned.clone());
    let groups = group(&pairs, &mut comparer);
    // Of the articles that are concerned, all that is still needed was used now.
    let texts: FxHashSet<u64> = concerned.iter().map(|article| articles.text_hash(*article)).collect();
    let overlaps = comparer.into_overlaps(|(a, b)| !texts.contains(&a) && !texts.contains(&b));
    let concerned: FxHashSet<DocAddress> =
        concerned.into_iter().map(|article| articles.address(article)).collect();
    let is_kept = |doc: TableDoc| segments.address(doc).filter(|address| !concerned.contains(address));
    let kept = last.stories.stories().into_iter();
    let kept = kept.filter_map(|story| kept_story(story, |doc| is_kept(doc).map(table_doc)));
    let renewed = groups.into_iter().map(|group| table_story(group, |article| articles.address(article)));
    let stories = in_order(kept.collect(), renewed.collect(), |doc| columns.article(address_of(doc)));
    let stories = StoryTable::new(&changes.linked.segments, &stories);
    Ok(Some(StoryComparison { stories, overlaps, linked: changes.linked }))
}

/// Returns a story with the documents that `kept` maps; `None` if it does not keep all.
fn kept_story(story: TableStory, kept: impl Fn(TableDoc) -> Option<TableDoc>) -> Option<TableStory> {
    let all = |docs: Vec<TableDoc>| docs.into_iter().map(&kept).collect::<Option<Vec<_>>>();
    Some(TableStory {
        representative: kept(story.representative)?,
        copies: all(story.copies)?,
        guests: all(story.guests)?,
    })
}

/// Merges stories that are in canonical order of their representatives.
fn in_order<K: Ord>(
    kept: Vec<TableStory>,
    renewed: Vec<TableStory>,
    key: impl Fn(TableDoc) -> K,
) -> Vec<TableStory> {
    let mut stories = Vec::with_capacity(kept.len() + renewed.len());
    let mut rest = kept;
    // From the last one, so that what is behind it moves once.
    for story in renewed.into_iter().rev() {
        let representative = key(story.representative);
        let start = rest.partition_point(|kept| key(kept.representative) < representative);
        stories.extend(rest.drain(start..).rev());
        stories.push(story);
    }
    stories.extend(rest.into_iter().rev());
    stories.reverse();
    stories
}

/// Returns all copies among the articles that copies link to those `concerned`, with these articles.
fn linked_copies(
    articles: &UpdatedArticles<'_>,
    comparer: &mut Comparer<'_, UpdatedArticles<'_>>,
    concerned: Vec<u32>,
) -> (Vec<CopyPair>, FxHashSet<u32>) {
    let mut visited: FxHashSet<u32> = FxHashSet::default();
    let mut compared: FxHashSet<(u32, u32)> = FxHashSet::default();
    let (mut pairs, mut next) = (Vec::new(), concerned);
    while !next.is_empty() {
        next.retain(|article| visited.insert(*article));
        let (mut candidates, mut found) = (Vec::new(), Vec::new());
        for article in next.iter().copied() {
            let values = articles.values(article);
            let others = candidates_of(article, &values, articles, &articles.linked.values);
            candidates.extend(others.into_iter().map(|other| (article.min(other), article.max(other))));
            let same = articles.content(article).map(|content| articles.linked.contents.list(content));
            found.extend(
                same.into_iter()
                    .flat_map(identical)
                    .filter(|pair| pair.articles.0 == article || pair.articles.1 == article),
            );
        }
        candidates.sort_unstable();
        candidates.dedup();
        found.retain(|pair| compared.insert(pair.articles));
        candidates.retain(|pair| compared.insert(*pair));
        found.extend(comparer.copies(candidates));
        next = found.iter().flat_map(|pair| [pair.articles.0, pair.articles.1]).collect();
        next.retain(|article| !visited.contains(article));
        pairs.extend(found);
    }
    (pairs, visited)
}

/// The articles that share something, of which some are compared.
struct UpdatedArticles<'u> {
    columns: &'u SketchColumns,
    linked: &'u LinkedArticles,
    texts: &'u StoryTexts,
}

impl UpdatedArticles<'_> {
    fn address(&self, article: u32) -> DocAddress {
        address_of(self.linked.articles[article as usize])
    }

    fn values(&self, article: u32) -> Vec<u32> {
        let mut values = Vec::new();
        self.columns.values(self.address(article), &mut values);
        values.into_iter().map(|value| value as u32).collect()
    }
}

impl Sketches for UpdatedArticles<'_> {
    fn num_values(&self, article: u32) -> u32 {
        self.columns.num_values(self.address(article))
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.columns.day(self.address(article))
    }
}

impl ComparedArticles for UpdatedArticles<'_> {
    fn text_hash(&self, article: u32) -> u64 {
        self.columns.text_hash(self.address(article))
    }

    fn content(&self, article: u32) -> Option<u64> {
        self.columns.content(self.address(article))
    }

    fn shingles(&self, articles: &[u32]) -> Vec<Shingles> {
        let shingles =
            |article: &u32| self.texts.shingles(self.address(*article), self.day(*article).map(i64::from));
        articles.par_iter().map(shingles).collect()
    }
}
