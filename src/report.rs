//! Reports of indexing runs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use crate::text::path_key;
use serde::Serialize;

/// A file, or a record in one, that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Failure {
    /// Path of the file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    pub path: PathBuf,
    /// Line of the file, if the failure concerns one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Description of the problem.
    pub reason: String,
}

impl Failure {
    /// Returns a failure of a file.
    pub fn new(path: impl Into<PathBuf>, reason: String) -> Self {
        Failure { path: path.into(), line: None, reason }
    }

    /// Returns a failure of a line of a file.
    pub fn at_line(path: impl Into<PathBuf>, line: u64, reason: String) -> Self {
        Failure { path: path.into(), line: Some(line), reason }
    }
}

/// A rules file and its effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RulesReport {
    /// Path of the rules file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    pub path: PathBuf,
    /// Number of lines that it decided in this run.
    pub lines: u64,
    /// Rules that match nothing in the articles of the folder.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<UnmatchedRule>,
}

/// A rule that matches nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct UnmatchedRule {
    /// Line in the rules file, from 1.
    pub line: u32,
    /// The rule as it is written.
    pub rule: String,
}

/// Files that a filter has turned into text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct FilteredFiles {
    /// Their extension.
    pub extension: String,
    /// Command of the filter.
    pub command: String,
    /// Number of files.
    pub files: u64,
}

/// Articles that were read through a filter, of a run without the filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KeptArticles {
    /// Number of articles.
    pub articles: u64,
    /// Number of files that have changed since they were read.
    #[serde(rename = "changed")]
    pub changed_files: u64,
}

/// A folder of the index that was recognized at another path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FolderMove {
    /// Path at which the index knew it.
    #[serde(serialize_with = "path_key::serialize_shown")]
    pub from: PathBuf,
    /// Path at which its files are now.
    #[serde(serialize_with = "path_key::serialize_shown")]
    pub to: PathBuf,
    /// Number of its articles.
    pub articles: u64,
}

/// Kind of change that a run made to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// The file is new to the index.
    Added,
    /// The file was in the index, and its articles were written again.
    Changed,
    /// The file, or the folder, was in the index at another path.
    Moved,
    /// The file is gone, or has no article any more.
    Removed,
}

/// A file whose articles a run has added, changed, moved or removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileChange {
    /// Kind of the change.
    #[serde(rename = "change")]
    pub kind: ChangeKind,
    /// Path of the file; of a folder that has moved with all its files, the path of the folder.
    #[serde(serialize_with = "path_key::serialize_shown")]
    pub path: PathBuf,
    /// Path at which the index knew it, if it has moved.
    #[serde(serialize_with = "path_key::serialize_shown_option", skip_serializing_if = "Option::is_none")]
    pub from: Option<PathBuf>,
    /// Number of its articles.
    pub articles: u64,
    /// Of an archive file that has changed, the number of records whose content is new to the index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<u64>,
}

impl FileChange {
    /// Returns a change of the file at `path`.
    pub(crate) fn new(kind: ChangeKind, path: PathBuf, articles: u64) -> Self {
        FileChange { kind, path, from: None, articles, new: None }
    }
}

/// The report of an indexing run.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct IndexReport {
    /// Number of files found in this run whose format can be read.
    pub files: u64,
    /// Number of articles in the index at the end of the run.
    pub articles: u64,
    /// Number of new articles.
    pub added: u64,
    /// Number of articles whose file had changed.
    pub updated: u64,
    /// Number of articles whose file has moved.
    pub moved: u64,
    /// Folders that were gone and whose files are at another path.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub moved_folders: Vec<FolderMove>,
    /// Files that were added, changed, moved and removed, if the options ask for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<FileChange>>,
    /// Number of articles whose file no longer exists.
    pub removed: u64,
    /// Number of articles whose file had not changed and was not read again.
    pub unchanged: u64,
    /// Number of articles carried over from the index that this run replaced, because their files cannot be
    /// read.
    #[serde(rename = "carried")]
    pub carried_over: u64,
    /// Number of lines in the files read in this run; for HTML pages, blocks.
    pub lines: u64,
    /// Number of these lines that were cut.
    pub lines_cut: u64,
    /// Number of bytes read in this run.
    pub bytes: u64,
    /// Number of bytes of text in the files read in this run, without markup and white space.
    #[serde(rename = "text")]
    pub text_bytes: u64,
    /// Number of these bytes that were cut.
    #[serde(rename = "text_cut")]
    pub text_bytes_cut: u64,
    /// Files that were read through filters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filtered: Vec<FilteredFiles>,
    /// Articles that were kept because the run has no filter to read their files, by extension.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub kept: BTreeMap<String, KeptArticles>,
    /// Rules files that were applied.
    pub rules: Vec<RulesReport>,
    /// Folders most of whose texts are new, in an index that learned the repeated lines of its sites before.
    #[serde(rename = "unlearned", serialize_with = "path_key::serialize_all_shown")]
    pub folders_without_site_lines: Vec<PathBuf>,
    /// Number of skipped files by extension, and of skipped records by kind.
    #[serde(rename = "not_read")]
    pub skipped: BTreeMap<String, u64>,
    /// Reader of the PDFs of this run, in words; `None` if there were none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pdf_reader: Option<String>,
    /// Number of pages read in this run without an article. They are indexed under their title.
    #[serde(rename = "without_article")]
    pub pages_without_article: u64,
    /// Warnings about files that were read, such as another encoding than UTF-8 or a page without an article.
    #[serde(rename = "remarks")]
    pub warnings: Vec<Failure>,
    /// Number of articles that each of these warnings concerns, by its text.
    #[serde(rename = "remarks_by_reason")]
    pub articles_by_warning: BTreeMap<String, u64>,
    /// Files and records that could not be read.
    pub failures: Vec<Failure>,
    /// Number of the failures that concern none of `files`: folders, links that lead nowhere, rules.
    #[serde(skip)]
    pub failures_elsewhere: u64,
    /// Whether the run was stopped before its end. The articles read until then are in the index.
    pub stopped: bool,
    /// Duration of the run.
    #[serde(rename = "took_ms", serialize_with = "milliseconds")]
    pub took: Duration,
}

fn milliseconds<S: serde::Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64((took.as_secs_f64() * 10_000.0).round() / 10.0)
}
