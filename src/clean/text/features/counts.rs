//! Counting over the blocks of a page: words, running sums, distances and stretches.

use crate::clean::text::features::feature_matrix::log_bucket;
use crate::clean::text::page::TextPage;

/// How often words occur, by a table too small to tell all of them apart but the same everywhere.
pub struct WordCounts {
    /// For each slot how often in all blocks, and how often in the marked ones.
    counts: Vec<[u16; 2]>,
    mask: u64,
}

impl WordCounts {
    /// Counts the words of `blocks`; those of blocks that are `marked` once more.
    pub fn of(
        page: &TextPage,
        blocks: impl Iterator<Item = usize>,
        marked: impl Fn(usize) -> bool,
    ) -> WordCounts {
        let size = (page.words.len() * 2).next_power_of_two().clamp(1 << 8, 1 << 16);
        let mut tally = WordCounts { counts: vec![[0; 2]; size], mask: size as u64 - 1 };
        for index in blocks {
            let mark = u16::from(marked(index));
            for word in page.words(index) {
                let [all, some] = &mut tally.counts[(*word >> 8 & tally.mask) as usize];
                *all = all.saturating_add(1);
                *some = some.saturating_add(mark);
            }
        }
        tally
    }

    /// How often a word was counted, or a little more: in all blocks, and in the marked ones.
    #[inline]
    pub fn counts(&self, word: u64) -> [u16; 2] {
        self.counts[(word >> 8 & self.mask) as usize]
    }
}

/// Running sums: `sums[i]` is the sum of all before `i`.
pub fn sums(values: &[u32]) -> Vec<u32> {
    let mut sum = 0u32;
    std::iter::once(0)
        .chain(values.iter().map(|value| {
            sum = sum.saturating_add(*value);
            sum
        }))
        .collect()
}

/// The sum of the values up to `reach` rows either side of `index`.
pub fn window(sums: &[u32], index: usize, reach: usize) -> u32 {
    sums[(index + reach + 1).min(sums.len() - 1)] - sums[index.saturating_sub(reach)]
}

/// PageFeatures since the last that is marked, it included: 0 where there was none, 1 on the row itself.
pub fn since(marks: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut distance = 0u32;
    marks
        .map(|mark| {
            distance = if mark { 1 } else { distance + u32::from(distance > 0) };
            log_bucket(distance)
        })
        .collect()
}

/// PageFeatures until the next that is marked, as [`since`] counts.
pub fn until(marks: impl DoubleEndedIterator<Item = bool>) -> Vec<u8> {
    let mut distances = since(marks.rev());
    distances.reverse();
    distances
}

/// For each row the length of the run of marked rows it stands in, 0 where it is not marked.
pub fn runs(marks: &[bool]) -> Vec<u8> {
    let mut lengths = Vec::with_capacity(marks.len());
    for run in marks.chunk_by(|a, b| a == b) {
        let length = if run[0] { log_bucket(run.len() as u32) } else { 0 };
        lengths.extend(std::iter::repeat_n(length, run.len()));
    }
    lengths
}

/// The stretch of rows with the greatest sum, when each row without weight costs `price`.
pub fn densest(weights: &[u32], price: i64) -> Option<(usize, usize)> {
    let (mut best, mut found) = (0, None);
    let (mut sum, mut start) = (0, 0);
    for (index, weight) in weights.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, index);
        }
        sum += if *weight > 0 { i64::from(*weight) } else { -price };
        if sum > best {
            (best, found) = (sum, Some((start, index)));
        }
    }
    found
}

/// Three columns on a stretch: rows since its beginning, rows until its end, and rows away from it (more than 128:
/// after it).
pub fn depth(rows: usize, core: Option<(usize, usize)>) -> [Vec<u8>; 3] {
    let Some((first, last)) = core else { return [vec![0; rows], vec![0; rows], vec![0; rows]] };
    let inside = |index: usize| (first..=last).contains(&index);
    let each = |of: &dyn Fn(usize) -> u8| (0..rows).map(of).collect();
    [
        each(&|index| if inside(index) { log_bucket((index - first + 1) as u32) } else { 0 }),
        each(&|index| if inside(index) { log_bucket((last - index + 1) as u32) } else { 0 }),
        each(&|index| match index {
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
    fn the_densest_stretch_is_found() {
        assert_eq!(densest(&[0, 30, 0, 40, 0, 0, 0, 0, 0, 20], 10), Some((1, 3)));
        assert_eq!(densest(&[0, 0], 10), None);
    }
}
