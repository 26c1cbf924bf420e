//! Counts the tokens of all articles, and the articles in each language: the collection statistics.
//!
//! tantivy adds up the lengths of articles as they are written and can only estimate them once some are
//! deleted, so that the same articles would have other scores after other histories. So every commit counts
//! them anew, from the field norms of the articles that are not deleted, and stores them in the metadata.

use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// Number of tokens of all articles, by field id.
pub(crate) type TokenCounts = BTreeMap<u32, u64>;

/// The statistics of an index that BM25 scores depend on.
pub(crate) struct CollectionStats<'s> {
    pub searcher: &'s Searcher,
    pub token_counts: &'s TokenCounts,
}

impl Bm25StatisticsProvider for CollectionStats<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.token_counts.get(&field.field_id()) {
            Some(count) => Ok(*count),
            None => self.searcher.total_num_tokens(field),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Bm25StatisticsProvider::doc_freq(self.searcher, term)
    }
}

/// Counts the articles in each language that are not deleted, by language code.
pub(crate) fn count_languages(searcher: &Searcher, lang: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted_index = segment.inverted_index(lang)?;
        let mut terms = inverted_index.terms().stream()?;
        while terms.advance() {
            let code = String::from_utf8_lossy(terms.key()).into_owned();
            let doc_freq = match segment.alive_bitset() {
                None => terms.value().doc_freq,
                Some(alive) => inverted_index
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            if doc_freq > 0 {
                *counts.entry(code).or_default() += u64::from(doc_freq);
            }
        }
    }
    Ok(counts)
}

/// Counts the tokens of all articles that are not deleted.
pub(crate) fn count_tokens(searcher: &Searcher) -> tantivy::Result<TokenCounts> {
    let mut counts = TokenCounts::new();
    for (field, _) in searcher.schema().fields().filter(|(_, entry)| entry.has_fieldnorms()) {
        let mut sum = 0;
        for segment in searcher.segment_readers() {
            let Some(fieldnorms) = segment.fieldnorms_readers().get_field(field)? else { continue };
            let mut histogram = [0u64; 256];
            for doc in segment.doc_ids_alive() {
                histogram[usize::from(fieldnorms.fieldnorm_id(doc))] += 1;
            }
            let fieldnorm = |id: u8| u64::from(FieldNormReader::id_to_fieldnorm(id));
            sum += (0..=255u8).zip(histogram).map(|(id, count)| count * fieldnorm(id)).sum::<u64>();
        }
        counts.insert(field.field_id(), sum);
    }
    Ok(counts)
}
