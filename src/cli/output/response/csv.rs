//! Prints results as CSV (RFC 4180).

use std::io::{self, Write};

use clippings::Hit;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the header, with the columns of the query if there are many queries.
pub(super) fn write_header(out: &mut dyn Write, batch: bool) -> io::Result<()> {
    let query = if batch { "qid,query," } else { "" };
    write!(out, "{query}rank,score,path,id,line,published,title,snippet\r\n")
}

/// Writes one line per result. Passages are joined by ` … `, and matches are not marked.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    for hit in &query_response.response.hits {
        let mut cells = Vec::with_capacity(10);
        if let Some(qid) = query_response.qid {
            cells.extend([cell(qid), cell(query_response.query)]);
        }
        cells.extend([hit.rank.to_string(), hit.score.to_string()]);
        cells.push(cell(&display.name(&hit.path)));
        cells.push(cell(hit.id.as_deref().unwrap_or_default()));
        cells.push(hit.passage().line.to_string());
        cells.push(hit.metadata.published.map(|day| day.to_string()).unwrap_or_default());
        cells.push(cell(hit.metadata.title.as_deref().unwrap_or_default()));
        cells.push(cell(&snippet(hit)));
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

/// Formats the passages of a result on one line.
fn snippet(hit: &Hit) -> String {
    let passages = hit
        .passages
        .iter()
        .map(|passage| passage.segments.iter().map(|segment| segment.text.as_str()).collect::<String>());
    passages.collect::<Vec<_>>().join(" … ")
}

/// Writes a cell of text on one line, in quotes, since some spreadsheets also split at semicolons. Text that
/// a spreadsheet would run as a formula begins with an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = escape_controls(text).replace('"', "\"\"").replace('\n', " ");
    let apostrophe = if formula { "'" } else { "" };
    if text.is_empty() { text } else { format!("\"{apostrophe}{text}\"") }
}

#[cfg(test)]
mod tests {
    use crate::cli::output::response::csv::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        for (text, written) in [
            ("plain їжак", "\"plain їжак\""),
            ("Ferry;=HYPERLINK(1)", "\"Ferry;=HYPERLINK(1)\""),
            ("a, “b”", "\"a, “b”\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=HYPERLINK(1)", "\"'=HYPERLINK(1)\""),
            ("two\nlines\u{2028}", "\"two lines\\u{2028}\""),
            ("- a list", "\"'- a list\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
