//! Where a passage comes from: the source and the day of its article, and its place in the file.

use std::path::Path;

use clippings::FilePosition;
use clippings::internals::wire::PathDisplay;

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::response::facets::shorten;
use crate::cli::output::terminal::{Terminal, TextKind};

/// Maximum width of a source in columns.
const MAX_SOURCE: usize = 40;

/// Returns the source of an article, shortened, and its day, as far as they are known.
pub(super) fn origin_parts(source: Option<&str>, day: Option<impl ToString>) -> impl Iterator<Item = String> {
    let source = source.map(|source| shorten(&escape_controls(&single_line(source)), MAX_SOURCE));
    source.into_iter().chain(day.map(|day| day.to_string()))
}

/// Formats the source of an article and its day, each with a dot after it: `Courier · 2024-10-18 · `.
pub(super) fn origin(source: Option<&str>, day: Option<impl ToString>, terminal: &Terminal) -> String {
    let parts = origin_parts(source, day);
    parts.map(|part| format!("{} · ", terminal.paint(TextKind::Faint, &part))).collect()
}

/// Formats the place of a passage, on a terminal a link to its file: `news/harbor.txt:5`,
/// `news/budget.pdf:p.5`.
pub(super) fn location(
    path: &Path,
    id: Option<&str>,
    position: FilePosition,
    (display, terminal): (&PathDisplay, &Terminal),
) -> String {
    let place = terminal.paint(TextKind::Path, &display.place(path, id));
    let position = terminal.paint(TextKind::Line, &position.to_string());
    terminal.link(path, &format!("{place}:{position}"))
}
