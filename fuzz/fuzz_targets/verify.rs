//! Compares an arbitrary quotation with an arbitrary text: a verdict that passes has its words in the text.
//!
//! The first line of the input is the quotation, the others are the text.

#![no_main]

use clippings::internals::verify::compare;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (quote, text) = input.split_once('\n').unwrap_or((input, input));
    let Some(found) = compare(quote, text) else { return };
    assert!(text.get(found.range.clone()).is_some());
    // What is neither in brackets nor left out stands in the text, letter by letter.
    if !quote.contains(['[', ']', '…']) && !quote.contains("..") && !quote.contains(". .") {
        assert!(!found.is_elided && !found.is_edited, "{quote:?} {text:?}");
        let letters = |text: &str| -> Vec<char> {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let passage = letters(&text[found.range]);
        let mut passage = passage.iter();
        // Normalization may change letters: those of ASCII stay what they are. A digit may be of any script.
        let stays = |c: &char| c.is_ascii_alphabetic();
        assert!(letters(quote).iter().filter(|c| stays(c)).all(|c| passage.any(|other| other == c)), "{quote:?} {text:?}");
    }
});
