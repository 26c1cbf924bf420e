//! Prints results as CSV.

use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::csv::hits::HitColumns;
use clippings::internals::wire::csv::{cell, counts};

use crate::cli::output::response::query_response::QueryResponse;

/// Rows of a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CsvRows {
    /// One per result.
    Hits,
    /// One per value of a facet.
    Counts,
}

/// Writes the header of the rows; `columns` are those of hits.
pub(super) fn write_header(out: &mut dyn Write, rows: CsvRows, columns: HitColumns) -> io::Result<()> {
    let header = match rows {
        CsvRows::Hits => columns.header(),
        CsvRows::Counts => counts::header(columns.query),
    };
    out.write_all(header.as_bytes())
}

/// Writes one line per result, or one per value of a facet.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    rows: CsvRows,
    display: &PathDisplay,
) -> io::Result<()> {
    let query = match query_response.qid {
        Some(qid) => vec![cell(qid), cell(query_response.query)],
        None => Vec::new(),
    };
    if rows == CsvRows::Counts {
        return out.write_all(counts::of_response(query_response.response, &query, display).as_bytes());
    }
    let columns = HitColumns {
        query: query_response.qid.is_some(),
        speakers: query_response.has_speakers,
        copies: query_response.has_copies,
    };
    for hit in query_response.shown_hits() {
        out.write_all(columns.row(&query, hit, display).as_bytes())?;
    }
    Ok(())
}
