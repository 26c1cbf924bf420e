//! The positions of all terms that a matcher expands to.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

use crate::analysis::LanguageSet;

/// Union of the postings of all terms that a matcher expands to, the most frequent term first.
///
/// Most documents contain only that term, so the other postings are checked only once one of them may have
/// reached the document.
pub(super) struct UnionPostings {
    postings: Vec<SegmentPostings>,
    /// Languages in whose articles each list counts; empty if all count in all.
    languages: Vec<LanguageSet>,
    /// Current document of each list, kept apart because a [`SegmentPostings`] is large.
    docs: Vec<DocId>,
    /// Lower bound of the current documents of all lists but the first.
    min_other_doc: DocId,
    /// Number of lists that were read at the last document.
    pub lists_read: u64,
}

impl UnionPostings {
    /// Returns the union of `postings`.
    pub(super) fn of(postings: Vec<SegmentPostings>, languages: Vec<LanguageSet>) -> Self {
        let docs: Vec<DocId> = postings.iter().map(SegmentPostings::doc).collect();
        let min_other_doc = docs.iter().skip(1).min().copied().unwrap_or(TERMINATED);
        UnionPostings { postings, languages, docs, min_other_doc, lists_read: 0 }
    }

    /// Reads the positions in `doc`, whose language is given by its ordinal, in ascending order. Documents
    /// must be passed in ascending order.
    ///
    /// Reads no further lists once there are more than `limit`, and returns whether all were read.
    pub(super) fn read(&mut self, doc: DocId, language: u8, limit: usize, positions: &mut Vec<u32>) -> bool {
        positions.clear();
        let (mut lists_read, mut are_all) = (0, true);
        let end = if self.min_other_doc <= doc { self.docs.len() } else { self.docs.len().min(1) };
        let mut min_other_doc = TERMINATED;
        for (index, current) in self.docs[..end].iter_mut().enumerate() {
            if *current <= doc {
                let postings = &mut self.postings[index];
                if *current < doc {
                    *current = postings.seek(doc);
                }
                if *current == doc && self.languages.get(index).is_none_or(|set| set.has_ordinal(language)) {
                    if positions.len() + postings.term_freq() as usize > limit {
                        are_all = false;
                    } else {
                        postings.append_positions_with_offset(0, positions);
                        lists_read += 1;
                    }
                }
            }
            // A list at `doc` is not advanced before it is needed.
            if index > 0 {
                min_other_doc = min_other_doc.min((*current).max(doc + 1));
            }
        }
        if end > 1 {
            self.min_other_doc = min_other_doc;
        }
        self.lists_read = lists_read;
        if lists_read > 1 {
            positions.sort_unstable();
            positions.dedup();
        }
        are_all
    }
}
