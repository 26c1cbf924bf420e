//! Deletes the articles that were added before a moment of the run, or after it, but no others.
//!
//! tantivy orders additions and deletions by stamps that it gives to single articles. A segment that is added
//! as a whole has none, so that all pending deletions would apply to it, including those from before it
//! existed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::index::SegmentId;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, TermQuery, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, Score, SegmentReader, Term};

/// The order in which the segments of a run were added. Other segments existed before the run.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeleteOrder(Arc<Mutex<HashMap<SegmentId, usize>>>);

impl DeleteOrder {
    fn numbers(&self) -> MutexGuard<'_, HashMap<SegmentId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a segment that is about to be added.
    pub(crate) fn add(&self, segment: SegmentId) {
        let mut numbers = self.numbers();
        let number = numbers.len();
        numbers.insert(segment, number);
    }

    /// Returns the number of segments that were added so far.
    pub(crate) fn num_segments(&self) -> usize {
        self.numbers().len()
    }

    /// Returns a query for the articles with `term` on one side of the moment when the run had added
    /// `num_segments` segments.
    pub(crate) fn delete(&self, term: Term, side: Side, num_segments: usize) -> DeleteQuery {
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        DeleteQuery { term, side, num_segments, order: self.clone() }
    }

    /// Returns whether `segment` was added after the first `num_segments` of the run.
    fn is_later(&self, segment: SegmentId, num_segments: usize) -> bool {
        // A segment that is merged has another id. That is why nothing is merged while a run adds articles.
        self.numbers().get(&segment).is_some_and(|number| *number >= num_segments)
    }
}

/// A side of a moment of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    After,
}

/// A query for the articles with a term on one side of a moment of the run.
#[derive(Debug, Clone)]
pub(crate) struct DeleteQuery {
    term: TermQuery,
    side: Side,
    num_segments: usize,
    order: DeleteOrder,
}

struct DeleteWeight {
    term: Box<dyn Weight>,
    query: DeleteQuery,
}

impl Query for DeleteQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(DeleteWeight { term: self.term.weight(scoring)?, query: self.clone() }))
    }
}

impl Weight for DeleteWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let is_later = self.query.order.is_later(reader.segment_id(), self.query.num_segments);
        match is_later == (self.query.side == Side::After) {
            true => self.term.scorer(reader, boost),
            false => Ok(Box::new(EmptyScorer)),
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
    fn only_segments_on_one_side_are_matched() -> tantivy::Result<()> {
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
        let count = |side, moment| {
            let query = order.delete(Term::from_field_text(field, "ferry"), side, moment);
            searcher.search(&query, &Count)
        };
        order.add(segments[1]); // the other one existed before the run
        assert_eq!((count(Side::Before, 0)?, count(Side::After, 0)?), (1, 1));
        assert_eq!((count(Side::Before, 1)?, count(Side::After, 1)?), (2, 0));
        Ok(())
    }
}
