//! The text of the article as JSON-LD declares it (`articleBody`), for pages whose markup has a teaser or
//! nothing.
//!
//! Scripts are only noted while the page is parsed. Their text is mapped to the source when it is asked for.

pub(super) mod fragment;
pub(super) mod hydration;

use std::ops::Range;

use serde_json::{Map, Value};

use crate::extract::BlockKind;
use crate::extract::html::entities;
use crate::text::MappedText;

/// Maximum number of declared texts: a live blog has hundreds.
const MAX_PARTS: usize = 2_000;
/// Length in bytes below which a body is taken for a teaser.
const MIN_BODY_BYTES: usize = 200;

/// The declared text of the article.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeclaredText {
    parts: Vec<Part>,
    /// The description, in place of a text.
    description: Option<Part>,
}

/// A string of a script.
#[derive(Debug, Clone)]
struct Part {
    /// Range of the script in the source.
    script: Range<usize>,
    value: String,
    is_heading: bool,
    /// Whether it is the value of an attribute, not a string of a script.
    is_attribute: bool,
    /// Whether it goes on in the paragraph of the part before it.
    is_continued: bool,
}

impl DeclaredText {
    /// Notes the text of the article in `value`, which was parsed from the bytes `script` of the source.
    pub(super) fn note(&mut self, value: &Value, script: Range<usize>) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.note(value, script.clone())),
            Value::Object(object) => {
                if is_article(object) {
                    self.note_article(object, &script);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                    if let Some(value) = object.get(key) {
                        self.note(value, script.clone());
                    }
                }
            }
            _ => {}
        }
    }

    fn note_article(&mut self, object: &Map<String, Value>, script: &Range<usize>) {
        let part = |value: &str, is_heading| Part {
            script: script.clone(),
            value: value.to_owned(),
            is_heading,
            is_attribute: false,
            is_continued: false,
        };
        let mut parts: Vec<Part> = body(object).into_iter().map(|text| part(text, false)).collect();
        for update in updates(object).take(MAX_PARTS / 2) {
            let headline = field(update, "headline").or(field(update, "name"));
            parts.extend(headline.into_iter().flat_map(strings).map(|text| part(text, true)));
            parts.extend(body(update).into_iter().map(|text| part(text, false)));
        }
        self.replace_teaser(parts);
        let description = || field(object, "description").map(strings)?.into_iter().next();
        self.description = self.description.take().or_else(|| Some(part(description()?, false)));
    }

    /// Notes the text of the article in an attribute, whose value stands at `range` in the source.
    pub(super) fn note_attribute(&mut self, value: &str, range: Range<usize>) {
        let value = entities::decode_all(value);
        if !value.is_empty() {
            let (is_heading, is_attribute, is_continued) = (false, true, false);
            self.replace_teaser(vec![Part { script: range, value, is_heading, is_attribute, is_continued }]);
        }
    }

    /// Takes `parts` as the text, unless one is known that is no teaser.
    fn replace_teaser(&mut self, parts: Vec<Part>) {
        let length = |parts: &[Part]| parts.iter().map(|part| part.value.len()).sum::<usize>();
        let known = length(&self.parts);
        if known == 0 || known < MIN_BODY_BYTES && length(&parts) > known {
            self.parts = parts;
        }
    }

    /// Returns whether no text is declared.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.description.is_none()
    }

    /// Returns the number of bytes of the text.
    pub(super) fn bytes(&self) -> usize {
        self.parts.iter().map(|part| part.value.len()).sum()
    }

    /// Returns the strings of the text, as declared.
    pub(super) fn strings(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.value.as_str())
    }

    /// Returns the strings of the text, mapped to `source`, each with the kind of its blocks.
    pub(super) fn texts(&self, source: &str) -> Vec<(MappedText, BlockKind)> {
        Literals { source, script: 0..0, offset: 0 }.find_all(&self.parts)
    }

    /// Returns the description, mapped to `source`.
    pub(super) fn description(&self, source: &str) -> Vec<(MappedText, BlockKind)> {
        Literals { source, script: 0..0, offset: 0 }.find_all(self.description.as_slice())
    }
}

/// Returns whether an object of JSON-LD is an article.
pub(super) fn is_article(object: &Map<String, Value>) -> bool {
    let fits = |value: &Value| {
        value
            .as_str()
            .is_some_and(|kind| kind.ends_with("Article") || kind.ends_with("Posting") || kind == "Report")
    };
    match object.get("@type") {
        Some(Value::Array(kinds)) => kinds.iter().any(fits),
        Some(kind) => fits(kind),
        None => false,
    }
}

/// Returns a field, under its name or one with the prefix of the vocabulary.
pub(super) fn field<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    object.get(name).or_else(|| {
        let is_prefixed =
            |key: &str| key.strip_suffix(name).is_some_and(|prefix| prefix.ends_with([':', '/']));
        object.iter().find(|(key, _)| is_prefixed(key)).map(|(_, value)| value)
    })
}

