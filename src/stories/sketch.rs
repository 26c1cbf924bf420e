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

/// Builds the sketch of an article from its words.
#[derive(Debug, Default)]
pub(crate) struct SketchBuilder {
    hasher: ShingleHasher,
    shingles: Vec<u32>,
}

/// The sketch of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Hashes of shingles, sorted; at most [`MAX_VALUES`].
    pub values: Vec<u32>,
}

impl SketchBuilder {
    /// Adds the hash of the next word.
    #[inline]
    pub(crate) fn push(&mut self, word: u32) {
        self.shingles.extend(self.hasher.push(word));
    }

    /// Returns the sketch of the words.
    pub(crate) fn finish(mut self) -> Sketch {
        let lead = &mut self.shingles[..];
        let lead = lead.get(..LEAD_SHINGLES).unwrap_or(lead).to_vec();
        let mut values = smallest(lead, LEAD_VALUES);
        let lead_values = values.clone();
        // Those of the beginning may be among the smallest of all.
        let others = smallest(self.shingles, MAX_VALUES);
        let others = others.into_iter().filter(|hash| lead_values.binary_search(hash).is_err());
        values.extend(others.take(MAX_VALUES - lead_values.len()));
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

/// Returns the `count` smallest distinct numbers, sorted.
fn smallest(mut numbers: Vec<u32>, count: usize) -> Vec<u32> {
    // Repetitions are rare, so a few more numbers make up for them; if not, all are sorted.
    let margin = 2 * count;
    let mut head = numbers.clone();
    if head.len() > margin {
        head.select_nth_unstable(margin);
        head.truncate(margin);
    }
    head.sort_unstable();
    head.dedup();
    if head.len() < count {
        numbers.sort_unstable();
        numbers.dedup();
        head = numbers;
    }
    head.truncate(count);
    head
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
    fn a_short_or_monotonous_text_has_fewer_values() {
        assert!(sketch(0..4).values.is_empty());
        assert_eq!(sketch(0..9).values.len(), 5);
        assert_eq!(sketch(std::iter::repeat_n(7, 500)).values.len(), 1);
    }
}
