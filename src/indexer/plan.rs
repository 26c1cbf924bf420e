//! The plan of a run: the files of the folders compared with the file table of the index.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::{Folder, ReadOptions, SourceKey};
use crate::corpus::{FileFormat, Globs, InputFilter, SourceFile, WalkResult, extension_of, walk};
use crate::error::Error;
use crate::index::{FileEntry, FileTable, KnownFolder};
use crate::indexer::filters::Filters;
use crate::indexer::scope::Scope;
use crate::report::{Failure, IndexReport};
use crate::text::path_key;
use crate::text::shell_word::shell_word;

/// Minimum number of new texts in a folder whose sites may have lines to learn from them.
const MIN_NEW_TEXTS: usize = 50;

/// The files that a run has to read and to remove.
pub(super) struct IndexPlan<'f> {
    /// Filters that read files of other formats.
    filters: &'f Filters,
    /// Files to read.
    pub pending: Vec<PendingFile>,
    /// Total size of the files to read, in bytes.
    pub bytes: u64,
    /// Files that no longer exist.
    pub removed: Vec<SourceKey>,
    /// Files of the replaced index in folders that cannot be read.
    pub unreachable: Vec<SourceKey>,
    /// Files whose articles are kept and that must be read again as soon as their filter is there.
    pub postponed: Vec<SourceKey>,
}

/// A file to read.
#[derive(Clone)]
pub(super) struct PendingFile {
    pub key: SourceKey,
    pub path: PathBuf,
    pub format_hint: Option<FileFormat>,
    pub size: u64,
    pub modified: i64,
    pub identity: Option<u64>,
    /// Options of its folder.
    pub options: Arc<ReadOptions>,
    /// Filter that turns it into text, in place of a reader of its format.
    pub filter: Option<Arc<InputFilter>>,
    /// Entry in the file table, if the index has the file.
    pub indexed: Option<FileEntry>,
    /// Whether it is read even if it has not changed.
    pub force_read: bool,
}

impl PendingFile {
    /// Returns the number of its articles in the index.
    pub(super) fn indexed_articles(&self) -> u64 {
        self.indexed.as_ref().map_or(0, |entry| entry.articles)
    }

    /// Returns its entry for the file table while it is being read: the one that the index has, or one
    /// without articles.
    pub(super) fn unfinished_entry(&self) -> FileEntry {
        let entry = self.indexed.clone().unwrap_or_else(|| self.new_entry(0));
        FileEntry { unfinished: true, ..entry }
    }

    /// Returns its entry for the file table, without articles.
    pub(super) fn new_entry(&self, hash: u64) -> FileEntry {
        let PendingFile { size, modified, identity, .. } = *self;
        FileEntry { size, modified, identity, hash, ..FileEntry::default() }
    }
}

impl<'f> IndexPlan<'f> {
    /// Returns a plan without files.
    pub(super) fn new(filters: &'f Filters) -> Self {
        let (pending, removed, unreachable, postponed) = Default::default();
        IndexPlan { filters, pending, bytes: 0, removed, unreachable, postponed }
    }

