//! The words of a quote, and which words of a text are nearly one of them.

use crate::analysis::{Language, stem};
use crate::error::Error;
use crate::query::Fuzzy;
use crate::search::snapshot::IndexSnapshot;

/// Number of words of a quote up to which those of a text that are nearly the same are looked for.
const MAX_NEAR_WORDS: usize = 40;
/// Minimum length of words that may be inflections of one another, in characters.
const MIN_INFLECTED: usize = 4;
/// Minimum length of words that an edit may be between, in characters.
const MIN_EDITED: usize = 5;

/// A normalized word of a quote.
pub(super) struct QuoteWord<'q> {
    pub word: &'q str,
    /// Whether it tells something: no function word, unless all words of the quote are.
    pub is_content: bool,
    /// Number of articles with it.
    pub articles: u64,
}

/// The words of a quote, in order.
pub(super) struct QuoteWords<'q> {
    pub words: Vec<QuoteWord<'q>>,
    /// Whether the quote has words that are no function words.
    pub has_content: bool,
    /// First letters of the content words.
    letters: Vec<char>,
    /// First bytes of all words.
    first_bytes: [bool; 256],
}

impl<'q> QuoteWords<'q> {
    pub(super) fn new(snapshot: &IndexSnapshot, typed: &[&'q str]) -> Result<Self, Error> {
        let word = |word: &&'q str| {
            let is_content = !snapshot.is_function_word(word);
            let articles = if is_content { snapshot.doc_freq(word)? } else { 0 };
            Ok(QuoteWord { word, is_content, articles })
        };
        Ok(Self::of(typed.iter().map(word).collect::<Result<_, Error>>()?))
    }

    pub(super) fn of(mut words: Vec<QuoteWord<'q>>) -> Self {
        let has_content = words.iter().any(|word| word.is_content);
        words.iter_mut().for_each(|word| word.is_content |= !has_content);
        let content = words.iter().filter(|word| word.is_content);
        let mut letters: Vec<char> = match words.len() <= MAX_NEAR_WORDS {
            true => content.filter_map(|word| word.word.chars().next()).collect(),
            false => Vec::new(),
        };
        letters.sort_unstable();
        letters.dedup();
        let mut first_bytes = [false; 256];
        for first in words.iter().filter_map(|word| word.word.bytes().next()) {
            first_bytes[usize::from(first)] = true;
        }
        QuoteWords { words, has_content, letters, first_bytes }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether `word` may be one of the words or nearly one: it begins as one does.
    pub(super) fn may_have(&self, word: &str) -> bool {
        word.bytes().next().is_some_and(|first| self.first_bytes[usize::from(first)])
    }

    /// Returns the first content word that `word` is an inflection or a near spelling of.
    pub(super) fn nearly(&self, word: &str) -> Option<usize> {
        let letter = word.chars().next()?;
        if !self.letters.contains(&letter) {
            return None;
        }
        self.words.iter().position(|typed| typed.is_content && are_near(typed.word, word))
    }
}

/// Returns whether two different words are inflections of one word, or a typing error apart.
pub(super) fn are_near(a: &str, b: &str) -> bool {
    if a.chars().next() != b.chars().next() {
        return false;
    }
    let lengths = (a.chars().count(), b.chars().count());
    let shortest = lengths.0.min(lengths.1);
    if shortest < MIN_INFLECTED || a.chars().chain(b.chars()).any(char::is_numeric) {
        return false;
    }
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    if common + 1 >= MIN_INFLECTED && stem(a, Language::ENGLISH) == stem(b, Language::ENGLISH) {
        return true;
    }
    shortest >= MIN_EDITED
        && lengths.0.abs_diff(lengths.1) <= 1
        && Fuzzy { word: a.to_owned(), distance: 1 }.matches(b)
}

#[cfg(test)]
mod tests {
    use crate::search::near_misses::quote_words::*;

    #[test]
    fn inflections_and_typing_errors_are_near() {
        for (a, b, expected) in [
            ("women", "woman", true),
            ("walked", "walks", true),
            ("covfefe", "covfeve", true),
            ("lady", "woman", false),
            ("then", "than", false),
            ("2016a", "2017a", false),
        ] {
            assert_eq!((are_near(a, b), are_near(b, a)), (expected, expected), "{a} {b}");
        }
    }
}
