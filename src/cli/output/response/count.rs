//! Prints the number of articles only.

use std::io::{self, Write};

use crate::cli::output::response::query_response::QueryResponse;

/// Writes the number of articles found. With many queries, the identifier and a tab come first.
pub(super) fn write(out: &mut dyn Write, query_response: &QueryResponse<'_>) -> io::Result<()> {
    writeln!(out, "{}{}", query_response.qid_column(), query_response.response.total)
}
