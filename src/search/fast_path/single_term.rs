//! Collects documents that contain a single word: the most common query, and the shortest path.

use tantivy::query::Bm25Weight;
use tantivy::{Score, TERMINATED};

use crate::search::fast_path::prepared::{BlockCursor, BoostCursors, PreparedTerm, ROUNDING, SegmentContext};
use crate::search::top_docs::SegmentTopDocs;

/// Collects the documents that contain a word with a single stem.
///
/// A score is w · f / (f + k), where f is the term frequency and k the length normalization, which grows with
/// the length of the text. A document without the word in its lead therefore reaches the score of the worst
/// top document only if f is at least k times a factor that is the same for all documents, so most documents
/// are counted without being scored.
pub(crate) fn collect_single_term(
    segment: &SegmentContext,
    term: &PreparedTerm,
    top: &mut SegmentTopDocs,
) -> tantivy::Result<()> {
    let (Some(term_infos), Some(weights)) = (term.stems.first(), &term.weights) else { return Ok(()) };
    let (Some(weight), Some(mut blocks)) = (weights.stems.first(), segment.blocks(term_infos)?) else {
        return Ok(());
    };
    let mut lead = match term.lead.first().zip(weights.lead.first()) {
        Some((term_infos, weight)) => {
            segment.blocks(term_infos)?.map(|blocks| BlockCursor::new(blocks, Some(weight)))
        }
        None => None,
    };
    let mut lead_doc = lead.as_ref().map_or(TERMINATED, BlockCursor::doc);
    let mut boosts = BoostCursors::open(segment, std::slice::from_ref(term))?;
    let length_norms = length_norms(weight);
    let max_score = score_supremum(weight) * (1.0 + boosts.max_exact_ratio);
    let (mut threshold, mut factor) = (top.threshold(), min_freq_factor(top.threshold(), max_score));
    let has_deletes = segment.reader.has_deletes();
    let is_watching = top.is_watching();
    while !blocks.docs().is_empty() {
        let docs = blocks.docs();
        let freqs = &blocks.freqs()[..docs.len()];
        let mut counted_only = 0;
        for index in 0..docs.len() {
            let (doc, freq) = (docs[index], freqs[index]);
            let norm = segment.norms.text.fieldnorm_id(doc);
            let in_lead = lead_doc == doc;
            if !in_lead && (freq as Score) < factor * length_norms[usize::from(norm)] && !has_deletes {
                match is_watching {
                    true => top.count_only(doc),
                    false => counted_only += 1,
                }
                continue;
            }
            let mut lead_score = 0.0;
            if in_lead && let Some(lead) = &mut lead {
                lead_score = lead.score_and_advance(segment.norms.lead.fieldnorm_id(doc));
                lead_doc = lead.doc();
            }
            if has_deletes && segment.is_deleted(doc) {
                continue;
            }
            boosts.collect_with_lead(doc, norm, weight.score(norm, freq), lead_score, top);
            if top.threshold() > threshold {
                threshold = top.threshold();
                factor = min_freq_factor(threshold, max_score);
            }
        }
        top.count(counted_only);
        blocks.advance();
    }
    Ok(())
}

/// Returns the factor by which the term frequency must exceed the length norm of a document for a score of
/// `threshold`, where `supremum` is the score of an infinite term frequency.
fn min_freq_factor(threshold: Score, supremum: Score) -> Score {
    match threshold / ROUNDING {
        threshold if threshold <= 0.0 => 0.0,
        threshold if threshold >= supremum => Score::INFINITY,
        threshold => threshold / (supremum - threshold),
    }
}

/// Returns the limit of the score as the term frequency grows. (`Bm25Weight::max_score` is slightly less: it
/// is that of a long text.)
fn score_supremum(weight: &Bm25Weight) -> Score {
    weight.score(0, u32::MAX)
}

/// Returns the length normalization k for every fieldnorm id, rounded down to be safe.
fn length_norms(weight: &Bm25Weight) -> [Score; 256] {
    let mut norms = [0.0; 256];
    for (id, norm) in (0..=u8::MAX).zip(&mut norms) {
        *norm = (score_supremum(weight) / weight.score(id, 1) - 1.0) / ROUNDING;
    }
    norms
}

#[cfg(test)]
mod tests {
    use crate::search::fast_path::single_term::*;

    /// No document is skipped that scores as much as the worst top document.
    #[test]
    fn documents_that_reach_the_threshold_are_not_skipped() {
        let weight = Bm25Weight::for_one_term_without_explain(300, 10_000, 600.0);
        let (length_norms, max_exact_ratio) = (length_norms(&weight), 0.25);
        let mut skipped = 0;
        for id in 0..=u8::MAX {
            for freq in 1..40 {
                let threshold = weight.score(id, freq) * (1.0 + max_exact_ratio);
                let factor = min_freq_factor(threshold, score_supremum(&weight) * (1.0 + max_exact_ratio));
                assert!(freq as Score >= factor * length_norms[usize::from(id)], "{id} {freq}");
                // Half the frequency in a text of the same length is not enough.
                skipped += usize::from((freq as Score) / 2.0 < factor * length_norms[usize::from(id)]);
            }
        }
        assert_eq!(skipped, 256 * 39);
    }
}
