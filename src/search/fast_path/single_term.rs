//! One word alone, the shortest way: what most people ask first.

use tantivy::query::Bm25Weight;
use tantivy::{Score, TERMINATED};

use crate::search::fast_path::disjunction::BlockCursor;
use crate::search::fast_path::prepared::{BoostCursors, PreparedTerm, ROUNDING, SegmentContext};
use crate::search::top_docs::SegmentTopDocs;

/// Collects the articles that have a word of one stem.
///
/// A score is w · f / (f + k), where f is how often the word stands in a text and k a number that grows with its length.
/// So what is among the best so far asks of an article without the word in its lead for an f of at least k times a
/// number that is the same for all, and most articles are counted without a score.
pub(crate) fn one(
    segment: &SegmentContext,
    word: &PreparedTerm,
    kept: &mut SegmentTopDocs,
) -> tantivy::Result<()> {
    let (Some(entries), Some(weights)) = (word.stems.first(), &word.weights) else { return Ok(()) };
    let (Some(weight), Some(mut blocks)) = (weights.stems.first(), segment.blocks(entries)?) else {
        return Ok(());
    };
    let mut lead = match word.lead.first().zip(weights.lead.first()) {
        Some((entries, weight)) => {
            segment.blocks(entries)?.map(|blocks| BlockCursor::new(blocks, Some(weight)))
        }
        None => None,
    };
    let mut in_lead = lead.as_ref().map_or(TERMINATED, BlockCursor::doc);
    let mut extras = BoostCursors::open(segment, std::slice::from_ref(word))?;
    let most = endless(weight);
    let lengths = lengths(weight);
    let (mut least, mut needed) = (kept.least(), times_of_length(kept.least(), most * (1.0 + extras.share)));
    let deleted = segment.reader.has_deletes();
    while !blocks.docs().is_empty() {
        let docs = blocks.docs();
        let freqs = &blocks.freqs()[..docs.len()];
        let mut passed = 0;
        for at in 0..docs.len() {
            let (doc, freq) = (docs[at], freqs[at]);
            let norm = segment.norms.0.fieldnorm_id(doc);
            let leads = in_lead == doc;
            if !leads && (freq as Score) < needed * lengths[usize::from(norm)] && !deleted {
                passed += 1;
                continue;
            }
            let mut more = 0.0;
            if leads && let Some(lead) = &mut lead {
                more = lead.take(segment.norms.1.fieldnorm_id(doc));
                in_lead = lead.doc();
            }
            if deleted && segment.is_deleted(doc) {
                continue;
            }
            extras.collect_with_lead(doc, norm, weight.score(norm, freq), more, kept);
            if kept.least() > least {
                least = kept.least();
                needed = times_of_length(least, most * (1.0 + extras.share));
            }
        }
        kept.pass(passed);
        blocks.advance();
    }
    Ok(())
}

/// How many times the length of a text, as a score counts it, a word must stand there for a score of `least`, when `most`
/// is what it scores in an endless repetition.
fn times_of_length(least: Score, most: Score) -> Score {
    match least / ROUNDING {
        least if least <= 0.0 => 0.0,
        least if least >= most => Score::INFINITY,
        least => least / (most - least),
    }
}

/// What a word scores in an endless repetition. (The engine's own bound is a little less, that of an endless text.)
fn endless(weight: &Bm25Weight) -> Score {
    weight.score(0, u32::MAX)
}

/// The lengths of texts as a score counts them, by what is kept of each length; a little less, to be safe.
fn lengths(weight: &Bm25Weight) -> [Score; 256] {
    let mut lengths = [0.0; 256];
    for (id, length) in (0..=u8::MAX).zip(&mut lengths) {
        *length = (endless(weight) / weight.score(id, 1) - 1.0) / ROUNDING;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use crate::search::fast_path::single_term::*;

    /// No article is passed over that scores as much as the worst of the best.
    #[test]
    fn what_scores_enough_stands_often_enough() {
        let weight = Bm25Weight::for_one_term_without_explain(300, 10_000, 600.0);
        let (lengths, share) = (lengths(&weight), 0.25);
        let mut passed = 0;
        for id in 0..=u8::MAX {
            for freq in 1..40 {
                let least = weight.score(id, freq) * (1.0 + share);
                let needed = times_of_length(least, endless(&weight) * (1.0 + share));
                assert!(freq as Score >= needed * lengths[usize::from(id)], "{id} {freq}");
                // And what stands there half as often in as long a text does not.
                passed += usize::from((freq as Score) / 2.0 < needed * lengths[usize::from(id)]);
            }
        }
        assert_eq!(passed, 256 * 39);
    }
}
