//! Any text is a query, and reading what was understood gives the same query again.

#![no_main]

use clippings::query::{explain, parse, tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let understood = parsed.query.to_string();
    let again = parse(&understood);
    assert_eq!(again.query, parsed.query, "{text:?} was read as {understood:?}");
    assert!(parsed.notes.iter().all(|note| note.position <= text.chars().count()));
    // What follows from a query is made without a panic.
    let _ = (explain(&parsed.query), tree(&parsed.query), parsed.query.any().to_string());
});
