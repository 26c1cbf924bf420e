//! The first use case: bringing an index in step with folders of articles.
//!
//! Walk, compare with what the index knows, read and clean what is new or changed, remove what is gone, commit: once, and every few minutes in a
//! long run.
//! Articles are cleaned in parallel as files and archive files are read one after the other; the engine has one writer.

#[cfg(test)]
mod durability;
mod jobs;
mod pipeline;
mod plan;
mod run_state;
mod sample;
mod scope;
mod user_rules;
mod warnings;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::article::SourceKey;
use crate::article::{FieldMap, FieldRole};
use crate::article::{Folder, ReadOptions};
use crate::clean::site_lines::SiteStats;
use crate::corpus::FileFormat;
use crate::error::Error;
use crate::index::{FileTable, IndexDir, IndexSession, Lock, Meta, Update, dictionary_sample_size};
use crate::indexer::pipeline::Pipeline;
use crate::indexer::plan::{IndexPlan, PendingFile};
use crate::indexer::run_state::RunState;
use crate::indexer::scope::{absolute, find, scopes};
use crate::progress::{Amount, NoProgress, Progress};
use crate::report::IndexReport;

/// From so many bytes on that are to be read the index learns from a sample of them how to store its texts.
const WORTH_LEARNING: u64 = 1 << 20;

/// What a long run has done is committed so often.
const COMMIT_EVERY: Duration = Duration::from_secs(180);
/// When more than this part of the articles in an index is deleted, it is written anew in one segment.
const DELETED: f64 = 0.2;

/// A run is a build when it read one in so many of the articles or more: then what it wrote is worth putting together.
const BUILD: u64 = 4;

/// Brings an index in step with folders.
#[derive(Debug, Clone)]
pub struct Indexer {
    place: IndexDir,
    options: IndexOptions,
    stop: Arc<AtomicBool>,
}

/// How a run goes about its work.
#[derive(Debug, Clone)]
pub struct IndexOptions {
    /// Read everything again into a new index, which replaces the old one when it is complete.
    pub rebuild: bool,
    /// Remove the articles of folders that are not there or in which nothing is left.
    pub prune: bool,
    /// Bring all folders the index knows in step, beside those that are named.
    pub include_known: bool,
    /// Where the folder of the run is now: its articles are kept, and their paths lead there.
    pub moved_to: Option<PathBuf>,
    /// Wait so long for another process that writes the index.
    pub lock_timeout: Duration,
    /// Put all in one segment at the end, in which nothing is deleted.
    pub force_merge: bool,
    /// Commit what is done so often in a long run.
    pub commit_interval: Duration,
    /// How the folders named are to be read from now on.
    pub overrides: ReadOverrides,
}

impl Default for IndexOptions {
    fn default() -> Self {
        IndexOptions {
            rebuild: false,
            prune: false,
            include_known: false,
            moved_to: None,
            lock_timeout: Duration::ZERO,
            force_merge: false,
            commit_interval: COMMIT_EVERY,
            overrides: ReadOverrides::default(),
        }
    }
}

/// What was chosen about the folders of a run. What was not chosen stays as it was.
#[derive(Debug, Clone, Default)]
pub struct ReadOverrides {
    /// Whether their articles are clean already, so that nothing is cut.
    pub keep_everything: Option<bool>,
    /// Fields of records by what they are, where their names are not common ones.
    pub fields: Vec<(FieldRole, String)>,
    /// Patterns of the files that are read.
    pub include: Vec<String>,
    /// Patterns of files that are not read.
    pub exclude: Vec<String>,
    /// A file of rules about what to keep and to cut.
    pub rules: Option<PathBuf>,
}

impl ReadOverrides {
    /// `before` with what was chosen.
    fn apply(&self, before: &ReadOptions) -> ReadOptions {
        let mut reading = before.clone();
        reading.keep_everything = self.keep_everything.unwrap_or(before.keep_everything);
        if !self.fields.is_empty() {
            reading.fields = FieldMap::default();
            // An empty name goes back to the common ones.
            for (role, field) in self.fields.iter().filter(|(_, field)| !field.is_empty()) {
                reading.fields.set(*role, field.clone());
            }
        }
        if !self.include.is_empty() || !self.exclude.is_empty() {
            reading.include.clone_from(&self.include);
            reading.exclude.clone_from(&self.exclude);
        }
        if let Some(path) = &self.rules {
            reading.rules.path = Some(user_rules::absolute(path));
        }
        reading
    }
}

impl Indexer {
    /// An indexer of the index at `place`.
    pub fn new(place: IndexDir) -> Self {
        Indexer { place, options: IndexOptions::default(), stop: Arc::default() }
    }

