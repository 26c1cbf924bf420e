//! Searches an index that another engine holds.
//!
//! That engine finds, counts and orders articles by the terms that the analyzer made of them. Where it can
//! tell which articles match, those of the page are fetched, and shown as articles of any index are. Where it
//! cannot, all candidates are fetched and indexed in memory, and compared and ranked there by the same code
//! as in an index in a folder. `docs/adr/0039-search-a-cluster.md` has the reasons.

mod candidates;
mod counts;
mod execute;
pub(in crate::search) mod facets;
mod hits;
mod key;
mod lower;
pub(in crate::search) mod matching;
mod members;
mod prefetch;
mod query;
mod quoted;
mod spans;
#[cfg(test)]
pub(in crate::search) mod tests;
mod weights;

pub(crate) use counts::RemoteCounts;
#[cfg(feature = "opensearch")]
pub(crate) use facets::folder_value;
#[cfg(any(test, feature = "opensearch"))]
pub(crate) use hits::RemoteVector;
pub(crate) use hits::{RankedKey, RankedVector, RemoteHit, RemotePage};
pub(crate) use key::RemoteKey;
pub(crate) use members::{StoryCounts, StoryMember, StoryState};
pub(crate) use query::{RemoteField, RemoteQuery, RemoteSpans};

use std::path::PathBuf;

use crate::article::Document;
use crate::error::Error;
use crate::index::Meta;
use crate::search::facets::kinds::CountBy;
use crate::search::request::Sort;

/// Number of the articles with this name of a site and this host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SourceCount {
    pub name: Option<String>,
    pub host: Option<String>,
    pub articles: u64,
}

/// An index that another engine holds.
pub(crate) trait RemoteIndex: Send + Sync {
    /// Returns the metadata of the index as of its last commit.
    fn meta(&self) -> &Meta;

    /// Returns the place of the index, for messages.
    fn path(&self) -> PathBuf;

    /// Returns the number of articles.
    fn num_articles(&self) -> u64;

    /// Returns whether the engine finds intervals, and has marks of sentences and paragraphs.
    fn has_intervals(&self) -> bool;

    /// Returns whether the articles have been compared.
    fn story_state(&self) -> StoryState;

    /// Counts the articles that match `query`, and those of each story.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn story_counts(&self, query: &RemoteQuery) -> Result<StoryCounts, Error>;

    /// Returns the articles that match `query` and belong to a story, without their texts, in the order of
    /// their files.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn story_members(&self, query: &RemoteQuery) -> Result<Vec<StoryMember>, Error>;

    /// Returns the keys of the first articles that match `query` in the order of `sort`, with their stories.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn stories_of_best(&self, query: &RemoteQuery, sort: Sort, limit: usize)
    -> Result<Vec<RankedKey>, Error>;

    /// Counts the articles that match each of `queries`.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn counts(&self, queries: &[RemoteQuery]) -> Result<Vec<u64>, Error>;

    /// Counts the articles that match `query` by the values of a facet, `None` for articles without one. Days
    /// are numbers of days since 1970, folders their number and the path below, as `3:news`.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn values(&self, query: &RemoteQuery, by: CountBy) -> Result<Vec<(Option<String>, u64)>, Error>;

    /// Counts the articles by the names of their sites and their hosts; `None` if the engine does not tell.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn sources(&self) -> Result<Option<Vec<SourceCount>>, Error> {
        Ok(None)
    }

    /// Returns those of `contents`, hashes of contents as they were read, that articles have.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn contents_among(&self, contents: &[u64]) -> Result<Vec<u64>, Error>;

    /// Returns the terms of `field` within an edit distance of `word`, with the number of articles of each.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn terms_within_distance(
        &self,
        field: RemoteField,
        word: &str,
        distance: u8,
    ) -> Result<Vec<(String, u64)>, Error>;

    /// Returns the terms of `field` that begin with `prefix`, with the number of articles of each.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn terms_with_prefix(&self, field: RemoteField, prefix: &str) -> Result<Vec<(String, u64)>, Error>;

    /// Passes the hits of `page` to `visit` in batches, in order. Ends if `visit` returns false. Returns the
    /// number of all articles that match.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    fn hits(
        &self,
        page: &RemotePage<'_>,
        visit: &mut dyn FnMut(Vec<RemoteHit>) -> Result<bool, Error>,
    ) -> Result<u64, Error>;

    /// Returns the number of articles that match `query`, and the term vectors of the first `limit` of them
    /// by relevance.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn best_vectors(&self, query: &RemoteQuery, limit: usize) -> Result<(u64, Vec<RankedVector>), Error>;

    /// Fetches the articles with these keys, `None` for one that is gone.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn documents(&self, keys: &[RemoteKey]) -> Result<Vec<Option<Document>>, Error>;

    /// Returns the number of articles that match `query`, and the first `limit` of them in the order of
    /// `sort`.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn best(&self, query: &RemoteQuery, sort: Sort, limit: usize) -> Result<(u64, Vec<Document>), Error> {
        let page = RemotePage { query, sort, range: 0..limit };
        let mut documents = Vec::new();
        let total = self.hits(&page, &mut |hits| {
            documents.extend(hits.into_iter().map(|hit| hit.document));
            Ok(true)
        })?;
        Ok((total, documents))
    }

    /// Passes all articles that match `query` to `visit` in batches, in the order of `sort`. Ends if `visit`
    /// returns false.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    fn visit(
        &self,
        query: &RemoteQuery,
        sort: Sort,
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let page = RemotePage { query, sort, range: 0..usize::MAX };
        self.hits(&page, &mut |hits| visit(hits.into_iter().map(|hit| hit.document).collect())).map(drop)
    }
}
