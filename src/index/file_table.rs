//! The table of files an index was made of: how each looked when it was read, and what came of it.
//!
//! It lies beside the segments as a file of its own, which the payload of a commit names: the table that counts is
//! always the one that was written with the articles that count. It is compressed, with a checksum.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Directory;

use crate::article::SourceKey;
use crate::error::Error;
use crate::index::error::from_tantivy;

/// A file that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its length in bytes.
    #[serde(rename = "s")]
    pub size: u64,
    /// Time of its last change, in nanoseconds since 1970.
    #[serde(rename = "m")]
    pub modified: i64,
    /// Fingerprint of its bytes; 0 where it was not read to its end.
    #[serde(rename = "h")]
    pub hash: u64,
    /// How many articles of it the index has.
    #[serde(rename = "n")]
    pub articles: u64,
    /// Whether it is to be read again, whatever it looks like: the run that read it did not come to its end.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub unfinished: bool,
    /// What of it could not be read: the line, where it is one line, and why.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<(Option<u64>, String)>,
}

/// Files by their folder and path.
pub type FileTable = HashMap<SourceKey, FileEntry>;

/// Writes `sources` as the file `name` of `directory`, all or nothing.
pub(crate) fn write(directory: &dyn Directory, name: &str, sources: &FileTable) -> io::Result<()> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1)?;
    encoder.include_checksum(true)?;
    let mut keys: Vec<_> = sources.keys().collect();
    keys.sort_unstable();
    let mut encoder = io::BufWriter::new(encoder);
    for key in keys {
        serde_json::to_writer(&mut encoder, &(key.folder, &key.path, &sources[key]))?;
        encoder.write_all(b"\n")?;
    }
    let encoder = encoder.into_inner().map_err(io::IntoInnerError::into_error)?;
    directory.atomic_write(Path::new(name), &encoder.finish()?)
}

/// Reads what [`write`] wrote.
pub(crate) fn read(place: &Path, directory: &dyn Directory, name: &str) -> Result<FileTable, Error> {
    let damaged = || Error::Damaged { path: place.to_owned(), detail: format!("{name} cannot be read") };
    let bytes = directory.atomic_read(Path::new(name)).map_err(|error| from_tantivy(place, error.into()))?;
    let decoder = zstd::Decoder::with_buffer(&bytes[..]).map_err(|_| damaged())?;
    let mut sources = FileTable::new();
    let mut lines = BufReader::with_capacity(128 * 1024, decoder);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(|_| damaged())? > 0 {
        let (folder, path, source) = serde_json::from_slice(&line).map_err(|_| damaged())?;
        sources.insert(SourceKey { folder, path }, source);
        line.clear();
    }
    Ok(sources)
}

#[cfg(test)]
mod tests {
    use crate::index::file_table::*;
    use tantivy::directory::RamDirectory;

    #[test]
    fn what_is_written_is_read_and_what_is_damaged_is_named() -> io::Result<()> {
        let directory = RamDirectory::create();
        let key = |path: &str| SourceKey { folder: 3, path: path.into() };
        let failures = vec![(Some(7), "no record".to_owned()), (None, "truncated".to_owned())];
        let sources = FileTable::from([
            (
                key("ä/b.txt"),
                FileEntry { size: 5, modified: -7, hash: u64::MAX, articles: 1, ..FileEntry::default() },
            ),
            (key("c.jsonl"), FileEntry { unfinished: true, failures, ..FileEntry::default() }),
        ]);
        write(&directory, "sources-1", &sources)?;
        let read = |directory: &RamDirectory| read(Path::new("x"), directory, "sources-1");
        assert_eq!(read(&directory).ok(), Some(sources));
        let mut bytes = directory.atomic_read(Path::new("sources-1")).unwrap_or_default();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x20;
        directory.atomic_write(Path::new("sources-1"), &bytes)?;
        assert!(matches!(read(&directory), Err(Error::Damaged { .. })));
        Ok(())
    }
}
