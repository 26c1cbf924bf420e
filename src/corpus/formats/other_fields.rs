//! Texts of a record beside the main one: a lead or summary, a second text field, a second headline, another
//! form of a message.
//!
//! What the text has already, such as a summary made of its first words, is left out.

use std::sync::LazyLock;

use memchr::memmem;
use rustc_hash::FxHashSet;

use crate::article::{FieldMap, FieldRole};
use crate::corpus::record::{Record, RecordPart, RecordPartKind, repair_mojibake};
use crate::text::decode_references;

/// Names of fields with a text that precedes that of the article.
const LEADS: [&str; 18] = [
    "lead",
    "lead_paragraph",
    "lede",
    "standfirst",
    "dek",
    "deck",
    "subtitle",
    "sub_title",
    "subheadline",
    "subheading",
    "summary",
    "description",
    "abstract",
    "excerpt",
    "teaser",
    "intro",
    "introduction",
    "trailText",
];

/// Number of bytes above which texts are appended whole, and their lines not looked for.
const MAX_COMPARED_BYTES: usize = 1 << 33;

/// Elements that break no line. All others do.
const INLINE: [&str; 14] =
    ["a", "b", "i", "u", "em", "strong", "span", "small", "sup", "sub", "mark", "q", "cite", "code"];

/// Names of fields that [`append`] looks at.
static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
    let names = [FieldRole::Title, FieldRole::Text].into_iter().flat_map(FieldRole::common_names);
    LEADS.iter().chain(names).copied().collect()
});

/// Returns whether a field called `name` may have a title, a lead or a text.
pub(super) fn may_be_text(name: &str) -> bool {
    NAMES.contains(name)
}

/// Returns whether a record has a lead. `text_of` returns the text of a field.
pub(super) fn has_lead(fields: &FieldMap, text_of: impl Fn(FieldRole, &str) -> Option<String>) -> bool {
    let is_there = |name: &&str| text_of(FieldRole::Text, name).is_some();
    fields.get(FieldRole::Text).is_none() && LEADS.iter().any(is_there)
}

/// Appends the texts of other fields to the text of `record`, a line for each that is not in title or text.
/// `text_of` returns the text of a field. A mapped text field is the only one that is read.
pub(super) fn append(
    record: &mut Record,
    fields: &FieldMap,
    text_of: impl Fn(FieldRole, &str) -> Option<String>,
) {
    if fields.get(FieldRole::Text).is_some() {
        return;
    }
    let second = |role: FieldRole| {
        let names = if fields.get(role).is_some() { &[] } else { role.common_names() };
        names.iter().map(move |name| (RecordPartKind::OtherField, role, *name))
    };
    let leads = LEADS.iter().map(|name| (RecordPartKind::Lead, FieldRole::Text, *name));
    let candidates = leads.chain(second(FieldRole::Title)).chain(second(FieldRole::Text));
    let read = [record.metadata.title.as_deref(), Some(record.text.as_str())];
    let is_new = |text: &String| read.iter().all(|read| *read != Some(text));
    let new_text = |(kind, role, name)| {
        let mut text = text_of(role, name).filter(is_new)?;
        let is_repaired = repair_mojibake(&mut text);
        (!is_repaired || is_new(&text)).then_some((kind, text))
    };
    let found = candidates.filter_map(new_text).collect();
    append_texts(record, found);
}

/// Appends `texts` to that of `record`, a line for each that is not in its title or text.
pub(super) fn append_texts(record: &mut Record, texts: Vec<(RecordPartKind, String)>) {
    if texts.is_empty() {
        return;
    }
    let read = [record.metadata.title.as_deref(), Some(record.text.as_str())];
    let mut letters = String::new();
    for text in read.into_iter().flatten() {
        fold(&without_markup(text), &mut letters);
        letters.push(' ');
    }
    let lines = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    let comparisons: usize = texts.iter().map(|(_, text)| lines(text).saturating_mul(letters.len())).sum();
    for (kind, text) in texts {
        if comparisons > MAX_COMPARED_BYTES {
            append_line(record, kind, &without_markup(&text), &mut letters);
            continue;
        }
        for line in without_markup(&text).lines() {
            append_line(record, kind, without_truncation(line), &mut letters);
        }
    }
}

/// Appends a line unless its letters are among `letters`, and adds them.
fn append_line(record: &mut Record, kind: RecordPartKind, line: &str, letters: &mut String) {
    let mut folded = String::new();
    fold(line, &mut folded);
    if folded.is_empty() || memmem::find(letters.as_bytes(), folded.as_bytes()).is_some() {
        return;
    }
    letters.push_str(&folded);
    letters.push(' ');
    if !record.text.is_empty() {
        record.text.push_str("\n\n");
    }
    let start = record.text.len();
    record.text.push_str(line);
    record.appended.push(RecordPart { range: start..record.text.len(), kind });
}

