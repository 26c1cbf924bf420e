//! Parses an article that is stored as a JSON object.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::article::{FieldMap, FieldRole, Metadata};
use crate::corpus::formats::{lenient_json, other_fields};
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::{Markup, looks_like_html};
use crate::corpus::record::{Record, repair_mojibake};

/// Number of fields that the message about a missing text field lists.
const MAX_LISTED_FIELDS: usize = 8;

/// The members of a JSON object, in order. A name may occur several times.
#[derive(Debug, Default)]
pub(super) struct JsonMembers(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for JsonMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MemberVisitor;
        impl<'de> Visitor<'de> for MemberVisitor {
            type Value = JsonMembers;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonMembers, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(JsonMembers(members))
            }
        }
        deserializer.deserialize_map(MemberVisitor)
    }
}

impl JsonMembers {
    /// Parses `text`, which may be what programs write in place of JSON.
    ///
    /// # Errors
    /// The reason it is not a JSON object.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let error = match serde_json::from_str(text) {
            Ok(members) => return Ok(members),
            Err(error) => error,
        };
        match lenient_json::parse_object(text) {
            Some(members) => Ok(JsonMembers(members)),
            None if error.is_data() => Err("not a JSON object".into()),
            None => Err(json_error(&error)),
        }
    }

    /// Parses the object that `text` begins with, which may end anywhere within it.
    pub(super) fn parse_beginning(text: &str) -> Option<Self> {
        lenient_json::parse_beginning(text).map(JsonMembers)
    }

    /// Returns the values called `name`, in order.
    fn values(&self, name: &str) -> impl DoubleEndedIterator<Item = &Value> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns the text of the field with `role`: the first field that has one. If its name occurs several
    /// times, titles and texts are joined, and of other fields the last counts.
    pub(super) fn text(&self, role: FieldRole, fields: &FieldMap) -> Option<String> {
        field_names(fields, role).find_map(|name| self.text_of(role, name))
    }

    /// Returns the text of the field called `name`, which has `role`.
    pub(super) fn text_of(&self, role: FieldRole, name: &str) -> Option<String> {
        let mut texts = self.values(name).filter_map(|value| field_text(role, value));
        let separator = match role {
            FieldRole::Text => "\n\n",
            FieldRole::Title => " / ",
            _ => return texts.next_back(),
        };
        let mut distinct = vec![texts.next()?];
        for text in texts {
            if !distinct.contains(&text) {
                distinct.push(text);
            }
        }
        Some(if distinct.len() == 1 { distinct.remove(0) } else { distinct.join(separator) })
    }
}

/// Names of fields whose values are lists of articles.
const LIST_NAMES: [&str; 12] = [
    "articles",
    "results",
    "docs",
    "documents",
    "items",
    "entries",
    "hits",
    "posts",
    "stories",
    "records",
    "data",
    "news",
];
/// Number of words that a text has at least if nothing else is known of it.
const MIN_WORDS: usize = 12;
/// Number of words that a text has at least beside a title, a day or an address.
const MIN_WORDS_WITH_METADATA: usize = 4;
/// Number of letters that count as a word where words are not set apart.
const LETTERS_PER_WORD: usize = 8;

impl JsonMembers {
    /// Returns whether the object is an article: it has a text, and something that articles have beside it.
    /// Settings and messages of programs have texts too, but no title or a single word.
    pub(super) fn is_article(&self) -> bool {
        let fields = FieldMap::default();
        let has = |role| self.text(role, &fields).is_some();
        let Some(text) = self.text(FieldRole::Text, &fields) else { return false };
        // Packages of programs have a description too.
        let has_own_text = ["text", "body", "content", "lead_paragraph"]
            .iter()
            .any(|name| self.values(name).any(|value| field_text(FieldRole::Text, value).is_some()));
        if !has_own_text {
            return has(FieldRole::Title) && (has(FieldRole::Url) || has(FieldRole::Date));
        }
        let words = text.split_whitespace().count().max(text.len() / LETTERS_PER_WORD / 3);
        let is_described =
            [FieldRole::Id, FieldRole::Date, FieldRole::Url, FieldRole::Author].into_iter().any(has);
        words >= MIN_WORDS || words >= MIN_WORDS_WITH_METADATA && (has(FieldRole::Title) || is_described)
    }

    /// Returns whether the object may be a list of articles with a description of the list.
    pub(super) fn may_hold_articles(&self) -> bool {
        let is_list =
            |value: &Value| value.as_array().is_some_and(|values| values.iter().any(Value::is_object));
        LIST_NAMES.iter().any(|name| self.values(name).any(is_list))
    }
}

