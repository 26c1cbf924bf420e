//! Prints the paths of the results only.

use std::io::{self, IsTerminal, Write};

use clippings::internals::wire::PathDisplay;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the path of every result, with `#` and the id of a record, as `show` takes it. With many queries,
/// the identifier and a tab come first.
///
/// A terminal gets one line for each, without control characters. A program gets the paths as they are, each
/// with `end` after it.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
    end: &str,
) -> io::Result<()> {
    let is_shown = end == "\n" && io::stdout().is_terminal();
    // Records with the same id are printed each, so that there are as many lines as articles were found.
    for hit in &query_response.response.hits {
        let path = hit.path.as_path();
        let id = hit.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
        write!(out, "{}", query_response.qid_column())?;
        match is_shown {
            true => out.write_all(escape_controls(&format!("{}{id}", display.name(path))).as_bytes())?,
            false => {
                out.write_all(display.path(path).as_os_str().as_encoded_bytes())?;
                out.write_all(id.as_bytes())?;
            }
        }
        out.write_all(end.as_bytes())?;
    }
    Ok(())
}
