//! What a run has to do: what is there, compared with what the index knows.

use crate::clean::user_rules::rules_path;
use crate::corpus::Globs;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::article::ReadOptions;
use crate::article::SourceKey;
use crate::corpus::{FileFormat, SourceFile, WalkResult, walk};
use crate::index::{FileEntry, FileTable};
use crate::indexer::scope::Scope;
use crate::report::{Failure, IndexReport};

/// What a run has to do.
#[derive(Default)]
pub(super) struct IndexPlan {
    /// Files to be read.
    pub todo: Vec<PendingFile>,
    /// How much there is in them, in bytes.
    pub bytes: u64,
    /// Files that are gone.
    pub gone: Vec<SourceKey>,
}

/// A file to be read.
#[derive(Clone)]
pub(super) struct PendingFile {
    pub key: SourceKey,
    pub path: PathBuf,
    pub format_hint: Option<FileFormat>,
    pub size: u64,
    pub modified: i64,
    /// How the files of its folder are read.
    pub options: Arc<ReadOptions>,
    /// What the index knows of it.
    pub old: Option<FileEntry>,
    /// Whether it is to be read even when it has not changed.
    pub reread: bool,
}

impl PendingFile {
    /// How many articles of it the index has.
    pub fn replaces(&self) -> u64 {
        self.old.as_ref().map_or(0, |old| old.articles)
    }

    /// What the table will say of it, when nothing came of it yet.
    pub fn source(&self, hash: u64) -> FileEntry {
        FileEntry { size: self.size, modified: self.modified, hash, ..FileEntry::default() }
    }
}

impl IndexPlan {
    /// Compares what is in a folder with what the index knows of it. A folder that is not there, or in which nothing
    /// is left, may be on a disk that is not mounted: what the index has of it stays, unless `prune` says otherwise.
    pub fn add(&mut self, scope: &Scope, known: &FileTable, prune: bool, report: &mut IndexReport) {
        let Scope { folder, reread, .. } = scope;
        let of_scope = |key: &SourceKey| scope.holds(key);
        let mut found = if scope.start().exists() { look(scope) } else { WalkResult::default() };
        if found.is_empty() && !prune {
            let articles: u64 =
                known.iter().filter(|(key, _)| of_scope(key)).map(|(_, source)| source.articles).sum();
            if articles > 0 {
                report.unchanged += articles;
                report.failures.push(missing(&scope.start(), articles));
                return;
            }
        }
        let globs = Globs::from_options(&folder.options);
        let listed = found.files.len();
        found.files.retain(|file| globs.is_match(&file.relative_path));
        if found.files.len() < listed {
            *report.skipped.entry("excluded".into()).or_default() += (listed - found.files.len()) as u64;
        }
        report.files += found.files.len() as u64;
        let own_rules = u64::from(rules_path(folder).starts_with(scope.start()));
        for (kind, count) in found.skipped {
            // The rules of the folder were read, in their way.
            let rules = if kind == "rules" && rules_path(folder).is_file() { own_rules } else { 0 };
            if count > rules {
                *report.skipped.entry(kind).or_default() += count - rules;
            }
        }
        let mut there = HashSet::with_capacity(found.files.len());
        let reading = Arc::new(folder.options.clone());
        for file in found.files {
            let key = SourceKey { folder: folder.id, path: file.relative_path.clone() };
            match known.get(&key).filter(|old| !reread && is_same(old, &file)) {
                Some(old) => remember(scope, &key, old, report),
                None => self.todo.push(todo(scope, &key, file, &reading, known)),
            }
            there.insert(key);
        }
        self.bytes = self.todo.iter().map(|todo| todo.size).sum();
        // What lies below a folder that could not be looked at is not gone.
        let unseen = |path: PathBuf| found.failures.iter().any(|failure| path.starts_with(&failure.path));
        let gone = known.keys().filter(|key| of_scope(key) && !there.contains(key));
        self.gone.extend(gone.filter(|key| !unseen(folder.path.join(&key.path))).cloned());
        report.failures.extend(found.failures);
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.todo.is_empty() && self.gone.is_empty()
    }
}

fn todo(
    scope: &Scope,
    key: &SourceKey,
    file: SourceFile,
    reading: &Arc<ReadOptions>,
    known: &FileTable,
) -> PendingFile {
    PendingFile {
        key: key.clone(),
        path: scope.path_of(key),
        format_hint: file.format_hint,
        size: file.size,
        modified: file.modified,
        options: Arc::clone(reading),
        old: known.get(key).cloned(),
        reread: scope.reread || known.get(key).is_some_and(|old| old.unfinished),
    }
}

/// Whether a file looks as it did when it was read.
fn is_same(old: &FileEntry, file: &SourceFile) -> bool {
    !old.unfinished && (old.size, old.modified) == (file.size, file.modified)
}

/// Counts a file that has not changed; what was wrong with it still is.
fn remember(scope: &Scope, key: &SourceKey, old: &FileEntry, report: &mut IndexReport) {
    report.unchanged += old.articles;
    for (line, reason) in &old.failures {
        report.failures.push(Failure { path: scope.path_of(key), line: *line, reason: reason.clone() });
    }
}

fn missing(path: &std::path::Path, articles: u64) -> Failure {
    let there = if path.exists() { "the folder is empty" } else { "folder not found" };
    let reason = format!(
        "{there}: mount its disk if it is not mounted; its {articles} articles stay in the index until you run \
         `clippings index --prune`, or `clippings index --at` if it has moved"
    );
    Failure::new(path, reason)
}

/// What is in a folder now.
fn look(scope: &Scope) -> WalkResult {
    let below = &scope.below;
    let mut found = walk(&scope.start());
    for file in &mut found.files {
        file.relative_path = match (below.is_empty(), file.relative_path.is_empty()) {
            (true, _) => std::mem::take(&mut file.relative_path),
            (false, true) => below.clone(),
            (false, false) => format!("{below}/{}", file.relative_path),
        };
    }
    found
}
