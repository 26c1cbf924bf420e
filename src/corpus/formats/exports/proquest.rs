//! Exports of ProQuest: stories between drawn lines, with `Name: value` fields before and after each text.

use std::collections::HashSet;

use crate::corpus::formats::exports::labels::{ProQuestField, proquest_field};
use crate::corpus::formats::exports::lines::{TextLine, counter, is_rule, name_and_value};
use crate::corpus::formats::exports::story::{ParsedStory, filled};

/// Number of different fields that an export has at least.
const MIN_FIELDS: usize = 3;

/// Number of blank lines below a drawn line that are passed.
const MAX_BLANK_LINES: usize = 20;

/// Returns the field that begins on a line, and its value.
fn field<'t>(line: &TextLine<'t>) -> Option<(ProQuestField, &'t str)> {
    let (name, value) = name_and_value(line.text)?;
    Some((proquest_field(name)?, value))
}

/// Returns whether these are the lines of an export.
pub(super) fn is_export(lines: &[TextLine<'_>], truncated: bool) -> bool {
    let has_rule = lines.iter().any(|line| is_rule(line.text) || counter(line.text).is_some());
    let fields: Vec<ProQuestField> = lines.iter().filter_map(|line| Some(field(line)?.0)).collect();
    let has = |wanted: &[ProQuestField]| fields.iter().any(|field| wanted.contains(field));
    let names = lines.iter().filter_map(|line| name_and_value(line.text));
    let mut names: Vec<&str> =
        names.filter(|(name, _)| proquest_field(name).is_some()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    let is_cover = |line: &TextLine<'_>| {
        line.text.starts_with("Report Information from ProQuest") || line.text == "ProQuest"
    };
    let is_story = has(&[ProQuestField::Text, ProQuestField::Abstract])
        && has(&[ProQuestField::Source, ProQuestField::Site])
        && (has(&[ProQuestField::Id]) || has(&[ProQuestField::Source]) && has_rule);
    names.len() >= MIN_FIELDS && is_story && (has_rule || has(&[ProQuestField::Id]))
        || truncated && has_rule && lines.iter().take(20).any(is_cover)
}

/// Returns the offsets at which stories begin. A drawn line within a text begins none.
pub(super) fn story_starts(lines: &[TextLine<'_>]) -> Vec<usize> {
    let is_boundary = |line: &TextLine<'_>| is_rule(line.text) || counter(line.text).is_some();
    let mut starts: Vec<usize> = Vec::new();
    // The lines since the last story, and whether the fields after its text have been seen.
    let (mut pending, mut ended) = (0, true);
    let mut start = 0;
    while start < lines.len() {
        let next = lines[start + 1..].iter().position(is_boundary);
        let end = next.map_or(lines.len(), |index| start + 1 + index);
        let fields: Vec<ProQuestField> =
            lines[start..end].iter().filter_map(|line| Some(field(line)?.0)).collect();
        let has = |wanted: &[ProQuestField]| fields.iter().any(|field| wanted.contains(field));
        let ends = has(&[ProQuestField::Id, ProQuestField::After, ProQuestField::Site]);
        if has(&[ProQuestField::Source, ProQuestField::Text, ProQuestField::Abstract]) {
            starts.push(lines[pending].start);
            (pending, ended) = (end, ends);
        } else if !ended {
            (pending, ended) = (end, ends);
        }
        start = end;
    }
    starts
}

/// Takes a story apart.
pub(super) fn parse(_: &str, lines: &[TextLine<'_>]) -> Option<ParsedStory> {
    let mut story = ParsedStory::default();
    let is_first = |(_, line): &(usize, &TextLine<'_>)| {
        matches!(
            field(line),
            Some((
                ProQuestField::Author | ProQuestField::Source | ProQuestField::Abstract | ProQuestField::Text,
                _
            ))
        )
    };
    let key = |line: &TextLine<'_>| {
        matches!(
            field(line),
            Some((ProQuestField::Source | ProQuestField::Text | ProQuestField::Abstract, _))
        )
    };
    let key = lines.iter().position(key)?;
    let boundary = lines[..key].iter().rposition(|line| is_rule(line.text) || counter(line.text).is_some());
    let top = boundary.map_or(0, |boundary| boundary + 1);
    let first = lines.iter().enumerate().skip(top).find(is_first).map_or(key, |(index, _)| index);
    story.set_title(last_paragraph(&lines[top..first]));
    let text = text_range(lines, first);
    if let Some((start, end)) = text {
        let label = lines[start];
        // The text may begin on the line of its label.
        let value_start = label.text.find([':', '：']).map_or(0, |colon| label.text_start + colon);
        let colon = label.text[value_start - label.text_start..].chars().next().map_or(0, char::len_utf8);
        story.body.push(value_start + colon..lines[end - 1].end);
    }
    let (body_start, body_end) = text.unwrap_or((lines.len(), lines.len()));
    for (index, line) in lines.iter().enumerate().skip(first) {
        if (body_start..body_end).contains(&index) {
            continue;
        }
        let Some((field, value)) = field(line) else { continue };
        let metadata = &mut story.metadata;
        match field {
            ProQuestField::Author => {
                // A full stop ends the field, unless it ends an initial.
                let name = value.strip_suffix('.').filter(|name| name.ends_with(char::is_lowercase));
                metadata.author = metadata.author.take().or_else(|| filled(name.unwrap_or(value)));
            }
            ProQuestField::Site => {
                // The place follows the paper.
                let site = value.split(';').next().unwrap_or(value);
                metadata.site = filled(site).or(metadata.site.take());
            }
            ProQuestField::Date => story.date = filled(value).or(story.date.take()),
            ProQuestField::Id => story.id = story.id.take().or_else(|| filled(value)),
            ProQuestField::Title if metadata.title.is_none() => {
                metadata.title = filled(value);
                let start = line.range().end - value.len();
                story.title = (!value.is_empty()).then_some(start..line.range().end);
            }
            ProQuestField::Source => {
                let (site, date) = site_and_date(value);
                metadata.site = metadata.site.take().or_else(|| filled(site));
                story.date = story.date.take().or_else(|| filled(date));
            }
            _ => {}
        }
    }
    Some(story)
}

/// Returns the lines of the last paragraph.
fn last_paragraph<'l, 't>(lines: &'l [TextLine<'t>]) -> &'l [TextLine<'t>] {
    let end = lines.iter().rposition(|line| !line.is_blank()).map_or(0, |last| last + 1);
    let start = lines[..end].iter().rposition(TextLine::is_blank).map_or(0, |blank| blank + 1);
    &lines[start..end]
}

