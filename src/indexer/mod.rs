//! Brings an index in step with folders of articles.
//!
//! A run walks the folders, compares their files with the file table of the index, reads and cleans new and
//! changed files, removes missing ones, and commits at the end and every few minutes. Articles are cleaned in
//! parallel while files are read one after the other; the index has one writer.

mod archive_state;
mod carry_over;
mod day_orders;
#[cfg(test)]
mod durability;
mod filters;
mod history;
mod jobs;
mod moved;
mod options;
mod pipeline;
mod plan;
mod run_state;
mod sample;
mod scope;
mod user_rules;
mod warnings;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::article::{Folder, SourceKey};
use crate::clean::site_lines::SiteStats;
use crate::error::Error;
use crate::index::{DayOrders, FileTable, IndexDir, IndexSession, KnownFolder, Lock, Meta, StoredArticles};
use crate::indexer::filters::Filters;
use crate::indexer::history::known_contents::KnownContents;
use crate::indexer::history::orphans;
use crate::indexer::pipeline::Pipeline;
use crate::indexer::plan::IndexPlan;
use crate::indexer::run_state::RunState;
use crate::indexer::scope::{Scope, absolute, find_folder, scopes};
use crate::progress::{Amount, NoProgress, Progress};
use crate::report::IndexReport;
use crate::search::Searcher;
use crate::text::dates::today;

pub use options::{IndexOptions, ReadOverrides};

/// Ratio of deleted articles above which all segments are merged into one.
const MAX_DELETED_RATIO: f64 = 0.2;

/// Divisor of the number of articles above which the articles written in a run make it a build, whose
/// segments are merged.
const BUILD_DIVISOR: u64 = 4;

/// Time between two attempts to take the lock of the index.
const LOCK_RETRY_INTERVAL: Duration = Duration::from_millis(50);

/// Brings an index in step with folders.
#[derive(Debug, Clone)]
pub struct Indexer {
    index_dir: IndexDir,
    options: IndexOptions,
    stop: Arc<AtomicBool>,
    on_open: fn(&IndexDir, &str),
}

/// The index as a run finds it.
struct RunContext<'r> {
    /// Metadata of the index as the run will write it.
    meta: &'r Meta,
    filters: &'r Filters,
    /// Files of the index before the run.
    known_files: &'r FileTable,
    /// Order of day and month in the articles of these files.
    day_orders: DayOrders,
    /// Articles of the index that the run replaces.
    replaced: Option<&'r StoredArticles>,
    site_stats: SiteStats,
    /// Files and folders that a list of changes is relative to.
    before: (&'r FileTable, &'r [Folder]),
}

impl Indexer {
    /// Returns an indexer of the index in `index_dir`.
    pub fn new(index_dir: IndexDir) -> Self {
        Indexer { index_dir, options: IndexOptions::default(), stop: Arc::default(), on_open: |_, _| {} }
    }

    /// Sets a function that is called when a run has opened the index to write it, with the random
    /// identifier of the index.
    #[must_use]
    pub fn on_open(mut self, on_open: fn(&IndexDir, &str)) -> Self {
        self.on_open = on_open;
        self
    }

    /// Sets the options of the runs.
    #[must_use]
    pub fn options(mut self, options: IndexOptions) -> Self {
        self.options = options;
        self
    }

