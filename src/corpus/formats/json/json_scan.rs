//! Finds the articles in JSON text.

use std::ops::Range;

use crate::article::FieldMap;
use crate::corpus::formats::json::chat_export::has_messages;
use crate::corpus::formats::json::members::JsonMembers;

/// Depth of objects in objects that are searched.
const MAX_DEPTH: usize = 8;
/// Number of objects in the beginning of a file that are tried.
const MAX_TRIED_OBJECTS: usize = 200;

/// Part of an object that has been scanned.
#[derive(Debug, Default)]
pub(in crate::corpus::formats) struct ScanState {
    offset: usize,
    depth: usize,
}

/// Returns the offset after the string that `bytes` begin with.
pub(in crate::corpus::formats) fn string_end(bytes: &[u8]) -> Option<usize> {
    let mut offset = 1;
    loop {
        offset += memchr::memchr2(b'"', b'\\', bytes.get(offset..)?)?;
        match bytes[offset] {
            b'"' => return Some(offset + 1),
            _ => offset += 2,
        }
    }
}

/// Returns the offset after the object that `bytes` begin with. `state` is what has been scanned before.
pub(in crate::corpus::formats) fn object_end(bytes: &[u8], state: &mut ScanState) -> Option<usize> {
    while let Some(byte) = bytes.get(state.offset) {
        match byte {
            b'"' => {
                state.offset += string_end(&bytes[state.offset..])?;
                continue;
            }
            b'{' | b'[' => state.depth += 1,
            b'}' | b']' => state.depth = state.depth.saturating_sub(1),
            _ => {}
        }
        state.offset += 1;
        if state.depth == 0 {
            return Some(state.offset);
        }
    }
    None
}

/// Returns the ranges of the outermost articles in an object that is none.
pub(in crate::corpus::formats) fn articles_in(object: &[u8]) -> Vec<Range<usize>> {
    let mut articles = Vec::new();
    search(object, 1, 0, &mut articles);
    articles
}

fn search(bytes: &[u8], start: usize, depth: usize, articles: &mut Vec<Range<usize>>) {
    let mut offset = start;
    while let Some(byte) = bytes.get(offset) {
        match byte {
            b'"' => match string_end(&bytes[offset..]) {
                Some(length) => offset += length,
                None => return,
            },
            b'{' => {
                let length =
                    object_end(&bytes[offset..], &mut ScanState::default()).unwrap_or(bytes.len() - offset);
                let object = &bytes[offset..offset + length];
                if is_article(object) {
                    articles.push(offset..offset + length);
                } else if depth < MAX_DEPTH {
                    let before = articles.len();
                    search(object, 1, depth + 1, articles);
                    for article in &mut articles[before..] {
                        *article = article.start + offset..article.end + offset;
                    }
                }
                offset += length;
            }
            _ => offset += 1,
        }
    }
}

/// Returns whether an object is an article: it has a text, and is not a list of others.
pub(in crate::corpus::formats) fn is_article(object: &[u8]) -> bool {
    let text = String::from_utf8_lossy(object);
    JsonMembers::parse(&text, &FieldMap::default()).is_ok_and(|members| {
        members.is_article() && (!members.may_hold_articles() || articles_in(object).is_empty())
    })
}

/// Returns whether the object that `head` begins with holds articles and is none, as far as it is there.
pub(crate) fn is_list_of_articles(head: &str) -> bool {
    let is_own = match object_end(head.as_bytes(), &mut ScanState::default()) {
        Some(length) => is_article(&head.as_bytes()[..length]),
        None => JsonMembers::parse_beginning(head, &FieldMap::default())
            .is_some_and(|members| members.is_article() && !members.may_hold_articles()),
    };
    !is_own && has_json_articles(head)
}

