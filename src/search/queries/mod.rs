//! Queries that tantivy does not provide, one per file.

pub(crate) mod forward_only;
pub(crate) mod multi_term;
pub(crate) mod spans;
pub(crate) mod stemmed_term;
pub(crate) mod term_weights;
pub(crate) mod work_budget;
