//! Collapses the copies of one story in the results of a search.
//!
//! The best document of a story stands for it, wherever it ranks, so the order of the stories is that of the
//! documents with later copies removed. Only copies that match as well are named.

pub(crate) mod left_out;
pub(crate) mod outlet_columns;
mod outlets;
mod remote;
mod remote_ranking;
#[cfg(test)]
pub(in crate::search) mod remote_tests;
mod remote_values;
pub(crate) mod story_matches;
pub(crate) mod top_stories;
