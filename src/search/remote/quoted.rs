//! Fetches the articles of another engine that may have the words of a quotation.

use std::path::Path;

use crate::article::Document;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::search::remote::{RemoteField, RemoteQuery};
use crate::search::request::Sort;
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of articles with all words of a quotation, and with a run of them.
const MAX_EXACT: usize = 300;
/// Maximum number of articles with most of them.
const MAX_NEAR: usize = 60;

impl IndexSnapshot {
    /// Returns a snapshot with the articles in memory that may have a quotation: some of those with all of
    /// the `sure` words, and of those with the adjacent words of `run`, the oldest first, and those with most
    /// of `words`, and with most of `windows`, which are adjacent words too. Returns `None` if the articles
    /// are in this snapshot anyway.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(crate) fn with_quoting_articles(
        &self,
        words: &[&str],
        sure: &[&str],
        run: &[&str],
        windows: &[Vec<&str>],
    ) -> Result<Option<IndexSnapshot>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let mut documents: Vec<Document> = Vec::new();
        for target in [SearchTarget::Article, SearchTarget::Cut] {
            let term = |word: &&str| RemoteQuery::Term(RemoteField::Words(target), (*word).to_owned());
            let mut queries =
                vec![(RemoteQuery::any_of(words.iter().map(term).collect()), Sort::Relevance, MAX_NEAR)];
            if !sure.is_empty() {
                let all = RemoteQuery::all_of(sure.iter().map(term).collect());
                queries.push((all, Sort::Oldest, MAX_EXACT));
            }
            let phrase = |run: &[&str]| {
                let run = run.iter().map(|word| (*word).to_owned()).collect();
                RemoteQuery::Phrase(RemoteField::Words(target), run)
            };
            if run.len() > 1 {
                queries.push((phrase(run), Sort::Oldest, MAX_EXACT));
            }
            // A word that was put in tears the run, and weighs more than all that the source has.
            if !windows.is_empty() {
                let windows = windows.iter().map(|window| phrase(window)).collect();
                queries.push((RemoteQuery::any_of(windows), Sort::Relevance, MAX_NEAR));
            }
            for (query, sort, limit) in queries {
                for document in remote.index.best(&query, sort, limit)?.1 {
                    let is_same = |known: &Document| {
                        (&known.key, known.record.number) == (&document.key, document.record.number)
                    };
                    if !documents.iter().any(is_same) {
                        documents.push(document);
                    }
                }
            }
        }
        self.with_candidates(remote, &documents).map(Some)
    }

    /// Counts the articles of the file at `path`, if another engine holds them; `None` otherwise.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(crate) fn count_remote_file(&self, path: &Path) -> Result<Option<u64>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let keys = self.source_keys(path).into_iter();
        let of_file = keys.map(|key| RemoteQuery::Term(RemoteField::Source, key)).collect();
        remote.of(RemoteQuery::any_of(of_file)).map(Some).map_err(|error| self.error(error))
    }
}
