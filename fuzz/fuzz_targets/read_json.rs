//! Reads arbitrary text as a JSON file and as JSON lines, to its end.

#![no_main]

use clippings::internals::corpus::read_records;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for name in ["a.json", "a.jsonl", "a.txt"] {
        for record in read_records(bytes, name) {
            // A byte becomes at most one character.
            assert!(record.is_err() || record.is_ok_and(|record| record.text.len() <= bytes.len() * 4));
        }
    }
});
