//! Prints the response to a query, one format per file.

pub(crate) mod cite;
pub(crate) mod copies;
mod count;
pub(crate) mod csv;
pub(crate) mod facets;
mod json;
mod paths;
pub(crate) mod printer;
pub(crate) mod query_response;
pub(in crate::cli::output) mod text;
pub(crate) mod timeline_svg;
mod trec;
