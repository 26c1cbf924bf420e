//! The data that flows from a saved file to the index: metadata, keys, documents.

mod document;
mod metadata;
mod source_key;

pub use document::{Document, StoredText};
pub use metadata::Metadata;
pub use source_key::{RecordKey, SourceKey};
