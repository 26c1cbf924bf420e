//! The age of the index, and how far its folders have changed since.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::archive::OpenedArchive;
use crate::location::IndexLocation;
use crate::serve::options::ServeOptions;
use crate::serve::page::text::ENGLISH;
use crate::status::time_of;

/// Time after which the folders are looked through again, if a page asks.
const RECHECK: Duration = Duration::from_secs(30);
/// Time limit for looking through the folders.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// Age of the index.
#[derive(Debug, Clone)]
pub(crate) struct Freshness {
    /// Time at which the index was written, in seconds since 1970.
    pub written: i64,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// Number of files that the index is behind; `None` if that is not known yet.
    pub pending: Option<u64>,
    /// Number of articles.
    pub articles: u64,
    /// Message that tells the command that brings the index up to date.
    pub remedy: Arc<str>,
}

impl Freshness {
    /// Returns the time at which the index was written, in ISO form.
    pub(crate) fn written_iso(&self) -> String {
        time_of(self.written).unwrap_or_default()
    }
}

/// Counts the changes in the folders beside the answers to requests, when a page asks and the last count is
/// old.
#[derive(Clone)]
pub(crate) struct FolderWatch {
    location: IndexLocation,
    remedy: Arc<str>,
    last: Arc<Mutex<LastCount>>,
}

/// The last count of changes.
#[derive(Default)]
struct LastCount {
    /// Commit that the folders were compared with.
    tag: String,
    files: Option<u64>,
    counted: Option<Instant>,
    is_counting: bool,
}

impl FolderWatch {
    /// Creates a watch over the folders of an index.
    pub(crate) fn new(options: &ServeOptions) -> Self {
        let remedy = options.advice(ENGLISH.behind_remedy).into();
        FolderWatch { location: options.index.clone(), remedy, last: Arc::default() }
    }

    /// Returns the age of `archive`, with the last count of changes.
    pub(crate) fn freshness(&self, archive: &OpenedArchive) -> Freshness {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs() as i64);
        let searcher = &archive.searcher;
        let pending = self.pending(&archive.tag);
        let (written, articles) = (searcher.written(), searcher.num_articles());
        Freshness { written, now, pending, articles, remedy: Arc::clone(&self.remedy) }
    }

    /// Returns the last count for the commit `tag`, and starts another one if that is old.
    fn pending(&self, tag: &str) -> Option<u64> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let is_old = last.tag != tag || last.counted.is_none_or(|counted| counted.elapsed() > RECHECK);
        if is_old && !last.is_counting {
            last.is_counting = true;
            let (watch, tag) = (self.clone(), tag.to_owned());
            let count = move || {
                let files =
                    watch.location.pending_changes(TIME_LIMIT).ok().flatten().map(|changes| changes.files());
                let mut last = watch.last.lock().unwrap_or_else(PoisonError::into_inner);
                *last = LastCount { tag, files, counted: Some(Instant::now()), is_counting: false };
            };
            // Without a thread the count stays unknown.
            last.is_counting = std::thread::Builder::new().name("folders".into()).spawn(count).is_ok();
        }
        last.files.filter(|_| last.tag == tag)
    }
}
