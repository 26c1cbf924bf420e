//! The age of the index, and how far its folders have changed since.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::archive::OpenedArchive;
use crate::location::IndexLocation;
use crate::serve::options::ServeOptions;
use crate::serve::page::text::ENGLISH;
use crate::status::{FolderStatus, time_of};

/// Time after which the folders are looked through again, if a page asks.
const RECHECK: Duration = Duration::from_secs(30);
/// Time after which a count tells nothing any more.
const MAX_AGE: Duration = Duration::from_secs(60);
/// Time for which a page waits for a count in place of one that tells nothing any more.
const WAIT: Duration = Duration::from_millis(100);
/// Time limit for looking through the folders.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Age of the index.
#[derive(Debug, Clone)]
pub(crate) struct Freshness {
    /// Time at which the index was written, in seconds since 1970.
    pub written: i64,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// Changes in the folders since then.
    pub folders: FolderChanges,
    /// Number of articles.
    pub articles: u64,
    /// Message that tells the command that brings the index up to date.
    pub remedy: Arc<str>,
}

/// Changes in the folders of an index since it was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum FolderChanges {
    /// Not known yet.
    #[default]
    Unknown,
    /// Some folders do not exist: their number.
    Missing(u64),
    /// Number of files that are new, changed or removed.
    Files(u64),
}

impl Freshness {
    /// Returns the time at which the index was written, in ISO form.
    pub(crate) fn written_iso(&self) -> String {
        time_of(self.written).unwrap_or_default()
    }
}

impl FolderChanges {
    /// Returns the changes that the status of the folders tells.
    fn of(folders: &[FolderStatus]) -> Self {
        let is_missing = |folder: &&FolderStatus| !folder.exists && folder.indexed_by.is_none();
        let missing = folders.iter().filter(is_missing).count() as u64;
        let of_here = folders.iter().filter(|folder| folder.indexed_by.is_none());
        let files: Option<u64> = of_here.map(|folder| Some(folder.pending.as_ref()?.files())).sum();
        match files {
            _ if missing > 0 => FolderChanges::Missing(missing),
            Some(files) => FolderChanges::Files(files),
            None => FolderChanges::Unknown,
        }
    }

    /// Looks through the folders of the index at `location`, which are `folders`.
    fn count(location: &IndexLocation, folders: &[PathBuf]) -> Self {
        let missing = folders.iter().filter(|folder| !folder.exists()).count() as u64;
        // Folders of other machines are on a cluster, too.
        if missing > 0 && matches!(location, IndexLocation::Folder(_)) {
            return FolderChanges::Missing(missing);
        }
        let changes = location.pending_changes(TIME_LIMIT).ok().flatten();
        changes.map_or(FolderChanges::Unknown, |changes| FolderChanges::Files(changes.files()))
    }
}

/// Counts the changes in the folders beside the answers to requests, when a page asks and the last count is
/// old.
#[derive(Clone)]
pub(crate) struct FolderWatch {
    location: IndexLocation,
    remedy: Arc<str>,
    last: Arc<(Mutex<LastCount>, Condvar)>,
}

/// The last count of changes.
#[derive(Default)]
struct LastCount {
    /// Commit that the folders were compared with.
    tag: String,
    changes: FolderChanges,
    counted: Option<Instant>,
    /// Time at which the count that is under way began.
    began: Option<Instant>,
}

impl LastCount {
    /// Returns whether there is a count for the commit `tag` that is younger than `age`.
    fn is_within(&self, age: Duration, tag: &str) -> bool {
        self.tag == tag && self.counted.is_some_and(|counted| counted.elapsed() < age)
    }

    /// Returns the count for the commit `tag`, unless it is so old that it tells nothing any more.
    fn shown(&self, tag: &str) -> FolderChanges {
        if self.is_within(MAX_AGE, tag) { self.changes } else { FolderChanges::Unknown }
    }
}

impl FolderWatch {
    /// Creates a watch over the folders of an index.
    pub(crate) fn new(options: &ServeOptions) -> Self {
        let remedy = options.advice(ENGLISH.behind_remedy).into();
        FolderWatch { location: options.index.clone(), remedy, last: Arc::default() }
    }

    /// Returns the age of `archive`, with the last count of changes.
    pub(crate) fn freshness(&self, archive: &OpenedArchive) -> Freshness {
        let changes = self.changes(&archive.tag, || {
            archive.searcher.folders().iter().map(|folder| folder.to_path_buf()).collect()
        });
        self.freshness_with(archive, changes)
    }

