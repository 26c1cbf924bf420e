//! Punctuation between words.

use crate::verify::words::{ELLIPSIS, Words};

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
            ';' | '；' | '؛' | '·' => Punctuation::Semicolon,
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
}

impl Words {
    /// Returns what counts of the punctuation between the last word and `next`: neither the stop of a title,
    /// an initial or an acronym (*Mr. Lee*, *Mr Lee*), nor what is around an ellipsis, nor, if `is_english`,
    /// the comma before the last item of a list (*red, white, and blue*).
    pub(super) fn counted(&self, punctuation: Punctuation, next: &str, is_english: bool) -> Punctuation {
        let Some(last) = self.words.last() else { return Punctuation::None };
        let before = self.text(self.len() - 1);
        let has_stop = || last.is_dotted || before.chars().nth(1).is_none() || TITLES.contains(&before);
        match punctuation {
            _ if before == ELLIPSIS || next == ELLIPSIS => Punctuation::None,
            Punctuation::Stop if has_stop() => Punctuation::None,
            Punctuation::None | Punctuation::Comma if is_english && matches!(next, "and" | "or") => {
                Punctuation::SerialComma
            }
            counted => counted,
        }
    }
}

/// Words that are written with or without a stop.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "mx", "dr", "st", "jr", "sr", "sen", "rep", "gov", "gen", "lt", "col", "sgt", "capt",
    "adm", "prof", "rev", "hon", "vs", "mme", "mlle", "sra",
];

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
