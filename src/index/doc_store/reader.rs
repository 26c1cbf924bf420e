//! Reads stored articles in place from the document store of a segment.
//!
//! tantivy's reader copies a block of several articles to return one of them, and caches copies, which takes
//! longer than ranking a rare word. Here blocks are not compressed, so an article can be read in place. The
//! layout is that of tantivy's document stores (0.22 and later): blocks, then layers of a skip index, then a
//! footer. The last layer holds checkpoints of blocks, every other layer checkpoints of the layer below. A
//! block holds articles, then the offset of each article in four bytes, then their number.

use std::io;

use tantivy::DocId;
use tantivy::directory::{FileSlice, OwnedBytes};

use crate::text::leb128::take_stop_bit;

/// Length of the footer: version (4 bytes), offset of the skip index (8), id of the compressor (1), reserved
/// (15).
const FOOTER_LENGTH: usize = 28;
/// Version of the layout.
const VERSION: u32 = 2;
/// Id of the compressor that does not compress.
const NO_COMPRESSION: u8 = 0;

/// The stored articles of a segment.
#[derive(Clone)]
pub(crate) struct DocStore {
    /// Number of articles.
    max_doc: DocId,
    /// Blocks of articles.
    blocks: OwnedBytes,
    /// Layers of the skip index, the coarsest first.
    layers: Vec<OwnedBytes>,
}

impl DocStore {
    /// Opens the document store of a segment with `max_doc` articles.
    ///
    /// # Errors
    /// If it cannot be read, has another version or is compressed.
    pub(crate) fn open(file: &FileSlice, max_doc: DocId) -> io::Result<Self> {
        let invalid = || io::Error::new(io::ErrorKind::InvalidData, "the document store cannot be read");
        DocStore::parse(&file.read_bytes()?, max_doc).ok_or_else(invalid)
    }

    fn parse(bytes: &OwnedBytes, max_doc: DocId) -> Option<Self> {
        let footer = bytes.len().checked_sub(FOOTER_LENGTH)?;
        let (version, tail) = bytes.as_slice()[footer..].split_first_chunk::<4>()?;
        let (offset, tail) = tail.split_first_chunk::<8>()?;
        let offset = usize::try_from(u64::from_le_bytes(*offset)).ok().filter(|offset| *offset <= footer)?;
        if u32::from_le_bytes(*version) != VERSION || *tail.first()? != NO_COMPRESSION {
            return None;
        }
        let mut skip_index = &bytes.as_slice()[offset..footer];
        let num_layers = take_usize(&mut skip_index)?;
        let ends: Vec<usize> = (0..num_layers).map(|_| take_usize(&mut skip_index)).collect::<Option<_>>()?;
        let first_layer = footer - skip_index.len();
        let mut start = 0;
        let mut layers = Vec::with_capacity(ends.len());
        for end in ends {
            if end < start || end > skip_index.len() {
                return None;
            }
            layers.push(bytes.slice(first_layer + start..first_layer + end));
            start = end;
        }
        Some(DocStore { max_doc, blocks: bytes.slice(0..offset), layers })
    }

    /// Returns the stored bytes of the article `doc`; `None` if the store is damaged. The numbers of articles
    /// in the skip index must agree, so that a damaged one leads to no other article.
    pub(crate) fn get(&self, doc: DocId) -> Option<&[u8]> {
        let mut checkpoint = Checkpoint { first_doc: 0, end_doc: self.max_doc, start: 0, end: 0 };
        for layer in &self.layers {
            checkpoint = checkpoint.find(doc, layer.as_slice().get(checkpoint.start..)?)?;
        }
        let block = self.blocks.as_slice().get(checkpoint.start..checkpoint.end)?;
        let (tail, count) = block.split_last_chunk::<4>()?;
        let count = u32::from_le_bytes(*count);
        if count != checkpoint.end_doc - checkpoint.first_doc {
            return None;
        }
        let count = count as usize;
        let (articles, offsets) = tail.split_at_checked(tail.len().checked_sub(count.checked_mul(4)?)?)?;
        let index = (doc - checkpoint.first_doc) as usize;
        let offset = |index: usize| {
            let bytes = offsets.get(index * 4..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*bytes) as usize)
        };
        articles.get(offset(index)?..offset(index + 1).unwrap_or(articles.len()))
    }
}

/// A range of consecutive articles and the range of bytes they lie in.
struct Checkpoint {
    first_doc: DocId,
    end_doc: DocId,
    start: usize,
    end: usize,
}

impl Checkpoint {
    /// Finds the checkpoint of the article `doc` in the checkpoints of the next layer, which begin with those
    /// of the articles of this one.
    fn find(&self, doc: DocId, mut layer: &[u8]) -> Option<Self> {
        let count = take_usize(&mut layer)?;
        let mut first_doc = DocId::try_from(take_usize(&mut layer)?).ok()?;
        let mut start = take_usize(&mut layer)?;
        if first_doc != self.first_doc {
            return None;
        }
        let mut found = None;
        for _ in 0..count {
            let num_docs = DocId::try_from(take_usize(&mut layer)?).ok()?;
            let end = start.checked_add(take_usize(&mut layer)?)?;
            let end_doc = first_doc.checked_add(num_docs)?;
            if (first_doc..end_doc).contains(&doc) {
                found = Some(Checkpoint { first_doc, end_doc, start, end });
            }
            (first_doc, start) = (end_doc, end);
        }
        found.filter(|_| first_doc == self.end_doc)
    }
}

fn take_usize(bytes: &mut &[u8]) -> Option<usize> {
    usize::try_from(take_stop_bit(bytes)?).ok()
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::reader::*;
    use proptest::prelude::*;
    use tantivy::index::SegmentComponent;
    use tantivy::schema::{STORED, Schema};
    use tantivy::store::Compressor;
    use tantivy::{Index, IndexSettings, IndexWriter, doc};

    fn settings() -> IndexSettings {
        IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: 300,
            ..IndexSettings::default()
        }
    }

    #[test]
    fn reads_every_article_as_tantivy_does() -> tantivy::Result<()> {
        let mut schema = Schema::builder();
        let field = schema.add_bytes_field("f", STORED);
        let index = Index::builder().schema(schema.build()).settings(settings()).create_in_ram()?;
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
        for number in 0..3000usize {
            writer.add_document(doc!(field => vec![number as u8; number % 700]))?;
        }
        writer.commit()?;
        let searcher = index.reader()?.searcher();
        for segment in searcher.segment_readers() {
            let file = segment.open_read(SegmentComponent::Store)?;
            let (store, expected) = (DocStore::open(&file, segment.max_doc())?, segment.get_store_reader(1)?);
            for doc in 0..segment.max_doc() {
                assert_eq!(store.get(doc), Some(expected.get_document_bytes(doc)?.as_slice()), "{doc}");
            }
            assert_eq!(store.get(segment.max_doc()), None);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_not_panic(
            bytes in prop::collection::vec(any::<u8>(), 0..200),
            offset in 0u64..200,
            doc: u32,
        ) {
            let mut file = bytes;
            file.extend(VERSION.to_le_bytes());
            file.extend(offset.to_le_bytes());
            file.extend([0; 16]);
            if let Some(store) = DocStore::parse(&OwnedBytes::new(file), 20) {
                let _ = store.get(doc);
            }
        }
    }
}
