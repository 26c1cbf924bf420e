//! Stems of the words of a query, in the languages of an index.

use std::sync::Arc;

use crate::analysis::language::{Language, Script};
use crate::analysis::language_set::{LanguageSet, Unjoined};
use crate::analysis::stem::irregular_nouns::other_numbers_with_own_stem;
use crate::analysis::stem::query_stemmers::{QueryStemmer, QueryStemmers};
use crate::analysis::stem::tag::StemTag;
use crate::analysis::stem::word_stemmer::WordStemmer;
use crate::analysis::stem::{stem_by, stem_prefix};
use crate::analysis::version::AnalyzerVersion;

/// The languages in which the words of a query are stemmed: those of the texts that are searched.
#[derive(Debug, Clone)]
pub struct Languages {
    languages: Vec<Language>,
    /// The version of the analyzer that made the stems of the index.
    analyzer: AnalyzerVersion,
    stemmers: Arc<QueryStemmers<QueryStem>>,
}

impl PartialEq for Languages {
    fn eq(&self, other: &Self) -> bool {
        (&self.languages, self.analyzer) == (&other.languages, other.analyzer)
    }
}

impl Eq for Languages {}

/// A stem of a query word, with the languages whose articles hold the word under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryStem {
    /// The stem as the index holds it, after its tag.
    term: String,
    tag: StemTag,
    /// Length of the tag in `term`; 0 in an index without tags.
    tag_length: usize,
    /// Script of the query word: a word with the stem is in the same.
    script: Script,
    /// A language whose stemmer made the stem.
    language: Language,
    analyzer: AnalyzerVersion,
    /// All languages whose stemmer made the stem.
    pub languages: LanguageSet,
}

/// A stem of a query word with its stemmer, to be compared with many words.
#[derive(Debug)]
pub(crate) struct StemMatcher<'s> {
    stem: &'s QueryStem,
    stemmer: Option<WordStemmer>,
}

/// A range of words in the order of their bytes: those that begin with `start`, or those from there to
/// an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordRange<'w> {
    pub start: &'w str,
    end: Option<&'static str>,
}

impl WordRange<'_> {
    /// Returns whether a word at or after the start is in the range.
    pub(crate) fn contains(self, word: &[u8]) -> bool {
        self.end.map_or_else(|| word.starts_with(self.start.as_bytes()), |end| word < end.as_bytes())
    }
}

impl StemMatcher<'_> {
    /// Returns whether a word of the index has the stem in a text of [`StemMatcher::languages`], as it stands
    /// or without an `s`: a possessive `'s` is part of the word but not of its stem.
    pub(crate) fn matches(&self, word: &str) -> bool {
        let has_stem = |base: &str| stem_by(self.stemmer, base) == self.stem.stem();
        Script::of(word) == self.stem.script
            && (has_stem(word) || word.strip_suffix('s').is_some_and(has_stem))
    }

    /// Returns all languages whose stemmer made the stem.
    pub(crate) fn languages(&self) -> LanguageSet {
        self.stem.languages
    }
}

impl Languages {
    /// Collects languages; none at all stands for [`Language::UNKNOWN`].
    pub fn new(languages: impl IntoIterator<Item = Language>) -> Self {
        let mut languages: Vec<_> = languages.into_iter().collect();
        if languages.is_empty() {
            languages.push(Language::UNKNOWN);
        }
        languages.sort_unstable();
        languages.dedup();
        Languages { languages, analyzer: AnalyzerVersion::CURRENT, stemmers: Arc::default() }
    }

    /// Returns the languages as a set.
    pub(crate) fn set(&self) -> LanguageSet {
        self.languages.iter().copied().collect()
    }

    /// Returns the same languages, for an index that was built with a version of the analyzer.
    #[must_use]
    pub(crate) fn with_analyzer(self, analyzer: AnalyzerVersion) -> Self {
        Languages { languages: self.languages, analyzer, stemmers: Arc::default() }
    }

    /// Returns the stems of `base` as [`Languages::stems`] does, without those that only unjoined languages
    /// have, and with that of an English noun in the other number, which the English stem is not (*men*).
    pub(crate) fn joined_stems(&self, base: &str, unjoined: Unjoined) -> Vec<QueryStem> {
        let mut stems = self.stems(base);
        if !unjoined.languages.is_empty() {
            stems.retain(|stem| !unjoined.languages.includes(stem.languages));
        }
        if stems.first().is_some_and(QueryStem::is_english) {
            for other in other_numbers_with_own_stem(base) {
                let other = self.stems(other).into_iter().find(QueryStem::is_english);
                other.into_iter().for_each(|other| stems.insert(1, other));
            }
        }
        stems
    }

