//! Archive files that hold one article a line, as a JSON object.

use encoding_rs::WINDOWS_1252;
use serde_json::{Map, Value};

use crate::article::{FieldMap, FieldRole, Metadata};
use crate::corpus::charset::decode_declared;
use crate::corpus::limits::too_much;
use crate::corpus::markup::{Markup, declared, looks_like_html, of_label, saved_from};
use crate::text::mojibake;

/// A record: an article with what its archive says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// What the archive calls it.
    pub id: Option<String>,
    /// Title, author, site and address. The day of publication is in `date`, not yet parsed.
    pub metadata: Metadata,
    /// Its text.
    pub text: String,
    /// How the text is written.
    pub markup: Markup,
    /// The day of publication, as it is written there.
    pub date: Option<String>,
    /// The encoding it was in, where that is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether some of its bytes stood for nothing.
    pub has_invalid_bytes: bool,
    /// Whether somebody had read some of it in a wrong encoding before, which was taken back.
    pub mended: bool,
}

impl Record {
    /// An article of which nothing is known but its text.
    pub fn new(text: String, markup: Markup) -> Self {
        Record { text, markup, ..Record::default() }
    }

    /// Reads a file that is one article, or what an archive has of one.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn of_text(bytes: Vec<u8>, markup: Markup, charset: Option<&[u8]>) -> Result<Self, String> {
        let charset = charset.and_then(of_label);
        let declared = match (markup, charset) {
            // Servers that were never told anything send this one.
            (Markup::Html, None) => declared(&bytes),
            (Markup::Html, Some(server)) if server == WINDOWS_1252 => declared(&bytes).or(charset),
            _ => charset,
        };
        let decoded = decode_declared(bytes, declared).map_err(|error| error.to_string())?;
        if let Some(why) = too_much(&decoded.text, markup) {
            return Err(why);
        }
        let encoding = Some(decoded.encoding).filter(|encoding| *encoding != "UTF-8");
        let url = if markup == Markup::Html { saved_from(&decoded.text) } else { None };
        let url = url.map(str::to_owned);
        let mut record = Record {
            text: decoded.text,
            markup,
            metadata: Metadata { url, ..Metadata::default() },
            encoding,
            has_invalid_bytes: decoded.has_invalid_bytes,
            ..Record::default()
        };
        record.mended = mend(&mut record.text);
        Ok(record)
    }

    /// Reads the record on `line`.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn parse(line: Vec<u8>, fields: &FieldMap) -> Result<Self, String> {
        let line = Record::of_text(line, Markup::Plain, None)?;
        let value: Value = serde_json::from_str(&line.text).map_err(|error| not_json(&error))?;
        let Value::Object(object) = value else { return Err("not a JSON object".into()) };
        let mut mended = line.mended;
        let mut read = |role| {
            let mut found =
                field_values(fields, role, &object).into_iter().find_map(|value| words(role, value));
            // In escapes they were not to be seen before.
            mended |= found.as_mut().is_some_and(mend);
            found
        };
        let (title, text) = (read(FieldRole::Title), read(FieldRole::Text));
        let html = text.as_deref().is_some_and(looks_like_html);
        let markup = if html { Markup::Html } else { Markup::Plain };
        if let Some(why) = text.as_deref().and_then(|text| too_much(text, markup)) {
            return Err(why);
        }
        if title.is_none() && text.is_none() && !has_text(&object, fields) {
            return Err(no_text(&object, fields));
        }
        let (id, date, url) = (read(FieldRole::Id), read(FieldRole::Date), read(FieldRole::Url));
        let (site, author) = (read(FieldRole::Site), read(FieldRole::Author));
        let text = text.unwrap_or_default();
        let (encoding, has_invalid_bytes) = (line.encoding, line.has_invalid_bytes);
        let metadata = Metadata { title, author, site, url, ..Metadata::default() };
        Ok(Record { id, metadata, text, markup, date, encoding, has_invalid_bytes, mended })
    }
}

/// Mends `text` where it was read wrongly before, and says whether it was.
fn mend(text: &mut String) -> bool {
    let mended = mojibake::repair(text);
    let found = mended.is_some();
    *text = mended.unwrap_or_else(|| std::mem::take(text));
    found
}

/// Returns the values that may be meant by `role`, best first.
fn field_values<'v>(fields: &FieldMap, role: FieldRole, object: &'v Map<String, Value>) -> Vec<&'v Value> {
    match fields.get(role) {
        Some(field) => object.get(field).into_iter().collect(),
        None => role.common_names().iter().filter_map(|name| object.get(*name)).collect(),
    }
}

/// Whether there is a field for the text or the title, even one that is empty.
fn has_text(object: &Map<String, Value>, fields: &FieldMap) -> bool {
    let text = |value: &&Value| value.is_string() || value.is_null() || value.is_array();
    [FieldRole::Text, FieldRole::Title]
        .iter()
        .any(|role| field_values(fields, *role, object).iter().any(text))
}

