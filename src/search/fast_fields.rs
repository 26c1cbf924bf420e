//! Fast fields of a segment: the sort keys and the term vectors.

use std::cmp::Reverse;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustc_hash::FxHashSet;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

use crate::index::schema::{ADDED, DAY, PUBLISHED, RECORD, SOURCE, encode_day_number};
use crate::index::term_vectors;

/// Day of an undated article.
pub(crate) const UNDATED: i64 = i64::MIN;

/// Number of ties per document of a segment after which the tie order of all documents is computed, which
/// costs about as much.
const TIES_PER_DOC: usize = 2;

/// Fast fields of a segment, opened once: opening them costs about as much as answering a query for a rare
/// word.
pub(crate) struct SegmentFastFields {
    days: Column<i64>,
    sources: Option<StrColumn>,
    records: Column<u64>,
    /// Hashes of the source keys by ordinal, computed when first needed.
    source_hashes: OnceLock<Vec<u64>>,
    /// Days on which contents came into the index, opened when first needed; `None` if none were kept.
    added_days: OnceLock<Option<Column<i64>>>,
    /// Term vectors, opened when first needed.
    term_vectors: OnceLock<Column<u64>>,
    /// Number of ties so far that were broken by reading the fields of both documents.
    tie_count: AtomicUsize,
    /// Rank of every document among documents of equal score, computed once it pays.
    tie_order: OnceLock<Vec<u32>>,
}

