//! Tells whole words of the index from beginnings of words.

use tantivy::Term;

use crate::analysis::{is_marked_term, query_tokens};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of terms with a beginning that are looked at, in each segment.
const MAX_TERMS: usize = 2000;
/// A whole word is in one article of so many that have the most frequent word that begins so.
const MIN_SHARE: u64 = 50;

impl IndexSnapshot {
    /// Returns whether articles have `word` as a word, and not just words that begin so; `None` if they have
    /// neither, or the index cannot be read.
    pub(in crate::search) fn is_whole_word(&self, word: &str) -> Option<bool> {
        let exact = self.fields.exact;
        let mut tokens = query_tokens(self.analyzer(), word);
        let (token, None) = (tokens.next()?.text, tokens.next()) else { return None };
        let alone = self.term_doc_freq(&Term::from_field_text(exact, &token)).ok()?;
        let mut longer = 0;
        for segment in self.searcher.segment_readers() {
            let inverted_index = segment.inverted_index(exact).ok()?;
            let mut terms = inverted_index.terms().range().ge(token.as_bytes()).into_stream().ok()?;
            for _ in 0..MAX_TERMS {
                if !terms.advance() || !terms.key().starts_with(token.as_bytes()) {
                    break;
                }
                if terms.key() != token.as_bytes() && !is_marked_term(terms.key()) {
                    longer = longer.max(u64::from(terms.value().doc_freq));
                }
            }
        }
        (alone + longer > 0).then(|| alone * MIN_SHARE >= longer)
    }
}
