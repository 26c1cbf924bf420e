//! The paragraphs in the entries of a list: strings, the spans of rich text, or the prose of an object.

use std::ops::Range;

use serde_json::Value;

use crate::extract::html::declared::Part;

/// Maximum depth of the prose below an entry of a list.
const MAX_ENTRY_DEPTH: usize = 4;
/// Minimum length of prose in bytes.
const MIN_PROSE_BYTES: usize = 60;
/// Fields of the entries of a list that are no paragraphs.
const ENTRY_FIELDS: [&str; 16] = [
    "url",
    "href",
    "link",
    "permalink",
    "slug",
    "canonical_url",
    "canonicalUrl",
    "headline",
    "headlines",
    "title",
    "author",
    "authors",
    "user",
    "username",
    "replies",
    "likes",
];

/// A paragraph: one string, or one for each of its spans.
pub(super) struct Paragraph<'v> {
    pub(super) spans: Vec<&'v str>,
    /// Field that the strings are in; none for a list of strings.
    pub(super) field: Option<&'v str>,
}

impl<'v> Paragraph<'v> {
    /// Returns the length of the paragraph.
    pub(super) fn bytes(&self) -> usize {
        self.spans.iter().map(|text| text.len()).sum()
    }

    /// Returns the paragraph as parts of the declared text.
    pub(super) fn parts(&self, script: &Range<usize>) -> impl Iterator<Item = Part> + use<'v> {
        let script = script.clone();
        let part = move |(number, text): (usize, &str)| Part {
            script: script.clone(),
            value: text.to_owned(),
            is_heading: false,
            is_attribute: false,
            is_continued: number > 0,
        };
        self.spans.clone().into_iter().enumerate().map(part)
    }
}

/// Returns the paragraph in an entry of a list, which is in `field` of the object around it: a string, the
/// spans in a list, or the longest prose of an object.
pub(super) fn paragraph<'v>(value: &'v Value, field: Option<&'v str>, depth: usize) -> Option<Paragraph<'v>> {
    match value {
        Value::String(text) => is_prose(text).then(|| Paragraph { spans: vec![text], field }),
        Value::Object(object) if depth < MAX_ENTRY_DEPTH => {
            if object.keys().any(|key| ENTRY_FIELDS.contains(&key.as_str())) {
                return None;
            }
            let paragraphs = object.iter().filter_map(|(key, value)| paragraph(value, Some(key), depth + 1));
            paragraphs.max_by_key(Paragraph::bytes)
        }
        Value::Array(values) if depth > 0 && depth < MAX_ENTRY_DEPTH => {
            let strings = values.iter().filter_map(Value::as_object).flatten();
            let (field, _) = strings
                .filter_map(|(key, value)| Some((key, value.as_str()?)))
                .max_by_key(|(_, text)| text.len())?;
            let mut spans = Vec::new();
            collect_spans(values, field, 0, &mut spans);
            // Sentences on their own are paragraphs of a part, which is a list by itself.
            let paragraphs = spans.iter().filter(|text| is_prose(text) && ends_sentence(text)).count();
            (paragraphs < 2 && is_prose(&spans.concat())).then_some(Paragraph { spans, field: Some(field) })
        }
        _ => None,
    }
}

/// Collects the strings in `field` of the objects in a list, and of those in them, such as the text of a
/// link.
fn collect_spans<'v>(values: &'v [Value], field: &str, depth: usize, spans: &mut Vec<&'v str>) {
    for object in values.iter().filter_map(Value::as_object) {
        if let Some(text) = object.get(field).and_then(Value::as_str) {
            spans.extend((!text.is_empty()).then_some(text));
        } else if depth < MAX_ENTRY_DEPTH {
            let lists = object.values().filter_map(Value::as_array);
            lists.for_each(|values| collect_spans(values, field, depth + 1, spans));
        }
    }
}

/// Returns the short paragraph or heading in an entry of a list whose prose is in `field`.
pub(super) fn short_paragraph<'v>(entry: &'v Value, field: Option<&'v str>) -> Option<Paragraph<'v>> {
    let mut spans = Vec::new();
    match (entry, field) {
        (Value::String(text), None) => spans.push(text.as_str()),
        (Value::Object(object), Some(name)) => {
            if object.keys().any(|key| ENTRY_FIELDS.contains(&key.as_str())) {
                return None;
            }
            collect_spans(std::slice::from_ref(entry), name, 0, &mut spans);
        }
        _ => return None,
    }
    let text = spans.concat();
    let text = text.trim();
    let is_word = text.starts_with(|c: char| c.is_alphanumeric() || "\"'“‘„«‚‹¿¡「『《<(".contains(c));
    let is_text =
        is_word && text.contains(|c: char| c.is_whitespace() || is_unspaced(c)) || ends_sentence(text);
    let is_address = text.contains("://") && !text.contains(' ');
    (is_text && !is_address).then_some(Paragraph { spans, field })
}

/// Returns whether a text ends with the end of a sentence, or a closing mark after one.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['"', '\'', '”', '’', '»', '“', ')']);
    text.ends_with(is_stop)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔')
}

fn is_unspaced(c: char) -> bool {
    ('\u{3040}'..'\u{a000}').contains(&c)
}

/// Returns whether a string is prose: sentences, with or without markup.
pub(super) fn is_prose(text: &str) -> bool {
    if text.len() < MIN_PROSE_BYTES || text.trim_start().starts_with(['{', '[', '.', '#', '@', '/']) {
        return false;
    }
    let (mut letters, mut spaces, mut stops) = (0, 0, 0);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        spaces += usize::from(c == ' ');
        stops += usize::from(is_stop(c));
    }
    let is_spaced = spaces >= 8 || text.contains(is_unspaced);
    stops > 0 && is_spaced && letters * 2 > text.chars().count()
}
