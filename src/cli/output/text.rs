//! Prints results as text.
//!
//! Matches are bold on a terminal, and stand between `**` if there are no colours.

use std::fmt::Write as _;
use std::io::{self, Write};

use clippings::query;
use clippings::query::Parsed;
use clippings::{FullArticle, Hit};

use crate::cli::dirs::PathDisplay;
use crate::cli::output::terminal::{Kind, Piece, Terminal};
use crate::cli::output::{Answer, messages, safe};

/// Writes the results of an answer, with the query above them if there are many.
pub fn response(out: &mut dyn Write, answer: &Answer<'_>, display: &PathDisplay) -> io::Result<()> {
    let screen = Terminal::of_stdout();
    let mut text = String::new();
    if let Some(qid) = answer.qid {
        let total = messages::articles(answer.response.total as u64);
        let _ = writeln!(text, "== {}", safe(&format!("{qid}: {} ({total})", single_line(answer.query)))); // writing to a string does not fail
        for note in &answer.response.notes {
            let _ = writeln!(text, "   {}", safe(&messages::note(note)));
        }
    }
    if answer.response.relaxed {
        text.push_str("No article matches the whole query. These match some of it:\n");
    }
    for hit in &answer.response.hits {
        if !text.is_empty() {
            text.push('\n');
        }
        write_hit(&mut text, hit, display, &screen);
    }
    if answer.qid.is_some() {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// Prints how a query was understood: in words, in canonical form, and as a tree.
pub fn reading(parsed: &Parsed) -> io::Result<()> {
    let mut text = format!("finds       {}\n", query::explain(&parsed.query));
    let understood = parsed.query.to_string();
    if !understood.is_empty() {
        let _ = writeln!(text, "understood  {understood}"); // writing to a string does not fail
    }
    for note in &parsed.notes {
        let _ = writeln!(text, "note        at {}: {}", note.position, note.reason);
    }
    text.push('\n');
    text.push_str(&query::tree(&parsed.query));
    print(&safe(&text))
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

/// Prints a whole article: title, path and date, then every paragraph with the line on which it begins.
pub fn full_article(article: &FullArticle, display: &PathDisplay) -> io::Result<()> {
    let screen = Terminal::of_stdout();
    let mut text = String::new();
    if let Some(title) = &article.heading {
        let title = title.segments.iter().map(Piece::of_title).collect::<Vec<_>>();
        text.push_str(&screen.wrap(&title, ""));
    }
    let id = article.id.as_ref().map(|id| format!("#{}", single_line(id))).unwrap_or_default();
    let path = format!("{}{id}", display.name(&article.path));
    text.push_str(&screen.link(&article.path, &screen.paint(Kind::Path, &path)));
    if let Some(day) = article.metadata.published {
        text.push_str(&screen.paint(Kind::Faint, &format!("  {day}")));
    }
    text.push('\n');
    for paragraph in &article.paragraphs {
        let number = format!("{:>4}  ", paragraph.line);
        let pieces: Vec<Piece<'_>> = paragraph.segments.iter().map(Piece::of).collect();
        let lines = screen.wrap(&pieces, "      ");
        text.push('\n');
        text.push_str(&screen.paint(Kind::Line, &number));
        text.push_str(lines.trim_start_matches(' '));
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Replaces each run of white space in `text` with one space.
pub(super) fn single_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prints `text`. A closed pipe is an error, not a panic as with `print!`.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
