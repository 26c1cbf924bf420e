//! Loads the objects of a file within bounds.
//!
//! A file of a megabyte may have objects of gigabytes, in streams that are compressed or in a table that
//! names the same object again and again. The size of the objects is counted while they are loaded.

use std::cell::RefCell;
use std::panic::resume_unwind;

use lopdf::{Document, LoadOptions, Object, ObjectId};

use crate::corpus::formats::pdf::error::{PdfError, damaged};
use crate::corpus::formats::pdf::time_limit::TimeLimit;

/// Maximum size of all objects in memory, in bytes.
const MAX_OBJECT_BYTES: usize = 128 << 20;
/// Maximum size of a stream of objects or of a table of their places, in bytes.
const MAX_OBJECT_STREAM_BYTES: usize = 3 << 19;
/// Maximum size of all streams of objects of an encrypted file, whose objects are not counted.
const MAX_ENCRYPTED_BYTES: usize = 48 << 20;
/// Size of an object in memory besides its bytes.
const OBJECT_BYTES: usize = 192;

thread_local! {
    /// Memory and time that are left to the file that the thread loads.
    static LOADING: RefCell<Option<Loading>> = const { RefCell::new(None) };
}

struct Loading {
    bytes: usize,
    time: TimeLimit,
}

/// Loads a file. Objects that are damaged are left out, and so are pictures and links.
///
/// # Errors
/// [`PdfError`], also if the file takes too much. Unwinds with one, too.
pub(super) fn load(bytes: &[u8], limit: &TimeLimit) -> Result<Document, PdfError> {
    load_with(bytes, limit, false)
}

/// Loads a file by looking for its objects, wherever its table says that they are.
///
/// # Errors
/// As [`load`].
pub(super) fn load_rebuilt(bytes: &[u8], limit: &TimeLimit) -> Result<Document, PdfError> {
    load_with(bytes, limit, true)
}

fn load_with(bytes: &[u8], limit: &TimeLimit, is_rebuilt: bool) -> Result<Document, PdfError> {
    limit.check()?;
    LOADING.set(Some(Loading { bytes: MAX_OBJECT_BYTES, time: limit.clone() }));
    let mut options = LoadOptions::with_filter(keep);
    options.max_decompressed_size = Some(max_stream_bytes(bytes));
    options.force_reconstruct = is_rebuilt;
    match Document::load_mem_with_options(bytes, options) {
        Ok(document) if document.is_encrypted() => Err(PdfError::Encrypted),
        Ok(document) => Ok(document),
        Err(error) if is_password_error(&error) => Err(PdfError::Encrypted),
        Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
            Err(PdfError::TooLarge)
        }
        Err(error) => Err(damaged(error)),
    }
}

fn is_password_error(error: &lopdf::Error) -> bool {
    matches!(error, lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_))
}

/// Returns the size that one stream of objects may have.
fn max_stream_bytes(bytes: &[u8]) -> usize {
    if memchr::memmem::find(bytes, b"/Encrypt").is_none() {
        return MAX_OBJECT_STREAM_BYTES;
    }
    // A letter in a name may be escaped, which no program does.
    let is_escape = |start: &usize| {
        let digits = bytes.get(start + 1..start + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        let code = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        code.is_some_and(|code| code.is_ascii_alphabetic())
    };
    let escaped = memchr::memchr_iter(b'#', bytes).filter(is_escape).count();
    let streams = memchr::memmem::find_iter(bytes, b"ObjStm").count() + escaped;
    MAX_OBJECT_STREAM_BYTES.min(MAX_ENCRYPTED_BYTES / streams.max(1))
}

/// Counts an object, and keeps it unless it has no text.
fn keep(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    if is_without_text(object) {
        return None;
    }
    if let Err(error) = count(object)? {
        resume_unwind(Box::new(error));
    }
    // The returned object is used only for those within streams, which are no streams.
    let kept = if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() };
    Some((id, kept))
}

/// Takes the size of an object from the memory that is left. Returns `None` if no file is loaded.
fn count(object: &Object) -> Option<Result<(), PdfError>> {
    LOADING.with_borrow_mut(|loading| {
        let loading = loading.as_mut()?;
        let left = loading.bytes.checked_sub(size_of(object)).ok_or(PdfError::TooLarge);
        Some(loading.time.check().and(left).map(|left| loading.bytes = left))
    })
}

/// Returns whether an object is a picture, a link, or a part of the structure of the text, which no page
/// needs.
fn is_without_text(object: &Object) -> bool {
    let is = |dictionary: &lopdf::Dictionary, key: &[u8], name: &[u8]| {
        dictionary.get(key).and_then(Object::as_name).is_ok_and(|known| known == name)
    };
    match object {
        Object::Stream(stream) => is(&stream.dict, b"Subtype", b"Image"),
        Object::Dictionary(dictionary) => {
            is(dictionary, b"Type", b"Annot")
                || is(dictionary, b"Subtype", b"Link")
                || is(dictionary, b"Type", b"StructElem")
                || is(dictionary, b"S", b"GoTo")
        }
        _ => false,
    }
}

/// Returns about the number of bytes that an object takes.
fn size_of(object: &Object) -> usize {
    let of_dictionary = |dictionary: &lopdf::Dictionary| -> usize {
        dictionary.iter().map(|(key, value)| key.len() + OBJECT_BYTES + size_of(value)).sum()
    };
    OBJECT_BYTES
        + match object {
            Object::Array(elements) => elements.iter().map(size_of).sum(),
            Object::Dictionary(dictionary) => of_dictionary(dictionary),
            Object::Stream(stream) => stream.content.len() + of_dictionary(&stream.dict),
            Object::String(bytes, _) | Object::Name(bytes) => bytes.len(),
            _ => 0,
        }
}
