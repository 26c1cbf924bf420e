//! What can go wrong, in words that say what to do.

use std::io;
use std::path::{Path, PathBuf};

/// An error that ends a run. Files that cannot be read do not: they are [`crate::report::Failure`]s.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index where one was looked for.
    #[error("no index at {}: run `clippings index FOLDER` first, or search with `--in FOLDER`", path.display())]
    NoIndex {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The folder meant for the index holds other things.
    #[error("{} is not an index: it contains {example}; choose an empty or new folder with --index", path.display())]
    NotAnIndex {
        /// The folder.
        path: PathBuf,
        /// One of the things in it.
        example: String,
    },
    /// The index was written by another version of this program.
    #[error("the index at {} was written by another version: run `clippings index` to rebuild it", path.display())]
    OtherVersion {
        /// The index.
        path: PathBuf,
    },
    /// The index cannot be read.
    #[error("the index at {} is damaged ({detail}): run `clippings index --rebuild`; the articles themselves are untouched", path.display())]
    Damaged {
        /// The index.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// Another process is writing the index.
    #[error("the index at {} is being written by {holder}: try again when it is done", path.display())]
    Locked {
        /// The index.
        path: PathBuf,
        /// Who holds it.
        holder: String,
    },
    /// A file or folder of the index cannot be read or written.
    #[error("cannot {action} {}: {}", path.display(), say(error))]
    Io {
        /// What was tried: "write", "read".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A folder to be indexed is not there.
    #[error("folder not found: {}", path.display())]
    FolderNotFound {
        /// The folder.
        path: PathBuf,
    },
    /// Part of a folder is to be read in another way than the rest.
    #[error("options on how to read files apply to a whole folder: use them with {}", path.display())]
    SubfolderOptions {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that the index does not know.
    #[error("the folder {} is not in the index: it has {known}", path.display())]
    UnknownFolder {
        /// The folder.
        path: PathBuf,
        /// Those it knows.
        known: String,
    },
    /// Several folders may be meant.
    #[error("the index has several folders: name one of {known}")]
    AmbiguousFolder {
        /// Those it knows.
        known: String,
    },
    /// A file holds several articles, and none of them was named.
    #[error("{} has {articles} articles: name one by its id, as in {}#{example}", path.display(), path.display())]
    AmbiguousRecord {
        /// The file.
        path: PathBuf,
        /// How many there are.
        articles: usize,
        /// The id of one of them.
        example: String,
    },
    /// A file of rules about what to keep and to cut cannot be read or understood.
    #[error("{}: {problem}", path.display())]
    Rules {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and on which line.
        problem: String,
    },
    /// A new index was not completed.
    #[error("stopped before the new index was complete: the index at {} is unchanged", path.display())]
    Stopped {
        /// The index.
        path: PathBuf,
    },
    /// No folder was named and the index knows none.
    #[error("no folder to index: run `clippings index FOLDER`")]
    NoFolder,
    /// The engine refused; this is a fault of the program.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}

impl Error {
    /// An input or output error while doing `action` to `path`.
    pub fn io(action: &'static str, path: &Path, error: io::Error) -> Self {
        Error::Io { action, path: path.to_owned(), error }
    }
}

/// The words of the system for an error, with what to do about the two that a reader can mend.
fn say(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: free some space and run again; what was already indexed is kept".into()
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "no permission to write there: choose another folder with --index".into()
        }
        _ => os_error_message(error),
    }
}

/// The words of the system without the number of the error.
pub fn os_error_message(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
