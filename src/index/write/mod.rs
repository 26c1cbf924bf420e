//! Writes an index: the session that holds the lock, updates, segments, and merging.

pub(crate) mod added_days;
#[cfg(any(test, feature = "opensearch"))]
pub(crate) mod article_terms;
pub(crate) mod document_fields;
pub(crate) mod force_merge;
pub(crate) mod in_memory;
mod known_folders;
mod name_fields;
mod quotation_fields;
pub(crate) mod segment;
pub(crate) mod session;
#[cfg(any(test, feature = "opensearch"))]
mod stop_stems;
mod stories;
mod text_fields;
pub(crate) mod updater;
