//! Prints quotations with their speakers.

use std::io::{self, Write};
use std::path::Path;

use clippings::internals::text::path_key;
use clippings::{FacetCount, FacetCounts, PassageSegment, QuotationHit, QuotationKind};
use serde::Serialize;

use crate::cli::args::Format;
use crate::cli::output::escape::single_line;
use crate::cli::output::json::write_line;
use crate::cli::output::origin::{location, origin};
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::csv::cell;
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

#[derive(Serialize)]
struct QuoteJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    begin: Option<usize>,
    end: Option<usize>,
    line: u32,
    quote: &'a str,
    speaker: Option<&'a str>,
    kind: &'a str,
    published: Option<String>,
    source: Option<String>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<usize>,
}

#[derive(Serialize)]
struct SpeakerCountsJson<'a> {
    total: usize,
    by: SpeakersJson<'a>,
}

#[derive(Serialize)]
struct SpeakersJson<'a> {
    speaker: Vec<SpeakerCountJson<'a>>,
}

#[derive(Serialize)]
struct SpeakerCountJson<'a> {
    value: Option<&'a str>,
    count: u64,
}

impl<'a> SpeakerCountJson<'a> {
    fn of(count: &'a FacetCount) -> Self {
        SpeakerCountJson { value: count.value.as_deref(), count: count.count }
    }
}

impl QuotePrinter<'_> {
    /// Writes what comes before all quotations.
    pub(crate) fn begin(&self, out: &mut dyn Write) -> io::Result<()> {
        match self.format {
            Format::Csv => {
                let bom = if self.bom { "\u{feff}" } else { "" };
                let copies = if self.stories { ",copies" } else { "" };
                write!(
                    out,
                    "{bom}speaker,quote,published,source,path,id,line,begin,end,kind,title{copies}\r\n"
                )
            }
            _ => Ok(()),
        }
    }

    /// Writes a quotation, the one of this number.
    pub(crate) fn write(&self, out: &mut dyn Write, hit: &QuotationHit, number: usize) -> io::Result<()> {
        match self.format {
            Format::Json => self.write_json(out, hit),
            Format::Csv => self.write_csv(out, hit),
            Format::Text | Format::Trec | Format::Html => out.write_all(self.text(hit, number).as_bytes()),
        }
    }

    fn write_json(&self, out: &mut dyn Write, hit: &QuotationHit) -> io::Result<()> {
        write_line(
            out,
            &QuoteJson {
                path: self.display.path(&hit.path),
                id: hit.id.as_deref(),
                begin: hit.begin,
                end: hit.end,
                line: hit.line,
                quote: &hit.quote,
                speaker: hit.speaker.as_deref(),
                kind: kind(hit),
                published: hit.metadata.published.map(|day| day.to_string()),
                source: hit.metadata.source().map(|source| source.into_owned()),
                title: hit.metadata.title.as_deref(),
                copies: self.stories.then_some(hit.copies),
            },
        )
    }

    fn write_csv(&self, out: &mut dyn Write, hit: &QuotationHit) -> io::Result<()> {
        let number = |number: Option<usize>| number.map(|number| number.to_string()).unwrap_or_default();
        let cells = [
            cell(hit.speaker.as_deref().unwrap_or_default()),
            cell(&hit.quote),
            hit.metadata.published.map(|day| day.to_string()).unwrap_or_default(),
            cell(&hit.metadata.source().unwrap_or_default()),
            cell(&self.display.name(&hit.path)),
            cell(hit.id.as_deref().unwrap_or_default()),
            hit.line.to_string(),
            number(hit.begin),
            number(hit.end),
            kind(hit).to_owned(),
            cell(hit.metadata.title.as_deref().unwrap_or_default()),
        ];
        let copies = if self.stories { format!(",{}", hit.copies) } else { String::new() };
        write!(out, "{}{copies}\r\n", cells.join(","))
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
        let place = location(&hit.path, hit.id.as_deref(), hit.line, (self.display, &terminal));
        let gap = if number > 1 { "\n" } else { "" };
        let quote = terminal.wrap(&spans, "   ");
        let copies = match hit.copies {
            0 => String::new(),
            1 => "; also in 1 copy".to_owned(),
            copies => format!("; also in {copies} copies"),
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
        Format::Json => {
            let speaker = counts.values.iter().map(SpeakerCountJson::of).collect();
            write_line(out, &SpeakerCountsJson { total, by: SpeakersJson { speaker } })
        }
        Format::Csv => {
            write!(out, "{}by,value,count\r\n", if bom { "\u{feff}" } else { "" })?;
            for count in &counts.values {
                let value = cell(count.value.as_deref().unwrap_or_default());
                write!(out, "{},{value},{}\r\n", cell(counts.by.name()), count.count)?;
            }
            Ok(())
        }
        Format::Text | Format::Trec | Format::Html => {
            out.write_all(facets::tables(std::slice::from_ref(counts), 0, display).as_bytes())
        }
    }
}

fn kind(hit: &QuotationHit) -> &'static str {
    match hit.kind {
        QuotationKind::Speech => "speech",
        QuotationKind::Term => "term",
    }
}
