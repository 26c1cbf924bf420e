//! PDFs, each of which is one article.
//!
//! A reader returns the lines of each page with their places: `pdftotext` of Poppler where it is installed,
//! or else the one that is built in. What follows is the same for both: running heads go behind the text, and
//! lines are joined to paragraphs, also over the end of a page.

mod bbox;
mod built_in;
mod day_numbers;
mod error;
mod head_keys;
mod page;
mod paragraphs;
mod poppler;
mod record;
mod running_heads;
#[cfg(test)]
mod tests;
mod time_limit;
mod title;

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::corpus::formats::pdf::poppler::Poppler;
use crate::corpus::formats::pdf::time_limit::MAX_TIME;
use crate::corpus::record::Record;

pub(crate) use error::PdfError;
pub(crate) use poppler::pdf_reader;

/// First bytes of a PDF.
const HEADER: &[u8] = b"%PDF-";
/// Number of bytes before these in which a file named as a PDF may have anything.
const MAX_BYTES_BEFORE: usize = 1024;

/// Returns whether `head` is the beginning of a PDF. With `is_named`, the name of the file says so.
pub(in crate::corpus) fn is_pdf(head: &[u8], is_named: bool) -> bool {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.starts_with(HEADER) {
        return true;
    }
    let beginning = &head[..head.len().min(MAX_BYTES_BEFORE + HEADER.len())];
    is_named && (memchr::memmem::find(beginning, HEADER).is_some() || memchr::memchr(0, beginning).is_some())
}

/// Reads a PDF as a record. One without any text has none. Returns soon after `stop` is set.
///
/// # Errors
/// A [`PdfError`].
pub(crate) fn read_pdf(bytes: Vec<u8>, stop: &Arc<AtomicBool>) -> Result<Record, PdfError> {
    let text = match Poppler::get() {
        Some(poppler) => poppler.read(bytes, stop)?,
        None => built_in::read(&bytes, MAX_TIME, stop)?,
    };
    record::record(text)
}
