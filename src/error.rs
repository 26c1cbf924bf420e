//! Errors, with messages that say what to do.

use std::io;
use std::path::{Path, PathBuf};

pub use cluster::ClusterProblem;

mod cluster;

/// An error that ends an operation. A file that cannot be read does not end a run; it is a
/// [`crate::report::Failure`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index.
    #[error("no index at {}: run `clippings index FOLDER` first, or search with `--in FOLDER`", path.display())]
    NoIndex {
        /// Path where an index was expected.
        path: PathBuf,
    },
    /// The index is being built for the first time, and has no articles yet.
    #[error("the index at {} is being built by {builder}: nothing can be searched yet; try again in a few minutes", path.display())]
    BeingBuilt {
        /// Path of the index.
        path: PathBuf,
        /// Description of the process that builds it.
        builder: String,
    },
    /// The folder for the index contains other files.
    #[error("{} is not an index: it contains {example}; choose an empty or new folder with --index", path.display())]
    NotAnIndex {
        /// Path of the folder.
        path: PathBuf,
        /// Name of one of them.
        example: String,
    },
    /// The index was written by another version of this program.
    #[error("the index at {} was written by another version: run `clippings index` to rebuild it", path.display())]
    OtherVersion {
        /// Path of the index.
        path: PathBuf,
    },
    /// The index was written by a later version of this program.
    #[error("the index at {} needs {program}: install that, or choose another index with --index", path.display())]
    NewerVersion {
        /// Path of the index.
        path: PathBuf,
        /// Description of the program that it needs.
        program: String,
    },
    /// The index cannot be read.
    #[error("the index at {} is damaged ({detail}): run `clippings index --rebuild`; the articles themselves are untouched", path.display())]
    Damaged {
        /// Path of the index.
        path: PathBuf,
        /// Description of the damage.
        detail: String,
    },
    /// The index lacks something that the next indexing run adds.
    #[error("the index at {} was written by an older version and does not tell the {what} of its articles: run `clippings index` to renew it", path.display())]
    NeedsIndexing {
        /// Path of the index.
        path: PathBuf,
        /// Noun for the missing data of its articles.
        what: String,
    },
    /// The articles of the index have not been compared with each other yet.
    #[error("the articles of the index at {} have not been compared with each other: run `clippings index`", path.display())]
    NotCompared {
        /// Path of the index.
        path: PathBuf,
    },
    /// Another process is writing the index.
    #[error("the index at {} is being written by {holder}: try again when it is done", path.display())]
    Locked {
        /// Path of the index.
        path: PathBuf,
        /// Description of the process that holds the lock.
        holder: String,
    },
    /// A file or folder of the index cannot be read or written.
    #[error("cannot {action} {}: {}", path.display(), io_message(action, path, error))]
    Io {
        /// Verb for the operation: "write", "read".
        action: &'static str,
        /// Path of the file or folder.
        path: PathBuf,
        /// Error of the operating system.
        error: io::Error,
    },
    /// A folder to index does not exist.
    #[error("folder not found: {}", path.display())]
    FolderNotFound {
        /// Path of the folder.
        path: PathBuf,
    },
    /// A folder is away, and its articles in the damaged index cannot be read.
    #[error(
        "{}: folder not found or empty, and its {articles} articles cannot be read in the damaged index: mount its disk, or give them up with `clippings index --rebuild --prune`",
        path.display()
    )]
    FolderAway {
        /// Path of the folder.
        path: PathBuf,
        /// Number of its articles.
        articles: u64,
    },
    /// Read options were given for a part of a folder.
    #[error("options for reading files apply to a whole folder: use them with {}", path.display())]
    SubfolderOptions {
        /// Path of the folder.
        path: PathBuf,
    },
    /// The folder is not in the index.
    #[error("the folder {} is not in the index: it has {known}", path.display())]
    UnknownFolder {
        /// Path of the folder.
        path: PathBuf,
        /// Paths of its folders.
        known: String,
    },
    /// Another machine indexed the folder.
    #[error("another machine indexed {}, and `clippings status` names it: if it is no more, --take-over makes the folder this machine's", path.display())]
    OtherMachine {
        /// Path of the folder.
        path: PathBuf,
    },
    /// A folder cannot have a path that overlaps with that of another.
    #[error("{} overlaps with {}, which is in the index already: each article would be there twice; remove one of the two with `clippings forget`", path.display(), known.display())]
    FolderOverlaps {
        /// New path of the folder.
        path: PathBuf,
        /// Path of the other folder.
        known: PathBuf,
    },
    /// A folder must be given, since the index has several.
    #[error("the index has several folders: name one of {known}")]
    AmbiguousFolder {
        /// Paths of its folders.
        known: String,
    },
    /// The file has several articles, and no id was given.
    #[error("{} has {articles} articles: name one by its id, as in {}#{example}", path.display(), path.display())]
    AmbiguousRecord {
        /// Path of the file.
        path: PathBuf,
        /// Number of articles.
        articles: usize,
        /// Id of one of them.
        example: String,
    },
    /// A rules file cannot be read or parsed.
    #[error("{}: {problem}", path.display())]
    Rules {
        /// Path of the file.
        path: PathBuf,
        /// Description of the problem, with its line.
        problem: String,
    },
    /// The run was stopped before a new index was complete.
    #[error("stopped before the new index was complete: the index at {} is unchanged", path.display())]
    Stopped {
        /// Path of the index.
        path: PathBuf,
    },
    /// The query of a saved search cannot be read.
    #[error("its query cannot be read: {reason}")]
    SavedQuery {
        /// Description of what is not valid.
        reason: String,
    },
    /// No folder was given and there is no index.
    #[error("no folder to index: run `clippings index FOLDER`")]
    NoFolder,
    /// The program was built without something.
    #[error("this program was built without {what}: build it with the feature `{feature}`")]
    NotBuiltIn {
        /// Noun, plural.
        what: String,
        /// Name of the feature.
        feature: &'static str,
    },
    /// A cluster is not asked for this yet.
    #[error("{what} does not work on a cluster yet: use an index in a folder for it")]
    NotOnCluster {
        /// Noun for what was requested.
        what: String,
    },
    /// A cluster did not do what was asked of it.
    #[error("{address}: {problem}")]
    Cluster {
        /// Address of the cluster, without credentials.
        address: String,
        /// Description of what went wrong.
        problem: ClusterProblem,
    },
    /// An error of the search engine, which is a bug of this program.
    #[error("internal error: {0}; please report it")]
    Internal(String),
}

