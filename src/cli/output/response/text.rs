//! Prints the results of a query as text.
//!
//! Matches are bold on a terminal, and stand between `**` if there are no colors.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::Hit;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};
use crate::cli::output::text::single_line;

/// Writes the response to a query, with the query above them if there are many.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let mut text = String::new();
    if let Some(qid) = query_response.qid {
        let response = query_response.response;
        let at_least = if response.total_is_lower_bound { "at least " } else { "" };
        let total = format!("{at_least}{}", messages::count_articles(response.total as u64));
        let _ = writeln!(
            text,
            "== {}",
            escape_controls(&format!("{qid}: {} ({total})", single_line(query_response.query)))
        ); // writing to a string does not fail
        for note in &query_response.response.notes {
            let _ = writeln!(text, "   {}", escape_controls(&messages::format_note(note)));
        }
    }
    if query_response.response.relaxed {
        text.push_str("No article matches the whole query. These match some of it:\n");
    }
    for hit in &query_response.response.hits {
        if !text.is_empty() {
            text.push('\n');
        }
        write_hit(&mut text, hit, display, &terminal);
    }
    if query_response.qid.is_some() {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// Writes a result: title and date, then its passages with their paths and lines.
fn write_hit(text: &mut String, hit: &Hit, display: &PathDisplay, terminal: &Terminal) {
    let name = hit.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let title = single_line(hit.metadata.title.as_deref().unwrap_or(&name));
    let rank = format!("{}. ", hit.rank);
    let mut head = vec![TextSpan::new(TextKind::Plain, &rank), TextSpan::new(TextKind::Title, &title)];
    let day = hit.metadata.published.map(|day| day.to_string()).unwrap_or_default();
    if !day.is_empty() {
        head.extend([TextSpan::new(TextKind::Plain, "  "), TextSpan::new(TextKind::Faint, &day)]);
    }
    text.push_str(terminal.wrap(&head, "   ").trim_start());
    let id = hit.id.as_ref().map(|id| format!("#{}", single_line(id))).unwrap_or_default();
    let path = format!("{}{id}", display.name(&hit.path));
    for passage in &hit.passages {
        let line = terminal.paint(TextKind::Line, &passage.line.to_string());
        let location = format!("{}:{line}", terminal.paint(TextKind::Path, &path));
        // Writing to a string does not fail.
        let _ = writeln!(text, "   {}", terminal.link(&hit.path, &location));
        let spans: Vec<TextSpan<'_>> = passage.segments.iter().map(TextSpan::of_passage).collect();
        if !spans.is_empty() {
            text.push_str(&terminal.wrap(&spans, "   "));
        }
    }
}
