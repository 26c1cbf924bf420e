//! Finds the pairs of articles that may be copies: those whose sketches have values in common.
//!
//! A value that many articles have says little, and comparing all of them with each other would take long; so
//! each is paired only with those that come next in the canonical order, in which articles of one time are
//! neighbors.

use crate::stories::Day;

/// The sketches of articles in canonical order: by day, undated ones last.
pub(crate) trait Sketches {
    /// Returns the number of articles.
    fn len(&self) -> u32;

    /// Calls `visit` for each value of each article, in order of the articles.
    fn for_each(&self, visit: &mut dyn FnMut(u32, u32));

    /// Returns the number of values of an article.
    fn num_values(&self, article: u32) -> u32;

    /// Returns the day of an article.
    fn day(&self, article: u32) -> Option<Day>;
}

/// Largest number of days between two articles that need only a few values in common.
const WINDOW: Day = 10;
/// Number of articles with a value up to which each is paired with each.
const MAX_RARE: usize = 8;
/// Number of articles that one is paired with if more have the value: those of about the same day, and any.
const MAX_NEIGHBORS: usize = 24;
const MAX_DISTANT_NEIGHBORS: usize = 2;
/// Number of values that a pair must have in common.
const MIN_SHARED: u32 = 2;
/// Bits per value in the filter of values that occur once.
const FILTER_BITS_PER_VALUE: u64 = 4;

/// Returns the pairs of articles that may be copies, sorted, the earlier of each first.
pub(crate) fn candidates(sketches: &dyn Sketches) -> Vec<(u32, u32)> {
    let shared = repeated_values(sketches);
    let mut pairs: Vec<u64> = Vec::new();
    for group in shared.chunk_by(|a, b| a >> 32 == b >> 32) {
        for (rank, entry) in group.iter().enumerate() {
            let article = *entry as u32;
            let later = group.iter().skip(rank + 1).take(MAX_NEIGHBORS);
            for (distance, other) in (1..).zip(later) {
                let other = *other as u32;
                if group.len() <= MAX_RARE
                    || distance <= MAX_DISTANT_NEIGHBORS
                    || is_near(sketches.day(article), sketches.day(other))
                {
                    pairs.push(u64::from(article) << 32 | u64::from(other));
                }
            }
        }
    }
    pairs.sort_unstable();
    let counted = pairs.chunk_by(|a, b| a == b).map(|equal| (equal[0], equal.len() as u32));
    let split = |(pair, shared): (u64, u32)| ((pair >> 32) as u32, pair as u32, shared);
    let enough = |(a, b, shared): &(u32, u32, u32)| {
        *shared >= MIN_SHARED.min(sketches.num_values(*a).min(sketches.num_values(*b)))
            && (is_near(sketches.day(*a), sketches.day(*b))
                || 2 * shared >= sketches.num_values(*a).min(sketches.num_values(*b)))
    };
    counted.map(split).filter(enough).map(|(a, b, _)| (a, b)).collect()
}

/// Returns whether articles of these days may be versions of one story. Undated ones may.
fn is_near(a: Option<Day>, b: Option<Day>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a.abs_diff(b) <= WINDOW as u32)
}

/// Returns the values that several articles have, each with an article in the lower half, sorted. Most values
/// occur once: a filter keeps them from being sorted.
fn repeated_values(sketches: &dyn Sketches) -> Vec<u64> {
    let num_values = u64::from(sketches.len()) * crate::stories::sketch::MAX_VALUES as u64;
    let bits = (num_values * FILTER_BITS_PER_VALUE).next_power_of_two().ilog2().clamp(10, 31);
    let slot = |value: u32| (value >> (32 - bits)) as usize;
    let (mut once, mut again) = (vec![0u64; 1 << (bits - 6)], vec![0u64; 1 << (bits - 6)]);
    sketches.for_each(&mut |_, value| {
        let (word, bit) = (slot(value) / 64, 1u64 << (slot(value) % 64));
        again[word] |= once[word] & bit;
        once[word] |= bit;
    });
    drop(once);
    let mut entries = Vec::new();
    sketches.for_each(&mut |article, value| {
        if again[slot(value) / 64] & 1 << (slot(value) % 64) != 0 {
            entries.push(u64::from(value) << 32 | u64::from(article));
        }
    });
    entries.sort_unstable();
    entries
}

#[cfg(test)]
mod tests {
    use crate::stories::candidates::*;

    /// Articles with their days and values.
    struct Articles(Vec<(Option<Day>, Vec<u32>)>);

    impl Sketches for Articles {
        fn len(&self) -> u32 {
            self.0.len() as u32
        }

        fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
            for (article, (_, values)) in (0..).zip(&self.0) {
                values.iter().for_each(|value| visit(article, *value));
            }
        }

        fn num_values(&self, article: u32) -> u32 {
            self.0[article as usize].1.len() as u32
        }

        fn day(&self, article: u32) -> Option<Day> {
            self.0[article as usize].0
        }
    }

    fn hash(number: u32) -> u32 {
        number.wrapping_mul(2_654_435_761)
    }

    fn article(day: Option<Day>, values: impl Iterator<Item = u32>) -> (Option<Day>, Vec<u32>) {
        (day, values.map(hash).collect())
    }

    #[test]
    fn articles_of_one_time_need_two_values_in_common() {
        let articles = Articles(vec![
            article(Some(1), 0..30),
            article(Some(3), (28..30).chain(100..128)),
            article(Some(4), (27..28).chain(200..229)),
            article(None, (0..2).chain(300..328)),
        ]);
        assert_eq!(candidates(&articles), [(0, 1), (0, 3)]);
    }

    #[test]
    fn articles_of_other_times_need_half_of_their_values_in_common() {
        let articles = Articles(vec![
            article(Some(1), 0..30),
            article(Some(100), 15..45),
            article(Some(200), (0..14).chain(50..66)),
        ]);
        assert_eq!(candidates(&articles), [(0, 1)]);
    }

    #[test]
    fn a_value_that_many_articles_have_does_not_pair_all_of_them() {
        let many =
            (0..400).map(|number| article(Some(1), (0..2).chain(1_000 + number * 30..1_028 + number * 30)));
        let pairs = candidates(&Articles(many.collect()));
        assert!(pairs.len() <= 400 * MAX_NEIGHBORS, "{}", pairs.len());
        assert!((0..399).all(|number| pairs.binary_search(&(number, number + 1)).is_ok()));
        assert_eq!(candidates(&Articles(Vec::new())), []);
    }
}
