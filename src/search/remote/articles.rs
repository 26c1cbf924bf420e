//! Fetches articles of another engine, so that they are read as those of any index are.

use std::path::Path;

use crate::error::Error;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;

impl IndexSnapshot {
    /// Returns a snapshot with the article of the source file at `path` in memory: its record `id`, or its
    /// only article. Returns `None` if the articles are in this snapshot anyway.
    ///
    /// # Errors
    /// [`Error::AmbiguousRecord`] if `id` is not given and the file contains several records,
    /// [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn with_article(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<IndexSnapshot>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let documents = self.remote_document(remote, path, id)?;
        self.with_candidates(remote, &documents).map(Some)
    }

    /// Returns an error if another engine holds the articles: `what` does not work there.
    pub(in crate::search) fn require_local(&self, what: &str) -> Result<(), Error> {
        match self.is_remote() {
            true => Err(Error::NotOnCluster { what: what.to_owned() }),
            false => Ok(()),
        }
    }
}

impl Searcher {
    /// Returns a searcher of the same index with the article in memory, as [`IndexSnapshot::with_article`]
    /// does.
    pub(in crate::search) fn with_article(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<Searcher>, Error> {
        Ok(self.snapshot().with_article(path, id)?.map(Searcher::of_snapshot))
    }
}
