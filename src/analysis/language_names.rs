//! Names of languages, in English and in themselves.

use std::cmp::Reverse;

use crate::analysis::language::Language;
use crate::analysis::tokenizer::tokenize;

/// Names by code.
const NAMES: &str = include_str!("../../data/analysis/language_names.txt");

/// Returns the languages with their names, the English one first.
fn table() -> impl Iterator<Item = (Language, impl Iterator<Item = &'static str>)> {
    let rows = NAMES.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &'static str| {
        let (code, names) = line.split_once(':')?;
        Some((Language::named(code)?, names.split(',').map(str::trim)))
    };
    rows.filter_map(row)
}

impl Language {
    /// Returns the language with this code or name, in any case and with or without accents: `de`, `deu`,
    /// `de-AT`, `German`, `Deutsch`.
    pub(crate) fn from_code_or_name(text: &str) -> Option<Language> {
        let text = text.trim();
        let primary = text.split(['-', '_']).next().unwrap_or(text);
        if let Some(language) = Language::named(primary).or_else(|| Language::of_three_letters(primary)) {
            return Some(language);
        }
        let wanted = fold(text);
        let is_named = |name: &'static str| fold(name) == wanted;
        let mut rows = table().filter(|_| !wanted.is_empty());
        rows.find_map(|(language, mut names)| names.any(is_named).then_some(language))
    }

    /// Returns the language whose name begins with `text`, or differs from it in at most two letters.
    pub(crate) fn nearest(text: &str) -> Option<Language> {
        let wanted: Vec<char> = fold(text).chars().collect();
        let common = |name: &str| {
            let name: Vec<char> = fold(name).chars().collect();
            let shared = wanted.iter().zip(&name).take_while(|(x, y)| x == y).count();
            let shared_end = wanted.iter().rev().zip(name.iter().rev()).take_while(|(x, y)| x == y).count();
            let is_beginning = shared == wanted.len();
            let other = wanted.len().max(name.len()).saturating_sub(shared + shared_end);
            let is_near = shared >= 3 && is_beginning || other <= 2 && wanted.len() > 4;
            is_near.then_some((is_beginning, Reverse(other), shared))
        };
        let near = table().filter_map(|(language, names)| {
            names.filter_map(common).max().map(|nearness| (nearness, language))
        });
        near.max_by_key(|(nearness, language)| (*nearness, Reverse(*language))).map(|(_, language)| language)
    }

    /// Returns the English name; `unknown` for [`Language::UNKNOWN`].
    pub(crate) fn english_name(self) -> &'static str {
        let names = table().find(|(language, _)| *language == self).and_then(|(_, mut names)| names.next());
        names.unwrap_or(self.code())
    }
}

/// Folds a name as words of queries and articles are folded.
fn fold(name: &str) -> String {
    tokenize(name).map(|word| word.text).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::analysis::language_names::*;

    #[test]
    fn codes_and_names_are_read_in_any_case() {
        for (text, code) in [
            ("de", "de"),
            ("DE", "de"),
            ("deu", "de"),
            ("de-AT", "de"),
            ("pt_BR", "pt"),
            ("zh-Hant", "zh"),
            ("german", "de"),
            ("GERMAN", "de"),
            ("Deutsch", "de"),
            ("français", "fr"),
            ("Francais", "fr"),
            ("español", "es"),
            ("cestina", "cs"),
            ("українська", "uk"),
            ("РУССКИЙ", "ru"),
            ("中文", "zh"),
            ("日本語", "ja"),
            ("한국어", "ko"),
            ("العربية", "ar"),
            ("עברית", "he"),
            ("हिन्दी", "hi"),
            ("ไทย", "th"),
            ("Bahasa Indonesia", "id"),
            ("Norwegian", "nb"),
            ("no", "nb"),
            ("Farsi", "fa"),
            ("ger", "de"),
            ("fre", "fr"),
            ("allemand", "de"),
            ("Alemán", "de"),
            ("немецкий", "de"),
            ("unknown", "und"),
            ("und", "und"),
        ] {
            assert_eq!(Language::from_code_or_name(text).map(Language::code), Some(code), "{text}");
        }
        for text in ["klingon", "xx", "", "-", "germany", "deutschland"] {
            assert_eq!(Language::from_code_or_name(text), None, "{text}");
        }
    }

    #[test]
    fn the_nearest_name_is_found() {
        for (text, code) in [
            ("germann", Some("de")),
            ("germ", Some("de")),
            ("gremany", None),
            ("ukranian", Some("uk")),
            ("englsh", Some("en")),
            ("portugese", Some("pt")),
            ("klingon", None),
            ("xx", None),
            ("", None),
        ] {
            assert_eq!(Language::nearest(text).map(Language::code), code, "{text}");
        }
    }

    #[test]
    fn every_language_has_names_of_its_own() {
        let mut named: HashMap<String, Language> = HashMap::new();
        for (language, names) in table() {
            for name in names {
                assert!(!fold(name).is_empty(), "{name}");
                assert_eq!(*named.entry(fold(name)).or_insert(language), language, "{name}");
                assert_eq!(Language::from_code_or_name(name), Some(language), "{name}");
            }
        }
        for language in Language::all() {
            assert!(table().any(|(known, _)| known == language), "{language}");
        }
        assert_eq!(Language::named("de").map(Language::english_name), Some("German"));
        assert_eq!(Language::UNKNOWN.english_name(), "unknown");
    }
}