    /// Returns the stems of `base`, one for each stemmer of these languages, English first. In an index
    /// without tags several may be the same term, and each stands for all languages.
    pub(crate) fn stems(&self, base: &str) -> Vec<QueryStem> {
        let analyzer = self.analyzer;
        let found = self.stemmers.stems(base, (&self.languages, analyzer), |stemmers, script| {
            let stem = |stemmer: &QueryStemmer| {
                let QueryStemmer { tag, stemmer, language, languages } = *stemmer;
                let mut term = String::new();
                if analyzer.tags_stems() {
                    tag.push_to(&mut term);
                }
                let tag_length = term.len();
                term.push_str(&stem_by(stemmer, base));
                QueryStem { term, tag, tag_length, script, language, analyzer, languages }
            };
            stemmers.iter().map(stem).collect()
        });
        found.to_vec()
    }
}

impl Default for Languages {
    fn default() -> Self {
        Languages::new([])
    }
}

impl QueryStem {
    /// Returns the stem as the index holds it, after its tag.
    pub(crate) fn term(&self) -> &str {
        &self.term
    }

    /// Returns the stem.
    pub(crate) fn stem(&self) -> &str {
        &self.term[self.tag_length..]
    }

    /// Returns the language that it is a stem of; `None` for a stem of a foreign script, of no stemmer, or of
    /// an index without tags.
    pub(crate) fn native_language(&self) -> Option<Language> {
        match self.tag {
            StemTag::Native(language) if self.analyzer.tags_stems() => Some(language),
            StemTag::Native(_) | StemTag::Foreign | StemTag::Unstemmed => None,
        }
    }

    /// Returns whether it is a stem of the English stemmer.
    pub(crate) fn is_english(&self) -> bool {
        self.tag == StemTag::ENGLISH
    }

    /// Returns whether `base` has this stem in a text of [`QueryStem::languages`].
    pub(crate) fn is_stem_of(&self, base: &str) -> bool {
        let script = Script::of(base);
        let stemmer = WordStemmer::of(self.analyzer, self.language, script);
        let tag = StemTag::of(stemmer.is_some(), self.language, script);
        tag == self.tag && stem_by(stemmer, base) == self.stem()
    }

    /// Returns a matcher of the words with this stem.
    pub(crate) fn matcher(&self) -> StemMatcher<'_> {
        let stemmer = WordStemmer::of(self.analyzer, self.language, self.script);
        StemMatcher { stem: self, stemmer }
    }

    /// Returns a range that all words with this stem are in.
    pub(crate) fn words(&self) -> WordRange<'_> {
        match (self.prefix(), self.script) {
            ("", Script::Arabic) => WordRange { start: "\u{600}", end: Some("\u{700}") },
            ("", Script::Hebrew) => WordRange { start: "\u{5d0}", end: Some("\u{5eb}") },
            ("", Script::Cyrillic) => WordRange { start: "\u{400}", end: Some("\u{530}") },
            ("", Script::Greek) => WordRange { start: "\u{370}", end: Some("\u{400}") },
            ("", Script::Latin) => WordRange { start: "", end: Some("\u{1f00}") },
            (start, _) => WordRange { start, end: None },
        }
    }

    /// Returns a prefix of all words with this stem.
    pub(crate) fn prefix(&self) -> &str {
        let stem = self.stem();
        if let Some(WordStemmer::Table(table)) =
            WordStemmer::of(self.analyzer, self.language, Script::of(stem))
        {
            return table.prefix(stem);
        }
        match self.tag {
            // The English stemmer changes the last letter only to one of these (hoping, hope; capability,
            // capabl).
            StemTag::ENGLISH if stem.is_ascii() && !stem.ends_with(['e', 'i', 'l', 'y']) => stem,
            StemTag::Unstemmed => stem,
            // Prefixes are stripped, so that a word can begin with anything, also before Latin letters.
            _ if matches!(self.script, Script::Arabic | Script::Hebrew) => "",
            // One of two equal consonants was dropped: hotelliyö, hoteliyo.
            StemTag::Native(language) if language.code() == "fi" => {
                let end = stem.rfind(|c: char| !is_vowel(c)).map_or(0, |start| start + 1);
                stem.get(..end.min(stem_prefix(stem).len())).unwrap_or_default()
            }
            // Within a word ije has become e, and dj is one letter: bijele, bel.
            StemTag::Native(language) if matches!(language.code(), "hr" | "sr") => {
                let end = stem.find(['e', 'đ']).unwrap_or(stem.len());
                stem.get(..end.min(stem_prefix(stem).len())).unwrap_or_default()
            }
            _ => stem_prefix(stem),
        }
    }
}

