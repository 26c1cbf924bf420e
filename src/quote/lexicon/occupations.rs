//! Nouns of occupations, which may stand before a name without an article: *Nurse Ute Brandt*.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::quote::given_names::is_given_name;

const OCCUPATIONS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/occupations.txt"));

/// Endings of such nouns: *geophysicist*, *postwoman*.
const ENDINGS: [&str; 9] =
    ["ologist", "icist", "ographer", "woman", "keeper", "maker", "worker", "smith", "iatrist"];

/// Returns whether an English word, with a capital or without one, is such a noun, and no given name.
pub(crate) fn is_occupation(word: &str) -> bool {
    static KNOWN: LazyLock<FxHashSet<&'static str>> =
        LazyLock::new(|| OCCUPATIONS.split_ascii_whitespace().collect());
    let lower = word.to_lowercase();
    let is_noun = KNOWN.contains(lower.as_str())
        || ENDINGS.iter().any(|end| lower.strip_suffix(end).is_some_and(|stem| !stem.is_empty()));
    is_noun && !is_given_name(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_are_no_occupations() {
        for (word, expected) in [
            ("Nurse", true),
            ("plumber", true),
            ("Geophysicist", true),
            ("Postwoman", true),
            ("Smith", false),
            ("Peter", false),
            ("Carter", false),
            ("Ute", false),
        ] {
            assert_eq!(is_occupation(word), expected, "{word}");
        }
    }
}
