//! Matches documents that contain any of many terms, such as those a pattern expands to, with a constant
//! score.
//!
//! tantivy's own query would build an automaton from the terms and search the term dictionary again for
//! entries that are already known.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// Query for any of many terms of one field.
#[derive(Debug, Clone)]
pub(crate) struct MultiTermQuery {
    pub field: Field,
    /// Dictionary entries of the terms, by segment.
    pub term_infos: Arc<Vec<(SegmentId, Vec<TermInfo>)>>,
}

impl MultiTermQuery {
    fn matching_docs(&self, reader: &SegmentReader) -> tantivy::Result<BitSetDocSet> {
        let mut docs = BitSet::with_max_value(reader.max_doc());
        let in_segment = self.term_infos.iter().find(|(segment, _)| *segment == reader.segment_id());
        let inverted_index = reader.inverted_index(self.field)?;
        for term_info in in_segment.iter().flat_map(|(_, term_infos)| term_infos) {
            let mut blocks =
                inverted_index.read_block_postings_from_terminfo(term_info, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs() {
                    docs.insert(*doc);
                }
                blocks.advance();
            }
        }
        Ok(BitSetDocSet::from(docs))
    }
}

impl Query for MultiTermQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for MultiTermQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(self.matching_docs(reader)?, boost)))
    }

    /// Calls `callback` with every matching document. The default implementation would make two virtual calls
    /// per document, for its score and for the next document.
    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut docs = self.matching_docs(reader)?;
        while docs.doc() != TERMINATED {
            callback(docs.doc(), 1.0);
            docs.advance();
        }
        Ok(())
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        match self.matching_docs(reader)?.seek(doc) == doc {
            true => Ok(Explanation::new("one of many terms", 1.0)),
            false => Err(TantivyError::InvalidArgument(format!("document {doc} does not match"))),
        }
    }
}
