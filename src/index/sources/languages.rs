//! Languages of sources, counted by file: short texts that are unsure are in one of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::analysis::{DetectedLanguage, Language};

/// A language is one of a source if at least one in this many of the articles that tell theirs is in it.
const SHARE: u64 = 10;

/// The languages of the articles of a file or an archive, by source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FileLanguages {
    /// No article tells its language, nor would take that of its source.
    #[default]
    None,
    /// The one article of the file tells its language, and its source is the folder of the file.
    One(Language),
    /// The languages of each source.
    BySource(Box<LanguagesBySource>),
}

/// Languages of articles by the name of their source, which is empty for the folder of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LanguagesBySource(BTreeMap<String, LanguageCounts>);

/// Languages of the articles of a source in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct LanguageCounts {
    /// Number of articles in each language that tell it for sure.
    #[serde(rename = "t", default, skip_serializing_if = "BTreeMap::is_empty")]
    sure: BTreeMap<Language, u64>,
    /// Languages of the short articles that do not, as their texts alone say.
    #[serde(rename = "u", default, skip_serializing_if = "BTreeSet::is_empty")]
    unsure: BTreeSet<Language>,
    /// Languages of the source with which these were read.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    read: Vec<Language>,
}

impl FileLanguages {
    /// Returns the languages of a file that is one article, which was read with the languages `read` of its
    /// source.
    pub(crate) fn of_article(source: &str, language: DetectedLanguage, read: &[Language]) -> Self {
        match language {
            DetectedLanguage { language: Language::UNKNOWN, is_unsure: false, .. } => FileLanguages::None,
            DetectedLanguage { language, is_unsure: false, .. } if source.is_empty() => {
                FileLanguages::One(language)
            }
            _ => {
                let mut languages = LanguagesBySource::default();
                languages.add(source, language, read);
                languages.into()
            }
        }
    }

    /// Returns whether nothing is known.
    pub(crate) fn is_none(&self) -> bool {
        *self == FileLanguages::None
    }

    /// Returns the names of the sources with articles that take a language of them.
    pub(crate) fn unsure_sources(&self) -> impl Iterator<Item = &str> {
        let by_source = match self {
            FileLanguages::BySource(languages) => Some(&languages.0),
            _ => None,
        };
        let unsure = by_source.into_iter().flatten().filter(|(_, counts)| !counts.unsure.is_empty());
        unsure.map(|(source, _)| &source[..])
    }

    /// Returns whether articles of this file would have another language in a source of the languages
    /// `of_source` than they were read with.
    pub(crate) fn differ_from<'l>(&self, of_source: impl Fn(&str) -> &'l [Language]) -> bool {
        let FileLanguages::BySource(languages) = self else { return false };
        languages.0.iter().any(|(source, counts)| {
            let now = of_source(source);
            let stays = |language: &Language, languages: &[Language]| {
                languages.is_empty() || languages.contains(language)
            };
            counts.read != now
                && counts
                    .unsure
                    .iter()
                    .any(|language| !stays(language, &counts.read) || !stays(language, now))
        })
    }

    /// Calls `on_count` with the name of each source, a language, and the number of articles that tell it.
    pub(crate) fn for_each_sure(&self, mut on_count: impl FnMut(&str, Language, u64)) {
        match self {
            FileLanguages::None => {}
            FileLanguages::One(language) => on_count("", *language, 1),
            FileLanguages::BySource(languages) => {
                for (source, counts) in &languages.0 {
                    counts.sure.iter().for_each(|(language, count)| on_count(source, *language, *count));
                }
            }
        }
    }
}

impl From<LanguagesBySource> for FileLanguages {
    fn from(languages: LanguagesBySource) -> Self {
        if languages.0.is_empty() {
            FileLanguages::None
        } else {
            FileLanguages::BySource(Box::new(languages))
        }
    }
}

impl LanguagesBySource {
    /// Counts an article of `source`, which was read with the languages `read` of its source.
    pub(crate) fn add(&mut self, source: &str, article: DetectedLanguage, read: &[Language]) {
        let DetectedLanguage { language, by_text, is_unsure } = article;
        if !is_unsure && language == Language::UNKNOWN {
            return;
        }
        let counts = match self.0.get_mut(source) {
            Some(counts) => counts,
            None => self.0.entry(source.to_owned()).or_default(),
        };
        if is_unsure {
            counts.unsure.insert(by_text);
            counts.read = read.to_vec();
        } else {
            *counts.sure.entry(language).or_default() += 1;
        }
    }

    /// Returns the languages of `source`, as its articles in this file alone tell.
    pub(crate) fn languages(&self, source: &str) -> Vec<Language> {
        self.0.get(source).map_or_else(Vec::new, |counts| most_of(&counts.sure))
    }
}

/// Returns the languages that enough articles are in.
fn most_of(counts: &BTreeMap<Language, u64>) -> Vec<Language> {
    let total: u64 = counts.values().sum();
    counts.iter().filter(|(_, count)| **count * SHARE >= total).map(|(language, _)| *language).collect()
}

