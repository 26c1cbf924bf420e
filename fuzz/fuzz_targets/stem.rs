//! Stems arbitrary words in any language: a stem is never empty, grows by no more than a few letters, and is
//! the same each time.
//!
//! The first letter of the input chooses the language.

#![no_main]

use clippings::internals::analysis::{Language, stem, tokenize};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 38] = [
    "ar", "be", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
    "hy", "id", "it", "ka", "ko", "lt", "lv", "mk", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sv", "ta", "tr",
    "uk", "und",
];
/// Maximum number of bytes by which a stem is longer than its word.
const MAX_GROWTH: usize = 24;

fuzz_target!(|input: &str| {
    let Some(first) = input.chars().next() else { return };
    let language = Language::named(LANGUAGES[first as usize % LANGUAGES.len()]).unwrap_or_default();
    for token in tokenize(&input[first.len_utf8()..]) {
        let base = token.base();
        let stemmed = stem(base, language);
        assert!(!stemmed.is_empty(), "{base:?} {language:?}");
        assert!(stemmed.len() <= base.len() + MAX_GROWTH, "{base:?} {stemmed:?} {language:?}");
        assert_eq!(stemmed, stem(base, language));
    }
});