    /// Adds the differences between the files of a folder and the file table. A folder that is missing or
    /// empty may be on a disk that is not mounted, so the index keeps its articles, unless `prune` is set.
    /// `replaced` has the files of the index that the run replaces. Returns `None` once `stop` is set.
    pub(super) fn add(
        &mut self,
        scope: &Scope,
        known: &FileTable,
        replaced: &FileTable,
        prune: bool,
        stop: &AtomicBool,
        report: &mut IndexReport,
    ) -> Option<()> {
        let Scope { folder, force_read, .. } = scope;
        let in_scope = |key: &SourceKey| scope.contains(key);
        let filtered = filtered_paths(scope, [known, replaced]);
        let is_filtered = |path: &Path| self.filters.of(path).is_some() || filtered.contains(path);
        let mut walked = walk_scope(scope, &is_filtered, stop)?;
        if walked.is_empty() && !prune {
            let articles = articles_in(scope, known) + articles_in(scope, replaced);
            if articles > 0 {
                self.leave(scope, missing_folder(&scope.root(), articles), known, replaced, report);
                return Some(());
            }
        }
        let globs = Globs::from_options(&folder.options);
        walked.select(|path| globs.is_match(path));
        report.files += walked.files.len() as u64;
        let has_rules_file = u64::from(folder.rules_path().starts_with(scope.root()));
        for (kind, count) in walked.skipped {
            // The rules file of the folder was read, though not as an article.
            let rules = if kind == "rules" && folder.rules_path().is_file() { has_rules_file } else { 0 };
            if count > rules {
                *report.skipped.entry(kind).or_default() += count - rules;
            }
        }
        let mut existing = HashSet::with_capacity(walked.files.len());
        let options = Arc::new(folder.options.clone());
        for file in walked.files {
            let key = SourceKey { folder: folder.id, path: file.relative_path.clone() };
            let filter = || self.filters.of(&scope.path_of(&key)).cloned();
            let filter = if self.filters.is_empty() { None } else { filter() };
            let entry = known.get(&key);
            let is_kept = |entry: &&FileEntry| entry.is_filtered && filter.is_none();
            let is_current = |entry: &&FileEntry| {
                // A filter that is new reads what was read without it.
                let is_read_so = filter.is_none() || entry.is_filtered;
                is_read_so && !entry.differs(file.size, file.modified, file.identity)
            };
            if let Some(kept) = entry.or_else(|| replaced.get(&key)).filter(is_kept) {
                self.keep(scope, &key, &file, kept, entry.is_some(), report);
            } else if let Some(entry) = entry.filter(|entry| !force_read && is_current(entry)) {
                count_unchanged(scope, &key, entry, report);
            } else {
                self.pending.push(pending_file(scope, &key, file, &options, filter, entry));
            }
            existing.insert(key);
        }
        self.bytes = self.pending.iter().map(|file| file.size).sum();
        // Files below a folder that could not be listed are not removed.
        let is_inaccessible =
            |path: PathBuf| walked.failures.iter().any(|failure| path.starts_with(&failure.path));
        let is_inaccessible = |key: &SourceKey| is_inaccessible(folder.file_path(&key.path));
        let is_missing = |key: &SourceKey| in_scope(key) && !existing.contains(key);
        self.removed.extend(known.keys().filter(|key| is_missing(key) && !is_inaccessible(key)).cloned());
        let unreachable = replaced.keys().filter(|key| is_missing(key) && is_inaccessible(key));
        self.unreachable.extend(unreachable.cloned());
        report.failures_elsewhere += walked.failures.len() as u64;
        let failures = walked.failures.into_iter();
        report.failures.extend(failures.map(|failure| Failure::new(failure.path, failure.reason)));
        Some(())
    }

    /// Keeps the article of a file that was read through a filter, since the run does not have the filter.
    /// `entry` is that of the file in the index, or else in the one that is replaced.
    fn keep(
        &mut self,
        scope: &Scope,
        key: &SourceKey,
        file: &SourceFile,
        entry: &FileEntry,
        is_known: bool,
        report: &mut IndexReport,
    ) {
        let extension = extension_of(&scope.path_of(key)).unwrap_or_default();
        let kept = report.kept.entry(extension).or_default();
        kept.articles += entry.articles;
        kept.changed_files += u64::from(entry.has_changed(file.size, file.modified, file.identity));
        match is_known {
            false => self.unreachable.push(key.clone()),
            true => {
                report.unchanged += entry.articles;
                if scope.force_read {
                    self.postponed.push(key.clone());
                }
            }
        }
    }

    /// Leaves the articles of a folder as they are, because of `error`.
    pub(super) fn skip(
        &mut self,
        scope: &Scope,
        error: Error,
        known: &FileTable,
        replaced: &FileTable,
        report: &mut IndexReport,
    ) {
        let failure = match error {
            Error::Rules { path, problem } => Failure::new(path, problem),
            error => Failure::new(scope.root(), error.to_string()),
        };
        self.leave(scope, failure, known, replaced, report);
    }

    fn leave(
        &mut self,
        scope: &Scope,
        failure: Failure,
        known: &FileTable,
        replaced: &FileTable,
        report: &mut IndexReport,
    ) {
        report.failures_elsewhere += 1;
        report.failures.push(failure);
        report.unchanged += articles_in(scope, known);
        self.unreachable.extend(replaced.keys().filter(|key| scope.contains(key)).cloned());
    }

    /// Returns the folders most of whose plain texts are new. The line statistics of their sites were learned
    /// without these texts.
    pub(super) fn folders_of_new_texts(&self, known_files: &FileTable, folders: &[Folder]) -> Vec<PathBuf> {
        let is_new_text =
            |file: &&PendingFile| file.indexed.is_none() && file.format_hint == Some(FileFormat::Text);
        let is_mostly_new = |folder: &&Folder| {
            let new =
                self.pending.iter().filter(is_new_text).filter(|file| file.key.folder == folder.id).count();
            new >= MIN_NEW_TEXTS
                && !folder.options.keep_everything
                && new > known_files.keys().filter(|key| key.folder == folder.id).count()
        };
        folders.iter().filter(is_mostly_new).map(|folder| folder.path.clone()).collect()
    }

