//! Prints stories and the copies of an article, one format per file.

mod csv;
mod json;
mod report;
mod stories;

use std::io::{self, Write};

use clippings::{CopyReport, Story};

use crate::cli::args::Format;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::terminal::Terminal;

/// Prints stories or copies in one format.
pub(crate) struct CopyPrinter<W> {
    format: Format,
    out: W,
    display: PathDisplay,
    terminal: Terminal,
}

impl<W: Write> CopyPrinter<W> {
    /// Creates a printer.
    pub(crate) fn new(format: Format, out: W) -> Self {
        let display = PathDisplay::relative_to_current_dir();
        CopyPrinter { format, out, display, terminal: Terminal::of_stdout() }
    }

    /// Prints what stands before all stories.
    pub(crate) fn begin_stories(&mut self) -> io::Result<()> {
        match self.format {
            Format::Csv => csv::begin_stories(&mut self.out),
            _ => Ok(()),
        }
    }

    /// Prints a story, the one of this number.
    pub(crate) fn story(&mut self, number: u64, story: &Story) -> io::Result<()> {
        match self.format {
            Format::Json => json::story(&mut self.out, story, &self.display),
            Format::Csv => csv::story(&mut self.out, number, story, &self.display),
            _ => stories::write(&mut self.out, number, story, (&self.display, &self.terminal)),
        }
    }

    /// Prints the copies of an article.
    pub(crate) fn report(&mut self, report: &CopyReport) -> io::Result<()> {
        match self.format {
            Format::Json => json::report(&mut self.out, report, &self.display),
            Format::Csv => csv::report(&mut self.out, report, &self.display),
            _ => report::write(&mut self.out, report, (&self.display, &self.terminal)),
        }
    }

    /// Passes on all that was printed.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
