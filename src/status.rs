//! The status of an index, and the changes in its folders that it lacks.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::article::{Folder, FolderOwner, SourceKey};
use crate::corpus::{FileFormat, Globs, format_from_name, pdf_reader, walk};
use crate::error::Error;
use crate::index::{FileTable, FileWarning, IndexDir, IndexInfo, IndexStats, Meta};
use crate::report::Failure;
use crate::text::path_key;

/// The status of an index.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct Status {
    /// Time of the last commit, in seconds since 1970. Serialized as a timestamp.
    #[serde(serialize_with = "as_timestamp")]
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>, format = DateTime))]
    pub written: i64,
    /// Version of the program that wrote the index.
    pub program: String,
    /// Notes on the state of the index, such as an older format.
    pub notes: Vec<String>,
    /// Number of articles.
    pub articles: u64,
    /// Number of deleted articles that still take up space.
    pub deleted: u64,
    /// State of the cluster, if the index is on one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<ClusterState>,
    /// Number of segments.
    pub segments: usize,
    /// Size in bytes.
    pub bytes: u64,
    /// Number of articles by language code; `und` if the language is unknown.
    pub languages: BTreeMap<String, u64>,
    /// Oldest publication date.
    #[serde(rename = "first")]
    pub first_date: Option<String>,
    /// Newest publication date.
    #[serde(rename = "last")]
    pub last_date: Option<String>,
    /// Folders of the index.
    pub folders: Vec<FolderStatus>,
    /// Reader of PDFs on this machine, in words; `None` if the folders have none.
    #[serde(skip)]
    pub pdf_reader: Option<String>,
    /// Files and records that could not be read.
    pub failures: Vec<Failure>,
    /// Number of articles and rules that there are warnings about.
    pub warned: u64,
    /// Warnings about articles; of an archive file with many of a kind, the first and the number of the
    /// others.
    pub warnings: Vec<Failure>,
}

fn as_timestamp<S: serde::Serializer>(seconds: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    time_of(*seconds).serialize(serializer)
}

/// Formats seconds since 1970 as a timestamp (`2024-10-18T12:14:00Z`). Returns `None` outside of the years
/// -9999 to 9999.
pub fn time_of(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// State of a cluster that has an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct ClusterState {
    /// `green` if all copies are there, `yellow` if only copies are missing, `red` if articles are.
    pub health: String,
    /// Number of parts into which the articles are divided.
    pub shards: u32,
    /// Number of copies that the cluster is to keep of each.
    pub replicas: u32,
    /// Number of parts and copies that are on no node.
    pub unassigned: u64,
    /// Size in bytes, with the copies.
    pub total_bytes: u64,
}

impl ClusterState {
    /// Returns the state of a cluster.
    #[cfg(feature = "opensearch")]
    pub(crate) fn new(
        health: &str,
        (shards, replicas): (u32, u32),
        unassigned: u64,
        total_bytes: u64,
    ) -> Self {
        ClusterState { health: health.to_owned(), shards, replicas, unassigned, total_bytes }
    }
}

/// The status of a folder of an index.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct FolderStatus {
    /// Path of the folder.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    pub path: PathBuf,
    /// Whether the folder exists.
    #[serde(rename = "there")]
    pub exists: bool,
    /// Number of files read.
    pub files: u64,
    /// Number of articles in them.
    pub articles: u64,
    /// Size of the files in bytes.
    pub bytes: u64,
    /// Whether the articles are indexed without cutting boilerplate.
    #[serde(rename = "as_is")]
    pub keep_everything: bool,
    /// Changes since the last run, or `None` if the folder could not be walked.
    #[serde(rename = "behind")]
    pub pending: Option<PendingChanges>,
    /// Machine that indexed the folder, if it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indexed_by: Option<String>,
    /// Day of the last run of that machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(format = Date))]
    pub indexed_on: Option<String>,
}

/// Number of files that changed since an index was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct PendingChanges {
    /// Number of new files.
    pub new: u64,
    /// Number of files with another size or modification time.
    pub changed: u64,
    /// Number of missing files.
    #[serde(rename = "gone")]
    pub removed: u64,
}

