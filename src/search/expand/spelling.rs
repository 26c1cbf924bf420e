//! Finds other spellings of a word in the term dictionary.

use std::collections::HashMap;

use crate::analysis::{Language, phonetic_key, stem};
use crate::query::Fuzzy;

/// Minimum length of a word whose spellings are looked up, in characters.
const MIN_CHARS: usize = 4;
/// Minimum length of a word of which a spelling may differ by one edit, in characters.
const MIN_CHARS_FOR_EDIT: usize = 7;
/// Maximum number of spellings per word.
pub(crate) const MAX_SPELLINGS: usize = 5;
/// Maximum edit distance of a spelling.
const MAX_DISTANCE: u8 = 2;

/// Finds the terms of a field within an edit distance of a word, with their document frequencies.
pub(crate) trait FindTerms: Fn(&str, u8) -> tantivy::Result<HashMap<String, u64>> {}

impl<F: Fn(&str, u8) -> tantivy::Result<HashMap<String, u64>>> FindTerms for F {}

/// Spelling of a word in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// Folded word.
    pub word: String,
    /// As most articles write it, if that is known.
    pub written: Option<String>,
    /// Number of articles with the word.
    pub doc_freq: u64,
}

/// Returns those of `terms` that may be the same name as the folded `word`: those with the same phonetic key,
/// and if the word is long those within one edit. Inflections of the word are left out, since they match
/// anyway.
pub(crate) fn variants(terms: impl FindTerms, word: &str) -> tantivy::Result<Vec<Spelling>> {
    let length = word.chars().count();
    if length < MIN_CHARS || word.chars().any(char::is_numeric) {
        return Ok(Vec::new());
    }
    let (word_key, word_stem) = (phonetic_key(word), stem(word, Language::UNKNOWN));
    let one_edit = Fuzzy { word: word.to_owned(), distance: 1 };
    let is_variant = |candidate: &String| {
        let similar = phonetic_key(candidate) == word_key
            || length >= MIN_CHARS_FOR_EDIT && one_edit.matches(candidate);
        similar
            && candidate != word
            && stem(candidate, Language::UNKNOWN) != word_stem
            && !is_plural(word, candidate)
    };
    let terms = terms(word, MAX_DISTANCE)?;
    Ok(most_frequent(terms.into_iter().filter(|(candidate, _)| is_variant(candidate))))
}

/// Returns those of `terms` within so many `edits` of `word`, for a word that the index does not contain:
/// the nearest, and the most frequent of them first.
pub(crate) fn nearest(terms: impl FindTerms, word: &str, edits: u8) -> tantivy::Result<Vec<Spelling>> {
    if edits == 0 {
        return Ok(Vec::new());
    }
    let one_edit = Fuzzy { word: word.to_owned(), distance: 1 };
    let near = terms(word, edits)?;
    let (near, far): (Vec<_>, Vec<_>) =
        near.into_iter().filter(|(term, _)| term != word).partition(|(term, _)| one_edit.matches(term));
    let near = if near.is_empty() { far } else { near };
    Ok(by_frequency(near))
}

/// Returns the most frequent of words with their document frequencies.
pub(crate) fn most_frequent(words: impl IntoIterator<Item = (String, u64)>) -> Vec<Spelling> {
    let mut spellings = by_frequency(words);
    spellings.truncate(MAX_SPELLINGS);
    spellings
}

/// Returns words with their document frequencies as spellings, the most frequent first.
pub(crate) fn by_frequency(words: impl IntoIterator<Item = (String, u64)>) -> Vec<Spelling> {
    let spelling = |(word, doc_freq)| Spelling { word, written: None, doc_freq };
    let mut spellings: Vec<Spelling> = words.into_iter().map(spelling).collect();
    spellings.sort_by(|a, b| b.doc_freq.cmp(&a.doc_freq).then_with(|| a.word.cmp(&b.word)));
    spellings
}

/// Returns whether one word is the other with a trailing s: a plural or a possessive, not another spelling.
fn is_plural(a: &str, b: &str) -> bool {
    a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a)
}
