//! Parses arbitrary text as a query; parsing its canonical form gives the same query.

#![no_main]

use clippings::query::{explain, parse, tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let parsed = parse(text);
    let canonical = parsed.query.to_string();
    let reparsed = parse(&canonical);
    assert_eq!(reparsed.query, parsed.query, "{text:?} was read as {canonical:?}");
    assert!(parsed.notes.iter().all(|note| note.position <= text.chars().count()));
    // Explanations do not panic.
    let _ = (explain(&parsed.query), tree(&parsed.query), parsed.query.relaxed().to_string());
});