/// Returns the texts of a value: a string, an object with a value, or a list of these.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text],
        Value::Object(object) => object.get("@value").and_then(Value::as_str).into_iter().collect(),
        Value::Array(values) => values.iter().filter(|value| !value.is_array()).flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// Returns the text of an article: its body, or else its text.
fn body(object: &Map<String, Value>) -> Vec<&str> {
    let texts = |name| field(object, name).map(strings).filter(|texts| !texts.is_empty());
    texts("articleBody").or_else(|| texts("text")).unwrap_or_default()
}

/// Returns the updates of a live blog.
fn updates(object: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let values = match field(object, "liveBlogUpdate") {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    values.iter().filter_map(Value::as_object)
}

/// Finds the strings of scripts again, in order.
struct Literals<'s> {
    source: &'s str,
    script: Range<usize>,
    /// Offset in the source after the last string found.
    offset: usize,
}

impl Literals<'_> {
    fn find_all(&mut self, parts: &[Part]) -> Vec<(MappedText, BlockKind)> {
        let mut found: Vec<(MappedText, BlockKind)> = Vec::with_capacity(parts.len());
        for part in parts {
            let Some((text, kind)) = self.find(part) else { continue };
            match found.last_mut() {
                Some((paragraph, _)) if part.is_continued => paragraph.append(&text),
                _ => found.push((text, kind)),
            }
        }
        found
    }

    /// Returns the string of `part` mapped to the source, and the kind of its blocks.
    fn find(&mut self, part: &Part) -> Option<(MappedText, BlockKind)> {
        if part.is_attribute {
            let value = self.source.get(part.script.clone())?;
            return Some((entities::decode_mapped(value, part.script.start), BlockKind::Paragraph));
        }
        if self.script != part.script {
            (self.script, self.offset) = (part.script.clone(), part.script.start);
        }
        let kind = if part.is_heading { BlockKind::Heading } else { BlockKind::Paragraph };
        let text = self.find_after(self.offset, &part.value);
        let text = text.or_else(|| self.find_after(part.script.start, &part.value))?;
        Some((text, kind))
    }

    fn find_after(&mut self, offset: usize, value: &str) -> Option<MappedText> {
        let mut offset = offset;
        while let Some(literal) = next_literal(self.source.get(..self.script.end)?, offset) {
            offset = literal.end + 1;
            let is_candidate = match (self.source.as_bytes().get(literal.start), value.as_bytes().first()) {
                (Some(first), Some(wanted)) if first.is_ascii_alphanumeric() => first == wanted,
                _ => true,
            };
            if is_candidate && literal.len() >= value.len() {
                let text = unescape(self.source.get(literal.clone())?, literal.start);
                if is_same(text.as_str(), value) {
                    self.offset = offset;
                    return Some(text);
                }
            }
        }
        None
    }
}

/// Returns the range of the first string after `offset`, without its quotation marks.
fn next_literal(script: &str, offset: usize) -> Option<Range<usize>> {
    let bytes = script.as_bytes();
    let start = offset + memchr::memchr(b'"', bytes.get(offset..)?)? + 1;
    let mut end = start;
    loop {
        end += memchr::memchr2(b'"', b'\\', bytes.get(end..)?)?;
        if bytes[end] == b'"' {
            return Some(start..end);
        }
        end += 2;
    }
}

/// Returns whether two texts are the same but for white space: line breaks in strings are read as spaces.
fn is_same(text: &str, value: &str) -> bool {
    let visible = |c: &char| !c.is_whitespace() && !c.is_control();
    text.chars().filter(visible).eq(value.chars().filter(visible))
}

/// Decodes the escapes of a JSON string that stands at `offset` in the source.
fn unescape(literal: &str, offset: usize) -> MappedText {
    let mut text = MappedText::new();
    let mut start = 0;
    while let Some(length) = memchr::memchr(b'\\', &literal.as_bytes()[start..]) {
        let escape = start + length;
        text.push(&literal[start..escape], offset + escape - length);
        let (c, length) = decode_escape(&literal[escape..]);
        text.push_as(c.encode_utf8(&mut [0; 4]), offset + escape..offset + escape + length);
        start = escape + length;
    }
    text.push(&literal[start..], offset + start);
    text
}

