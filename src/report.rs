//! What a run did: counted, and every failure by name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use serde::Serialize;

/// A file, or a record in one, that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Failure {
    /// The file.
    pub path: PathBuf,
    /// The line of the file, where the failure is of one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Why, in words.
    pub reason: String,
}

impl Failure {
    /// A failure of `path` for `reason`.
    pub fn new(path: impl Into<PathBuf>, reason: String) -> Self {
        Failure { path: path.into(), line: None, reason }
    }

    /// A failure of `line` of `path` for `reason`.
    pub fn at_line(path: impl Into<PathBuf>, line: u64, reason: String) -> Self {
        Failure { path: path.into(), line: Some(line), reason }
    }
}

/// A file of rules about what to keep and to cut, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulesReport {
    /// The file.
    pub path: PathBuf,
    /// Lines of articles on which it decided in this run.
    pub lines: u64,
}

/// What an indexing run did.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct IndexReport {
    /// Files of a kind that is read, seen in this run.
    pub files: u64,
    /// Articles in the index when the run ended.
    pub articles: u64,
    /// Articles that were new.
    pub added: u64,
    /// Articles whose file had changed.
    pub updated: u64,
    /// Articles whose file is there under another name.
    pub moved: u64,
    /// Articles whose file is gone.
    pub removed: u64,
    /// Articles whose file had not changed, and was not read again.
    pub unchanged: u64,
    /// Lines in the files read in this run; of pages, their blocks.
    pub lines: u64,
    /// Of these, lines that were cut.
    pub lines_cut: u64,
    /// Bytes read in this run.
    pub bytes: u64,
    /// Bytes of text on the pages and in the files read in this run, markup and blank space left out.
    pub text: u64,
    /// Of these, bytes that were cut.
    pub text_cut: u64,
    /// The reader's files of rules about what to keep and to cut, and on how many lines they decided in this run.
    pub rules: Vec<RulesReport>,
    /// Folders most of whose texts are new, in an index which learned before what lines its sites repeat.
    #[serde(rename = "unlearned")]
    pub folders_without_site_lines: Vec<PathBuf>,
    /// Files of kinds that are not read, by extension.
    #[serde(rename = "not_read")]
    pub skipped: BTreeMap<String, u64>,
    /// Pages read in this run on which no article was found; they are in the index under their titles.
    #[serde(rename = "without_article")]
    pub pages_without_article: u64,
    /// What is to be said about files that were read: another encoding than UTF-8, broken characters, no article found.
    #[serde(rename = "remarks")]
    pub warnings: Vec<Failure>,
    /// Files that could not be read.
    pub failures: Vec<Failure>,
    /// Whether the run was stopped before its end; what was done is in the index.
    pub stopped: bool,
    /// How long the run took.
    #[serde(rename = "took_ms", serialize_with = "milliseconds")]
    pub took: Duration,
}

impl IndexReport {
    /// How many files something is wrong with.
    pub fn failed_files(&self) -> usize {
        let paths: BTreeSet<_> = self.failures.iter().map(|failure| &failure.path).collect();
        paths.len()
    }
}

fn milliseconds<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((took.as_secs_f64() * 10_000.0).round() / 10.0)
}
