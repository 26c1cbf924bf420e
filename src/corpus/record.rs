//! Records: saved articles with the metadata of their archive.

use std::ops::Range;

use encoding_rs::WINDOWS_1252;
use xxhash_rust::xxh3::Xxh3;

use crate::article::Metadata;
use crate::corpus::charset::decode_declared;
use crate::corpus::encoding_hints::{declared_encoding, encoding_for_label};
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::{Markup, saved_from_url};
pub(crate) use crate::text::PageStart;
use crate::text::{LineIndex, mojibake, wrong_code_page};

/// Length in bytes below which a text alone does not tell an article from others: a listing without text, or
/// a notice that appears every day.
const SHORT_TEXT: usize = 256;

/// A saved article with the metadata of its archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Identifier in the archive.
    pub id: Option<String>,
    /// Title, author, site and URL. The publication date is in `date`, not parsed yet.
    pub metadata: Metadata,
    /// Text of the article.
    pub text: String,
    /// Markup of the text.
    pub markup: Markup,
    /// Publication date as it is written in the archive.
    pub date: Option<String>,
    /// Name of who made the file, who is the author if the text names none.
    pub creator: Option<String>,
    /// Name of the encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether some bytes are invalid in the encoding.
    pub has_invalid_bytes: bool,
    /// Whether text that had been decoded in a wrong encoding before was repaired.
    pub mojibake_repaired: bool,
    /// The damage of the compressed text, of which the readable part is here.
    pub damage: Option<String>,
    /// Parts of the text in order, if the format tells them; empty if it does not.
    pub parts: Vec<RecordPart>,
    /// Parts behind the text that come from other fields of the record.
    pub appended: Vec<RecordPart>,
    /// Number of lines of the file before the text.
    pub lines_before: u32,
    /// Beginnings of the pages of a file that has pages in place of lines, in order; empty if it has lines. A
    /// part that was moved behind the text begins its page again.
    pub pages: Vec<PageStart>,
    /// The pages without text of a file that has pages, if there are any.
    pub blank_pages: Option<BlankPages>,
}

/// The number of pages of a file that have no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlankPages {
    /// Number of pages without text.
    pub blank: usize,
    /// Number of all pages.
    pub pages: usize,
}

/// A part of the text of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPart {
    /// Range in the text, in bytes.
    pub range: Range<usize>,
    /// Kind of the part.
    pub kind: RecordPartKind,
}

/// The kind of a part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordPartKind {
    /// The title.
    Title,
    /// The text of the article.
    Body,
    /// The text of a document, into which somebody may have pasted a page with its buttons.
    Document,
    /// Metadata and notices of the archive.
    Fields,
    /// A lead or summary in a field of its own.
    Lead,
    /// A second title or text.
    OtherField,
    /// HTML in which only the models tell the article from the rest.
    Page,
    /// A message that is answered.
    Quoted,
    /// A signature, or a notice below a message.
    Signature,
    /// Lines of a newsletter about itself: how to leave it, or to read it elsewhere.
    NewsletterNotice,
    /// Running heads, feet and numbers of pages.
    RunningHead,
}

impl Record {
    /// Returns an article without metadata.
    pub fn new(text: String, markup: Markup) -> Self {
        Record { text, markup, ..Record::default() }
    }

    /// Returns the text without the parts that were appended to it.
    pub fn main_text(&self) -> &str {
        let start = self.appended.first().map_or(self.text.len(), |part| part.range.start);
        self.text.get(..start).unwrap_or(&self.text)
    }

    /// Returns the lines of the text, with their positions in the file.
    pub fn line_index(&self) -> LineIndex {
        LineIndex::new(&self.text).after(self.lines_before).with_pages(&self.pages)
    }

    /// Returns the hash of what the record says, whatever the order of its fields: the title and the text,
    /// and of a short text also the rest of it.
    pub(crate) fn content_hash(&self) -> u64 {
        let text = self.main_text();
        let others = [Some(self.text.as_str()), self.date.as_deref(), self.metadata.url.as_deref()];
        let others = others.map(|part| part.filter(|_| text.len() < SHORT_TEXT));
        let mut hasher = Xxh3::new();
        for part in [self.metadata.title.as_deref(), Some(text)].into_iter().chain(others) {
            let part = part.unwrap_or_default();
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        hasher.digest()
    }

    /// Decodes a file that is one article, or the content of an archive record. `charset` is the encoding
    /// that a server declared.
    ///
    /// # Errors
    /// The reason it is not an article.
    pub(crate) fn from_bytes(bytes: Vec<u8>, markup: Markup, charset: Option<&[u8]>) -> Result<Self, String> {
        let charset = charset.and_then(encoding_for_label);
        let declared = match (markup, charset) {
            (Markup::Html, None) => declared_encoding(&bytes),
            // Servers send this one by default, so the declaration of the page is better evidence.
            (Markup::Html, Some(server)) if server == WINDOWS_1252 => declared_encoding(&bytes).or(charset),
            _ => charset,
        };
        let decoded = decode_declared(bytes, declared).map_err(|error| error.to_string())?;
        if let Some(reason) = oversize_reason(&decoded.text, markup) {
            return Err(reason);
        }
        let encoding = Some(decoded.encoding).filter(|encoding| *encoding != "UTF-8");
        let url = if markup == Markup::Html { saved_from_url(&decoded.text) } else { None };
        let url = url.map(str::to_owned);
        let mut record = Record {
            text: decoded.text,
            markup,
            metadata: Metadata { url, ..Metadata::default() },
            encoding,
            has_invalid_bytes: decoded.has_invalid_bytes,
            ..Record::default()
        };
        record.mojibake_repaired = repair_mojibake(&mut record.text);
        Ok(record)
    }
}

/// Repairs `text` that was decoded in a wrong encoding before. Returns whether it changed.
pub(super) fn repair_mojibake(text: &mut String) -> bool {
    let repaired = mojibake::repair(text).or_else(|| wrong_code_page::repair(text));
    let changed = repaired.is_some();
    *text = repaired.unwrap_or_else(|| std::mem::take(text));
    changed
}
