//! Finds the quotations of arbitrary text: they are in order and apart, and their speakers are named in the text.
//!
//! The first letter of the input chooses the language.

#![no_main]

use clippings::internals::analysis::Language;
use clippings::internals::quote::find_quotations;
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 8] = ["en", "de", "fr", "es", "ru", "uk", "ja", "und"];

fuzz_target!(|input: &str| {
    let Some(first) = input.chars().next() else { return };
    let text = &input[first.len_utf8()..];
    let language = Language::named(LANGUAGES[first as usize % LANGUAGES.len()]).unwrap_or_default();
    let mut end = 0;
    for quotation in find_quotations(text, language) {
        let range = quotation.range;
        assert!(range.start >= end && !text[range.clone()].is_empty(), "{range:?} in {text:?}");
        end = range.end;
        if let Some(speaker) = quotation.speaker {
            assert!(!speaker.name.is_empty() && !text[speaker.mention].is_empty());
        }
    }
});
