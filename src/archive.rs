//! The opened index, opened again after each commit.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::cleaner::Cleaner;
use crate::error::Error;
use crate::index::IndexDir;
use crate::search::Searcher;

/// Time for which an opened index is used without a look whether another commit has come.
const RECHECK: Duration = Duration::from_millis(250);

/// An index that is opened when it is first asked for, and again after each commit.
pub(crate) struct LiveArchive {
    dir: IndexDir,
    opened: Mutex<Option<(Arc<OpenedArchive>, Instant)>>,
}

/// An index as of one commit.
pub(crate) struct OpenedArchive {
    /// Searcher of this commit.
    pub searcher: Searcher,
    /// Identifier of the commit, for the tags of answers.
    pub tag: String,
    dir: IndexDir,
    cleaner: OnceLock<Cleaner>,
}

impl OpenedArchive {
    /// Opens the index at `dir`, the last commit of which is `tag`.
    fn open(dir: &IndexDir, tag: String) -> Result<Self, Error> {
        let searcher = Searcher::open(dir)?;
        Ok(OpenedArchive { searcher, tag, dir: dir.clone(), cleaner: OnceLock::new() })
    }

    /// Returns a cleaner with what the index knows of its sites.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "the server alone asks for it"))]
    pub(crate) fn cleaner(&self) -> &Cleaner {
        self.cleaner.get_or_init(|| Cleaner::default().with_index(&self.dir))
    }
}

impl LiveArchive {
    /// Creates an archive of the index at `dir`, which need not be there yet.
    pub(crate) fn new(dir: IndexDir) -> Self {
        LiveArchive { dir, opened: Mutex::default() }
    }

    /// Returns the folder of the index.
    pub(crate) fn dir(&self) -> &IndexDir {
        &self.dir
    }

    /// Returns the index as of its last commit, at most [`RECHECK`] ago.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub(crate) fn current(&self) -> Result<Arc<OpenedArchive>, Error> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = opened.as_ref().filter(|(_, checked)| checked.elapsed() < RECHECK);
        if let Some((archive, _)) = fresh {
            return Ok(Arc::clone(archive));
        }
        let tag = self.dir.commit_tag()?;
        let archive = match opened.take() {
            Some((archive, _)) if archive.tag == tag => archive,
            _ => Arc::new(OpenedArchive::open(&self.dir, tag)?),
        };
        *opened = Some((Arc::clone(&archive), Instant::now()));
        Ok(archive)
    }

    /// Returns whether another commit has come since the index was opened. It is opened again then.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "the server alone asks for it"))]
    pub(crate) fn is_replaced(&self) -> bool {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let tag = self.dir.commit_tag().ok();
        let is_replaced = opened.as_ref().is_some_and(|(archive, _)| Some(&archive.tag) != tag.as_ref());
        opened.take_if(|_| is_replaced);
        is_replaced && tag.is_some()
    }
}
