//! Answers queries: plans, matches, ranks and fetches articles, and shows the sentences that match.

pub(crate) mod article_table;
pub(crate) mod collapse;
pub(crate) mod copies;
pub(crate) mod execute;
pub(crate) mod expand;
pub(crate) mod facets;
pub(crate) mod fast_fields;
pub(crate) mod fast_path;
pub(crate) mod fetch;
pub(crate) mod filters;
pub(crate) mod hit_builder;
pub(crate) mod near_misses;
pub(crate) mod plan;
pub(crate) mod queries;
pub(crate) mod quotes;
pub(crate) mod reading;
pub(crate) mod remote;
pub(crate) mod request;
pub(crate) mod rerank;
pub(crate) mod response;
pub(crate) mod searcher;
pub(crate) mod snapshot;
pub(crate) mod snippet;
pub(crate) mod stories;
pub(crate) mod suggestions;
pub(crate) mod top_docs;
pub(crate) mod words;

pub(crate) use article_table::{ArticleTable, ArticleTraits};
pub(crate) use copies::CopyText;
pub use copies::{Story, StoryCopy, StoryList};
pub use facets::kinds::{CountBy, DrillDown, FacetCount, FacetCounts};
pub(crate) use queries::word_docs::ArticleAddress;
pub use quotes::{QuotationHit, Quotations, QuotesRequest};
pub(crate) use reading::{BlockSource, PieceStyle, ReadingArticle};
#[cfg(feature = "opensearch")]
pub(crate) use remote::{StoryCounts, StoryMember, StoryState};
pub use request::{Filter, MatchMode, Request, SearchParams, Sort};
pub use response::{
    FetchedArticle, FirstMatches, FullArticle, Hit, HitCopy, MatchesElsewhere, NearMiss, PartialMatch,
    Response, SearchTimings, SpellingSuggestion, WordDifference, WordForm, WordForms,
};
pub use searcher::Searcher;
pub use snapshot::IndexSnapshot;
