//! Compares the articles of an index and groups them into stories.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, Searcher};

use crate::index::stories::overlaps::{OverlapTable, TextOverlaps};
use crate::index::stories::sketches::{ArticleSketches, SketchedArticle};
use crate::index::stories::table::{StoryTable, TableDoc, TableStory};
use crate::index::stories::texts::StoryTexts;
use crate::stories::Day;
use crate::stories::candidates::{Sketches, candidates};
use crate::stories::grouping::{CopyPair, StoryGroup, TextComparison, group};
use crate::stories::overlap::Overlap;
use crate::stories::shingles::Shingles;

/// Number of articles whose shingles are kept while others are compared with them.
const MAX_CACHED: usize = 256;

/// Articles that are compared, in canonical order.
pub(crate) trait ComparedArticles: Sketches {
    /// Returns the hash of the text of an article.
    fn text_hash(&self, article: u32) -> u64;

    /// Returns the hash of the content of an article before cleaning; `None` if it is not known.
    fn content(&self, article: u32) -> Option<u64>;

    /// Reads the texts of some articles, in their order.
    fn shingles(&self, articles: &[u32]) -> Vec<Shingles>;
}

/// Compares articles, and remembers what it has compared.
struct Comparer<'i, A> {
    articles: &'i A,
    /// Overlaps of an earlier run, and whether each of them is used again.
    known: &'i OverlapTable,
    used: Vec<bool>,
    /// Other overlaps.
    added: TextOverlaps,
    shingles: FxHashMap<u32, Shingles>,
}

impl<A: ComparedArticles> Comparer<'_, A> {
    /// Returns the hashes of the texts of two articles, the smaller first.
    fn texts(&self, a: u32, b: u32) -> (u64, u64) {
        let [a, b] = [a, b].map(|article| self.articles.text_hash(article));
        (a.min(b), a.max(b))
    }

    /// Reads the texts of the first of `pairs` that are not known to overlap, as many as are kept. Returns
    /// the number of these pairs, at least one.
    fn read_ahead(&mut self, pairs: &[(u32, u32)]) -> usize {
        let mut wanted: FxHashSet<u32> = FxHashSet::default();
        let mut num_pairs = 0;
        for (a, b) in pairs {
            let texts = self.texts(*a, *b);
            if self.known.find(texts).is_none() && !self.added.contains_key(&texts) {
                if wanted.len() + 2 > MAX_CACHED {
                    break;
                }
                wanted.extend([a, b]);
            }
            num_pairs += 1;
        }
        self.shingles.retain(|article, _| wanted.contains(article));
        let mut missing: Vec<u32> =
            wanted.into_iter().filter(|article| !self.shingles.contains_key(article)).collect();
        missing.sort_unstable();
        self.read(&missing);
        num_pairs
    }

    fn read(&mut self, articles: &[u32]) {
        if !articles.is_empty() {
            self.shingles.extend(articles.iter().copied().zip(self.articles.shingles(articles)));
        }
    }

    fn overlap(&mut self, a: u32, b: u32) -> Overlap {
        let key = self.texts(a, b);
        if let Some(index) = self.known.find(key) {
            self.used[index] = true;
            return self.known.overlap(index);
        }
        if let Some(overlap) = self.added.get(&key) {
            return *overlap;
        }
        let mut missing = vec![a, b];
        missing.retain(|article| !self.shingles.contains_key(article));
        if self.shingles.len() + missing.len() > MAX_CACHED {
            self.shingles.clear();
            missing = vec![a, b];
        }
        self.read(&missing);
        // Equally long articles are compared in the same order at every run.
        let (first, second) =
            if self.articles.text_hash(a) <= self.articles.text_hash(b) { (a, b) } else { (b, a) };
        let overlap = match (self.shingles.get(&first), self.shingles.get(&second)) {
            (Some(first), Some(second)) => Overlap::between(first, second),
            _ => Overlap::between(&Shingles::default(), &Shingles::default()),
        };
        self.added.insert(key, overlap);
        overlap
    }

    /// Returns the pairs of articles with the same content: the first in the canonical order with each other.
    fn identical(&self) -> Vec<(u32, u32)> {
        let contents =
            (0..self.articles.len()).filter_map(|article| Some((self.articles.content(article)?, article)));
        let mut contents: Vec<(u64, u32)> = contents.collect();
        contents.sort_unstable();
        let groups = contents.chunk_by(|(a, _), (b, _)| a == b);
        groups.flat_map(|group| group[1..].iter().map(|(_, other)| (group[0].1, *other))).collect()
    }

    /// Returns whether two articles have the same content.
    fn are_identical(&self, a: u32, b: u32) -> bool {
        self.articles.content(a).is_some_and(|content| self.articles.content(b) == Some(content))
    }
}

