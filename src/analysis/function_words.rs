//! Function words by language, which name the language of a text that is too short for its letters to.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::stop_words::is_stop_word;

/// The words: a line for each language, with its code, a colon, and the words.
const LINES: &str = include_str!("../../data/analysis/function_words.txt");
/// Minimum number of function words that decide.
const MIN_WORDS: usize = 3;
/// At least one word in this many must be a function word.
const RATIO: usize = 5;

/// Returns the code of the language that most function words of `text` are of, if they are enough, and those
/// of no other language are as many.
pub(super) fn language_by_function_words(text: &str) -> Option<&'static str> {
    let mut words = 0;
    let mut counts: FxHashMap<&'static str, usize> = FxHashMap::default();
    for word in text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()) {
        words += 1;
        for &code in languages_of(word) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let best = counts.values().copied().max()?;
    let mut languages = counts.iter().filter(|(_, count)| **count == best);
    let (code, _) = languages.next()?;
    (best >= MIN_WORDS && best * RATIO >= words && languages.next().is_none()).then_some(*code)
}

/// Returns the codes of the languages that have `word` as a function word.
pub(super) fn languages_of(word: &str) -> &'static [&'static str] {
    static WORDS: OnceLock<FxHashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let words = WORDS.get_or_init(|| {
        let mut words: FxHashMap<&'static str, Vec<&'static str>> = FxHashMap::default();
        let lines = LINES.lines().filter(|line| !line.starts_with('#'));
        for (code, list) in lines.filter_map(|line| line.split_once(": ")) {
            list.split(' ').for_each(|word| words.entry(word).or_default().push(code));
        }
        words
    });
    // Few words of a text have another form in lowercase.
    let lower = || match word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        true => None,
        false => words.get(word.to_lowercase().as_str()),
    };
    words.get(word).or_else(lower).map_or(&[], Vec::as_slice)
}

/// Returns whether a normalized word is a function word of English or of a language whose code `is_common`
/// accepts.
pub(crate) fn is_function_word_in(word: &str, is_common: impl Fn(&str) -> bool) -> bool {
    is_stop_word(word) || languages_of(word).iter().any(|code| is_common(code))
}

/// Returns whether a normalized word is a function word of another language than English, and not of English.
pub(crate) fn is_foreign_function_word(word: &str) -> bool {
    !is_stop_word(word) && !languages_of(word).is_empty()
}

/// Returns whether a normalized word is a function word of the language with this code.
pub(crate) fn is_function_word_of(word: &str, code: &str) -> bool {
    languages_of(word).contains(&code)
}

#[cfg(test)]
mod tests {
    use crate::analysis::function_words::*;
    use crate::analysis::language::Language;

    #[test]
    fn every_line_is_of_a_language() {
        for line in LINES.lines().filter(|line| !line.starts_with('#')) {
            let (code, words) = line.split_once(": ").expect("a code and words");
            assert!(Language::named(code).is_some(), "{code}");
            assert!(words.split(' ').all(|word| languages_of(word).contains(&code)), "{line}");
        }
        assert_eq!(languages_of("nothing"), [""; 0], "the comment is no list");
    }

    #[test]
    fn words_are_looked_up_as_they_are_typed() {
        for word in ["της", "Της", "προς", "πως", "τις", "ως", "είναι"] {
            assert_eq!(languages_of(word), ["el"], "{word}");
        }
        for line in LINES.lines().filter(|line| !line.starts_with('#')) {
            assert!(line.split(' ').all(|word| !word.ends_with('σ')), "{line}");
        }
    }

    #[test]
    fn function_words_decide_between_close_languages() {
        for (text, code) in [
            (
                "Ministeriet bygger sit forslag på sagkyndig bistand, og jeg fik min vest på igen efter mødet",
                "da",
            ),
            ("Han var ute og gikk, men ble borte etter at noen hadde sett bilen hos naboen", "nb"),
            ("Der Fluss stieg, und die Leute aus dem Dorf waren schon fort", "de"),
        ] {
            assert_eq!(language_by_function_words(text), Some(code), "{text}");
        }
        for text in ["", "Anna Berg, Oslo, Bergen", "Paris la nuit", "og at det"] {
            assert_eq!(language_by_function_words(text), None, "{text}");
        }
    }
}
