//! Tables beside the segments, each a file that begins with the xxh3 checksum of the rest.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::OnceLock;

use tantivy::Directory;
use xxhash_rust::xxh3::xxh3_64;

/// A table that has a file of its own beside the segments.
pub(crate) trait Table: Sized {
    /// Name of the content in messages, a plural.
    const CONTENT: &'static str;

    /// Returns the bytes of the table.
    fn bytes(&self) -> Cow<'_, [u8]>;

    /// Makes a table of its bytes; `None` if they are not of one.
    fn from_bytes(bytes: Vec<u8>) -> Option<Self>;

    /// Writes the table with a checksum as the file `name` of `directory`, all or nothing.
    fn write(&self, directory: &dyn Directory, name: &str) -> io::Result<()> {
        let content = self.bytes();
        let bytes = [&xxh3_64(&content).to_le_bytes()[..], &content].concat();
        directory.atomic_write(Path::new(name), &bytes)
    }
}

/// A table of an index, read on first use.
pub(crate) struct TableFile<T> {
    /// Kept open so that it survives a replaced index.
    file: Option<File>,
    table: OnceLock<T>,
}

impl<T: Table> TableFile<T> {
    /// Opens the file `name` in `folder`; an empty name stands for no file.
    pub(crate) fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let file = (!name.is_empty()).then(|| File::open(folder.join(name))).transpose()?;
        Ok(TableFile { file, table: OnceLock::new() })
    }

    /// Returns the table; `None` if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub(crate) fn get(&self) -> io::Result<Option<&T>> {
        match (self.table.get(), &self.file) {
            (Some(table), _) => Ok(Some(table)),
            (None, None) => Ok(None),
            (None, Some(file)) => {
                let table = read(file)?;
                Ok(Some(self.table.get_or_init(|| table)))
            }
        }
    }
}

impl<T: Table> TableFile<T> {
    /// Reads the table and closes the file; `None` if there is no file.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub(crate) fn take(self) -> io::Result<Option<T>> {
        self.file.as_ref().map(read).transpose()
    }
}

/// A table that answers do without. That its file cannot be opened is an error only of who reads it.
pub(crate) struct OptionalTableFile<T>(io::Result<TableFile<T>>);

impl<T: Table> OptionalTableFile<T> {
    /// Returns a table that is in no file.
    pub(crate) fn of(table: T) -> Self {
        OptionalTableFile(Ok(TableFile { file: None, table: OnceLock::from(table) }))
    }

    /// Opens the file `name` in `folder`; an empty name stands for no file.
    pub(crate) fn open(folder: &Path, name: &str) -> Self {
        OptionalTableFile(TableFile::open(folder, name))
    }

    /// Returns the table; `None` if it has not been made.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub(crate) fn get(&self) -> io::Result<Option<&T>> {
        match &self.0 {
            Ok(file) => file.get(),
            Err(error) => Err(io::Error::new(error.kind(), error.to_string())),
        }
    }
}

/// Reads the table that [`Table::write`] wrote.
fn read<T: Table>(mut file: &File) -> io::Result<T> {
    let (mut checksum, mut bytes) = (Vec::new(), Vec::new());
    file.rewind()?;
    file.take(8).read_to_end(&mut checksum)?;
    // Without the checksum, so that the rest is not moved: every search reads a large table.
    file.read_to_end(&mut bytes)?;
    let is_intact = checksum == xxh3_64(&bytes).to_le_bytes();
    let table = is_intact.then(|| T::from_bytes(bytes)).flatten();
    table.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidData, format!("the {} do not match their checksum", T::CONTENT))
    })
}
