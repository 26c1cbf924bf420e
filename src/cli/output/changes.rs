//! Prints the files that an indexing run has added, changed, moved and removed.

use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::{ChangeKind, FileChange};

use crate::cli::output::messages::count_articles;
use crate::cli::output::terminal::{Terminal, TextKind};

/// Prints a line for each change: `added a.txt`, `moved a.txt -> b.txt`, `changed news.jsonl (12 articles, 2
/// new)`.
pub(crate) fn print(changes: &[FileChange], display: &PathDisplay) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for change in changes {
        let (kind, verb) = match change.kind {
            ChangeKind::Added => (TextKind::Line, "added"),
            ChangeKind::Changed => (TextKind::Title, "changed"),
            ChangeKind::Moved => (TextKind::Faint, "moved"),
            ChangeKind::Removed => (TextKind::Match, "removed"),
            _ => (TextKind::Plain, "read"),
        };
        let verb = terminal.paint(kind, verb);
        let rest = terminal.paint(TextKind::Plain, &description(change, display));
        writeln!(out, "{verb} {rest}")?;
    }
    out.flush()
}

/// Describes a change without its verb.
fn description(change: &FileChange, display: &PathDisplay) -> String {
    let from = change.from.as_ref().map(|from| format!("{} -> ", display.name(from))).unwrap_or_default();
    let count = match (change.articles, change.new) {
        (articles, Some(new)) => format!(" ({}, {new} new)", count_articles(articles)),
        (1, None) => String::new(),
        (articles, None) => format!(" ({})", count_articles(articles)),
    };
    format!("{from}{}{count}", display.name(&change.path))
}
