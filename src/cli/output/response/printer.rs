//! Prints the responses to queries in one of several formats.

use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::csv::BYTE_ORDER_MARK;
use clippings::internals::wire::csv::hits::HitColumns;

use crate::cli::args::{Format, SearchArgs};
use crate::cli::output::response::csv::CsvRows;
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::response::{cite, count, csv, json, paths, text, trec};

/// Output of a search: its content and its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputMode {
    /// Results as text.
    Text,
    /// One JSON object per query.
    Json,
    /// One line per result, as CSV.
    Csv,
    /// One line per result, for `trec_eval`.
    Trec,
    /// Paths of the articles only.
    Files,
    /// Paths of the articles only, each with a NUL at its end.
    NullFiles,
    /// Number of articles only.
    Count,
    /// Citations to paste.
    Cite,
}

impl OutputMode {
    /// Returns the mode that prints all results in `format`.
    pub(crate) fn of_format(format: Format) -> OutputMode {
        match format {
            Format::Text | Format::Html => OutputMode::Text,
            Format::Json => OutputMode::Json,
            Format::Csv => OutputMode::Csv,
            Format::Trec => OutputMode::Trec,
        }
    }

    /// Returns the requested mode.
    ///
    /// # Errors
    /// If the options exclude each other.
    pub(crate) fn new(format: Format, args: &SearchArgs) -> anyhow::Result<OutputMode> {
        if args.bom && format != Format::Csv {
            anyhow::bail!("--bom marks the encoding of a CSV: use it with --format csv");
        }
        if format == Format::Trec && args.has_facets() {
            anyhow::bail!("--by and --first cannot be printed with --format trec: use text, json or csv");
        }
        match (format, args.files, args.count) {
            (Format::Text, true, _) if args.null => Ok(OutputMode::NullFiles),
            (Format::Text, true, _) => Ok(OutputMode::Files),
            (Format::Text, _, true) => Ok(OutputMode::Count),
            (Format::Text, ..) if args.cite => Ok(OutputMode::Cite),
            _ if args.cite => anyhow::bail!("--cite prints text to paste and cannot be used with --format"),
            (_, true, _) => anyhow::bail!("--files prints paths only and cannot be used with --format"),
            (_, _, true) => anyhow::bail!(
                "--count prints a number only and cannot be used with --format; `total` of --format json is that number"
            ),
            (format, ..) => Ok(OutputMode::of_format(format)),
        }
    }
}

/// Printer of responses in one mode.
pub(crate) struct Printer<'p> {
    /// Output mode.
    pub mode: OutputMode,
    /// Formats the paths.
    pub display: &'p PathDisplay,
    /// Rows of a CSV.
    pub csv_rows: CsvRows,
    /// Whether a CSV begins with a mark of its encoding, which spreadsheets read.
    pub bom: bool,
    /// Whether a CSV has a column of copies.
    pub has_copies: bool,
}

impl Printer<'_> {
    /// Writes the header above all responses; `batch` if there may be several queries, and `has_speakers` if
    /// a query asks for quotations.
    pub(crate) fn begin(&self, out: &mut dyn Write, (batch, has_speakers): (bool, bool)) -> io::Result<()> {
        match self.mode {
            OutputMode::Csv => {
                out.write_all(if self.bom { BYTE_ORDER_MARK } else { "" }.as_bytes())?;
                let copies = self.has_copies;
                csv::write_header(
                    out,
                    self.csv_rows,
                    HitColumns { query: batch, speakers: has_speakers, copies },
                )
            }
            _ => Ok(()),
        }
    }

    /// Writes a response.
    pub(crate) fn write(&self, out: &mut dyn Write, query_response: &QueryResponse<'_>) -> io::Result<()> {
        match self.mode {
            OutputMode::Text => text::write(out, query_response, self.display),
            OutputMode::Json => json::write(out, query_response, self.display),
            OutputMode::Csv => csv::write(out, query_response, self.csv_rows, self.display),
            OutputMode::Trec => trec::write(out, query_response, self.display),
            OutputMode::Files => paths::write(out, query_response, self.display, "\n"),
            OutputMode::NullFiles => paths::write(out, query_response, self.display, "\0"),
            OutputMode::Count => count::write(out, query_response),
            OutputMode::Cite => cite::write(out, query_response, self.display),
        }
    }

    /// Prints one response to standard output.
    pub(crate) fn print(&self, query_response: &QueryResponse<'_>) -> io::Result<()> {
        let mut out = io::BufWriter::new(io::stdout().lock());
        self.begin(&mut out, (false, query_response.has_speakers))?;
        self.write(&mut out, query_response)?;
        out.flush()
    }
}
