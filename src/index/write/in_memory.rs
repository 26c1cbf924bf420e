//! Builds an index of some articles in memory.

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};
use tantivy::indexer::NoMergePolicy;
use tantivy::{Directory, Index, IndexWriter, ReloadPolicy, Searcher};

use crate::analysis::AnalyzerVersion;
use crate::article::Document;
use crate::error::Error;
use crate::index::doc_store::reader::DocStore;
use crate::index::doc_store::text_codec::TextEncoder;
use crate::index::error::from_tantivy;
use crate::index::format::IndexFormat;
use crate::index::schema::{Fields, schema};
use crate::index::write::document_fields::{EncodedTexts, add_document};
use crate::index::write::segment::builder::SegmentBuilder;
use crate::index::write::session::{MIN_MEMORY, index_settings};

/// An index in memory, of the current format.
pub(crate) struct MemoryIndex {
    pub searcher: Searcher,
    pub fields: Fields,
    /// Document stores, in the order of the segments.
    pub doc_stores: Vec<DocStore>,
}

impl MemoryIndex {
    /// Indexes `documents` with the tokens of `analyzer`.
    ///
    /// # Errors
    /// [`Error::Internal`] if a text cannot be compressed or tantivy fails.
    pub(crate) fn build(documents: &[Document], analyzer: AnalyzerVersion) -> Result<Self, Error> {
        let encoder = TextEncoder::default();
        let texts = documents.par_iter().map(|document| EncodedTexts::of(&encoder, document));
        let texts = texts.collect::<Result<Vec<_>, Error>>()?;
        MemoryIndex::of_encoded(documents, &texts, analyzer)
            .map_err(|error| from_tantivy("memory".as_ref(), error))
    }

    fn of_encoded(
        documents: &[Document],
        texts: &[EncodedTexts],
        analyzer: AnalyzerVersion,
    ) -> tantivy::Result<Self> {
        let (schema, fields) = schema(IndexFormat::CURRENT);
        let index = Index::builder().schema(schema.clone()).settings(index_settings()).create_in_ram()?;
        let mut writer: IndexWriter = index.writer_with_num_threads(1, MIN_MEMORY)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let builder = SegmentBuilder::new(schema, analyzer);
        documents.par_iter().zip(texts).try_for_each(|(document, texts)| {
            builder.add(&writer, |postings| add_document(&fields, postings, document, texts))
        })?;
        builder.flush(&writer)?;
        writer.commit()?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(0);
        let searcher = reader.try_into()?.searcher();
        let open = |segment: &tantivy::SegmentReader| -> tantivy::Result<DocStore> {
            let store = format!("{}.store", segment.segment_id().uuid_string());
            let file = index.directory().open_read(store.as_ref())?;
            Ok(DocStore::open(&file, segment.max_doc())?)
        };
        let doc_stores = searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?;
        Ok(MemoryIndex { searcher, fields, doc_stores })
    }
}
