//! The choice of what stems a word: by its language, its script, and the version of the analyzer.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use crate::analysis::language::{Language, Script};
use crate::analysis::stem::inflection_table::InflectionTable;
use crate::analysis::stem::joined::JoinedWords;
use crate::analysis::stem::{tables, ukrainian};
use crate::analysis::version::AnalyzerVersion;

/// A stemmer of the words of a language in a script.
#[derive(Debug, Clone, Copy)]
pub(super) enum WordStemmer {
    /// A lexicon of words and of what is joined to them.
    Joined(&'static JoinedWords, AnalyzerVersion),
    /// A table of inflections.
    Table(&'static InflectionTable),
    /// An algorithm of Snowball.
    Snowball(Algorithm),
    /// The light stemmer for Ukrainian, without a table.
    Ukrainian,
}

impl WordStemmer {
    /// Returns the stemmer of words in `script` in a text of `language`; `None` if they have none. A word in
    /// a foreign script has the stemmer of the commonest language in that script.
    pub(super) fn of(analyzer: AnalyzerVersion, language: Language, script: Script) -> Option<WordStemmer> {
        if let Some(words) = JoinedWords::of(analyzer, language, script) {
            return Some(WordStemmer::Joined(words, analyzer));
        }
        if analyzer >= AnalyzerVersion::V8 {
            let native = Some(language).filter(|language| language.is_written_in(script));
            let native = native.or_else(|| script.commonest_language());
            let with_table = native.filter(|native| has_table(*native, script));
            if let Some(table) = with_table.and_then(|native| tables::table(analyzer, native)) {
                return Some(WordStemmer::Table(table));
            }
        }
        if language == Language::UKRAINIAN && script == Script::Cyrillic {
            return Some(WordStemmer::Ukrainian);
        }
        if analyzer < AnalyzerVersion::V7 && is_later(language) && language.is_written_in(script) {
            return None;
        }
        language.algorithm(script).map(WordStemmer::Snowball)
    }

    /// Returns the stem of a normalized word.
    pub(super) fn stem(self, base: &str) -> Cow<'_, str> {
        match self {
            WordStemmer::Joined(words, analyzer) => words.stem(analyzer, base),
            WordStemmer::Table(table) => table.stem(base),
            WordStemmer::Snowball(algorithm) => Stemmer::new(algorithm).stem(base),
            WordStemmer::Ukrainian => ukrainian::stem(base),
        }
    }
}

/// Returns whether the table of `language`, if there is one, is for words in `script`.
fn has_table(language: Language, script: Script) -> bool {
    let native = match language.code() {
        "hi" | "hy" | "ka" => Script::Other,
        "be" | "bg" | "mk" | "ru" | "uk" => Script::Cyrillic,
        "el" => Script::Greek,
        _ => Script::Latin,
    };
    script == native
}

/// Returns whether a language had no stemmer before version 7.
fn is_later(language: Language) -> bool {
    ["be", "bg", "hr", "lt", "mk", "sk", "sr"].contains(&language.code())
}
