//! The records that were written of a file.

/// A set of numbers of records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RecordSet {
    /// A bit for each number.
    words: Vec<u64>,
}

impl RecordSet {
    pub(super) fn insert(&mut self, number: u64) {
        let (word, bit) = place(number);
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= bit;
    }

    pub(super) fn contains(&self, number: u64) -> bool {
        let (word, bit) = place(number);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Returns the first ranges of consecutive numbers, both ends included: at most `max` of them.
    pub(super) fn ranges(&self, max: usize) -> Vec<(u64, u64)> {
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for number in 0..self.words.len() as u64 * 64 {
            if !self.contains(number) {
                continue;
            }
            let count = ranges.len();
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == number => *last = number,
                _ if count == max => break,
                _ => ranges.push((number, number)),
            }
        }
        ranges
    }
}

fn place(number: u64) -> (usize, u64) {
    ((number / 64) as usize, 1 << (number % 64))
}

#[cfg(test)]
mod tests {
    use crate::opensearch::write::record_set::*;

    #[test]
    fn numbers_form_ranges() {
        let mut set = RecordSet::default();
        for number in [1, 2, 3, 5, 63, 64, 65, 200] {
            set.insert(number);
        }
        assert!(set.contains(64) && !set.contains(4) && !set.contains(1_000));
        assert_eq!(set.ranges(9), [(1, 3), (5, 5), (63, 65), (200, 200)]);
        assert_eq!(set.ranges(2), [(1, 3), (5, 5)]);
        assert_eq!(RecordSet::default().ranges(9), []);
    }
}
