//! Full-text search for the articles you have saved.

pub mod analysis;
pub mod clean;
pub mod corpus;
pub mod document;
pub mod engine;
pub mod error;
pub mod extract;
pub mod indexer;
pub mod progress;
pub mod query;
pub mod report;
pub mod searcher;
pub mod snippet;
pub mod text;

pub use error::Error;
