//! Names the copies of a result.

use std::fmt::Write as _;

use clippings::internals::wire::PathDisplay;
use clippings::{Hit, HitCopy};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::messages::count_copies;
use crate::cli::output::origin::{location, origin, origin_parts};
use crate::cli::output::terminal::{Terminal, TextKind, TextSpan};

/// Returns the line that names the copies of a result: `also in 5: CNN · 2016-10-17 · b/story.txt:7; …; and 2
/// more`; `None` if it has none.
pub(crate) fn also_in(hit: &Hit, display: &PathDisplay) -> Option<String> {
    (hit.num_copies > 0)
        .then(|| format!("also in {}: {}", hit.num_copies, places(&hit.copies, hit.num_copies, display)))
}

/// Returns the line that says how many copies came anew: `+2 copies: CNN · 2016-10-17 · b/story.txt:7; …`;
/// `None` if none did.
pub(crate) fn more(copies: &[HitCopy], display: &PathDisplay) -> Option<String> {
    const MAX_NAMED: usize = 3;
    let named = &copies[..copies.len().min(MAX_NAMED)];
    let count = count_copies(copies.len() as u64);
    (!copies.is_empty()).then(|| format!("+{count}: {}", places(named, copies.len(), display)))
}

/// Names some of `count` copies with their positions.
fn places(copies: &[HitCopy], count: usize, display: &PathDisplay) -> String {
    let copies = copies.iter().map(|copy| format!("{}:{}", name(copy, display), copy.position));
    list(copies.collect(), count)
}

/// Names copies that are left out, without their positions: three of them, and the number of the others.
pub(crate) fn left_out(copies: &[HitCopy], display: &PathDisplay) -> String {
    const MAX_NAMED: usize = 3;
    let named = copies.iter().take(MAX_NAMED).map(|copy| name(copy, display));
    list(named.collect(), copies.len())
}

/// Writes the copies of a result beneath it: the line that names them, or each on a line of its own, with its
/// title if it has another.
pub(super) fn write(
    text: &mut String,
    hit: &Hit,
    unfolds: bool,
    (display, terminal): (&PathDisplay, &Terminal),
) {
    let faint = |line: &str, indent: &str| terminal.wrap(&[TextSpan::new(TextKind::Faint, line)], indent);
    if !unfolds {
        text.extend(also_in(hit, display).map(|line| faint(&line, "   ")));
        return;
    }
    if hit.num_copies > 0 {
        text.push_str(&faint(&format!("also in {}:", hit.num_copies), "   "));
    }
    for copy in &hit.copies {
        let metadata = &copy.metadata;
        let origin = origin(metadata.source().as_deref(), metadata.published, terminal);
        let place = location(&copy.path, copy.id.as_deref(), copy.position, (display, terminal));
        let _ = writeln!(text, "      {origin}{place}"); // writing to a string does not fail
        if let Some(title) = metadata.title.as_deref().filter(|_| metadata.title != hit.metadata.title) {
            text.push_str(&faint(&single_line(title), "        "));
        }
    }
}

/// Returns the source, the day and the place of a copy, as a result has them: `CNN · 2016-10-17 ·
/// b/story.txt`.
fn name(copy: &HitCopy, display: &PathDisplay) -> String {
    let source = copy.metadata.source();
    let place = escape_controls(&display.place(&copy.path, copy.id.as_deref())).into_owned();
    let parts = origin_parts(source.as_deref(), copy.metadata.published).chain([place]);
    parts.map(quoted).collect::<Vec<_>>().join(" · ")
}

/// Puts quotation marks around what could be mistaken for several names.
fn quoted(part: String) -> String {
    match part.contains(';') || part.contains(" · ") {
        true => format!("\"{part}\""),
        false => part,
    }
}

/// Lists some of `count` names, with the number of the others.
fn list(names: Vec<String>, count: usize) -> String {
    let more = match count.saturating_sub(names.len()) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("{}{more}", names.join("; "))
}
