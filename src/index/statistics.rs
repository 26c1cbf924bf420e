//! What scores rest on: how long the articles are.
//!
//! The engine adds the lengths up as articles are written and can only estimate them once some are deleted, so that
//! the same articles would have other scores after other histories. They are counted anew at every commit instead,
//! from what is kept of each article's length, and written with it.

use std::collections::BTreeMap;

use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

/// How many words the articles have, by field.
pub type TokenCounts = BTreeMap<u32, u64>;

/// The statistics of an index.
pub(crate) struct CollectionStats<'s> {
    pub searcher: &'s Searcher,
    pub tokens: &'s TokenCounts,
}

impl Bm25StatisticsProvider for CollectionStats<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.tokens.get(&field.field_id()) {
            Some(tokens) => Ok(*tokens),
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

/// How many articles there are in each language, by its code.
pub(crate) fn count_languages(searcher: &Searcher, lang: Field) -> tantivy::Result<BTreeMap<String, u64>> {
    let mut all = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(lang)?;
        let mut codes = inverted.terms().stream()?;
        while codes.advance() {
            let code = String::from_utf8_lossy(codes.key()).into_owned();
            let articles = match segment.alive_bitset() {
                None => codes.value().doc_freq,
                Some(alive) => inverted
                    .read_postings_from_terminfo(codes.value(), IndexRecordOption::Basic)?
                    .doc_freq_given_deletes(alive),
            };
            if articles > 0 {
                *all.entry(code).or_default() += u64::from(articles);
            }
        }
    }
    Ok(all)
}

/// Counts the words of all articles that are not deleted.
pub(crate) fn count_tokens(searcher: &Searcher) -> tantivy::Result<TokenCounts> {
    let mut tokens = TokenCounts::new();
    for (field, _) in searcher.schema().fields().filter(|(_, entry)| entry.has_fieldnorms()) {
        let mut sum = 0;
        for segment in searcher.segment_readers() {
            let Some(lengths) = segment.fieldnorms_readers().get_field(field)? else { continue };
            let mut histogram = [0u64; 256];
            for doc in segment.doc_ids_alive() {
                histogram[usize::from(lengths.fieldnorm_id(doc))] += 1;
            }
            let length = |id: u8| u64::from(FieldNormReader::id_to_fieldnorm(id));
            sum += (0..=255u8).zip(histogram).map(|(id, count)| count * length(id)).sum::<u64>();
        }
        tokens.insert(field.field_id(), sum);
    }
    Ok(tokens)
}
