//! Plans a query: translates it into tantivy's queries, or into a bag of words for the fast path.
//!
//! A word is searched by its stem ([`StemmedTermQuery`]). A stop word is searched by its exact form and must
//! match without adding to the score, unless the query contains nothing else.
//!
//! [`StemmedTermQuery`]: crate::search::queries::stemmed_term::StemmedTermQuery

mod compound;
mod expansion;
mod languages;
mod lower;
mod paths;
mod planner;
mod scan;
mod site;
mod spans;
mod speech;
pub(crate) mod word;

pub(crate) use lower::{both, only_stop_words, target_of};
pub(crate) use planner::{Planner, QueryPlan};
