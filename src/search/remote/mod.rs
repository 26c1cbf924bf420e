//! Searches an index that another engine holds.
//!
//! That engine finds, counts and orders candidates by the terms that the analyzer made of the articles. The
//! best of them, or all if it cannot tell which match, are fetched and indexed in memory, and answered from
//! there as the articles of any index are: the same code matches clauses over positions, ranks and marks. So
//! both engines give the same answers. `docs/adr/0039-search-a-cluster.md` has the reasons.

mod candidates;
mod counts;
mod execute;
mod facets;
mod lower;
#[cfg(test)]
mod memory_engine;
mod prefetch;
mod query;
mod quoted;
#[cfg(test)]
mod tests;
mod weights;

pub(crate) use counts::RemoteCounts;
#[cfg(feature = "opensearch")]
pub(crate) use facets::folder_value;
pub(crate) use query::{RemoteField, RemoteQuery};

use crate::article::Document;
use crate::error::Error;
use crate::index::Meta;
use crate::search::facets::kinds::CountBy;
use crate::search::request::Sort;

/// An index that another engine holds.
pub(crate) trait RemoteIndex: Send + Sync {
    /// Returns the metadata of the index as of its last commit.
    fn meta(&self) -> &Meta;

    /// Returns the number of articles.
    fn num_articles(&self) -> u64;

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

    /// Returns the number of articles that match `query`, and the first `limit` of them in the order of
    /// `sort`.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    fn best(&self, query: &RemoteQuery, sort: Sort, limit: usize) -> Result<(u64, Vec<Document>), Error>;

    /// Passes all articles that match `query` to `visit`, the newest first, in batches. Ends if `visit`
    /// returns false.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    fn visit(
        &self,
        query: &RemoteQuery,
        sort: Sort,
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<(), Error>;
}
