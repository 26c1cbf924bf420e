//! Packages of documents: ZIP archives with parts that name each other.
//!
//! Only the parts that are asked for are decompressed, each up to a limit, whatever the archive says of its
//! size.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipSliceArchive};

use crate::extract::draft::error::DraftError;

/// Number of entries above which an archive is no document.
const MAX_ENTRIES: u64 = 20_000;
/// Number of bytes that the parts of a document may decompress to in total.
const MAX_PART_BYTES: u64 = 96 << 20;

/// The parts of a document.
pub(super) struct Package<'b> {
    archive: ZipSliceArchive<&'b [u8]>,
    /// Number of bytes that may still be decompressed.
    left: u64,
}

/// Returns whether `bytes` are those of a ZIP archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Returns the error for a damaged archive.
pub(super) fn damaged(detail: impl ToString) -> DraftError {
    DraftError::Damaged { detail: detail.to_string() }
}

impl<'b> Package<'b> {
    /// Opens a ZIP archive.
    ///
    /// # Errors
    /// [`DraftError::Damaged`] if it has no directory, or too large a one.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, DraftError> {
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        if archive.entries_hint() > MAX_ENTRIES {
            return Err(damaged("too many parts"));
        }
        Ok(Package { archive, left: MAX_PART_BYTES })
    }

    /// Reads the part called `name`, or returns `None` if there is none.
    ///
    /// # Errors
    /// [`DraftError::Encrypted`], [`DraftError::Damaged`], and [`DraftError::TooLarge`] beyond the limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, DraftError> {
        let mut found = None;
        let mut entries = self.archive.entries();
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            count += 1;
            if count > MAX_ENTRIES {
                return Err(damaged("too many parts"));
            }
            if !is_same_name(entry.file_path().as_ref(), name) {
                continue;
            }
            // Programs would not agree which of two is meant.
            if found.replace(entry).is_some() {
                return Err(damaged(format!("it has two parts called {name}")));
            }
        }
        let Some(entry) = found else { return Ok(None) };
        if entry.flags().is_encrypted() {
            return Err(DraftError::Encrypted);
        }
        let method = entry.compression_method();
        let part = self.archive.get_entry(entry.wayfinder()).map_err(damaged)?;
        let content: Box<dyn Read + '_> = match method {
            CompressionMethod::STORE => Box::new(part.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(part.data())),
            _ => return Err(damaged(format!("{name} is compressed in an unknown way"))),
        };
        let mut bytes = Vec::new();
        // Reading on to the end would check the sum, too, but a bomb has none.
        let mut limited = part.verifying_reader(content).take(self.left + 1);
        limited.read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 > self.left {
            return Err(DraftError::TooLarge { megabytes: (MAX_PART_BYTES >> 20) as usize });
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// Returns whether the path of an entry is `name`. Case does not count, and programs of Windows write its
/// separators.
fn is_same_name(path: &[u8], name: &str) -> bool {
    let path = path.strip_prefix(b"/").unwrap_or(path);
    let folded = |byte: &u8| if *byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
    path.len() == name.len() && path.iter().map(folded).eq(name.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// Returns the name of the part that `target` names, seen from the part called `base`.
pub(super) fn resolve(base: &str, target: &str) -> String {
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut names: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => drop(names.pop()),
            name => names.push(name),
        }
    }
    names.retain(|name| !name.is_empty());
    names.join("/")
}

#[cfg(test)]
mod tests {
    use crate::extract::draft::package::*;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("word/document.xml", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("word/document.xml", "/word/footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("word/document.xml", "../../a/./b.xml"), "a/b.xml");
    }
}