    /// Returns whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.removed.is_empty()
    }
}

fn pending_file(
    scope: &Scope,
    key: &SourceKey,
    file: SourceFile,
    options: &Arc<ReadOptions>,
    filter: Option<Arc<InputFilter>>,
    entry: Option<&FileEntry>,
) -> PendingFile {
    let is_unfiltered = filter.is_some() && entry.is_some_and(|entry| !entry.is_filtered);
    PendingFile {
        key: key.clone(),
        path: scope.path_of(key),
        format_hint: file.format_hint,
        size: file.size,
        modified: file.modified,
        identity: file.identity,
        options: Arc::clone(options),
        filter,
        indexed: entry.cloned(),
        force_read: scope.force_read || is_unfiltered || entry.is_some_and(|entry| entry.unfinished),
    }
}

/// Counts an unchanged file, and reports its failures again.
fn count_unchanged(scope: &Scope, key: &SourceKey, entry: &FileEntry, report: &mut IndexReport) {
    report.unchanged += entry.articles;
    for (line, reason) in &entry.failures {
        report.failures.push(Failure { path: scope.path_of(key), line: *line, reason: reason.clone() });
    }
}

fn missing_folder(path: &Path, articles: u64) -> Failure {
    let problem = if path.exists() { "the folder is empty" } else { "folder not found" };
    let stay = match articles {
        1 => "its article stays".to_owned(),
        articles => format!("its {articles} articles stay"),
    };
    let reason = format!(
        "{problem}: mount its disk if it is not mounted; {stay} in the index until you run \
         `clippings index --prune`, or `clippings index {} --at NEW` if it has moved",
        shell_word(&path_key::shown(path))
    );
    Failure::new(path, reason)
}

/// Returns the number of articles of `table` in `scope`.
fn articles_in(scope: &Scope, table: &FileTable) -> u64 {
    table.iter().filter(|(key, _)| scope.contains(key)).map(|(_, entry)| entry.articles).sum()
}

/// Returns whether the folder of a scope is missing or empty, as that of a disk that is not mounted.
pub(super) fn is_away(scope: &Scope, stop: &AtomicBool) -> bool {
    walk_scope(scope, &|_| false, stop).is_some_and(|walked| walked.is_empty())
}

/// Returns the paths of the files in `scope` that were read through a filter.
fn filtered_paths(scope: &Scope, tables: [&FileTable; 2]) -> HashSet<PathBuf> {
    let entries = tables.into_iter().flatten();
    let filtered = entries.filter(|(key, entry)| entry.is_filtered && scope.contains(key));
    filtered.map(|(key, _)| scope.path_of(key)).collect()
}

/// Walks a scope, which may be missing. Files for which `is_filtered` returns true are listed whatever their
/// format. The paths of the result are those below the folder. Returns `None` once `stop` is set.
fn walk_scope(scope: &Scope, is_filtered: &dyn Fn(&Path) -> bool, stop: &AtomicBool) -> Option<WalkResult> {
    let subpath = &scope.subpath;
    if !scope.root().exists() {
        return Some(WalkResult::default());
    }
    let mut walked = walk(&scope.root(), is_filtered, || stop.load(Ordering::Relaxed))?;
    for file in &mut walked.files {
        file.relative_path = match (subpath.is_empty(), file.relative_path.is_empty()) {
            (true, _) => std::mem::take(&mut file.relative_path),
            (false, true) => subpath.clone(),
            (false, false) => format!("{subpath}/{}", file.relative_path),
        };
    }
    Some(walked)
}

/// Fails if the folder of `scope` is away and the index had articles of it that cannot be carried over, since
/// all that is known of the index is its list of folders.
pub(super) fn refuse_to_lose(
    scope: &Scope,
    recovered: &[KnownFolder],
    stop: &AtomicBool,
) -> Result<(), Error> {
    let known = recovered.iter().find(|known| known.folder.id == scope.folder.id);
    match known.map_or(0, |known| known.articles) {
        articles if articles > 0 && is_away(scope, stop) => {
            Err(Error::FolderAway { path: scope.root(), articles })
        }
        _ => Ok(()),
    }
}