impl Error {
    /// Returns an I/O error of an operation on `path`.
    pub fn io(action: &'static str, path: &Path, error: io::Error) -> Self {
        Error::Io { action, path: path.to_owned(), error }
    }

    /// Returns the error of reading the index at `path`: an I/O error if the system failed, damage otherwise.
    pub(crate) fn reading_index(path: &Path, error: &io::Error) -> Self {
        let damaged = |detail: &str| Error::Damaged { path: path.to_owned(), detail: detail.into() };
        match os_error_code(&error.to_string()).map(io::Error::from_raw_os_error) {
            Some(error) if error.kind() == io::ErrorKind::NotFound => damaged("one of its files is missing"),
            Some(error) => Error::io("read", path, error),
            // What tantivy says of it is of no use to the user.
            None => damaged("one of its files cannot be read"),
        }
    }
}

/// Finds the code of the system error in a message. Libraries may wrap an error or pass on only its message.
pub(crate) fn os_error_code(message: &str) -> Option<i32> {
    let (_, tail) = message.rsplit_once("(os error ")?;
    tail.split(')').next()?.parse().ok()
}

/// Returns the message of the operating system, or advice for the errors that the user can resolve.
fn io_message(action: &str, path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull if has_no_inodes(path) => {
            "the disk has no room for another file (no inodes are left): delete some files and run again; what was already indexed is kept".into()
        }
        io::ErrorKind::StorageFull => {
            "the disk is full: free some space and run again; what was already indexed is kept".into()
        }
        io::ErrorKind::QuotaExceeded => {
            "your disk quota is used up: free some space and run again; what was already indexed is kept".into()
        }
        _ if error.raw_os_error().is_some_and(is_out_of_descriptors) => {
            "too many files are open: allow more with `ulimit -n` and run again".into()
        }
        io::ErrorKind::PermissionDenied if ["read", "open"].contains(&action) => {
            "no permission to read it".into()
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "the file system is read-only: choose another folder with --index".into()
        }
        io::ErrorKind::PermissionDenied => {
            "no permission to write there: choose another folder with --index".into()
        }
        _ => os_error_message(error),
    }
}

/// Returns whether the file system of `path` has room for data, but not for another file.
#[cfg(unix)]
fn has_no_inodes(path: &Path) -> bool {
    // The file itself may not exist.
    let status = path.ancestors().find_map(|path| rustix::fs::statvfs(path).ok());
    status.is_some_and(|status| status.f_files > 0 && status.f_favail == 0)
}

#[cfg(not(unix))]
fn has_no_inodes(_: &Path) -> bool {
    false
}

/// Returns whether the code of a system error means that the process or the system has too many open files.
fn is_out_of_descriptors(code: i32) -> bool {
    cfg!(unix) && matches!(code, 23 | 24)
}

/// Returns the message of the operating system, without the error number.
pub fn os_error_message(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((message, _)) => message.to_lowercase(),
        None => text,
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use crate::error::*;

    #[test]
    fn failures_of_the_system_have_their_names() {
        let root = Path::new("/");
        for (code, expected) in [
            (28, "the disk"),
            (122, "your disk quota is used up"),
            (24, "too many files are open"),
            (23, "too many files are open"),
            (30, "the file system is read-only"),
            (13, "no permission to write there"),
            (5, "input/output error"),
        ] {
            let message = Error::io("write", root, io::Error::from_raw_os_error(code)).to_string();
            assert!(message.contains(expected) && !message.contains("os error"), "{code}: {message}");
        }
    }

    #[test]
    fn only_what_the_system_did_not_cause_is_damage() {
        let wrapped = io::Error::other(io::Error::from_raw_os_error(24));
        let error = Error::reading_index(Path::new("/"), &wrapped);
        assert!(matches!(error, Error::Io { .. }), "{error}");
        let error = Error::reading_index(Path::new("/"), &io::Error::other("a wrong checksum"));
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
    }
}
