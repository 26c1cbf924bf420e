//! The operators of the query language and of other search programs: proximity, exclusion and functions.

pub(crate) mod foreign;
pub(crate) mod near;
pub(super) mod quote_clauses;