impl PendingChanges {
    /// Returns the number of files that changed.
    pub fn files(&self) -> u64 {
        self.new + self.changed + self.removed
    }
}

/// Returns the status of an index. Walks all its folders.
///
/// # Errors
/// [`Error::NoIndex`] if there is no index, and other errors if it cannot be read.
pub fn status(index_dir: &IndexDir) -> Result<Status, Error> {
    status_until(index_dir, &|| false)
}

/// Returns the status of an index. Folders that are not walked before `stop` returns true have no changes.
///
/// # Errors
/// As [`status`].
pub(crate) fn status_until(index_dir: &IndexDir, stop: &dyn Fn() -> bool) -> Result<Status, Error> {
    let info = IndexInfo::open(index_dir)?;
    Ok(describe(&info.meta, &info.files, info.stats()?, info.notes(), stop))
}

/// Describes an index. Folders that are not walked before `stop` returns true have no changes.
pub(crate) fn describe(
    meta: &Meta,
    files: &FileTable,
    stats: IndexStats,
    notes: Vec<String>,
    stop: &dyn Fn() -> bool,
) -> Status {
    let IndexStats { articles, deleted, segments, bytes, days } = stats;
    let folders = &meta.folders;
    let path_of = |key: &SourceKey| {
        let folder = folders.iter().find(|folder| folder.id == key.folder)?;
        Some(folder.file_path(&key.path))
    };
    let (mut failures, mut warnings, mut warned) = (Vec::new(), Vec::new(), 0);
    for (key, entry) in files {
        let Some(path) = path_of(key) else { continue };
        let failure = |(line, reason): &(Option<u64>, String)| Failure {
            path: path.clone(),
            line: *line,
            reason: reason.clone(),
        };
        failures.extend(entry.failures.iter().map(failure));
        warned += entry.warnings.iter().map(|warning| warning.articles).sum::<u64>();
        warnings.extend(entry.warnings.iter().flat_map(|warning| listed(warning, &path)));
    }
    // What another machine's rules match, it tells itself.
    for folder in folders.iter().filter(|folder| !meta.owners.contains_key(&folder.id)) {
        let warning = |(line, rule): (u32, &str)| {
            Failure::at_line(folder.rules_path(), line.into(), format!("matches nothing: {rule}"))
        };
        let before = warnings.len();
        warnings.extend(folder.options.rules.unmatched_rules().map(warning));
        warned += (warnings.len() - before) as u64;
    }
    let is_pdf = |key: &SourceKey| format_from_name(Path::new(&key.path)) == Some(FileFormat::Pdf);
    let has_pdfs = files.keys().any(is_pdf);
    failures.sort();
    // Of an archive file those whose line is not known come last.
    warnings.sort_by(|a: &Failure, b| (&a.path, a.line.is_none(), a).cmp(&(&b.path, b.line.is_none(), b)));
    Status {
        written: meta.written,
        program: meta.program.clone(),
        notes,
        articles,
        deleted,
        cluster: None,
        segments,
        bytes,
        languages: meta.languages.clone(),
        first_date: days.map(|(first, _)| first.to_string()),
        last_date: days.map(|(_, last)| last.to_string()),
        folders: folders.iter().map(|folder| folder_status(folder, meta, files, stop)).collect(),
        pdf_reader: has_pdfs.then(pdf_reader),
        failures,
        warned,
        warnings,
    }
}

/// Returns a warning about articles of the file at `path` for each of them whose line is known, and one for
/// the others.
fn listed(warning: &FileWarning, path: &Path) -> Vec<Failure> {
    let FileWarning { reason, articles, lines } = warning;
    let mut listed: Vec<Failure> =
        lines.iter().map(|line| Failure::at_line(path, *line, reason.clone())).collect();
    match articles.saturating_sub(lines.len() as u64) {
        0 => {}
        1 if lines.is_empty() => listed.push(Failure::new(path, reason.clone())),
        others => {
            let more = if lines.is_empty() { "" } else { " more" };
            listed.push(Failure::new(path, format!("{others}{more} of its records: {reason}")));
        }
    }
    listed
}

