//! Books in the EPUB format: each chapter is an article.

mod chapter;
mod contents;

use rustc_hash::FxHashSet;

use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::documents::about::About;
use crate::corpus::formats::documents::book::contents::{BookContents, BookPart};
use crate::corpus::formats::documents::error::{DocumentError, damaged};
use crate::corpus::formats::documents::package::Package;
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::whole_file::read_bytes;
use crate::corpus::record::Record;

/// Number of bytes above which a book is not read.
const MAX_BOOK_BYTES: u64 = 192 << 20;
/// Number of bytes that the parts of a book may decompress to in total.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// Reads the chapters of a book in their order.
pub(crate) struct BookReader {
    /// The file, until it is read.
    file: Option<OpenFile>,
    book: Option<Book>,
    number: u64,
    /// The error to report at the end.
    error: Option<std::io::Error>,
}

/// An open book.
struct Book {
    package: Package,
    about: About,
    /// Parts that cannot be read without a key.
    encrypted: FxHashSet<String>,
    /// Parts that follow.
    parts: std::vec::IntoIter<BookPart>,
}

impl BookReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile) -> Self {
        BookReader { file: Some(file), book: None, number: 0, error: None }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        if let Some(file) = self.file.take() {
            let bytes = match read_bytes(file, MAX_BOOK_BYTES, &mut self.error) {
                Ok(bytes) => bytes,
                Err(event) => return *event,
            };
            match Book::open(bytes) {
                Ok(book) => self.book = Some(book),
                Err(error) => return RecordEvent::Invalid(None, error.to_string()),
            }
        }
        let Some(part) = self.book.as_mut().and_then(|book| book.parts.next()) else {
            return self.error.take().map_or(RecordEvent::End, |error| RecordEvent::ReadError(None, error));
        };
        if part.is_contents {
            return RecordEvent::Unsupported("tables of contents".into());
        }
        let id = part.id.clone();
        match self.book.as_mut().map(|book| book.read(part)) {
            Some(Ok(Some(record))) => {
                self.number += 1;
                let content = RecordContent::Chapter(Box::new(record));
                RecordEvent::Record(RawRecord { number: self.number, line: None, content })
            }
            Some(Ok(None)) | None => RecordEvent::Unsupported("chapters without a text".into()),
            Some(Err(reason)) => RecordEvent::Invalid(None, format!("{id}: {reason}")),
        }
    }
}

impl Book {
    fn open(bytes: Vec<u8>) -> Result<Self, DocumentError> {
        let mut package = Package::open(bytes, MAX_UNPACKED_BYTES)?;
        let encrypted = contents::encrypted_parts(&mut package)?;
        let BookContents { about, parts } = contents::read(&mut package)?;
        if parts.is_empty() {
            return Err(damaged("it has no chapters"));
        }
        Ok(Book { package, about, encrypted, parts: parts.into_iter() })
    }

    /// Reads a chapter. Returns `None` if it has no text.
    fn read(&mut self, part: BookPart) -> Result<Option<Record>, String> {
        if self.encrypted.contains(&part.path.to_ascii_lowercase()) {
            return Err(DocumentError::Encrypted.to_string());
        }
        let bytes = self.package.part(&part.path).map_err(|error| error.to_string())?;
        let mut text = chapter::read(bytes.ok_or("it is missing in the file")?)?;
        if text.is_empty() {
            return Ok(None);
        }
        text.about = About { title: part.title, ..self.about.clone() };
        Ok(Some(Record { id: Some(part.id), ..text.into_record()? }))
    }
}
