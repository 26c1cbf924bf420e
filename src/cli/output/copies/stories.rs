//! Prints stories as text: the title, and the articles by day.

use std::io::{self, Write};

use clippings::{Story, StoryCopy};

use crate::cli::output::escape::single_line;
use crate::cli::output::messages::count_articles;
use crate::cli::output::origin::origin;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Day of an article that has none, as wide as others.
const UNDATED: &str = "undated   ";

/// Writes a story, the one of this number.
pub(super) fn write(
    out: &mut dyn Write,
    number: u64,
    story: &Story,
    (display, terminal): (&PathDisplay, &Terminal),
) -> io::Result<()> {
    let mut articles: Vec<&StoryCopy> = story.copies.iter().chain([&story.representative]).collect();
    articles.sort_by_key(|copy| (copy.metadata.published.is_none(), copy.metadata.published));
    let title = title_of(&story.representative, display);
    let count = format!(" ({})", count_articles(articles.len() as u64));
    let spans = [TextSpan::new(TextKind::Title, &title), TextSpan::new(TextKind::Faint, &count)];
    let gap = if number > 1 { "\n" } else { "" };
    write!(out, "{gap}{}", terminal.wrap(&spans, "").trim_start_matches(' '))?;
    articles.iter().try_for_each(|copy| writeln!(out, "   {}", place(copy, (display, terminal))))
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
