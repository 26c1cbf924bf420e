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
    #[error("{} is no index folder: it holds {example}; choose an empty or new folder with --index", path.display())]
    Foreign {
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
    #[error("no such folder: {}", path.display())]
    NoSuchFolder {
        /// The folder.
        path: PathBuf,
    },
    /// Part of a folder is to be read in another way than the rest.
    #[error("how files are read is chosen for a folder as a whole: name {}", path.display())]
    PartOfFolder {
        /// The folder.
        path: PathBuf,
    },
    /// A folder that the index does not know.
    #[error("the index knows no folder {}: it knows {known}", path.display())]
    UnknownFolder {
        /// The folder.
        path: PathBuf,
        /// Those it knows.
        known: String,
    },
    /// Several folders may be meant.
    #[error("which folder is meant? The index knows {known}")]
    WhichFolder {
        /// Those it knows.
        known: String,
    },
    /// A file holds several articles, and none of them was named.
    #[error("{} holds {articles} articles: name one by its id, as in {}#{example}", path.display(), path.display())]
    WhichRecord {
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
    #[error("stopped before the new index was complete: the one at {} is what it was", path.display())]
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
            "the disk is full: free some space and run again; what was indexed before is still there".into()
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "no permission to write there: choose another place with --index".into()
        }
        _ => plain(error),
    }
}

/// The words of the system without the number of the error.
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}
