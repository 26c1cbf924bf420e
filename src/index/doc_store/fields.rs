//! What is stored of an article, written in one piece and read where it lies.
//!
//! The engine's own way takes and makes a value of each field, bytes one by one; of a packed text that costs as much as to
//! unpack it. The layout is that of its second version of document stores (0.22 and later): the number of values, then for each
//! the number of its field, the code of its type, and the value.

use tantivy::schema::Field;

use crate::index::doc_store::display::{put, take};

/// The code of the only type that the schema stores.
const BYTES: u8 = 4;

/// The stored fields of an article, in the bytes that the engine stored.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoredDoc<'b>(pub &'b [u8]);

impl<'b> StoredDoc<'b> {
    /// The bytes of `field`, where it has some.
    pub fn bytes(self, field: Field) -> Option<&'b [u8]> {
        let mut rest = self.0;
        for _ in 0..take(&mut rest)? {
            let (head, tail) = rest.split_first_chunk::<5>()?;
            rest = tail;
            let own = u32::from_le_bytes([head[0], head[1], head[2], head[3]]);
            if head[4] != BYTES {
                return None;
            }
            let (bytes, tail) = {
                let length = take(&mut rest)?;
                rest.split_at_checked(length)?
            };
            rest = tail;
            if own == field.field_id() {
                return Some(bytes);
            }
        }
        None
    }
}

/// The bytes that are stored of an article with these fields.
pub(crate) fn encode(fields: &[(Field, &[u8])]) -> Vec<u8> {
    let length: usize = fields.iter().map(|(_, bytes)| bytes.len() + 10).sum();
    let mut stored = Vec::with_capacity(length + 1);
    put(&mut stored, fields.len());
    for (field, bytes) in fields {
        stored.extend(field.field_id().to_le_bytes());
        stored.push(BYTES);
        put(&mut stored, bytes.len());
        stored.extend_from_slice(bytes);
    }
    stored
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::fields::*;
    use tantivy::schema::{STORED, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    #[test]
    fn what_the_engine_stores_is_read_and_written() -> tantivy::Result<()> {
        let mut schema = Schema::builder();
        let fields = ["first", "second", "none"].map(|name| schema.add_bytes_field(name, STORED));
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
        let long = b"ferry ".repeat(3000);
        let mut document = TantivyDocument::default();
        document.add_bytes(fields[0], &long);
        document.add_bytes(fields[1], &[0, 0x80, 0xff]);
        writer.add_document(document)?;
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        let store = searcher.segment_reader(0).get_store_reader(1)?;
        let bytes = store.get_document_bytes(0)?;
        let stored = StoredDoc(bytes.as_slice());
        assert_eq!(bytes.as_slice(), encode(&[(fields[0], &long), (fields[1], &[0, 0x80, 0xff])]));
        let read = fields.map(|field| stored.bytes(field));
        assert_eq!(read, [Some(&long[..]), Some(&[0, 0x80, 0xff][..]), None]);
        Ok(())
    }

    #[test]
    fn what_is_damaged_is_nothing() {
        for bytes in [&[][..], &[0x81], &[0x81, 1, 0, 0, 0, 4, 0x85, b'x'], &[0xff; 40], &[0; 40]] {
            assert_eq!(StoredDoc(bytes).bytes(Field::from_field_id(1)), None);
        }
    }
}
