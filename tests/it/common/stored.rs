//! Articles made by hand, without the cleaner.

use clippings::internals::article::StoredText;
use clippings::internals::text::{LineIndex, LineMap, MappedText};

/// A block a paragraph of `text`, which stands at `offset` of the source.
pub fn paragraphs(text: &str, offset: usize, lines: &LineIndex) -> StoredText {
    let (mut mapped, mut blocks, mut end) = (MappedText::new(), Vec::new(), offset);
    let mut at = offset;
    for paragraph in text.split("\n\n") {
        if !paragraph.trim().is_empty() {
            if !mapped.is_empty() {
                mapped.push_as("\n\n", end..at);
            }
            blocks.push((mapped.len(), false));
            mapped.push(paragraph.trim_end(), at);
            end = at + paragraph.trim_end().len();
        }
        at += paragraph.len() + 2;
    }
    StoredText {
        text: mapped.as_str().to_owned(),
        lines: LineMap::new(&mapped, lines, blocks),
        language: clippings::internals::analysis::Language::UNKNOWN,
    }
}
