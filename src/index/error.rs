//! Turns errors and panics of tantivy into errors of the program.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::error::{Error, os_error_code, os_error_message};

/// Turns an error of tantivy about the index at `path` into an error of the program.
pub(crate) fn from_tantivy(path: &Path, error: TantivyError) -> Error {
    // An error of the program that passed through tantivy.
    let error = match error {
        TantivyError::IoError(wrapped) => match Arc::try_unwrap(wrapped).map(io::Error::downcast::<Error>) {
            Ok(Ok(error)) => return error,
            Ok(Err(error)) => TantivyError::IoError(Arc::new(error)),
            Err(wrapped) => TantivyError::IoError(wrapped),
        },
        error => error,
    };
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
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            Error::reading_index(path, io_error)
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => io("write", io_error),
        TantivyError::IoError(io_error) if os_error_code(&io_error.to_string()).is_some() => {
            io("write", io_error)
        }
        TantivyError::IoError(io_error) => damaged(os_error_message(io_error)),
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            io("open", io_error)
        }
        TantivyError::OpenDirectoryError(
            OpenDirectoryError::DoesNotExist(folder) | OpenDirectoryError::NotADirectory(folder),
        ) => match std::fs::metadata(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Error::io("open", folder, error),
            // It could not be asked for before.
            Ok(metadata) if metadata.is_dir() => {
                Error::io("open", folder, io::ErrorKind::ResourceBusy.into())
            }
            _ => damaged(format!("{} is no folder", folder.display())),
        },
        TantivyError::DataCorruption(_) | TantivyError::DeserializeError(_) => {
            damaged("one of its files cannot be read".into())
        }
        TantivyError::LockFailure(LockError::IoError(io_error), _) => io("write", io_error),
        TantivyError::LockFailure(..) => {
            Error::Locked { path: path.to_owned(), holder: "another process".into() }
        }
        TantivyError::SchemaError(_) | TantivyError::FieldNotFound(_) => {
            Error::OtherVersion { path: path.to_owned() }
        }
        _ => match os_error_code(&error.to_string()) {
            Some(code) => io("write", &io::Error::from_raw_os_error(code)),
            None => Error::Internal(error.to_string()),
        },
    }
}

/// Copies the kind, the code and the message of an [`io::Error`], which cannot be cloned.
fn copy(error: &io::Error) -> io::Error {
    match os_error_code(&error.to_string()) {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

/// Runs `work` on the index at `path` and turns a panic into [`Error::Damaged`], because tantivy may panic on
/// a damaged file.
pub(crate) fn catch_engine_panic<T>(
    path: &Path,
    work: impl FnOnce() -> Result<T, Error>,
) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::Damaged { path: path.to_owned(), detail: "reading it failed half-way".into() })
    })
}
