//! Finds out whether the paragraphs of a Markdown text are broken at a fixed column.

use std::ops::Range;

/// Possible widths of hard-wrapped text, in columns.
const WIDTHS: Range<usize> = 45..200;

/// Returns the column at which lines are wrapped, or `None` if they are not, as in dumps with a paragraph or
/// a menu entry on every line. In hard-wrapped text most lines have no room for the first word of the next
/// one.
pub(super) fn wrap_width(source: &str) -> Option<usize> {
    let ends = memchr::memchr_iter(b'\n', source.as_bytes());
    let ends: Vec<usize> = ends.filter(|end| line_after(source, *end).is_some()).collect();
    let mut widths: Vec<usize> = ends.iter().map(|end| columns(line_before(source, *end))).collect();
    widths.sort_unstable();
    // A line of code or a long address may be wider.
    let width = *widths.get((widths.len() * 9 / 10).min(widths.len().saturating_sub(1)))?;
    let full = ends.iter().filter(|end| is_full(source, **end, width)).count();
    (WIDTHS.contains(&width) && full * 2 > ends.len()).then_some(width)
}

/// Returns whether the line that ends at `end` has no room for the first word of the next one in `width`
/// columns.
pub(super) fn is_full(source: &str, end: usize, width: usize) -> bool {
    let word = line_after(source, end).and_then(|line| line.split_whitespace().next()).map_or(0, columns);
    columns(line_before(source, end)) + 1 + word > width * 9 / 10
}

fn line_before(source: &str, end: usize) -> &str {
    let start = memchr::memrchr(b'\n', &source.as_bytes()[..end]).map_or(0, |newline| newline + 1);
    source[start..end].trim_end()
}

/// Returns the line after the newline at `end`, without quote markers. Returns `None` if another block begins
/// on it.
fn line_after(source: &str, end: usize) -> Option<&str> {
    let line = source[end + 1..].split('\n').next()?.trim_start_matches(['>', ' ']);
    let begins =
        |sign: char| matches!(sign, '#' | '|' | '-' | '*' | '+' | '`' | '~' | '=') || sign.is_ascii_digit();
    Some(line).filter(|line| !line.trim().is_empty() && !line.starts_with(begins))
}

fn columns(text: &str) -> usize {
    text.chars().count()
}
