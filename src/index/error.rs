//! Errors of the engine in words of ours.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::error::{Error, plain};

/// An error of tantivy about the index at `path`, in words of ours.
pub(crate) fn from_tantivy(path: &Path, error: TantivyError) -> Error {
    let damaged = |detail: String| Error::Damaged { path: path.to_owned(), detail };
    let io = |action, source: &io::Error| Error::io(action, path, copy(source));
    match &error {
        TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(OpenReadError::IncompatibleIndex(_)) => {
            Error::OtherVersion { path: path.to_owned() }
        }
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(file)) => {
            damaged(format!("{} is missing", file.display()))
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. })
            if io_error.kind() == io::ErrorKind::PermissionDenied =>
        {
            io("read", io_error)
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => damaged(plain(io_error)),
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => io("write", io_error),
        TantivyError::IoError(io_error) if io_error.raw_os_error().is_some() => io("write", io_error),
        TantivyError::IoError(io_error) => damaged(plain(io_error)),
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            io("open", io_error)
        }
        TantivyError::DataCorruption(_) | TantivyError::DeserializeError(_) => {
            damaged("one of its files cannot be read".into())
        }
        TantivyError::LockFailure(..) => {
            Error::Locked { path: path.to_owned(), holder: "another process".into() }
        }
        TantivyError::SchemaError(_) | TantivyError::FieldNotFound(_) => {
            Error::OtherVersion { path: path.to_owned() }
        }
        _ => match number_of(&error.to_string()) {
            Some(number) => io("write", &io::Error::from_raw_os_error(number)),
            None => Error::Internal(error.to_string()),
        },
    }
}

/// The number of the system's error in the text of one: threads of the engine pass on no more than the text.
fn number_of(text: &str) -> Option<i32> {
    let (_, after) = text.rsplit_once("(os error ")?;
    after.split(')').next()?.parse().ok()
}

/// [`io::Error`] cannot be cloned; its kind, number and words can.
fn copy(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(number) => io::Error::from_raw_os_error(number),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// Runs `work` on the index at `path`. A file of the index in which a bit has flipped can make the engine panic:
/// that is an error of the index, not the end of the program.
pub(crate) fn catch_engine_panic<T>(
    path: &Path,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::Damaged { path: path.to_owned(), detail: "reading it failed half-way".into() })
    })
}
