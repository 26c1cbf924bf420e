//! The articles of an index that another engine holds, as a run of saved searches asks for them: those that
//! were not reported.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::error::Error;
use crate::saved::classify::{LogComparison, Seeds};
use crate::saved::log_index::LogIndex;
use crate::search::{ArticleTable, Request, Searcher};

/// Maximum number of articles that one search reports.
const MAX_REPORTED: usize = 5_000;

/// The articles that another engine holds, beside those of the log.
pub(super) struct RemoteArticles<'r> {
    searcher: &'r Searcher,
    log: &'r LogIndex<'r>,
    /// Contents of the log that the index has.
    contents: Arc<FxHashSet<u64>>,
}

impl<'r> RemoteArticles<'r> {
    /// Asks which articles of the log the index has; `None` if it is in a folder.
    ///
    /// # Errors
    /// If the engine does not answer.
    pub(super) fn new(searcher: &'r Searcher, log: &'r LogIndex<'r>) -> Result<Option<Self>, Error> {
        let contents = searcher.remote_contents(&log.contents())?;
        Ok(contents.map(|contents| RemoteArticles { searcher, log, contents: Arc::new(contents) }))
    }

    /// Fetches the articles that match any of `requests`; unless `with_known`, those that the search `name`
    /// has not reported, and, if `with_changed`, those that it has only counted as changed.
    ///
    /// # Errors
    /// If there are too many, or the engine does not answer.
    pub(super) fn fetch(
        &self,
        name: &str,
        requests: &[Request],
        (with_known, with_changed): (bool, bool),
    ) -> Result<Searcher, Error> {
        let left_out = if with_known { Vec::new() } else { self.log.reported_contents(name, !with_changed) };
        self.searcher.with_matches(requests, &left_out, MAX_REPORTED)
    }

    /// Compares articles that were fetched.
    pub(super) fn compare<'t>(&'t self, table: &'t ArticleTable<'t>) -> LogComparison<'t> {
        LogComparison::new(table, self.log).with_contents(Arc::clone(&self.contents))
    }

    /// Returns the articles that match `request`, for the search `name`.
    ///
    /// # Errors
    /// If the engine does not answer.
    pub(super) fn seeds(&self, name: &str, request: &Request) -> Result<Seeds, Error> {
        let counted = self.searcher.search(&Request { limit: 0, max_passages: 0, ..request.clone() })?;
        let mut seeds = Seeds { matching: counted.total, notes: counted.notes, unreported: Vec::new() };
        self.searcher.visit_matches(request, &self.log.reported_contents(name, true), &mut |articles| {
            let table = articles.article_table()?;
            seeds.unreported.extend(self.compare(&table).seeds(name, request)?.unreported);
            Ok(())
        })?;
        Ok(seeds)
    }
}
