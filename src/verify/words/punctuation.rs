//! Punctuation between words.

use crate::verify::words::{ELLIPSIS, Words};

/// Maximum number of characters between a letter and a mark that belongs to it.
const MAX_TO_LETTER: usize = 8;

/// Punctuation between two words, as far as it counts. Of several marks the one that is last here does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) enum Punctuation {
    #[default]
    None,
    Comma,
    Semicolon,
    Colon,
    Stop,
    Exclamation,
    Question,
}

impl Punctuation {
    /// Returns what the mark `c` is.
    pub(in crate::verify) fn of(c: char) -> Self {
        match c {
            ',' | '，' | '、' | '،' | '､' | '՝' => Punctuation::Comma,
            ';' | '；' | '؛' | '·' | '\u{387}' => Punctuation::Semicolon,
            ':' | '：' => Punctuation::Colon,
            '.' | '。' | '．' | '｡' | '।' | '॥' | '۔' | '։' | '။' | '።' | '។' => {
                Punctuation::Stop
            }
            '!' | '！' | '¡' | '՜' => Punctuation::Exclamation,
            '?' | '？' | '؟' | '¿' | '՞' | '\u{37e}' => Punctuation::Question,
            _ => Punctuation::None,
        }
    }

    /// Returns what the mark `c` behind `head` is: a semicolon behind Greek letters asks.
    pub(in crate::verify) fn behind(head: &str, c: char) -> Self {
        let is_greek = |c: char| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}');
        let mut near = head.chars().rev().take(MAX_TO_LETTER);
        match c {
            ';' if near.find(|c| c.is_alphabetic()).is_some_and(is_greek) => Punctuation::Question,
            c => Punctuation::of(c),
        }
    }
}

impl Words {
    /// Returns what counts of the punctuation between the last word and `next`: neither the stop of a title,
    /// an initial or an acronym (*Mr. Lee*, *Mr Lee*), nor the comma before the last item of a list (*red,
    /// white, and blue*), nor what is around an ellipsis.
    pub(super) fn counted(&self, punctuation: Punctuation, next: &str) -> Punctuation {
        if self.words.is_empty() {
            return Punctuation::None;
        }
        let before = self.text(self.len() - 1);
        match punctuation {
            _ if before == ELLIPSIS || next == ELLIPSIS => Punctuation::None,
            Punctuation::Stop if self.is_abbreviated(next) => Punctuation::None,
            Punctuation::Comma if matches!(next, "and" | "or") => Punctuation::None,
            counted => counted,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::words::*;

    #[test]
    fn punctuation_between_words_counts() {
        for (a, b, expected) in [
            ("No one is to blame", "No, one is to blame", false),
            ("I did. Not him", "I did not. Him", false),
            ("woman, without her man", "woman without her man", false),
            ("he said: go", "he said, go", false),
            ("did we? No", "did we. No", false),
            ("so; he left", "so. he left", false),
            ("the plan, “or” so", "the “plan,” or so", true),
            ("red, white, and blue", "red, white and blue", true),
            ("Mr. Lee and J. Doe", "Mr Lee and J Doe", true),
            ("well (yes) so", "well yes so", true),
            ("什么？不", "什么。不", false),
            ("so … and on", "so, … and on", true),
            ("so … and on", "so … , and on", true),
            ("τον γερανό; Ναι", "τον γερανό. Ναι", false),
            ("τον γερανό; Ναι", "τον γερανό\u{37e} Ναι", true),
        ] {
            let (a, b) = (Words::of(a), Words::of(b));
            let are_alike =
                a.len() == b.len() && a.words.iter().zip(&b.words).all(|(a, b)| a.is_joined_as(b, b.joint));
            assert_eq!(are_alike, expected, "{:?}", (a.buffer, b.buffer));
        }
    }
}
