//! Whatever the query and the text: passages are made of the text, in order, and marks are in them.
//!
//! The first line is the query, the others are the text, a block each.

#![no_main]

use clippings::internals::analysis::{Language, Languages};
use clippings::internals::article::StoredText;
use clippings::query::parse;
use clippings::internals::search::snippet::{Highlighter, passages};
use clippings::internals::text::{LineIndex, LineMap, MappedText};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (query, text) = input.split_once('\n').unwrap_or((input, input));
    let stored = stored(text);
    let marks = Highlighter::for_body(&parse(query).query, &Languages::default());
    let single = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let original = single(&stored.text);
    for passage in passages(&stored, &marks, 3) {
        assert!(passage.line >= 1 && passage.segments.iter().any(|segment| segment.matched));
        assert!(passage.segments.iter().all(|segment| !segment.text.is_empty()));
        let shown: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
        // An ellipsis of the text itself looks like one of ours: what stands between them is in the text all the same.
        for piece in shown.split('…') {
            assert!(original.contains(&single(piece)), "{piece:?} is not in {original:?}");
        }
    }
});

fn stored(text: &str) -> StoredText {
    let lines = LineIndex::new(text);
    let (mut mapped, mut blocks, mut at) = (MappedText::new(), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            blocks.push((mapped.len(), false));
        }
        mapped.push(line, at);
        at += line.len();
    }
    let lines = LineMap::new(&mapped, &lines, blocks);
    StoredText { text: mapped.as_str().to_owned(), lines, language: Language::UNKNOWN }
}
