//! Results for people.
//!
//! What matched is bold on a terminal and stands between `**` where there are no colours.

use std::fmt::Write as _;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use clippings::clean::{Article, Verdict};
use clippings::query::{self, Parsed};
use clippings::searcher::Hit;

use super::{Answer, safe};
use crate::cli::place::Shown;

const MATCH: Style = AnsiColor::Red.on_default().bold();
const TITLE: Style = Style::new().bold();
const PATH: Style = AnsiColor::Magenta.on_default();
const LINE: Style = AnsiColor::Green.on_default();
const FAINT: Style = Style::new().dimmed();
const CUT: Style = AnsiColor::Red.on_default();

/// Whether standard output shows colours.
fn colours() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Writes the hits of an answer; where it is one of many, its query above them.
pub fn response(out: &mut dyn Write, answer: &Answer<'_>, shown: &Shown) -> io::Result<()> {
    let colours = colours();
    let mut text = String::new();
    if let Some(qid) = answer.qid {
        let head = format!("{qid}: {} ({} articles)", single_line(answer.query), answer.response.total);
        let _ = writeln!(text, "== {}", safe(&head)); // writing to a string does not fail
    }
    for hit in &answer.response.hits {
        if !text.is_empty() {
            text.push('\n');
        }
        write_hit(&mut text, hit, shown, colours);
    }
    if answer.qid.is_some() {
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// Prints how a query was read: in words, in its canonical form, and as a tree.
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

fn write_hit(text: &mut String, hit: &Hit, shown: &Shown, colours: bool) {
    let paint = |style: Style, piece: &str| match colours {
        true => format!("{style}{}{style:#}", safe(piece)),
        false => safe(piece).into_owned(),
    };
    let mut path = shown.path(&hit.path).to_string_lossy();
    if let Some(id) = &hit.id {
        path = format!("{path}#{}", single_line(id)).into();
    }
    let name = hit.path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let title = hit.title.as_deref().unwrap_or(&name);
    let date = hit.published.map(|day| format!("  {}", paint(FAINT, &day.to_string()))).unwrap_or_default();
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}. {}{date}", hit.rank, paint(TITLE, &single_line(title)));
    let _ = writeln!(text, "   {}:{}", paint(PATH, &path), paint(LINE, &hit.passage().line.to_string()));
    if hit.passage().segments.is_empty() {
        return;
    }
    text.push_str("   ");
    for segment in &hit.passage().segments {
        match (segment.matched, colours) {
            (false, _) => text.push_str(&safe(&segment.text)),
            (true, true) => text.push_str(&paint(MATCH, &segment.text)),
            (true, false) => {
                let _ = write!(text, "**{}**", safe(&segment.text));
            }
        }
    }
    text.push('\n');
}

/// Prints a cleaned article: its title and its body.
pub fn article(article: &Article) -> io::Result<()> {
    let title =
        article.title.as_ref().map(|title| format!("{}\n\n", safe(title.as_str()))).unwrap_or_default();
    print(&format!("{title}{}\n", safe(article.body.text.as_str())))
}

/// Prints every line of `source` with its verdict.
pub fn explained(source: &str, article: &Article) -> io::Result<()> {
    let colours = colours();
    let width = article.lines.len().to_string().len();
    let mut text = String::new();
    for (number, (line, row)) in source.split('\n').zip(&article.lines).enumerate() {
        let line = line.trim_end_matches('\r');
        let number = number + 1;
        let _ = match row.verdict {
            Verdict::Keep => writeln!(text, "{number:width$} + {}", safe(line)),
            Verdict::Cut(reason) if colours => {
                writeln!(text, "{CUT}{number:width$} - {}{CUT:#}  {FAINT}[{reason}]{FAINT:#}", safe(line))
            }
            Verdict::Cut(reason) => writeln!(text, "{number:width$} - {}  [{reason}]", safe(line)),
        };
    }
    print(&text)
}

fn single_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn print(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
