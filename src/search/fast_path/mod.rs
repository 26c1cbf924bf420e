//! Bags of words answered without tantivy's scorers: the same documents and scores, with less work.

pub(crate) mod disjunction;
pub(crate) mod prepared;
pub(crate) mod single_term;
