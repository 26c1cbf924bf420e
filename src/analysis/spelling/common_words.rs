//! Common words of English, and words that are never suggested.

use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::analysis::names::is_given_name;
use crate::analysis::stop_words::is_stop_word;

/// English words, without inflections of other words of the list.
const ENGLISH: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/extract/english_words.txt"));

/// Number of words and insults that the set of them has room for.
const MAX_WORDS: usize = 20_000;

/// Insults of people for what they are. Nobody who looks for a name means one.
const SLURS: [&str; 15] = [
    "chink", "chinks", "dago", "dagos", "faggot", "faggots", "kike", "kikes", "nigga", "niggas", "nigger",
    "niggers", "spic", "spics", "wetback",
];

/// Names of months and days that the list of English words has not, since they have a capital.
const MONTHS_AND_DAYS: [&str; 19] = [
    "april",
    "august",
    "december",
    "february",
    "friday",
    "january",
    "july",
    "june",
    "march",
    "may",
    "monday",
    "november",
    "october",
    "saturday",
    "september",
    "sunday",
    "thursday",
    "tuesday",
    "wednesday",
];

/// Returns whether a normalized word is a common one, or one that is never suggested: no other spelling of a
/// name.
pub(crate) fn is_common_word(word: &str) -> bool {
    is_stop_word(word) || is_english_word_or_slur(word)
}

/// Returns whether a normalized word is a common one or one of the commonest given names, which many people
/// have: it tells nobody's name apart.
pub(crate) fn is_no_surname(word: &str) -> bool {
    is_given_name(word) || is_common_word(word)
}

/// Returns whether a normalized word is an insult of people for what they are.
pub(crate) fn is_slur(word: &str) -> bool {
    SLURS.binary_search(&word).is_ok()
}

fn is_english_word_or_slur(word: &str) -> bool {
    static WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| {
        let mut words = FxHashSet::with_capacity_and_hasher(MAX_WORDS, FxBuildHasher);
        words.extend(ENGLISH.lines());
        words.extend(SLURS);
        words.extend(MONTHS_AND_DAYS);
        words
    });
    WORDS.contains(word)
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::common_words::*;

    #[test]
    fn common_words_are_known_and_names_are_not() {
        assert!(SLURS.is_sorted());
        assert!(ENGLISH.lines().all(is_common_word) && SLURS.into_iter().all(is_common_word));
        assert!(ENGLISH.lines().count() + SLURS.len() + MONTHS_AND_DAYS.len() <= MAX_WORDS);
        for (word, expected) in [
            ("steep", true),
            ("house", true),
            ("the", true),
            ("july", true),
            ("kavanaugh", false),
            ("", false),
        ] {
            assert_eq!(is_common_word(word), expected, "{word}");
        }
    }
}
