//! Prints quotations with their speakers.

use std::io::{self, Write};

use clippings::internals::wire::counts::SpeakerCountsJson;
use clippings::internals::wire::csv::{self, BYTE_ORDER_MARK};
use clippings::internals::wire::quotes::QuoteJson;
use clippings::internals::wire::{PathDisplay, write_line};
use clippings::{FacetCounts, PassageSegment, QuotationHit};

use crate::cli::args::Format;
use crate::cli::output::escape::single_line;
use crate::cli::output::messages::count_copies;
use crate::cli::output::origin::{location, origin};
use crate::cli::output::response::facets;
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Printer of quotations in one format.
pub(crate) struct QuotePrinter<'p> {
    /// Output format.
    pub format: Format,
    /// Formats the paths.
    pub display: &'p PathDisplay,
    /// Whether a CSV begins with a mark of its encoding.
    pub bom: bool,
    /// Whether the number of copies is printed.
    pub stories: bool,
}

impl QuotePrinter<'_> {
    /// Writes what comes before all quotations.
    pub(crate) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Csv => {
                let bom = if self.bom { BYTE_ORDER_MARK } else { "" };
                write!(out, "{bom}{}", csv::quotes::header(self.stories))
            }
            _ => Ok(()),
        }
    }

    /// Writes a quotation, the one of this number.
    pub(crate) fn write(&self, out: &mut dyn Write, hit: &QuotationHit, number: usize) -> io::Result<()> {
        match self.format {
            Format::Json => write_line(out, &QuoteJson::of(hit, self.stories, self.display)),
            Format::Csv => out.write_all(csv::quotes::of_hit(hit, self.stories, self.display).as_bytes()),
            Format::Text | Format::Trec | Format::Html => out.write_all(self.text(hit, number).as_bytes()),
        }
    }

    /// Returns a quotation with its speaker, and a line with the source, the day and the place.
    fn text(&self, hit: &QuotationHit, number: usize) -> String {
        let terminal = Terminal::of_stdout();
        let head = format!("{number}. “");
        let speaker = hit.speaker.as_deref().map(|name| format!(" — {}", single_line(name)));
        let mut spans = vec![TextSpan::new(TextKind::Plain, &head)];
        // Nothing is marked where all is, as in the quotations of a speaker.
        let has_words = |segment: &PassageSegment| segment.text.contains(char::is_alphanumeric);
        let segments = match hit.segments.iter().all(|segment| segment.matched || !has_words(segment)) {
            true => &[],
            false => hit.segments.as_slice(),
        };
        let plain = if segments.is_empty() { single_line(&hit.quote) } else { String::new() };
        spans.push(TextSpan::new(TextKind::Plain, &plain));
        spans.extend(segments.iter().map(TextSpan::of_passage));
        spans.push(TextSpan::new(TextKind::Plain, "”"));
        spans.extend(speaker.as_deref().map(|speaker| TextSpan::new(TextKind::Title, speaker)));
        let origin = origin(hit.metadata.source().as_deref(), hit.metadata.published, &terminal);
        let place = location(&hit.path, hit.id.as_deref(), hit.position, (self.display, &terminal));
        let gap = if number > 1 { "\n" } else { "" };
        let quote = terminal.wrap(&spans, "   ");
        let copies = match hit.copies {
            0 => String::new(),
            copies => format!("; also in {}", count_copies(copies as u64)),
        };
        format!("{gap}{}   {origin}{place}{copies}\n", quote.trim_start())
    }
}

/// Writes how many quotations each speaker has.
pub(crate) fn write_counts(
    out: &mut dyn Write,
    (format, bom): (Format, bool),
    total: usize,
    counts: &FacetCounts,
    display: &PathDisplay,
) -> io::Result<()> {
    match format {
        Format::Json => write_line(out, &SpeakerCountsJson::of(total, counts)),
        Format::Csv => {
            let bom = if bom { BYTE_ORDER_MARK } else { "" };
            write!(out, "{bom}{}{}", csv::counts::header(false), csv::counts::of_facet(counts, &[], display))
        }
        Format::Text | Format::Trec | Format::Html => {
            out.write_all(facets::tables(std::slice::from_ref(counts), 0, display).as_bytes())
        }
    }
}
