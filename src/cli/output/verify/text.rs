//! Prints reports as text, as a compiler prints its messages: the place in the draft, the verdict, the
//! quotation with a caret under what differs, and the article that vouches.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::verify::ChangeInWords;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::draft::{Draft, DraftPlace};
use clippings::{QuotationReport, QuotationVerdict, SourcePassage, SpeakerVerdict};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::origin::{location, origin};
use crate::cli::output::terminal::{Terminal, TextKind};
use crate::cli::output::verify::witnesses::{in_articles, witnesses};

/// Width of lines where the output is no terminal.
const WIDTH: usize = 100;
/// Maximum number of characters of a quotation or a passage that are shown.
const MAX_SHOWN: usize = 1500;
/// Maximum number of changes that are told in words.
const MAX_CHANGES: usize = 20;
/// Maximum number of words of a quotation that is called partial.
const PARTIAL: usize = 4;

/// Writes a report.
pub(super) fn write(
    out: &mut impl Write,
    draft: &Draft,
    place: &DraftPlace<'_>,
    report: &QuotationReport,
    (display, terminal): (&PathDisplay, &Terminal),
) -> io::Result<()> {
    let mut text = String::new();
    if let Some(name) = draft.name(display) {
        text.push_str(&terminal.paint(TextKind::Path, &name));
        let unit = match (place.line, place.paragraph) {
            (Some(line), _) => format!(":{}", terminal.paint(TextKind::Line, &line.to_string())),
            (None, Some(paragraph)) => {
                format!(" {}", terminal.paint(TextKind::Line, &format!("¶{paragraph}")))
            }
            (None, None) => String::new(),
        };
        let _ = write!(text, "{unit}: "); // does not fail
    }
    let kind = if report.verdict.is_supported() || report.is_absent_term() {
        TextKind::Title
    } else {
        TextKind::Match
    };
    text.push_str(&terminal.paint(kind, report.verdict.name()));
    if report.is_absent_term() {
        text.push_str(" (a title or a term)");
    }
    let is_partial = report.words <= PARTIAL && report.verdict == QuotationVerdict::Verbatim;
    if is_partial {
        let _ = write!(text, ": {}", in_articles(report.total, report.stories));
    }
    text.push('\n');
    write_quotation(&mut text, draft, report, terminal);
    for change in report.changes.iter().take(MAX_CHANGES) {
        let _ =
            writeln!(text, "   {}", escape_controls(&ChangeInWords::of(change, report.verdict).to_string()));
    }
    if let more @ 1.. = report.changes.len().saturating_sub(MAX_CHANGES) {
        let _ = writeln!(text, "   and {more} more");
    }
    for (index, passage) in report.matches.iter().enumerate() {
        // One witness suffices; the parts of a quotation have one each.
        if index > 0 && report.verdict != QuotationVerdict::Elsewhere {
            break;
        }
        let witnesses = witnesses(report).filter(|_| !is_partial).map(|witnesses| format!("; {witnesses}"));
        let with_quote = report.verdict != QuotationVerdict::Verbatim;
        let behind = witnesses.unwrap_or_default();
        write_passage(&mut text, "", passage, with_quote, &behind, (display, terminal));
    }
    for passage in &report.nearest {
        write_passage(&mut text, "nearest: ", passage, true, "", (display, terminal));
    }
    if report.speaker.verdict == SpeakerVerdict::Other {
        let name = |name: &Option<String>| single_line(name.as_deref().unwrap_or_default());
        let message = format!(
            "another speaker: {} in the draft, {} in the archive",
            name(&report.speaker.draft),
            name(&report.speaker.archive)
        );
        let _ = writeln!(text, "   {}", terminal.paint(TextKind::Match, &message));
    }
    if let Some(note) = &report.note {
        let _ = writeln!(text, "   note: {note}");
    }
    text.push('\n');
    out.write_all(text.as_bytes())
}

/// Writes a quotation in lines, each with carets under what differs.
fn write_quotation(text: &mut String, draft: &Draft, report: &QuotationReport, terminal: &Terminal) {
    let width = terminal.columns().unwrap_or(WIDTH).saturating_sub(4).max(20);
    let (mut line, mut carets, mut columns) = (String::from("“"), String::from(" "), 1);
    let quote = draft.quotation(report.range.clone());
    let is_marked = |offset: usize| {
        let offset = report.range.start + offset;
        report.changes.iter().any(|change| {
            change.range.contains(&offset) || change.range.is_empty() && change.range.start == offset
        })
    };
    let mut flush = |line: &mut String, carets: &mut String, columns: &mut usize| {
        let _ = writeln!(text, "   {line}");
        if carets.contains('^') {
            let _ = writeln!(text, "   {}", terminal.paint(TextKind::Match, carets.trim_end()));
        }
        line.clear();
        carets.clear();
        *columns = 0;
    };
    let mut shown = 0;
    let mut words = quote.split_inclusive(char::is_whitespace).peekable();
    let mut offset = 0;
    while let Some(word) = words.next() {
        if shown > MAX_SHOWN {
            line.push('…');
            break;
        }
        let word_columns = Terminal::width_of(word.trim_end());
        if columns > 1 && columns + word_columns > width {
            flush(&mut line, &mut carets, &mut columns);
        }
        for (index, c) in word.char_indices() {
            let is_space = c.is_whitespace();
            let is_last = is_space && words.peek().is_none();
            let piece = if is_space {
                " ".to_owned()
            } else {
                escape_controls(c.encode_utf8(&mut [0; 4])).into_owned()
            };
            if is_space && (columns == 0 || is_last) || matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}') {
                continue;
            }
            let piece_columns = Terminal::width_of(&piece);
            let caret = if is_marked(offset + index) { "^" } else { " " };
            carets.push_str(&caret.repeat(piece_columns));
            line.push_str(&piece);
            columns += piece_columns;
            shown += 1;
        }
        offset += word.len();
    }
    if is_marked(offset) {
        carets.push('^');
    }
    line.push('”');
    flush(&mut line, &mut carets, &mut columns);
}

/// Writes a passage of an article.
fn write_passage(
    text: &mut String,
    label: &str,
    passage: &SourcePassage,
    with_quote: bool,
    behind: &str,
    (display, terminal): (&PathDisplay, &Terminal),
) {
    let origin = origin(passage.source.as_deref(), passage.published, terminal);
    let place = location(&passage.path, passage.id.as_deref(), passage.position, (display, terminal));
    let cut = if passage.is_cut { ", in the text that was cut" } else { "" };
    let speaker =
        passage.speaker.as_deref().map(|speaker| format!(" — {}", escape_controls(&single_line(speaker))));
    let _ = writeln!(text, "   {label}{origin}{place}{cut}{}{behind}", speaker.unwrap_or_default());
    if with_quote {
        let mut quote: String = passage.source_quote.chars().take(MAX_SHOWN).collect();
        if quote.len() < passage.source_quote.len() {
            quote.push('…');
        }
        let spans = [crate::cli::output::terminal::TextSpan::new(TextKind::Faint, &quote)];
        text.push_str(&terminal.wrap(&spans, "      "));
    }
}
