//! Collects the top documents of a search, in an order that does not depend on segments or threads.
//!
//! Documents of equal score are ordered newest first, undated last, then by source and record.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::search::fast_fields::{SegmentFastFields, UNDATED};
use crate::search::request::Sort;

/// Maximum capacity of the heap of top documents that is allocated up front.
const MAX_INITIAL_CAPACITY: usize = 1000;

/// Sorts `docs` by `compare`, and equal ones newest first, undated last, then by source and record. Source
/// keys are read only if equal documents are in different segments, and only once each.
pub(crate) fn sort_docs(
    docs: &mut Vec<ScoredDoc>,
    fast_fields: &[Arc<SegmentFastFields>],
    compare: impl Fn(&ScoredDoc, &ScoredDoc) -> Ordering,
) {
    struct Keyed(ScoredDoc, OnceCell<String>);
    let fields_of = |keyed: &Keyed| fast_fields.get(keyed.0.address.segment_ord as usize);
    let by_source = |a: &Keyed, b: &Keyed| {
        let [doc_a, doc_b] = [a, b].map(|keyed| keyed.0.address.doc_id);
        let Some((fields_a, fields_b)) = fields_of(a).zip(fields_of(b)) else {
            return a.0.address.cmp(&b.0.address);
        };
        let (ords_a, ords_b) = (fields_a.source_ord_and_record(doc_a), fields_b.source_ord_and_record(doc_b));
        if a.0.address.segment_ord == b.0.address.segment_ord {
            return ords_a.cmp(&ords_b);
        }
        let key_a = a.1.get_or_init(|| fields_a.source_key(doc_a));
        key_a.cmp(b.1.get_or_init(|| fields_b.source_key(doc_b))).then(ords_a.1.cmp(&ords_b.1))
    };
    let mut keyed: Vec<Keyed> = docs.drain(..).map(|doc| Keyed(doc, OnceCell::new())).collect();
    keyed.sort_by(|a, b| compare(&a.0, &b.0).then(b.0.day.cmp(&a.0.day)).then_with(|| by_source(a, b)));
    docs.extend(keyed.into_iter().map(|keyed| keyed.0));
}

/// Collector of the number of matching documents and the best of them.
pub(crate) struct TopDocsCollector<'c> {
    /// Fast fields of every segment.
    pub fast_fields: &'c [Arc<SegmentFastFields>],
    /// Number of documents to keep.
    pub limit: usize,
    /// Order of the documents.
    pub sort: Sort,
    /// Documents to report if they match, in every segment; none if it is empty.
    pub watched: &'c [Arc<DocBits>],
}

/// Set of documents of a segment.
#[derive(Debug, Default)]
pub(crate) struct DocBits(Vec<u64>);

impl DocBits {
    /// Makes the set of `docs`, in ascending order.
    pub(crate) fn new(docs: impl DoubleEndedIterator<Item = DocId> + Clone) -> Self {
        let words = docs.clone().next_back().map_or(0, |last| last as usize / 64 + 1);
        let mut bits = vec![0u64; words];
        docs.for_each(|doc| bits[doc as usize / 64] |= 1 << (doc % 64));
        DocBits(bits)
    }

    /// Returns whether `doc` is in the set.
    pub(crate) fn contains(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }
}

/// Result of a [`TopDocsCollector`].
pub(crate) struct Harvest {
    /// Number of documents that matched.
    pub total: usize,
    /// Best of them, best first once merged.
    pub top_docs: Vec<ScoredDoc>,
    /// Watched documents that matched, in ascending order.
    pub watched: Vec<DocAddress>,
}

/// Document that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ScoredDoc {
    pub score: Score,
    /// Day of publication in days since 1970; [`UNDATED`] if unknown.
    pub day: i64,
    pub address: DocAddress,
}

impl ScoredDoc {
    /// Returns the day of publication in days since 1970; `None` if it is unknown.
    pub(crate) fn known_day(&self) -> Option<i64> {
        (self.day != UNDATED).then_some(self.day)
    }