    /// How the runs go about their work.
    #[must_use]
    pub fn options(mut self, options: IndexOptions) -> Self {
        self.options = options;
        self
    }

    /// A run comes to its end, what it has done committed, soon after `stop` is set.
    #[must_use]
    pub fn stop_when(mut self, stop: Arc<AtomicBool>) -> Self {
        self.stop = stop;
        self
    }

    /// Adds `folders` to those the index knows and brings it in step with them, or with all it knows when `folders`
    /// is empty or everything is built anew.
    ///
    /// A file that cannot be read is a failure in the report; what the index holds of it stays there. So does what it
    /// holds of a folder that is not there.
    ///
    /// # Errors
    /// When a folder is not there that the index does not know, or the index cannot be read or written. The index is
    /// then as it was at its last commit.
    pub fn run(&self, folders: &[PathBuf], progress: &dyn Progress) -> Result<IndexReport, Error> {
        let start = Instant::now();
        let there = self.place.current().map_or(true, |current| current.is_some());
        if folders.is_empty() && !there {
            return Err(Error::NoFolder);
        }
        if !there {
            // Nothing is made for a folder that is not there.
            folders.iter().try_for_each(|folder| absolute(folder, &[]).map(drop))?;
        }
        let session = IndexSession::open_with(&self.place, self.lock(progress)?, self.options.rebuild)?;
        let before = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let mut meta = Meta::new(before.clone());
        let folders = self.moved_to(folders, &mut meta.folders)?;
        let wanted: Vec<PathBuf> =
            folders.iter().map(|folder| absolute(folder, &before)).collect::<Result<_, _>>()?;
        let all =
            self.options.rebuild || self.options.include_known || wanted.is_empty() || session.is_fresh();
        let mut scopes = scopes(&mut meta.folders, &wanted, all, &self.options.overrides)?;
        user_rules::refresh(&mut meta.folders, &mut scopes)?;
        let known = session.file_table()?;
        let mut report = IndexReport::default();
        let mut plan = IndexPlan::default();
        for scope in &scopes {
            // A folder that was read once may be gone; one that never was is a slip of the pen.
            let unknown = || !known.keys().any(|key| scope.holds(key));
            let needed = session.is_fresh() && !self.options.prune || !scope.below.is_empty() && unknown();
            if needed && !scope.start().exists() {
                return Err(Error::FolderNotFound { path: scope.start() });
            }
            plan.add(scope, &known, self.options.prune, &mut report);
        }
        if !session.is_fresh() {
            report.folders_without_site_lines = unlearned(&plan, &known, &meta.folders);
        }
        // Files of folders that have become part of another.
        let forgotten = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        plan.gone.extend(known.keys().filter(forgotten).cloned());
        progress.begin(Amount { files: plan.todo.len() as u64, bytes: plan.bytes, ..Amount::default() });
        let idle = plan.is_empty() && before == meta.folders && session.is_complete();
        let (session, mut report) = match idle {
            true => (session, RunState::new(report, FileTable::new()).finish()),
            false => self.carry_out(session, plan, &meta, &known, report, progress)?,
        };
        let wanted = self.options.force_merge || session.deleted_ratio()? > DELETED;
        if wanted {
            progress.writing();
        }
        if wanted || (report.added + report.updated) * BUILD >= session.num_articles()? {
            session.force_merge()?;
        }
        progress.end();
        report.articles = session.num_articles()?;
        report.took = start.elapsed();
        Ok(report)
    }

    fn carry_out(
        &self,
        mut session: IndexSession,
        plan: IndexPlan,
        meta: &Meta,
        known: &FileTable,
        report: IndexReport,
        progress: &dyn Progress,
    ) -> Result<(IndexSession, IndexReport), Error> {
        // While an older index answers, a new one is not seen before it is complete.
        let commit_interval = (!session.replaces_older_generation()).then_some(self.options.commit_interval);
        let replaces = session.replaces_older_generation();
        let stats = learn(&mut session, &plan)?;
        let writer = session.into_updater()?;
        for key in &plan.gone {
            writer.update(&Update { remove: Some(key), add: None }, || ())?;
        }
        let work = Pipeline {
            writer: &writer,
            progress,
            tally: Mutex::new(RunState::new(report, known.clone())),
            meta,
            stats: &stats,
            rules: user_rules::parsed(&meta.folders),
            stop: &self.stop,
            commit_interval,
            committed: Mutex::new(Instant::now()),
        };
        work.run(plan.todo)?;
        progress.writing();
        work.with_tally(|tally| {
            tally.drop_missing(&plan.gone, known);
            tally.name_rules(&meta.folders);
            tally.report.stopped = self.stop.load(Ordering::Relaxed);
        });
        if replaces && self.stop.load(Ordering::Relaxed) {
            return Err(Error::Stopped { path: self.place.path().to_owned() });
        }
        work.commit()?;
        let tally = work.tally.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok((writer.finish()?, tally.finish()))
    }

