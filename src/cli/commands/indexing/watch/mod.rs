//! `clippings watch`: keeps the index up to date while it runs.

mod changes;
mod folders;
mod problems;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clippings::internals::article::Folder;
use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;
use clippings::{Error, IndexOptions, Indexer};

use crate::cli::args::{Common, WatchArgs};
use crate::cli::commands::indexing::watch::changes::Changes;
use crate::cli::commands::indexing::watch::folders::WatchedFolders;
use crate::cli::commands::indexing::watch::problems::Problems;
use crate::cli::commands::saved::run::report_index;
use crate::cli::exit_code::SUCCESS;
use crate::cli::folder_args::FilterArgs;
use crate::cli::output::messages;
use crate::cli::output::progress_bar::ProgressBar;
use crate::cli::{interrupt, known_indexes};

/// Interval of full scans, because some file systems do not report changes.
const RESCAN_INTERVAL: Duration = Duration::from_secs(600);
/// Interval of full scans after a problem that may be gone by then.
const RETRY_INTERVAL: Duration = Duration::from_secs(30);
/// Smallest interval of full scans while the system does not report all changes.
const POLL_INTERVAL: Duration = Duration::from_secs(5);
/// Smallest ratio of the time between two scans to the time that one takes.
const IDLE_RATIO: u32 = 20;

/// Problem of an index that another program has deleted.
const INDEX_GONE: &str = "the index is gone: run `clippings index FOLDER` to build it again";

/// Runs `clippings watch`.
pub(crate) fn run(args: &WatchArgs, common: &Common) -> anyhow::Result<u8> {
    let location = common.index_location()?;
    let stop = interrupt::flag();
    let mut watch = Watch::new(&location, args.paths.clone(), common, Arc::clone(&stop))?;
    // What came while nothing was watched is reported first.
    watch.has_changed = true;
    while !stop.load(Ordering::Relaxed) {
        let start = Instant::now();
        let outcome = watch.update()?;
        if args.alerts && std::mem::take(&mut watch.has_changed) {
            match report_index(&location, common) {
                Err(error) if messages::is_broken_pipe(&error) => return Err(error),
                Err(error) => messages::print_error(&error),
                Ok(()) => {}
            }
        }
        if outcome == Outcome::NewFolders {
            continue; // their changes since they were read
        }
        let took = start.elapsed();
        let pause = match outcome {
            _ if !watch.watched.is_complete() => POLL_INTERVAL,
            Outcome::Problems => RETRY_INTERVAL,
            _ => RESCAN_INTERVAL,
        };
        watch.wait(pause.max(took * IDLE_RATIO).min(RESCAN_INTERVAL), took);
    }
    Ok(SUCCESS)
}

/// The result of an update.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The index has folders that are not watched yet.
    NewFolders,
    /// The index could not be updated, or not all of it.
    Problems,
    /// The index is up to date.
    UpToDate,
}

/// A running watch.
struct Watch<'w> {
    indexer: Indexer,
    location: &'w IndexLocation,
    /// Paths to add to the index, until it has them.
    new_paths: Vec<PathBuf>,
    /// Folders of the index.
    folders: Vec<Folder>,
    changes: Changes,
    watched: WatchedFolders,
    problems: Problems,
    quiet: bool,
    stop: Arc<AtomicBool>,
    /// Whether an update has succeeded.
    has_run: bool,
    /// Whether the index has changed since saved searches were run.
    has_changed: bool,
    /// Number of files in the folders.
    files: u64,
    /// Whether the user was told that the folders are watched.
    is_announced: bool,
}

impl<'w> Watch<'w> {
    fn new(
        location: &'w IndexLocation,
        new_paths: Vec<PathBuf>,
        common: &Common,
        stop: Arc<AtomicBool>,
    ) -> anyhow::Result<Self> {
        let mut options = IndexOptions::default();
        common.configured_filters.apply(&FilterArgs::default(), &mut options)?;
        options.lock_timeout = Duration::from_secs(3600);
        let indexer = location.indexer()?.options(options).stop_when(Arc::clone(&stop));
        let (changes, watcher) = Changes::new();
        Ok(Watch {
            indexer: indexer.on_open(known_indexes::remember),
            location,
            new_paths,
            folders: Vec::new(),
            changes,
            watched: WatchedFolders::new(watcher),
            problems: Problems::default(),
            quiet: common.quiet,
            stop,
            has_run: false,
            has_changed: false,
            files: 0,
            is_announced: false,
        })
    }

