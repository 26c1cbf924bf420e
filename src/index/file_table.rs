//! The table of the files an index was made of: their state when they were read, and the result.
//!
//! The table is a compressed file with a checksum beside the segments. The payload of a commit names the
//! file, so that the table always agrees with the articles.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Directory;

use crate::article::SourceKey;
use crate::error::Error;
use crate::index::compressed_file::write_compressed;
use crate::index::error::from_tantivy;
use crate::index::sources::day_orders::DayOrders;
use crate::index::sources::languages::FileLanguages;

/// The state of a file when it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Length in bytes.
    #[serde(rename = "s")]
    pub size: u64,
    /// Time of the last change, in nanoseconds since 1970.
    #[serde(rename = "m")]
    pub modified: i64,
    /// Hash of the inode number and the change time; `None` if it was not recorded.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<u64>,
    /// Hash of the content; 0 if the file was not read to its end.
    #[serde(rename = "h")]
    pub hash: u64,
    /// Number of its articles in the index.
    #[serde(rename = "n")]
    pub articles: u64,
    /// Order of day and month in its articles, by source.
    #[serde(rename = "d", default, skip_serializing_if = "DayOrders::is_empty")]
    pub day_orders: DayOrders,
    /// Languages of its articles, by source; none in an index of an older release.
    #[serde(rename = "l", default, skip_serializing_if = "FileLanguages::is_none")]
    pub languages: FileLanguages,
    /// Whether the run that read the file was interrupted, so that it must be read again even if it is
    /// unchanged.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
    /// Whether a filter of the user has turned the file into text: without a filter it cannot be read again.
    #[serde(rename = "x", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_filtered: bool,
    /// Parts that could not be read: the line, if it is a single one, and the reason.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<(Option<u64>, String)>,
    /// Warnings about its articles.
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<FileWarning>,
}

/// A warning about articles of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWarning {
    /// Description of what was noticed.
    #[serde(rename = "r")]
    pub reason: String,
    /// Number of articles that it concerns.
    #[serde(rename = "n")]
    pub articles: u64,
    /// Lines of the first of these in an archive file, as far as they are known.
    #[serde(rename = "l", default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<u64>,
}

impl FileEntry {
    /// Returns whether a file may differ from the one that was read: its size, its time or its identity does,
    /// as far as they were recorded, or it was not read to its end.
    pub(crate) fn differs(&self, size: u64, modified: i64, identity: Option<u64>) -> bool {
        self.unfinished || self.has_changed(size, modified, identity)
    }

    /// Returns whether the index has an article of a file with this hash.
    pub(crate) fn has_content(&self, hash: u64) -> bool {
        self.hash == hash && self.articles > 0
    }

    /// Returns whether the size, the time or the identity of a file has changed since it was read.
    pub(crate) fn has_changed(&self, size: u64, modified: i64, identity: Option<u64>) -> bool {
        let is_replaced = self.identity.is_some() && identity.is_some() && self.identity != identity;
        is_replaced || (self.size, self.modified) != (size, modified)
    }

    /// Returns whether nothing of the file could be read when it had this size and time.
    pub(crate) fn was_unreadable(&self, size: u64, modified: i64) -> bool {
        let is_same = (self.size, self.modified) == (size, modified);
        self.unfinished && self.articles == 0 && !self.failures.is_empty() && is_same
    }
}

/// The files of an index by folder and path.
pub type FileTable = HashMap<SourceKey, FileEntry>;

/// Writes `files` as the file `name` of `directory`, all or nothing.
pub(crate) fn write(directory: &dyn Directory, name: &str, files: &FileTable) -> io::Result<()> {
    let mut keys: Vec<_> = files.keys().collect();
    keys.sort_unstable();
    write_compressed(directory, name, |writer| {
        for key in keys {
            serde_json::to_writer(&mut *writer, &(key.folder, &key.path, &files[key]))?;
            writer.write_all(b"\n")?;
        }
        Ok(())
    })
}

/// Reads the table that [`write()`] wrote.
///
/// # Errors
/// [`Error::Damaged`] if the file cannot be read.
pub(crate) fn read(root: &Path, directory: &dyn Directory, name: &str) -> Result<FileTable, Error> {
    let damaged = || Error::Damaged { path: root.to_owned(), detail: format!("{name} cannot be read") };
    let bytes = directory.atomic_read(Path::new(name)).map_err(|error| from_tantivy(root, error.into()))?;
    let decoder = zstd::Decoder::with_buffer(&bytes[..]).map_err(|_| damaged())?;
    let mut files = FileTable::new();
    let mut lines = BufReader::with_capacity(128 * 1024, decoder);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(|_| damaged())? > 0 {
        let (folder, path, entry) = serde_json::from_slice(&line).map_err(|_| damaged())?;
        let key = SourceKey { folder, path };
        if !key.is_in_folder() {
            return Err(damaged());
        }
        files.insert(key, entry);
        line.clear();
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use crate::index::file_table::*;
    use tantivy::directory::RamDirectory;

    #[test]
    fn a_file_that_could_not_be_read_is_not_behind_until_it_changes() {
        let failures = vec![(None, "permission denied".to_owned())];
        let entry = FileEntry { size: 5, modified: 7, unfinished: true, failures, ..FileEntry::default() };
        assert!(entry.differs(5, 7, None) && entry.was_unreadable(5, 7) && !entry.was_unreadable(5, 8));
        assert!(!FileEntry { articles: 1, ..entry.clone() }.was_unreadable(5, 7));
        assert!(!FileEntry { failures: Vec::new(), ..entry }.was_unreadable(5, 7));
    }

    #[test]
    fn a_table_survives_a_round_trip_and_damage_is_detected() -> io::Result<()> {
        let directory = RamDirectory::create();
        let key = |path: &str| SourceKey { folder: 3, path: path.into() };
        let failures = vec![(Some(7), "no record".to_owned()), (None, "truncated".to_owned())];
        let files = FileTable::from([
            (
                key("ä/b.txt"),
                FileEntry { size: 5, modified: -7, hash: u64::MAX, articles: 1, ..FileEntry::default() },
            ),
            (key("c.jsonl"), FileEntry { unfinished: true, failures, ..FileEntry::default() }),
        ]);
        write(&directory, "sources-1", &files)?;
        let read = |directory: &RamDirectory| read(Path::new("x"), directory, "sources-1");
        assert_eq!(read(&directory).ok(), Some(files));
        let mut bytes = directory.atomic_read(Path::new("sources-1")).unwrap_or_default();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x20;
        directory.atomic_write(Path::new("sources-1"), &bytes)?;
        assert!(matches!(read(&directory), Err(Error::Damaged { .. })));
        Ok(())
    }
}
