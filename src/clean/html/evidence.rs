//! What a page declares of its article for programs, as evidence about every block.
//!
//! The declared text is compared by sequences of three words. It is evidence only: the forest weighs it
//! against the rest, and a teaser or the text of another story has no part in what is displayed.

use rustc_hash::FxHashSet;

use crate::clean::html::layout::Layout;
use crate::clean::html::word_overlap::{hash_sequence, word_hashes};
use crate::extract::html::Page;

/// Number of sequences above which a declared text is more than a teaser.
const MIN_SEQUENCES: usize = 40;
/// Share of the declared text that has to be displayed for its place to count.
const MIN_DISPLAYED: f32 = 0.6;
/// Share of a block above which it is a part of the declared text, and its minimum number of words.
const PART: f32 = 0.7;
const MIN_PART_WORDS: u32 = 6;
/// Upper bound of the number of blocks to the next part.
const MAX_DISTANCE: f32 = 50.0;

/// The declared text beside the blocks of a page.
#[derive(Debug, Default)]
pub(super) struct DeclaredEvidence {
    /// Whether the page declares more than a teaser.
    pub has_body: bool,
    /// Share of each block that is in the declared text; -1 where there is nothing to compare.
    pub shares: Vec<f32>,
    /// Share of the declared text that is displayed.
    pub displayed: f32,
    /// First and last block of the declared text, where most of it is displayed.
    span: Option<(usize, usize)>,
    /// Number of blocks back and ahead to the next part of the declared text.
    distances: Vec<[f32; 2]>,
}

impl DeclaredEvidence {
    /// Compares the blocks of a page with the text that it declares.
    pub(super) fn new(layout: &Layout<'_>, page: &Page) -> Self {
        let count = layout.stats.len();
        let mut body = FxHashSet::default();
        for text in page.declared_strings() {
            body.extend(without_tags(text).windows(3).map(hash_sequence));
        }
        let mut evidence = DeclaredEvidence { shares: vec![-1.0; count], ..DeclaredEvidence::default() };
        if body.len() <= MIN_SEQUENCES {
            return evidence;
        }
        evidence.has_body = true;
        let mut found = FxHashSet::default();
        for (index, block) in layout.tree.blocks.iter().enumerate() {
            let words = word_hashes(block.text.as_str());
            if words.len() > 3 {
                let shared = words.windows(3).map(hash_sequence).filter(|words| body.contains(words));
                let mut shared_count = 0;
                for words in shared {
                    shared_count += 1;
                    found.insert(words);
                }
                evidence.shares[index] = shared_count as f32 / (words.len() as f32 - 2.0);
            }
        }
        evidence.displayed = found.len() as f32 / body.len() as f32;
        if evidence.displayed >= MIN_DISPLAYED {
            evidence.find_places(layout);
        }
        evidence
    }

    /// Finds the parts of the declared text, and the distances to them.
    fn find_places(&mut self, layout: &Layout<'_>) {
        let parts: Vec<usize> = (0..self.shares.len()).filter(|index| self.is_part(layout, *index)).collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return };
        self.span = Some((*first, *last));
        self.distances = vec![[MAX_DISTANCE; 2]; self.shares.len()];
        let distance = |a: usize, b: usize| (a.abs_diff(b) as f32).min(MAX_DISTANCE);
        let mut next = 0;
        for (index, distances) in self.distances.iter_mut().enumerate() {
            while parts.get(next).is_some_and(|part| *part < index) {
                next += 1;
            }
            if let Some(before) = next.checked_sub(1) {
                distances[0] = distance(parts[before], index);
            }
            if let Some(after) = parts.get(next) {
                distances[1] = distance(*after, index);
            }
        }
    }

    /// Returns whether a block is a part of the declared text.
    pub(super) fn is_part(&self, layout: &Layout<'_>, index: usize) -> bool {
        self.shares[index] >= PART && layout.stats[index].words >= MIN_PART_WORDS
    }

    /// Returns the features of a block: how much of the declared text is displayed, whether the block is
    /// before (0), between (1) or after (2) its parts, and how far from them; -1 if that is not known.
    pub(super) fn features(&self, index: usize) -> [f32; 4] {
        let Some((first, last)) = self.span else {
            return [if self.has_body { self.displayed } else { -1.0 }, -1.0, -1.0, -1.0];
        };
        let place = match index {
            _ if index < first => 0.0,
            _ if index <= last => 1.0,
            _ => 2.0,
        };
        let [before, after] = self.distances[index];
        [self.displayed, place, before, after]
    }
}

/// Returns the hashes of the words of a text without the tags in it.
fn without_tags(text: &str) -> Vec<u64> {
    if !text.contains('<') {
        return word_hashes(text);
    }
    let pieces = text.split('<').enumerate().map(|(number, piece)| match piece.split_once('>') {
        Some((_, text)) if number > 0 => text,
        _ => piece,
    });
    word_hashes(&pieces.collect::<Vec<_>>().join(" "))
}
