//! Queries that tantivy does not provide, one per file, and what they need.

pub(crate) mod doc_list;
pub(crate) mod doc_order;
pub(crate) mod forward_only;
pub(crate) mod multi_term;
mod span_matcher;
pub(crate) mod span_search;
pub(crate) mod spans;
pub(crate) mod stemmed_term;
pub(crate) mod term_weights;
mod union_postings;
pub(crate) mod word_docs;
pub(crate) mod work_budget;
