//! Stores the site lines: lines that recur on the pages of a site, learned when an index is first built and
//! frozen with it.
//!
//! The table is a file beside the segments, written before the first article, so that all articles of an
//! index are cleaned with the same lines. What the table holds is up to the caller: any value that can be
//! serialized.

use std::io;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tantivy::Directory;
use tantivy::directory::error::OpenReadError;

use crate::article::Folder;
use crate::error::Error;
use crate::index::compressed_file::write_compressed;
use crate::index::dir::IndexDir;
use crate::index::error::from_tantivy;
use crate::index::meta::Meta;

/// Name of the file.
pub(super) const FILE_NAME: &str = "sites";

/// Writes `table` into `directory`, all or nothing.
pub(crate) fn write<T: Serialize>(directory: &dyn Directory, table: &T) -> io::Result<()> {
    write_compressed(directory, FILE_NAME, |writer| Ok(serde_json::to_writer(writer, table)?))
}

/// Reads the table that [`write()`] wrote; the default table if there is no file.
///
/// # Errors
/// [`Error::Damaged`] if the file cannot be read.
pub(crate) fn read<T: DeserializeOwned + Default>(
    root: &Path,
    directory: &dyn Directory,
) -> Result<T, Error> {
    let damaged = || Error::Damaged { path: root.to_owned(), detail: format!("{FILE_NAME} cannot be read") };
    let bytes = match directory.atomic_read(Path::new(FILE_NAME)) {
        Err(OpenReadError::FileDoesNotExist(_)) => return Ok(T::default()),
        read => read.map_err(|error| from_tantivy(root, error.into()))?,
    };
    let decoder = zstd::Decoder::with_buffer(&bytes[..]).map_err(|_| damaged())?;
    serde_json::from_reader(io::BufReader::new(decoder)).map_err(|_| damaged())
}

/// Returns the folders of the index in `dir` and its site lines; `None` if there is no index that can be
/// read.
pub(crate) fn folders_and_site_lines<T: DeserializeOwned + Default>(
    dir: &IndexDir,
) -> Option<(Vec<Folder>, T)> {
    let meta = Meta::of_current(dir).ok()?.filter(|meta| meta.index_format().is_readable())?;
    let directory = dir.directory(&dir.current().ok()??).ok()?;
    Some((meta.folders, read(dir.path(), &*directory).ok()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tantivy::directory::RamDirectory;

    use crate::index::site_lines::*;

    #[test]
    fn a_table_survives_a_round_trip_and_a_missing_file_is_the_default() -> io::Result<()> {
        type Table = BTreeMap<String, u32>;
        let directory = RamDirectory::create();
        let root = Path::new("x");
        assert!(read::<Table>(root, &directory).is_ok_and(|table| table.is_empty()));
        let table = Table::from([("Our motto".to_owned(), 2)]);
        write(&directory, &table)?;
        assert_eq!(read(root, &directory).ok(), Some(table));
        directory.atomic_write(Path::new(FILE_NAME), b"nonsense")?;
        assert!(matches!(read::<Table>(root, &directory), Err(Error::Damaged { .. })));
        Ok(())
    }
}
