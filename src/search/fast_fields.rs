//! The columns of a segment that the order of equal hits rests on: days, sources, records.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, SegmentReader};

use crate::index::schema::{PUBLISHED, RECORD, SOURCE};
use crate::index::term_vectors;
use crate::search::top_docs::ScoredDoc;

/// The day of what has none.
pub(crate) const UNDATED: i64 = i64::MIN;

/// What the order of hits in a segment rests on beside their scores. To open it costs about as much as to answer a rare
/// word, so that it is opened once and not for each search.
pub(crate) struct SegmentFastFields {
    days: Column<i64>,
    sources: Option<StrColumn>,
    records: Column<u64>,
    /// PreparedTerm when it is first needed.
    gists: OnceLock<Column<u64>>,
    /// How often two equal articles were told apart by looking both up.
    ties: AtomicUsize,
    /// The place of every article among all of equal score, made once that would have paid.
    order: OnceLock<Vec<u32>>,
}

/// Ties for each article of a segment after which the order of all is made: to make it costs about as much.
const TIES: usize = 2;

impl SegmentFastFields {
    /// Opens those of a segment.
    pub fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let (days, records) = (columns.i64(PUBLISHED)?, columns.u64(RECORD)?);
        let (sources, ties) = (columns.str(SOURCE)?, AtomicUsize::new(0));
        Ok(SegmentFastFields { days, sources, records, gists: OnceLock::new(), ties, order: OnceLock::new() })
    }

    /// Counts ties. Where a pattern stands for many words all that matches scores the same, so that a search has as many
    /// ties as hits.
    pub fn record_ties(&self, times: usize) {
        let before = self.ties.fetch_add(times, Ordering::Relaxed);
        if before + times >= TIES * self.days.num_docs() as usize && times > 0 {
            self.order.get_or_init(|| self.all_in_order());
        }
    }

    /// The place of each article of the segment among all of equal score, once that has been made.
    pub fn order(&self) -> Option<&[u32]> {
        self.order.get().map(Vec::as_slice)
    }

    fn all_in_order(&self) -> Vec<u32> {
        let mut all: Vec<_> =
            (0..self.days.num_docs()).map(|doc| (Reverse(self.day(doc)), self.place(doc), doc)).collect();
        all.sort_unstable();
        let mut order = vec![0; all.len()];
        for (at, (_, _, doc)) in (0..).zip(all) {
            order[doc as usize] = at;
        }
        order
    }

    /// The gists of the articles of the segment, which `reader` reads.
    pub fn gists(&self, reader: &SegmentReader) -> tantivy::Result<&Column<u64>> {
        match self.gists.get() {
            Some(gists) => Ok(gists),
            None => {
                let gists = term_vectors::column(reader)?;
                Ok(self.gists.get_or_init(|| gists))
            }
        }
    }

    /// An article as if it had been found.
    pub fn found(&self, address: DocAddress) -> ScoredDoc {
        ScoredDoc { score: 0.0, day: self.day(address.doc_id), address }
    }

    /// The day of an article, in days since 1970.
    pub fn day(&self, doc: DocId) -> i64 {
        self.days.first(doc).unwrap_or(UNDATED)
    }

    /// The place of an article's source among those of its segment, which are sorted, and its record.
    pub fn place(&self, doc: DocId) -> (u64, u64) {
        let source = self.sources.as_ref().and_then(|column| column.term_ords(doc).next());
        (source.unwrap_or(u64::MAX), self.records.first(doc).unwrap_or_default())
    }

    /// The source of an article; empty where it cannot be read.
    pub fn source(&self, doc: DocId) -> String {
        let mut name = String::new();
        if let Some(column) = &self.sources
            && let Some(ordinal) = column.term_ords(doc).next()
            && column.ord_to_str(ordinal, &mut name).is_err()
        {
            name.clear();
        }
        name
    }
}
