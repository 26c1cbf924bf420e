//! Packages of documents: ZIP archives with parts that name each other.
//!
//! Only the parts that are asked for are decompressed, each up to a limit, and none to more than the archive
//! says of its size.

use std::io::Read;

use flate2::bufread::DeflateDecoder;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive};
use rustc_hash::FxHashMap;

use crate::corpus::formats::documents::error::{DocumentError, damaged};

/// Number of entries above which an archive is no document.
const MAX_ENTRIES: u64 = 20_000;
/// Number of bytes that a part may decompress to.
pub(super) const MAX_PART_BYTES: u64 = 96 << 20;

/// The parts of a document.
pub(super) struct Package {
    archive: ZipSliceArchive<Vec<u8>>,
    /// The parts by their folded names.
    entries: FxHashMap<String, PackageEntry>,
    /// Number of bytes that may still be decompressed.
    left: u64,
}

/// A part as the directory of the archive has it.
struct PackageEntry {
    wayfinder: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    /// Number of bytes that it decompresses to, as the directory has it.
    size: u64,
    is_encrypted: bool,
    /// Whether another part has the same name.
    is_ambiguous: bool,
}

/// Returns whether `bytes` are those of a ZIP archive.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

impl Package {
    /// Opens a ZIP archive whose parts decompress to at most `max_bytes` in total.
    ///
    /// # Errors
    /// [`DocumentError::Damaged`] if it has no directory, or too large a one.
    pub(super) fn open(bytes: Vec<u8>, max_bytes: u64) -> Result<Self, DocumentError> {
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        if archive.entries_hint() > MAX_ENTRIES {
            return Err(damaged("too many parts"));
        }
        let mut known = FxHashMap::<String, PackageEntry>::default();
        let mut entries = archive.entries();
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            count += 1;
            if count > MAX_ENTRIES {
                return Err(damaged("too many parts"));
            }
            let name = fold(&String::from_utf8_lossy(entry.file_path().as_ref()));
            let part = PackageEntry {
                wayfinder: entry.wayfinder(),
                method: entry.compression_method(),
                size: entry.uncompressed_size_hint(),
                is_encrypted: entry.flags().is_encrypted(),
                is_ambiguous: known.contains_key(&name),
            };
            known.insert(name, part);
        }
        Ok(Package { archive, entries: known, left: max_bytes })
    }

    /// Returns whether there is a part called `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.contains_key(&fold(name))
    }

    /// Returns the number of bytes of the largest part with text, as the directory has it.
    pub(super) fn largest_text(&self) -> u64 {
        let texts = self.entries.iter().filter(|(name, _)| name.ends_with(".xml"));
        texts.map(|(_, entry)| entry.size).max().unwrap_or(0)
    }

    /// Reads the part called `name`, or returns `None` if there is none.
    ///
    /// # Errors
    /// [`DocumentError::Encrypted`], [`DocumentError::Damaged`], and [`DocumentError::TooLarge`] beyond the
    /// limit.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, DocumentError> {
        let Some(entry) = self.entries.get(&fold(name)) else { return Ok(None) };
        // Programs would not agree which of two is meant.
        if entry.is_ambiguous {
            return Err(damaged(format!("it has two parts called {name}")));
        }
        if entry.is_encrypted {
            return Err(DocumentError::Encrypted);
        }
        let declared = entry.size;
        let part = self.archive.get_entry(entry.wayfinder).map_err(damaged)?;
        let content: Box<dyn Read + '_> = match entry.method {
            CompressionMethod::STORE => Box::new(part.data()),
            CompressionMethod::DEFLATE => Box::new(DeflateDecoder::new(part.data())),
            _ => return Err(damaged(format!("{name} is compressed in an unknown way"))),
        };
        let limit = self.left.min(MAX_PART_BYTES);
        if declared > limit {
            return Err(DocumentError::TooLarge { megabytes: (limit >> 20) as usize });
        }
        let mut bytes = Vec::new();
        // Reading on to the end checks the sum, too, but a bomb has none.
        let mut limited = part.verifying_reader(content).take(declared + 1);
        limited.read_to_end(&mut bytes).map_err(damaged)?;
        // Memory was reserved for what is declared.
        if bytes.len() as u64 > declared {
            return Err(damaged(format!("{name} is larger than its archive says")));
        }
        self.left -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

/// Returns the name of a part as it is compared. Case does not count, and programs of Windows write its
/// separators.
fn fold(name: &str) -> String {
    let name = name.strip_prefix('/').unwrap_or(name);
    name.chars().map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() }).collect()
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
    use crate::corpus::formats::documents::package::*;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(resolve("word/document.xml", "footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("word/document.xml", "/word/footnotes.xml"), "word/footnotes.xml");
        assert_eq!(resolve("word/document.xml", "../../a/./b.xml"), "a/b.xml");
    }
}
