//! Makes a query of a free text: of its words those that tell most about it.

use tantivy::Term as TantivyTerm;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::{FreeTextWord, Note, Occur, Parsed, Query, free_text_words};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of words that a text is searched by.
const MAX_WORDS: usize = 30;
/// Maximum number of times that a word counts which the text repeats.
const MAX_COUNT: u32 = 3;

impl IndexSnapshot {
    /// Reads `text` as free text: a query for any of the words with the highest weight, which is their
    /// number in the text times their IDF, as in Lucene's `MoreLikeThis`.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn read_free_text(
        &self,
        text: &str,
        target: SearchTarget,
    ) -> Result<Parsed, Error> {
        let (words, mut notes) = free_text_words(self.analyzer(), text);
        let (has_words, has_letters) = (!words.is_empty(), text.contains(char::is_alphanumeric));
        let mut weighed = Vec::with_capacity(words.len());
        for (position, word) in words.into_iter().enumerate() {
            let doc_freq = self.stem_doc_freq(&word, target)?;
            if doc_freq > 0 {
                let rarity = self.num_articles().saturating_sub(doc_freq) as f32;
                let idf = (1.0 + (rarity + 0.5) / (doc_freq as f32 + 0.5)).ln();
                weighed.push((word.count as f32 * idf, position, word));
            }
        }
        weighed.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weighed.truncate(MAX_WORDS);
        weighed.sort_by_key(|(_, position, _)| *position);
        let repeated = |(_, _, word): (f32, usize, FreeTextWord)| {
            let count = word.count.min(MAX_COUNT) as usize;
            std::iter::repeat_n((Occur::Should, Query::Term(word.term)), count)
        };
        let query = Query::from_clauses(weighed.into_iter().flat_map(repeated).collect());
        let query = query.with_readable_words(self.analyzer());
        if query == Query::Nothing && notes.is_empty() {
            let reason = match has_words {
                true => "no word of the text is in the index",
                false if has_letters => "the text has no words but function words",
                false => "the text has no words",
            };
            let reason = reason.to_owned();
            notes.push(Note { position: 0, reason });
        }
        Ok(Parsed { query, notes })
    }

    /// Returns the number of articles that have the stem of a word, in the language that has it in most.
    fn stem_doc_freq(&self, word: &FreeTextWord, target: SearchTarget) -> Result<u64, Error> {
        let (exact_field, stem_field) = self.fields.of(target);
        catch_engine_panic(&self.path, || {
            let doc_freq = |term: TantivyTerm| self.term_doc_freq(&term).map_err(|error| self.error(error));
            match (&word.term.base, stem_field) {
                (Some(base), Some(field)) => {
                    let stems = self.languages().joined_stems(base, word.term.unjoined);
                    let exact = word.term.tokens.first().map_or(base, |token| token);
                    let mut most = doc_freq(TantivyTerm::from_field_text(exact_field, exact))?;
                    for stem in &stems {
                        most = most.max(doc_freq(TantivyTerm::from_field_text(field, stem.term()))?);
                    }
                    Ok(most)
                }
                _ => {
                    let rarest = word.term.tokens.iter();
                    let rarest =
                        rarest.map(|token| doc_freq(TantivyTerm::from_field_text(exact_field, token)));
                    Ok(rarest.collect::<Result<Vec<_>, Error>>()?.into_iter().min().unwrap_or_default())
                }
            }
        })
    }
}