impl SegmentFastFields {
    /// Opens the fast fields of a segment.
    pub(crate) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let fast_fields = reader.fast_fields();
        let (days, records) = (fast_fields.i64(PUBLISHED)?, fast_fields.u64(RECORD)?);
        let (sources, tie_count) = (fast_fields.str(SOURCE)?, AtomicUsize::new(0));
        Ok(SegmentFastFields {
            days,
            sources,
            records,
            source_hashes: OnceLock::new(),
            added_days: OnceLock::new(),
            term_vectors: OnceLock::new(),
            tie_count,
            tie_order: OnceLock::new(),
        })
    }

    /// Counts ties that were broken. A pattern that expands to many terms scores all documents the same, so
    /// that a search breaks as many ties as it has hits.
    pub(crate) fn record_ties(&self, count: usize) {
        let before = self.tie_count.fetch_add(count, Ordering::Relaxed);
        if before + count >= TIES_PER_DOC * self.days.num_docs() as usize && count > 0 {
            self.tie_order.get_or_init(|| self.compute_tie_order());
        }
    }

    /// Returns the rank of every document among documents of equal score, once it is computed.
    pub(crate) fn tie_order(&self) -> Option<&[u32]> {
        self.tie_order.get().map(Vec::as_slice)
    }

    fn compute_tie_order(&self) -> Vec<u32> {
        let mut docs: Vec<_> = (0..self.days.num_docs())
            .map(|doc| (Reverse(self.day(doc)), self.source_ord_and_record(doc), doc))
            .collect();
        docs.sort_unstable();
        let mut order = vec![0; docs.len()];
        for (rank, (_, _, doc)) in (0..).zip(docs) {
            order[doc as usize] = rank;
        }
        order
    }

    /// Returns the term vectors of the segment, which `reader` reads.
    pub(crate) fn term_vectors(&self, reader: &SegmentReader) -> tantivy::Result<&Column<u64>> {
        match self.term_vectors.get() {
            Some(term_vectors) => Ok(term_vectors),
            None => {
                let term_vectors = term_vectors::column(reader)?;
                Ok(self.term_vectors.get_or_init(|| term_vectors))
            }
        }
    }

    /// Returns the days on which the contents of documents came into the index, in days since 1970; `None` if
    /// the index does not keep them. `reader` reads the segment.
    pub(crate) fn added_days(&self, reader: &SegmentReader) -> Option<&Column<i64>> {
        self.added_days.get_or_init(|| reader.fast_fields().i64(ADDED).ok()).as_ref()
    }

    /// Returns the day of a document, in days since 1970.
    pub(crate) fn day(&self, doc: DocId) -> i64 {
        self.days.first(doc).unwrap_or(UNDATED)
    }

    /// Reads the days of `docs` in the segment that `reader` reads, as [`encode_day_number`] writes them.
    pub(crate) fn encoded_days(&self, reader: &SegmentReader, docs: &[DocId]) -> tantivy::Result<Vec<u64>> {
        if reader.schema().get_field(DAY).is_err() {
            let days = docs.iter().map(|doc| self.days.first(*doc));
            return Ok(days.map(encode_day_number).collect());
        }
        let mut encoded = vec![0; docs.len()];
        reader.fast_fields().u64(DAY)?.values.get_vals(docs, &mut encoded);
        Ok(encoded)
    }

    /// Returns the ordinal of a document's source in the sorted dictionary of the segment, and the record.
    pub(crate) fn source_ord_and_record(&self, doc: DocId) -> (u64, u64) {
        let source_ord = self.sources.as_ref().and_then(|column| column.term_ords(doc).next());
        (source_ord.unwrap_or(u64::MAX), self.records.first(doc).unwrap_or_default())
    }

    /// Returns the hash of a source key, which orders documents of different segments without comparing keys;
    /// 0 if it cannot be read.
    pub(crate) fn source_hash(&self, source_ord: u64) -> u64 {
        let hashes = self.source_hashes.get_or_init(|| {
            let mut hashes = Vec::new();
            let stream = self.sources.as_ref().map(|column| column.dictionary().stream());
            if let Some(Ok(mut stream)) = stream {
                while stream.advance() {
                    hashes.push(xxh3_64(stream.key()));
                }
            }
            hashes
        });
        usize::try_from(source_ord).ok().and_then(|ord| hashes.get(ord)).copied().unwrap_or_default()
    }

    /// Counts documents by their source keys.
    pub(crate) fn count_sources(&self, docs: &[DocId]) -> tantivy::Result<Vec<(String, u64)>> {
        let Some(column) = &self.sources else { return Ok(Vec::new()) };
        let mut by_ord = vec![0; column.num_terms()];
        for doc in docs {
            let ord = column.ords().first(*doc).and_then(|ord| by_ord.get_mut(usize::try_from(ord).ok()?));
            ord.into_iter().for_each(|count| *count += 1);
        }
        let mut counts = Vec::new();
        let mut stream = column.dictionary().stream()?;
        let mut by_ord = by_ord.into_iter();
        while stream.advance() {
            if let Some(count) = by_ord.next().filter(|count| *count > 0) {
                counts.push((String::from_utf8_lossy(stream.key()).into_owned(), count));
            }
        }
        Ok(counts)
    }

    /// Returns the ordinals of the source keys that `is_wanted` accepts.
    pub(crate) fn source_ords(&self, is_wanted: impl Fn(&str) -> bool) -> tantivy::Result<FxHashSet<u64>> {
        let mut ords = FxHashSet::default();
        let Some(column) = &self.sources else { return Ok(ords) };
        let mut stream = column.dictionary().stream()?;
        while stream.advance() {
            if is_wanted(&String::from_utf8_lossy(stream.key())) {
                ords.insert(stream.term_ord());
            }
        }
        Ok(ords)
    }

    /// Returns the ordinal of the source key of a document.
    pub(crate) fn source_ord(&self, doc: DocId) -> Option<u64> {
        self.sources.as_ref()?.ords().first(doc)
    }

    /// Returns the source key of a document; empty if it cannot be read.
    pub(crate) fn source_key(&self, doc: DocId) -> String {
        let mut key = String::new();
        if let Some(column) = &self.sources
            && let Some(ord) = column.term_ords(doc).next()
            && column.ord_to_str(ord, &mut key).is_err()
        {
            key.clear();
        }
        key
    }
}
