//! The text of the article in the data that a page hands to its scripts: `__NEXT_DATA__`, the state of a
//! store, the content of a template.
//!
//! Nothing is known of the names of the fields. The text is the longest run of prose in one list, or the
//! longest string, of an object that has the title of the page. Lists whose entries have titles, addresses or
//! users of their own are other stories or comments.

use std::ops::Range;

use serde_json::Value;

use crate::extract::html::declared::{DeclaredText, Part};
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer};

/// Minimum and maximum length of a script in bytes; longer ones are no article.
const MIN_SCRIPT_BYTES: usize = 500;
const MAX_SCRIPT_BYTES: usize = 4 << 20;
/// Maximum number of values that one script assigns, and of what looks like one.
const MAX_VALUES: usize = 12;
const MAX_ATTEMPTS: usize = 500;
/// Maximum depth of a value, and of the prose below an entry of a list.
const MAX_DEPTH: usize = 40;
const MAX_ENTRY_DEPTH: usize = 4;
/// Minimum length of a paragraph, of a run, and of a title in bytes.
const MIN_PROSE_BYTES: usize = 60;
const MIN_RUN_BYTES: usize = 600;
const MIN_TITLE_BYTES: usize = 12;
/// Minimum number of paragraphs of a list.
const MIN_PARAGRAPHS: usize = 3;
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

/// Finds the text of the article named `title` in the scripts of a page.
pub(crate) fn find(source: &str, title: &str) -> DeclaredText {
    let title = normalized(title);
    let mut parts = Vec::new();
    if title.len() < MIN_TITLE_BYTES {
        return DeclaredText::default();
    }
    let mut longest = MIN_RUN_BYTES;
    for token in HtmlTokenizer::new(source) {
        let HtmlToken::Raw { element, content } = token else { continue };
        if !element.eq_ignore_ascii_case("script")
            || !(MIN_SCRIPT_BYTES..MAX_SCRIPT_BYTES).contains(&content.len())
        {
            continue;
        }
        for (value, range) in values(source, content) {
            let mut search = Search { title: &title, run: Vec::new(), bytes: longest };
            search.visit(&value, false, 0);
            if !search.run.is_empty() {
                longest = search.bytes;
                let part = |text: &&str| Part {
                    script: range.clone(),
                    value: (*text).to_owned(),
                    is_heading: false,
                    is_attribute: false,
                };
                parts = search.run.iter().map(part).collect();
            }
        }
    }
    DeclaredText { parts, description: None }
}

/// Returns the objects and lists in a script: all of it, or what it assigns, each with its range.
fn values(source: &str, script: Range<usize>) -> Vec<(Value, Range<usize>)> {
    let mut values = Vec::new();
    let mut offset = script.start;
    let mut attempts = 0;
    let starts_value = |offset: usize| {
        let head = source[script.start..offset].trim_end();
        head.is_empty() || head.ends_with('=')
    };
    while values.len() < MAX_VALUES
        && attempts < MAX_ATTEMPTS
        && let Some(length) =
            source.get(offset..script.end).and_then(|tail| memchr::memchr2(b'{', b'[', tail.as_bytes()))
    {
        let start = offset + length;
        offset = start + 1;
        if !starts_value(start) {
            continue;
        }
        attempts += 1;
        let mut stream = serde_json::Deserializer::from_str(&source[start..script.end]).into_iter::<Value>();
        if let Some(Ok(value)) = stream.next() {
            offset = start + stream.byte_offset();
            values.push((value, start..offset));
        }
    }
    values
}

/// Finds the longest run of prose.
struct Search<'t, 'v> {
    title: &'t str,
    run: Vec<&'v str>,
    /// Number of bytes of the longest run, or of the shortest that counts.
    bytes: usize,
}