/// Parses the JSON object on `line`.
///
/// # Errors
/// The reason it is not an article.
pub(super) fn parse(line: Vec<u8>, fields: &FieldMap) -> Result<Record, String> {
    let line = Record::from_bytes(line, Markup::Plain, None)?;
    let object = JsonMembers::parse(&line.text)?;
    let mut mojibake_repaired = line.mojibake_repaired;
    let mut read = |role| {
        let mut text = object.text(role, fields);
        // JSON escapes hid these characters from the repair of the whole line.
        mojibake_repaired |= text.as_mut().is_some_and(repair_mojibake);
        text
    };
    let (title, text) = (read(FieldRole::Title), read(FieldRole::Text));
    let html = text.as_deref().is_some_and(looks_like_html);
    let markup = if html { Markup::Html } else { Markup::Plain };
    if let Some(reason) = text.as_deref().and_then(|text| oversize_reason(text, markup)) {
        return Err(reason);
    }
    let text_of = |role, name: &str| object.text_of(role, name);
    let has_text = || has_text_field(&object, fields) || other_fields::has_lead(fields, text_of);
    if title.is_none() && text.is_none() && !has_text() {
        return Err(no_text_error(&object, fields));
    }
    let (id, date, url) = (read(FieldRole::Id), read(FieldRole::Date), read(FieldRole::Url));
    let (site, author) = (read(FieldRole::Site), read(FieldRole::Author));
    let mut record = Record {
        id,
        metadata: Metadata { title, author, site, url, ..Metadata::default() },
        text: text.unwrap_or_default(),
        markup,
        date,
        mojibake_repaired,
        ..line
    };
    other_fields::append(&mut record, fields, text_of);
    Ok(record)
}

/// Returns the names of the fields that may have `role`, best first.
fn field_names(fields: &FieldMap, role: FieldRole) -> impl Iterator<Item = &str> {
    let mapped = fields.get(role);
    let common = if mapped.is_some() { &[] } else { role.common_names() };
    mapped.into_iter().chain(common.iter().copied())
}

/// Returns whether there is a field for the text or the title, even an empty one.
fn has_text_field(object: &JsonMembers, fields: &FieldMap) -> bool {
    let may_hold_text = |value: &Value| value.is_string() || value.is_null() || value.is_array();
    [FieldRole::Text, FieldRole::Title]
        .iter()
        .any(|role| field_names(fields, *role).any(|name| object.values(name).any(may_hold_text)))
}

fn no_text_error(object: &JsonMembers, fields: &FieldMap) -> String {
    if let Some(field) = fields.get(FieldRole::Text) {
        return format!("no text in the field {field}");
    }
    let names: Vec<_> = object.0.iter().take(MAX_LISTED_FIELDS).map(|(name, _)| name.as_str()).collect();
    let names = if names.is_empty() { "none".into() } else { names.join(", ") };
    format!("no field text, body or content (fields: {names}): name the text field with --map text=FIELD")
}

fn json_error(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        serde_json::error::Category::Eof => format!("incomplete JSON record: it ends at column {column}"),
        _ => format!("invalid JSON at column {column}"),
    }
}