/// Returns whether a folded Finnish letter is a vowel.
fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::languages::*;
    use crate::analysis::tokenizer::tokenize;

    fn languages(codes: &[&str]) -> Languages {
        Languages::new(codes.iter().filter_map(|code| Language::named(code)))
    }

    fn terms(languages: &Languages, base: &str) -> Vec<String> {
        languages.stems(base).iter().map(|stem| stem.term().to_owned()).collect()
    }

    #[test]
    fn latin_letters_behind_a_prefix_of_another_script_begin_with_anything() {
        for (code, base) in [("he", "\u{5d5}facebook"), ("ar", "\u{648}facebook")] {
            let stems = languages(&[code]).stems(base);
            assert!(stems.iter().any(|stem| stem.stem() == "facebook"), "{base}");
            assert!(stems.iter().all(|stem| base.starts_with(stem.prefix())), "{base}");
        }
    }

    #[test]
    fn inflections_begin_with_the_prefix_of_their_stem() {
        let languages = Languages::default();
        let seeds = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).into_iter().flatten();
        let texts = seeds.map_while(|entry| std::fs::read_to_string(entry.ok()?.path()).ok());
        let mut texts: Vec<String> = texts.collect();
        assert!(texts.len() >= 5);
        texts.push("happy happiness dying dies hoping hope was skies sky only early news".to_owned());
        for word in texts.iter().flat_map(|text| tokenize(text)) {
            let stem = languages.stems(word.base()).remove(0);
            for prefix in [stem_prefix(stem.stem()), stem.prefix()] {
                assert!(word.base().starts_with(prefix), "{}: {}", word.text, stem.stem());
            }
        }
    }

    #[test]
    fn a_query_has_a_stem_for_each_stemmer() {
        assert_eq!(terms(&languages(&[]), "troops"), ["troop"]);
        assert_eq!(terms(&languages(&["en", "und"]), "troops"), ["troop"]);
        assert_eq!(terms(&languages(&["de", "en", "nl"]), "happy"), ["happi", "DEhappy", "NLhappy"]);
        assert_eq!(terms(&languages(&["cs", "et"]), "linnas"), ["CSlinnat", "ETlinn"]);
        assert_eq!(
            terms(&languages(&["cs", "et"]).with_analyzer(AnalyzerVersion::V7), "linnas"),
            ["CSlinnas", "Wlinnas"]
        );
        assert_eq!(terms(&languages(&["en", "ru"]), "troops"), ["troop", "Xtroop"]);
        assert_eq!(terms(&languages(&["en", "ko"]), "nato가"), ["nato", "Xnato"]);
        assert_eq!(terms(&languages(&["et", "vi", "zh"]), "北京"), ["W北京"]);
        assert_eq!(
            terms(&languages(&["de", "en", "und"]).with_analyzer(AnalyzerVersion::V6), "happy"),
            ["happi", "happy"]
        );
        assert_eq!(
            terms(&languages(&["de", "en"]).with_analyzer(AnalyzerVersion::V6), "troop"),
            ["troop", "troop"]
        );
        assert_eq!(terms(&languages(&["sk"]).with_analyzer(AnalyzerVersion::V6), "mestach"), ["mestach"]);
    }

    #[test]
    fn an_english_noun_has_the_stems_of_both_numbers() {
        let joined = |codes: &[&str], base: &str| {
            let stems = languages(codes).joined_stems(base, Unjoined::default());
            stems.iter().map(|stem| stem.term().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(joined(&["en"], "woman"), "woman women");
        assert_eq!(joined(&["de", "en"], "women"), "women woman DEwom");
        assert_eq!(joined(&["en"], "criteria"), "criteria criterion");
        assert_eq!((joined(&["en"], "lives"), joined(&["en"], "life")), ("live life".into(), "life".into()));
        assert_eq!(joined(&["de"], "women"), "DEwom", "English nouns are joined in English");
    }

    #[test]
    fn a_word_has_the_same_stems_when_it_is_asked_for_again() {
        let several = languages(&["de", "en", "ru", "ar"]);
        let words = ["Häuser", "troops", "города", "وبالكتاب", "北京", "troops"];
        for word in words.iter().chain(&words) {
            assert_eq!(several.stems(word), languages(&["de", "en", "ru", "ar"]).stems(word), "{word}");
        }
        assert_eq!(
            several.clone().with_analyzer(AnalyzerVersion::V6).stems("troops")[0].languages,
            LanguageSet::ALL
        );
        assert!((0..1000).all(|number| several.stems(&format!("{number}s")).len() == 3), "words come and go");
    }

    #[test]
    fn words_with_a_prefix_are_in_the_range_of_their_stem() {
        for (code, word) in
            [("ar", "والجيش"), ("ar", "الجيش"), ("he", "ובממשלה"), ("fa", "كتابها"), ("en", "armies")]
        {
            let stems = languages(&[code]).stems(word);
            assert!(word >= stems[0].words().start && stems[0].words().contains(word.as_bytes()), "{word}");
        }
        let stems = languages(&["ar", "he"]).stems("والجيش");
        let in_range =
            |word: &str| stems[0].words().start <= word && stems[0].words().contains(word.as_bytes());
        assert!(in_range("جيش") && !in_range("army") && !in_range("ממשלה") && !in_range("軍"));
    }

    #[test]
    fn a_stem_knows_its_words_and_languages() {
        let languages = languages(&["en", "de", "und", "cs"]).with_analyzer(AnalyzerVersion::V7);
        let stems = languages.stems("comey");
        let of = |code: &str| {
            let language = Language::named(code).unwrap_or_default();
            stems.iter().find(|stem| stem.languages.contains(language)).expect("a stem")
        };
        assert_eq!(of("en"), of("und"));
        assert_eq!((of("cs").stem(), of("en").stem()), ("come", "comey"), "come is another word in English");
        assert!(stems.iter().all(|stem| stem.is_stem_of("comey") && !stem.is_stem_of("come")));
    }
}