    /// Compares by score, higher first.
    pub(crate) fn by_score(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score)
    }
}

impl Sort {
    /// Compares two days; equal if hits are sorted by relevance.
    pub(crate) fn compare_days(self, a: i64, b: i64) -> Ordering {
        let undated = (a == UNDATED).cmp(&(b == UNDATED));
        match self {
            Sort::Relevance => Ordering::Equal,
            Sort::Newest => undated.then(b.cmp(&a)),
            Sort::Oldest => undated.then(a.cmp(&b)),
        }
    }
}

/// Sort key of a document within one segment, where sources are compared by their ordinals in the sorted
/// dictionary.
#[derive(Debug, Clone, Copy)]
struct SortKey {
    sort: Sort,
    score: Score,
    day: i64,
    source_ord: u64,
    record: u64,
}

impl SortKey {
    /// Compares with a document of the given score and day, without its source, which takes longer to look
    /// up.
    fn compare_without_source(&self, score: Score, day: i64) -> Ordering {
        let order = self.sort.compare_days(self.day, day).then(score.total_cmp(&self.score));
        order.then(day.cmp(&self.day))
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.compare_without_source(other.score, other.day)
            .then(self.source_ord.cmp(&other.source_ord))
            .then(self.record.cmp(&other.record))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.compare(other) == Ordering::Equal
    }
}
impl Eq for SortKey {}
impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(other)
    }
}

/// Collector of the top documents of one segment.
pub(crate) struct SegmentTopDocs {
    limit: usize,
    sort: Sort,
    segment: SegmentOrdinal,
    fast_fields: Arc<SegmentFastFields>,
    total: usize,
    /// Top documents so far; the worst of them is the greatest.
    heap: BinaryHeap<(SortKey, DocId)>,
    /// Minimum score of a document to enter the heap.
    threshold: Score,
    /// Number of ties that were broken by reading fast fields.
    ties: usize,
    /// Documents to report if they match.
    watched: Option<Arc<DocBits>>,
    /// Those of them that matched.
    seen: Vec<DocId>,
}

impl Collector for TopDocsCollector<'_> {
    type Fruit = Harvest;
    type Child = SegmentTopDocs;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentTopDocs> {
        let fast_fields = match self.fast_fields.get(segment as usize) {
            Some(fast_fields) => Arc::clone(fast_fields),
            None => Arc::new(SegmentFastFields::open(reader)?),
        };
        Ok(self.segment(segment, fast_fields))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Harvest>) -> tantivy::Result<Harvest> {
        Ok(self.merge(segments))
    }
}

impl TopDocsCollector<'_> {
    /// Creates the collector of a segment.
    pub(crate) fn segment(&self, segment: SegmentOrdinal, fields: Arc<SegmentFastFields>) -> SegmentTopDocs {
        let watched = self.watched.get(segment as usize).cloned();
        SegmentTopDocs { watched, ..SegmentTopDocs::new(self.limit, self.sort, segment, fields) }
    }

    /// Merges the top documents of all segments.
    pub(crate) fn merge(&self, segments: impl IntoIterator<Item = Harvest>) -> Harvest {
        let mut merged = Harvest { total: 0, top_docs: Vec::new(), watched: Vec::new() };
        for segment in segments {
            merged.total += segment.total;
            merged.top_docs.extend(segment.top_docs);
            merged.watched.extend(segment.watched);
        }
        let compare =
            |a: &ScoredDoc, b: &ScoredDoc| self.sort.compare_days(a.day, b.day).then_with(|| a.by_score(b));
        sort_docs(&mut merged.top_docs, self.fast_fields, compare);
        merged.top_docs.truncate(self.limit);
        merged
    }
}

