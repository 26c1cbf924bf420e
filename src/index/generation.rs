//! Opens the current generation of an index for reading.

use std::path::PathBuf;

use tantivy::{Directory, Index};

use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::meta::Meta;
use crate::index::schema::{Fields, schema};

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
