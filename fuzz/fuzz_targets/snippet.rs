//! Makes passages for an arbitrary query and text: they consist of parts of the text, and contain matches.
//!
//! The first line of the input is the query, the others are the text, one block per line.

#![no_main]

use clippings::internals::analysis::{Language, Languages};
use clippings::internals::article::StoredText;
use clippings::internals::search::snippet::{Highlighter, passages};
use clippings::internals::text::{LineIndex, LineMap, MappedText};
use clippings::query::parse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let (query, text) = input.split_once('\n').unwrap_or((input, input));
    let stored = stored(text);
    let highlighter = Highlighter::for_body(&parse(query).query, &Languages::default());
    let collapse = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let original = collapse(&stored.text);
    for passage in passages(&stored, &highlighter, 3) {
        assert!(passage.position.number() >= 1 && passage.segments.iter().any(|segment| segment.matched));
        assert!(passage.segments.iter().all(|segment| !segment.text.is_empty()));
        let passage_text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
        // The text may have an ellipsis of its own, which looks like ours; the parts between are in the text
        // anyway.
        for part in passage_text.split('…') {
            assert!(original.contains(&collapse(part)), "{part:?} is not in {original:?}");
        }
    }
});

fn stored(text: &str) -> StoredText {
    let lines = LineIndex::new(text);
    let (mut mapped, mut blocks, mut offset) = (MappedText::new(), Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            blocks.push((mapped.len(), false));
        }
        mapped.push(line, offset);
        offset += line.len();
    }
    let lines = LineMap::new(&mapped, &lines, blocks);
    StoredText { text: mapped.as_str().to_owned(), lines, language: Language::UNKNOWN }
}
