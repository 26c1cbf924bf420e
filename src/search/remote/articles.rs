//! Fetches articles of another engine, so that they are read as those of any index are.

use std::path::Path;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::TermMatcher;
use crate::search::remote::candidates;
use crate::search::remote::counts::wrapped;
use crate::search::request::Sort;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;

/// Number of articles in which the forms of a word are looked for.
const MAX_SAMPLE: usize = 300;

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

    /// Returns a snapshot with some of the articles in memory whose `target` has a word of `matcher`, the
    /// newest. Returns `None` if the articles are in this snapshot anyway.
    ///
    /// # Errors
    /// If the engine does not answer; [`from_tantivy`](crate::index::error::from_tantivy) has its error back.
    pub(in crate::search) fn with_matcher(
        &self,
        matcher: &TermMatcher,
        target: SearchTarget,
    ) -> tantivy::Result<Option<IndexSnapshot>> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let query = candidates::words(matcher, target, self.languages());
        let sample = remote.index.best(&query, Sort::Newest, MAX_SAMPLE);
        sample.and_then(|(_, documents)| self.with_candidates(remote, &documents)).map(Some).map_err(wrapped)
    }

    /// Returns an error if another engine holds the articles: `what` does not work there.
    pub(in crate::search) fn require_local(&self, what: &str) -> Result<(), Error> {
        match self.is_remote() && !self.has_candidates {
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