/// Returns the text of a field, or `None` if it is blank.
fn field_text(role: FieldRole, value: &Value) -> Option<String> {
    // Database exports wrap ids and dates in an object, authors may be objects with a name, and the
    // interfaces of publishing systems wrap titles and texts.
    const INNER_NAMES: [&str; 10] =
        ["$oid", "$date", "$numberLong", "name", "rendered", "main", "original", "text", "value", "#text"];
    let separator = if role == FieldRole::Text { "\n\n" } else { ", " };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if role != FieldRole::Text => number.to_string(),
        Value::Array(values) => {
            let parts: Vec<_> = values.iter().filter_map(|value| field_text(role, value)).collect();
            parts.join(separator)
        }
        Value::Object(object) => {
            let inner = INNER_NAMES.iter().find_map(|name| object.get(*name));
            field_text(role, inner?)?
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Returns whether `head` is the beginning of a JSON Lines file: its first line that is not blank is a JSON
/// object. With `truncated`, the file continues after `head`, so that its last line may be incomplete.
pub(crate) fn looks_like_jsonl(head: &[u8], truncated: bool) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(head.len());
    let content = &head[start..];
    let end = content.iter().position(|byte| *byte == b'\n');
    if end.is_none() && truncated {
        let tail = content.strip_prefix(b"{").unwrap_or_default();
        return tail.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'"');
    }
    let line = &content[..end.unwrap_or(content.len())];
    line.starts_with(b"{")
        && (serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
            || std::str::from_utf8(line).is_ok_and(|line| lenient_json::parse_object(line).is_some()))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::json_record::*;
    use proptest::prelude::*;

    fn parse_line(line: &str) -> Result<Record, String> {
        parse(line.into(), &FieldMap::default())
    }

    #[test]
    fn common_field_names_are_known() {
        let record = parse_line(
            r#"{"_id": {"$oid": "5f"}, "headline": "Ferry stays", "body": "It stays.", "published": "2021-05-03",
                "url": "https://example.org/1", "source": "Courier", "author": ["Ann Lee", {"name": "Tom Ray"}]}"#,
        );
        let text = |text: &str| Some(text.to_owned());
        let expected = Record {
            id: text("5f"),
            metadata: Metadata {
                title: text("Ferry stays"),
                author: text("Ann Lee, Tom Ray"),
                site: text("Courier"),
                url: text("https://example.org/1"),
                ..Metadata::default()
            },
            text: "It stays.".into(),
            markup: Markup::Plain,
            date: text("2021-05-03"),
            ..Record::default()
        };
        assert_eq!(record, Ok(expected));
    }

    #[test]
    fn the_first_field_that_is_not_empty_is_used() {
        assert_eq!(
            parse_line(r#"{"text": " ", "body": ["One.", "Two."]}"#).map(|r| r.text),
            Ok("One.\n\nTwo.".into())
        );
        assert_eq!(
            parse_line(r#"{"id": 7, "title": "Alone", "text": null}"#).map(|r| r.id),
            Ok(Some("7".into()))
        );
        assert_eq!(parse_line(r#"{"id": 7, "text": ""}"#).map(|r| r.text), Ok(String::new()));
    }

    #[test]
    fn html_in_the_text_field_is_detected() {
        let markup = |text: &str| {
            parse_line(&serde_json::json!({ "text": text }).to_string()).map(|record| record.markup)
        };
        assert_eq!(markup("<p>It stays.</p>\n<p>For a week.</p>"), Ok(Markup::Html));
        assert_eq!(markup("It stays <b>in port</b>."), Ok(Markup::Plain));
    }

    #[test]
    fn errors_name_the_problem() {
        for (line, expected) in [
            ("", "incomplete JSON record"),
            (r#"{"text": "It st"#, "incomplete JSON record: it ends at column 15"),
            (r#"{"text": nope}"#, "invalid JSON at column 11"),
            ("[1]", "not a JSON object"),
            (r#"{"story": "It stays."}"#, "(fields: story): name the text field with --map text=FIELD"),
            (r#"{"text": 5}"#, "no field text, body or content"),
        ] {
            assert!(
                parse_line(line).is_err_and(|error| error.contains(expected)),
                "{line}: {:?}",
                parse_line(line)
            );
        }
    }

    #[test]
    fn records_that_are_not_quite_json_are_read() {
        let text = |line: &str| parse_line(line).map(|record| record.text);
        for line in [
            r#"{"text": "It stays.", "score": NaN, "x": [-Infinity, 1e999]}"#,
            r#"{"text": "It stays.", "tags": ["a", "b",],},"#,
            "\u{feff}{\"text\": \"It stays.\"}",
        ] {
            assert_eq!(text(line), Ok("It stays.".into()), "{line}");
        }
        assert_eq!(text(r#"{"text": "It \ud83d stays."}"#), Ok("It \u{fffd} stays.".into()));
        assert_eq!(text("{\"text\": \"It\tstays\u{b}.\"}"), Ok("It\tstays\u{b}.".into()));
        assert!(looks_like_jsonl(b"{\"text\": \"x\", \"y\": NaN}\n", false));
    }

    #[test]
    fn fields_of_the_same_name_lose_no_text() {
        let line =
            r#"{"id": 1, "id": 2, "title": "A", "text": "One.", "title": "A", "text": "Two.", "url": " "}"#;
        let record = parse_line(line).unwrap_or_default();
        assert_eq!((record.text.as_str(), record.id.as_deref()), ("One.\n\nTwo.", Some("2")));
        assert_eq!((record.metadata.title.as_deref(), record.metadata.url), (Some("A"), None));
    }

    #[test]
    fn wrapped_texts_are_read() {
        let line = r#"{"title": {"rendered": "Ferry"}, "content": {"rendered": "<p>It stays.</p>", "protected": false}}"#;
        let record = parse_line(line).unwrap_or_default();
        assert_eq!(
            (record.text.as_str(), record.metadata.title.as_deref()),
            ("<p>It stays.</p>", Some("Ferry"))
        );
    }

    #[test]
    fn fields_can_be_mapped() {
        let mut fields = FieldMap::default();
        fields.set(FieldRole::Text, "story".into());
        let record = parse(br#"{"story": "It stays.", "text": "menu"}"#.to_vec(), &fields);
        assert_eq!(record.map(|record| record.text), Ok("It stays.".into()));
        assert!("body".parse() == Ok(FieldRole::Text) && "nonsense".parse::<FieldRole>().is_err());
    }

    #[test]
    fn jsonl_is_told_from_plain_text() {
        assert!(looks_like_jsonl(b"\xef\xbb\xbf\n{\"text\": \"x\"}\nbroken", true));
        assert!(looks_like_jsonl(b"{ \"text\": \"a very long li", true));
        assert!(!looks_like_jsonl(b"{ \"text\": \"a very long li", false));
        assert!(!looks_like_jsonl(b"{curly} begins this article.\n", false));
        assert!(!looks_like_jsonl(b"", false));
    }

    proptest! {
        #[test]
        fn any_line_is_parsed_without_panic(line in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (looks_like_jsonl(&line, true), parse(line, &FieldMap::default()));
        }
    }
}