    /// Takes the writers' lock, waiting for whoever holds it as long as the options say.
    fn lock(&self, progress: &dyn Progress) -> Result<Lock, Error> {
        let start = Instant::now();
        let mut reported = false;
        loop {
            match self.place.lock() {
                Err(Error::Locked { holder, .. })
                    if start.elapsed() < self.options.lock_timeout && !self.stop.load(Ordering::Relaxed) =>
                {
                    if !std::mem::replace(&mut reported, true) {
                        progress.waiting(&holder);
                    }
                    std::thread::sleep(Duration::from_millis(50));
                }
                outcome => return outcome,
            }
        }
    }

    /// Notes where a folder is now, when the options say that it has moved. Which one, `folders` says, or there is
    /// only one.
    fn moved_to(&self, folders: &[PathBuf], known: &mut [Folder]) -> Result<Vec<PathBuf>, Error> {
        let Some(at) = &self.options.moved_to else { return Ok(folders.to_vec()) };
        let at = absolute(at, &[])?;
        let folder = match (folders, known) {
            ([], [folder]) => folder,
            ([path], known) => find(known, path)?,
            ([] | [..], known) => {
                let known = known.iter().map(|folder| folder.path.display().to_string());
                return Err(Error::AmbiguousFolder { known: known.collect::<Vec<_>>().join(", ") });
            }
        };
        folder.path.clone_from(&at);
        Ok(vec![at])
    }

    /// Takes a folder out of the index, its articles with it. The folder itself is left alone.
    ///
    /// # Errors
    /// When the index does not know it, or cannot be written.
    pub fn forget(&self, folder: &Path) -> Result<IndexReport, Error> {
        let start = Instant::now();
        if self.place.current()?.is_none() {
            return Err(Error::NoIndex { path: self.place.path().to_owned() });
        }
        let session = IndexSession::open_with(&self.place, self.lock(&NoProgress)?, false)?;
        if session.is_fresh() {
            return Err(Error::OtherVersion { path: self.place.path().to_owned() });
        }
        let mut folders = session.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let id = find(&mut folders, folder)?.id;
        folders.retain(|folder| folder.id != id);
        let mut sources = session.file_table()?;
        let gone = sources.extract_if(|key, _| key.folder == id).map(|(_, source)| source.articles).sum();
        let writer = session.into_updater()?;
        writer.remove_folder(id)?;
        writer.commit(|| (Meta::new(folders), sources))?;
        let session = writer.finish()?;
        if session.deleted_ratio()? > DELETED {
            session.force_merge()?;
        }
        let (articles, took) = (session.num_articles()?, start.elapsed());
        Ok(IndexReport { removed: gone, articles, took, ..IndexReport::default() })
    }
}

/// The folders most of whose texts are new: what is known of their sites was learned without them, if at all.
fn unlearned(plan: &IndexPlan, known: &FileTable, folders: &[Folder]) -> Vec<PathBuf> {
    let teaches = |todo: &&PendingFile| todo.old.is_none() && todo.format_hint == Some(FileFormat::Text);
    let mostly_new = |folder: &&Folder| {
        let new = plan.todo.iter().filter(teaches).filter(|todo| todo.key.folder == folder.id).count();
        new > 1
            && !folder.options.keep_everything
            && new > known.keys().filter(|key| key.folder == folder.id).count()
    };
    folders.iter().filter(mostly_new).map(|folder| folder.path.clone()).collect()
}

/// What is learned before a run begins: how texts are stored, and the lines that come back on the pages of a site, which
/// are given back. Each once in the life of an index.
fn learn(session: &mut IndexSession, plan: &IndexPlan) -> Result<SiteStats, Error> {
    let of_texts = session.needs_dictionary() && plan.bytes >= WORTH_LEARNING;
    let of_sites = session.is_fresh();
    let room = dictionary_sample_size(plan.bytes);
    let (dictionary, stats) = rayon::join(
        || of_texts.then(|| crate::index::learn_dictionary(&sample::sample(&plan.todo, room))).flatten(),
        || of_sites.then(|| sample::learn_sites(&plan.todo)),
    );
    if let Some(dictionary) = dictionary {
        session.set_dictionary(dictionary)?;
    }
    match stats {
        Some(stats) => {
            if !stats.is_empty() {
                session.set_site_table(&stats)?;
            }
            Ok(stats)
        }
        None => session.site_table(),
    }
}
