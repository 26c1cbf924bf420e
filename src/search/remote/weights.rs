//! Weights of the terms of a word, as another engine is told them.

use tantivy::query::Bm25Weight;
use tantivy::{Searcher, Term};

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
        let num_docs = self.index.num_articles();
        let ratio = |(weight, doc_freq): (&Bm25Weight, u64)| {
            let of_engine =
                Bm25Weight::for_one_term_without_explain(doc_freq.min(num_docs), num_docs.max(1), 1.0);
            let ratio = weight.max_score() / of_engine.max_score();
            (ratio * 1_000.0).clamp(0.0, 1e9) as u32
        };
        let ratios = |weights: &[Bm25Weight], counts: &[u64]| {
            weights.iter().zip(counts.iter().copied()).map(ratio).collect()
        };
        Ok(RemoteWeights {
            stems: ratios(&weights.stems, &counts.stems),
            exact: weights.exact.as_ref().zip(counts.exact).map(ratio),
            lead: ratios(&weights.lead, &counts.lead),
        })
    }
}
