//! Prints the number of articles only.

use std::io::{self, Write};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the number of articles found, or of stories if results stand for their copies. With many queries,
/// the identifier of each and a tab come first, or the query itself if the file gives none.
pub(super) fn write(out: &mut dyn Write, query_response: &QueryResponse<'_>) -> io::Result<()> {
    let name = match query_response.qid {
        Some(_) if !query_response.has_identifier => {
            format!("{}\t", escape_controls(&single_line(query_response.query)))
        }
        _ => query_response.qid_column(),
    };
    let response = query_response.response;
    let stories = response.stories.filter(|_| query_response.has_copies);
    writeln!(out, "{name}{}", stories.unwrap_or(response.total))
}
