//! Collects documents that contain all of several words, by intersecting their postings.

use tantivy::query::Bm25Weight;
use tantivy::{DocId, DocSet, Score, TERMINATED};

use crate::search::fast_path::prepared::{BoostCursors, PreparedTerm, SegmentContext};
use crate::search::queries::stemmed_term::PostingsCursor;
use crate::search::top_docs::SegmentTopDocs;

/// Union of the postings of all stems of a word.
struct StemUnion<'w> {
    cursors: Vec<PostingsCursor<&'w Bm25Weight>>,
}

impl StemUnion<'_> {
    fn doc(&self) -> DocId {
        match self.cursors.as_slice() {
            [cursor] => cursor.postings.doc(),
            cursors => cursors.iter().map(|cursor| cursor.postings.doc()).min().unwrap_or(TERMINATED),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for PostingsCursor { postings, .. } in &mut self.cursors {
            if postings.doc() < target {
                postings.seek(target);
            }
        }
        self.doc()
    }

    fn advance(&mut self, doc: DocId) -> DocId {
        match self.cursors.as_mut_slice() {
            [cursor] => cursor.postings.advance(),
            _ => self.seek(doc + 1),
        }
    }

    /// Returns the contribution of the stems to the score of `doc`.
    fn score(&mut self, doc: DocId, norm: u8) -> Score {
        match self.cursors.as_mut_slice() {
            [cursor] => cursor.score(doc, norm),
            cursors => cursors.iter_mut().map(|cursor| cursor.score(doc, norm)).sum(),
        }
    }

    fn size_hint(&self) -> u64 {
        self.cursors.iter().map(|cursor| u64::from(cursor.postings.size_hint())).sum::<u64>()
    }
}

/// Collects the documents that contain all of `terms`.
pub(crate) fn collect_conjunction(
    segment: &SegmentContext,
    terms: &[PreparedTerm],
    top: &mut SegmentTopDocs,
) -> tantivy::Result<()> {
    let mut unions = Vec::with_capacity(terms.len());
    for term in terms {
        let mut cursors = Vec::with_capacity(term.stems.len());
        for (index, term_infos) in term.stems.iter().enumerate() {
            let weight = term.weights.as_ref().and_then(|weights| weights.stems.get(index));
            cursors.extend(segment.postings(term_infos, weight)?);
        }
        if cursors.is_empty() {
            return Ok(());
        }
        unions.push(StemUnion { cursors });
    }
    unions.sort_by_key(StemUnion::size_hint);
    let mut boosts = BoostCursors::open(segment, terms)?;
    let Some((rarest, others)) = unions.split_first_mut() else { return Ok(()) };
    let mut doc = rarest.doc();
    'next: while doc != TERMINATED {
        for union in others.iter_mut() {
            let reached = union.seek(doc);
            if reached != doc {
                doc = rarest.seek(reached);
                continue 'next;
            }
        }
        if !segment.is_deleted(doc) {
            let norm = segment.norms.text.fieldnorm_id(doc);
            let mut score = rarest.score(doc, norm);
            for union in others.iter_mut() {
                score += union.score(doc, norm);
            }
            boosts.collect(segment, doc, norm, score, top);
        }
        doc = rarest.advance(doc);
    }
    Ok(())
}
