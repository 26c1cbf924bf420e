//! What ends a sentence in a language: its abbreviations, ordinals and question mark.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashMap;

/// The abbreviations: a line for each language, as the comment at its beginning says.
const LINES: &str = include_str!("../../../data/text/abbreviations.txt");
/// Stands in a line for ordinals with a stop.
const ORDINAL: &str = "1.";
/// Maximum number of digits of an ordinal: longer numbers are mostly years.
const MAX_ORDINAL: usize = 3;
/// Length of the longest abbreviation in bytes, with some to spare.
const MAX_BYTES: usize = 32;

/// The rules of a language.
#[derive(Debug, Default)]
pub(crate) struct SentenceRules {
    /// Abbreviations that do not end a sentence, and whether that holds before numbers only.
    abbreviations: FxHashMap<&'static str, bool>,
    /// Whether a number with a stop is an ordinal.
    has_ordinals: bool,
    /// Maximum number of digits of an ordinal.
    max_ordinal: usize,
    /// Whether a semicolon is a question mark.
    pub(super) is_greek: bool,
}

impl SentenceRules {
    /// Returns the rules of the language with this code; those of no language if it has none.
    pub(crate) fn of(code: &str) -> &'static SentenceRules {
        static RULES: LazyLock<Vec<LazyRules>> = LazyLock::new(|| lines().map(LazyRules::from).collect());
        static NONE: LazyLock<SentenceRules> = LazyLock::new(SentenceRules::default);
        let rules = RULES.iter().find(|rules| rules.line.0 == code);
        rules.map_or(&NONE, |rules| rules.read.get_or_init(|| SentenceRules::read(rules.line)))
    }

    /// Returns whether a stop after `word` does not end the sentence, if `next` follows.
    pub(super) fn is_abbreviation(&self, word: &str, next: char) -> bool {
        if self.has_ordinals && self.is_ordinal(word) {
            return true;
        }
        if self.abbreviations.is_empty() || word.len() > MAX_BYTES {
            return false;
        }
        let only_before_numbers = match self.abbreviations.get(word) {
            None => self.abbreviations.get(word.to_lowercase().as_str()),
            found => found,
        };
        only_before_numbers.is_some_and(|only| !only || next.is_numeric())
    }

    /// Reads the line of a language.
    fn read((code, list): LanguageLine) -> SentenceRules {
        let (always, before_numbers) = list.split_once(" | ").unwrap_or((list, ""));
        let words =
            |words: &'static str| words.split(' ').filter(|word| !word.is_empty() && *word != ORDINAL);
        let always_abbreviated = words(always).map(|word| (word, false));
        SentenceRules {
            abbreviations: words(before_numbers).map(|word| (word, true)).chain(always_abbreviated).collect(),
            has_ordinals: always.starts_with(ORDINAL),
            // A Hungarian year has a stop where no ending follows: 2013. június.
            max_ordinal: MAX_ORDINAL + usize::from(code == "hu"),
            is_greek: code == "el",
        }
    }

    fn is_ordinal(&self, word: &str) -> bool {
        let is_roman = |byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M');
        !word.is_empty()
            && (word.len() <= self.max_ordinal && word.bytes().all(|byte| byte.is_ascii_digit())
                || word.bytes().all(is_roman))
    }
}

/// The rules of a language, which are read when a text of it is.
struct LazyRules {
    line: LanguageLine,
    read: OnceLock<SentenceRules>,
}

/// The code of a language and its abbreviations.
type LanguageLine = (&'static str, &'static str);

impl From<LanguageLine> for LazyRules {
    fn from(line: LanguageLine) -> Self {
        LazyRules { line, read: OnceLock::new() }
    }
}

fn lines() -> impl Iterator<Item = LanguageLine> {
    LINES.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "))
}

#[cfg(test)]
mod tests {
    use crate::text::sentences::rules::*;

    #[test]
    fn every_abbreviation_can_be_found() {
        let rules: Vec<SentenceRules> = lines().map(SentenceRules::read).collect();
        assert!(rules.len() > 30);
        for word in rules.iter().flat_map(|rules| rules.abbreviations.keys()) {
            assert!(
                word.len() <= MAX_BYTES && word.to_lowercase() == *word && !word.ends_with('.'),
                "{word}"
            );
        }
    }
}
