//! Counts over the blocks of a page: words, running sums, distances and ranges.

use crate::clean::text::features::feature_matrix::log_bucket;
use crate::clean::text::page::TextPage;

/// Word frequencies in a table without keys: words may share a slot, but the same ones on every machine.
pub(crate) struct WordCounts {
    /// Counts of each slot: in all blocks, and in the marked ones.
    counts: Vec<[u16; 2]>,
    mask: u64,
}

impl WordCounts {
    /// Counts the words of `blocks`, and separately those of blocks that are `marked`.
    pub(crate) fn of(
        page: &TextPage,
        blocks: impl Iterator<Item = usize>,
        marked: impl Fn(usize) -> bool,
    ) -> WordCounts {
        let size = (page.words.len() * 2).next_power_of_two().clamp(1 << 8, 1 << 16);
        let mut counts = WordCounts { counts: vec![[0; 2]; size], mask: size as u64 - 1 };
        for index in blocks {
            let is_marked = u16::from(marked(index));
            for word in page.words(index) {
                let [in_all, in_marked] = &mut counts.counts[(*word >> 8 & counts.mask) as usize];
                *in_all = in_all.saturating_add(1);
                *in_marked = in_marked.saturating_add(is_marked);
            }
        }
        counts
    }

    /// Returns the frequency of a word in all blocks and in the marked ones; words that share its slot add to
    /// it.
    #[inline]
    pub(crate) fn counts(&self, word: u64) -> [u16; 2] {
        self.counts[(word >> 8 & self.mask) as usize]
    }
}

/// Returns running sums: `sums[i]` is the sum of all values before `i`.
pub(crate) fn running_sums(values: &[u32]) -> Vec<u32> {
    let mut sum = 0u32;
    std::iter::once(0)
        .chain(values.iter().map(|value| {
            sum = sum.saturating_add(*value);
            sum
        }))
        .collect()
}

/// Returns the sum of the values up to `reach` rows on either side of `index`.
pub(crate) fn window(sums: &[u32], index: usize, reach: usize) -> u32 {
    sums[(index + reach + 1).min(sums.len() - 1)] - sums[index.saturating_sub(reach)]
}

/// Counts the rows since the last marked one, including it: 0 where there was none, 1 on the row itself.
pub(crate) fn since(marks: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut distance = 0u32;
    marks
        .map(|mark| {
            distance = if mark { 1 } else { distance + u32::from(distance > 0) };
            log_bucket(distance)
        })
        .collect()
}

/// Counts the rows until the next marked one, as [`since`] does.
pub(crate) fn until(marks: impl DoubleEndedIterator<Item = bool>) -> Vec<u8> {
    let mut distances = since(marks.rev());
    distances.reverse();
    distances
}

/// Returns for each row the length of its run of marked rows, 0 where it is not marked.
pub(crate) fn runs(marks: &[bool]) -> Vec<u8> {
    let mut lengths = Vec::with_capacity(marks.len());
    for run in marks.chunk_by(|a, b| a == b) {
        let length = if run[0] { log_bucket(run.len() as u32) } else { 0 };
        lengths.extend(std::iter::repeat_n(length, run.len()));
    }
    lengths
}

/// Cost of a row without weight in the search for the densest range, in words.
pub(crate) const EMPTY_ROW_COST: i64 = 10;

/// Finds the range of rows with the greatest sum, where each row without weight costs `cost`.
pub(crate) fn densest(weights: &[u32], cost: i64) -> Option<(usize, usize)> {
    let (mut best, mut range) = (0, None);
    let (mut sum, mut start) = (0, 0);
    for (index, weight) in weights.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += if *weight > 0 { i64::from(*weight) } else { -cost };
        if sum > best {
            (best, range) = (sum, Some((start, index)));
        }
    }
    range
}

/// Returns three columns: rows since the start of a range, rows until its end, and distance from it (more
/// than 128: after it).
pub(crate) fn depth(rows: usize, range: Option<(usize, usize)>) -> [Vec<u8>; 3] {
    let Some((first, last)) = range else { return [vec![0; rows], vec![0; rows], vec![0; rows]] };
    let is_inside = |index: usize| (first..=last).contains(&index);
    let column = |value: &dyn Fn(usize) -> u8| (0..rows).map(value).collect();
    [
        column(&|index| if is_inside(index) { log_bucket((index - first + 1) as u32) } else { 0 }),
        column(&|index| if is_inside(index) { log_bucket((last - index + 1) as u32) } else { 0 }),
        column(&|index| match index {
            _ if index < first => log_bucket((first - index) as u32).min(127),
            _ if index > last => 128 + log_bucket((index - last) as u32).min(127),
            _ => 0,
        }),
    ]
}

#[cfg(test)]
mod tests {
    use crate::clean::text::features::counts::*;

    #[test]
    fn the_densest_range_is_found() {
        assert_eq!(densest(&[0, 30, 0, 40, 0, 0, 0, 0, 0, 20], 10), Some((1, 3)));
        assert_eq!(densest(&[0, 0], 10), None);
    }
}
