//! The files of a segment that do not hold terms: stored documents, fast fields and field norms.

use std::collections::HashSet;

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::{FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, Schema};
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment, TantivyDocument, TantivyError};

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
    /// The first error of writing stored documents. tantivy has another for each later document, which does
    /// not tell the cause.
    failure: Option<TantivyError>,
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
        let sources = HashSet::new();
        Ok(DocFiles { segment, store, fast_fields, fieldnorms, num_docs: 0, sources, failure: None })
    }

    /// Adds the data of an article and the lengths of its fields, and returns its doc id.
    pub(crate) fn add(
        &mut self,
        data: NonIndexed,
        field_lengths: impl Iterator<Item = (Field, u32)>,
    ) -> tantivy::Result<DocId> {
        let doc = self.num_docs;
        self.verify()?;
        if let Err(error) = self.store.store_bytes(&data.stored) {
            self.failure = Some(error.into());
            self.verify()?;
        }
        self.fast_fields.add_document(&data.fast_fields)?;
        field_lengths.for_each(|(field, length)| self.fieldnorms.record(doc, field, length));
        self.num_docs += 1;
        self.sources.insert(data.source);
        Ok(doc)
    }

    /// Returns the first error of writing stored documents.
    fn verify(&self) -> tantivy::Result<()> {
        self.failure.clone().map_or(Ok(()), Err)
    }

    /// Writes all files and returns the segment.
    pub(crate) fn close(mut self) -> tantivy::Result<Segment> {
        self.verify()?;
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tantivy::directory::RamDirectory;
    use tantivy::schema::STORED;
    use tantivy::{Index, IndexSettings};

    use crate::index::dir::fault_injection::{DiskFaults, FaultyDirectory};
    use crate::index::error::from_tantivy;
    use crate::index::write::segment::doc_files::*;

    #[test]
    fn the_cause_of_a_failure_is_told_by_every_later_one() -> tantivy::Result<()> {
        let mut builder = Schema::builder();
        builder.add_bytes_field("text", STORED);
        let schema = builder.build();
        for operation in 12..40 {
            let faults = DiskFaults::at(operation, true);
            let directory = FaultyDirectory { inner: Box::new(RamDirectory::create()), faults };
            let Ok(index) = Index::create(directory, schema.clone(), IndexSettings::default()) else {
                continue;
            };
            let Ok(mut files) = DocFiles::new(index.new_segment(), &schema) else { continue };
            let data = |number: u8| NonIndexed {
                source: number.to_string(),
                fast_fields: TantivyDocument::default(),
                stored: (0..40_000_u32)
                    .flat_map(|word| word.wrapping_mul(2_654_435_761).to_le_bytes())
                    .collect(),
            };
            let failures = (0..20).filter_map(|number| files.add(data(number), std::iter::empty()).err());
            let mut failures: Vec<_> = failures.collect();
            failures.extend(files.close().err());
            assert!(!failures.is_empty(), "{operation}");
            for error in failures {
                let error = from_tantivy(Path::new("/"), error);
                assert!(error.to_string().contains("the disk"), "{operation}: {error}");
            }
        }
        Ok(())
    }
}
