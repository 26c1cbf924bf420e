//! Compares two articles: how much of their text is the same, and whether one is a copy of the other.
//!
//! Furniture makes unrelated articles alike: galleries of captions, statements that all papers print, lists.
//! A copy has the beginning of the other as well, in the reporter's own words; furniture stands behind or
//! between them.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::stories::Day;
use crate::stories::shingles::{SHINGLE_WORDS, Shingles};

/// The ratios are stored as fractions of this.
const SCALE: usize = 10_000;
/// Number of the reporter's own words at the beginning that tell most.
const LEAD_WORDS: usize = 80;
/// Number of shingles that an article needs to have copies.
const MIN_SHINGLES: usize = 12;

/// Overlap of the texts of two articles; ratios from 0 to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Overlap {
    /// Part of the shingles of the smaller article that the other has, too. Shingles of quoted words and lists
    /// count half.
    pub containment: u16,
    /// Part of all shingles of both that both have: the Jaccard index.
    pub resemblance: u16,
    /// Part of the words of the smaller article that stand in shared shingles.
    pub coverage: u16,
    /// Part of the beginning of either that the other has, whichever is more.
    pub lead: u16,
}

impl Overlap {
    /// Compares two articles.
    pub(crate) fn between(a: &Shingles, b: &Shingles) -> Self {
        let (set_a, set_b): (FxHashSet<u32>, FxHashSet<u32>) =
            (a.hashes.iter().copied().collect(), b.hashes.iter().copied().collect());
        let (smaller, larger_set) = if set_a.len() <= set_b.len() { (a, &set_b) } else { (b, &set_a) };
        let num_shared = set_a.iter().filter(|hash| set_b.contains(hash)).count();
        let lead = |of: &Shingles, other: &FxHashSet<u32>| {
            let words = lead_words(of);
            let shared = covered(of, other).into_iter().take(words.end);
            let own = shared.zip(&of.own).skip(words.start).filter(|(_, own)| **own || words.own == 0);
            let (num, covered) = own.fold((0, 0), |(num, sum), (covered, _)| (num + 1, sum + usize::from(covered)));
            ratio(covered, num)
        };
        let is_short = set_a.len().min(set_b.len()) < MIN_SHINGLES;
        if is_short {
            return Overlap { containment: 0, resemblance: 0, coverage: 0, lead: 0 };
        }
        let covered_words = covered(smaller, larger_set).into_iter().filter(|covered| *covered).count();
        Overlap {
            containment: containment(smaller, larger_set),
            resemblance: ratio(num_shared, set_a.len() + set_b.len() - num_shared),
            coverage: ratio(covered_words, smaller.own.len()),
            lead: lead(a, &set_b).max(lead(b, &set_a)),
        }
    }
}

/// The words that begin an article.
struct LeadWords {
    start: usize,
    end: usize,
    own: usize,
}

/// Returns the range of the first own words of an article; the first words of any kind if it has none.
fn lead_words(shingles: &Shingles) -> LeadWords {
    let mut own = 0;
    for (index, is_own) in shingles.own.iter().enumerate() {
        own += usize::from(*is_own);
        if own == LEAD_WORDS {
            return LeadWords { start: 0, end: index + 1, own };
        }
    }
    let own = if own * 4 < LEAD_WORDS { 0 } else { own };
    let end = if own == 0 { LEAD_WORDS } else { shingles.own.len() };
    LeadWords { start: 0, end, own }
}

/// Returns whether each word stands in a shingle that is in `others`.
fn covered(shingles: &Shingles, others: &FxHashSet<u32>) -> Vec<bool> {
    let mut covered = vec![false; shingles.own.len()];
    let mut end = 0;
    for (start, hash) in shingles.hashes.iter().enumerate() {
        if others.contains(hash) {
            let new: Range<usize> = end.max(start)..start + SHINGLE_WORDS;
            end = new.end;
            covered[new].fill(true);
        }
    }
    covered
}

/// Returns the part of the distinct shingles of an article that are in `others`, weighted.
fn containment(shingles: &Shingles, others: &FxHashSet<u32>) -> u16 {
    let mut seen = FxHashSet::default();
    let (mut all, mut shared) = (0, 0);
    for (index, hash) in shingles.hashes.iter().enumerate() {
        if seen.insert(*hash) {
            let weight = if shingles.is_own(index) { 2 } else { 1 };
            all += weight;
            shared += if others.contains(hash) { weight } else { 0 };
        }
    }
    ratio(shared, all)
}

/// Returns a part as a fraction of [`SCALE`].
fn ratio(part: usize, whole: usize) -> u16 {
    (part * SCALE / whole.max(1)) as u16
}

impl Overlap {
    /// Returns whether one of two articles of these days is a copy of the other.
    pub(crate) fn is_copy(self, days: (Option<Day>, Option<Day>)) -> bool {
        let _ = days;
        self.containment >= 5_800 && self.lead >= 2_500
    }
}

impl Overlap {
    /// Returns the likeness of two copies, to choose between them.
    pub(crate) fn strength(self) -> u32 {
        u32::from(self.containment) + u32::from(self.resemblance)
    }

    /// Returns whether two copies of one article share some of its text.
    pub(crate) fn are_related(self) -> bool {
        self.containment >= 2_500
    }
}

impl Overlap {
    /// Returns the ratios as they are stored.
    pub(crate) fn to_parts(self) -> [u16; 4] {
        [self.containment, self.resemblance, self.coverage, self.lead]
    }

    /// Makes an overlap of stored ratios.
    pub(crate) fn from_parts([containment, resemblance, coverage, lead]: [u16; 4]) -> Self {
        Overlap { containment, resemblance, coverage, lead }
    }
}