impl<A: ComparedArticles> TextComparison for Comparer<'_, A> {
    fn is_copy(&mut self, a: u32, b: u32) -> bool {
        let days = (self.articles.day(a), self.articles.day(b));
        self.are_identical(a, b) || self.overlap(a, b).is_copy(days)
    }

    fn are_related(&mut self, a: u32, b: u32) -> bool {
        self.are_identical(a, b) || self.overlap(a, b).are_related()
    }
}

/// Groups articles into stories. Returns the overlaps of all texts that were compared, too; of the `known`
/// ones no text is read.
pub(crate) fn group_articles(
    articles: &impl ComparedArticles,
    known: &OverlapTable,
) -> (Vec<StoryGroup>, OverlapTable) {
    let mut comparer = Comparer {
        articles,
        known,
        used: vec![false; known.len()],
        added: TextOverlaps::default(),
        shingles: FxHashMap::default(),
    };
    let identical = comparer.identical().into_iter();
    let mut pairs: Vec<CopyPair> =
        identical.map(|articles| CopyPair { articles, strength: u32::MAX }).collect();
    let mut others = candidates(articles);
    others.retain(|(a, b)| !comparer.are_identical(*a, *b));
    let mut others = &others[..];
    while !others.is_empty() {
        let (ahead, rest) = others.split_at(comparer.read_ahead(others).clamp(1, others.len()));
        others = rest;
        for (a, b) in ahead.iter().copied() {
            let overlap = comparer.overlap(a, b);
            if comparer.is_copy(a, b) {
                pairs.push(CopyPair { articles: (a, b), strength: overlap.strength() });
            }
        }
    }
    let groups = group(&pairs, &mut comparer);
    (groups, known.renewed(&comparer.used, comparer.added))
}

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

impl Sketches for SegmentArticles<'_> {
    fn len(&self) -> u32 {
        self.sketches.len()
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        self.sketches.for_each(visit);
    }

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
        let articles = articles.iter().map(|article| self.article(*article));
        articles.map(|article| self.texts.shingles(article.address, article.day().map(i64::from))).collect()
    }
}

/// Groups the articles of `searcher` into stories as [`group_articles`] does.
pub(crate) fn compare(
    searcher: &Searcher,
    texts: &StoryTexts,
    known: &OverlapTable,
) -> tantivy::Result<(StoryTable, OverlapTable)> {
    let articles = SegmentArticles { sketches: ArticleSketches::read(searcher)?, texts };
    let (groups, overlaps) = group_articles(&articles, known);
    let table_doc = |article: u32| {
        let address = articles.article(article).address;
        TableDoc { segment: address.segment_ord, doc: address.doc_id }
    };
    let story = |group: StoryGroup| TableStory {
        representative: table_doc(group.representative),
        copies: group.copies.into_iter().map(table_doc).collect(),
        guests: group.guests.into_iter().map(table_doc).collect(),
    };
    let stories: Vec<TableStory> = groups.into_iter().map(story).collect();
    let segments = searcher.segment_readers().iter();
    let segments = segments.map(|segment| segment.segment_id().uuid_string()).collect();
    Ok((StoryTable::new(segments, &stories), overlaps))
}
