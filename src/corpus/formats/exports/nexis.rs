//! Exports of Nexis: stories under a line that counts them, or above a line that ends them, with fields
//! before and after each text.

use crate::corpus::formats::exports::labels::{NexisField, nexis_field};
use crate::corpus::formats::exports::lines::{TextLine, author, counter, is_copyright, name_and_value};
use crate::corpus::formats::exports::nexis_header;
use crate::corpus::formats::exports::story::{ParsedStory, filled, join};

/// Lines that end a story.
const END_LINES: [&str; 8] = [
    "end of document",
    "ende des dokuments",
    "dokumentende",
    "fin du document",
    "fin de document",
    "fin del documento",
    "fine del documento",
    "einde van document",
];
/// Lines that begin the fields after a text.
const AFTER_LINES: [&str; 7] =
    ["classification", "klassifizierung", "klassifikation", "graphic", "grafik", "graphique", "gráfico"];
/// Number of lines below such a line within which a field or the end of the story follows.
const MAX_CAPTION_LINES: usize = 40;
/// Names of fields that an article hardly uses for something else.
const SURE_NAMES: [&str; 14] = [
    "load-date",
    "publication-type",
    "publication type",
    "ladedatum",
    "date-chargement",
    "publikationstyp",
    "type-publication",
    "journal-code",
    "zeitungs-code",
    "length",
    "länge",
    "laenge",
    "longueur",
    "lengte",
];

/// Returns the field that begins on a line, and its value.
pub(super) fn field<'t>(line: &TextLine<'t>) -> Option<(NexisField, &'t str)> {
    if let Some((name, value)) = name_and_value(line.text) {
        return Some((nexis_field(name)?, value));
    }
    // Nexis Uni has the name of the text alone on its line.
    let is_heading = line.text.len() <= 16 && nexis_field(line.text) == Some(NexisField::Body);
    is_heading.then_some((NexisField::Body, ""))
}

/// Returns whether a line ends a story.
pub(super) fn is_end(line: &TextLine<'_>) -> bool {
    line.text.len() <= 24 && END_LINES.contains(&line.text.to_lowercase().as_str())
}

/// Returns whether the name of the field on a line is in capitals, or one that articles do not use.
fn is_sure(line: &TextLine<'_>) -> bool {
    name_and_value(line.text).is_some_and(|(name, _)| {
        !name.chars().any(char::is_lowercase) || SURE_NAMES.contains(&name.to_lowercase().as_str())
    })
}

