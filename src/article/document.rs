//! What an engine stores: an article, ready to be written.

use crate::analysis::Language;
use crate::text::{LineIndex, LineMap, MappedText};

use crate::article::metadata::Metadata;
use crate::article::source_key::{RecordKey, SourceKey};

/// A stored text with the lines it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredText {
    /// The text.
    pub text: String,
    /// The way back to the lines of the original.
    pub lines: LineMap,
    /// The language it is written in.
    pub language: Language,
}

/// An article as an engine stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The file it came from.
    pub key: SourceKey,
    /// Which of the articles in that file it is.
    pub record: RecordKey,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// The line of the original on which the title stands.
    pub title_line: u32,
    /// The cleaned article without its title.
    pub body: StoredText,
    /// All that was cut.
    pub cut: StoredText,
    /// The language it is written in.
    pub language: Language,
}

impl StoredText {
    /// Takes `text` with the way back from each of its `blocks` (offset, and whether a gap comes before) to the `lines`
    /// of the original.
    pub fn new(
        text: &MappedText,
        blocks: impl IntoIterator<Item = (usize, bool)>,
        lines: &LineIndex,
        language: Language,
    ) -> Self {
        StoredText { text: text.as_str().to_owned(), lines: LineMap::new(text, lines, blocks), language }
    }
}

#[cfg(test)]
impl Document {
    /// An English article of which nothing is known but its text and the file it came from.
    pub fn of_text(folder: u32, path: &str, body: StoredText) -> Self {
        Document {
            key: SourceKey { folder, path: path.to_owned() },
            record: RecordKey::default(),
            metadata: Metadata::default(),
            title_line: 1,
            body,
            cut: StoredText::default(),
            language: Language::ENGLISH,
        }
    }
}
