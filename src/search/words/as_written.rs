//! Spells words of the index as articles write them, with marks and capitals.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::analysis::TokenStream;
use crate::error::Error;
use crate::query::{Phrase, Query, Slot};
use crate::search::request::{SearchParams, Sort};
use crate::search::snapshot::IndexSnapshot;

/// Number of articles that are read for the spelling of a word, the newest first.
const ARTICLES: usize = 8;

/// Returns a query for normalized words next to each other, in no other form.
pub(in crate::search) fn exact_phrase(words: &[&str]) -> Query {
    let slots = words.iter().map(|word| Slot::Word((*word).to_owned())).collect();
    Query::Phrase(Phrase { surface: words.join(" "), parts: vec![slots], slop: 0 })
}

impl IndexSnapshot {
    /// Returns the normalized `word` as most of its occurrences in some articles are written.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(in crate::search) fn as_written(&self, word: &str) -> Result<String, Error> {
        let query = exact_phrase(&[word]);
        let newest =
            SearchParams { limit: ARTICLES, sort: Sort::Newest, fetch_text: true, ..SearchParams::default() };
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for article in self.search(&query, &newest)?.documents {
            let title = article.metadata.title.as_deref().unwrap_or_default();
            for text in [title, &article.text.text] {
                let mut tokens = TokenStream::in_language(self.analyzer(), text, article.text.language);
                while tokens.advance() {
                    if tokens.text() == word && !tokens.is_marked() {
                        let written = text.get(tokens.span()).unwrap_or(word);
                        *counts.entry(written.to_owned()).or_default() += 1;
                    }
                }
            }
        }
        let most_frequent = counts.into_iter().min_by_key(|(_, count)| Reverse(*count));
        Ok(most_frequent.map_or_else(|| word.to_owned(), |(spelling, _)| spelling))
    }
}
