//! Cuts arbitrary text of any language into words: each token is a part of the text, in order, and a word that
//! is copied from the text is found in it, in quotes too.
//!
//! The first letter of the input chooses the language.

#![no_main]

use clippings::internals::analysis::{Language, Languages, tokenize};
use clippings::internals::article::StoredText;
use clippings::internals::search::snippet::{Highlighter, passages};
use clippings::internals::text::{LineIndex, LineMap, MappedText};
use clippings::query::parse;
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 16] =
    ["en", "de", "tr", "ro", "ru", "uk", "ar", "he", "fa", "ur", "hi", "ko", "zh", "th", "el", "und"];
/// Maximum number of words of a text that are looked up.
const MAX_WORDS: usize = 12;

fuzz_target!(|input: &str| {
    let Some(first) = input.chars().next() else { return };
    // Control characters are spaces in a query, and numbers in square brackets are marks of notes.
    let is_left_out = |c: char| c.is_control() && !c.is_whitespace() || matches!(c, '[' | ']');
    let text = &input[first.len_utf8()..].replace(is_left_out, " ");
    let (mut position, mut start) = (0, 0);
    for token in tokenize(text) {
        assert!(token.position >= position && !token.text.is_empty(), "{token:?}");
        assert!(token.position > position || token.span.start >= start || token.position == 0, "{token:?}");
        assert!(!text[token.span.clone()].is_empty() && token.text.is_char_boundary(token.base_len));
        (position, start) = (token.position, token.span.start);
    }
    let language = Language::named(LANGUAGES[first as usize % LANGUAGES.len()]).unwrap_or_default();
    let languages = Languages::new([language]);
    let stored = stored(text, language);
    for word in words(text).take(MAX_WORDS) {
        // Outside quotes, signs and some words are operators.
        let is_plain = word.chars().all(char::is_alphanumeric) && !matches!(word, "OR" | "AND" | "NOT");
        let typed = if is_plain { vec![format!("={word}"), word.to_owned()] } else { Vec::new() };
        for query in typed.into_iter().chain([format!("\"{word}\"")]) {
            let parsed = parse(&query).query;
            let found = passages(&stored, &Highlighter::for_body(&parsed, &languages), 1);
            assert!(!found.is_empty(), "{query:?} ({parsed}) is not found in {text:?} ({language:?})");
        }
    }
});

/// Returns the words of `text` as a reader copies them: what stands between spaces and quotation marks, without
/// the punctuation around it. In a query, `*` and `?` make a pattern of a word, and half an acronym is none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '“'..='‟'));
    let is_punctuation = |c: char| c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{2027}' | '、'..='〿');
    let words = words.map(move |word| word.trim_matches(is_punctuation));
    // One letter may be part of an acronym, too, as in `U. S.`
    let is_whole = |word: &&str| word.chars().nth(1).is_some() && !word.contains(['.', '*', '?']);
    words.filter(is_whole).filter(|word| tokenize(word).next().is_some())
}

fn stored(text: &str, language: Language) -> StoredText {
    let lines = LineIndex::new(text);
    let mut mapped = MappedText::new();
    mapped.push(text, 0);
    let lines = LineMap::new(&mapped, &lines, [(0, false)]);
    StoredText { text: mapped.as_str().to_owned(), lines, language }
}
