//! The best documents of a search, in an order that does not depend on segments or threads.
//!
//! Equal scores are ordered newest first, undated last, then by source and record.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use jiff::civil::Date;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::schema::{PUBLISHED, RECORD, SOURCE};

/// What the order of hits in a segment rests on beside their scores. To open it costs about as much as to answer a rare
/// word, so that it is opened once and not for each search.
#[derive(Clone)]
pub(super) struct Columns {
    days: Column<i64>,
    sources: Option<StrColumn>,
    records: Column<u64>,
}

impl Columns {
    /// Opens those of a segment.
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let (days, records) = (columns.i64(PUBLISHED)?, columns.u64(RECORD)?);
        Ok(Columns { days, sources: columns.str(SOURCE)?, records })
    }

    /// An article as if it had been found.
    pub fn found(&self, address: DocAddress) -> tantivy::Result<Found> {
        let mut source = String::new();
        if let Some(column) = &self.sources
            && let Some(ordinal) = column.term_ords(address.doc_id).next()
        {
            column.ord_to_str(ordinal, &mut source)?;
        }
        let day = self.days.first(address.doc_id).unwrap_or(UNDATED);
        let record = self.records.first(address.doc_id).unwrap_or_default();
        Ok(Found { score: 0.0, day, source, record, address })
    }
}

/// Collects the number of hits and the best of them.
pub(super) struct Best<'c> {
    /// The columns of every segment.
    pub columns: &'c [Columns],
    /// How many to keep.
    pub limit: usize,
    /// In which order.
    pub sort: Sort,
}

/// What [`Best`] brings home.
pub(super) struct Harvest {
    /// All documents that matched.
    pub total: usize,
    /// The best of them, best first.
    pub best: Vec<Found>,
}

/// A document that matched.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub score: Score,
    /// Days since 1970; the least value where unknown.
    pub day: i64,
    pub source: String,
    pub record: u64,
    pub address: DocAddress,
}

impl Found {
    /// Better before worse, then newer before older, then by source.
    pub fn order(&self, other: &Self) -> Ordering {
        let newest = other.score.total_cmp(&self.score).then(other.day.cmp(&self.day));
        newest.then_with(|| self.source.cmp(&other.source)).then(self.record.cmp(&other.record))
    }
}

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

/// A day as a number of days since 1970.
pub(super) fn day_number(day: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    i64::from(epoch.until(day).map_or(0, |span| span.get_days()))
}

/// The day that [`day_number`] numbered.
pub(super) fn day_of(number: i64) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(days).ok()
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

/// The day of what has none.
const UNDATED: i64 = i64::MIN;

/// Within one segment sources are compared by their place in its dictionary, which is sorted.
#[derive(Debug, Clone, Copy)]
struct Key {
    sort: Sort,
    score: Score,
    day: i64,
    source: u64,
    record: u64,
}

impl Key {
    fn order(&self, other: &Self) -> Ordering {
        let best = self.sort.by_day(self.day, other.day).then(other.score.total_cmp(&self.score));
        best.then(other.day.cmp(&self.day))
            .then(self.source.cmp(&other.source))
            .then(self.record.cmp(&other.record))
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
    }
}
impl Eq for Key {}
impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

/// [`Best`] in one segment.
pub(super) struct SegmentBest {
    limit: usize,
    sort: Sort,
    segment: SegmentOrdinal,
    columns: Columns,
    total: usize,
    /// The worst of the best on top.
    heap: BinaryHeap<(Key, DocId)>,
}

impl Collector for Best<'_> {
    type Fruit = Harvest;
    type Child = SegmentBest;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentBest> {
        let columns = match self.columns.get(segment as usize) {
            Some(columns) => columns.clone(),
            None => Columns::open(reader)?,
        };
        Ok(SegmentBest {
            limit: self.limit,
            sort: self.sort,
            segment,
            columns,
            total: 0,
            heap: BinaryHeap::with_capacity(self.limit.min(1000) + 1),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Harvest>>) -> tantivy::Result<Harvest> {
        let mut all = Harvest { total: 0, best: Vec::new() };
        for segment in segments {
            let segment = segment?;
            all.total += segment.total;
            all.best.extend(segment.best);
        }
        all.best.sort_by(|a, b| self.sort.by_day(a.day, b.day).then_with(|| a.order(b)));
        all.best.truncate(self.limit);
        Ok(all)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = tantivy::Result<Harvest>;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        let full = self.heap.len() >= self.limit;
        // Columns are looked at only for what may come in: a handful of documents a search.
        if full
            && self.sort == Sort::Relevance
            && self.heap.peek().is_none_or(|(worst, _)| score < worst.score)
        {
            return;
        }
        let key = Key {
            sort: self.sort,
            score,
            day: self.columns.days.first(doc).unwrap_or(UNDATED),
            source: self
                .columns
                .sources
                .as_ref()
                .and_then(|column| column.term_ords(doc).next())
                .unwrap_or(u64::MAX),
            record: self.columns.records.first(doc).unwrap_or_default(),
        };
        self.heap.push((key, doc));
        if full {
            self.heap.pop();
        }
    }

    fn harvest(self) -> tantivy::Result<Harvest> {
        let mut best = Vec::with_capacity(self.heap.len());
        for (key, doc) in self.heap {
            let mut source = String::new();
            if let Some(column) = &self.columns.sources
                && key.source != u64::MAX
            {
                column.ord_to_str(key.source, &mut source)?;
            }
            let address = DocAddress::new(self.segment, doc);
            best.push(Found { score: key.score, day: key.day, source, record: key.record, address });
        }
        Ok(Harvest { total: self.total, best })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_both_ways() {
        for (number, day) in [(0, jiff::civil::date(1970, 1, 1)), (20_014, jiff::civil::date(2024, 10, 18))] {
            assert_eq!((day_number(day), day_of(number)), (number, Some(day)));
        }
        assert_eq!(day_of(day_number(jiff::civil::date(1914, 7, 28))), Some(jiff::civil::date(1914, 7, 28)));
        assert_eq!(day_of(i64::MIN), None);
    }

    #[test]
    fn better_then_newer_then_by_source() {
        let key = |score, day, source| Key { sort: Sort::Relevance, score, day, source, record: 0 };
        let mut keys = [key(1.0, 5, 1), key(2.0, 1, 9), key(1.0, 7, 3), key(1.0, 5, 0)];
        keys.sort();
        assert_eq!(keys.map(|key| (key.day, key.source)), [(1, 9), (7, 3), (5, 0), (5, 1)]);
    }
}