fn no_text(object: &Map<String, Value>, fields: &FieldMap) -> String {
    if let Some(field) = fields.get(FieldRole::Text) {
        return format!("no text in the field {field}");
    }
    let names: Vec<_> = object.keys().take(8).map(String::as_str).collect();
    let there = if names.is_empty() { "none".into() } else { names.join(", ") };
    format!("no field text, body or content (fields: {there}): name the text field with --map text=FIELD")
}

fn not_json(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        serde_json::error::Category::Eof => format!("incomplete JSON record: it ends at column {column}"),
        _ => format!("invalid JSON at column {column}"),
    }
}

/// The words of a field; `None` when there are none.
fn words(role: FieldRole, value: &Value) -> Option<String> {
    let joint = if role == FieldRole::Text { "\n\n" } else { ", " };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if role != FieldRole::Text => number.to_string(),
        Value::Array(values) => {
            let parts: Vec<_> = values.iter().filter_map(|value| words(role, value)).collect();
            parts.join(joint)
        }
        // Exports of databases wrap ids and dates; people come as objects with a name.
        Value::Object(object) if role != FieldRole::Text => {
            let inner = ["$oid", "$date", "name"].iter().find_map(|name| object.get(*name));
            words(role, inner?)?
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// Whether the beginning of a file is that of records: its first line that is not blank is a JSON object. `cut` says
/// that the file goes on after `head`, so that its last line may be broken off.
pub fn looks_like_records(head: &[u8], cut: bool) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(head.len());
    let first = &head[start..];
    let end = first.iter().position(|byte| *byte == b'\n');
    if end.is_none() && cut {
        let rest = first.strip_prefix(b"{").unwrap_or_default();
        return rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'"');
    }
    let line = &first[..end.unwrap_or(first.len())];
    line.starts_with(b"{") && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::corpus::record::*;
    use proptest::prelude::*;

    fn parse(line: &str) -> Result<Record, String> {
        Record::parse(line.into(), &FieldMap::default())
    }

    #[test]
    fn common_names_are_known() {
        let record = parse(
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
    fn the_first_that_is_not_empty_counts() {
        assert_eq!(
            parse(r#"{"text": " ", "body": ["One.", "Two."]}"#).map(|r| r.text),
            Ok("One.\n\nTwo.".into())
        );
        assert_eq!(parse(r#"{"id": 7, "title": "Alone", "text": null}"#).map(|r| r.id), Ok(Some("7".into())));
        assert_eq!(parse(r#"{"id": 7, "text": ""}"#).map(|r| r.text), Ok(String::new()));
    }

    #[test]
    fn a_text_may_be_a_page() {
        let markup =
            |text: &str| parse(&serde_json::json!({ "text": text }).to_string()).map(|record| record.markup);
        assert_eq!(markup("<p>It stays.</p>\n<p>For a week.</p>"), Ok(Markup::Html));
        assert_eq!(markup("It stays <b>in port</b>."), Ok(Markup::Plain));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (line, why) in [
            ("", "incomplete JSON record"),
            (r#"{"text": "It st"#, "incomplete JSON record: it ends at column 15"),
            (r#"{"text": nope}"#, "invalid JSON at column 11"),
            ("[1]", "not a JSON object"),
            (r#"{"story": "It stays."}"#, "(fields: story): name the text field with --map text=FIELD"),
            (r#"{"text": 5}"#, "no field text, body or content"),
        ] {
            assert!(parse(line).is_err_and(|error| error.contains(why)), "{line}: {:?}", parse(line));
        }
    }

    #[test]
    fn fields_can_be_named() {
        let mut fields = FieldMap::default();
        fields.set(FieldRole::Text, "story".into());
        let record = Record::parse(br#"{"story": "It stays.", "text": "menu"}"#.to_vec(), &fields);
        assert_eq!(record.map(|record| record.text), Ok("It stays.".into()));
        assert!("body".parse() == Ok(FieldRole::Text) && "nonsense".parse::<FieldRole>().is_err());
    }

    #[test]
    fn records_are_told_from_text() {
        assert!(looks_like_records(b"\xef\xbb\xbf\n{\"text\": \"x\"}\nbroken", true));
        assert!(looks_like_records(b"{ \"text\": \"a very long li", true));
        assert!(!looks_like_records(b"{ \"text\": \"a very long li", false));
        assert!(!looks_like_records(b"{curly} begins this article.\n", false));
        assert!(!looks_like_records(b"", false));
    }

    proptest! {
        #[test]
        fn any_line_is_read_without_panic(line in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = (looks_like_records(&line, true), Record::parse(line, &FieldMap::default()));
        }
    }
}
