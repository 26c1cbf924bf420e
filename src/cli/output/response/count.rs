//! Prints the number of articles only.

use std::io::{self, Write};

use crate::cli::output::escape::escape_controls;
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::text::single_line;

/// Writes the number of articles found. With many queries, the query and a tab come first, and before them
/// its identifier, if the file gives one.
pub(super) fn write(out: &mut dyn Write, query_response: &QueryResponse<'_>) -> io::Result<()> {
    let total = query_response.response.total;
    if query_response.qid.is_none() {
        return writeln!(out, "{total}");
    }
    let identifier = if query_response.has_identifier { query_response.qid_column() } else { String::new() };
    writeln!(out, "{identifier}{}\t{total}", escape_controls(&single_line(query_response.query)))
}