    /// Sets a flag that ends a run soon after it becomes true. The articles read until then are committed.
    #[must_use]
    pub fn stop_when(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// Adds `folders` to the index and brings it in step with them, or with all its folders if `folders` is
    /// empty or the index is rebuilt.
    ///
    /// A file that cannot be read is a failure in the report. The index keeps the articles it has of such a
    /// file, and those of a missing folder. A new index that replaces an older one carries them over.
    ///
    /// # Errors
    /// [`Error::FolderNotFound`] if a folder does not exist and is not in the index, and other errors if the
    /// index cannot be read or written. The index is then in the state of its last commit.
    pub fn run(&self, folders: &[PathBuf], progress: &dyn Progress) -> Result<IndexReport, Error> {
        let start = Instant::now();
        let index_exists = self.index_dir.current().map_or(true, |current| current.is_some());
        if folders.is_empty() && !index_exists {
            return Err(Error::NoFolder);
        }
        if !index_exists {
            // Fails before an index is created for a missing folder.
            folders.iter().try_for_each(|folder| absolute(folder, &[]).map(drop))?;
        }
        let lock = self.lock(progress)?;
        (self.on_open)(&self.index_dir, &self.index_dir.id_or_new(&lock)?);
        let mut session = IndexSession::open_with(&self.index_dir, lock, self.options.rebuild)?;
        if !session.is_fresh() {
            Searcher::open(&self.index_dir)?; // an index that cannot be searched is not up to date
        }
        let known_folders = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let mut meta = Meta::new(known_folders.clone());
        let folders = moved::move_folder(self.options.moved_to.as_deref(), folders, &mut meta.folders)?;
        let paths: Vec<PathBuf> =
            folders.iter().map(|folder| absolute(folder, &known_folders)).collect::<Result<_, _>>()?;
        let all_folders =
            self.options.rebuild || self.options.include_known || paths.is_empty() || session.is_fresh();
        let known_files = session.file_table()?;
        let replaced = self.replaced_articles(&session)?;
        let no_files = FileTable::new();
        let replaced_files = replaced.as_ref().map_or(&no_files, |stored| &stored.files);
        let files = if known_files.is_empty() { replaced_files } else { &known_files };
        let moved_folders = moved::recognize(&mut meta.folders, &paths, files);
        let mut scopes = scopes(&mut meta.folders, &paths, all_folders, &self.options.overrides)?;
        let mut failed = user_rules::reload(&mut meta.folders, &mut scopes);
        // Nothing must be lost: articles of folders that another one replaces, or of a damaged index.
        let is_kept = |known: &Folder| meta.folders.iter().any(|folder| folder.id == known.id);
        let may_lose = !known_folders.iter().all(is_kept) || !session.recovered_folders().is_empty();
        if !failed.is_empty() && (may_lose || session.is_fresh() && scopes.is_empty()) {
            return Err(failed.swap_remove(0).1);
        }
        let mut report = IndexReport { moved_folders, ..IndexReport::default() };
        let filters = Filters::new(&self.options);
        let mut plan = IndexPlan::new(&filters);
        for scope in &scopes {
            // A folder of the index may be missing; a missing folder that was never read is a typing error.
            let is_unknown = || !known_files.keys().any(|key| scope.contains(key));
            let is_new = session.is_fresh() && replaced.is_none() && !self.options.prune;
            let required = is_new || !scope.subpath.is_empty() && is_unknown();
            if required && !scope.root().exists() {
                return Err(Error::FolderNotFound { path: scope.root() });
            }
            if replaced.is_none() && !self.options.prune {
                refuse_to_lose(scope, session.recovered_folders(), &self.stop)?;
            }
            let prune = self.options.prune;
            if plan.add(scope, &known_files, replaced_files, prune, &self.stop, &mut report).is_none() {
                return self.stop_early(&session, start);
            }
        }
        for (scope, error) in failed {
            plan.skip(&scope, error, &known_files, replaced_files, &mut report);
        }
        if !session.is_fresh() {
            report.folders_without_site_lines = plan.folders_of_new_texts(&known_files, &meta.folders);
        }
        // Files of folders that have become part of another folder.
        let is_orphan = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        plan.removed.extend(known_files.keys().filter(is_orphan).cloned());
        progress.begin(Amount { files: plan.pending.len() as u64, bytes: plan.bytes, ..Amount::default() });
        let day_orders = day_orders::of_files(&known_files);
        let up_to_date = plan.is_empty()
            && known_folders == meta.folders
            && session.is_complete()
            && day_orders::files_to_read_again(&known_files, &day_orders, &meta.folders, &filters).is_empty();
        let replaced = replaced.as_ref();
        let before = (if session.is_fresh() { replaced_files } else { &known_files }, &known_folders[..]);
        let (session, mut report) = match up_to_date {
            true => {
                session.verify_tables()?;
                session.write_folder_list(&known_files)?;
                let changes = self.options.list_changes.then(Vec::new);
                let report = IndexReport { changes, ..report };
                (session, RunState::new(report, FileTable::new()).into_report())
            }
            false => {
                let Some(site_stats) = sample::learn(&mut session, &plan, replaced, &self.stop)? else {
                    return self.stop_early(&session, start);
                };
                let (meta, filters, known_files) = (&meta, &filters, &known_files);
                let context =
                    RunContext { meta, filters, known_files, day_orders, replaced, site_stats, before };
                self.execute(session, plan, context, report, progress)?
            }
        };
        let merge_required = self.options.force_merge || session.deleted_ratio()? > MAX_DELETED_RATIO;
        if merge_required {
            progress.writing();
        }
        let merge_required = merge_required
            || (report.added + report.updated + report.carried_over) * BUILD_DIVISOR
                >= session.num_articles()?;
        if merge_required {
            session.force_merge()?;
        }
        if merge_required || !up_to_date {
            session.compare_articles()?;
        }
        progress.end();
        report.articles = session.num_articles()?;
        report.took = start.elapsed();
        Ok(report)
    }

    /// Returns the report of a run that is stopped before anything is read.
    fn stop_early(&self, session: &IndexSession, start: Instant) -> Result<IndexReport, Error> {
        if session.replaces_older_generation() {
            return Err(Error::Stopped { path: self.index_dir.path().to_owned() });
        }
        let (articles, took) = (session.num_articles()?, start.elapsed());
        Ok(IndexReport { articles, stopped: true, took, ..IndexReport::default() })
    }

    /// Opens the articles of the index that the run replaces; `None` if there is none, or none that can be
    /// opened.
    fn replaced_articles(&self, session: &IndexSession) -> Result<Option<StoredArticles>, Error> {
        if !session.replaces_older_generation() {
            return Ok(None);
        }
        match StoredArticles::open(&self.index_dir) {
            // Without its dictionary no text can be read.
            Ok(stored) => match stored.dictionary() {
                Err(Error::Damaged { .. }) => Ok(None),
                dictionary => dictionary.map(|_| Some(stored)),
            },
            Err(Error::OtherVersion { .. } | Error::Damaged { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn execute(
        &self,
        session: IndexSession,
        mut plan: IndexPlan<'_>,
        context: RunContext<'_>,
        report: IndexReport,
        progress: &dyn Progress,
    ) -> Result<(IndexSession, IndexReport), Error> {
        let RunContext { meta, filters, known_files, day_orders, replaced, site_stats, before } = context;
        let today = self.options.today.unwrap_or_else(today);
        let contents = KnownContents::read(&session, replaced, known_files, today)?;
        let is_orphan = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        let orphans: Vec<_> = plan.removed.iter().filter(is_orphan).collect();
        let replaces_index = session.replaces_older_generation();
        let updater = session.into_updater()?;
        let moved_folders = report.moved_folders.clone();
        let mut state = RunState::new(report, known_files.clone());
        state.postpone(&plan.postponed);
        state.written = self.options.list_changes.then(HashSet::new);
        let mut pipeline = Pipeline {
            updater: &updater,
            progress,
            state: Mutex::new(state),
            contents: &contents,
            index_dir: &self.index_dir,
            replaced,
            meta,
            site_stats: &site_stats,
            day_orders,
            filters,
            rules: user_rules::parse_all(&meta.folders),
            stop: &self.stop,
            commit_interval: None,
            last_commit: Mutex::new(Instant::now()),
            open_archives: Mutex::default(),
        };
        if !orphans.is_empty() {
            let first = orphans::take(&mut plan.pending, &orphans, before.1, &moved_folders);
            pipeline.remove(orphans)?; // no commit has articles without a folder
            pipeline.run(first)?;
            if self.stop.load(Ordering::Relaxed) {
                return Err(Error::Stopped { path: self.index_dir.path().to_owned() });
            }
        }
        // A new index that replaces an older one becomes visible only when it is complete.
        pipeline.commit_interval = (!replaces_index).then_some(self.options.commit_interval);
        pipeline.run(plan.pending)?;
        pipeline.carry_over(plan.unreachable)?;
        progress.writing();
        let stopped = self.stop.load(Ordering::Relaxed);
        // A missing file may have moved to where the run has not been yet.
        let removed = if stopped { &[] } else { &plan.removed[..] };
        pipeline.remove(removed)?;
        pipeline.update_state(|state| {
            state.count_missing(removed, known_files);
            state.report_rules(&meta.folders);
            state.report.stopped = stopped;
        });
        if !stopped {
            pipeline.settle_day_orders()?;
        }
        pipeline.update_state(|state| state.list_changes(before, replaces_index, &meta.folders));
        if replaces_index && stopped {
            return Err(Error::Stopped { path: self.index_dir.path().to_owned() });
        }
        pipeline.commit_and_merge()?;
        let state = pipeline.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((updater.finish()?, state.into_report()))
    }

    /// Takes the lock of the index. Waits for another process for as long as the options allow.
    fn lock(&self, progress: &dyn Progress) -> Result<Lock, Error> {
        let start = Instant::now();
        let mut reported = false;
        loop {
            match self.index_dir.lock() {
                Err(Error::Locked { holder, .. })
                    if start.elapsed() < self.options.lock_timeout && !self.stop.load(Ordering::Relaxed) =>
                {
                    if !std::mem::replace(&mut reported, true) {
                        progress.waiting(&holder);
                    }
                    std::thread::sleep(LOCK_RETRY_INTERVAL);
                }
                result => return result,
            }
        }
    }

    /// Removes a folder and its articles from the index. The files stay as they are.
    ///
    /// # Errors
    /// [`Error::UnknownFolder`] if the folder is not in the index, and other errors if the index cannot be
    /// read or written.
    pub fn forget(&self, folder: &Path) -> Result<IndexReport, Error> {
        let start = Instant::now();
        self.index_dir.existing()?;
        let lock = self.lock(&NoProgress)?;
        if Meta::of_current(&self.index_dir)?.is_none_or(|meta| !meta.index_format().is_current()) {
            return Err(Error::OtherVersion { path: self.index_dir.path().to_owned() });
        }
        let session = IndexSession::open_with(&self.index_dir, lock, false)?;
        let mut folders = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let id = find_folder(&mut folders, folder)?.id;
        folders.retain(|folder| folder.id != id);
        let mut files = session.file_table()?;
        let removed = files.extract_if(|key, _| key.folder == id).map(|(_, entry)| entry.articles).sum();
        let updater = session.into_updater()?;
        updater.remove_folder(id)?;
        updater.commit_and_merge(|| (Meta::new(folders), files))?;
        let session = updater.finish()?;
        if session.deleted_ratio()? > MAX_DELETED_RATIO {
            session.force_merge()?;
        }
        session.compare_articles()?;
        let (articles, took) = (session.num_articles()?, start.elapsed());
        Ok(IndexReport { removed, articles, took, ..IndexReport::default() })
    }
}

/// Fails if the folder of `scope` is away and the index had articles of it that cannot be carried over, since
/// all that is known of the index is its list of folders.
fn refuse_to_lose(scope: &Scope, recovered: &[KnownFolder], stop: &AtomicBool) -> Result<(), Error> {
    let known = recovered.iter().find(|known| known.folder.id == scope.folder.id);
    match known.map_or(0, |known| known.articles) {
        articles if articles > 0 && plan::is_away(scope, stop) => {
            Err(Error::FolderAway { path: scope.root(), articles })
        }
        _ => Ok(()),
    }
}
