//! The stored fields of an article, written as one piece and read in place.
//!
//! tantivy builds and reads a value for each field byte by byte, which costs as much for a compressed text as
//! its decompression. The layout is the second version of tantivy's stored documents (0.22 and later): the
//! number of values, then for each value its field id, its type code, its length and its bytes. A checksum
//! follows, so that no flipped bit shows another text, title, path or day.

use tantivy::schema::Field;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::text::leb128::{put_stop_bit, take_stop_bit};

/// Type code of bytes, the only type that the schema stores.
const BYTES_TYPE: u8 = 4;
/// Upper bound of the bytes that a value takes besides its content.
const VALUE_OVERHEAD: usize = 10;

/// Length of the checksum after the fields, in bytes. tantivy does not read it.
const CHECKSUM_LENGTH: usize = 4;
/// Tells an article of the day 0 from one without a day.
const DAY_SEED: u64 = 1 << 63;

/// The stored fields of an article as tantivy's bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoredDoc<'b>(pub &'b [u8]);

impl<'b> StoredDoc<'b> {
    /// Returns the value of `field`; `None` if it is missing or the bytes are damaged.
    pub(crate) fn bytes(self, field: Field) -> Option<&'b [u8]> {
        let mut bytes = self.0;
        for _ in 0..take_stop_bit(&mut bytes)? {
            let (head, tail) = bytes.split_first_chunk::<5>()?;
            bytes = tail;
            let [id @ .., value_type] = *head;
            if value_type != BYTES_TYPE {
                return None;
            }
            let length = usize::try_from(take_stop_bit(&mut bytes)?).ok()?;
            let (value, tail) = bytes.split_at_checked(length)?;
            bytes = tail;
            if u32::from_le_bytes(id) == field.field_id() {
                return Some(value);
            }
        }
        None
    }
}

impl<'b> StoredDoc<'b> {
    /// Verifies the checksum that [`seal`] added; `None` if it does not match.
    pub(crate) fn verified(bytes: &'b [u8], day: Option<i64>) -> Option<Self> {
        let (fields, sum) = bytes.split_last_chunk::<CHECKSUM_LENGTH>()?;
        (checksum(fields, day) == *sum).then_some(StoredDoc(fields))
    }
}

/// Adds a checksum to the stored fields of an article that was published on `day`, which is in a column.
pub(crate) fn seal(fields: &mut Vec<u8>, day: Option<i64>) {
    fields.extend(checksum(fields, day));
}

fn checksum(fields: &[u8], day: Option<i64>) -> [u8; CHECKSUM_LENGTH] {
    let seed = day.map_or(0, |day| day as u64 ^ DAY_SEED);
    (xxh3_64_with_seed(fields, seed) as u32).to_le_bytes()
}

/// Encodes the stored fields of an article.
pub(crate) fn encode(fields: &[(Field, &[u8])]) -> Vec<u8> {
    let length: usize = fields.iter().map(|(_, value)| value.len() + VALUE_OVERHEAD).sum();
    let mut bytes = Vec::with_capacity(length + 1);
    put_stop_bit(&mut bytes, fields.len() as u64);
    for (field, value) in fields {
        bytes.extend(field.field_id().to_le_bytes());
        bytes.push(BYTES_TYPE);
        put_stop_bit(&mut bytes, value.len() as u64);
        bytes.extend_from_slice(value);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::fields::*;
    use tantivy::schema::{STORED, Schema};
    use tantivy::{Index, IndexWriter, TantivyDocument};

    #[test]
    fn reads_and_writes_the_bytes_of_tantivy() -> tantivy::Result<()> {
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
        assert_eq!(bytes.as_slice(), encode(&[(fields[0], &long), (fields[1], &[0, 0x80, 0xff])]));
        let stored = StoredDoc(bytes.as_slice());
        let values = fields.map(|field| stored.bytes(field));
        assert_eq!(values, [Some(&long[..]), Some(&[0, 0x80, 0xff][..]), None]);
        Ok(())
    }

    #[test]
    fn every_flipped_bit_and_another_day_are_found() {
        let fields = encode(&[(Field::from_field_id(1), b"The ferry stays in port")]);
        for day in [None, Some(0), Some(-3), Some(17_000)] {
            let mut sealed = fields.clone();
            seal(&mut sealed, day);
            assert!(StoredDoc::verified(&sealed, day).is_some_and(|stored| stored.0 == fields));
            assert!(StoredDoc::verified(&sealed, Some(4)).is_none());
            for bit in 0..sealed.len() * 8 {
                let mut flipped = sealed.clone();
                flipped[bit / 8] ^= 1 << (bit % 8);
                assert!(StoredDoc::verified(&flipped, day).is_none(), "{bit}");
            }
        }
        assert!(StoredDoc::verified(&[], None).is_none());
    }

    #[test]
    fn damaged_bytes_have_no_values() {
        for bytes in [&[][..], &[0x81], &[0x81, 1, 0, 0, 0, 4, 0x85, b'x'], &[0xff; 40], &[0; 40]] {
            assert_eq!(StoredDoc(bytes).bytes(Field::from_field_id(1)), None);
        }
    }
}
