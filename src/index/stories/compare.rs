//! Compares articles and groups them into stories.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::stories::linked::SharedContents;
use crate::index::stories::overlaps::{OverlapTable, TextOverlaps};
use crate::stories::candidates::candidates;
use crate::stories::grouping::{CopyPair, StoryGroup, TextComparison, group};
use crate::stories::overlap::Overlap;
use crate::stories::shared_values::{AllSketches, SharedValues, Sketches};
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
pub(crate) struct Comparer<'i, A> {
    articles: &'i A,
    /// Overlaps of an earlier run, and whether each of them is used again.
    known: &'i OverlapTable,
    used: Vec<bool>,
    /// Other overlaps.
    added: TextOverlaps,
    shingles: FxHashMap<u32, Shingles>,
}

impl<'i, A: ComparedArticles> Comparer<'i, A> {
    /// Makes a comparer that reads no text of the `known` overlaps.
    pub(crate) fn new(articles: &'i A, known: &'i OverlapTable) -> Self {
        let (used, added) = (vec![false; known.len()], TextOverlaps::default());
        let shingles = FxHashMap::default();
        Comparer { articles, known, used, added, shingles }
    }

    /// Compares the texts of candidates. Returns those that are copies, without those of the same content.
    pub(crate) fn copies(&mut self, mut candidates: Vec<(u32, u32)>) -> Vec<CopyPair> {
        candidates.retain(|(a, b)| !self.are_identical(*a, *b));
        let (mut copies, mut rest) = (Vec::new(), &candidates[..]);
        while !rest.is_empty() {
            let (ahead, others) = rest.split_at(self.compare_ahead(rest).clamp(1, rest.len()));
            rest = others;
            for (a, b) in ahead.iter().copied() {
                let overlap = self.overlap(a, b);
                if self.is_copy(a, b) {
                    copies.push(CopyPair { articles: (a, b), strength: overlap.strength() });
                }
            }
        }
        copies
    }

    /// Returns the overlaps that were compared or used, and those of texts that `is_kept` says.
    pub(crate) fn into_overlaps(mut self, is_kept: impl Fn((u64, u64)) -> bool) -> OverlapTable {
        self.used.iter_mut().zip(self.known.texts()).for_each(|(used, texts)| *used |= is_kept(texts));
        self.known.renewed(&self.used, self.added)
    }

    /// Returns the hashes of the texts of two articles, the smaller first.
    fn texts(&self, a: u32, b: u32) -> (u64, u64) {
        let [a, b] = [a, b].map(|article| self.articles.text_hash(article));
        (a.min(b), a.max(b))
    }

    /// Compares the texts of the first of `pairs` that are not known to overlap, as many as are kept. Returns
    /// the number of these pairs, at least one.
    fn compare_ahead(&mut self, pairs: &[(u32, u32)]) -> usize {
        let mut wanted: FxHashSet<u32> = FxHashSet::default();
        let mut unknown: FxHashMap<(u64, u64), (u32, u32)> = FxHashMap::default();
        let mut num_pairs = 0;
        for (a, b) in pairs {
            let texts = self.texts(*a, *b);
            if self.known.find(texts).is_none() && !self.added.contains_key(&texts) {
                if wanted.len() + 2 > MAX_CACHED {
                    break;
                }
                wanted.extend([a, b]);
                unknown.entry(texts).or_insert((*a, *b));
            }
            num_pairs += 1;
        }
        self.shingles.retain(|article, _| wanted.contains(article));
        let mut missing: Vec<u32> =
            wanted.into_iter().filter(|article| !self.shingles.contains_key(article)).collect();
        missing.sort_unstable();
        self.read(&missing);
        let in_order = |(texts, (a, b))| (texts, self.in_order(a, b));
        let unknown: Vec<_> = unknown.into_iter().map(in_order).collect();
        let shingles = &self.shingles;
        let compare = |(texts, (first, second))| (texts, overlap_between(shingles, first, second));
        let overlaps: Vec<_> = unknown.into_par_iter().map(compare).collect();
        self.added.extend(overlaps);
        num_pairs
    }

    /// Returns two articles in the order in which they are compared, the same at every run: it matters if
    /// they are equally long.
    fn in_order(&self, a: u32, b: u32) -> (u32, u32) {
        if self.articles.text_hash(a) <= self.articles.text_hash(b) { (a, b) } else { (b, a) }
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
        let (first, second) = self.in_order(a, b);
        let overlap = overlap_between(&self.shingles, first, second);
        self.added.insert(key, overlap);
        overlap
    }

    /// Returns whether two articles have the same content.
    fn are_identical(&self, a: u32, b: u32) -> bool {
        self.articles.content(a).is_some_and(|content| self.articles.content(b) == Some(content))
    }
}

/// Compares two articles by their shingles, if these were read.
fn overlap_between(shingles: &FxHashMap<u32, Shingles>, first: u32, second: u32) -> Overlap {
    match (shingles.get(&first), shingles.get(&second)) {
        (Some(first), Some(second)) => Overlap::between(first, second),
        _ => Overlap::between(&Shingles::default(), &Shingles::default()),
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

    fn are_brief_and_most(&mut self, article: u32, brief: u32, other: u32) -> bool {
        self.overlap(article, brief).is_brief()
            && (self.are_identical(article, other) || self.overlap(article, other).is_most())
    }
}

/// Articles that are grouped into stories.
pub(crate) struct ArticleGroups {
    pub groups: Vec<StoryGroup>,
    /// Overlaps of all texts that were compared.
    pub overlaps: OverlapTable,
    pub values: SharedValues,
    pub contents: SharedContents,
}

/// Groups all articles into stories. Of the `known` overlaps no text is read.
pub(crate) fn group_articles<A: ComparedArticles + AllSketches>(
    articles: &A,
    known: &OverlapTable,
) -> ArticleGroups {
    let mut comparer = Comparer::new(articles, known);
    let contents = (0..articles.len()).filter_map(|article| Some((articles.content(article)?, article)));
    let contents = SharedContents::of(contents.collect());
    let values = SharedValues::of(articles);
    let mut pairs: Vec<CopyPair> = contents.lists().flat_map(identical).collect();
    pairs.extend(comparer.copies(candidates(articles, &values)));
    let groups = group(&pairs, &mut comparer);
    ArticleGroups { groups, overlaps: comparer.into_overlaps(|_| false), values, contents }
}

/// Pairs articles with the same content: the first in the canonical order with each other.
pub(crate) fn identical(list: &[(u64, u32)]) -> impl Iterator<Item = CopyPair> + '_ {
    let others = list.iter().skip(1);
    others.map(|(_, other)| CopyPair { articles: (list[0].1, *other), strength: u32::MAX })
}
