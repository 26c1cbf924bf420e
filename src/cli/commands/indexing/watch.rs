//! `clippings watch`: keeps the index up to date while it runs.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use clippings::IndexDir;
use clippings::IndexOptions;
use clippings::Indexer;
use clippings::internals::clean::user_rules::rules_path;
use clippings::internals::index::IndexInfo;
use notify::{Event, EventKind, RecursiveMode, Watcher};

use crate::cli::args::{Common, WatchArgs};
use crate::cli::exit_code::SUCCESS;
use crate::cli::interrupt;
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::progress_bar::ProgressBar;

/// Time without changes after which an update starts.
const DEBOUNCE: Duration = Duration::from_millis(500);
/// Longest time to wait for changes to end.
const MAX_DEBOUNCE: Duration = Duration::from_secs(5);
/// Interval at which Ctrl-C is checked.
const POLL_INTERVAL: Duration = Duration::from_millis(200);
/// Interval of full scans, because some file systems do not report changes.
const RESCAN_INTERVAL: Duration = Duration::from_secs(600);

/// Runs `clippings watch`.
pub(crate) fn run(args: &WatchArgs, common: &Common) -> anyhow::Result<u8> {
    let index_dir = common.index_dir()?;
    let stop = interrupt::flag();
    let options = IndexOptions { lock_timeout: Duration::from_secs(3600), ..IndexOptions::default() };
    let indexer = Indexer::new(index_dir.clone()).options(options).stop_when(stop.clone());
    let mut paths = args.paths.clone();
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).context("cannot watch folders")?;
    let mut watched = WatchedPaths::default();
    while !stop.load(Ordering::Relaxed) {
        update_and_report(&indexer, &paths, common)?;
        paths.clear(); // the index knows them now
        for folder in IndexInfo::open(&index_dir)?.meta.folders {
            let rules = rules_path(&folder);
            for (path, mode) in watched.add(folder.path, rules) {
                watcher.watch(&path, mode).with_context(|| format!("cannot watch {}", path.display()))?;
            }
        }
        let next_scan = Instant::now() + RESCAN_INTERVAL;
        while !stop.load(Ordering::Relaxed)
            && Instant::now() < next_scan
            && !wait_for_change(&changes, &index_dir, &watched)
        {}
    }
    Ok(SUCCESS)
}

/// Watched folders, and their rules files, which may be outside them.
#[derive(Debug, Default)]
struct WatchedPaths {
    folders: Vec<PathBuf>,
    rules: Vec<PathBuf>,
}

impl WatchedPaths {
    /// Adds a folder or file and its rules file. Returns the further paths to watch.
    fn add(&mut self, folder: PathBuf, rules: PathBuf) -> Vec<(PathBuf, RecursiveMode)> {
        let mut new_paths = Vec::new();
        if !self.folders.contains(&folder) && folder.exists() {
            new_paths.push((folder.clone(), RecursiveMode::Recursive));
            self.folders.push(folder);
        }
        // Watch the folder rather than the file, because editors replace files.
        let parent = rules.parent().filter(|parent| parent.is_dir() && !self.is_inside(&rules));
        if let Some(parent) = parent
            && !self.rules.contains(&rules)
        {
            new_paths.push((parent.to_owned(), RecursiveMode::NonRecursive));
            self.rules.push(rules);
        }
        new_paths
    }

    /// Returns whether `path` is in a watched folder.
    fn is_inside(&self, path: &Path) -> bool {
        self.folders.iter().any(|folder| path.starts_with(folder))
    }

    /// Returns whether a change of `path` can change the index.
    fn is_relevant(&self, path: &Path) -> bool {
        self.is_inside(path) || self.rules.iter().any(|rules| rules == path)
    }
}

/// Updates the index and reports changes, if there are any.
fn update_and_report(indexer: &Indexer, paths: &[PathBuf], common: &Common) -> anyhow::Result<()> {
    let report = indexer.run(paths, &ProgressBar::new(common.quiet))?;
    messages::print_failures(&report.failures, &PathDisplay::relative_to_current_dir());
    if report.added + report.updated + report.moved + report.removed > 0 && !common.quiet {
        messages::print(&format!(
            "{} added, {} updated, {} moved, {} removed; {}",
            report.added,
            report.updated,
            report.moved,
            report.removed,
            messages::count_articles(report.articles)
        ));
    }
    Ok(())
}

/// Waits up to [`POLL_INTERVAL`] for a change outside the index, and then until changes end. Returns whether
/// one came.
fn wait_for_change(
    changes: &Receiver<notify::Result<Event>>,
    index_dir: &IndexDir,
    watched: &WatchedPaths,
) -> bool {
    let is_relevant = |event: &notify::Result<Event>| match event {
        Ok(event) => {
            let is_relevant =
                |path: &PathBuf| !path.starts_with(index_dir.path()) && watched.is_relevant(path);
            !matches!(event.kind, EventKind::Access(_)) && event.paths.iter().any(is_relevant)
        }
        Err(_) => true, // events were lost
    };
    match changes.recv_timeout(POLL_INTERVAL) {
        Ok(event) if is_relevant(&event) => {}
        Ok(_) | Err(RecvTimeoutError::Timeout) => return false,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(DEBOUNCE);
            return false;
        }
    }
    let start = Instant::now();
    while start.elapsed() < MAX_DEBOUNCE && changes.recv_timeout(DEBOUNCE).is_ok() {}
    true
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::indexing::watch::*;

    #[test]
    fn rules_files_elsewhere_are_watched_without_their_neighbors() {
        let dir = tempfile::tempdir().expect("a folder");
        let (folder, settings) = (dir.path().join("news"), dir.path().join("settings"));
        std::fs::create_dir(&folder).expect("a folder");
        std::fs::create_dir(&settings).expect("a folder");
        let rules = folder.join("clippings.rules");
        let mut watched = WatchedPaths::default();
        assert_eq!(watched.add(folder.clone(), rules.clone()).len(), 1);
        let elsewhere = settings.join("our.rules");
        let new_paths = watched.add(folder, elsewhere.clone());
        assert_eq!(new_paths, [(settings.clone(), RecursiveMode::NonRecursive)]);
        assert!(watched.is_relevant(&rules) && watched.is_relevant(&elsewhere));
        assert!(!watched.is_relevant(&settings.join("other.rules")));
    }
}
