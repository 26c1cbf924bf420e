//! Weights of the terms of a word, as another engine is told them.

use tantivy::query::{Bm25StatisticsProvider, Bm25Weight};
use tantivy::{Searcher, TantivyError, Term};

use crate::search::queries::stemmed_term::StemmedTermQuery;
use crate::search::queries::term_weights::TermDocFreqs;
use crate::search::remote::counts::RemoteStats;
use crate::search::remote::{RemoteCounts, RemoteQuery};

/// Weights of the terms of a word, in thousandths of those that the engine gives them.
pub(super) struct RemoteWeights {
    pub stems: Vec<u32>,
    pub exact: Option<u32>,
    pub lead: Vec<u32>,
}

impl RemoteCounts {
    /// Returns the factors by which the engine's weights become those of an index in a folder, which are
    /// counted by language.
    pub(super) fn weights(
        &self,
        searcher: &Searcher,
        query: &StemmedTermQuery,
        statistics: &RemoteStats<'_>,
    ) -> tantivy::Result<RemoteWeights> {
        let doc_freqs = |terms: &[Term]| {
            self.all(&terms.iter().map(|term| RemoteQuery::of_term(&self.fields, term)).collect::<Vec<_>>())
        };
        let exact = query.exact.as_ref().map(|term| self.doc_freq(term, None)).transpose()?;
        let counts = TermDocFreqs { stems: doc_freqs(&query.stems)?, exact, lead: doc_freqs(&query.lead)? };
        let weights = query.weights(searcher, statistics, &counts)?;
        let num_docs = statistics.total_num_docs()?;
        // The maximum depends on the average length, which is the engine's, too.
        let average =
            |field| Ok::<_, TantivyError>(statistics.total_num_tokens(field)? as f32 / num_docs as f32);
        let (text, lead) = (average(query.norms_field)?, average(query.lead_norms_field)?);
        let ratio = |weight: &Bm25Weight, doc_freq: u64, average: f32| {
            let of_engine =
                Bm25Weight::for_one_term_without_explain(doc_freq.min(num_docs), num_docs, average);
            (weight.max_score() / of_engine.max_score() * 1_000.0).clamp(0.0, 1e9).round() as u32
        };
        let ratios = |weights: &[Bm25Weight], counts: &[u64], average: f32| {
            let weights = weights.iter().zip(counts.iter().copied());
            weights.map(|(weight, count)| ratio(weight, count, average)).collect()
        };
        let exact = weights.exact.as_ref().zip(counts.exact);
        Ok(RemoteWeights {
            stems: ratios(&weights.stems, &counts.stems, text),
            exact: exact.map(|(weight, count)| ratio(weight, count, text)),
            lead: ratios(&weights.lead, &counts.lead, lead),
        })
    }
}
