//! The overlaps of the texts that were compared, a file beside the segments.
//!
//! An overlap depends on two texts alone, so it holds as long as both are there. The file spares a run from
//! reading texts again; without it the stories are the same.

use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::Directory;

use crate::index::table_file::{Table, TableFile};
use crate::stories::overlap::Overlap;

/// Prefix of the names of files with overlaps.
const PREFIX: &str = "overlaps-";
/// Length of an entry in bytes: two hashes of texts, and five numbers.
const ENTRY_LENGTH: usize = 26;

/// Overlaps by the hashes of both texts, the smaller first.
pub(crate) type TextOverlaps = FxHashMap<(u64, u64), Overlap>;

/// The overlaps that a run stores for the next.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OverlapTable {
    bytes: Vec<u8>,
    overlaps: TextOverlaps,
}

impl OverlapTable {
    /// Makes the table of `overlaps`.
    pub(crate) fn new(overlaps: TextOverlaps) -> Self {
        let mut sorted: Vec<_> = overlaps.iter().collect();
        sorted.sort_unstable_by_key(|(hashes, _)| **hashes);
        let mut bytes = Vec::with_capacity(sorted.len() * ENTRY_LENGTH);
        for ((first, second), overlap) in sorted {
            bytes.extend(first.to_le_bytes());
            bytes.extend(second.to_le_bytes());
            overlap.to_parts().iter().for_each(|part| bytes.extend(part.to_le_bytes()));
        }
        OverlapTable { bytes, overlaps }
    }

    /// Reads the overlaps of the last run in `folder`; none if there are none, or if they are damaged.
    pub(crate) fn last(folder: &Path) -> TextOverlaps {
        let names = file_names(folder).max_by_key(|name| number(name));
        let last = names.and_then(|name| TableFile::<OverlapTable>::open(folder, &name).ok());
        let table = last.and_then(|file| file.take().ok().flatten());
        table.map(|table| table.overlaps).unwrap_or_default()
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

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        let (entries, tail) = bytes.as_chunks::<ENTRY_LENGTH>();
        let hash = |entry: &[u8; ENTRY_LENGTH], start: usize| {
            Some(u64::from_le_bytes(*entry.get(start..)?.first_chunk()?))
        };
        let overlap = |entry: &[u8; ENTRY_LENGTH]| {
            let parts = entry[16..].as_chunks::<2>().0.iter().map(|part| u16::from_le_bytes(*part));
            let parts: Vec<u16> = parts.collect();
            Some(((hash(entry, 0)?, hash(entry, 8)?), Overlap::from_parts(*parts.first_chunk()?)))
        };
        let overlaps = entries.iter().map(overlap).collect::<Option<_>>()?;
        tail.is_empty().then_some(OverlapTable { bytes, overlaps })
    }
}

#[cfg(test)]
mod tests {
    use tantivy::directory::MmapDirectory;

    use crate::index::stories::overlaps::*;

    #[test]
    fn the_last_table_is_read_and_the_others_are_deleted() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(std::io::Error::other)?;
        assert_eq!(OverlapTable::last(folder.path()), TextOverlaps::default());
        for commit in [9, 10] {
            let overlap = Overlap::from_parts([commit as u16, 2, 3, 4, 5]);
            let table = OverlapTable::new(TextOverlaps::from_iter([((commit, 8), overlap)]));
            table.replace(folder.path(), &directory, commit)?;
            assert_eq!(OverlapTable::last(folder.path()), table.overlaps);
        }
        assert_eq!(file_names(folder.path()).collect::<Vec<_>>(), ["overlaps-10"]);
        std::fs::write(folder.path().join("overlaps-10"), "damaged")?;
        assert_eq!(OverlapTable::last(folder.path()), TextOverlaps::default());
        Ok(())
    }
}
