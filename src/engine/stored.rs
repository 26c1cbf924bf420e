//! What is stored of an article, read where it lies.
//!
//! The engine's own way makes a value of each field, bytes one by one; of a packed text that costs as much as to unpack
//! it. The layout is that of its second version of document stores (0.22 and later): the number of values, then for each
//! the number of its field, the code of its type, and the value.

use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;

/// Codes of types.
const TEXT: u8 = 0;
const NUMBER: u8 = 1;
const BYTES: u8 = 4;

/// The stored fields of an article.
pub(super) struct Stored(OwnedBytes);

enum Value<'b> {
    Number(u64),
    Text(&'b [u8]),
    Bytes(&'b [u8]),
}

impl Stored {
    /// The fields in the bytes that the engine stored.
    pub fn new(bytes: OwnedBytes) -> Self {
        Stored(bytes)
    }

    /// The text of `field`, where it has one.
    pub fn text(&self, field: Field) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => std::str::from_utf8(text).ok(),
            Value::Bytes(_) | Value::Number(_) => None,
        }
    }

    /// The number of `field`, where it has one.
    pub fn number(&self, field: Field) -> Option<u64> {
        match self.value(field)? {
            Value::Number(number) => Some(number),
            Value::Bytes(_) | Value::Text(_) => None,
        }
    }

    /// The bytes of `field`, where it has some.
    pub fn bytes(&self, field: Field) -> Option<&[u8]> {
        match self.value(field)? {
            Value::Bytes(bytes) => Some(bytes),
            Value::Text(_) | Value::Number(_) => None,
        }
    }

    /// The first value of `field`.
    fn value(&self, field: Field) -> Option<Value<'_>> {
        let mut rest = self.0.as_slice();
        for _ in 0..length(&mut rest)? {
            let (head, tail) = rest.split_first_chunk::<5>()?;
            rest = tail;
            let own = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
            let value = match head[4] {
                NUMBER => {
                    let (number, tail) = rest.split_first_chunk::<8>()?;
                    rest = tail;
                    Value::Number(u64::from_le_bytes(*number))
                }
                code @ (TEXT | BYTES) => {
                    let (bytes, tail) = {
                        let length = length(&mut rest)?;
                        rest.split_at_checked(length)?
                    };
                    rest = tail;
                    if code == TEXT { Value::Text(bytes) } else { Value::Bytes(bytes) }
                }
                _ => return None, // the schema stores no other types
            };
            if own == field.field_id() {
                return Some(value);
            }
        }
        None
    }
}

/// Takes a number off the front of `bytes`: seven bits a byte, lowest first, the last byte marked.
fn length(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0usize;
    for shift in (0..63).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 != 0 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::schema::{STORED, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    #[test]
    fn what_the_engine_stored_is_read() -> tantivy::Result<()> {
        let mut schema = Schema::builder();
        let (text, number) = (schema.add_text_field("text", STORED), schema.add_u64_field("number", STORED));
        let (bytes, none) = (schema.add_bytes_field("bytes", STORED), schema.add_text_field("none", STORED));
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
        let long = "ferry ".repeat(3000);
        let mut document = TantivyDocument::default();
        document.add_text(text, &long);
        document.add_u64(number, 70_000);
        document.add_bytes(bytes, &[0, 0x80, 0xff]);
        writer.add_document(document)?;
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        let store = searcher.segment_reader(0).get_store_reader(1)?;
        let stored = Stored::new(store.get_document_bytes(0)?);
        assert_eq!((stored.text(text), stored.number(number)), (Some(long.as_str()), Some(70_000)));
        assert_eq!((stored.bytes(bytes), stored.text(none)), (Some(&[0, 0x80, 0xff][..]), None));
        assert_eq!((stored.text(number), stored.bytes(text)), (None, None));
        Ok(())
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        for bytes in [&[][..], &[0x81], &[0x81, 1, 0, 0, 0, 0, 0x85, b'x'], &[0xff; 40], &[0; 40]] {
            let stored = Stored::new(OwnedBytes::new(bytes.to_vec()));
            assert_eq!(stored.text(Field::from_field_id(1)), None);
        }
    }
}
