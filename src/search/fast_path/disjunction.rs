//! Collects documents that contain any of several words, by summing scores term by term over a window of
//! documents.

use tantivy::{DocId, TERMINATED};

use crate::search::fast_path::prepared::{BlockCursor, BoostCursors, PreparedTerm, SegmentContext};
use crate::search::top_docs::SegmentTopDocs;

/// Number of consecutive document ids whose scores are summed at a time.
const WINDOW: usize = 4096;

/// Collects the documents that contain any of `terms`.
pub(crate) fn collect_disjunction(
    segment: &SegmentContext,
    terms: &[PreparedTerm],
    top: &mut SegmentTopDocs,
) -> tantivy::Result<()> {
    let (mut stems, mut leads) = (Vec::new(), Vec::new());
    for term in terms {
        for (index, term_infos) in term.stems.iter().enumerate() {
            let weight = term.weights.as_ref().and_then(|weights| weights.stems.get(index));
            stems.extend(segment.blocks(term_infos)?.map(|blocks| BlockCursor::new(blocks, weight)));
        }
        let lead_weights = term.weights.iter().flat_map(|weights| &weights.lead);
        for (term_infos, weight) in term.lead.iter().zip(lead_weights) {
            leads.extend(segment.blocks(term_infos)?.map(|blocks| BlockCursor::new(blocks, Some(weight))));
        }
    }
    let mut boosts = BoostCursors::open(segment, terms)?;
    // Sums of scores, and a bit set of the documents that match, by offset in the window.
    let (mut scores, mut matched) = (vec![0.0; WINDOW], vec![0u64; WINDOW / 64]);
    loop {
        let Some(start) = stems.iter().map(BlockCursor::doc).min().filter(|doc| *doc != TERMINATED) else {
            return Ok(());
        };
        let end = start.saturating_add(WINDOW as DocId);
        for cursor in &mut stems {
            cursor.for_each_before(end, &segment.norms.text, |doc, score| {
                let offset = (doc - start) as usize;
                scores[offset] += score;
                matched[offset / 64] |= 1 << (offset % 64);
            });
        }
        // A word of the lead also occurs in the text, so the leads match no further documents.
        for cursor in &mut leads {
            cursor.for_each_before(end, &segment.norms.lead, |doc, score| {
                if let Some(sum) = doc.checked_sub(start).and_then(|offset| scores.get_mut(offset as usize)) {
                    *sum += score;
                }
            });
        }
        for (index, bits) in matched.iter_mut().enumerate() {
            while *bits != 0 {
                let offset = index * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let (doc, score) = (start + offset as DocId, std::mem::take(&mut scores[offset]));
                if segment.is_deleted(doc) {
                    continue;
                }
                boosts.collect_with_lead(doc, segment.norms.text.fieldnorm_id(doc), score, 0.0, top);
            }
        }
    }
}
