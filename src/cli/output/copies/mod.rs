//! Prints stories and the copies of an article, one format per file.

mod report;
mod stories;

use std::io::{self, Write};

use clippings::internals::wire::copies::{ComparedCopyJson, StoryJson};
use clippings::internals::wire::csv::copies as csv;
use clippings::internals::wire::{PathDisplay, write_line};
use clippings::{CopyReport, Story};

use crate::cli::args::Format;
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
            Format::Csv => self.out.write_all(csv::STORIES_HEADER.as_bytes()),
            _ => Ok(()),
        }
    }

    /// Prints a story, the one of this number.
    pub(crate) fn story(&mut self, number: u64, story: &Story) -> io::Result<()> {
        match self.format {
            Format::Json => write_line(&mut self.out, &StoryJson::of(story, &self.display)),
            Format::Csv => self.out.write_all(csv::of_story(number, story, &self.display).as_bytes()),
            _ => stories::write(&mut self.out, number, story, (&self.display, &self.terminal)),
        }
    }

    /// Prints the copies of an article.
    pub(crate) fn report(&mut self, report: &CopyReport) -> io::Result<()> {
        match self.format {
            Format::Json => {
                let mut copies = ComparedCopyJson::all(report, &self.display).into_iter();
                copies.try_for_each(|copy| write_line(&mut self.out, &copy))
            }
            Format::Csv => {
                self.out.write_all(csv::COPIES_HEADER.as_bytes())?;
                self.out.write_all(csv::of_report(report, &self.display).as_bytes())
            }
            _ => report::write(&mut self.out, report, (&self.display, &self.terminal)),
        }
    }

    /// Passes on all that was printed.
    pub(crate) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
