//! Opens the current generation of an index for reading.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::{Directory, Index, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::dir::checksummed::COMMIT_FILE;
use crate::index::doc_store::reader::DocStore;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::meta::Meta;
use crate::index::schema::{Fields, schema};

impl IndexDir {
    /// Returns a name for the last commit: another one after every commit, and the same in every process.
    ///
    /// # Errors
    /// As [`IndexDir::current`], or if there is no index or its last commit cannot be read.
    pub(crate) fn commit_tag(&self) -> Result<String, Error> {
        let generation = self.existing()?;
        let path = generation.join(COMMIT_FILE);
        let commit = fs::read(&path).map_err(|error| Error::io("read", &path, error))?;
        let name = generation.file_name().unwrap_or_default().to_string_lossy();
        Ok(format!("{:016x}", xxh3_64(&commit) ^ xxh3_64(name.as_bytes())))
    }
}

/// The current generation of an index, opened for reading.
pub(crate) struct Generation {
    pub path: PathBuf,
    pub directory: Box<dyn Directory>,
    pub meta: Meta,
    pub index: Index,
    pub fields: Fields,
}

impl Generation {
    /// Opens the current generation of the index in `dir`, which has a readable format and exactly the fields
    /// of that format.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::BeingBuilt`], [`Error::OtherVersion`], [`Error::NewerVersion`],
    /// [`Error::Damaged`], or [`Error::Io`].
    pub(crate) fn open(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.existing()?;
        catch_engine_panic(dir.path(), || {
            let meta = Meta::read(dir.path(), &path)?;
            let directory = dir.read_only_directory(&path)?;
            let index = Index::open(directory.box_clone());
            let index = index.map_err(|error| from_tantivy(dir.path(), error))?;
            let (expected, fields) = schema(meta.index_format());
            if index.schema() != expected {
                let detail = format!("its fields are not those of format {}", meta.format);
                return Err(Error::Damaged { path: dir.path().to_owned(), detail });
            }
            Ok(Generation { path, directory, meta, index, fields })
        })
    }
}

impl Generation {
    /// Opens the stored articles of each segment, before tantivy does: it trusts the lengths in their files.
    /// Verifies also which articles are marked as deleted, since a damaged mark brings a deleted one back, or
    /// hides another.
    ///
    /// # Errors
    /// [`Error::Damaged`] for the index at `root`.
    pub(crate) fn open_doc_stores(&self, root: &Path) -> Result<DocStores, Error> {
        let mut stores = DocStores::default();
        for segment in &self.meta.segments {
            let damaged = |file: &str| {
                let detail = format!("{file} does not match its checksum");
                Error::Damaged { path: root.to_owned(), detail }
            };
            if let Some(file) = segment.deletes_file() {
                let valid = self.index.directory().validate_checksum(Path::new(&file));
                if !valid.map_err(|error| from_tantivy(root, error.into()))? {
                    return Err(damaged(&file));
                }
            }
            // tantivy takes a missing file of positions for an empty one, and refuses without the others.
            let positions = segment.positions_file();
            if !self.index.directory().exists(Path::new(&positions)).unwrap_or(true) {
                let detail = format!("{positions} is missing");
                return Err(Error::Damaged { path: root.to_owned(), detail });
            }
            let store = self.index.directory().open_read(Path::new(&segment.store_file()));
            let store = store.map_err(|error| from_tantivy(root, error.into()))?;
            let store =
                DocStore::open(&store, segment.max_doc).map_err(|_| damaged(&segment.store_file()))?;
            stores.0.push((segment.file_stem(), store));
        }
        Ok(stores)
    }
}

/// The stored articles of an index, by segment.
#[derive(Default)]
pub(crate) struct DocStores(Vec<(String, DocStore)>);

impl DocStores {
    /// Takes the stored articles of `segment`; `None` if another commit has come in between.
    pub(crate) fn take(&mut self, segment: &SegmentReader) -> Option<DocStore> {
        let id = segment.segment_id().uuid_string();
        let index = self.0.iter().position(|(stem, _)| *stem == id)?;
        Some(self.0.swap_remove(index).1)
    }
}
