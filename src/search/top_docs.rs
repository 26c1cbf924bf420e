//! The best documents of a search, in an order that does not depend on segments or threads.
//!
//! Equal scores are ordered newest first, undated last, then by source and record.

use std::cell::OnceCell;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::search::fast_fields::{SegmentFastFields, UNDATED};

/// Sorts `found` by `first`, and what that leaves equal newest first, undated last, then by source and record. Names of
/// sources are read only where equal articles lie in different segments, and each once.
pub(crate) fn sort(
    found: &mut Vec<ScoredDoc>,
    columns: &[Arc<SegmentFastFields>],
    first: impl Fn(&ScoredDoc, &ScoredDoc) -> Ordering,
) {
    struct Named(ScoredDoc, OnceCell<String>);
    let of = |named: &Named| columns.get(named.0.address.segment_ord as usize);
    let by_source = |a: &Named, b: &Named| {
        let [doc, other] = [a, b].map(|named| named.0.address.doc_id);
        let Some((one, two)) = of(a).zip(of(b)) else { return a.0.address.cmp(&b.0.address) };
        let (place, others) = (one.place(doc), two.place(other));
        if a.0.address.segment_ord == b.0.address.segment_ord {
            return place.cmp(&others);
        }
        let name = a.1.get_or_init(|| one.source(doc)).cmp(b.1.get_or_init(|| two.source(other)));
        name.then(place.1.cmp(&others.1))
    };
    let mut named: Vec<Named> = found.drain(..).map(|found| Named(found, OnceCell::new())).collect();
    named.sort_by(|a, b| first(&a.0, &b.0).then(b.0.day.cmp(&a.0.day)).then_with(|| by_source(a, b)));
    found.extend(named.into_iter().map(|named| named.0));
}

/// Collects the number of hits and the best of them.
pub(crate) struct TopDocsCollector<'c> {
    /// The columns of every segment.
    pub columns: &'c [Arc<SegmentFastFields>],
    /// How many to keep.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
}

/// What [`TopDocsCollector`] brings home.
pub(crate) struct Harvest {
    /// All documents that matched.
    pub total: usize,
    /// The best of them, best first.
    pub best: Vec<ScoredDoc>,
}

/// A document that matched.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ScoredDoc {
    pub score: Score,
    /// Days since 1970; the least value where unknown.
    pub day: i64,
    pub address: DocAddress,
}

impl ScoredDoc {
    /// Better before worse.
    pub fn by_score(&self, other: &Self) -> Ordering {
        other.score.total_cmp(&self.score)
    }
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// TopDocsCollector first.
    #[default]
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

impl Sort {
    /// The order of two days, where days come first.
    fn by_day(self, a: i64, b: i64) -> Ordering {
        let undated = (a == UNDATED).cmp(&(b == UNDATED));
        match self {
            Sort::Relevance => Ordering::Equal,
            Sort::Newest => undated.then(b.cmp(&a)),
            Sort::Oldest => undated.then(a.cmp(&b)),
        }
    }
}

/// Within one segment sources are compared by their place in its dictionary, which is sorted.
#[derive(Debug, Clone, Copy)]
struct SortKey {
    sort: Sort,
    score: Score,
    day: i64,
    source: u64,
    record: u64,
}

impl SortKey {
    /// The order by all but the source, which takes longer to look up.
    fn order_without_source(&self, score: Score, day: i64) -> Ordering {
        let best = self.sort.by_day(self.day, day).then(score.total_cmp(&self.score));
        best.then(day.cmp(&self.day))
    }

    fn order(&self, other: &Self) -> Ordering {
        self.order_without_source(other.score, other.day)
            .then(self.source.cmp(&other.source))
            .then(self.record.cmp(&other.record))
    }
}

impl PartialEq for SortKey {
    fn eq(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
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
        self.order(other)
    }
}

/// [`TopDocsCollector`] in one segment.
pub(crate) struct SegmentTopDocs {
    limit: usize,
    sort: Sort,
    segment: SegmentOrdinal,
    columns: Arc<SegmentFastFields>,
    total: usize,
    /// The worst of the best on top.
    heap: BinaryHeap<(SortKey, DocId)>,
    /// What an article must score at least to come among them.
    least: Score,
    /// Equal articles that were told apart.
    ties: usize,
}

impl Collector for TopDocsCollector<'_> {
    type Fruit = Harvest;
    type Child = SegmentTopDocs;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentTopDocs> {
        let columns = match self.columns.get(segment as usize) {
            Some(columns) => Arc::clone(columns),
            None => Arc::new(SegmentFastFields::open(reader)?),
        };
        Ok(SegmentTopDocs::new(self.limit, self.sort, segment, columns))
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Harvest>) -> tantivy::Result<Harvest> {
        Ok(self.merged(segments))
    }
}

