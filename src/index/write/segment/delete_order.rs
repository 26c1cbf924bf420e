//! Deleting what was there before, and nothing that is added after.
//!
//! The engine tells by numbers that it gives to articles which of them a deletion is about. A segment that comes whole has
//! none: all deletions that the engine has not looked at yet would be about it, those from before it was there too.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

/// In which order the segments of a run were added. Others were there before it.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeleteOrder(Arc<Mutex<HashMap<SegmentId, usize>>>);

impl DeleteOrder {
    fn known(&self) -> MutexGuard<'_, HashMap<SegmentId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a segment that is about to be added.
    pub fn add(&self, segment: SegmentId) {
        let mut known = self.known();
        let number = known.len();
        known.insert(segment, number);
    }

    /// The articles with `term` in all segments that were added so far.
    pub fn so_far(&self, term: Term) -> DeleteEarlier {
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        DeleteEarlier { term, segments: self.known().len(), order: self.clone() }
    }

    /// Whether a segment was added after so many.
    fn is_after(&self, segment: SegmentId, segments: usize) -> bool {
        // One that was put together of others has only articles that were there before: it is made after the engine has
        // looked at the deletions of all of them.
        self.known().get(&segment).is_some_and(|number| *number >= segments)
    }
}

/// The query for them.
#[derive(Debug, Clone)]
pub(crate) struct DeleteEarlier {
    term: TermQuery,
    segments: usize,
    order: DeleteOrder,
}

struct DeleteEarlierWeight {
    term: Box<dyn Weight>,
    query: DeleteEarlier,
}

impl Query for DeleteEarlier {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DeleteEarlierWeight { term: self.term.weight(scoring)?, query: self.clone() }))
    }
}

impl Weight for DeleteEarlierWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        match self.query.order.is_after(reader.segment_id(), self.query.segments) {
            true => Ok(Box::new(EmptyScorer)),
            false => self.term.scorer(reader, boost),
        }
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.term.explain(reader, doc)
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::delete_order::*;
    use tantivy::collector::Count;
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, IndexWriter, doc};

    #[test]
    fn a_segment_that_came_after_is_left_alone() -> tantivy::Result<()> {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("f", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000)?;
        for _ in 0..2 {
            writer.add_document(doc!(field => "ferry"))?;
            writer.commit()?;
        }
        let segments = index.searchable_segment_ids()?;
        let (order, searcher) = (DeleteOrder::default(), index.reader()?.searcher());
        let so_far = || order.so_far(Term::from_field_text(field, "ferry"));
        let (first, unknown) = (so_far(), segments[0]);
        order.add(segments[1]);
        assert_eq!(searcher.search(&first, &Count)?, 1, "of {unknown:?}, which was there before");
        assert_eq!(searcher.search(&so_far(), &Count)?, 2);
        Ok(())
    }
}