    /// Returns the age of `archive`, with the changes that the status of its folders tells: a page that shows
    /// both has one count.
    pub(crate) fn freshness_of(&self, archive: &OpenedArchive, folders: &[FolderStatus]) -> Freshness {
        let changes = FolderChanges::of(folders);
        self.store(archive.tag.clone(), changes);
        self.freshness_with(archive, changes)
    }

    fn freshness_with(&self, archive: &OpenedArchive, folders: FolderChanges) -> Freshness {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs() as i64);
        let searcher = &archive.searcher;
        let (written, articles) = (searcher.written(), searcher.num_articles());
        Freshness { written, now, folders, articles, remedy: Arc::clone(&self.remedy) }
    }

    /// Stores a count that has just ended.
    fn store(&self, tag: String, changes: FolderChanges) {
        let (last, counted) = &*self.last;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = LastCount { tag, changes, counted: Some(Instant::now()), began: None };
        counted.notify_all();
    }

    /// Returns the last count for the commit `tag`, and starts another one if that is old. In place of one
    /// that tells nothing any more it waits for the new one, but not for long; the first page of all waits
    /// for none.
    fn changes(&self, tag: &str, folders: impl FnOnce() -> Vec<PathBuf>) -> FolderChanges {
        let (last, counted) = &*self.last;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if !last.is_within(RECHECK, tag) && last.began.is_none() {
            let (watch, tag, folders) = (self.clone(), tag.to_owned(), folders());
            let count = move || watch.store(tag, FolderChanges::count(&watch.location, &folders));
            // Without a thread the count stays unknown.
            let thread = std::thread::Builder::new().name("folders".into()).spawn(count);
            last.began = thread.is_ok().then(Instant::now);
        }
        let is_due = last.counted.is_some() && !last.is_within(MAX_AGE, tag);
        if let Some(began) = last.began.filter(|_| is_due) {
            let rest = WAIT.saturating_sub(began.elapsed());
            let waited = counted.wait_timeout_while(last, rest, |last| last.began.is_some());
            last = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        last.shown(tag)
    }
}

#[cfg(test)]
mod tests {
    use crate::serve::freshness::*;
    use crate::serve::test_archive::TestArchive;

    /// Returns a count of this age that found nothing.
    fn count(seconds: u64) -> LastCount {
        let counted = Instant::now().checked_sub(Duration::from_secs(seconds));
        LastCount { tag: "a".into(), changes: FolderChanges::Files(0), counted, began: None }
    }

    #[test]
    fn a_count_that_is_old_tells_nothing() {
        assert_eq!(
            (count(5).shown("a"), count(5).shown("b")),
            (FolderChanges::Files(0), FolderChanges::Unknown)
        );
        assert_eq!((count(3600).shown("a")), FolderChanges::Unknown);
    }

    #[test]
    fn the_first_page_after_a_night_does_not_show_the_last_count() {
        let archive =
            TestArchive::new(&[("a.txt", "Ferry stays\n\nThe ferry will stay in port, officials said.\n")]);
        let index = crate::index::IndexDir::new(archive.folder.path().join("index"));
        let watch = FolderWatch::new(&ServeOptions::new(index));
        *watch.last.0.lock().expect("a count") = count(3600);
        std::fs::write(archive.path("b.txt"), "Quay repaired\n\nThe quay has been repaired.\n")
            .expect("a file");
        let mut changes = watch.changes("a", Vec::new);
        while changes == FolderChanges::Unknown {
            std::thread::sleep(Duration::from_millis(5));
            changes = watch.changes("a", Vec::new);
        }
        assert_eq!(changes, FolderChanges::Files(1));
    }

    #[test]
    fn the_foot_of_the_status_says_what_its_table_does() {
        let archive =
            TestArchive::new(&[("a.txt", "Ferry stays\n\nThe ferry will stay in port, officials said.\n")]);
        let status = || archive.get("/status").1;
        assert_eq!(status().matches("up to date").count(), 2, "{}", status());
        std::fs::write(archive.path("b.txt"), "Quay repaired\n\nThe quay has been repaired.\n")
            .expect("a file");
        assert_eq!(status().matches("1 file behind").count(), 2, "{}", status());
        assert!(archive.get("/help").1.contains("1 file behind"));
        std::fs::remove_dir_all(archive.path("")).expect("removed");
        assert!(status().contains("1 folder not found") && !status().contains("not checked"), "{}", status());
    }
}
