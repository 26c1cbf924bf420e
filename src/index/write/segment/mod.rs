//! Builds segments in memory and writes them in tantivy's format.

pub(crate) mod builder;
pub(crate) mod delete_order;
pub(crate) mod doc_files;
pub(crate) mod field_writer;
pub(crate) mod interner;
pub(crate) mod name_terms;
pub(crate) mod posting_list;
pub(crate) mod postings;
pub(crate) mod serialize;
pub(crate) mod stem_cache;
pub(crate) mod term_counts;
