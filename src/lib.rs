//! Full-text search for saved news articles.
//!
//! - [`Indexer`] indexes folders of articles and keeps the index in step with them. It walks the folders,
//!   decodes the files, splits them into blocks, cuts the boilerplate with a reason for each cut, and writes
//!   what remains.
//! - [`Searcher`] answers queries. Any text is a query ([`query`]); a hit shows the sentences that match,
//!   with their lines in the original file.
//! - [`Cleaner`] cleans single files, and [`status`] tells whether an index is in step with its folders.
//!
//! ```
//! use clippings::{FilePosition, IndexDir, Indexer, Request, NoProgress, Searcher};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let dir = IndexDir::new(folder.path());
//! let report = Indexer::new(dir.clone()).run(&["seeds".into()], &NoProgress)?;
//! assert_eq!((report.articles, report.failures.len()), (5, 0));
//!
//! let response = Searcher::open(&dir)?.search(&Request::new("“they're fair game”"))?;
//! assert_eq!((response.total, response.hits[0].passage().position), (1, FilePosition::Line(7)));
//! # Ok(())
//! # }
//! ```
//!
//! Requests, options and answers get more fields with time: `docs/stability.md` says what stays as it is. To
//! embed the library without the crates of the program, depend on it with `default-features = false` and the
//! feature `inflections`.

mod analysis;
mod archive;
mod article;
mod bench;
mod clean;
mod cleaner;
mod copies;
mod corpus;
mod error;
mod extract;
mod index;
mod indexer;
#[doc(hidden)]
pub mod internals;
mod location;
mod mcp;
#[cfg(feature = "opensearch")]
mod opensearch;
mod progress;
pub mod query;
mod quote;
mod report;
mod saved;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod source_check;
pub mod status;
mod stories;
mod text;
mod verify;
mod wire;

pub use article::{FolderOwner, QuotationKind, StoredQuotation};
pub use clean::{Article, BlockVerdict, LineVerdict, Reason, Role, Verdict};
pub use cleaner::{CleanedFile, Cleaner};
pub use copies::{
    ChangedParagraph, ComparedCopy, CopyIdentity, CopyParagraph, CopyReport, DiffKind, DiffPart,
};
pub use corpus::InputFilter;
pub use error::{ClusterProblem, Error};
pub use index::{IndexDir, SearchTarget};
pub use indexer::{IndexOptions, Indexer, ReadOverrides};
pub use progress::{Amount, NoProgress, Progress};
pub use report::{ChangeKind, Failure, FileChange, IndexReport};
pub use search::snippet::{Passage, PassageQuote, PassageSegment, QuoteSpan};
pub use search::{
    CountBy, DrillDown, FacetCount, FacetCounts, Filter, FirstMatches, FullArticle, Hit, HitCopy, MatchMode,
    MatchesElsewhere, NearMiss, PartialMatch, QuotationHit, Quotations, QuotesRequest, Request, Response,
    SearchTimings, Searcher, Sort, SpellingSuggestion, Story, StoryCopy, StoryList, WordDifference, WordForm,
    WordForms,
};
pub use source_check::{MissingLine, SourceCheck, check_sources};
pub use text::FilePosition;
pub use verify::{
    QuotationReport, QuotationVerdict, SourcePassage, SpeakerReport, SpeakerVerdict, Verifier, WordChange,
};