/// The languages of the sources of an archive that have short articles which are unsure.
#[derive(Debug, Default)]
pub(crate) struct SourceLanguages(HashMap<String, Vec<Language>>);

impl SourceLanguages {
    /// Returns the languages of the sources with these counts of articles.
    pub(crate) fn of_counts(counts: HashMap<String, BTreeMap<Language, u64>>) -> Self {
        SourceLanguages(counts.into_iter().map(|(source, counts)| (source, most_of(&counts))).collect())
    }

    /// Returns whether nothing is known of any source.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the languages of `source`; `None` if the source was not asked.
    pub(crate) fn get(&self, source: &str) -> Option<&[Language]> {
        self.0.get(source).map(Vec::as_slice)
    }
}

impl Serialize for FileLanguages {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            FileLanguages::None => serializer.serialize_none(),
            FileLanguages::One(language) => language.serialize(serializer),
            FileLanguages::BySource(languages) => languages.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for FileLanguages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Reads a code, or a map by source.
        struct CodeOrMap;

        impl<'de> Visitor<'de> for CodeOrMap {
            type Value = FileLanguages;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a language or languages by source")
            }

            fn visit_unit<E: de::Error>(self) -> Result<FileLanguages, E> {
                Ok(FileLanguages::None)
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<FileLanguages, E> {
                Ok(Language::named(code).map_or(FileLanguages::None, FileLanguages::One))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FileLanguages, A::Error> {
                let map = de::value::MapAccessDeserializer::new(map);
                LanguagesBySource::deserialize(map).map(FileLanguages::from)
            }
        }

        deserializer.deserialize_any(CodeOrMap)
    }
}

#[cfg(test)]
mod tests {
    use crate::index::sources::languages::*;

    fn named(codes: &[&str]) -> Vec<Language> {
        codes.iter().filter_map(|code| Language::named(code)).collect()
    }

    fn article(code: &str, is_unsure: bool) -> DetectedLanguage {
        let language = Language::named(code).unwrap_or_default();
        DetectedLanguage { language, by_text: language, is_unsure }
    }

    #[test]
    fn a_tenth_of_the_articles_makes_a_language_one_of_the_source() {
        let mut file = LanguagesBySource::default();
        for (code, count) in [("uk", 30), ("ru", 60), ("pl", 10), ("en", 5)] {
            (0..count).for_each(|_| file.add("", article(code, false), &[]));
        }
        file.add("", article("und", false), &[]);
        assert_eq!(file.languages(""), named(&["ru", "uk"])); // in the order of their codes
        assert!(file.languages("other").is_empty());
        file.add("", article("pl", false), &[]);
        file.add("", article("pl", true), &[]);
        assert_eq!(file.languages(""), named(&["pl", "ru", "uk"]));
    }

    #[test]
    fn a_file_differs_if_an_unsure_article_would_have_another_language() {
        let differ = |by_text: &str, read: &[&str], now: &[&str]| {
            let languages = FileLanguages::of_article("", article(by_text, true), &named(read));
            let now = named(now);
            languages.differ_from(|_| &now)
        };
        assert!(differ("es", &[], &["pt"]) && differ("und", &[], &["pt"]));
        assert!(differ("es", &["pt"], &[]) && differ("es", &["pt"], &["es"]));
        assert!(!differ("es", &[], &["es"]) && !differ("es", &["es"], &["es", "pt"]));
        assert!(!differ("und", &["pt"], &["pt"]) && !differ("und", &[], &[]));
        let sure = FileLanguages::of_article("", article("es", false), &[]);
        assert!(!sure.differ_from(|_| &[Language::ENGLISH]) && sure.unsure_sources().next().is_none());
    }

    #[test]
    fn a_file_is_written_in_short_and_read_again() {
        let none = FileLanguages::of_article("", article("und", false), &[]);
        assert!(none.is_none());
        let mut two = LanguagesBySource::default();
        two.add("", article("und", true), &named(&["pt"]));
        two.add("", article("pt", false), &[]);
        two.add("a.example", article("fr", false), &[]);
        for (languages, json) in [
            (FileLanguages::of_article("", article("pt", false), &[]), r#""pt""#),
            (FileLanguages::of_article("b", article("pt", false), &[]), r#"{"b":{"t":{"pt":1}}}"#),
            (two.into(), r#"{"":{"t":{"pt":1},"u":["und"],"r":["pt"]},"a.example":{"t":{"fr":1}}}"#),
        ] {
            assert_eq!(serde_json::to_string(&languages).ok().as_deref(), Some(json));
            assert_eq!(serde_json::from_str::<FileLanguages>(json).ok(), Some(languages));
        }
        // Languages of a later release.
        assert_eq!(serde_json::from_str::<FileLanguages>(r#""xx""#).ok(), Some(FileLanguages::None));
        assert!(serde_json::from_str::<FileLanguages>(r#"{"":{"t":{"xx":2},"z":1}}"#).is_ok());
    }
}
