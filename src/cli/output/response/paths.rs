//! Prints the paths of the results only.

use std::io::{self, Write};

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the path of every result, one per line; a file with several articles is listed once. With many
/// queries, the identifier and a tab come first.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let mut written = std::collections::HashSet::new();
    for hit in &query_response.response.hits {
        if written.insert(&hit.path) {
            writeln!(out, "{}{}", query_response.qid_column(), escape_controls(&display.name(&hit.path)))?;
        }
    }
    Ok(())
}
