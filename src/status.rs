//! The third use case: how an index stands, and how far it is behind its folders.

use crate::corpus::Globs;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::article::Folder;
use crate::article::SourceKey;
use crate::corpus::walk_until;
use crate::error::Error;
use crate::index::{FileTable, IndexDir, IndexInfo, IndexStats};
use crate::report::Failure;

/// How an index stands.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    /// When it was last written, in seconds since 1970; for programs as a time.
    #[serde(serialize_with = "as_time")]
    pub written: i64,
    /// The version of the program that wrote it.
    pub program: String,
    /// How many articles it has.
    pub articles: u64,
    /// How many articles that are deleted still take up room.
    pub deleted: u64,
    /// In how many segments they lie.
    pub segments: usize,
    /// How many bytes it takes.
    pub bytes: u64,
    /// How many articles are in each language, by its code; `und` where that is not known.
    pub languages: BTreeMap<String, u64>,
    /// The oldest day of publication.
    pub first: Option<String>,
    /// The newest day of publication.
    pub last: Option<String>,
    /// Its folders.
    pub folders: Vec<FolderStatus>,
    /// What of them could not be read.
    pub failures: Vec<Failure>,
}

fn as_time<S: serde::Serializer>(seconds: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    time_of(*seconds).serialize(serializer)
}

/// A second since 1970 as programs read it (`2024-10-18T12:14:00Z`); `None` outside of the years -9999 to 9999.
pub fn time_of(seconds: i64) -> Option<String> {
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// How a folder of an index stands.
#[derive(Debug, Clone, Serialize)]
pub struct FolderStatus {
    /// The folder.
    pub path: PathBuf,
    /// Whether it is there.
    #[serde(rename = "there")]
    pub exists: bool,
    /// How many files of it were read.
    pub files: u64,
    /// How many articles came of them.
    pub articles: u64,
    /// How many bytes they have.
    pub bytes: u64,
    /// Whether its articles are kept as they are.
    #[serde(rename = "as_is")]
    pub keep_everything: bool,
    /// What has changed in it since; nothing where that was not looked at.
    #[serde(rename = "behind")]
    pub pending: Option<PendingChanges>,
}

/// What has changed since an index was written, in files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct PendingChanges {
    /// Files that are new.
    pub new: u64,
    /// Files that look changed.
    pub changed: u64,
    /// Files that are gone.
    pub gone: u64,
}

impl PendingChanges {
    /// How many files there are to look into.
    pub fn files(&self) -> u64 {
        self.new + self.changed + self.gone
    }
}

/// How the index at `place` stands. Its folders are looked through, however long that takes.
///
/// # Errors
/// When there is none or it cannot be read.
pub fn status(place: &IndexDir) -> Result<Status, Error> {
    let catalog = IndexInfo::open(place)?;
    let IndexStats { articles, deleted, segments, bytes, days } = catalog.stats()?;
    let folders = &catalog.meta.folders;
    let path_of = |key: &SourceKey| {
        let folder = folders.iter().find(|folder| folder.id == key.folder)?;
        Some(if key.path.is_empty() { folder.path.clone() } else { folder.path.join(&key.path) })
    };
    let mut failures: Vec<Failure> = Vec::new();
    for (key, source) in &catalog.files {
        let Some(path) = path_of(key) else { continue };
        let failure = |(line, reason): &(Option<u64>, String)| Failure {
            path: path.clone(),
            line: *line,
            reason: reason.clone(),
        };
        failures.extend(source.failures.iter().map(failure));
    }
    failures.sort();
    Ok(Status {
        written: catalog.meta.written,
        program: catalog.meta.program.clone(),
        articles,
        deleted,
        segments,
        bytes,
        languages: catalog.meta.languages.clone(),
        first: days.map(|(first, _)| first.to_string()),
        last: days.map(|(_, last)| last.to_string()),
        folders: folders.iter().map(|folder| folder_status(folder, &catalog.files)).collect(),
        failures,
    })
}

fn folder_status(folder: &Folder, sources: &FileTable) -> FolderStatus {
    let exists = folder.path.exists();
    let mut status = FolderStatus {
        path: folder.path.clone(),
        exists,
        files: 0,
        articles: 0,
        bytes: 0,
        keep_everything: folder.options.keep_everything,
        pending: exists.then(|| pending_in_folder(folder, sources, &|| false)).flatten(),
    };
    for (_, source) in sources.iter().filter(|(key, _)| key.folder == folder.id) {
        status.files += 1;
        status.articles += source.articles;
        status.bytes += source.size;
    }
    status
}

/// How far the index at `place` is behind its folders; `None` when that cannot be told within `patience`, or when a
/// folder is not there.
///
/// # Errors
/// When there is no index or it cannot be read.
pub fn pending_changes(place: &IndexDir, patience: Duration) -> Result<Option<PendingChanges>, Error> {
    let start = Instant::now();
    let catalog = IndexInfo::open(place)?;
    let enough = || start.elapsed() > patience;
    let mut sum = PendingChanges::default();
    for folder in &catalog.meta.folders {
        let found = if enough() { None } else { pending_in_folder(folder, &catalog.files, &enough) };
        let Some(PendingChanges { new, changed, gone }) = found else { return Ok(None) };
        (sum.new, sum.changed, sum.gone) = (sum.new + new, sum.changed + changed, sum.gone + gone);
    }
    Ok(Some(sum))
}

fn pending_in_folder(
    folder: &Folder,
    sources: &FileTable,
    enough: &dyn Fn() -> bool,
) -> Option<PendingChanges> {
    if !folder.path.exists() {
        return None;
    }
    let found = walk_until(&folder.path, enough)?;
    let known = sources.keys().filter(|key| key.folder == folder.id).count() as u64;
    let (mut pending, mut seen) = (PendingChanges::default(), 0);
    let globs = Globs::from_options(&folder.options);
    for file in found.files.into_iter().filter(|file| globs.is_match(&file.relative_path)) {
        let key = SourceKey { folder: folder.id, path: file.relative_path };
        match sources.get(&key) {
            None => pending.new += 1,
            Some(source) => {
                seen += 1;
                let same = (source.size, source.modified) == (file.size, file.modified);
                pending.changed += u64::from(!same || source.unfinished);
            }
        }
    }
    pending.gone = known - seen;
    Some(pending)
}
