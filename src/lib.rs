//! Full-text search for the articles you have saved.
//!
//! Two flows make up the whole of it:
//!
//! - **index** ([`indexer`]): folders are walked and files decoded ([`corpus`]), their text is taken apart into blocks
//!   that know where they stand ([`extract`]), every block is kept or cut with a reason ([`clean`]), and the article
//!   that remains becomes an [`article`] document which the [`engine`] writes.
//! - **search** ([`searcher`]): what was typed is read without ever being refused ([`query`]), the [`engine`] ranks the
//!   articles that match, and each is shown by the sentences that match, with their lines in the original
//!   ([`snippet`]).
//!
//! One [`analysis`] decides what a word is, for both flows and for what is marked. Positions survive every change of
//! the text ([`text`]).
//!
//! ```
//! use clippings::index::IndexDir;
//! use clippings::indexer::Indexer;
//! use clippings::progress::NoProgress;
//! use clippings::search::searcher::{Request, Searcher};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let folder = tempfile::tempdir()?;
//! let place = IndexDir::new(folder.path());
//! let report = Indexer::new(place.clone()).run(&["seeds".into()], &NoProgress)?;
//! assert_eq!((report.articles, report.failures.len()), (5, 0));
//!
//! let request = Request { query: "“they're fair game”".into(), limit: 10, ..Request::default() };
//! let answer = Searcher::open(&place)?.search(&request)?;
//! assert_eq!((answer.total, answer.hits[0].passage().line), (1, 7));
//! # Ok(())
//! # }
//! ```

pub mod analysis;
pub mod article;
pub mod bench;
pub mod clean;
pub mod cleaner;
pub mod corpus;
pub mod error;
pub mod extract;
pub mod index;
pub mod indexer;
pub mod progress;
pub mod query;
pub mod report;
pub mod search;
pub mod status;
pub mod text;

pub use error::Error;
