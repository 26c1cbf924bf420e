//! The random identifier of an index, which tells an index that was made here from one that came here.

use std::path::Path;

use tantivy::index::SegmentId;

use crate::error::Error;
use crate::index::dir::entries::{read_root_file, write_root_file};

/// Name of the file with the identifier.
pub(super) const ID: &str = "ID";

/// Returns the identifier of the index at `root`; `None` if it has none.
pub(super) fn read(root: &Path) -> Result<Option<String>, Error> {
    let id = read_root_file(root, ID)?.map(|id| String::from_utf8_lossy(&id).trim().to_owned());
    Ok(id.filter(|id| !id.is_empty()))
}

/// Returns the identifier of the index at `root`, which gets one if it has none.
pub(super) fn read_or_create(root: &Path) -> Result<String, Error> {
    if let Some(id) = read(root)? {
        return Ok(id);
    }
    let id = SegmentId::generate_random().uuid_string();
    let write = write_root_file(root, ID, id.as_bytes());
    write.map_err(|error| Error::io("write", &root.join(ID), error))?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use crate::index::dir::id::*;

    #[test]
    fn an_index_keeps_its_identifier() -> Result<(), Error> {
        let folder = || tempfile::tempdir().map_err(|error| Error::Internal(error.to_string()));
        let (first, second) = (folder()?, folder()?);
        assert_eq!(read(first.path())?, None);
        let id = read_or_create(first.path())?;
        assert_eq!((read(first.path())?, read_or_create(first.path())?), (Some(id.clone()), id.clone()));
        assert_ne!(read_or_create(second.path())?, id);
        Ok(())
    }
}
