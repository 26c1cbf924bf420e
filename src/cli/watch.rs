//! `clippings watch`: keeping the index in step as long as it runs.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::Context;
use clippings::engine::{Catalog, IndexPlace};
use clippings::indexer::{Indexer, Options};
use clippings::progress::Silent;
use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::args::{Common, WatchArgs};
use super::place::{Shown, index_place};
use super::{FOUND, interrupt, messages};

/// A change is waited out until nothing has changed for so long,
const QUIET: Duration = Duration::from_millis(500);
/// but no longer than this.
const LONGEST: Duration = Duration::from_secs(5);
/// Everything is looked through so often, whatever the system says: some disks do not tell of changes.
const ROUND: Duration = Duration::from_secs(600);

/// Runs `clippings watch`.
pub fn run(args: &WatchArgs, common: &Common) -> anyhow::Result<u8> {
    let place = index_place(common.index.as_deref())?;
    let stop = interrupt::flag();
    let options = Options { wait: Duration::from_secs(3600), ..Options::default() };
    let indexer = Indexer::new(place.clone()).options(options).stop_when(stop.clone());
    let mut paths = args.paths.clone();
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(sender).context("cannot watch folders")?;
    let mut watched: Vec<PathBuf> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        refresh(&indexer, &paths, common)?;
        paths.clear(); // the index knows them now
        for folder in Catalog::open(&place)?.meta.folders {
            if !watched.contains(&folder.path) && folder.path.exists() {
                watcher
                    .watch(&folder.path, RecursiveMode::Recursive)
                    .with_context(|| format!("cannot watch {}", folder.path.display()))?;
                watched.push(folder.path);
            }
        }
        let round = Instant::now() + ROUND;
        while !stop.load(Ordering::Relaxed) && Instant::now() < round && !changed(&changes, &place) {}
    }
    Ok(FOUND)
}

/// Brings the index in step and says what was done, when anything was.
fn refresh(indexer: &Indexer, paths: &[PathBuf], common: &Common) -> anyhow::Result<()> {
    let report = indexer.run(paths, &Silent)?;
    messages::failures(&report.failures, &Shown::here());
    if report.added + report.updated + report.moved + report.removed > 0 && !common.quiet {
        messages::say(&format!(
            "{} added, {} updated, {} moved, {} removed; {} articles",
            report.added, report.updated, report.moved, report.removed, report.articles
        ));
    }
    Ok(())
}

/// Waits a moment for a change outside of the index; one that came is waited out.
fn changed(changes: &Receiver<notify::Result<Event>>, place: &IndexPlace) -> bool {
    let counts = |event: &notify::Result<Event>| match event {
        Ok(event) => {
            let inside = event.paths.iter().all(|path| path.starts_with(place.path()));
            !matches!(event.kind, EventKind::Access(_)) && !inside
        }
        Err(_) => true, // events were lost
    };
    match changes.recv_timeout(Duration::from_millis(200)) {
        Ok(event) if counts(&event) => {}
        Ok(_) | Err(RecvTimeoutError::Timeout) => return false,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(QUIET);
            return false;
        }
    }
    let start = Instant::now();
    while start.elapsed() < LONGEST && changes.recv_timeout(QUIET).is_ok() {}
    true
}
