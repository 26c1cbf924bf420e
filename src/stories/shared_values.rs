//! The values of sketches that several articles have.

use crate::stories::Day;
use crate::stories::sketch::MAX_VALUES;

/// Bits per value in the filter of values that occur once.
const FILTER_BITS_PER_VALUE: u64 = 4;

/// Number of entries that a search for a value looks among.
const ENTRIES_PER_START: usize = 8;

/// Facts about articles on which pairs of them depend, beside the values of their sketches. Articles are
/// numbers in canonical order: by day, undated ones last.
pub(crate) trait Sketches {
    /// Returns the number of values of an article.
    fn num_values(&self, article: u32) -> u32;

    /// Returns the day of an article.
    fn day(&self, article: u32) -> Option<Day>;
}

/// The sketches of all articles, in canonical order.
pub(crate) trait AllSketches: Sketches {
    /// Returns the number of articles.
    fn len(&self) -> u32;

    /// Calls `visit` for each value of each article, in order of the articles.
    fn for_each(&self, visit: &mut dyn FnMut(u32, u32));
}

/// The values that several articles have, each with its articles in canonical order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SharedValues {
    /// Values with an article in the lower half each, sorted.
    entries: Vec<u64>,
    /// Number of entries before those of values with each of the upper bits, so that a value is found without
    /// searching all.
    starts: Vec<u32>,
    /// Number of the other bits.
    shift: u32,
}

impl SharedValues {
    /// Collects the values of sketches that several of them have. Most values occur once: a filter keeps them
    /// from being sorted.
    pub(crate) fn of(sketches: &dyn AllSketches) -> Self {
        let num_values = u64::from(sketches.len()) * MAX_VALUES as u64;
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
                entries.push(entry(value, article));
            }
        });
        drop(again);
        SharedValues::from_entries(entries)
    }

    /// Keeps those of `entries` whose values several articles have.
    pub(crate) fn from_entries(mut entries: Vec<u64>) -> Self {
        // Entries of several sorted parts are merged.
        entries.sort();
        entries.dedup();
        let mut kept = 0;
        let mut start = 0;
        while start < entries.len() {
            let value = value_of(entries[start]);
            let len = entries[start..].iter().take_while(|entry| value_of(**entry) == value).count();
            if len > 1 {
                entries.copy_within(start..start + len, kept);
                kept += len;
            }
            start += len;
        }
        entries.truncate(kept);
        entries.shrink_to_fit();
        let bits = (kept / ENTRIES_PER_START).max(2).ilog2();
        let shift = u32::BITS - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for entry in &entries {
            starts[(value_of(*entry) >> shift) as usize + 1] += 1;
        }
        let mut num_before = 0;
        for start in &mut starts {
            num_before += *start;
            *start = num_before;
        }
        SharedValues { entries, starts, shift }
    }

    /// Gives the articles other numbers in the same order.
    pub(crate) fn renumber(&mut self, number: impl Fn(u32) -> u32) {
        for old in &mut self.entries {
            *old = entry(value_of(*old), number(article_of(*old)));
        }
    }

    /// Returns the entries of all values, sorted.
    pub(crate) fn entries(&self) -> &[u64] {
        &self.entries
    }

    /// Returns the entries of each value.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &[u64]> {
        self.entries.chunk_by(|a, b| value_of(*a) == value_of(*b))
    }

    /// Returns the entries of `value`; none if no other article has it.
    pub(crate) fn list(&self, value: u32) -> &[u64] {
        let upper = value.checked_shr(self.shift).unwrap_or_default() as usize;
        let Some([start, end]) = self.starts.get(upper..upper + 2) else { return &[] };
        let entries = &self.entries[*start as usize..*end as usize];
        let start = entries.partition_point(|entry| value_of(*entry) < value);
        let len = entries[start..].partition_point(|entry| value_of(*entry) == value);
        &entries[start..start + len]
    }
}

impl Default for SharedValues {
    fn default() -> Self {
        SharedValues::from_entries(Vec::new())
    }
}

/// Returns the entry of an article with a value.
pub(crate) fn entry(value: u32, article: u32) -> u64 {
    u64::from(value) << 32 | u64::from(article)
}

/// Returns the value of an entry.
pub(crate) fn value_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

/// Returns the article of an entry.
pub(crate) fn article_of(entry: u64) -> u32 {
    entry as u32
}

#[cfg(test)]
mod tests {
    use crate::stories::shared_values::*;

    #[test]
    fn only_values_that_several_articles_have_are_kept() {
        let entries = [(7, 1), (3, 0), (9, 4), (3, 2), (7, 5), (7, 1), (8, 1)];
        let entries = entries.map(|(value, article)| entry(value, article)).to_vec();
        let shared = SharedValues::from_entries(entries);
        assert_eq!(shared.entries(), [entry(3, 0), entry(3, 2), entry(7, 1), entry(7, 5)]);
        assert_eq!(shared.list(7), [entry(7, 1), entry(7, 5)]);
        assert_eq!((shared.list(8), shared.list(9)), (&[][..], &[][..]));
        assert_eq!(shared.lists().map(<[u64]>::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(SharedValues::default().list(7), [0; 0]);
    }

    #[test]
    fn each_value_is_found() {
        let value = |number: u32| number.wrapping_mul(2_654_435_761);
        let entries = (0..5_000).flat_map(|number| [entry(value(number), 2), entry(value(number), number)]);
        let shared = SharedValues::from_entries(entries.collect());
        for number in (0..5_000).filter(|number| *number != 2) {
            let mut expected = [entry(value(number), 2), entry(value(number), number)];
            expected.sort_unstable();
            assert_eq!(shared.list(value(number)), expected);
        }
        assert!((5_000..9_000).all(|number| shared.list(value(number)).is_empty()));
    }
}
