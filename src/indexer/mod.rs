//! Brings an index in step with folders of articles.
//!
//! A run walks the folders, compares their files with the file table of the index, reads and cleans new and
//! changed files, removes missing ones, and commits at the end and every few minutes. Articles are cleaned in
//! parallel while files are read one after the other; the index has one writer.

mod archive_state;
#[cfg(test)]
mod durability;
mod filters;
mod history;
mod jobs;
mod moved;
mod options;
mod pipeline;
mod place;
mod plan;
mod run_state;
mod sample;
mod scope;
mod sources;
mod user_rules;
mod warnings;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::article::{Folder, SourceKey};
use crate::clean::site_lines::SiteStats;
use crate::error::Error;
use crate::index::{
    ArticleUpdater, FileTable, IndexDir, IndexEngine, Lock, Meta, ReplacedArticles, WriteSession,
};
use crate::indexer::filters::Filters;
use crate::indexer::history::known_contents::KnownContents;
use crate::indexer::history::orphans;
use crate::indexer::pipeline::Pipeline;
use crate::indexer::place::IndexPlace;
use crate::indexer::plan::IndexPlan;
use crate::indexer::run_state::RunState;
use crate::indexer::scope::{MAX_DELETED_RATIO, absolute, scopes};
use crate::indexer::sources::SourceFacts;
#[cfg(feature = "opensearch")]
use crate::opensearch::{ClusterAddress, ClusterIndex, IndexLayout, Machine};
use crate::progress::{Amount, Progress};
use crate::report::IndexReport;
use crate::search::Searcher;
use crate::text::dates::today;

pub use options::{IndexOptions, ReadOverrides};

/// Divisor of the number of articles above which the articles written in a run make it a build, whose
/// segments are merged.
const BUILD_DIVISOR: u64 = 4;

/// Brings an index in step with folders.
#[derive(Debug, Clone)]
pub struct Indexer {
    place: IndexPlace,
    options: IndexOptions,
    stop: Arc<AtomicBool>,
    on_open: fn(&IndexDir, &str),
}

/// The index as a run finds it.
struct RunContext<'r, R> {
    /// Metadata of the index as the run will write it.
    meta: &'r Meta,
    filters: &'r Filters,
    /// Files of the index before the run.
    known_files: &'r FileTable,
    /// Facts that the articles of these files tell about their sources.
    facts: SourceFacts,
    /// Articles of the index that the run replaces.
    replaced: Option<&'r R>,
    site_stats: SiteStats,
    /// Files and folders that a list of changes is relative to.
    before: (&'r FileTable, &'r [Folder]),
}

impl Indexer {
    /// Returns an indexer of the index in `index_dir`.
    pub fn new(index_dir: IndexDir) -> Self {
        Indexer::of(IndexPlace::Dir(index_dir))
    }

