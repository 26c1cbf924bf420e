//! Reranks the top documents by pseudo-relevance feedback: terms that the best documents share lift others
//! with the same terms.
//!
//! The expansion terms are taken from the term vectors of the six best documents. The weight of a term is a
//! power of the sum, over these documents, of the document's share of the score times its term frequency
//! divided by its length. Terms count that occur in at least two of the six and in at most a third of all
//! articles; the heaviest forty are kept. Each document is then scored by the expansion terms in its own term
//! vector (BM25).
//!
//! Without the power a few terms dominate; without the weights, or with terms from only five documents, at
//! least one of the test collections ranks worse. The set of hits does not change, and hits below the
//! thirtieth keep their order. This is a relevance model used only to reorder. It reads term vectors rather
//! than texts, because reading six texts again takes longer than the search itself.

use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;
use tantivy::{DocAddress, Score, SegmentReader};

use crate::index::term_vectors;
use crate::index::term_vectors::VectorTerm;
use crate::search::fast_fields::SegmentFastFields;

/// Number of documents to rerank.
pub(super) const DEPTH: usize = 30;
/// Number of documents that expansion terms are taken from.
const FEEDBACK_DOCS: usize = 6;
/// Minimum number of feedback documents that contain an expansion term.
const MIN_DOCS: u32 = 2;
/// Maximum number of expansion terms.
const MAX_TERMS: usize = 40;
/// An expansion term occurs in at most one in this many articles.
const RARITY_FACTOR: f32 = 3.0;
/// Exponent of the sum of weights of a term.
const WEIGHT_EXPONENT: f32 = 0.7;
/// Weight of the score of the expansion terms; the original score has the rest of 1.
const EXPANSION_WEIGHT: f32 = 0.2;
/// Mean length of the feedback documents, in words, below which the expansion terms weigh less, in
/// proportion: texts of one or two sentences share hardly any terms but those of the query.
const FULL_LENGTH: f32 = 100.0;
/// Term frequency saturation of BM25.
const K1: f32 = 1.2;
/// Length normalization of BM25.
const B: f32 = 0.75;

/// The articles that documents are rescored among.
#[derive(Debug, Clone, Copy)]
pub(super) struct RerankCollection {
    /// Number of articles.
    pub num_docs: u64,
    /// Number of words in their texts.
    pub num_tokens: u64,
}

impl RerankCollection {
    /// Rescores documents in the order of their `scores`, given the term vectors of the first [`DEPTH`], by
    /// which these are rescored. All scores become fractions of `best_score`.
    pub(super) fn rescore(
        self,
        scores: &mut [Score],
        best_score: Score,
        vectors: &[DocTermVector],
        doc_freq: &dyn Fn(u32) -> f32,
    ) {
        let (head, tail) = scores.split_at_mut(vectors.len().min(scores.len()));
        let terms = expansion_terms(head, vectors, doc_freq, self.num_docs as f32);
        let average_length = (self.num_tokens as f32 / self.num_docs.max(1) as f32).max(1.0);
        let expansions = vectors.iter().map(|vector| score(vector, &terms, average_length));
        let expansions: Vec<Score> = expansions.collect();
        let max_score = expansions.iter().copied().fold(0.0, f32::max);
        let expansion_weight = expansion_weight(vectors);
        let original_weight = 1.0 - expansion_weight;
        for (score, expansion) in head.iter_mut().zip(expansions) {
            let expansion = if max_score > 0.0 { expansion_weight * expansion / max_score } else { 0.0 };
            *score = original_weight * *score / best_score + expansion;
        }
        for score in tail {
            *score = original_weight * *score / best_score;
        }
    }
}

/// Reader of the term vectors and lengths of documents.
pub(super) struct TermVectorReader<'r> {
    /// Term vectors and fieldnorms, by segment.
    segments: Vec<(&'r Column<u64>, FieldNormReader)>,
}

/// Term vector of a document, with its length.
#[derive(Debug)]
pub(super) struct DocTermVector {
    /// Terms in the order of their hashes.
    pub terms: Vec<VectorTerm>,
    /// Length of the text in words.
    pub length: f32,
}

/// Term that the best documents share.
#[derive(Debug, PartialEq)]
struct ExpansionTerm {
    hash: u32,
    weight: f32,
}

/// Hash of a term and its weight in one number, so that sorting groups the weights of a term. No weight is
/// negative, so the bits of the weights are in the order of their values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct WeightedHash(u64);

impl WeightedHash {
    fn new(hash: u32, weight: f32) -> Self {
        WeightedHash(u64::from(hash) << 32 | u64::from(weight.to_bits()))
    }

    fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    fn weight(self) -> f32 {
        f32::from_bits(self.0 as u32)
    }
}

impl<'r> TermVectorReader<'r> {
    /// Opens the term vectors and the fieldnorms of `field` in all segments.
    pub(crate) fn open(
        segments: &[SegmentReader],
        fast_fields: &'r [Arc<SegmentFastFields>],
        field: Field,
    ) -> tantivy::Result<Self> {
        let segments = fast_fields.iter().zip(segments).map(|(fast_fields, segment)| {
            Ok((fast_fields.term_vectors(segment)?, segment.get_fieldnorms_reader(field)?))
        });
        Ok(TermVectorReader { segments: segments.collect::<tantivy::Result<_>>()? })
    }

    /// Reads the term vector of a document.
    pub(super) fn read(&self, address: DocAddress) -> DocTermVector {
        let (column, norms) = &self.segments[address.segment_ord as usize];
        let terms = term_vectors::terms(column, address.doc_id).collect();
        DocTermVector { terms, length: norms.fieldnorm(address.doc_id).max(1) as f32 }
    }
}

