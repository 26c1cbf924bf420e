//! The letters that languages are written with, of scripts that several languages share.

use std::collections::HashMap;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use crate::analysis::language::Language;

/// The letters that are not ASCII: a line for each language, with its code, a colon, the letters, and after a
/// space those that only names and loanwords have.
const LINES: &str = include_str!("../../data/analysis/exemplar_letters.txt");

/// Returns whether `word`, as it is typed, has no letters but those of `language`; without a small initial,
/// it may be a name from abroad. ASCII letters are of every language, since words are typed without marks,
/// too; marks on letters of other scripts and signs do not count.
pub(crate) fn is_spelled_in(word: &str, language: Language) -> bool {
    if word.is_ascii() {
        return true;
    }
    let Some((native, of_names)) = letters_of(language) else { return true };
    let of_names = if word.starts_with(char::is_lowercase) { "" } else { of_names };
    // In lower case İ has no mark; who writes it writes ı, too.
    let mut lower = word.nfc().map(|c| if c == 'İ' { 'ı' } else { c }).flat_map(char::to_lowercase);
    lower.all(|c| !is_letter(c) || native.contains(c) || of_names.contains(c))
}

/// Returns whether `c` is a letter of Latin, Cyrillic or Arabic script that is not ASCII.
fn is_letter(c: char) -> bool {
    matches!(
        c,
        '\u{df}'..='\u{f6}'
            | '\u{f8}'..='\u{2af}'
            | '\u{400}'..='\u{481}'
            | '\u{48a}'..='\u{52f}'
            | '\u{621}'..='\u{63a}'
            | '\u{641}'..='\u{64a}'
            | '\u{66e}'..='\u{66f}'
            | '\u{671}'..='\u{6d3}'
            | '\u{1e00}'..='\u{1eff}'
    )
}

/// Returns the letters of a language that are not ASCII, and those of names and loanwords; `None` for a
/// language that any letters may be of.
fn letters_of(language: Language) -> Option<(&'static str, &'static str)> {
    static LETTERS: OnceLock<HashMap<&'static str, (&'static str, &'static str)>> = OnceLock::new();
    let letters = LETTERS.get_or_init(|| {
        let lines = LINES.lines().filter(|line| !line.starts_with('#'));
        let letters = lines.filter_map(|line| line.split_once(": "));
        letters.map(|(code, letters)| (code, letters.split_once(' ').unwrap_or((letters, "")))).collect()
    });
    letters.get(language.code()).copied()
}

#[cfg(test)]
mod tests {
    use crate::analysis::exemplar_letters::*;

    fn is_spelled(word: &str, code: &str) -> bool {
        is_spelled_in(word, Language::named(code).expect("a language"))
    }

    #[test]
    fn every_line_is_of_a_language() {
        for line in LINES.lines().filter(|line| !line.starts_with('#')) {
            let (code, letters) = line.split_once(": ").expect("a code and letters");
            let language = Language::named(code).expect("a language");
            assert!(letters.split(' ').flat_map(str::chars).all(is_letter), "{line}");
            let name = letters.to_uppercase();
            assert!(letters_of(language).is_some() && is_spelled_in(&name, language), "{code}");
        }
    }

    #[test]
    fn a_word_is_spelled_with_the_letters_of_its_language() {
        for (word, own, other) in [
            ("Größe", "de", "es"),
            ("łódź", "pl", "cs"),
            ("řeka", "cs", "pl"),
            ("GÜNEŞ", "tr", "sv"),
            ("şehir", "tr", "it"),
            ("İzmir’in", "tr", "hr"),
            ("făină", "ro", "it"),
            ("città", "it", "hr"),
            ("їжак", "uk", "ru"),
            ("ёлка", "ru", "mk"),
            ("рынок", "be", "mk"),
            ("cães", "pt", "es"),
            ("años", "es", "pt"),
        ] {
            assert!(is_spelled(word, own), "{word} {own}");
            assert!(!is_spelled(word, other), "{word} {other}");
        }
    }

    #[test]
    fn loanwords_bare_spellings_and_marks_are_of_any_language() {
        for (word, code) in [
            ("Schröder", "fr"),
            ("Orbán", "de"),
            ("Łukasz", "en"),
            ("São", "es"),
            ("CÃES", "es"),
            ("پوتين", "ar"),
            ("hâlâ", "tr"),
            ("Groesse", "es"),
            ("cafe", "hr"),
            ("м\u{301}ост", "ru"),
            ("п’ять", "ru"),
            ("كتاب", "fa"),
            ("کتاب", "ar"),
            ("c\u{327}a", "fr"),
            ("ξένος", "de"),
            ("F-16", "hr"),
            ("1920er", "es"),
        ] {
            assert!(is_spelled(word, code), "{word} {code}");
        }
    }
}
