//! Tells whether a word in Cyrillic script is what a Latin name is written as there: a name, in its base
//! form.

use crate::analysis::function_words::languages_of;

/// Minimum length of what is left of a word without the ending of its case, in letters.
const MIN_STEM: usize = 3;
/// Maximum length of an acronym, in letters: longer words in capitals are typed so.
const MAX_ACRONYM: usize = 4;

/// Endings of case in Russian and Ukrainian, each with the endings of the base forms that it may stand for.
#[rustfmt::skip]
const CASES: [(&str, &[&str]); 16] = [
    ("ого", &["ий", "ый", "ой"]), ("ому", &["ий", "ый", "ой"]), ("ові", &[""]), ("еві", &["ь", "й"]),
    ("ом", &["", "о"]), ("ем", &["", "й", "ь"]), ("єм", &["й"]), ("ым", &["ый", ""]), ("им", &["ий", ""]),
    ("а", &["", "о"]), ("я", &["й", "ь"]), ("у", &["", "а"]), ("ю", &["й", "ь", "я"]), ("е", &["", "а"]),
    ("ы", &["", "а"]), ("і", &["", "а"]),
];
/// Endings of the surnames of women, which are those of a case of the surnames of men, too.
const WOMEN: [&str; 6] = ["ова", "ева", "єва", "іна", "ина", "ына"];

/// Returns whether a normalized word in another script may be a name: not one that a sentence begins with as
/// with any other (*Він*, he).
pub(crate) fn is_no_function_word(word: &str) -> bool {
    languages_of(word).is_empty()
}

/// Returns whether a word was typed as an acronym: in capitals throughout, and short.
pub(crate) fn is_acronym(surface: &str) -> bool {
    let length = surface.chars().count();
    (2..=MAX_ACRONYM).contains(&length) && surface.chars().all(char::is_uppercase)
}

/// Returns whether the ending of a Latin name fits that of a word in Cyrillic script of the same key: an
/// adjective (*новый*) is written with a y at its end.
pub(crate) fn ending_fits(word: &str, latin: &str) -> bool {
    let last_two = latin.get(latin.len().saturating_sub(2)..).unwrap_or_default();
    !word.ends_with("ый") || last_two.contains('y') || last_two.ends_with('j')
}

/// Returns whether a word in Cyrillic script is another one with the ending of a case, of those that
/// `is_known` accepts.
pub(crate) fn is_case_of_another(word: &str, mut is_known: impl FnMut(&str) -> bool) -> bool {
    if !word.starts_with(|c| matches!(c, '\u{400}'..='\u{4ff}'))
        || WOMEN.iter().any(|end| word.ends_with(end))
    {
        return false;
    }
    let bases = CASES.iter().filter_map(|(ending, base)| Some((word.strip_suffix(ending)?, base)));
    let long = bases.filter(|(stem, _)| stem.chars().count() >= MIN_STEM);
    long.flat_map(|(stem, endings)| endings.iter().map(move |ending| format!("{stem}{ending}")))
        .any(|base| is_known(&base))
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::other_script::*;

    #[test]
    fn a_case_of_another_word_is_no_base_form() {
        let known = ["путин", "анна", "марк", "навальный", "алексей", "тарас", "иванов"];
        for (word, expected) in [
            ("путина", false),
            ("путину", true),
            ("анну", true),
            ("марка", true),
            ("навального", true),
            ("алексею", true),
            ("тарасові", true),
            ("путин", false),
            ("ивана", false),
            ("иванова", false),
            ("putina", false),
        ] {
            assert_eq!(is_case_of_another(word, |base| known.contains(&base)), expected, "{word}");
        }
    }

    #[test]
    fn what_is_no_name_is_told_by_its_form() {
        assert!(!is_no_function_word("він") && is_no_function_word("путін"));
        assert!(is_acronym("ППО") && !is_acronym("ПУТИН") && !is_acronym("Він"));
        for (word, latin, expected) in [
            ("новый", "novi", false),
            ("навальный", "navalny", true),
            ("навальный", "navalnyj", true),
            ("зеленский", "zelenski", true),
        ] {
            assert_eq!(ending_fits(word, latin), expected, "{word} {latin}");
        }
    }
}
