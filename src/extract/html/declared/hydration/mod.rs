//! The text of the article in the data that a page hands to its scripts: `__NEXT_DATA__`, the state of a
//! store, the content of a template.
//!
//! Nothing is known of the names of the fields. The text is the longest run of prose in one list, or the
//! longest string, of an object that has the title of the page. Objects may refer to others in a store. Lists
//! whose entries have titles, addresses or users of their own are other stories or comments.

mod paragraphs;

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::extract::html::declared::DeclaredText;
use crate::extract::html::declared::hydration::paragraphs::{
    Paragraph, is_prose, paragraph, short_paragraph,
};
use crate::extract::html::tokenizer::{HtmlToken, HtmlTokenizer};

/// Minimum and maximum length of a script in bytes; longer ones are no article.
const MIN_SCRIPT_BYTES: usize = 500;
const MAX_SCRIPT_BYTES: usize = 4 << 20;
/// Maximum number of values that one script assigns, and of what looks like one.
const MAX_VALUES: usize = 12;
const MAX_ATTEMPTS: usize = 500;
/// Maximum depth of a value.
const MAX_DEPTH: usize = 40;
/// Maximum depth of a store in a value.
const MAX_STORE_DEPTH: usize = 6;
/// Minimum length of a run and of a title in bytes.
const MIN_RUN_BYTES: usize = 600;
const MIN_TITLE_BYTES: usize = 12;
/// Minimum number of paragraphs of a list.
const MIN_PARAGRAPHS: usize = 3;

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
            let mut search =
                Search { title: &title, run: Vec::new(), bytes: longest, store: Store::of(&value) };
            search.visit(&value, false, 0);
            if !search.run.is_empty() {
                longest = search.bytes;
                parts = search.run.iter().flat_map(|paragraph| paragraph.parts(&range)).collect();
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

/// The objects of a normalized store by their keys, to which `{"__ref": key}` refers.
#[derive(Default)]
struct Store<'v> {
    objects: FxHashMap<&'v str, &'v Value>,
    /// Keys of the objects that were visited below the title of the page.
    followed: FxHashSet<&'v str>,
}

impl<'v> Store<'v> {
    fn of(value: &'v Value) -> Self {
        let mut store = Store::default();
        store.note(value, 0);
        store
    }

    fn note(&mut self, value: &'v Value, depth: usize) {
        match value {
            Value::Object(object) if depth < MAX_STORE_DEPTH => {
                for (key, value) in object {
                    if key.contains(':') && value.is_object() {
                        self.objects.entry(key).or_insert(value);
                    } else {
                        self.note(value, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the key that a value refers to.
    fn key(value: &'v Value) -> Option<&'v str> {
        value.get("__ref").and_then(Value::as_str)
    }

    /// Returns the object that a value refers to, or the value itself.
    fn resolved(&self, value: &'v Value) -> &'v Value {
        Self::key(value).and_then(|key| self.objects.get(key)).copied().unwrap_or(value)
    }
}

/// Finds the longest run of prose.
struct Search<'t, 'v> {
    title: &'t str,
    run: Vec<Paragraph<'v>>,
    /// Number of bytes of the longest run, or of the shortest that counts.
    bytes: usize,
    store: Store<'v>,
}

impl<'v> Search<'_, 'v> {
    /// Visits `value`; `is_titled` tells whether an object around it has the title of the page.
    fn visit(&mut self, value: &'v Value, is_titled: bool, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        let mut value = value;
        if is_titled && let Some(key) = Store::key(value) {
            if !self.store.followed.insert(key) {
                return;
            }
            value = self.store.resolved(value);
        }
        match value {
            Value::Array(values) => {
                if is_titled && let Some(run) = self.run_of(values) {
                    self.offer(run);
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
                for (key, value) in object {
                    match value.as_str() {
                        Some(text) if is_titled && is_prose(text) => {
                            self.offer(vec![Paragraph { spans: vec![text], field: Some(key) }]);
                        }
                        _ => self.visit(value, is_titled, depth + 1),
                    }
                }
            }
            _ => {}
        }
    }

    /// Returns the paragraphs in a list, if it has enough of them. What is too short for prose, such as "He
    /// paused.", counts below the first paragraph, in the field that has the prose.
    fn run_of(&self, values: &'v [Value]) -> Option<Vec<Paragraph<'v>>> {
        let entries: Vec<&Value> = values.iter().map(|value| self.store.resolved(value)).collect();
        let paragraphs: Vec<Option<Paragraph>> =
            entries.iter().map(|entry| paragraph(entry, None, 0)).collect();
        if paragraphs.iter().flatten().count() < MIN_PARAGRAPHS {
            return None;
        }
        let longest = paragraphs.iter().flatten().max_by_key(|paragraph| paragraph.bytes())?;
        let field = longest.field;
        let mut run = Vec::new();
        for (entry, paragraph) in entries.into_iter().zip(paragraphs) {
            let is_below = !run.is_empty();
            run.extend(paragraph.or_else(|| if is_below { short_paragraph(entry, field) } else { None }));
        }
        Some(run)
    }

    fn offer(&mut self, run: Vec<Paragraph<'v>>) {
        let bytes = run.iter().map(Paragraph::bytes).sum();
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
    fn short_paragraphs_and_headings_are_found() {
        let mut texts = paragraphs();
        texts.insert(2, "He paused.".to_owned());
        texts.insert(3, "The ladder".to_owned());
        texts.push("Nobody voted against it.".to_owned());
        assert_eq!(found(&serde_json::json!({ "title": TITLE, "body": texts }).to_string()), texts);
        let entry = |text: &String| serde_json::json!({ "type": "text", "text": text });
        let mut entries: Vec<_> = texts.iter().map(entry).collect();
        entries.insert(1, serde_json::json!({ "type": "image", "src": "a b.png" }));
        assert_eq!(found(&serde_json::json!({ "title": TITLE, "body": entries }).to_string()), texts);
    }

    #[test]
    fn the_spans_of_a_paragraph_are_joined() {
        let mut texts = paragraphs();
        texts.push("Nobody voted against it.".to_owned());
        let block = |text: &String| {
            let (head, tail) = text.split_at(8);
            let link = serde_json::json!({ "type": "link", "url": "/w", "children": [{ "text": tail }] });
            serde_json::json!({ "_type": "block", "children": [{ "text": head, "bold": true }, link] })
        };
        let blocks: Vec<_> = texts.iter().map(block).collect();
        assert_eq!(found(&serde_json::json!({ "title": TITLE, "body": blocks }).to_string()), texts);
    }

    #[test]
    fn references_in_a_store_are_followed() {
        let texts = paragraphs();
        let reference = |key: String| serde_json::json!({ "__ref": key });
        let blocks: Vec<_> = (0..texts.len()).map(|number| reference(format!("Block:{number}"))).collect();
        let mut store = serde_json::json!({
            "Article:1": { "title": TITLE, "body": reference("Body:1".to_owned()) },
            "Body:1": { "blocks": blocks, "article": reference("Article:1".to_owned()) },
        });
        for (number, text) in texts.iter().enumerate() {
            store[format!("Block:{number}")] = serde_json::json!({ "__typename": "P", "text": text });
        }
        assert_eq!(found(&serde_json::json!({ "state": store }).to_string()), texts);
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
