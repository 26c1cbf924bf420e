//! Bags of words answered without tantivy's scorers: same documents, same scores, less work.
//!
//! Most queries are nothing but words, all or any of which must match. Every matching document is counted,
//! but its exact form is looked up only if that could bring it into the top documents: an exact form occurs
//! in a document no more often than its stem, so its contribution has an upper bound.

pub(crate) mod bag_of_words;
pub(crate) mod conjunction;
pub(crate) mod disjunction;
pub(crate) mod prepared;
pub(crate) mod single_term;
