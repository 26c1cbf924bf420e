//! Parses an article that is stored as a JSON object.

use serde_json::Value;

use crate::article::{FieldMap, FieldRole, Metadata};
use crate::corpus::formats::json::lenient_json;
use crate::corpus::formats::json::members::{INCOMPLETE, JsonMembers, field_names};
use crate::corpus::formats::json::wanted::MAX_LISTED_FIELDS;
use crate::corpus::formats::memory_budget::MemoryBudget;
use crate::corpus::formats::other_fields;
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::{Markup, looks_like_html};
use crate::corpus::record::{Record, repair_mojibake};

/// Size of a record that takes a share of [`LARGE_RECORDS`].
const LARGE_BYTES: usize = 1 << 20;
/// Memory that parsing takes at most for each byte, such as for a list of numbers where a text is expected.
const MEMORY_PER_BYTE: usize = 20;
/// Memory that the large records that are parsed at the same time may take.
static LARGE_RECORDS: MemoryBudget = MemoryBudget::new(512 << 20);

/// Parses the JSON object on `line`.
///
/// # Errors
/// The reason it is not an article.
pub(in crate::corpus::formats) fn parse(line: Vec<u8>, fields: &FieldMap) -> Result<Record, String> {
    // All threads may have such a record at once.
    let memory = line.len().saturating_mul(MEMORY_PER_BYTE);
    let _share = (line.len() >= LARGE_BYTES).then(|| LARGE_RECORDS.take(memory));
    let line = Record::from_bytes(line, Markup::Plain, None)?;
    let (object, damage) = match JsonMembers::parse(&line.text, fields) {
        Ok(object) => (object, None),
        // The beginning of a text is better than nothing.
        Err(reason) => {
            let begins = |object: &JsonMembers| object.text(FieldRole::Text, fields).is_some();
            let object = JsonMembers::parse_beginning(&line.text, fields).filter(begins);
            let Some(object) = object.filter(|_| reason.starts_with(INCOMPLETE)) else { return Err(reason) };
            (object, Some(format!("{reason}; the readable part was indexed")))
        }
    };
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
    // Most records have no other texts.
    let texts = object.0.iter().filter(|(name, _)| other_fields::may_be_text(name)).count();
    let has_others = texts > usize::from(title.is_some()) + usize::from(text.is_some())
        || fields.get(FieldRole::Title).is_some();
    let (id, date, url) = (read(FieldRole::Id), read(FieldRole::Date), read(FieldRole::Url));
    let (site, author) = (read(FieldRole::Site), read(FieldRole::Author));
    let mut record = Record {
        id,
        metadata: Metadata { title, author, site, url, ..Metadata::default() },
        text: text.unwrap_or_default(),
        markup,
        date,
        mojibake_repaired,
        damage,
        ..line
    };
    if has_others {
        other_fields::append(&mut record, fields, text_of);
    }
    Ok(record)
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
            || std::str::from_utf8(line).is_ok_and(lenient_json::is_object))
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::json::json_record::*;
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
            (r#"{"title": "It st"#, "incomplete JSON record: it ends at column 16"),
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
    fn fields_of_wrapped_records_are_read() {
        let line = r#"{"webTitle": "Ferry", "webUrl": "https://a.example/1", "fields": {"bodyText": "It stays.", "byline": "Ann"}}"#;
        let record = parse_line(line).unwrap_or_default();
        let Metadata { title, author, url, .. } = record.metadata;
        assert_eq!((record.text.as_str(), title.as_deref()), ("It stays.", Some("Ferry")));
        assert_eq!((author.as_deref(), url.as_deref()), (Some("Ann"), Some("https://a.example/1")));
        let line = r#"{"id": 1, "article": {"title": "Ferry", "paragraphs": ["It stays.", "It rests."]}}"#;
        assert_eq!(parse_line(line).map(|record| record.text), Ok("It stays.\n\nIt rests.".into()));
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
    fn styled_parts_of_a_text_are_joined_without_a_break() {
        let text = |line: &str| parse_line(line).map(|record| record.text);
        let line = r#"{"id": 1, "text": ["The ", {"type": "bold", "text": "fer"}, {"type": "italic", "text": "ry"}, " stays."]}"#;
        assert_eq!(text(line), Ok("The ferry stays.".into()));
        let line = r#"{"text": [{"type": "bold", "text": "It "}, {"type": "text_link", "text": "stays.", "href": "https://a.example"}]}"#;
        assert_eq!(text(line), Ok("It stays.".into()));
        let line =
            r#"{"content": [{"type": "paragraph", "text": "One."}, {"type": "paragraph", "text": "Two."}]}"#;
        assert_eq!(text(line), Ok("One.\n\nTwo.".into()));
    }

    #[test]
    fn the_beginning_of_an_incomplete_record_is_read() {
        let record = parse_line(r#"{"id": 1, "text": "It st"#).unwrap_or_default();
        assert_eq!((record.text.as_str(), record.id.as_deref()), ("It st", Some("1")));
        assert!(record.damage.is_some_and(|damage| damage.contains("it ends at column 24")));
    }

    #[test]
    fn only_values_with_a_text_are_built() {
        let mut fields = FieldMap::default();
        fields.set(FieldRole::Author, "writers".into());
        let line = r#"{"x": [[{"text": 1}], 2], "items": [1, {"text": "No."}, {"text": "No."}],
            "text": [{"a": 1}, {"a": 2}, {"value": "One."}, null, "", "Two.", [], ["Three."]],
            "writers": [{"name": "Ann", "x": {}}, 7], "id": {"$oid": "5f", "y": 1}}"#;
        let members = JsonMembers::parse(line, &fields).map(|members| {
            members.0.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>()
        });
        let expected = [
            "x=null",
            "items=[{}]",
            r#"text=[{},{"value":"One."},"Two.",["Three."]]"#,
            r#"writers=[{"name":"Ann"},7]"#,
            r#"id={"$oid":"5f"}"#,
        ];
        assert_eq!(members, Ok(expected.map(str::to_owned).to_vec()));
        let lenient = line.replace("2}, ", "NaN}, ");
        assert_eq!(JsonMembers::parse(&lenient, &fields).map(|members| members.0.len()), Ok(expected.len()));
        let record = parse(line.into(), &fields).unwrap_or_default();
        assert_eq!(record.text, "One.\n\nTwo.\n\nThree.");
        assert_eq!(record.metadata.author.as_deref(), Some("Ann, 7"));
    }

    #[test]
    fn names_that_nobody_asks_for_are_listed_without_their_values() {
        let others =
            |names: &str| names.split(' ').map(|name| format!("\"{name}\": [1]")).collect::<Vec<_>>();
        let line = format!("{{{}}}", others("a b c d e f g h i j").join(", "));
        assert!(parse_line(&line).is_err_and(|reason| reason.contains("(fields: a, b, c, d, e, f, g, h)")));
        assert!(
            parse_line(r#"{"fields": {"story": "It stays."}}"#)
                .is_err_and(|reason| reason.contains("(fields: story)"))
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
