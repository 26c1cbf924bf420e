//! The order in which a search that is bounded compares articles: newest first, and in a fixed order within a
//! day. It does not depend on segments, so that the same articles are compared whatever the history of the
//! index.

use std::cmp::Reverse;
use std::sync::Arc;

use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, Searcher};

use crate::search::fast_fields::{SegmentFastFields, UNDATED};
use crate::search::request::Sort;

/// Returns the documents that match `query`, segment by segment, in ascending order.
pub(crate) fn matching_docs(searcher: &Searcher, query: &dyn Query) -> tantivy::Result<Vec<Vec<DocId>>> {
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher))?;
    let of_segment = |reader| {
        let mut matching = Vec::new();
        weight.for_each_no_score(reader, &mut |docs| matching.extend_from_slice(docs))?;
        matching.retain(|doc| !reader.is_deleted(*doc));
        Ok(matching)
    };
    searcher.segment_readers().iter().map(of_segment).collect()
}

/// Returns `docs` newest first, undated last; oldest first if they are sorted so.
pub(crate) fn newest_first(
    docs: &[Vec<DocId>],
    fast_fields: &[Arc<SegmentFastFields>],
    sort: Sort,
) -> Vec<DocAddress> {
    let mut keyed = Vec::with_capacity(docs.iter().map(Vec::len).sum());
    for (segment_ord, (docs, fields)) in (0..).zip(docs.iter().zip(fast_fields)) {
        for doc in docs {
            let day = fields.day(*doc);
            let is_undated = day == UNDATED;
            let age = if sort == Sort::Oldest { day } else { day.checked_neg().unwrap_or(i64::MAX) };
            let (source_ord, record) = fields.source_ord_and_record(*doc);
            let source = fields.source_hash(source_ord);
            keyed.push(((is_undated, age, Reverse(source), record), DocAddress::new(segment_ord, *doc)));
        }
    }
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, address)| address).collect()
}

/// Returns documents segment by segment, in ascending order.
pub(crate) fn by_segment(docs: &[DocAddress], num_segments: usize) -> Vec<Vec<DocId>> {
    let mut segments = vec![Vec::new(); num_segments];
    for address in docs {
        if let Some(docs) = segments.get_mut(address.segment_ord as usize) {
            docs.push(address.doc_id);
        }
    }
    segments.iter_mut().for_each(|docs| docs.sort_unstable());
    segments
}
