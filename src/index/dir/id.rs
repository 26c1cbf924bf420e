//! The random identifier of an index, which tells an index that was made here from one that came here.

use std::path::Path;

use tantivy::index::SegmentId;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::Error;
use crate::index::dir::entries::{read_root_file, write_root_file};

/// Length of an identifier in bytes.
const ID_LENGTH: usize = 32;
/// Name of the file with the identifier.
pub(super) const ID: &str = "ID";

/// Returns the identifier of the index at `root`; `None` if it has none, or it is damaged.
pub(super) fn read(root: &Path) -> Result<Option<String>, Error> {
    let Some(content) = read_root_file(root, ID)? else { return Ok(None) };
    let id = content.get(..ID_LENGTH).and_then(|id| std::str::from_utf8(id).ok());
    Ok(id.filter(|id| encode(id).as_bytes() == content).map(str::to_owned))
}

/// Returns the identifier of the index at `root`, which gets one if it has none.
pub(super) fn read_or_create(root: &Path) -> Result<String, Error> {
    if let Some(id) = read(root)? {
        return Ok(id);
    }
    let id = SegmentId::generate_random().uuid_string();
    let write = write_root_file(root, ID, encode(&id).as_bytes());
    write.map_err(|error| Error::io("write", &root.join(ID), error))?;
    Ok(id)
}

/// Returns the content of the file: the identifier, and its hash.
fn encode(id: &str) -> String {
    format!("{id} {:016x}\n", xxh3_64(id.as_bytes()))
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