impl SegmentTopDocs {
    fn new(limit: usize, sort: Sort, segment: SegmentOrdinal, fast_fields: Arc<SegmentFastFields>) -> Self {
        let heap = BinaryHeap::with_capacity(limit.min(MAX_INITIAL_CAPACITY) + 1);
        let threshold = if limit == 0 { Score::INFINITY } else { Score::NEG_INFINITY };
        SegmentTopDocs {
            limit,
            sort,
            segment,
            fast_fields,
            total: 0,
            heap,
            threshold,
            ties: 0,
            watched: None,
            seen: Vec::new(),
        }
    }

    /// Returns the minimum score of a document to be among the top documents so far; negative infinity if
    /// hits are not sorted by relevance.
    pub(crate) fn threshold(&self) -> Score {
        self.threshold
    }

    /// Inserts a document into the heap if it belongs there. Fast fields are read for few documents: those
    /// that score as much as the worst one in the heap.
    fn insert(&mut self, doc: DocId, score: Score) {
        let fast_fields = &self.fast_fields;
        let key = |day| {
            let (source_ord, record) = fast_fields.source_ord_and_record(doc);
            SortKey { sort: self.sort, score, day, source_ord, record }
        };
        if self.heap.len() < self.limit {
            self.heap.push((key(fast_fields.day(doc)), doc));
        } else if let Some(mut worst) = self.heap.peek_mut() {
            if score == worst.0.score && self.sort == Sort::Relevance {
                match fast_fields.tie_order() {
                    Some(order) if order[doc as usize] > order[worst.1 as usize] => return,
                    Some(_) => {}
                    None => self.ties += 1,
                }
            }
            let day = fast_fields.day(doc);
            if worst.0.compare_without_source(score, day) == Ordering::Less {
                return;
            }
            let key = key(day);
            if key >= worst.0 {
                return;
            }
            *worst = (key, doc);
            drop(worst); // restores the order of the heap
        }
        if self.heap.len() >= self.limit
            && self.sort == Sort::Relevance
            && let Some((worst, _)) = self.heap.peek()
        {
            self.threshold = worst.score;
        }
    }

    /// Returns whether documents are reported if they match.
    pub(crate) fn is_watching(&self) -> bool {
        self.watched.is_some()
    }

    /// Counts documents that match without collecting them; none of them may be watched.
    pub(crate) fn count(&mut self, count: usize) {
        self.total += count;
    }

    /// Counts a document that matches without collecting it.
    pub(crate) fn count_only(&mut self, doc: DocId) {
        self.total += 1;
        if self.watched.as_ref().is_some_and(|watched| watched.contains(doc)) {
            self.seen.push(doc);
        }
    }

    /// Returns the top documents in no particular order.
    pub(crate) fn finish(self) -> Harvest {
        let segment_ord = self.segment;
        self.fast_fields.record_ties(self.ties);
        let scored_doc = |(key, doc_id): (SortKey, DocId)| ScoredDoc {
            score: key.score,
            day: key.day,
            address: DocAddress { segment_ord, doc_id },
        };
        Harvest {
            total: self.total,
            top_docs: self.heap.into_iter().map(scored_doc).collect(),
            watched: self.seen.into_iter().map(|doc| DocAddress::new(segment_ord, doc)).collect(),
        }
    }
}

impl SegmentCollector for SegmentTopDocs {
    type Fruit = Harvest;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.count_only(doc);
        if score >= self.threshold {
            self.insert(doc, score);
        }
    }

    fn harvest(self) -> Harvest {
        self.finish()
    }
}

#[cfg(test)]
mod tests {
    use crate::search::top_docs::*;

    #[test]
    fn keys_order_by_score_then_day_then_source() {
        let key =
            |score, day, source_ord| SortKey { sort: Sort::Relevance, score, day, source_ord, record: 0 };
        let mut keys = [key(1.0, 5, 1), key(2.0, 1, 9), key(1.0, 7, 3), key(1.0, 5, 0)];
        keys.sort();
        assert_eq!(keys.map(|key| (key.day, key.source_ord)), [(1, 9), (7, 3), (5, 0), (5, 1)]);
    }
}
