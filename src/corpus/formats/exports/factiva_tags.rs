//! Exports of Factiva with a tag before each field: `HD` title, `BY` author, `PD` day, `SN` paper, `LP` and
//! `TD` text, `AN` number of the document.

use crate::corpus::formats::exports::factiva::{document_number, is_word_count};
use crate::corpus::formats::exports::lines::{TextLine, author};
use crate::corpus::formats::exports::story::{ParsedStory, filled, join};

/// The tags, which stand at the beginning of a line.
const TAGS: [&str; 32] = [
    "SE", "HD", "CLM", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX", "LP",
    "TD", "ART", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "RF", "DE", "CLN", "NT",
];
/// Tags that every story has.
const MIN_TAGS: usize = 5;

/// Returns the tag that a line begins with, and the value after it.
fn tag<'t>(line: &TextLine<'t>) -> Option<(&'static str, &'t str)> {
    let end = line.text.find(char::is_whitespace).unwrap_or(line.text.len());
    let (name, value) = line.text.split_at(end);
    let tag = TAGS.iter().find(|tag| **tag == name)?;
    // `RE the ferry` within a text: a tag is followed by more than one space, or stands alone.
    let is_apart = value.is_empty()
        || value.starts_with('\t')
        || value.starts_with("  ")
        || name.len() == 3 && value.starts_with(' ');
    let value = value.trim();
    (line.indent() <= 4 && (is_apart || is_plain_value(tag, line, value))).then_some((tag, value))
}

/// Returns whether one space is enough after this tag.
fn is_plain_value(tag: &str, line: &TextLine<'_>, value: &str) -> bool {
    let rest = TextLine { text: value, text_start: line.range().end - value.len(), ..*line };
    match tag {
        "WC" => is_word_count(&rest),
        "AN" => document_number(&rest).is_some(),
        "HD" | "BY" | "PD" | "SN" | "SC" | "LA" | "CY" | "LP" | "TD" | "ET" | "PG" | "ED" => {
            !value.is_empty()
        }
        _ => false,
    }
}

/// Returns whether these are the lines of an export.
pub(super) fn is_export(lines: &[TextLine<'_>], truncated: bool) -> bool {
    let mut seen: Vec<&str> = lines.iter().filter_map(|line| Some(tag(line)?.0)).collect();
    let has = |name: &str, seen: &[&str]| seen.contains(&name);
    let is_story = has("HD", &seen)
        && (has("PD", &seen) || has("SN", &seen))
        && (has("LP", &seen) || has("TD", &seen))
        && (has("AN", &seen) || truncated || has("WC", &seen));
    seen.sort_unstable();
    seen.dedup();
    is_story && seen.len() >= MIN_TAGS
}

/// Returns the offsets at which stories begin: the first tag after the number of a document, or a title.
pub(super) fn story_starts(lines: &[TextLine<'_>]) -> Vec<usize> {
    let mut starts: Vec<usize> = Vec::new();
    // Whether the story has a title, and where the lines of the next one begin.
    let (mut has_title, mut next) = (false, Some(0));
    for line in lines {
        match tag(line).map(|(tag, _)| tag) {
            Some("SE" | "CLM") if has_title && next.is_none() => next = Some(line.start),
            Some("HD") => {
                starts.push(next.take().unwrap_or(line.start));
                has_title = true;
            }
            Some("AN") => next = Some(line.end),
            _ => {}
        }
    }
    starts
}

/// Takes a story apart.
pub(super) fn parse(_: &str, lines: &[TextLine<'_>]) -> Option<ParsedStory> {
    let mut story = ParsedStory::default();
    let tags: Vec<usize> = (0..lines.len()).filter(|index| tag(&lines[*index]).is_some()).collect();
    for (number, &first) in tags.iter().enumerate() {
        let end = tags.get(number + 1).copied().unwrap_or(lines.len());
        let Some((tag, value)) = tag(&lines[first]) else { continue };
        let value_start = lines[first].range().end - value.len();
        let mut field: Vec<TextLine<'_>> = lines[first..end].to_vec();
        field[0] = TextLine { text: value, text_start: value_start, start: value_start, ..lines[first] };
        let blank = |lines: &[TextLine<'_>]| lines.iter().all(TextLine::is_blank);
        let joined = || filled(&join(&field));
        match tag {
            "HD" => story.set_title(&field),
            "BY" => story.metadata.author = joined().map(|byline| author(&byline).to_owned()),
            "SN" => story.metadata.site = joined(),
            "PD" => story.date = joined(),
            "LP" | "TD" if !blank(&field) => story.add_body(&field),
            "AN" => {
                let number = field.iter().find_map(document_number);
                story.id = number.map(str::to_owned).or(story.id.take());
                // What follows the last document are the terms of the search.
                break;
            }
            _ => {}
        }
    }
    story.title.is_some().then_some(story)
}
