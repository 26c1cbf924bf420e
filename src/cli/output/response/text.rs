//! Prints the results of a query as text.
//!
//! Matches are bold on a terminal, and stand between `**` if there are no colours.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::Hit;

use crate::cli::output::escape::escape_controls;
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::terminal::{Kind, Piece, Terminal};
use crate::cli::output::text::single_line;

/// Writes the results of an query_response, with the query above them if there are many.
pub fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let screen = Terminal::of_stdout();
    let mut text = String::new();
    if let Some(qid) = query_response.qid {
        let total = messages::count_articles(query_response.response.total as u64);
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
        write_hit(&mut text, hit, display, &screen);
    }
    if query_response.qid.is_some() {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

fn write_hit(text: &mut String, hit: &Hit, display: &PathDisplay, screen: &Terminal) {
    let name = hit.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let title = single_line(hit.metadata.title.as_deref().unwrap_or(&name));
    let rank = format!("{}. ", hit.rank);
    let mut head = vec![Piece::new(Kind::Plain, &rank), Piece::new(Kind::Title, &title)];
    let day = hit.metadata.published.map(|day| day.to_string()).unwrap_or_default();
    if !day.is_empty() {
        head.extend([Piece::new(Kind::Plain, "  "), Piece::new(Kind::Faint, &day)]);
    }
    text.push_str(screen.wrap(&head, "   ").trim_start());
    let id = hit.id.as_ref().map(|id| format!("#{}", single_line(id))).unwrap_or_default();
    let path = format!("{}{id}", display.name(&hit.path));
    for passage in &hit.passages {
        let line = screen.paint(Kind::Line, &passage.line.to_string());
        let location = format!("{}:{line}", screen.paint(Kind::Path, &path));
        let _ = writeln!(text, "   {}", screen.link(&hit.path, &location)); // writing to a string does not fail
        let pieces: Vec<Piece<'_>> = passage.segments.iter().map(Piece::of).collect();
        if !pieces.is_empty() {
            text.push_str(&screen.wrap(&pieces, "   "));
        }
    }
}