/// Returns the character of the escape at the start of `text`, and the length of the escape.
fn decode_escape(text: &str) -> (char, usize) {
    let unit = |offset: usize| u16::from_str_radix(text.get(offset + 2..offset + 6)?, 16).ok();
    match text[1..].chars().next() {
        Some('n' | 'r' | 'f') => ('\n', 2),
        Some('t' | 'b') => (' ', 2),
        Some('u') => {
            let Some(first) = unit(0) else { return (char::REPLACEMENT_CHARACTER, 2) };
            if let Some(c) = char::from_u32(first.into()) {
                return (c, 6);
            }
            let second = text[6..].starts_with("\\u").then(|| unit(6)).flatten();
            let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
            pair.map_or((char::REPLACEMENT_CHARACTER, 6), |c| (c, 12))
        }
        Some(c) => (c, 1 + c.len_utf8()),
        None => ('\\', 1),
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::html::read;
    use proptest::prelude::*;

    /// Returns the declared blocks of a script, each with the source that it came from.
    fn declared(script: &str) -> Vec<(String, String)> {
        let page = format!("<title>x</title>\n<script type='application/ld+json'>{script}</script><p>y</p>");
        let blocks = read(&page).declared_blocks(&page);
        let origin = |block: &crate::extract::Block| page[block.text.origin_span()].to_owned();
        blocks.iter().map(|block| (block.text.as_str().to_owned(), origin(block))).collect()
    }

    fn texts(script: &str) -> Vec<String> {
        declared(script).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn bodies_are_found_in_graphs_and_lists() {
        for script in [
            r#"{"@type":"NewsArticle","articleBody":"One \u201ctide\u201d.\n\nTwo &amp; three."}"#,
            r#"{"@graph":[{"@type":"WebSite","text":"no"},{"@type":["Article","NewsArticle"],"articleBody":"One “tide”.\r\nTwo & three."}]}"#,
            r#"[{"@type":"BreadcrumbList"},[{"@type":"http://schema.org/BlogPosting","schema:articleBody":["One “tide”.","Two &#38; three."]}]]"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"Report","articleBody":{"@value":"<p>One &ldquo;tide&rdquo;.</p><p>Two &amp; <b>three</b>.</p>"}}}"#,
            r#"{"@type":"NewsArticle","articleBody":"&lt;p&gt;One &amp;ldquo;tide&amp;rdquo;.&lt;/p&gt;&lt;p class=\"x\"&gt;Two &amp;amp; three.&lt;/p&gt;"}"#,
            "{\"@type\":\"NewsArticle\",\"articleBody\":\"One “tide”.<br><br>\nTwo & three.\"}",
            r#"{"@type":"NewsArticle","articleBody":"One &amp;ldquo;tide&amp;rdquo;.\nTwo &amp;amp; three."}"#,
            r#"{"@type":"SocialMediaPosting","text":"One “<i>tide</i>”.\nTwo & three."}"#,
        ] {
            assert_eq!(texts(script), ["One “tide”.", "Two & three."], "{script}");
        }
    }

    #[test]
    fn the_text_in_a_meta_tag_is_found() {
        for page in [
            "<div itemscope><meta itemprop=articleBody content='One &quot;tide&quot;.\nTwo &amp; three.'><p>y</p></div>",
            "<meta content='One \"tide\".<br><br>Two &amp;amp; three.' property='schema:articleBody'><p>y</p>",
        ] {
            let blocks = read(page).declared_blocks(page);
            let texts: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
            assert_eq!(texts, ["One \"tide\".", "Two & three."], "{page}");
            assert!(page[blocks[1].text.origin_span()].starts_with("Two &amp;"));
        }
        let part = r#"{"@type":"NewsArticle","hasPart":[{"@type":"WebPageElement"},{"@type":"Article","articleBody":"One."}]}"#;
        assert_eq!(texts(part), ["One."]);
    }

    #[test]
    fn updates_of_a_live_blog_have_their_headlines() {
        let script = r#"{"@type":"LiveBlogPosting","headline":"Flood","liveBlogUpdate":[
            {"@type":"BlogPosting","headline":"Gates shut","articleBody":"<p>The gates are shut.</p>"},
            {"@type":"BlogPosting","headline":"Gates open","articleBody":"<p>They are open again.</p>"}]}"#;
        assert_eq!(
            texts(script),
            ["Gates shut", "The gates are shut.", "Gates open", "They are open again."]
        );
    }

    #[test]
    fn blocks_lead_back_to_the_script() {
        let found = declared(
            "{\"@type\":\"NewsArticle\",\n\"headline\":\"Tide\",\n\"articleBody\":\"Caf\\u00e9 &amp; bar.\\nLast \\\"line\\\".\"}",
        );
        assert_eq!(found[0], ("Café & bar.".into(), "Caf\\u00e9 &amp; bar.".into()));
        assert_eq!(found[1].1, "Last \\\"line\\\".");
    }

    #[test]
    fn other_scripts_declare_nothing() {
        for script in
            ["", "{", r#"{"@type":"Person","text":"No."}"#, r#"{"@type":"NewsArticle","articleBody":7}"#]
        {
            assert!(texts(script).is_empty(), "{script}");
        }
    }

    proptest! {
        #[test]
        fn any_string_is_found(text in "[ -~é“\\n\\t\u{1f600}]{1,60}") {
            let script = serde_json::json!({ "@type": "NewsArticle", "articleBody": text }).to_string();
            prop_assume!(!script.contains("</script"));
            declared(&script);
        }

        #[test]
        fn broken_escapes_do_not_panic(literal in "(\\\\(u[0-9a-fD]{0,5}|.)|[a-z<&;é])*") {
            super::unescape(&literal, 3);
            declared(&format!("{{\"@type\":\"NewsArticle\",\"articleBody\":\"{literal}\"}}"));
        }
    }
}