/// Returns a line without the mark of interfaces that cut it short: `… [+2051 chars]`.
fn without_truncation(line: &str) -> &str {
    let line = line.trim();
    let mark = line.strip_suffix(" chars]").and_then(|line| line.rsplit_once("[+"));
    mark.filter(|(_, count)| count.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(line, |(line, _)| line.trim_end())
}

/// Returns the text of `html`, or `html` itself if it has no tags and references.
pub(super) fn without_markup(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    // Nothing behind it is a tag, and would be searched in vain from each sign that might begin one.
    let last = memchr::memrchr(b'>', html.as_bytes()).map_or(0, |last| last + 1);
    let (mut tail, rest) = html.split_at(last);
    while let Some(start) = memchr::memchr(b'<', tail.as_bytes()) {
        let tag = &tail[start + 1..];
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some(end) = is_tag.then(|| memchr::memchr(b'>', tag.as_bytes())).flatten() else {
            text.push_str(&tail[..=start]);
            tail = tag;
            continue;
        };
        text.push_str(&tail[..start]);
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next();
        if !INLINE.iter().any(|inline| name.is_some_and(|name| name.eq_ignore_ascii_case(inline))) {
            text.push('\n');
        }
        tail = &tag[end + 1..];
    }
    text.push_str(tail);
    text.push_str(rest);
    decode_references(&text).into_owned()
}

/// Appends the letters and digits of `text` in lower case.
fn fold(text: &str, letters: &mut String) {
    letters.extend(text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase));
}

#[cfg(test)]
mod tests {
    use crate::article::FieldMap;
    use crate::corpus::formats::json::parse;
    use crate::corpus::formats::other_fields::without_markup;
    use crate::corpus::record::{Record, RecordPartKind};
    use RecordPartKind::{Lead, OtherField};

    fn record(value: &serde_json::Value) -> Record {
        parse(value.to_string().into(), &FieldMap::default()).expect("a record")
    }

    fn appended(value: &serde_json::Value) -> Vec<(RecordPartKind, String)> {
        let Record { text, appended, .. } = record(value);
        appended.into_iter().map(|part| (part.kind, text[part.range].to_owned())).collect()
    }

    const TEXT: &str = "The ferry stays in port.\n\nIts engine is examined.";

    #[test]
    fn a_lead_and_a_second_text_are_appended() {
        let value = serde_json::json!({
            "title": "Ferry stays", "headline": "No crossing today", "text": TEXT,
            "summary": "Passengers take the bus.", "body": "It stays.\n\nThe ferry stays in port."
        });
        let expected = [
            (Lead, "Passengers take the bus."),
            (OtherField, "No crossing today"),
            (OtherField, "It stays."),
        ];
        assert_eq!(appended(&value), expected.map(|(kind, text)| (kind, text.to_owned())));
        assert!(record(&value).text.starts_with(TEXT));
    }

    #[test]
    fn what_the_text_has_is_left_out() {
        let page = "<p>The <b>ferry</b> stays in port &amp; rests.</p><p>Its engine is examined.</p>";
        for (text, field, value) in [
            (TEXT, "description", "The ferry stays in port. Its eng…"),
            (TEXT, "content", "The ferry stays in… [+2051 chars]"),
            (TEXT, "excerpt", "<p>The <i>ferry</i> stays [&hellip;]</p>\n"),
            (TEXT, "lead", " "),
            (page, "excerpt", "<p>The ferry stays in port &#38; rests.</p>"),
            (page, "body", "The ferry stays in port & rests.\nIts engine is examined."),
        ] {
            let value = serde_json::json!({ "title": "Ferry", "text": text, field: value });
            assert_eq!(appended(&value), [], "{value}");
        }
    }

    #[test]
    fn signs_that_begin_no_tag_are_text() {
        assert_eq!(without_markup("1 < 2 <i>and</i> <3 &lt; 4<br>5 <b"), "1 < 2 and <3 < 4\n5 <b");
        for piece in ["<a", "< "] {
            let text = piece.repeat(1 << 20);
            assert!(
                without_markup(&text) == text && without_markup(&format!("{text}>")).len() <= text.len() + 1
            );
        }
    }

    #[test]
    fn a_lead_alone_is_an_article() {
        let value = serde_json::json!({ "id": 1, "standfirst": "The ferry stays in port." });
        assert_eq!(appended(&value), [(Lead, "The ferry stays in port.".to_owned())]);
        let mut fields = FieldMap::default();
        fields.set(crate::article::FieldRole::Text, "story".into());
        let line = r#"{"story": "It stays.", "text": "menu", "summary": "No."}"#;
        assert_eq!(parse(line.into(), &fields).map(|record| record.text), Ok("It stays.".into()));
    }
}
