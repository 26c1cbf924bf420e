//! The opened index, opened again after each commit.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::index::IndexDir;
use crate::search::Searcher;

/// Time for which an opened index is used without a look whether another commit has come.
const RECHECK: Duration = Duration::from_millis(250);

/// An index that is opened when it is first asked for, and again after each commit.
pub(crate) struct Archive {
    dir: IndexDir,
    opened: Mutex<Option<(Arc<OpenedArchive>, Instant)>>,
}

/// An index as of one commit.
pub(crate) struct OpenedArchive {
    /// Searcher of this commit.
    pub searcher: Searcher,
    /// Identifier of the commit, for the tags of answers.
    pub tag: String,
}

impl Archive {
    /// Creates an archive of the index at `dir`, which need not be there yet.
    pub(crate) fn new(dir: IndexDir) -> Self {
        Archive { dir, opened: Mutex::default() }
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
            _ => Arc::new(OpenedArchive { searcher: Searcher::open(&self.dir)?, tag }),
        };
        *opened = Some((Arc::clone(&archive), Instant::now()));
        Ok(archive)
    }
}
