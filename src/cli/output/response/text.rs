//! Prints the results of a query as text.
//!
//! Matches are bold on a terminal, and stand between `**` if there are no colors.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::remarks::closeness;
use clippings::internals::wire::remarks::counted::indexed_by;
use clippings::{FirstMatches, Hit, NearMiss};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::messages;
use crate::cli::output::origin::{location, origin};
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::response::{copies, facets};
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};
use crate::cli::output::text::word_remarks;

/// Maximum number of matches of the first day.
const MAX_FIRST: usize = 10;

/// Writes the response to a query, with the query above them if there are many.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let mut text = String::new();
    let response = query_response.response;
    if let Some(heading) = query_response.heading() {
        let _ = writeln!(text, "{heading}"); // writing to a string does not fail
        for note in &response.notes {
            let _ = writeln!(text, "   {}", escape_controls(&messages::format_note(note)));
        }
        for remark in facets::remarks(response, false).into_iter().chain(word_remarks(response)) {
            let _ = writeln!(text, "   {remark}");
        }
    }
    if !response.counts.is_empty() {
        text.push_str(&facets::tables_of(query_response, display));
    }
    if let Some(first) = &response.first {
        write_first(&mut text, first, query_response, display, &terminal);
    }
    if response.first.is_some() && !response.hits.is_empty() {
        text.push_str("\nResults:\n");
    }
    for hit in &response.hits {
        if !text.is_empty() {
            text.push('\n');
        }
        write_hit(&mut text, hit, &format!("{}. ", hit.rank), display, &terminal);
        copies::write(&mut text, hit, query_response.unfolds_copies, (display, &terminal));
    }
    write_near_misses(&mut text, query_response, display, &terminal);
    if query_response.qid.is_some() {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// Writes the matches of the first day. They have ranks if they are all that is printed.
fn write_first(
    text: &mut String,
    first: &FirstMatches,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
    terminal: &Terminal,
) {
    if !text.is_empty() {
        text.push('\n');
    }
    let heading = format!("First in {}", facets::first_place(query_response.response));
    let note = facets::undated_beside(first);
    let Some(day) = first.published else {
        text.push_str(&terminal.wrap_message(&format!("{heading}: unknown{note}")));
        return;
    };
    let (heading, day) = (format!("{heading}: "), day.to_string());
    let spans = [(TextKind::Plain, &heading), (TextKind::Title, &day), (TextKind::Plain, &note)];
    let spans = spans.map(|(kind, text)| TextSpan::new(kind, text));
    text.push_str(terminal.wrap(&spans, "   ").trim_start());
    for hit in first.hits.iter().take(MAX_FIRST) {
        text.push('\n');
        let rank = if query_response.first_only { format!("{}. ", hit.rank) } else { "   ".to_owned() };
        write_hit(text, hit, &rank, display, terminal);
        copies::write(text, hit, query_response.unfolds_copies, (display, terminal));
    }
    match first.hits.len().saturating_sub(MAX_FIRST) {
        0 => {}
        more => {
            let more = match query_response.has_copies {
                true => messages::count_stories(more as u64),
                false => messages::count_articles(more as u64),
            };
            let _ = writeln!(text, "\n   and {more} more of that day");
        }
    }
}

/// Writes near misses, each with what it has of the query.
fn write_near_misses(
    text: &mut String,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
    terminal: &Terminal,
) {
    let near_misses: &[NearMiss] = &query_response.response.near_misses;
    let Some(first) = near_misses.first() else { return };
    text.push_str(&terminal.wrap_message(match first.run {
        0 => "No article matches the whole query. These match some of it:",
        _ => "No article has the whole quote. These come closest:",
    }));
    for near_miss in near_misses {
        text.push('\n');
        write_hit(text, &near_miss.hit, &format!("{}. ", near_miss.hit.rank), display, terminal);
        let closeness = closeness(near_miss);
        if !closeness.is_empty() {
            text.push_str(&terminal.wrap(&[TextSpan::new(TextKind::Faint, &closeness)], "   "));
        }
        copies::write(text, &near_miss.hit, query_response.unfolds_copies, (display, terminal));
    }
}

/// Writes a result: its title, then its passages with their paths and lines, the first of them after the
/// source and the date.
pub(in crate::cli::output) fn write_hit(
    text: &mut String,
    hit: &Hit,
    rank: &str,
    display: &PathDisplay,
    terminal: &Terminal,
) {
    let name = hit.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let title = single_line(hit.metadata.title.as_deref().unwrap_or(&name));
    let head = [TextSpan::new(TextKind::Plain, rank), TextSpan::new(TextKind::Title, &title)];
    let indent = if rank.trim().is_empty() { rank } else { "" };
    let wrapped = terminal.wrap(&head, "   ");
    let _ = write!(text, "{indent}{}", wrapped.trim_start());
    let mut origin = origin(hit.metadata.source().as_deref(), hit.metadata.published, terminal);
    for passage in &hit.passages {
        let place = location(&hit.path, hit.id.as_deref(), passage.position, (display, terminal));
        // Writing to a string does not fail.
        let origin = std::mem::take(&mut origin);
        let machine = hit.indexed_by.as_ref().map(|owner| single_line(&indexed_by(owner)));
        let machine = machine.map(|machine| format!(" · {}", terminal.paint(TextKind::Faint, &machine)));
        let machine = machine.unwrap_or_default();
        let _ = writeln!(text, "   {origin}{place}{machine}");
        let speaker = passage.speaker().map(|speaker| format!(" — {}", single_line(speaker)));
        let segments = passage.segments.iter().map(TextSpan::of_passage);
        let speaker = speaker.as_deref().map(|speaker| TextSpan::new(TextKind::Title, speaker));
        let spans: Vec<TextSpan<'_>> = segments.chain(speaker).collect();
        if !spans.is_empty() {
            text.push_str(&terminal.wrap(&spans, "   "));
        }
    }
}
