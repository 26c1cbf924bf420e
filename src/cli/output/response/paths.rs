//! Prints the paths of the results only.

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the path of every result; a file with several articles is listed once. With many queries, the
/// identifier and a tab come first.
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
    for path in paths(query_response) {
        write!(out, "{}", query_response.qid_column())?;
        match is_shown {
            true => out.write_all(escape_controls(&display.name(path)).as_bytes())?,
            false => out.write_all(display.path(path).as_os_str().as_encoded_bytes())?,
        }
        out.write_all(end.as_bytes())?;
    }
    Ok(())
}

/// Returns the path of every result once.
fn paths<'r>(query_response: &QueryResponse<'r>) -> impl Iterator<Item = &'r Path> {
    let mut seen = HashSet::new();
    let paths = query_response.response.hits.iter().map(|hit| hit.path.as_path());
    paths.filter(move |path| seen.insert(*path))
}
