//! Numbers in words, in the languages whose speakers are known, and some more.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The words: lines with the code of a language, a colon, and words.
const LINES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/verify/number_words.txt"));
/// Languages that write a number as one word.
const JOINING: [&str; 5] = ["cs", "de", "it", "nl", "sv"];
/// Maximum length of a number that is one word, in bytes.
const MAX_LENGTH: usize = 80;

/// Number words by language, each with whether it is a number by itself.
static NUMBER_WORDS: LazyLock<FxHashMap<&'static str, FxHashMap<&'static str, bool>>> = LazyLock::new(|| {
    let mut languages: FxHashMap<&str, FxHashMap<&str, bool>> = FxHashMap::default();
    let lines = LINES.lines().filter(|line| !line.starts_with('#'));
    for (code, words) in lines.filter_map(|line| line.split_once(": ")) {
        let known = languages.entry(code).or_default();
        known.extend(words.split(' ').map(|word| (word.trim_end_matches('-'), !word.ends_with('-'))));
    }
    languages
});

/// Returns whether `word`, in lower case, is a number in some language.
pub(super) fn is_number_word(word: &str) -> bool {
    NUMBER_WORDS.iter().any(|(code, words)| {
        words.get(word).is_some_and(|is_number| *is_number)
            || JOINING.contains(code) && is_joined(word, words)
    })
}

/// Returns whether `word` is made of number words, one of which is a number by itself.
fn is_joined(word: &str, words: &FxHashMap<&str, bool>) -> bool {
    if word.len() > MAX_LENGTH {
        return false;
    }
    // By the offset: whether the word up to there is made of such words, and whether one is a number.
    let mut reached: Vec<Option<bool>> = vec![None; word.len() + 1];
    reached[0] = Some(false);
    for (start, _) in word.char_indices() {
        let Some(has_number) = reached[start] else { continue };
        for (length, c) in word[start..].char_indices() {
            let end = start + length + c.len_utf8();
            if let Some(is_number) = words.get(&word[start..end]) {
                reached[end] = Some(reached[end].unwrap_or_default() || has_number || *is_number);
            }
        }
    }
    reached[word.len()] == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_alone_and_written_together() {
        for word in [
            "five",
            "fünf",
            "dreizehn",
            "einundzwanzig",
            "siebzehn",
            "zweihundertfünfzig",
            "treize",
            "soixante",
            "dieciséis",
            "dezesseis",
            "ventuno",
            "trentadue",
            "duemila",
            "тринадцать",
            "тринадцять",
            "trzynaście",
            "třináct",
            "pětadvacet",
            "drieëntwintig",
            "tjugofem",
        ] {
            assert!(is_number_word(word), "{word}");
        }
        for word in ["ein", "und", "een", "en", "premier", "sixten", "often", "undein", "", "mayor", "the"] {
            assert!(!is_number_word(word), "{word}");
        }
    }
}
