//! Answering queries: plan, match, rank, fetch, and show the sentences that match.

pub(crate) mod expand;
pub(crate) mod fast_fields;
pub(crate) mod fast_path;
pub(crate) mod fetch;
pub(crate) mod plan;
pub(crate) mod queries;
pub(crate) mod rerank;
pub(crate) mod searcher;
pub(crate) mod snapshot;
pub mod snippet;
pub(crate) mod spelling;
pub(crate) mod suggestions;
pub(crate) mod top_docs;

pub use searcher::{
    FullArticle, Hit, OtherSpelling, PartialMatch, Request, Response, SearchTimings, Searcher,
};
pub use snapshot::{Filter, IndexSnapshot, ScoredDocument, SearchParams, SearchResults};
pub use spelling::Spelling;
pub use top_docs::Sort;
