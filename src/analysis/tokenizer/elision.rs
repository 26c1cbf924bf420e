//! Elision: *l'Ukraine*, *d'être*, *qu'il*, *dell'Unione* are two words, of which the first has lost its vowel.
//!
//! It is told by the word itself, not by the language of its text, for what is typed into a query has none. In English
//! this meets names of such origin (*D'Angelo*, *coup d'état*), which stay one quote, and next to nothing else.

use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{Class, class, push_folded};
use crate::analysis::tokenizer::TokenStream;

/// Whether the folded `word`, before an apostrophe, is one of which the vowel is elided if a vowel follows, in French,
/// Italian or Catalan. Not *t'*: before a vowel it is as often Chinese in old spelling (*t'ai chi*).
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

/// Whether words are elided before this letter, folded: a vowel, or one after a silent h, or a number (*l'11 settembre*).
pub(crate) fn elides(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | '0'..='9')
}

impl TokenStream<'_> {
    /// Whether the apostrophe just read ends a word that was elided.
    pub(crate) fn ends_elided(&self) -> bool {
        is_elided(&self.word) && self.next_folded().is_some_and(elides)
    }

    /// The next letter as it will be compared, invisible characters passed over.
    fn next_folded(&self) -> Option<char> {
        let next = self.source[self.at..].chars().find(|c| class(*c) != Class::Invisible)?;
        let (mut first, mut folded) = (None, String::new());
        decompose_compatible(next, |part| first = first.or(Some(part)));
        push_folded(&mut folded, first?);
        folded.chars().next()
    }
}
