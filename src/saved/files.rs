//! The files of the saved searches: their definitions among the settings, what they have reported in the
//! state.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::error::os_error_message;
use crate::location::{IndexLocation, is_address};
use crate::saved::definitions::{SavedSearch, SavedSearches};
use crate::saved::reported::{ReportedLog, ReportedMark, StateLock};

/// Paths of the files.
#[derive(Debug, Clone)]
pub struct SavedFiles {
    /// File with the definitions.
    pub definitions: PathBuf,
    /// File with what was reported.
    reported: PathBuf,
    /// Folder of the state, with the lock.
    state: PathBuf,
}

/// Reason why a file of saved searches cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SavedFileError {
    /// Another process is reporting on saved searches, or edits them.
    #[error("another process is reporting on saved searches: try again when it is done")]
    Busy,
    /// The file cannot be read or written; the error has the line if there is one to mend.
    #[error("cannot {action} {}: {}", path.display(), os_error_message(.error))]
    File {
        /// Attempt that failed: `read`, `write` or `lock`.
        action: &'static str,
        /// Path of the file.
        path: PathBuf,
        /// Error of the system or of the reader, which the message has already.
        error: io::Error,
    },
}

impl SavedFiles {
    /// Names the files in the folder of the settings and in the folder of the state.
    pub fn new(config: &Path, state: &Path) -> Self {
        SavedFiles {
            definitions: config.join("saved.toml"),
            reported: state.join("reported.jsonl"),
            state: state.to_owned(),
        }
    }

    /// Keeps other processes from reporting and editing. Waits for `patience` at most.
    ///
    /// # Errors
    /// [`SavedFileError::Busy`] if another process keeps doing so, or why the lock cannot be opened.
    pub fn lock(&self, patience: Duration) -> Result<StateLock, SavedFileError> {
        StateLock::take(&self.state, patience).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => SavedFileError::Busy,
            _ => failed("lock", &self.state, error),
        })
    }

    /// Reads the definitions.
    ///
    /// # Errors
    /// Why they cannot be read, with the line if one has an error.
    pub fn searches(&self) -> Result<SavedSearches, SavedFileError> {
        SavedSearches::read(&self.definitions).map_err(|error| failed("read", &self.definitions, error))
    }

    /// Replaces the definitions.
    ///
    /// # Errors
    /// Why they cannot be written; they are unchanged then.
    pub fn write(&self, searches: &SavedSearches) -> Result<(), SavedFileError> {
        searches.write(&self.definitions).map_err(|error| failed("write", &self.definitions, error))
    }

    /// Reads what was reported.
    ///
    /// # Errors
    /// Why it cannot be read, with the line if one cannot be.
    pub fn log(&self) -> Result<ReportedLog, SavedFileError> {
        ReportedLog::read(&self.reported).map_err(|error| failed("read", &self.reported, error))
    }

    /// Marks articles as reported in `log`, as [`ReportedLog::append`] does.
    ///
    /// # Errors
    /// Why the file cannot be written.
    pub fn mark(
        &self,
        log: &mut ReportedLog,
        marks: &[ReportedMark],
        time: i64,
        searches: Vec<String>,
    ) -> Result<(), SavedFileError> {
        log.append(marks, time, searches).map_err(|error| failed("write", &self.reported, error))
    }

    /// Forgets what searches have reported.
    ///
    /// # Errors
    /// Why the file cannot be written.
    pub fn forget(&self, log: &mut ReportedLog, names: &[&str]) -> Result<(), SavedFileError> {
        log.forget(names).map_err(|error| failed("write", &self.reported, error))
    }
}

fn failed(action: &'static str, path: &Path, error: io::Error) -> SavedFileError {
    SavedFileError::File { action, path: path.to_owned(), error }
}

/// Returns the path by which searches of an index are saved: whole, and without links if it exists; its
/// address if it is on a cluster.
pub fn index_path(index: &IndexLocation) -> PathBuf {
    whole(index.name())
}

/// Returns whether `search` is one of the index with this [path](index_path).
pub fn is_of_index(search: &SavedSearch, index: &Path) -> bool {
    search.index == index || whole(&search.index) == index
}

fn whole(path: &Path) -> PathBuf {
    if path.to_str().is_some_and(is_address) {
        return path.to_owned();
    }
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}
