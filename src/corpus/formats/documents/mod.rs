//! Documents of word processors, each of which is one article, and books, whose chapters are articles.
//!
//! Every reader adds paragraphs to a [`DocumentText`], which knows what stands beside the text.

mod about;
#[cfg(test)]
mod archive;
mod book;
mod document_text;
mod error;
mod odt;
mod package;
mod rtf;
mod word;
mod word_styles;
mod xml;

use crate::corpus::formats::memory_budget::MemoryBudget;
use crate::corpus::record::Record;

pub(in crate::corpus::formats) use about::About;
#[cfg(test)]
pub(crate) use archive::zip;
pub(crate) use book::BookReader;
pub(crate) use document_text::DocumentText;
pub(crate) use error::DocumentError;
pub(in crate::corpus::formats) use xml::attribute;

use package::{MAX_PART_BYTES, Package};

/// First bytes of the files of older Office programs, and of encrypted documents.
const COMPOUND_FILE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Size above which parts of documents take turns.
const LARGE_PART_BYTES: usize = 8 << 20;
/// Memory for all large documents together.
static LARGE_DOCUMENTS: MemoryBudget = MemoryBudget::new(512 << 20);
/// Place of the media type in the archive of an OpenDocument text or a book, behind the name of the part.
const MEDIA_TYPE: usize = 30;

/// Returns whether `head` is the beginning of a document. With `is_named`, the name of the file says so.
pub(in crate::corpus) fn is_document(head: &[u8], is_named: bool) -> bool {
    if package::is_zip(head) {
        let has = |name: &[u8]| memchr::memmem::find(head, name).is_some();
        return is_named || has_media_type(head, OPEN_DOCUMENT_TEXT) || has(b"word/document.xml");
    }
    rtf::is_rtf(head) || odt::is_flat(head) || is_compound_file(head)
}

/// Returns whether `head` is the beginning of a book. With `is_named`, the name of the file says so.
pub(in crate::corpus) fn is_book(head: &[u8], is_named: bool) -> bool {
    package::is_zip(head) && (is_named || has_media_type(head, "application/epub"))
}

/// Returns whether `bytes` are those of a document, of another archive, or of an older Office program.
pub(crate) fn may_be_document(bytes: &[u8]) -> bool {
    is_document(bytes, true)
}

/// Returns whether `head` is that of a file of an older Office program, or of an encrypted document.
pub(in crate::corpus) fn is_compound_file(head: &[u8]) -> bool {
    head.starts_with(COMPOUND_FILE)
}

/// Media type of an OpenDocument text, and beginning of those of its variants.
const OPEN_DOCUMENT_TEXT: &str = "application/vnd.oasis.opendocument.text";

fn has_media_type(head: &[u8], media_type: &str) -> bool {
    let named = head.get(MEDIA_TYPE..).and_then(|head| head.strip_prefix(b"mimetype"));
    // An extra field may stand between them.
    named.is_some_and(|head| {
        let start = head.len().min(64 + media_type.len());
        memchr::memmem::find(&head[..start], media_type.as_bytes()).is_some()
    })
}

/// Reads a document, whatever its kind.
///
/// # Errors
/// A [`DocumentError`].
pub(crate) fn read_document(bytes: Vec<u8>) -> Result<DocumentText, DocumentError> {
    if is_compound_file(&bytes) {
        // Names are in UTF-16.
        let has = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memchr::memmem::find(&bytes, &name).is_some()
        };
        return Err(match () {
            () if has("EncryptedPackage") => DocumentError::Encrypted,
            () if has("WordDocument") => DocumentError::OtherKind { extension: "doc" },
            () => DocumentError::OtherKind { extension: "xls" },
        });
    }
    if rtf::is_rtf(&bytes) {
        return rtf::read(&bytes);
    }
    if !package::is_zip(&bytes) {
        return odt::read_flat(bytes);
    }
    let mut package = Package::open(bytes, MAX_PART_BYTES)?;
    let largest = usize::try_from(package.largest_text().min(MAX_PART_BYTES)).unwrap_or(0);
    // The part, its text, and its paragraphs.
    let _memory = (largest > LARGE_PART_BYTES).then(|| LARGE_DOCUMENTS.take(3 * largest));
    let media_type = package.part("mimetype")?;
    let media_type = String::from_utf8_lossy(media_type.as_deref().unwrap_or_default()).into_owned();
    match media_type.trim().strip_prefix("application/") {
        Some(kind) if kind.starts_with("vnd.oasis.opendocument.text") => odt::read(&mut package),
        Some(kind) if kind.starts_with("vnd.oasis.opendocument.") => {
            let extension = if kind.contains("spreadsheet") { "ods" } else { "odp" };
            Err(DocumentError::OtherKind { extension })
        }
        Some(kind) if kind.starts_with("epub") => Err(DocumentError::OtherKind { extension: "epub" }),
        _ if package.has("content.xml") && !package.has("word/document.xml") => odt::read(&mut package),
        _ => word::read(&mut package),
    }
}

/// Reads a document as a record. One without any text has none.
///
/// # Errors
/// The reason it cannot be read.
pub(in crate::corpus) fn read_record(bytes: Vec<u8>) -> Result<Record, String> {
    read_document(bytes).map_err(|error| error.to_string())?.into_record()
}

#[cfg(test)]
mod tests;
