//! Where what is stored of an article lies in the file of a segment.
//!
//! The engine's own reader copies a block of several articles to give one, and remembers copies: more work than to rank a
//! rare word. Nothing here is compressed as a block, so an article is read where it lies. The layout is that of the
//! engine's document stores (tantivy 0.22 and later): blocks; then layers of checkpoints, the last of which knows the
//! blocks and each other the one below; then a footer. In a block articles follow each other, then the place of each in
//! four bytes, then their number.

use std::io;

use tantivy::directory::OwnedBytes;
use tantivy::index::SegmentComponent;
use tantivy::{DocId, SegmentReader};

use crate::index::doc_store::display::take;

/// Length of the footer: version (4 bytes), place of the checkpoints (8), kind of compression (1), unused (15).
const FOOTER: usize = 28;
/// The number of "no compression".
const NONE: u8 = 0;

/// The stored articles of a segment.
pub(crate) struct DocStore {
    /// Blocks of articles.
    blocks: OwnedBytes,
    /// Layers of checkpoints, the coarsest first.
    layers: Vec<OwnedBytes>,
}

impl DocStore {
    /// Opens that of a segment.
    ///
    /// # Errors
    /// When it cannot be read or is no such store.
    pub fn open(reader: &SegmentReader) -> io::Result<Self> {
        let file = reader.open_read(SegmentComponent::Store).map_err(io::Error::other)?;
        let broken = || io::Error::new(io::ErrorKind::InvalidData, "the document store cannot be read");
        DocStore::parse(&file.read_bytes()?).ok_or_else(broken)
    }

    fn parse(bytes: &OwnedBytes) -> Option<Self> {
        let footer = bytes.len().checked_sub(FOOTER)?;
        let (_, rest) = bytes.as_slice()[footer..].split_first_chunk::<4>()?;
        let (offset, rest) = rest.split_first_chunk::<8>()?;
        let offset = usize::try_from(u64::from_le_bytes(*offset)).ok().filter(|offset| *offset <= footer)?;
        if *rest.first()? != NONE {
            return None;
        }
        let mut head = &bytes.as_slice()[offset..footer];
        let ends: Vec<usize> = (0..take(&mut head)?).map(|_| take(&mut head)).collect::<Option<_>>()?;
        let first = footer - head.len();
        let mut start = 0;
        let mut layers = Vec::with_capacity(ends.len());
        for end in ends {
            if end < start || end > head.len() {
                return None;
            }
            layers.push(bytes.slice(first + start..first + end));
            start = end;
        }
        Some(DocStore { blocks: bytes.slice(0..offset), layers })
    }

    /// What is stored of the article `doc`; `None` where the store is damaged.
    pub fn article(&self, doc: DocId) -> Option<&[u8]> {
        let mut found = Checkpoint { first: 0, start: 0, end: 0 };
        for layer in &self.layers {
            found = Checkpoint::of(doc, layer.as_slice().get(found.start..)?)?;
        }
        let block = self.blocks.as_slice().get(found.start..found.end)?;
        let (rest, count) = block.split_last_chunk::<4>()?;
        let count = u32::from_le_bytes(*count) as usize;
        let (articles, places) = rest.split_at_checked(rest.len().checked_sub(count.checked_mul(4)?)?)?;
        let at = (doc - found.first) as usize;
        let place = |number: usize| {
            let bytes = places.get(number * 4..)?.first_chunk::<4>()?;
            Some(u32::from_le_bytes(*bytes) as usize)
        };
        articles.get(place(at)?..place(at + 1).unwrap_or(articles.len()))
    }
}

/// Some articles that follow each other, and the bytes they lie in.
struct Checkpoint {
    first: DocId,
    start: usize,
    end: usize,
}

impl Checkpoint {
    /// That with the article `doc` in a layer, from some place in it on.
    fn of(doc: DocId, mut layer: &[u8]) -> Option<Self> {
        loop {
            let count = take(&mut layer)?;
            if count == 0 {
                return None;
            }
            let (mut first, mut start) = (DocId::try_from(take(&mut layer)?).ok()?, take(&mut layer)?);
            for _ in 0..count {
                let articles = DocId::try_from(take(&mut layer)?).ok()?;
                let (end, next) = (start.checked_add(take(&mut layer)?)?, first.checked_add(articles)?);
                if doc < next {
                    return (doc >= first).then_some(Checkpoint { first, start, end });
                }
                (first, start) = (next, end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::doc_store::reader::*;
    use proptest::prelude::*;
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
    fn every_article_is_what_the_engine_reads() -> tantivy::Result<()> {
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
            let (store, engines) = (DocStore::open(segment)?, segment.get_store_reader(1)?);
            for doc in 0..segment.max_doc() {
                assert_eq!(store.article(doc), Some(engines.get_document_bytes(doc)?.as_slice()), "{doc}");
            }
            assert_eq!(store.article(segment.max_doc()), None);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn other_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), offset in 0u64..200, doc: u32) {
            let mut file = bytes;
            file.extend(1u32.to_le_bytes());
            file.extend(offset.to_le_bytes());
            file.extend([0; 16]);
            if let Some(store) = DocStore::parse(&OwnedBytes::new(file)) {
                let _ = store.article(doc);
            }
        }
    }
}
