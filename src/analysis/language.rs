//! Languages by their codes, and the stemmer of each.

mod codes;
pub(super) mod detection;

use std::borrow::Cow;
use std::fmt;

use frostem::Algorithm;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::analysis::function_words::languages_of;
use crate::analysis::language::codes::LANGUAGES;

/// The language of a text, identified by its ISO 639-1 code, or `und` if it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

impl Language {
    /// An unknown language.
    pub const UNKNOWN: Language = Language("und");
    /// English.
    pub const ENGLISH: Language = Language("en");
    /// Ukrainian.
    pub const UKRAINIAN: Language = Language("uk");

    /// Returns the language with the given code, or `None` if `detect` does not know it.
    pub fn named(code: &str) -> Option<Language> {
        // Called for every hit: check the commonest languages first.
        if let Some(common) = [Self::ENGLISH, Self::UNKNOWN].into_iter().find(|common| common.0 == code) {
            return Some(common);
        }
        let known = LANGUAGES.iter().map(|(_, code)| *code).chain([Self::UNKNOWN.0]);
        known.into_iter().find(|known| known.eq_ignore_ascii_case(code)).map(Language)
    }

    /// Returns the language with the given ISO 639-3 code.
    pub(crate) fn of_three_letters(code: &str) -> Option<Language> {
        let row = LANGUAGES.iter().find(|(lang, _)| lang.code().eq_ignore_ascii_case(code));
        row.map(|(_, code)| Language(code))
    }

    /// Returns the ISO 639-1 code, or `und`.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Returns whether texts of this language are written in `script`.
    pub(super) fn is_written_in(self, script: Script) -> bool {
        match script {
            Script::Latin => self.algorithm(script) != Some(Algorithm::English) || self == Self::ENGLISH,
            Script::Cyrillic => ["be", "bg", "mk", "ru", "sr", "uk"].contains(&self.0),
            Script::Greek => self.0 == "el",
            Script::Arabic => ["ar", "fa", "ur"].contains(&self.0),
            Script::Hebrew => ["he", "yi"].contains(&self.0),
            Script::Other => true,
        }
    }

    /// Returns every language, in the order of their ordinals.
    pub(crate) fn all() -> impl Iterator<Item = Language> {
        [Language::UNKNOWN].into_iter().chain(LANGUAGES.iter().map(|(_, code)| Language(code)))
    }

    /// Returns the number that stands for the language in an index: 0 if it is unknown.
    pub(crate) fn ordinal(self) -> u8 {
        codes::ordinal(self.0)
    }

    /// Returns Snowball's algorithm for words in `script` in a text of this language, which stems those
    /// without a table of inflections or a lexicon. A word in a foreign script is stemmed as a word of the
    /// commonest language in that script.
    pub(super) fn algorithm(self, script: Script) -> Option<Algorithm> {
        Some(match (script, self.0) {
            (Script::Other, "hi") => Algorithm::Hindi,
            (Script::Other, "ta") => Algorithm::Tamil,
            (Script::Hebrew | Script::Other, _) => return None,
            (Script::Greek, _) => Algorithm::Greek,
            (Script::Arabic, "fa") => Algorithm::Persian,
            (Script::Arabic, "ur") => return None,
            (Script::Arabic, _) => Algorithm::Arabic,
            (Script::Cyrillic, "uk" | "sr") => return None,
            (Script::Cyrillic, _) => Algorithm::Russian,
            (Script::Latin, code) => match code {
                "en" => Algorithm::English, // the commonest, checked first
                "ca" => Algorithm::Catalan,
                "cs" => Algorithm::Czech,
                "da" => Algorithm::Danish,
                "de" => Algorithm::German,
                "es" => Algorithm::Spanish,
                "fi" => Algorithm::Finnish,
                "fr" => Algorithm::French,
                "hr" | "sr" => Algorithm::Serbian,
                "hu" => Algorithm::Hungarian,
                "id" => Algorithm::Indonesian,
                "it" => Algorithm::Italian,
                "lt" => Algorithm::Lithuanian,
                "nb" => Algorithm::Norwegian,
                "nl" => Algorithm::Dutch,
                "pl" => Algorithm::Polish,
                "pt" => Algorithm::Portuguese,
                "ro" => Algorithm::Romanian,
                "sk" => Algorithm::Czech,
                "sv" => Algorithm::Swedish,
                "tr" => Algorithm::Turkish,
                code if LATIN_WITHOUT_ALGORITHM.contains(&code) => return None,
                _ => Algorithm::English,
            },
        })
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for Language {
    /// Reads a code. One that `detect` does not know is that of an unknown language.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = Cow::<str>::deserialize(deserializer)?;
        Ok(Language::named(&code).unwrap_or_default())
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A script, as far as it decides the stemmer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Other,
}

impl Script {
    /// Returns the language in this script whose stemmer words in texts of other languages have.
    pub(super) fn commonest_language(self) -> Option<Language> {
        let code = match self {
            Script::Latin => "en",
            Script::Cyrillic => "ru",
            Script::Greek => "el",
            Script::Arabic => "ar",
            Script::Hebrew => "he",
            Script::Other => return None,
        };
        Some(Language(code))
    }

    /// Returns the script of the first letter of `word`.
    pub(crate) fn of(word: &str) -> Script {
        match word.chars().next() {
            Some('\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') | None => Script::Latin,
            Some('\u{370}'..='\u{3ff}') => Script::Greek,
            Some('\u{400}'..='\u{52f}') => Script::Cyrillic,
            Some('\u{600}'..='\u{6ff}') => Script::Arabic,
            Some('\u{5d0}'..='\u{5ea}') => Script::Hebrew,
            Some(_) => Script::Other,
        }
    }
}

/// Languages in Latin script for which Snowball has no algorithm. Without a table of inflections their words
/// match only as written.
const LATIN_WITHOUT_ALGORITHM: [&str; 16] =
    ["af", "ak", "az", "cy", "eo", "et", "jv", "la", "lv", "sl", "sn", "tk", "tl", "uz", "vi", "zu"];

/// Returns whether `word` is a function word of `language`.
pub(crate) fn is_function_word(word: &str, language: Language) -> bool {
    languages_of(word).contains(&language.code())
}

#[cfg(test)]
mod tests {
    use whatlang::Lang;

    use crate::analysis::language::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = LANGUAGES.iter().map(|(_, code)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LANGUAGES.len());
        assert!(Lang::all().iter().all(|lang| LANGUAGES.iter().any(|(known, _)| known == lang)));
        assert!(LATIN_WITHOUT_ALGORITHM.iter().all(|code| codes.contains(code)));
        assert_eq!(Language::named("DE"), Language::named("de"));
        assert_eq!(Language::named("xx"), None);
    }

    #[test]
    fn an_ordinal_is_the_position_of_a_language() {
        for (position, language) in Language::all().enumerate() {
            assert_eq!(usize::from(language.ordinal()), position, "{language}");
        }
    }
}
