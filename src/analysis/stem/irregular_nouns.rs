//! English nouns whose plural has another stem than the singular: man and men.
//!
//! Stems are in the index, so the two are joined when a word is asked for, in an index of any age.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The nouns in both numbers, of every word with its other number.
static OTHER_NUMBERS: LazyLock<FxHashMap<String, Vec<OtherNumber>>> = LazyLock::new(|| {
    let mut other_numbers: FxHashMap<String, Vec<OtherNumber>> = FxHashMap::default();
    for line in NOUNS.lines().filter(|line| !line.starts_with('#')) {
        let line = line.to_lowercase();
        let Some((singular, plural)) = line.split_once(' ') else { continue };
        let (plural, has_own_stem) = match plural.strip_suffix('*') {
            Some(plural) => (plural, false),
            None => (plural, true),
        };
        let mut add = |word: &str, other: &str, has_own_stem| {
            let other = OtherNumber { word: other.to_owned(), has_own_stem };
            other_numbers.entry(word.to_owned()).or_default().push(other);
        };
        add(singular, plural, has_own_stem);
        add(plural, singular, true);
    }
    other_numbers
});

/// The nouns, in lines with a singular and a plural.
const NOUNS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/analysis/irregular_nouns.txt"));

/// A noun in the other number.
#[derive(Debug, PartialEq, Eq)]
struct OtherNumber {
    word: String,
    /// Whether no other word has its stem.
    has_own_stem: bool,
}

/// Returns the normalized English `noun` in the other number, if the stemmer does not join them.
pub(crate) fn other_numbers(noun: &str) -> impl Iterator<Item = &'static str> {
    OTHER_NUMBERS.get(noun).into_iter().flatten().map(|other| other.word.as_str())
}

/// Returns the words of [`other_numbers`] whose stem is that of no other word.
pub(super) fn other_numbers_with_own_stem(noun: &str) -> impl Iterator<Item = &'static str> {
    let other_numbers = OTHER_NUMBERS.get(noun).into_iter().flatten();
    other_numbers.filter(|other| other.has_own_stem).map(|other| other.word.as_str())
}

#[cfg(test)]
mod tests {
    use crate::analysis::language::Language;
    use crate::analysis::stem::irregular_nouns::*;
    use crate::analysis::stem::stem;

    #[test]
    fn a_noun_has_another_number() {
        for (noun, expected) in [
            ("man", "men"),
            ("women", "woman"),
            ("englishmen", "englishman"),
            ("life", "lives"),
            ("troops", ""),
            ("people", ""),
        ] {
            assert_eq!(other_numbers(noun).collect::<Vec<_>>().join(" "), expected);
        }
        assert_eq!(other_numbers_with_own_stem("life").count(), 0);
        assert_eq!(other_numbers_with_own_stem("lives").next(), Some("life"));
    }

    #[test]
    fn the_list_has_only_what_the_stemmer_parts() {
        for (noun, other) in
            OTHER_NUMBERS.iter().flat_map(|(noun, others)| others.iter().map(move |o| (noun, o)))
        {
            let stems = [noun, &other.word].map(|word| stem(word, Language::ENGLISH));
            assert_ne!(stems[0], stems[1], "{noun} {}", other.word);
            assert!(noun.chars().all(|c| c.is_ascii_lowercase()), "{noun}");
        }
    }
}
