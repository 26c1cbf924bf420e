//! The document that is indexed of an article.

use std::ops::Range;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::analysis::Language;
use crate::article::metadata::Metadata;
use crate::article::source_key::{RecordKey, SourceKey};
use crate::article::stored_quotation::StoredQuotation;
use crate::text::{FilePosition, LineIndex, LineMap, MappedText};

/// A text as it is stored, with the lines or pages of the original it came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoredText {
    /// The text.
    pub text: String,
    /// Map from offsets in the text to lines or pages of the original.
    pub lines: LineMap,
    /// Language of the text.
    pub language: Language,
}

impl StoredText {
    /// Creates a stored text from `text`. `blocks` has the offset of each block and whether something was cut
    /// before it; `lines` are those of the original.
    pub fn new(
        text: &MappedText,
        blocks: impl IntoIterator<Item = (usize, bool)>,
        lines: &LineIndex,
        language: Language,
    ) -> Self {
        StoredText { text: text.as_str().to_owned(), lines: LineMap::new(text, lines, blocks), language }
    }

    /// Returns a part of the text.
    pub(crate) fn part(&self, range: Range<usize>) -> StoredText {
        let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
        StoredText { text, lines: self.lines.slice(range), language: self.language }
    }
}

/// The document that is indexed of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Source file of the article.
    pub key: SourceKey,
    /// Record of the source file.
    pub record: RecordKey,
    /// Metadata of the article.
    pub metadata: Metadata,
    /// Position in the original at which the title begins.
    pub title_position: FilePosition,
    /// The cleaned article without its title.
    pub body: StoredText,
    /// All text that was cut.
    pub cut: StoredText,
    /// The quotations of the body, in order.
    pub quotations: Vec<StoredQuotation>,
    /// Language of the article.
    pub language: Language,
    /// The content by which the index knows the article; `None` if it was read before contents were kept.
    pub content: Option<Content>,
    /// The stories that it is in, if it is read from an index that keeps them with the articles.
    pub stories: StoryKeys,
}

/// The stories of an article, by keys that the other articles of a story have, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryKeys {
    /// Story that it belongs to: the key of the article that the others are copies of. `None` if it has no
    /// copies.
    pub own: Option<u64>,
    /// Stories that it contains beside that, sorted, as a digest does.
    pub others: Vec<u64>,
}

impl StoryKeys {
    /// Returns the key of the record with this number in a file.
    pub fn key_of(key: &SourceKey, record: u64) -> u64 {
        xxh3_64_with_seed(key.encode().as_bytes(), record)
    }
}

/// The content of an article as it was read, before cleaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// Hash of the content.
    pub hash: u64,
    /// First day on which the index had it; `None` if that was before days were kept.
    pub added: Option<Date>,
}

#[cfg(test)]
impl Document {
    /// Creates an English document of the file `path` without metadata.
    pub fn of_text(folder: u32, path: &str, body: StoredText) -> Self {
        Document {
            key: SourceKey { folder, path: path.to_owned() },
            record: RecordKey::default(),
            metadata: Metadata::default(),
            title_position: FilePosition::START,
            body,
            cut: StoredText::default(),
            quotations: Vec::new(),
            language: Language::ENGLISH,
            content: None,
            stories: StoryKeys::default(),
        }
    }
}