impl<'v> Search<'_, 'v> {
    /// Visits `value`; `is_titled` tells whether an object around it has the title of the page.
    fn visit(&mut self, value: &'v Value, is_titled: bool, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(values) => {
                if is_titled {
                    let run: Vec<&str> = values.iter().filter_map(|value| paragraph(value, 0)).collect();
                    if run.len() >= MIN_PARAGRAPHS {
                        self.offer(run);
                    }
                }
                values.iter().for_each(|value| self.visit(value, is_titled, depth + 1));
            }
            Value::Object(object) => {
                // An entry with another title is another story.
                let titles: Vec<bool> = object
                    .iter()
                    .filter(|(key, _)| matches!(key.as_str(), "title" | "headline" | "headlines" | "name"))
                    .map(|(_, value)| self.is_title(value, 0))
                    .collect();
                let is_titled = if titles.is_empty() { is_titled } else { titles.contains(&true) };
                for value in object.values() {
                    match value.as_str() {
                        Some(text) if is_titled && is_prose(text) => self.offer(vec![text]),
                        _ => self.visit(value, is_titled, depth + 1),
                    }
                }
            }
            _ => {}
        }
    }

    fn offer(&mut self, run: Vec<&'v str>) {
        let bytes = run.iter().map(|text| text.len()).sum();
        if bytes > self.bytes {
            (self.run, self.bytes) = (run, bytes);
        }
    }

    /// Returns whether a value is the title of the page, or has it.
    fn is_title(&self, value: &Value, depth: usize) -> bool {
        match value {
            Value::String(text) => {
                let text = normalized(text);
                text.len() >= MIN_TITLE_BYTES
                    && (text.starts_with(self.title) || self.title.starts_with(&text))
            }
            Value::Object(object) => {
                depth < 2 && object.values().any(|value| self.is_title(value, depth + 1))
            }
            _ => false,
        }
    }
}

/// Returns the paragraph in an entry of a list: a string, or the longest prose of an object.
fn paragraph(value: &Value, depth: usize) -> Option<&str> {
    match value {
        Value::String(text) => is_prose(text).then_some(text.as_str()),
        Value::Object(object) if depth < MAX_ENTRY_DEPTH => {
            if object.keys().any(|key| ENTRY_FIELDS.contains(&key.as_str())) {
                return None;
            }
            object.values().filter_map(|value| paragraph(value, depth + 1)).max_by_key(|text| text.len())
        }
        _ => None,
    }
}

/// Returns whether a string is prose: sentences, with or without markup.
fn is_prose(text: &str) -> bool {
    if text.len() < MIN_PROSE_BYTES || text.trim_start().starts_with(['{', '[', '.', '#', '@', '/']) {
        return false;
    }
    let (mut letters, mut spaces, mut stops) = (0, 0, 0);
    for c in text.chars() {
        letters += usize::from(c.is_alphabetic());
        spaces += usize::from(c == ' ');
        stops += usize::from(matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' | '؟' | '۔'));
    }
    let is_spaced = spaces >= 8 || text.chars().any(|c| ('\u{3040}'..'\u{a000}').contains(&c));
    stops > 0 && is_spaced && letters * 2 > text.chars().count()
}

/// Returns the letters and digits of a text, in lower case.
fn normalized(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use crate::extract::html::declared::hydration::find;

    const TITLE: &str = "Weir to be rebuilt";
    const TEXT: &str = "The weir at Nether Lock will be rebuilt in concrete, the canal trust told its members at a \
        meeting on Monday, and anglers had asked for a ladder, without which salmon cannot pass.";

    /// Returns the strings found in a script.
    fn found(script: &str) -> Vec<String> {
        let page = format!("<p>x</p><script id=__DATA__>{script}</script>");
        find(&page, TITLE).texts(&page).iter().map(|(text, _)| text.as_str().to_owned()).collect()
    }

    fn paragraphs() -> Vec<String> {
        (1..5).map(|number| format!("{TEXT} It was meeting number {number}.")).collect()
    }

    #[test]
    fn the_longest_run_beside_the_title_is_the_text() {
        let texts = paragraphs();
        let entries: Vec<_> =
            texts.iter().map(|text| serde_json::json!({ "type": "text", "content": text })).collect();
        let article = serde_json::json!({ "headlines": { "basic": TITLE }, "content_elements": entries });
        assert_eq!(found(&article.to_string()), texts);
        let state = serde_json::json!({ "props": { "story": { "title": TITLE, "body": texts } } });
        assert_eq!(found(&format!("window.__STATE__ = {state};window.x={{}};")), texts);
        let body = texts.join(" ");
        let html = serde_json::json!([{ "headline": TITLE, "html": body }]);
        assert_eq!(found(&html.to_string()), [body]);
    }

    #[test]
    fn other_stories_and_comments_are_none() {
        let texts = paragraphs();
        let entry =
            |text: &String, key: &str| serde_json::json!({ key: "Another story of today", "text": text });
        for key in ["title", "url", "author"] {
            let list: Vec<_> = texts.iter().map(|text| entry(text, key)).collect();
            let page = serde_json::json!({ "title": TITLE, "list": list });
            assert!(found(&page.to_string()).is_empty(), "{key}");
        }
        assert!(
            found(&serde_json::json!({ "title": "Another story of today", "body": texts }).to_string())
                .is_empty()
        );
        for broken in ["{", "a = {\"title\":", "=[[[[", "function(){}"] {
            assert!(found(&broken.repeat(200)).is_empty());
        }
    }
}
