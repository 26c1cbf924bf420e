//! Prints the response to a query, one format per file.

pub(crate) mod cite;
mod count;
mod csv;
mod json;
mod paths;
pub(crate) mod printer;
pub(crate) mod query_response;
mod text;
mod trec;
