//! Stored texts built without the cleaner.

use clippings::internals::article::StoredText;
use clippings::internals::text::{LineIndex, LineMap, MappedText};

/// Returns `text` with one block per paragraph; it starts at `offset` of the source.
pub(crate) fn paragraphs(text: &str, offset: usize, lines: &LineIndex) -> StoredText {
    let (mut mapped, mut blocks, mut end) = (MappedText::new(), Vec::new(), offset);
    let mut position = offset;
    for paragraph in text.split("\n\n") {
        if !paragraph.trim().is_empty() {
            if !mapped.is_empty() {
                mapped.push_as("\n\n", end..position);
            }
            blocks.push((mapped.len(), false));
            mapped.push(paragraph.trim_end(), position);
            end = position + paragraph.trim_end().len();
        }
        position += paragraph.len() + 2;
    }
    StoredText {
        text: mapped.as_str().to_owned(),
        lines: LineMap::new(&mapped, lines, blocks),
        language: clippings::internals::analysis::Language::UNKNOWN,
    }
}
