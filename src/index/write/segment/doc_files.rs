//! What is shared of a segment that is being collected: what is stored of its articles, their columns and lengths.

use std::collections::HashSet;

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment};

use crate::index::write::document_fields::NonIndexed;

/// A segment without its words.
pub(crate) struct DocFiles {
    segment: Segment,
    /// Stored articles go to disk as they come.
    store: StoreWriter,
    columns: FastFieldsWriter,
    lengths: FieldNormsWriter,
    /// How many articles there are.
    pub articles: DocId,
    /// The files they came from.
    pub sources: HashSet<String>,
}

impl DocFiles {
    /// A segment without articles.
    pub fn new(segment: Segment, schema: &Schema) -> tantivy::Result<Self> {
        let (index, settings) = (segment.index(), segment.index().settings());
        let store = StoreWriter::new(
            segment.open_write(SegmentComponent::Store)?,
            settings.docstore_compression,
            settings.docstore_blocksize,
            settings.docstore_compress_dedicated_thread,
        )?;
        let tokenizers = index.fast_field_tokenizer().clone();
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(schema, tokenizers)?;
        let lengths = FieldNormsWriter::for_schema(schema);
        Ok(DocFiles { segment, store, columns, lengths, articles: 0, sources: HashSet::new() })
    }

    /// Adds an article: what there is beside its words, and how many of those its fields have. Its number.
    pub fn add(
        &mut self,
        article: NonIndexed,
        lengths: impl Iterator<Item = (Field, u32)>,
    ) -> tantivy::Result<DocId> {
        let number = self.articles;
        self.store.store_bytes(&article.stored)?;
        self.columns.add_document(&article.columns)?;
        lengths.for_each(|(field, length)| self.lengths.record(number, field, length));
        self.articles += 1;
        self.sources.insert(article.source);
        Ok(number)
    }

    /// Writes all of it.
    pub fn close(mut self) -> tantivy::Result<Segment> {
        self.store.close()?;
        let mut columns = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut columns, None)?;
        columns.terminate()?;
        self.lengths.fill_up_to_max_doc(self.articles);
        let lengths =
            FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.lengths.serialize(lengths, None)?;
        Ok(self.segment)
    }
}
