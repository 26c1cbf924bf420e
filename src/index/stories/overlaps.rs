//! The overlaps of the texts that were compared, a file beside the segments.
//!
//! An overlap depends on two texts alone, so it holds as long as both are there. The file spares a run from
//! reading texts again; without it the stories are the same.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::Directory;

use crate::index::stories::linked::RULES;
use crate::index::table_file::{Table, TableFile};
use crate::stories::overlap::Overlap;

/// Prefix of the names of files with overlaps.
const PREFIX: &str = "overlaps-";
/// Length of an entry in bytes: two hashes of texts, and five numbers.
pub(crate) const ENTRY_LENGTH: usize = 26;
/// Length of the hashes of an entry in bytes.
const HASHES_LENGTH: usize = 16;

/// Overlaps by the hashes of both texts, the smaller first.
pub(crate) type TextOverlaps = FxHashMap<(u64, u64), Overlap>;

/// The overlaps that a run stores for the next: entries in order of the hashes of both texts, and behind them
/// the version of the rules that they were compared by. They are read in place, since a large archive has
/// millions.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OverlapTable {
    bytes: Vec<u8>,
}

impl OverlapTable {
    /// Reads the overlaps of the last run in `folder`; none if there are none, or if they are damaged.
    pub(crate) fn last(folder: &Path) -> Self {
        let names = file_names(folder).max_by_key(|name| number(name));
        let last = names.and_then(|name| TableFile::<OverlapTable>::open(folder, &name).ok());
        last.and_then(|file| file.take().ok().flatten()).unwrap_or_default()
    }

    /// Returns the number of overlaps.
    pub(crate) fn len(&self) -> usize {
        self.entries().len()
    }

    /// Returns the index of the overlap of the texts with these hashes, the smaller first.
    pub(crate) fn find(&self, texts: (u64, u64)) -> Option<usize> {
        self.entries().binary_search_by_key(&texts, texts_of).ok()
    }

    /// Returns the hashes of the texts of each overlap, in order.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.entries().iter().map(texts_of)
    }

    /// Returns the overlap at `index`.
    pub(crate) fn overlap(&self, index: usize) -> Overlap {
        let parts = self.entries()[index][HASHES_LENGTH..].as_chunks::<2>().0;
        let mut numbers = [0; 5];
        for (number, part) in numbers.iter_mut().zip(parts) {
            *number = u16::from_le_bytes(*part);
        }
        Overlap::from_parts(numbers)
    }

    /// Returns a table of the overlaps that are `used`, by index, and of others.
    #[must_use]
    pub(crate) fn renewed(&self, used: &[bool], added: TextOverlaps) -> Self {
        let mut added: Vec<_> = added.into_iter().collect();
        added.sort_unstable_by_key(|(texts, _)| *texts);
        let mut added = added.into_iter().peekable();
        let mut bytes = Vec::with_capacity(self.bytes.len() + added.len() * ENTRY_LENGTH);
        for (entry, _) in self.entries().iter().zip(used).filter(|(_, used)| **used) {
            while let Some(before) = added.next_if(|(texts, _)| *texts < texts_of(entry)) {
                bytes.extend(encode(before));
            }
            bytes.extend(entry);
        }
        bytes.extend(added.flat_map(encode));
        if !bytes.is_empty() {
            bytes.push(RULES as u8);
        }
        OverlapTable { bytes }
    }

    fn entries(&self) -> &[[u8; ENTRY_LENGTH]] {
        self.bytes.as_chunks().0
    }

    /// Writes the table as that of the commit with this number, and deletes those of earlier ones.
    pub(crate) fn replace(
        &self,
        folder: &Path,
        directory: &dyn Directory,
        commit: u64,
    ) -> std::io::Result<()> {
        let name = format!("{PREFIX}{commit}");
        self.write(directory, &name)?;
        for stale in file_names(folder).filter(|stale| *stale != name) {
            let _ = directory.delete(Path::new(&stale)); // the next run tries again
        }
        Ok(())
    }
}