impl TopDocsCollector<'_> {
    /// The best of all segments.
    pub fn merged(&self, segments: impl IntoIterator<Item = Harvest>) -> Harvest {
        let mut all = Harvest { total: 0, best: Vec::new() };
        for segment in segments {
            all.total += segment.total;
            all.best.extend(segment.best);
        }
        let first = |a: &ScoredDoc, b: &ScoredDoc| self.sort.by_day(a.day, b.day).then_with(|| a.by_score(b));
        sort(&mut all.best, self.columns, first);
        all.best.truncate(self.limit);
        all
    }
}

impl SegmentTopDocs {
    /// The best `limit` articles of a segment, before the first.
    pub fn new(limit: usize, sort: Sort, segment: SegmentOrdinal, columns: Arc<SegmentFastFields>) -> Self {
        let heap = BinaryHeap::with_capacity(limit.min(1000) + 1);
        let least = if limit == 0 { Score::INFINITY } else { Score::NEG_INFINITY };
        SegmentTopDocs { limit, sort, segment, columns, total: 0, heap, least, ties: 0 }
    }

    /// What an article must score at least to be among the best so far. Of another order than by score nothing can be
    /// said.
    pub fn least(&self) -> Score {
        self.least
    }

    /// Takes an article among the best if it is one of them. SegmentFastFields are looked at for few: those that score as much as
    /// the worst of them.
    fn offer(&mut self, doc: DocId, score: Score) {
        let columns = &self.columns;
        let key = |day| {
            let (source, record) = columns.place(doc);
            SortKey { sort: self.sort, score, day, source, record }
        };
        if self.heap.len() < self.limit {
            self.heap.push((key(columns.day(doc)), doc));
        } else if let Some(mut worst) = self.heap.peek_mut() {
            if score == worst.0.score && self.sort == Sort::Relevance {
                match columns.order() {
                    Some(order) if order[doc as usize] > order[worst.1 as usize] => return,
                    Some(_) => {}
                    None => self.ties += 1,
                }
            }
            let day = columns.day(doc);
            if worst.0.order_without_source(score, day) == Ordering::Less {
                return;
            }
            let key = key(day);
            if key >= worst.0 {
                return;
            }
            *worst = (key, doc);
            drop(worst); // which puts it where it belongs
        }
        if self.heap.len() >= self.limit
            && self.sort == Sort::Relevance
            && let Some((worst, _)) = self.heap.peek()
        {
            self.least = worst.score;
        }
    }

    /// Counts articles that match and are not among the best.
    pub fn pass(&mut self, articles: usize) {
        self.total += articles;
    }

    /// What was found, in no order.
    pub fn finish(self) -> Harvest {
        let segment_ord = self.segment;
        self.columns.record_ties(self.ties);
        let found = |(key, doc_id): (SortKey, DocId)| ScoredDoc {
            score: key.score,
            day: key.day,
            address: DocAddress { segment_ord, doc_id },
        };
        Harvest { total: self.total, best: self.heap.into_iter().map(found).collect() }
    }
}

impl SegmentCollector for SegmentTopDocs {
    type Fruit = Harvest;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if score >= self.least {
            self.offer(doc, score);
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
    fn better_then_newer_then_by_source() {
        let key = |score, day, source| SortKey { sort: Sort::Relevance, score, day, source, record: 0 };
        let mut keys = [key(1.0, 5, 1), key(2.0, 1, 9), key(1.0, 7, 3), key(1.0, 5, 0)];
        keys.sort();
        assert_eq!(keys.map(|key| (key.day, key.source)), [(1, 9), (7, 3), (5, 0), (5, 1)]);
    }
}
