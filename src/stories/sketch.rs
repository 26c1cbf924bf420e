//! Sketches: a few of the shingles of an article, by which its copies are found.
//!
//! A sketch keeps the smallest hashes of all shingles (Broder, "On the resemblance and containment of
//! documents", 1997), so that two articles keep the same ones of those they share. A short article inside a
//! long one shares few of these; most such articles are the beginning of the other, so the smallest hashes of
//! the beginning are kept as well.

use std::cmp::Ordering;

use crate::stories::shingles::ShingleHasher;

/// Number of hashes of the beginning that are kept.
const LEAD_VALUES: usize = 8;
/// Number of shingles at the beginning that these are chosen from.
const LEAD_SHINGLES: usize = 96;
/// Number of values of a sketch. With the hash of the text it takes 128 bytes.
pub(crate) const MAX_VALUES: usize = 30;

/// Number of the smallest values by which two articles are compared without their texts. They are those of
/// all shingles: the values of the beginning are larger, unless they are among them.
pub(crate) const COMPARED_VALUES: usize = 16;
/// Number of values of an article that is long enough to be compared: about 16 words.
pub(crate) const MIN_COMPARED_VALUES: usize = 12;

/// Number of hashes from which all but the smallest are forgotten.
const MAX_CANDIDATES: usize = 4 * MAX_VALUES;

/// Builds the sketch of an article from its words.
#[derive(Debug)]
pub(crate) struct SketchBuilder {
    hasher: ShingleHasher,
    /// Hashes of the shingles at the beginning.
    lead: Vec<u32>,
    /// Hashes that may be among the smallest ones, with repetitions.
    candidates: Vec<u32>,
    /// Largest hash that may be among the smallest ones.
    limit: u32,
}

/// The sketch of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Hashes of shingles, sorted; at most [`MAX_VALUES`].
    pub values: Vec<u32>,
}

impl Default for SketchBuilder {
    fn default() -> Self {
        SketchBuilder {
            hasher: ShingleHasher::default(),
            lead: Vec::with_capacity(LEAD_SHINGLES),
            candidates: Vec::with_capacity(MAX_CANDIDATES),
            limit: u32::MAX,
        }
    }
}

impl SketchBuilder {
    /// Adds the hash of the next word.
    #[inline]
    pub(crate) fn push(&mut self, word: u32) {
        let Some(shingle) = self.hasher.push(word) else { return };
        if self.lead.len() < LEAD_SHINGLES {
            self.lead.push(shingle);
        }
        // Few are: most of a long article are larger.
        if shingle <= self.limit {
            self.add_candidate(shingle);
        }
    }

    #[inline(never)]
    fn add_candidate(&mut self, shingle: u32) {
        self.candidates.push(shingle);
        if self.candidates.len() >= MAX_CANDIDATES {
            keep_smallest(&mut self.candidates, MAX_VALUES);
            let are_enough = self.candidates.len() == MAX_VALUES;
            self.limit = self.candidates.last().copied().filter(|_| are_enough).unwrap_or(u32::MAX);
        }
    }

    /// Returns the sketch of the words.
    pub(crate) fn finish(mut self) -> Sketch {
        keep_smallest(&mut self.lead, LEAD_VALUES);
        keep_smallest(&mut self.candidates, MAX_VALUES);
        let mut values = self.lead.clone();
        // Those of the beginning may be among the smallest of all.
        let others = self.candidates.into_iter().filter(|hash| self.lead.binary_search(hash).is_err());
        values.extend(others.take(MAX_VALUES - self.lead.len()));
        values.sort_unstable();
        Sketch { values }
    }
}

/// Estimates the resemblance of two articles from the values of their sketches, sorted: the part of the
/// smallest values of both that both have. Returns 0 if one of them is too short to be compared.
pub(crate) fn resemblance(a: &[u32], b: &[u32]) -> f32 {
    let count = a.len().min(b.len()).min(COMPARED_VALUES);
    if count < MIN_COMPARED_VALUES {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0u16);
    for _ in 0..count {
        // Both have `count` values, of which each turn takes one at most.
        match a[i].cmp(&b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    f32::from(common) / count as f32
}

/// Keeps the `count` smallest distinct numbers, sorted.
fn keep_smallest(numbers: &mut Vec<u32>, count: usize) {
    numbers.sort_unstable();
    numbers.dedup();
    numbers.truncate(count);
}

#[cfg(test)]
mod tests {
    use crate::stories::sketch::*;

    fn sketch(words: impl Iterator<Item = u32>) -> Sketch {
        let mut builder = SketchBuilder::default();
        words.for_each(|word| builder.push(word.wrapping_mul(2_654_435_761)));
        builder.finish()
    }

    fn num_common(a: &Sketch, b: &Sketch) -> usize {
        a.values.iter().filter(|value| b.values.contains(value)).count()
    }

    #[test]
    fn articles_keep_the_same_values_of_what_they_share() {
        let article = sketch(0..1_000);
        assert_eq!(article.values.len(), MAX_VALUES);
        assert!(article.values.is_sorted());
        assert_eq!(article, sketch(0..1_000));
        // The same behind other words, the first tenth of it, and another text.
        assert!(num_common(&article, &sketch((5_000..5_030).chain(0..1_000))) > 24);
        assert!(num_common(&article, &sketch(0..100)) >= 8);
        assert_eq!(num_common(&article, &sketch(2_000..3_000)), 0);
    }

    #[test]
    fn resemblance_is_estimated_from_the_smallest_values() {
        let article = sketch(0..1_000).values;
        let compared = &article[..COMPARED_VALUES];
        assert_eq!((resemblance(&article, &article), resemblance(compared, &article)), (1.0, 1.0));
        assert_eq!(resemblance(&article, &sketch(2_000..3_000).values), 0.0);
        let half = resemblance(compared, &sketch(333..1_333).values);
        assert!((0.2..0.8).contains(&half), "{half}");
        let short = sketch(0..15).values;
        assert_eq!((short.len(), resemblance(&short, &short)), (11, 0.0));
        assert_eq!(resemblance(&sketch(0..16).values, &sketch(0..16).values), 1.0);
    }

    #[test]
    fn the_smallest_values_of_a_long_text_are_kept() {
        for (length, distinct) in [(100, 100), (124, 40), (5_000, 5_000), (5_000, 90), (3_000, 20)] {
            let words = || (0..length).map(|number: u32| (number % distinct).wrapping_mul(2_654_435_761));
            let mut hasher = ShingleHasher::default();
            let mut all: Vec<u32> = words().filter_map(|word| hasher.push(word)).collect();
            let mut lead = all.iter().copied().take(LEAD_SHINGLES).collect::<Vec<_>>();
            keep_smallest(&mut lead, LEAD_VALUES);
            keep_smallest(&mut all, MAX_VALUES);
            all.retain(|hash| !lead.contains(hash));
            all.truncate(MAX_VALUES - lead.len());
            all.extend(lead);
            all.sort_unstable();
            let mut builder = SketchBuilder::default();
            words().for_each(|word| builder.push(word));
            assert_eq!(builder.finish().values, all, "{length} words, {distinct} distinct");
        }
    }

    #[test]
    fn a_short_or_monotonous_text_has_fewer_values() {
        assert!(sketch(0..4).values.is_empty());
        assert_eq!(sketch(0..9).values.len(), 5);
        assert_eq!(sketch(std::iter::repeat_n(7, 500)).values.len(), 1);
    }
}
