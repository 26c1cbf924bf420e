//! Waits for changes that the system reports.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, RecommendedWatcher, Watcher};

use crate::cli::commands::indexing::watch::folders::WatchedFolders;

/// Time without changes after which an update starts.
const DEBOUNCE: Duration = Duration::from_millis(500);
/// Longest time to wait for changes to end.
const MAX_DEBOUNCE: Duration = Duration::from_secs(5);
/// Interval at which Ctrl-C is checked.
const SIGNAL_INTERVAL: Duration = Duration::from_millis(200);

/// The changes that the system reports.
pub(super) struct Changes {
    events: Receiver<notify::Result<Event>>,
}

/// Changes that were reported in a while.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Whether it can change the index.
    pub is_relevant: bool,
    /// Whether there were more changes than were reported.
    pub is_lost: bool,
}

impl Changes {
    /// Returns the changes that a new watcher reports, and the watcher. There may be no watcher if the system
    /// has no more of them.
    pub(super) fn new() -> (Changes, notify::Result<RecommendedWatcher>) {
        let (sender, events) = channel();
        let config = Config::default().with_follow_symlinks(false);
        (Changes { events }, RecommendedWatcher::new(sender, config))
    }

    /// Waits a moment for a change, and then until changes end.
    pub(super) fn wait(&self, watched: &mut WatchedFolders) -> Change {
        let mut change = Change::default();
        match self.events.recv_timeout(SIGNAL_INTERVAL) {
            Ok(event) => add(event, watched, &mut change),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(SIGNAL_INTERVAL),
        }
        let start = Instant::now();
        while change.is_relevant && start.elapsed() < MAX_DEBOUNCE {
            match self.events.recv_timeout(DEBOUNCE) {
                Ok(event) => add(event, watched, &mut change),
                Err(_) => break,
            }
        }
        change
    }
}

/// Adds an event to `change`. Folders that it removes or replaces are no longer watched.
fn add(event: notify::Result<Event>, watched: &mut WatchedFolders, change: &mut Change) {
    let Ok(event) = event else {
        change.is_lost = true;
        return;
    };
    change.is_lost |= event.need_rescan();
    if matches!(event.kind, EventKind::Access(_)) {
        return;
    }
    for path in &event.paths {
        if !watched.is_relevant(path) {
            continue;
        }
        change.is_relevant = true;
        match event.kind {
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => watched.forget(path),
            _ if path.is_dir() => watched.list_again(),
            _ => {}
        }
    }
}
