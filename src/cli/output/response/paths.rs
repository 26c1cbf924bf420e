//! Prints the paths of the results only.

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;

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
    for path in paths(query_response) {
        writeln!(out, "{}{}", query_response.qid_column(), escape_controls(&display.name(path)))?;
    }
    Ok(())
}

/// Writes the paths like [`write`], but as they are, each with a NUL at its end.
pub(super) fn write_with_null(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    for path in paths(query_response) {
        write!(out, "{}", query_response.qid_column())?;
        out.write_all(display.path(path).as_os_str().as_encoded_bytes())?;
        out.write_all(b"\0")?;
    }
    Ok(())
}

/// Returns the path of every result once.
fn paths<'r>(query_response: &QueryResponse<'r>) -> impl Iterator<Item = &'r Path> {
    let mut seen = HashSet::new();
    let paths = query_response.response.hits.iter().map(|hit| hit.path.as_path());
    paths.filter(move |path| seen.insert(*path))
}
