//! Prints the paths of the results only.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
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
    for (path, id) in paths(query_response) {
        let id = id.map(|id| format!("#{id}")).unwrap_or_default();
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

/// Returns the path of every result, and the id of a record, once.
fn paths<'r>(query_response: &QueryResponse<'r>) -> impl Iterator<Item = (&'r Path, Option<&'r str>)> {
    let mut seen = HashSet::new();
    let hits = query_response.response.hits.iter();
    hits.map(|hit| (hit.path.as_path(), hit.id.as_deref())).filter(move |place| seen.insert(*place))
}
