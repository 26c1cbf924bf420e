//! Articles that have any of a crowd of words, as a pattern may stand for: all of them match, and score alike.
//!
//! The engine's own way would make an automaton of the words and walk the dictionary with it to find what had just been
//! found there.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::postings::TermInfo;
use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// A query for them.
#[derive(Debug, Clone)]
pub(crate) struct MultiTermQuery {
    pub field: Field,
    /// The words by segment.
    pub entries: Arc<Vec<(SegmentId, Vec<TermInfo>)>>,
}

impl MultiTermQuery {
    fn articles(&self, reader: &SegmentReader) -> tantivy::Result<BitSetDocSet> {
        let mut articles = BitSet::with_max_value(reader.max_doc());
        let own = self.entries.iter().find(|(segment, _)| *segment == reader.segment_id());
        let inverted = reader.inverted_index(self.field)?;
        for entry in own.iter().flat_map(|(_, entries)| entries) {
            let mut blocks = inverted.read_block_postings_from_terminfo(entry, IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs() {
                    articles.insert(*doc);
                }
                blocks.advance();
            }
        }
        Ok(BitSetDocSet::from(articles))
    }
}

impl Query for MultiTermQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for MultiTermQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(ConstScorer::new(self.articles(reader)?, boost)))
    }

    /// As it comes with the trait, but for not asking each article anew for its score and for the next.
    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let mut articles = self.articles(reader)?;
        while articles.doc() != TERMINATED {
            callback(articles.doc(), 1.0);
            articles.advance();
        }
        Ok(())
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        match self.articles(reader)?.seek(doc) == doc {
            true => Ok(Explanation::new("one of many words", 1.0)),
            false => Err(TantivyError::InvalidArgument(format!("document {doc} does not match"))),
        }
    }
}
