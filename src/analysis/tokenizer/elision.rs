//! Elision: *l'Ukraine*, *d'être*, *qu'il*, *dell'Unione* are two words, the first of which has lost its
//! vowel.
//!
//! The word itself decides, not the language of its text, since a query has none. In English this affects
//! names of such origin (*D'Angelo*, *coup d'état*), which still match as a phrase, and almost nothing else.

use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{CharClass, class, push_folded};
use crate::analysis::tokenizer::TokenStream;

/// Returns whether the normalized `word` before an apostrophe is a French, Italian or Catalan word that loses
/// its vowel before another vowel. Leaves out *t'*: before a vowel it is as often Chinese in an old
/// romanization (*t'ai chi*).
pub(crate) fn is_elided(word: &str) -> bool {
    matches!(
        word,
        "l" | "d"
            | "c"
            | "j"
            | "m"
            | "n"
            | "s"
            | "qu"
            | "jusqu"
            | "lorsqu"
            | "puisqu"
            | "quoiqu"
            | "all"
            | "coll"
            | "dall"
            | "dell"
            | "nell"
            | "sull"
            | "un"
            | "quell"
            | "quest"
            | "sant"
            | "com"
            | "anch"
    )
}

/// Returns whether words are elided before this normalized letter: a vowel, a silent h, or a digit (*l'11
/// settembre*).
pub(crate) fn elides(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | '0'..='9')
}

impl TokenStream<'_> {
    /// Returns whether the apostrophe just read ends an elided word.
    pub(crate) fn ends_elided(&self) -> bool {
        is_elided(&self.word) && self.next_folded().is_some_and(elides)
    }

    /// Returns the next letter in normalized form, skipping invisible characters.
    fn next_folded(&self) -> Option<char> {
        let next = self.source[self.offset..].chars().find(|c| class(*c) != CharClass::Invisible)?;
        let (mut first, mut folded) = (None, String::new());
        decompose_compatible(next, |part| first = first.or(Some(part)));
        push_folded(&mut folded, first?);
        folded.chars().next()
    }
}