/// Returns the first line of the text and the line after it. If there is no full text, the summary is the
/// text.
fn text_range(lines: &[TextLine<'_>], first: usize) -> Option<(usize, usize)> {
    let find = |wanted: ProQuestField| {
        let is_wanted = |line: &TextLine<'_>| field(line).is_some_and(|(field, _)| field == wanted);
        lines[first..].iter().position(is_wanted).map(|index| first + index)
    };
    let is_none = |value: &str| {
        let value = value.to_lowercase();
        ["none available", "not available", "keine verfügbar", "aucun disponible"]
            .iter()
            .any(|none| value.starts_with(none))
    };
    let has_text = |start: usize| {
        let end = text_end(lines, start);
        let value = field(&lines[start]).map_or("", |(_, value)| value);
        let below = lines[start + 1..end].iter().any(|line| !line.is_blank());
        (!is_none(value) && (!value.is_empty() || below)).then_some((start, end))
    };
    find(ProQuestField::Text).and_then(has_text).or_else(|| find(ProQuestField::Abstract).and_then(has_text))
}

/// Returns the line after the text that begins on line `start`: the first field that follows every text, or
/// the fields right above it.
fn text_end(lines: &[TextLine<'_>], start: usize) -> usize {
    let is_after = |line: &TextLine<'_>| {
        matches!(
            field(line),
            Some((
                ProQuestField::Id
                    | ProQuestField::After
                    | ProQuestField::Site
                    | ProQuestField::Date
                    | ProQuestField::Text
                    | ProQuestField::Abstract,
                _
            ))
        )
    };
    let is_end = |index: &usize| {
        let line = &lines[*index];
        is_after(line) || is_rule(line.text) && notice_follows(&lines[index + 1..])
    };
    let Some(mut end) = (start + 1..lines.len()).find(is_end) else { return lines.len() };
    // The fields above it belong to the story too. Each occurs once: a paragraph that begins like a field
    // further down is text.
    let name = |line: &TextLine<'_>| {
        let (name, _) = name_and_value(line.text)?;
        let field = proquest_field(name).filter(|field| *field != ProQuestField::Author)?;
        Some((name.to_lowercase(), field))
    };
    let below = lines[end..].iter().take_while(|line| !is_rule(line.text) && counter(line.text).is_none());
    let mut names: HashSet<String> = below.filter_map(|line| Some(name(line)?.0)).collect();
    // Whether the lines below `index` may be the end of a field of several lines.
    let mut continues = false;
    for index in (start + 1..end).rev() {
        match name(&lines[index]) {
            Some((name, _)) if names.insert(name.clone()) => (end, continues) = (index, false),
            _ if !lines[index].is_blank() => continues = true,
            _ if continues => break,
            _ => {}
        }
    }
    end
}

/// Returns whether the notice of the database, or nothing, is on the lines below a drawn line.
fn notice_follows(below: &[TextLine<'_>]) -> bool {
    const STARTS: [&str; 3] = ["Contact ProQuest", "Copyright ©", "Database copyright"];
    let first = below.iter().take(MAX_BLANK_LINES).find(|line| !line.is_blank());
    first.is_none_or(|line| STARTS.iter().any(|start| line.text.starts_with(start)))
}

/// Splits `The Courier ; Eastmere [Eastmere]24 May 2012: A.1.` into the paper and the day.
fn site_and_date(value: &str) -> (&str, &str) {
    let (site, place) = value.split_once(';').or_else(|| value.split_once(',')).unwrap_or((value, ""));
    let date = place.rsplit_once(']').map_or(place, |(_, date)| date);
    (site.trim(), date.split(": ").next().unwrap_or(date))
}
