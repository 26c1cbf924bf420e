//! Deletes the articles that were added before, but not later ones.
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

    /// Returns a query for the articles with `term` in all segments that were added so far.
    pub(crate) fn delete_earlier(&self, term: Term) -> DeleteEarlier {
        let term = TermQuery::new(term, IndexRecordOption::Basic);
        DeleteEarlier { term, num_segments: self.numbers().len(), order: self.clone() }
    }

    /// Returns whether `segment` was added after the first `num_segments` of the run.
    fn is_later(&self, segment: SegmentId, num_segments: usize) -> bool {
        // A merged segment has only articles from before the deletion: tantivy merges segments after it has
        // applied all pending deletions to them.
        self.numbers().get(&segment).is_some_and(|number| *number >= num_segments)
    }
}

/// A query for the articles with a term in the segments that were added before the query was made.
#[derive(Debug, Clone)]
pub(crate) struct DeleteEarlier {
    term: TermQuery,
    num_segments: usize,
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
        match self.query.order.is_later(reader.segment_id(), self.query.num_segments) {
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
    fn later_segments_are_not_matched() -> tantivy::Result<()> {
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
        let delete_earlier = || order.delete_earlier(Term::from_field_text(field, "ferry"));
        let (first, earlier) = (delete_earlier(), segments[0]);
        order.add(segments[1]);
        assert_eq!(searcher.search(&first, &Count)?, 1, "of {earlier:?}, which existed before");
        assert_eq!(searcher.search(&delete_earlier(), &Count)?, 2);
        Ok(())
    }
}
