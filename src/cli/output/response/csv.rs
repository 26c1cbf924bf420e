//! Prints results as CSV (RFC 4180).

use std::io::{self, Write};

use clippings::{Hit, HitCopy, PassageQuote, Response};

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::facets::shown_value;
use crate::cli::output::response::query_response::QueryResponse;

/// Rows of a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CsvRows {
    /// One per result.
    Hits,
    /// One per value of a facet.
    Counts,
}

/// Writes the header; behind the others the column of speakers if `has_speakers`, and that of copies if
/// `has_copies`.
pub(super) fn write_header(
    out: &mut dyn Write,
    rows: CsvRows,
    (batch, has_speakers, has_copies): (bool, bool, bool),
) -> io::Result<()> {
    let query = if batch { "qid,query," } else { "" };
    let columns = match rows {
        CsvRows::Hits => "rank,score,path,id,line,published,title,snippet,site,author,url",
        CsvRows::Counts => "by,value,count",
    };
    let speaker = if has_speakers && rows == CsvRows::Hits { ",speaker" } else { "" };
    let copies = if has_copies && rows == CsvRows::Hits { ",copies" } else { "" };
    write!(out, "{query}{columns}{speaker}{copies}\r\n")
}

/// Writes one line per result, with its passages joined by ` … `, or one per value of a facet.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    rows: CsvRows,
    display: &PathDisplay,
) -> io::Result<()> {
    let query_cells = match query_response.qid {
        Some(qid) => vec![cell(qid), cell(query_response.query)],
        None => Vec::new(),
    };
    if rows == CsvRows::Counts {
        return write_counts(out, query_response.response, &query_cells, display);
    }
    for hit in query_response.shown_hits() {
        let mut cells = query_cells.clone();
        cells.extend([hit.rank.to_string(), hit.score.to_string()]);
        cells.push(cell(&display.name(&hit.path)));
        cells.push(cell(hit.id.as_deref().unwrap_or_default()));
        cells.push(hit.passage().line.to_string());
        cells.push(hit.metadata.published.map(|day| day.to_string()).unwrap_or_default());
        cells.push(cell(hit.metadata.title.as_deref().unwrap_or_default()));
        cells.push(cell(&snippet(hit)));
        cells.push(cell(&hit.metadata.source().unwrap_or_default()));
        cells.push(cell(hit.metadata.author.as_deref().unwrap_or_default()));
        cells.push(cell(hit.metadata.url.as_deref().unwrap_or_default()));
        if query_response.has_speakers {
            let quotes = hit.passages.iter().filter_map(|passage| passage.quote.as_ref());
            let speakers: Vec<&str> = quotes.flat_map(PassageQuote::speakers).collect();
            cells.push(cell(&speakers.join(" … ")));
        }
        if query_response.has_copies {
            let place = |copy: &HitCopy| display.place(&copy.path, copy.id.as_deref());
            let copies = hit.copies.iter().map(|copy| format!("{}:{}", place(copy), copy.line));
            cells.push(cell(&copies.collect::<Vec<_>>().join("; ")));
        }
        write!(out, "{}\r\n", cells.join(","))?;
    }
    Ok(())
}

/// Writes one line per value of each facet; what is unknown has no value.
fn write_counts(
    out: &mut dyn Write,
    response: &Response,
    query_cells: &[String],
    display: &PathDisplay,
) -> io::Result<()> {
    let mut write_row = |by: &str, value: &str, count: u64| {
        let cells = [cell(by), cell(value), count.to_string()];
        write!(out, "{}\r\n", [query_cells, &cells].concat().join(","))
    };
    if let Some(first) = &response.first {
        let day = first.published.map(|day| day.to_string()).unwrap_or_default();
        write_row("first", &day, first.hits.len() as u64)?;
    }
    for facet in &response.counts {
        for count in &facet.values {
            let value = count.value.as_deref().unwrap_or_default();
            write_row(facet.by.name(), &shown_value(facet.by, value, display), count.count)?;
        }
    }
    Ok(())
}

/// Formats the passages of a result on one line, without marks.
fn snippet(hit: &Hit) -> String {
    let passages = hit
        .passages
        .iter()
        .map(|passage| passage.segments.iter().map(|segment| segment.text.as_str()).collect::<String>());
    passages.collect::<Vec<_>>().join(" … ")
}

/// Writes a cell of text on one line, in quotes, since some spreadsheets also split at semicolons. Text that
/// a spreadsheet would run as a formula begins with an apostrophe.
pub(crate) fn cell(text: &str) -> String {
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