/// Returns whether a JSON file with this beginning has articles. A file of settings has none.
pub(crate) fn has_json_articles(head: &str) -> bool {
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if !text.starts_with(['{', '[']) {
        return false;
    }
    let bytes = text.as_bytes();
    if has_messages(bytes) {
        return true;
    }
    let (mut offset, mut tried) = (0, 0);
    while let Some(byte) = bytes.get(offset) {
        match byte {
            b'"' => match string_end(&bytes[offset..]) {
                Some(length) => offset += length,
                None => return false,
            },
            b'{' if tried < MAX_TRIED_OBJECTS => {
                tried += 1;
                let object = &text[offset..];
                match object_end(object.as_bytes(), &mut ScanState::default()) {
                    Some(length) if is_article(&object.as_bytes()[..length]) => return true,
                    // The head ends within the object.
                    None if JsonMembers::parse_beginning(object, &FieldMap::default())
                        .is_some_and(|members| members.is_article()) =>
                    {
                        return true;
                    }
                    _ => offset += 1,
                }
            }
            b'{' => return false,
            _ => offset += 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::json::json_scan::*;
    use proptest::prelude::*;

    #[test]
    fn articles_are_told_from_settings() {
        for text in [
            r#"{"title": "Ferry", "text": "It stays in port."}"#,
            r#"[{"id": 1, "body": "The ferry stays in port."}]"#,
            r#"{"status": "ok", "articles": [{"title": "Ferry", "content": "It stays in port."}]}"#,
            r#"{"response": {"docs": [{"headline": {"main": "Ferry"}, "lead_paragraph": "It stays in port."}]}}"#,
            r#"{"hits": {"hits": [{"_id": "1", "_source": {"title": "F", "text": "It stays in port."}}]}}"#,
            r#"[{"webTitle": "Ferry", "webUrl": "https://a.example", "fields": {"bodyText": "It stays in port."}}]"#,
            r#"{"headline": "Ferry", "articleBody": "It stays in port.", "@type": "NewsArticle"}"#,
            r#"{"title": "Coast News", "content": "All the news there is", "items": [{"url": "u", "text": "It stays in port."}]}"#,
            r#"[{"title": "Ferry", "description": "It stays in port.", "link": "https://a.example"}]"#,
            "\u{feff}[\n  {\n    \"title\": \"Ferry\",\n    \"text\": \"It stays in port, and sta",
        ] {
            assert!(has_json_articles(text), "{text}");
        }
        for text in [
            "",
            "{}",
            "[1, 2]",
            "text {\"text\": \"a b c d\"}",
            r#"{"name": "ferry", "version": "1.0.0", "description": "A ferry for the port of the town and all", "scripts": {"test": "x y z"}}"#,
            r#"{"compilerOptions": {"target": "es5"}, "content": ["./src/**/*.html"]}"#,
            r#"{"title": "Schema", "description": "The form of a ferry in the port.", "type": "object"}"#,
            r#"{"level": "info", "text": "done", "time": 1}"#,
            r#"{"a": {"b": [{"c": "d"}]}}"#,
        ] {
            assert!(!has_json_articles(text), "{text}");
        }
    }

    #[test]
    fn the_outermost_articles_are_found() {
        let text = r#"{"sections": [{"name": "}", "items": [{"url": "u", "text": "a b c d", "replies": [{"id": 1, "text": "a b c d"}]}]}, {"id": 2, "text": "e f g h"}]}"#;
        let found = articles_in(text.as_bytes());
        let starts: Vec<&str> = found.iter().map(|range| &text[range.start..range.start + 9]).collect();
        assert_eq!(starts, ["{\"url\": \"", "{\"id\": 2,"]);
    }

    proptest! {
        #[test]
        fn any_text_is_scanned_without_panic(text in "(\\{|\"|:|,|\\[|\\]|\\}|\\\\|\"text\"|\"a b c d e\"|é| ){0,40}") {
            let _ = (has_json_articles(&text), articles_in(text.as_bytes()));
            let mut state = ScanState::default();
            if let Some(end) = object_end(text.as_bytes(), &mut state) {
                prop_assert!(end <= text.len());
            }
        }
    }
}