/// Returns the names of the files with overlaps in `folder`.
fn file_names(folder: &Path) -> impl Iterator<Item = String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| number(name).is_some())
}

/// Returns the number in the name of a file with overlaps.
fn number(name: &str) -> Option<u64> {
    name.strip_prefix(PREFIX)?.parse().ok()
}

impl Table for OverlapTable {
    const CONTENT: &'static str = "overlaps of articles";

    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let is_current = bytes.len() % ENTRY_LENGTH == 1 && bytes.last() == Some(&(RULES as u8));
        (is_current || bytes.is_empty()).then_some(OverlapTable { bytes })
    }
}

/// Returns the hashes of the texts of an entry.
fn texts_of(entry: &[u8; ENTRY_LENGTH]) -> (u64, u64) {
    let mut hashes = entry.as_chunks::<8>().0.iter().map(|hash| u64::from_le_bytes(*hash));
    (hashes.next().unwrap_or_default(), hashes.next().unwrap_or_default())
}

/// Encodes an entry.
fn encode(((first, second), overlap): ((u64, u64), Overlap)) -> Vec<u8> {
    let parts = overlap.to_parts().into_iter().flat_map(u16::to_le_bytes);
    first.to_le_bytes().into_iter().chain(second.to_le_bytes()).chain(parts).collect()
}

#[cfg(test)]
mod tests {
    use tantivy::directory::MmapDirectory;

    use crate::index::stories::overlaps::*;

    fn overlaps(numbers: std::ops::Range<u64>) -> TextOverlaps {
        let overlap = |number: u64| ((number * 10, 7), Overlap::from_parts([number as u16, 2, 3, 4, 5]));
        numbers.map(overlap).collect()
    }

    #[test]
    fn a_table_keeps_what_is_used_and_what_is_added() {
        let table = OverlapTable::default().renewed(&[], overlaps(0..9));
        assert_eq!((table.len(), table.find((30, 7)), table.find((30, 8))), (9, Some(3), None));
        assert_eq!(table.overlap(3), Overlap::from_parts([3, 2, 3, 4, 5]));
        let used: Vec<bool> = (0..9).map(|number| number % 2 == 1).collect();
        let renewed = table.renewed(&used, overlaps(8..12));
        let kept: Vec<u16> = (0..renewed.len()).map(|index| renewed.overlap(index).containment).collect();
        assert_eq!(kept, [1, 3, 5, 7, 8, 9, 10, 11]);
        assert_eq!(renewed.find((110, 7)), Some(7));
    }

    #[test]
    fn overlaps_of_other_rules_are_compared_again() {
        let table = OverlapTable::default().renewed(&[], overlaps(0..9));
        let bytes = table.bytes().into_owned();
        assert_eq!(OverlapTable::from_bytes(bytes.clone()), Some(table));
        // The first version was not written.
        assert_eq!(OverlapTable::from_bytes(bytes[..9 * ENTRY_LENGTH].to_vec()), None);
        let older = [&bytes[..9 * ENTRY_LENGTH], &[RULES as u8 - 1]].concat();
        assert_eq!(OverlapTable::from_bytes(older), None);
    }

    #[test]
    fn the_last_table_is_read_and_the_others_are_deleted() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(std::io::Error::other)?;
        assert_eq!(OverlapTable::last(folder.path()), OverlapTable::default());
        for commit in [9, 10] {
            let table = OverlapTable::default().renewed(&[], overlaps(0..commit));
            table.replace(folder.path(), &directory, commit)?;
            assert_eq!(OverlapTable::last(folder.path()), table);
        }
        assert_eq!(file_names(folder.path()).collect::<Vec<_>>(), ["overlaps-10"]);
        std::fs::write(folder.path().join("overlaps-10"), "damaged")?;
        assert_eq!(OverlapTable::last(folder.path()), OverlapTable::default());
        Ok(())
    }
}