    /// Returns an indexer of the index at this address on a cluster, such as
    /// `https://search.example:9200/clippings`. The folders that it indexes belong to this machine, which has
    /// a random id in the user's state folder.
    ///
    /// # Errors
    /// [`Error::Cluster`] if it is not an address.
    #[cfg(feature = "opensearch")]
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        ClusterAddress::parse(address).map(|address| Indexer::of(IndexPlace::Cluster(address, None)))
    }

    /// Indexes the folders as those of `machine`, if the index is on a cluster.
    #[cfg(feature = "opensearch")]
    #[doc(hidden)]
    #[must_use]
    pub fn on_machine(self, machine: Machine) -> Self {
        Indexer { place: self.place.on_machine(machine), ..self }
    }

    fn of(place: IndexPlace) -> Self {
        Indexer { place, options: IndexOptions::default(), stop: Arc::default(), on_open: |_, _| {} }
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
        match &self.place {
            IndexPlace::Dir(dir) => {
                let on_lock = |lock: &Lock| dir.id_or_new(lock).map(|id| (self.on_open)(dir, &id));
                self.run_in(dir, on_lock, || Searcher::open(dir).map(drop), folders, progress)
            }
            #[cfg(feature = "opensearch")]
            IndexPlace::Cluster(address, machine) => {
                let index = ClusterIndex::connect(address, machine.as_ref(), &self.stop)?;
                let IndexOptions { shards, replicas, default_shards, .. } = self.options;
                let default_layout = IndexLayout { shards: default_shards, replicas };
                let index = index.with_layout(IndexLayout { shards, replicas }, default_layout);
                self.run_in(&index, |_| Ok(()), || Ok(()), folders, progress)
            }
        }
    }

    /// Runs in the index of `engine`. Calls `on_lock` with its lock, and `try_search` once it is open.
    fn run_in<E: IndexEngine>(
        &self,
        engine: &E,
        on_lock: impl FnOnce(&E::Lock) -> Result<(), Error>,
        try_search: impl FnOnce() -> Result<(), Error>,
        folders: &[PathBuf],
        progress: &dyn Progress,
    ) -> Result<IndexReport, Error> {
        let start = Instant::now();
        let index_exists = engine.exists()?;
        if folders.is_empty() && !index_exists {
            return Err(Error::NoFolder);
        }
        if !index_exists {
            // Fails before an index is created for a missing folder.
            folders.iter().try_for_each(|folder| absolute(folder, &[]).map(drop))?;
        }
        let lock = place::lock(engine, &self.options, &self.stop, progress)?;
        on_lock(&lock)?;
        let mut session = engine.open(lock, self.options.rebuild)?;
        if !session.is_fresh() {
            try_search()?; // an index that cannot be searched is not up to date
        }
        if self.options.take_over {
            session.take_over(&folders.iter().map(|folder| scope::resolved(folder)).collect::<Vec<_>>());
        }
        let known_folders = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let mut meta = Meta::new(known_folders.clone());
        if self.options.take_over {
            scope::join_nested(&mut meta.folders);
        }
        let folders = moved::move_folder(self.options.moved_to.as_deref(), folders, &mut meta.folders)?;
        let paths: Vec<PathBuf> =
            folders.iter().map(|folder| absolute(folder, &known_folders)).collect::<Result<_, _>>()?;
        let all_folders =
            self.options.rebuild || self.options.include_known || paths.is_empty() || session.is_fresh();
        let known_files = session.file_table()?;
        let replaced = session.replaced_articles()?;
        let no_files = FileTable::new();
        let replaced_files = replaced.as_ref().map_or(&no_files, ReplacedArticles::files);
        let files = if known_files.is_empty() { replaced_files } else { &known_files };
        let moved_folders = moved::recognize(&mut meta.folders, &paths, files);
        let others = session.other_folders();
        let mut scopes = scopes(&mut meta.folders, others, &paths, all_folders, &self.options.overrides)?;
        let mut failed = user_rules::reload(&mut meta.folders, &mut scopes, session.is_fresh());
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
                plan::refuse_to_lose(scope, session.recovered_folders(), &self.stop)?;
            }
            let prune = self.options.prune;
            if plan.add(scope, &known_files, replaced_files, prune, &self.stop, &mut report).is_none() {
                return stop_early(engine, &session, start);
            }
        }
        for (scope, error) in failed {
            plan.skip(&scope, error, &known_files, replaced_files, &mut report);
        }
        if !session.is_fresh() {
            report.folders_without_site_lines = plan.folders_of_new_texts(&known_files, &meta.folders);
        }
        let is_others = |key: &&SourceKey| others.iter().any(|folder| folder.id == key.folder);
        plan.unreachable.extend(replaced_files.keys().filter(is_others).cloned());
        // Files of folders that have become part of another folder.
        let is_orphan = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        plan.removed.extend(known_files.keys().filter(is_orphan).cloned());
        progress.begin(Amount { files: plan.pending.len() as u64, bytes: plan.bytes, ..Amount::default() });
        let facts = SourceFacts::of_files(&known_files);
        let up_to_date = plan.is_empty()
            && known_folders == meta.folders
            && session.is_complete()
            && sources::files_to_read_again(&known_files, &facts, &meta.folders, &filters).is_empty();
        let replaced = replaced.as_ref();
        let before = (if session.is_fresh() { replaced_files } else { &known_files }, &known_folders[..]);
        let (session, mut report) = match up_to_date {
            true => {
                session.verify(&known_files)?;
                let changes = self.options.list_changes.then(Vec::new);
                let rules = user_rules::unmatched(&meta.folders).collect();
                let report = IndexReport { changes, rules, ..report };
                (session, RunState::new(report, FileTable::new()).into_report())
            }
            false => {
                let Some(site_stats) = sample::learn(&mut session, &plan, replaced, &self.stop)? else {
                    return stop_early(engine, &session, start);
                };
                let (meta, filters, known_files) = (&meta, &filters, &known_files);
                let context = RunContext { meta, filters, known_files, facts, replaced, site_stats, before };
                self.execute(engine, session, plan, context, report, progress)?
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

    fn execute<E: IndexEngine>(
        &self,
        engine: &E,
        session: E::Session,
        mut plan: IndexPlan<'_>,
        context: RunContext<'_, <E::Session as WriteSession>::Replaced>,
        report: IndexReport,
        progress: &dyn Progress,
    ) -> Result<(E::Session, IndexReport), Error> {
        let RunContext { meta, filters, known_files, facts, replaced, site_stats, before } = context;
        let today = self.options.today.unwrap_or_else(today);
        let contents = KnownContents::read(&session, replaced, known_files, today)?;
        let is_orphan = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        let orphans: Vec<_> = plan.removed.iter().filter(is_orphan).collect();
        let replaces_index = session.replaces_older_generation();
        let updater = session.into_updater(meta)?;
        let moved_folders = report.moved_folders.clone();
        let mut state = RunState::new(report, known_files.clone());
        state.postpone(&plan.postponed);
        state.written = self.options.list_changes.then(HashSet::new);
        let mut pipeline = Pipeline {
            updater: &updater,
            progress,
            state: Mutex::new(state),
            contents: &contents,
            replaced,
            meta,
            site_stats: &site_stats,
            facts,
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
                return Err(Error::Stopped { path: engine.path().to_owned() });
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
        let folders_after = pipeline.meta_after().folders;
        pipeline.update_state(|state| {
            state.count_missing(removed, known_files);
            state.report_rules(&folders_after, stopped);
            state.report.stopped = stopped;
        });
        if !stopped {
            pipeline.settle_sources()?;
        }
        pipeline.update_state(|state| state.list_changes(before, replaces_index, &meta.folders));
        if replaces_index && stopped {
            return Err(Error::Stopped { path: engine.path().to_owned() });
        }
        pipeline.commit_and_merge()?;
        let state = pipeline.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((updater.finish()?, state.into_report()))
    }

    /// Removes a folder and its articles from the index. The files stay as they are.
    ///
    /// # Errors
    /// [`Error::UnknownFolder`] if the folder is not in the index, and other errors if the index cannot be
    /// read or written.
    pub fn forget(&self, folder: &Path) -> Result<IndexReport, Error> {
        match &self.place {
            IndexPlace::Dir(dir) => scope::forget(dir, folder, &self.options, &self.stop),
            #[cfg(feature = "opensearch")]
            IndexPlace::Cluster(address, machine) => {
                let index = ClusterIndex::connect(address, machine.as_ref(), &self.stop)?;
                scope::forget(&index, folder, &self.options, &self.stop)
            }
        }
    }
}

/// Returns the report of a run that is stopped before anything is read.
fn stop_early<E: IndexEngine>(
    engine: &E,
    session: &E::Session,
    start: Instant,
) -> Result<IndexReport, Error> {
    if session.replaces_older_generation() {
        return Err(Error::Stopped { path: engine.path().to_owned() });
    }
    let (articles, took) = (session.num_articles()?, start.elapsed());
    Ok(IndexReport { articles, stopped: true, took, ..IndexReport::default() })
}