fn folder_status(folder: &Folder, meta: &Meta, files: &FileTable, stop: &dyn Fn() -> bool) -> FolderStatus {
    // What is at the path of another machine's folder here is something else.
    let owner = meta.owners.get(&folder.id);
    let mut status = FolderStatus {
        path: folder.path.clone(),
        exists: owner.is_none() && folder.path.exists(),
        files: 0,
        articles: 0,
        bytes: 0,
        keep_everything: folder.options.keep_everything,
        pending: owner.map_or_else(|| changes_in_folder(folder, files, stop), |_| None),
        indexed_by: owner.map(|owner| owner.name.clone()),
        indexed_on: owner.and_then(FolderOwner::day).map(|day| day.to_string()),
    };
    for (_, entry) in files.iter().filter(|(key, _)| key.folder == folder.id) {
        status.files += 1;
        status.articles += entry.articles;
        status.bytes += entry.size;
    }
    status
}

/// Returns the hash of the content of a file, as the file table has it.
///
/// # Errors
/// [`Error::Io`] if it cannot be read.
#[cfg(feature = "opensearch")]
pub(crate) fn content_hash(path: &Path) -> Result<u64, Error> {
    crate::corpus::fingerprint(path).map_err(|error| Error::io("read", path, error))
}

/// Counts the changes in the folders of an index since its last run. Returns `None` if that takes longer than
/// `timeout`, or if a folder is missing.
///
/// # Errors
/// [`Error::NoIndex`] if there is no index, and other errors if it cannot be read.
pub fn pending_changes(index_dir: &IndexDir, timeout: Duration) -> Result<Option<PendingChanges>, Error> {
    let start = Instant::now();
    let info = IndexInfo::open(index_dir)?;
    Ok(changes_in_folders(&info.meta.folders, &info.files, &|| start.elapsed() > timeout))
}

/// Counts the changes in `folders` since `files` was written. Returns `None` if `stop` returns true before,
/// or if a folder is missing.
pub(crate) fn changes_in_folders(
    folders: &[Folder],
    files: &FileTable,
    stop: &dyn Fn() -> bool,
) -> Option<PendingChanges> {
    let mut total = PendingChanges::default();
    for folder in folders {
        let PendingChanges { new, changed, removed } = changes_in_folder(folder, files, stop)?;
        total.new += new;
        total.changed += changed;
        total.removed += removed;
    }
    Some(total)
}

fn changes_in_folder(folder: &Folder, files: &FileTable, stop: &dyn Fn() -> bool) -> Option<PendingChanges> {
    if stop() || !folder.path.exists() {
        return None;
    }
    let in_folder = files.iter().filter(|(key, _)| key.folder == folder.id);
    let filtered = in_folder.filter(|(_, entry)| entry.is_filtered);
    let filtered: HashSet<PathBuf> = filtered.map(|(key, _)| folder.file_path(&key.path)).collect();
    let mut walked = walk(&folder.path, &|path| filtered.contains(path), stop)?;
    let known = files.keys().filter(|key| key.folder == folder.id).count() as u64;
    let (mut pending, mut existing) = (PendingChanges::default(), 0);
    let globs = Globs::from_options(&folder.options);
    walked.select(|path| globs.is_match(path));
    for file in walked.files {
        let key = SourceKey { folder: folder.id, path: file.relative_path };
        match files.get(&key) {
            None => pending.new += 1,
            Some(entry) => {
                existing += 1;
                let is_behind = match entry.is_filtered {
                    // Its filter may never come again.
                    true => entry.has_changed(file.size, file.modified, file.identity),
                    false => {
                        entry.differs(file.size, file.modified, file.identity)
                            && !entry.was_unreadable(file.size, file.modified)
                    }
                };
                pending.changed += u64::from(is_behind);
            }
        }
    }
    pending.removed = known - existing;
    Some(pending)
}
