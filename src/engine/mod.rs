//! The engine: documents in, ranked documents out.
//!
//! tantivy is named here and in [`crate::analysis`] only; nothing that leaves this module has a type of tantivy's.
//! An index is a folder with one subfolder a generation and a pointer to the one that counts. A generation is
//! written in place, commit by commit, as long as its format is the current one; another format or a rebuild
//! makes a new generation beside it, and the pointer is swapped when that is complete.

mod catalog;
mod columns;
mod commit;
mod crowd;
mod exclude;
mod expand;
#[cfg(test)]
mod faults;
mod feedback;
mod fetch;
mod fields;
mod flat;
mod gist;
mod lower;
mod merge;
mod place;
mod rank;
mod reader;
mod schema;
mod segment;
mod shown;
mod single;
mod sites;
mod sources;
mod spans;
mod spelling;
mod statistics;
mod store;
mod stored;
mod sums;
mod texts;
mod word;
mod writer;

pub use catalog::{Catalog, Pieces};
pub use commit::{Change, Writer};
#[cfg(test)]
pub(crate) use faults::Faults;
pub use place::{IndexPlace, Lock};
pub use rank::Sort;
pub use reader::Wanted;
pub use reader::{Filter, Ranked, Reader, ScoredDocument};
pub use schema::Part;
pub use sites::folders_and_sites;
pub use sources::{Source, Sources};
pub use spelling::Spelling;
pub use texts::{Dictionary, learn, sample_size};
pub use writer::Held;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

use crate::analysis::{Language, Languages};
use crate::clean::rules::FILE;
use crate::corpus::{FieldMap, Globs};
use crate::error::{Error, plain};

/// Changes with every change of what an index holds or how, verdicts of cleaning included.
const FORMAT: u32 = 12;

/// What an index knows of itself. It is written with every commit, so it cannot disagree with the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Version of what an index holds and how.
    pub format: u32,
    /// Version of the analyzer that made its words.
    pub analyzer: u32,
    /// The version of the program that wrote it, for people.
    pub program: String,
    /// When the last commit was made, in seconds since 1970.
    pub written: i64,
    /// The folders that were indexed.
    pub folders: Vec<Folder>,
    /// The file in which the table of files lies.
    #[serde(default)]
    pub sources: String,
    /// The file that says how many articles are about each word.
    #[serde(default)]
    pub rarities: String,
    /// How many words the articles have, by field.
    #[serde(default)]
    pub tokens: statistics::Tokens,
    /// How many articles there are in each language, by its code.
    #[serde(default)]
    pub languages: BTreeMap<String, u64>,
    /// The files with the dictionaries of the stored texts.
    #[serde(default)]
    pub dictionaries: Vec<String>,
}

/// A folder of articles that an index knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// Its number, by which its articles name it. Never used again for another folder.
    pub id: u32,
    /// Where it is, as an absolute path.
    pub path: PathBuf,
    /// How its files are read.
    #[serde(default)]
    pub reading: Reading,
}

/// How the files of a folder are read. What was chosen once is kept, so that a refresh does the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The articles are clean already: nothing is cut.
    #[serde(default)]
    pub as_is: bool,
    /// The fields of records, where their names are not common ones.
    #[serde(default)]
    pub fields: FieldMap,
    /// Patterns of the files that are read; all when there is none.
    #[serde(default)]
    pub include: Vec<String>,
    /// Patterns of files that are not read.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// The reader's rules about what to keep and to cut, as their file was when the folder was read last.
    #[serde(default, skip_serializing_if = "RulesFile::is_none")]
    pub rules: RulesFile,
}

/// A file of rules about what to keep and to cut.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesFile {
    /// Where it is, when it was named; else it is looked for in the folder.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// What is in it.
    #[serde(default)]
    pub text: String,
}

impl RulesFile {
    /// Whether there is none.
    pub fn is_none(&self) -> bool {
        self.path.is_none() && self.text.is_empty()
    }
}

impl Folder {
    /// Where its rules are about what to keep and to cut: the file that was named, or one of the usual name in the
    /// folder.
    pub fn rules_place(&self) -> PathBuf {
        let usual = || match self.path.is_file() {
            true => self.path.with_file_name(FILE),
            false => self.path.join(FILE),
        };
        self.reading.rules.path.clone().unwrap_or_else(usual)
    }
}

impl Reading {
    /// Whether articles read in the one way are as they would be read in the other.
    pub fn reads_like(&self, other: &Reading) -> bool {
        (self.as_is, &self.fields, &self.rules.text) == (other.as_is, &other.fields, &other.rules.text)
    }

    /// Which files are read. Patterns are tried when they are chosen, so that they are good ones here.
    pub fn globs(&self) -> Globs {
        Globs::new(&self.include, &self.exclude).unwrap_or_default()
    }
}

impl Meta {
    /// What is written into an index of `folders` now.
    pub fn new(folders: Vec<Folder>) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Meta {
            format: FORMAT,
            analyzer: crate::analysis::ANALYZER_VERSION,
            program: env!("CARGO_PKG_VERSION").into(),
            written: now.map_or(0, |since| since.as_secs() as i64),
            folders,
            sources: String::new(),
            rarities: String::new(),
            tokens: statistics::Tokens::new(),
            languages: BTreeMap::new(),
            dictionaries: Vec::new(),
        }
    }

    /// The same, written now.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Meta::new(self.folders.clone())
    }

    /// What the last commit in the folder `generation` of the index at `path` says; `None` when it says nothing that this
    /// program understands. Of the file that lists the segments too nothing else is read, as the engine does that.
    fn read(path: &Path, generation: &Path) -> Result<Option<Meta>, Error> {
        #[derive(Deserialize)]
        struct Commit {
            payload: Option<String>,
        }
        let read = std::fs::read(generation.join("meta.json"));
        let text = read.map_err(|error| explain(path, error.into()))?;
        let payload = serde_json::from_slice::<Commit>(&text).ok().and_then(|commit| commit.payload);
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    /// The languages that the articles are in.
    pub fn languages(&self) -> Languages {
        Languages::new(self.languages.keys().filter_map(|code| Language::named(code)))
    }

    fn is_current(&self) -> bool {
        self.format == FORMAT && self.analyzer == crate::analysis::ANALYZER_VERSION
    }
}

/// An error of tantivy about the index at `path`, in words of ours.
fn explain(path: &Path, error: TantivyError) -> Error {
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
            damaged("a file of it cannot be read".into())
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
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(Error::Damaged { path: path.to_owned(), detail: "reading it failed half-way".into() })
    })
}
