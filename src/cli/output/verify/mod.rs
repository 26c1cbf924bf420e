//! Prints reports on quotations, one format per file.

mod about;
mod draft;
mod html;
mod summary;
mod text;
mod witnesses;

use std::io::{self, Write};

use clippings::QuotationReport;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::csv::verify as csv;
use clippings::internals::wire::draft::Draft;
use clippings::internals::wire::verify::ReportJson;

use crate::cli::args::Format;
use crate::cli::output::terminal::Terminal;

pub(crate) use about::RunFacts;
pub(crate) use draft::{place_of, shown_name};
pub(crate) use summary::Summary;

/// Prints reports in one format.
pub(crate) struct ReportPrinter<W> {
    format: Format,
    out: W,
    display: PathDisplay,
    terminal: Terminal,
    /// Reports for a page, whose head has their totals.
    articles: Vec<u8>,
}

impl<W: Write> ReportPrinter<W> {
    /// Creates a printer, and prints what stands before the reports.
    pub(crate) fn new(format: Format, mut out: W) -> io::Result<Self> {
        if format == Format::Csv {
            out.write_all(csv::HEADER.as_bytes())?;
        }
        let display = PathDisplay::relative_to_current_dir();
        Ok(ReportPrinter { format, out, display, terminal: Terminal::of_stdout(), articles: Vec::new() })
    }

    /// Prints the report on a quotation of `draft`.
    pub(crate) fn print(&mut self, draft: &Draft, report: &QuotationReport) -> io::Result<()> {
        let place = draft.place(&report.range);
        match self.format {
            Format::Json => {
                let report = ReportJson::of(draft, &place, report, &self.display);
                serde_json::to_writer(&mut self.out, &report)?;
                self.out.write_all(b"\n")
            }
            Format::Csv => {
                let row = csv::of_report(draft, &place, report, &self.display);
                self.out.write_all(row.as_bytes())
            }
            Format::Html => html::write(&mut self.articles, draft, &place, report, &self.display),
            _ => text::write(&mut self.out, draft, &place, report, (&self.display, &self.terminal)),
        }
    }

    /// Prints what stands around the reports.
    pub(crate) fn finish(&mut self, summary: &Summary, facts: &RunFacts) -> io::Result<()> {
        match self.format {
            Format::Json | Format::Csv => {}
            Format::Html => html::write_page(&mut self.out, &self.articles, summary, facts)?,
            _ => writeln!(self.out, "{}", summary.line())?,
        }
        self.out.flush()
    }
}
