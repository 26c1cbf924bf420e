//! Drafts: the whole text of a file, as its reader sees it.
//!
//! Nothing is cleaned: what an article would lose as boilerplate may be the very quotation to check. The
//! text of plain text and Markdown is the file as it is decoded; that of HTML and documents is extracted, its
//! blocks parted by blank lines. Beside it stands the text to read: without markup, and with each paragraph
//! on one line. It maps back.

mod block_quotes;
mod characters;
mod error;
mod format;
mod lines;
mod markdown;
mod page;

use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use crate::corpus::{Markup, Record, decode_declared, may_be_document, open_bytes, read_document, read_pdf};
use crate::extract::draft::characters::CharacterIndex;
use crate::extract::draft::error::{MAX_FILE_BYTES, MAX_TEXT_BYTES};
use crate::extract::draft::format::DraftFormat;
use crate::text::{LineIndex, MappedText};

pub use crate::extract::draft::error::DraftError;

/// A draft.
#[derive(Debug)]
pub struct DraftText {
    text: String,
    readable: MappedText,
    characters: CharacterIndex,
    units: Units,
}

/// The units by which places in a draft are named.
#[derive(Debug)]
enum Units {
    /// Lines of the file.
    Lines(LineIndex),
    /// Paragraphs of a text that was extracted: the offsets at which they begin.
    Paragraphs(Vec<usize>),
}

/// Reads a draft. `name` is the name of its file, or empty if it has none: then the content decides.
///
/// ```
/// use clippings::internals::extract::draft::read_draft;
/// let draft = read_draft(b"He said \"the *whole*\nplan\".".to_vec(), "draft.md")?;
/// assert_eq!(draft.readable(), "He said \"the whole plan\".");
/// assert_eq!(draft.text().get(draft.origin(9..23)), Some("the *whole*\nplan"));
/// assert_eq!((draft.characters(9..23), draft.line(9)), (9..25, Some(1)));
/// # Ok::<(), clippings::internals::extract::draft::DraftError>(())
/// ```
///
/// # Errors
/// The reason it cannot be read.
pub fn read_draft(bytes: Vec<u8>, name: &str) -> Result<DraftText, DraftError> {
    let too_large = |limit: usize| DraftError::TooLarge { megabytes: limit >> 20 };
    let not_text = |reason: String| DraftError::NotText { reason };
    if bytes.len() > MAX_FILE_BYTES {
        return Err(too_large(MAX_FILE_BYTES));
    }
    if may_be_document(&bytes) {
        let document = read_document(bytes)?;
        return DraftText::extracted(document.paragraphs().collect::<Vec<_>>().join("\n\n"));
    }
    let file = open_bytes(bytes).map_err(|error| not_text(error.to_string()))?;
    let format = format::detect(&file, name)?;
    let mut bytes = Vec::new();
    let content = file.content.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut bytes);
    content.map_err(|error| not_text(error.to_string()))?;
    if bytes.len() > MAX_FILE_BYTES {
        return Err(too_large(MAX_FILE_BYTES));
    }
    match format {
        DraftFormat::Plain | DraftFormat::Markdown => {
            let text = decode_declared(bytes, None).map_err(|error| not_text(error.to_string()))?.text;
            let readable = match format {
                DraftFormat::Markdown => markdown::readable(&text),
                _ => lines::unwrap(&text, true),
            };
            let lines = LineIndex::new(&text);
            DraftText::new(text, readable, Units::Lines(lines))
        }
        DraftFormat::Pdf => {
            let record = read_pdf(bytes, &Arc::default())?;
            // Within a paragraph lines end with hyphens only.
            DraftText::extracted(record.main_text().trim_end().to_owned())
        }
        DraftFormat::Html => {
            let page = Record::from_bytes(bytes, Markup::Html, None).map_err(not_text)?;
            DraftText::extracted(page::text(&page.text))
        }
        DraftFormat::Mhtml => {
            let record = format::read_mhtml(bytes).map_err(not_text)?;
            match record.markup {
                Markup::Html => DraftText::extracted(page::text(&record.text)),
                Markup::Plain | Markup::Markdown => DraftText::extracted(record.text),
            }
        }
    }
}

impl DraftText {
    fn new(text: String, readable: MappedText, units: Units) -> Result<Self, DraftError> {
        if text.len() > MAX_TEXT_BYTES {
            return Err(DraftError::TooLarge { megabytes: MAX_TEXT_BYTES >> 20 });
        }
        let characters = CharacterIndex::new(&text);
        Ok(DraftText { text, readable, characters, units })
    }

    /// Creates a draft of a text that is read as it is.
    pub fn of_text(text: &str) -> Self {
        DraftText {
            text: text.to_owned(),
            readable: MappedText::verbatim(text, 0),
            characters: CharacterIndex::new(text),
            units: Units::Lines(LineIndex::new(text)),
        }
    }

    fn extracted(text: String) -> Result<Self, DraftError> {
        let readable = lines::unwrap(&text, false);
        let breaks = text.match_indices("\n\n").map(|(offset, _)| offset + 2);
        let paragraphs = std::iter::once(0).chain(breaks).collect();
        DraftText::new(text, readable, Units::Paragraphs(paragraphs))
    }

    /// Returns the text of the file as decoded, or the text extracted from it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text as it is read: without markup, and with a blank line between paragraphs and none
    /// within.
    pub fn readable(&self) -> &str {
        self.readable.as_str()
    }

    /// Returns the bytes of [`DraftText::text`] that a range of bytes of [`DraftText::readable`] stands for.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        self.readable.origin(range)
    }

    /// Returns the characters of [`DraftText::text`] that a range of bytes of [`DraftText::readable`] stands
    /// for.
    pub fn characters(&self, range: Range<usize>) -> Range<usize> {
        let origin = self.origin(range);
        self.characters.count(&self.text, origin.start)..self.characters.count(&self.text, origin.end)
    }

    /// Returns the line of the file, from 1, that the byte at `offset` of [`DraftText::readable`] stands on.
    /// Returns `None` if the text was extracted.
    pub fn line(&self, offset: usize) -> Option<u32> {
        match &self.units {
            Units::Lines(lines) => Some(lines.line(self.start(offset))),
            Units::Paragraphs(_) => None,
        }
    }

    /// Returns the paragraph of a text that was extracted, from 1, that the byte at `offset` of
    /// [`DraftText::readable`] stands in. Returns `None` if the text is that of the file.
    pub fn paragraph(&self, offset: usize) -> Option<u32> {
        match &self.units {
            Units::Lines(_) => None,
            Units::Paragraphs(starts) => {
                let offset = self.start(offset);
                Some(starts.partition_point(|start| *start <= offset) as u32)
            }
        }
    }

    /// Returns the offset in [`DraftText::text`] of the byte at `offset` of [`DraftText::readable`].
    fn start(&self, offset: usize) -> usize {
        self.origin(offset..(offset + 1).min(self.readable.len())).start
    }
}

#[cfg(test)]
mod tests;
