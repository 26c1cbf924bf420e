//! The files that a run has written since they were last final, and their records.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::SourceKey;
use crate::opensearch::write::rows::SourceId;

/// A file that is being written.
pub(super) struct WrittenFile {
    pub key: Arc<SourceKey>,
    /// Records written, if the index may have others of the file.
    pub written: Option<RecordSet>,
}

/// Files that are being written: each has a row that says so.
#[derive(Default)]
pub(super) struct WrittenFiles {
    files: FxHashMap<SourceId, WrittenFile>,
}

impl WrittenFiles {
    /// Opens a file, unless it is open. `is_known` tells whether the index may have articles of it, and
    /// `is_replaced` whether those that were written until now are to go. Returns the file, and whether it
    /// must be marked.
    pub(super) fn open(
        &mut self,
        id: SourceId,
        key: &SourceKey,
        is_known: impl FnOnce() -> bool,
        is_replaced: bool,
    ) -> (&mut WrittenFile, bool) {
        let mut is_new = false;
        let file = self.files.entry(id).or_insert_with(|| {
            is_new = true;
            WrittenFile { key: Arc::new(key.clone()), written: is_known().then(RecordSet::default) }
        });
        if is_replaced {
            file.written = Some(RecordSet::default());
        }
        (file, is_new)
    }

    pub(super) fn is_open(&self, id: SourceId) -> bool {
        self.files.contains_key(&id)
    }

    /// Takes the files for which `is_final` is true.
    pub(super) fn take_final(
        &mut self,
        is_final: impl Fn(&SourceKey) -> bool,
    ) -> Vec<(SourceId, WrittenFile)> {
        self.files.extract_if(|_, file| is_final(&file.key)).collect()
    }
}

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
    use crate::opensearch::write::written_files::*;

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
