//! The files of a segment that do not hold terms: stored documents, fast fields and field norms.

use std::collections::HashSet;

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment, TantivyDocument};

/// The data of an article that is not indexed as terms.
pub(crate) struct NonIndexed {
    /// Key of the source file.
    pub source: String,
    /// Values of the fast fields.
    pub fast_fields: TantivyDocument,
    /// Bytes of the stored fields.
    pub stored: Vec<u8>,
}

/// A segment that is being built, without its terms. All threads share it.
pub(crate) struct DocFiles {
    segment: Segment,
    /// Writes stored documents to disk as they are added.
    store: StoreWriter,
    fast_fields: FastFieldsWriter,
    fieldnorms: FieldNormsWriter,
    /// Number of articles.
    pub num_docs: DocId,
    /// Keys of the source files of the articles.
    pub sources: HashSet<String>,
}

impl DocFiles {
    /// Opens the files of a new segment.
    pub(crate) fn new(segment: Segment, schema: &Schema) -> tantivy::Result<Self> {
        let (index, settings) = (segment.index(), segment.index().settings());
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let tokenizers = index.fast_field_tokenizer().clone();
        let fast_fields = FastFieldsWriter::from_schema_and_tokenizer_manager(schema, tokenizers)?;
        let fieldnorms = FieldNormsWriter::for_schema(schema);
        Ok(DocFiles { segment, store, fast_fields, fieldnorms, num_docs: 0, sources: HashSet::new() })
    }

    /// Adds the data of an article and the lengths of its fields, and returns its doc id.
    pub(crate) fn add(
        &mut self,
        data: NonIndexed,
        field_lengths: impl Iterator<Item = (Field, u32)>,
    ) -> tantivy::Result<DocId> {
        let doc = self.num_docs;
        self.store.store_bytes(&data.stored)?;
        self.fast_fields.add_document(&data.fast_fields)?;
        field_lengths.for_each(|(field, length)| self.fieldnorms.record(doc, field, length));
        self.num_docs += 1;
        self.sources.insert(data.source);
        Ok(doc)
    }

    /// Writes all files and returns the segment.
    pub(crate) fn close(mut self) -> tantivy::Result<Segment> {
        self.store.close()?;
        let mut fast_fields = self.segment.open_write(SegmentComponent::FastFields)?;
        self.fast_fields.serialize(&mut fast_fields, None)?;
        fast_fields.terminate()?;
        self.fieldnorms.fill_up_to_max_doc(self.num_docs);
        let fieldnorms = self.segment.open_write(SegmentComponent::FieldNorms)?;
        self.fieldnorms.serialize(FieldNormsSerializer::from_write(fieldnorms)?, None)?;
        Ok(self.segment)
    }
}