/// Returns the hashes of the terms that enough of the best documents share, given the vectors of documents in
/// their order.
pub(super) fn shared_hashes(vectors: &[DocTermVector]) -> Vec<u32> {
    let best = vectors.iter().take(FEEDBACK_DOCS);
    let mut hashes: Vec<u32> = best.flat_map(|vector| &vector.terms).map(|term| term.hash).collect();
    hashes.sort_unstable();
    let runs = hashes.chunk_by(|a, b| a == b).filter(|run| run.len() >= MIN_DOCS as usize);
    runs.map(|run| run[0]).collect()
}

/// Returns the weight of the expansion terms, given the documents in their order.
fn expansion_weight(vectors: &[DocTermVector]) -> f32 {
    let feedback = &vectors[..vectors.len().min(FEEDBACK_DOCS)];
    let words: f32 = feedback.iter().map(|vector| vector.length).sum();
    EXPANSION_WEIGHT * (words / feedback.len().max(1) as f32 / FULL_LENGTH).min(1.0)
}

/// Returns the heaviest [`MAX_TERMS`] terms that the best documents share, by hash.
fn expansion_terms(
    scores: &[Score],
    vectors: &[DocTermVector],
    doc_freq: &dyn Fn(u32) -> f32,
    num_docs: f32,
) -> Vec<ExpansionTerm> {
    let feedback = &scores[..scores.len().min(FEEDBACK_DOCS)];
    let score_sum: f32 = feedback.iter().sum();
    let mut occurrences: Vec<WeightedHash> = Vec::with_capacity(feedback.len() * MAX_TERMS);
    for (score, vector) in feedback.iter().zip(vectors) {
        let share = score / score_sum / vector.length;
        let occurrence = |term: &VectorTerm| WeightedHash::new(term.hash, share * term.freq as f32);
        occurrences.extend(vector.terms.iter().map(occurrence));
    }
    occurrences.sort_unstable();
    let runs = occurrences.chunk_by(|a, b| a.hash() == b.hash()).filter(|run| run.len() >= MIN_DOCS as usize);
    let mut terms: Vec<(ExpansionTerm, f32)> = runs
        .map(|run| {
            let (hash, sum) = (run[0].hash(), run.iter().map(|occurrence| occurrence.weight()).sum::<f32>());
            (ExpansionTerm { hash, weight: sum.powf(WEIGHT_EXPONENT) }, doc_freq(hash))
        })
        .filter(|(_, doc_freq)| doc_freq * RARITY_FACTOR <= num_docs)
        .collect();
    terms.sort_unstable_by(|a, b| b.0.weight.total_cmp(&a.0.weight).then(a.0.hash.cmp(&b.0.hash)));
    terms.truncate(MAX_TERMS);
    let idf = |doc_freq: f32| (1.0 + (num_docs - doc_freq + 0.5) / (doc_freq + 0.5)).ln();
    let mut terms: Vec<ExpansionTerm> = terms
        .into_iter()
        .map(|(term, doc_freq)| ExpansionTerm { weight: term.weight * idf(doc_freq.min(num_docs)), ..term })
        .collect();
    terms.sort_unstable_by_key(|term| term.hash);
    terms
}

/// Returns the weighted BM25 score of `terms` in a document. Both are sorted by hash.
fn score(vector: &DocTermVector, terms: &[ExpansionTerm], average_length: f32) -> Score {
    let norm = K1 * (1.0 - B + B * vector.length / average_length);
    let mut remaining = terms;
    let mut sum = 0.0;
    for doc_term in &vector.terms {
        while let Some((first, tail)) = remaining.split_first()
            && first.hash <= doc_term.hash
        {
            if first.hash == doc_term.hash {
                let freq = doc_term.freq as f32;
                sum += first.weight * (1.0 + K1) * freq / (freq + norm);
            }
            remaining = tail;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use crate::index::term_vectors::DocFreqSketch;
    use crate::search::rerank::*;

    fn vector(terms: &[(u32, u32)], length: f32) -> DocTermVector {
        let terms = terms.iter().map(|&(term, count)| VectorTerm { hash: term << 12, freq: count }).collect();
        DocTermVector { terms, length }
    }

    #[test]
    fn short_texts_expand_less() {
        let weight = |length: f32| expansion_weight(&[vector(&[], length), vector(&[], length)]);
        assert!((weight(10.0) - 0.02).abs() < 1e-6 && (weight(900.0) - EXPANSION_WEIGHT).abs() < 1e-6);
        assert!(expansion_weight(&[]).is_finite());
    }

    #[test]
    fn terms_shared_by_two_documents_are_weighted_by_idf() {
        let scores = [2.0, 1.0, 1.0];
        let vectors = [
            vector(&[(1, 3), (2, 1), (9, 1)], 100.0),
            vector(&[(2, 1), (3, 9)], 100.0),
            vector(&[(9, 2)], 50.0),
        ];
        let mut counts = vec![0; 1 << 20];
        for (term, doc_freq) in [(1, 1), (2, 10), (3, 1), (9, 400)] {
            counts[term << 12] = doc_freq;
        }
        let terms =
            expansion_terms(&scores, &vectors, &|hash| DocFreqSketch::of(&counts).doc_freq(hash), 1000.0);
        assert_eq!(
            terms.iter().map(|term| term.hash >> 12).collect::<Vec<_>>(),
            [2],
            "9 is too common, 1 and 3 occur in one document only"
        );
        assert!(score(&vectors[0], &terms, 100.0) > 0.0);
        assert_eq!(score(&vectors[2], &terms, 100.0), 0.0);
        assert!(
            score(&vector(&[(2, 5)], 100.0), &terms, 100.0) > score(&vector(&[(2, 1)], 100.0), &terms, 100.0)
        );
    }
}
