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
    /// A comma before the last item of a list in English, or none.
    SerialComma,
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

    /// Returns whether a quotation may have this punctuation where a source has `source`.
    pub(super) fn is_like(self, source: Punctuation) -> bool {
        self == source || source == Punctuation::SerialComma && self <= Punctuation::Comma
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
    /// an initial or an acronym (*Mr. Lee*, *Mr Lee*), nor what is around an ellipsis, nor, if `is_english`,
    /// the comma before the last item of a list (*red, white, and blue*).
    pub(super) fn counted(&self, punctuation: Punctuation, next: &str, is_english: bool) -> Punctuation {
        if self.words.is_empty() {
            return Punctuation::None;
        }
        let before = self.text(self.len() - 1);
        match punctuation {
            _ if before == ELLIPSIS || next == ELLIPSIS => Punctuation::None,
            Punctuation::Stop if self.is_abbreviated(next) => Punctuation::None,
            Punctuation::None | Punctuation::Comma if is_english && matches!(next, "and" | "or") => {
                Punctuation::SerialComma
            }
            counted => counted,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
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
            assert_eq!(are_alike(a, b, Language::ENGLISH), expected, "{a} / {b}");
        }
    }

    #[test]
    fn only_english_may_leave_out_the_comma_before_the_last_item() {
        let french = Language::named("fr").expect("French");
        for (a, b, in_english, in_french) in [
            ("il part, or il reste", "il part or il reste", true, false),
            ("il part or il reste", "il part, or il reste", true, false),
            ("il part, or il reste", "il part, or il reste", true, true),
            ("il part or il reste", "il part or il reste", true, true),
            ("il part; or il reste", "il part, or il reste", false, false),
        ] {
            assert_eq!(are_alike(a, b, Language::ENGLISH), in_english, "{a} / {b}");
            assert_eq!(are_alike(a, b, french), in_french, "{a} / {b}");
        }
    }

    fn are_alike(quote: &str, source: &str, language: Language) -> bool {
        let (quote, source) = (Words::of(quote), Words::in_language(source, language));
        let mut pairs = quote.words.iter().zip(&source.words);
        quote.len() == source.len() && pairs.all(|(word, source)| word.is_joined_as(source, source.joint))
    }
}
