//! Prints stories as text: the title of the earliest article, and all articles by day.

use std::io::{self, Write};

use clippings::internals::wire::PathDisplay;
use clippings::{Story, StoryCopy};

use crate::cli::output::escape::single_line;
use crate::cli::output::messages::count_articles;
use crate::cli::output::origin::origin;
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Day of an article that has none, as wide as others.
const UNDATED: &str = "undated   ";
/// Fact on a guest of a story.
pub(super) const GUEST: &str = "also tells another story";

/// Writes a story, the one of this number.
pub(super) fn write(
    out: &mut dyn Write,
    number: u64,
    story: &Story,
    (display, terminal): (&PathDisplay, &Terminal),
) -> io::Result<()> {
    let articles = story.by_day();
    let has_title = |copy: &&&StoryCopy| copy.metadata.title.is_some();
    let titled = articles.iter().find(has_title).or(articles.first());
    let title = titled.map(|copy| title_of(copy, display)).unwrap_or_default();
    let count = format!(" ({})", count_articles(articles.len() as u64));
    let spans = [TextSpan::new(TextKind::Title, &title), TextSpan::new(TextKind::Faint, &count)];
    let gap = if number > 1 { "\n" } else { "" };
    write!(out, "{gap}{}", terminal.wrap(&spans, "").trim_start_matches(' '))?;
    for copy in articles {
        let guest = if copy.is_guest { listed(&[GUEST.to_owned()], terminal) } else { String::new() };
        writeln!(out, "   {}{guest}", place(copy, (display, terminal)))?;
    }
    Ok(())
}

/// Returns the title of an article, or else its place.
pub(super) fn title_of(copy: &StoryCopy, display: &PathDisplay) -> String {
    let title = copy.metadata.title.as_deref().map(single_line).filter(|title| !title.is_empty());
    title.unwrap_or_else(|| display.place(&copy.path, copy.id.as_deref()))
}

/// Formats the day, the source and the place of an article: `2024-10-18  Courier · news/harbor.txt`.
pub(super) fn place(copy: &StoryCopy, (display, terminal): (&PathDisplay, &Terminal)) -> String {
    let day = copy.metadata.published.map_or(UNDATED.to_owned(), |day| day.to_string());
    let source = origin(copy.metadata.source().as_deref(), None::<String>, terminal);
    let path = terminal.paint(TextKind::Path, &display.place(&copy.path, copy.id.as_deref()));
    format!("{}  {source}{}", terminal.paint(TextKind::Line, &day), terminal.link(&copy.path, &path))
}

/// Formats facts behind a place.
pub(super) fn listed(facts: &[String], terminal: &Terminal) -> String {
    if facts.is_empty() {
        return String::new();
    }
    terminal.paint(TextKind::Faint, &format!(" · {}", facts.join(", ")))
}
