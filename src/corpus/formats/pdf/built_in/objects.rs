//! Looks up objects of a PDF.

use lopdf::{Dictionary, Document, Object};

/// Returns the value of `key`, behind any references.
pub(super) fn get<'d>(document: &'d Document, dictionary: &'d Dictionary, key: &[u8]) -> Option<&'d Object> {
    dictionary.get_deref(key, document).ok()
}

/// Returns an object as a dictionary, behind any references. A stream has one.
pub(super) fn dictionary<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Dictionary> {
    match document.dereference(object).ok()?.1 {
        Object::Dictionary(dictionary) => Some(dictionary),
        Object::Stream(stream) => Some(&stream.dict),
        _ => None,
    }
}

/// Returns an object as a name.
pub(super) fn name(object: &Object) -> Option<&[u8]> {
    object.as_name().ok()
}

/// Returns an object as a number, behind any references.
pub(super) fn number(document: &Document, object: &Object) -> Option<f32> {
    document.dereference(object).ok()?.1.as_float().ok().filter(|number| number.is_finite())
}

/// Returns the content of a stream, if it has at most `max_bytes`.
pub(super) fn stream_bytes(document: &Document, object: &Object, max_bytes: usize) -> Option<Vec<u8>> {
    let stream = document.dereference(object).ok()?.1.as_stream().ok()?;
    stream.decompressed_content_with_limit(max_bytes).ok()
}