/// Returns whether a line gives the number of words.
fn is_length(line: &TextLine<'_>) -> bool {
    field(line).is_some_and(|(field, value)| {
        field == NexisField::Length && value.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Returns whether these are the lines of an export.
pub(super) fn is_export(lines: &[TextLine<'_>], truncated: bool) -> bool {
    let mut names: Vec<&str> = lines
        .iter()
        .filter(|line| field(line).is_some())
        .map(|line| name_and_value(line.text).map_or(line.text, |(name, _)| name))
        .collect();
    names.sort_unstable();
    names.dedup();
    let has_end = lines.iter().any(is_end);
    let has_counter = lines.iter().any(|line| counter(line.text).is_some());
    let has_length = lines.iter().any(is_length);
    let has_load_date = lines
        .iter()
        .any(|line| is_sure(line) && field(line).is_some_and(|(field, _)| field == NexisField::After));
    let has_job = |name: &str| lines.iter().any(|line| line.text.starts_with(name));
    let has_rights = lines.iter().any(|line| is_copyright(line.text));
    let sure = lines.iter().filter(|line| is_sure(line) && field(line).is_some()).count();
    match () {
        () if has_counter => names.len() >= 2 && sure >= 2 && (has_length || has_load_date || has_rights),
        () if has_end => names.len() >= 2 && (has_length || has_load_date || has_rights),
        () => {
            has_length && has_load_date && names.len() >= 3 && sure >= 3
                || truncated && has_job("Job Number:") && has_job("Documents (")
        }
    }
}

/// Returns the offsets at which stories begin.
pub(super) fn story_starts(lines: &[TextLine<'_>]) -> Vec<usize> {
    if lines.iter().any(is_end) {
        let mut starts = vec![0];
        starts.extend(lines.iter().filter(|line| is_end(line)).map(|line| line.end));
        // Nothing but a notice of the database follows the last story.
        let last_field = lines.iter().rfind(|line| field(line).is_some()).map_or(0, |line| line.start);
        starts.retain(|start| *start == 0 || *start <= last_field);
        return starts;
    }
    lines.iter().filter(|line| counter(line.text).is_some()).map(|line| line.start).collect()
}

/// Takes a story apart.
pub(super) fn parse(_: &str, lines: &[TextLine<'_>]) -> Option<ParsedStory> {
    let mut story = ParsedStory::default();
    let ends_with_line = lines.iter().any(is_end);
    let top = lines.iter().rposition(|line| counter(line.text).is_some()).map_or(0, |index| index + 1);
    let lines = &lines[top..];
    // The fields before the text: the first run of them.
    let is_first = |line: &TextLine<'_>| {
        field(line).is_some_and(|(field, value)| match field {
            NexisField::Body | NexisField::Highlight => true,
            NexisField::Length => value.starts_with(|c: char| c.is_ascii_digit()),
            NexisField::After => false,
            _ => is_sure(line) || ends_with_line,
        })
    };
    let first = first_field(lines, ends_with_line, is_first)?;
    nexis_header::read(&lines[..first], ends_with_line, &mut story);
    let body = body_start(lines, first);
    let mut fields = first;
    while fields < body {
        let end = (fields + 1..body).find(|index| field(&lines[*index]).is_some()).unwrap_or(body);
        read_field(&lines[fields..end], &mut story);
        fields = end;
    }
    let end = body_end(lines, body);
    // Headers of printed pages stand within the text.
    let title = story.metadata.title.clone().unwrap_or_default();
    let mut start = body;
    let mut index = body;
    while index < end {
        if is_page_number(lines[index].text) {
            story.add_body(&lines[start..index]);
            let repeats = |line: &TextLine<'_>| !title.is_empty() && line.text == title;
            index += 1 + usize::from(lines.get(index + 1).is_some_and(repeats));
            start = index.min(end);
        } else {
            index += 1;
        }
    }
    story.add_body(&lines[start..end]);
    Some(story)
}

/// Returns the first field of the story below a cover, which may have lines like fields too.
fn first_field(
    lines: &[TextLine<'_>],
    ends_with_line: bool,
    is_first: impl Fn(&TextLine<'_>) -> bool,
) -> Option<usize> {
    let is_anchor = |line: &TextLine<'_>| {
        is_length(line)
            || field(line).is_some_and(|(field, value)| field == NexisField::Body && value.is_empty())
    };
    let anchor = lines.iter().position(is_anchor).or_else(|| lines.iter().position(&is_first))?;
    // Go up over the fields above it, which may have several lines and blank lines between.
    let mut first = anchor;
    let (mut index, mut distance) = (anchor, 0);
    while index > 0 && distance <= 4 {
        index -= 1;
        distance += usize::from(!lines[index].is_blank());
        if is_first(&lines[index]) {
            (first, distance) = (index, 0);
        } else if ends_with_line && is_copyright(lines[index].text) {
            break;
        }
    }
    Some(first)
}

/// Reads a field of one or more lines.
fn read_field(lines: &[TextLine<'_>], story: &mut ParsedStory) {
    let Some((field, value)) = lines.first().and_then(field) else { return };
    let blank = lines.iter().skip(1).position(TextLine::is_blank).map_or(lines.len(), |index| index + 1);
    let value_of_all = format!("{value} {}", join(&lines[1..blank]));
    match field {
        NexisField::Headline => {
            story.metadata.title = filled(&value_of_all);
            let start = lines[0].range().end - value.len();
            let last = lines[..blank].iter().rfind(|line| !line.is_blank());
            story.title = last.map(|last| start..last.range().end.max(start));
        }
        NexisField::Byline => story.metadata.author = filled(author(value_of_all.trim())),
        NexisField::Highlight if !value_of_all.trim().is_empty() => {
            let start = if value.is_empty() { lines[0].end } else { lines[0].range().end - value.len() };
            story.body.push(start..lines[blank - 1].end.max(start));
        }
        _ => {}
    }
}

/// Returns the line on which the text begins, below the fields that begin on line `first`.
fn body_start(lines: &[TextLine<'_>], first: usize) -> usize {
    let is_body = |line: &TextLine<'_>| {
        field(line).is_some_and(|(field, value)| field == NexisField::Body && value.is_empty())
    };
    if let Some(index) = lines[first..].iter().position(is_body) {
        return first + index + 1;
    }
    let mut index = first;
    let mut after_blank = false;
    while let Some(line) = lines.get(index) {
        let is_field = field(line).is_some_and(|(field, _)| field != NexisField::After && is_sure(line))
            || index == first
            || field(line).is_some_and(|(field, _)| field == NexisField::Body);
        if !line.is_blank() && after_blank && !is_field {
            break;
        }
        // A field ends at a blank line.
        after_blank = line.is_blank();
        index += 1;
    }
    index
}

/// Returns the line after the text that begins on line `start`.
fn body_end(lines: &[TextLine<'_>], start: usize) -> usize {
    let is_after = |index: &usize| {
        let line = &lines[*index];
        let is_heading = line.text.len() <= 16
            && AFTER_LINES.contains(&line.text.to_lowercase().as_str())
            && lines[index + 1..].iter().take(MAX_CAPTION_LINES).any(|line| {
                is_end(line)
                    || is_sure(line) && field(line).is_some_and(|(field, _)| field == NexisField::After)
            });
        is_heading
            || is_end(line)
            || is_sure(line) && field(line).is_some_and(|(field, _)| field == NexisField::After)
            || is_copyright(line.text) && is_notice_at_end(lines, *index)
    };
    (start..lines.len()).find(is_after).unwrap_or(lines.len())
}

/// Returns whether only fields and notices follow a copyright notice.
fn is_notice_at_end(lines: &[TextLine<'_>], index: usize) -> bool {
    lines[index..].iter().filter(|line| !line.is_blank()).take(5).count() <= 4
}

/// Returns whether a line is the header of a printed page: `Page 2 of 3`.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().take(5).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    match words[..] {
        ["Page" | "Seite" | "Página" | "Pagina", number, _, total] => is_number(number) && is_number(total),
        _ => false,
    }
}
