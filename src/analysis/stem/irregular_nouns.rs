//! English nouns whose plural has another stem than the singular: man and men.
//!
//! Stems are in the index, so the two are joined when a word is asked for, in an index of any age.

/// The nouns, in lines with a singular and a plural, after lines that begin with `#`.
const NOUNS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/analysis/irregular_nouns.txt"));

/// Stands after a plural whose stem is that of another word, too.
const SHARES_STEM: char = '*';

/// Returns the normalized English `noun` in the other number, if the stemmer does not join them.
pub(crate) fn other_numbers(noun: &str) -> impl Iterator<Item = &'static str> {
    all_other_numbers(noun).map(|(other, _)| other)
}

/// Returns the words of [`other_numbers`] whose stem is that of no other word.
pub(super) fn other_numbers_with_own_stem(noun: &str) -> impl Iterator<Item = &'static str> {
    all_other_numbers(noun).filter(|(_, has_own_stem)| *has_own_stem).map(|(other, _)| other)
}

/// Returns a noun in the other number, and whether its stem is that of no other word. Hardly any word is in
/// the list, which is read from the program where it is.
fn all_other_numbers(noun: &str) -> impl Iterator<Item = (&'static str, bool)> {
    NOUNS.match_indices(noun).filter_map(move |(start, found)| {
        let line_start = NOUNS[..start].rfind('\n').map_or(0, |end| end + 1);
        let line = NOUNS[line_start..].lines().next()?;
        let (singular, plural) = line.split_once(' ').filter(|_| !line.starts_with('#'))?;
        let (plural, has_own_stem) = match plural.strip_suffix(SHARES_STEM) {
            Some(plural) => (plural, false),
            None => (plural, true),
        };
        match start - line_start {
            0 if found == singular => Some((plural, has_own_stem)),
            start if start == singular.len() + 1 && found == plural => Some((singular, true)),
            _ => None,
        }
    })
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
        for line in NOUNS.lines().filter(|line| !line.starts_with('#')) {
            let (singular, plural) = line.split_once(' ').expect("two words");
            let plural = plural.trim_end_matches(SHARES_STEM);
            let stems = [singular, plural].map(|word| stem(word, Language::ENGLISH));
            assert_ne!(stems[0], stems[1], "{line}");
            assert!([singular, plural].concat().chars().all(|c| c.is_ascii_lowercase()), "{line}");
            assert!(other_numbers(singular).any(|other| other == plural), "{line}");
            assert!(other_numbers(plural).any(|other| other == singular), "{line}");
        }
    }
}