    /// Watches the folders that exist, updates the index and reports changes and new problems.
    ///
    /// # Errors
    /// If the first update fails for a reason that will not go away.
    fn update(&mut self) -> anyhow::Result<Outcome> {
        let problem = self.watched.sync(&self.folders, self.location.folder(), &self.stop);
        let mut problems: Vec<String> = problem.into_iter().collect();
        let display = PathDisplay::relative_to_current_dir();
        let (mut outcome, mut has_failed) = (Outcome::UpToDate, false);
        let mut is_reachable = true;
        match self.indexer.run(&self.new_paths, &ProgressBar::new(self.quiet)) {
            Ok(report) => {
                self.has_run = true;
                self.files = report.files;
                self.new_paths.clear(); // the index knows them now
                if !report.failures.is_empty() {
                    outcome = Outcome::Problems;
                }
                problems.extend(messages::format_each_failure(&report.failures, &display));
                // Once, as a problem is, and whenever the numbers change.
                problems.extend(messages::kept_articles(&report));
                let has_changed = report.added + report.updated + report.moved + report.removed > 0;
                self.has_changed |= has_changed;
                if has_changed && !self.quiet {
                    messages::print(&format!(
                        "{} added, {} updated, {} moved, {} removed; {}",
                        report.added,
                        report.updated,
                        report.moved,
                        report.removed,
                        messages::count_articles(report.articles)
                    ));
                }
            }
            Err(error) if !self.has_run && is_final(&error) => return Err(error.into()),
            Err(error) => {
                has_failed = true;
                is_reachable = !matches!(error, Error::Cluster { .. });
                outcome = Outcome::Problems;
                let is_gone = self.has_run && matches!(error, Error::NoFolder);
                problems.push(if is_gone { INDEX_GONE.to_owned() } else { error.to_string() });
            }
        }
        let folders = is_reachable.then(|| self.location.folders());
        match folders.unwrap_or_else(|| Ok(self.folders.clone())) {
            Ok(folders) if folders != self.folders => {
                self.folders = folders;
                outcome = Outcome::NewFolders;
            }
            Ok(_) => {}
            Err(Error::NoIndex { .. }) if has_failed && self.has_run => {} // said above
            Err(error) if !problems.contains(&error.to_string()) => problems.push(error.to_string()),
            Err(_) => {}
        }
        self.problems.report(problems, has_failed);
        if self.has_run && outcome != Outcome::NewFolders {
            self.announce();
        }
        Ok(outcome)
    }

    /// Says, once, that the folders are watched.
    fn announce(&mut self) {
        if std::mem::replace(&mut self.is_announced, true) || self.quiet {
            return;
        }
        let folders = messages::count_of(self.folders.len() as u64, "folder");
        messages::print(&format!("watching {folders} with {}", messages::count_files(self.files)));
    }

    /// Waits for a change, at most for `pause`. An update took `took`.
    fn wait(&mut self, pause: Duration, took: Duration) {
        let (start, mut is_lost) = (Instant::now(), false);
        // Changes that were not reported are looked for, but not without a pause.
        while start.elapsed() < pause && !(is_lost && start.elapsed() >= took * IDLE_RATIO) {
            let change = self.changes.wait(&mut self.watched);
            is_lost |= change.is_lost;
            if change.is_relevant || self.watched.has_other_starts() || self.stop.load(Ordering::Relaxed) {
                return;
            }
        }
        self.watched.list_again();
    }
}

/// Returns whether an error of the first update is one of the user, which waiting does not mend.
fn is_final(error: &Error) -> bool {
    if matches!(error, Error::Io { error, .. } if error.kind() == std::io::ErrorKind::InvalidInput) {
        return true; // not a regular file
    }
    match error {
        Error::Io { .. } | Error::Rules { .. } | Error::Locked { .. } | Error::BeingBuilt { .. } => false,
        Error::Cluster { problem, .. } => !problem.may_pass(),
        _ => true,
    }
}
