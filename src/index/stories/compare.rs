//! Compares the articles of an index and groups them into stories.

use rustc_hash::FxHashMap;
use tantivy::Searcher;

use crate::index::stories::overlaps::{OverlapTable, TextOverlaps};
use crate::index::stories::sketches::ArticleSketches;
use crate::index::stories::table::{StoryTable, TableDoc, TableStory};
use crate::index::stories::texts::StoryTexts;
use crate::stories::candidates::{Sketches, candidates};
use crate::stories::grouping::{CopyPair, StoryGroup, TextComparison, group};
use crate::stories::overlap::Overlap;
use crate::stories::shingles::Shingles;

/// Number of articles whose shingles are kept while others are compared with them.
const MAX_CACHED: usize = 256;

/// Compares articles, and remembers what it has compared.
pub(crate) struct Comparer<'i> {
    sketches: &'i ArticleSketches,
    texts: &'i StoryTexts,
    /// Overlaps of an earlier run, and whether each of them is used again.
    known: &'i OverlapTable,
    used: Vec<bool>,
    /// Other overlaps.
    added: TextOverlaps,
    shingles: FxHashMap<u32, Shingles>,
}

impl Comparer<'_> {
    fn overlap(&mut self, a: u32, b: u32) -> Overlap {
        let hashes = [a, b].map(|article| self.sketches.article(article).text_hash);
        let key = (hashes[0].min(hashes[1]), hashes[0].max(hashes[1]));
        if let Some(index) = self.known.find(key) {
            self.used[index] = true;
            return self.known.overlap(index);
        }
        if let Some(overlap) = self.added.get(&key) {
            return *overlap;
        }
        if self.shingles.len() >= MAX_CACHED {
            self.shingles.clear();
        }
        for article in [a, b] {
            let (sketches, texts) = (self.sketches, self.texts);
            self.shingles.entry(article).or_insert_with(|| {
                let article = sketches.article(article);
                texts.shingles(article.address, article.day().map(i64::from))
            });
        }
        // Equally long articles are compared in the same order at every run.
        let (first, second) = if hashes[0] <= hashes[1] { (a, b) } else { (b, a) };
        let overlap = Overlap::between(&self.shingles[&first], &self.shingles[&second]);
        self.added.insert(key, overlap);
        overlap
    }
}

impl TextComparison for Comparer<'_> {
    fn is_copy(&mut self, a: u32, b: u32) -> bool {
        let days = (self.sketches.day(a), self.sketches.day(b));
        self.sketches.are_identical(a, b) || self.overlap(a, b).is_copy(days)
    }

    fn are_related(&mut self, a: u32, b: u32) -> bool {
        self.sketches.are_identical(a, b) || self.overlap(a, b).are_related()
    }
}

/// Groups the articles of `searcher` into stories. Returns the overlaps of all texts that were compared, too;
/// of the `known` ones no text is read.
pub(crate) fn compare(
    searcher: &Searcher,
    texts: &StoryTexts,
    known: &OverlapTable,
) -> tantivy::Result<(StoryTable, OverlapTable)> {
    let sketches = ArticleSketches::read(searcher)?;
    let mut comparer = Comparer {
        sketches: &sketches,
        texts,
        known,
        used: vec![false; known.len()],
        added: TextOverlaps::default(),
        shingles: FxHashMap::default(),
    };
    let identical = sketches.identical().into_iter();
    let mut pairs: Vec<CopyPair> =
        identical.map(|articles| CopyPair { articles, strength: u32::MAX }).collect();
    for (a, b) in candidates(&sketches).into_iter().filter(|(a, b)| !sketches.are_identical(*a, *b)) {
        let overlap = comparer.overlap(a, b);
        if comparer.is_copy(a, b) {
            pairs.push(CopyPair { articles: (a, b), strength: overlap.strength() });
        }
    }
    let groups = group(&pairs, &mut comparer);
    let table_doc = |article: u32| {
        let address = sketches.article(article).address;
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
    Ok((StoryTable::new(segments, &stories), known.renewed(&comparer.used, comparer.added)))
}
