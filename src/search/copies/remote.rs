//! Finds the copies of an article that another engine holds.
//!
//! They have the keys of its stories. In an index that is older than these, articles that share runs of
//! words with it are fetched and compared in memory, as all articles of an index in a folder are; a story
//! that holds together by other articles only is not seen whole.

use std::path::Path;
use std::sync::Arc;

use crate::analysis::{AnalyzerVersion, TokenStream};
use crate::article::{Document, StoryKeys};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::doc_store::text_codec::TextDecoder;
use crate::index::stories::compare_all::compare_all;
use crate::index::stories::overlaps::OverlapTable;
use crate::index::stories::table::StoryFile;
use crate::index::stories::texts::StoryTexts;
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery, StoryState};
use crate::search::request::Sort;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;

/// Number of runs of words that are looked for, spread over the article.
const MAX_RUNS: usize = 32;
/// Number of words of a run.
const RUN_WORDS: usize = 6;
/// Maximum number of articles that are compared.
const MAX_COMPARED: usize = 200;

impl Searcher {
    /// Returns a searcher with the article of the source file at `path` in memory: its record `id`, or its
    /// only one, compared with those that may be copies. Returns `None` if the articles are in this one
    /// anyway.
    ///
    /// # Errors
    /// [`Error::AmbiguousRecord`] if `id` is not given and the file contains several records,
    /// [`Error::Cluster`] if the engine does not answer.
    pub(crate) fn with_copies(&self, path: &Path, id: Option<&str>) -> Result<Option<Searcher>, Error> {
        let snapshot = self.snapshot();
        let Some(remote) = snapshot.remote.as_ref().filter(|_| !snapshot.has_candidates) else {
            return Ok(None);
        };
        let mut documents = snapshot.remote_document(remote, path, id)?;
        let has_stories = remote.index.story_state() != StoryState::Missing;
        let found = documents.first().map(|document| match has_stories {
            true => snapshot.of_same_stories(remote, document),
            false => snapshot.sharing_runs(remote, document),
        });
        documents.extend(found.transpose()?.unwrap_or_default());
        let compared = match has_stories {
            true => snapshot.with_candidates(remote, &documents),
            false => snapshot.compared(remote, &documents),
        };
        Ok(Some(Searcher::of_snapshot(compared?)))
    }
}

impl IndexSnapshot {
    /// Returns the other articles of the stories that `document` belongs to or contains, and those that
    /// contain the story that it belongs to.
    fn of_same_stories(&self, remote: &RemoteCounts, document: &Document) -> Result<Vec<Document>, Error> {
        let StoryKeys { own: key, others } = &document.stories;
        let Some(key) = *key else { return Ok(Vec::new()) };
        let stories = others.iter().copied().chain([key]).collect();
        let query = vec![RemoteQuery::InStories(Some(stories)), RemoteQuery::WithStories(vec![key])];
        let mut found = remote.index.best(&RemoteQuery::any_of(query), Sort::Oldest, usize::MAX)?.1;
        found.retain(|other| (&other.key, other.record.number) != (&document.key, document.record.number));
        Ok(found)
    }

    /// Returns other articles that have runs of words of `document`, those with the most first.
    fn sharing_runs(&self, remote: &RemoteCounts, document: &Document) -> Result<Vec<Document>, Error> {
        let words = RemoteField::Words(SearchTarget::Article);
        let runs = runs(self.analyzer(), &document.body.text).into_iter();
        let query = RemoteQuery::any_of(runs.map(|run| RemoteQuery::Phrase(words, run)).collect());
        let (_, mut found) = remote.index.best(&query, Sort::Relevance, MAX_COMPARED)?;
        found.retain(|other| (&other.key, other.record.number) != (&document.key, document.record.number));
        Ok(found)
    }

    /// Returns a snapshot with `documents` in memory, compared with each other.
    fn compared(&self, remote: &Arc<RemoteCounts>, documents: &[Document]) -> Result<IndexSnapshot, Error> {
        let mut candidates = self.with_candidates(remote, documents)?;
        let in_memory = |error: std::io::Error| Error::Internal(error.to_string());
        let texts = StoryTexts {
            fields: candidates.fields,
            analyzer: self.analyzer(),
            decoder: TextDecoder::open(Path::new(""), &[]).map_err(in_memory)?,
            doc_stores: candidates.doc_stores.clone(),
        };
        let compared = compare_all(&candidates.searcher, &texts, &OverlapTable::default());
        candidates.stories = StoryFile::of(compared.map_err(|error| self.error(error))?.stories);
        Ok(candidates)
    }
}

/// Returns runs of words of a text, at even distances.
fn runs(analyzer: AnalyzerVersion, text: &str) -> Vec<Vec<String>> {
    let mut tokens: Vec<(u32, String)> = Vec::new();
    let mut stream = TokenStream::new(analyzer, text);
    while stream.advance() {
        tokens.push((stream.position(), stream.text().to_owned()));
    }
    let is_run = |run: &&[(u32, String)]| run.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
    let runs: Vec<&[(u32, String)]> = tokens.windows(RUN_WORDS).filter(is_run).collect();
    let step = runs.len().div_ceil(MAX_RUNS).max(1);
    let words = |run: &[(u32, String)]| run.iter().map(|(_, word)| word.clone()).collect();
    runs.into_iter().step_by(step).map(words).collect()
}

#[cfg(test)]
mod tests {
    use crate::search::copies::remote::*;

    #[test]
    fn runs_are_spread_over_the_text() {
        let text: Vec<String> = (0..1_000).map(|number| format!("w{number}")).collect();
        let found = runs(AnalyzerVersion::default(), &text.join(" "));
        assert_eq!((found.len(), found[0].join(" ").as_str()), (MAX_RUNS, "w0 w1 w2 w3 w4 w5"));
        assert!(found.last().is_some_and(|run| run.join(" ").contains("w99")), "{found:?}");
        assert!(runs(AnalyzerVersion::default(), "too few words").is_empty());
    }
}
