//! Stem tags: name the stemmer that made a stem of the index.
//!
//! A stem is looked up only in articles whose words went through the same stemmer, so that an article never
//! matches by the inflections of another language (`docs/adr/0020-tagged-stems.md`).

use frostem::Algorithm;

use crate::analysis::language::{Language, Script};

/// Tag that precedes a stem in the index: an ASCII capital, with which no normalized word begins, or nothing
/// for English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StemTag(&'static str);

impl StemTag {
    /// Tag of English stems, the commonest.
    pub(crate) const ENGLISH: StemTag = StemTag("");
    /// Tag of words in a script that the language of their article is not written in. They have the stemmer
    /// of the commonest language in that script, and a tag of their own, so that the document frequencies of
    /// that language do not depend on them.
    const FOREIGN: StemTag = StemTag("X");
    /// Tag of Ukrainian stems.
    const UKRAINIAN: StemTag = StemTag("U");
    /// Tag of words that no stemmer changes.
    pub(crate) const UNSTEMMED: StemTag = StemTag("W");

    /// Returns the tag as it precedes a stem.
    pub(crate) fn as_str(self) -> &'static str {
        self.0
    }

    /// Returns the tag of the stems of words in `script` in a text of `language`.
    pub(crate) fn of(language: Language, script: Script) -> StemTag {
        if language == Language::UKRAINIAN && script == Script::Cyrillic {
            return StemTag::UKRAINIAN;
        }
        let (tag, native) = match language.algorithm(script) {
            None => return StemTag::UNSTEMMED,
            Some(Algorithm::English) => (StemTag::ENGLISH, "en"),
            Some(Algorithm::Arabic) => (StemTag("A"), "ar"),
            Some(Algorithm::Greek) => (StemTag("E"), "el"),
            Some(Algorithm::Russian) => (StemTag("R"), "ru"),
            Some(algorithm) => return StemTag(letter(algorithm)),
        };
        let is_native = language == Language::UNKNOWN || language.code() == native;
        if is_native { tag } else { StemTag::FOREIGN }
    }
}

/// Returns the letter of a stemmer that only one language uses.
fn letter(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Catalan => "C",
        Algorithm::Czech => "Z",
        Algorithm::Danish => "D",
        Algorithm::Dutch => "L",
        Algorithm::Finnish => "J",
        Algorithm::French => "F",
        Algorithm::German => "G",
        Algorithm::Hindi => "H",
        Algorithm::Hungarian => "M",
        Algorithm::Indonesian => "B",
        Algorithm::Italian => "I",
        Algorithm::Norwegian => "N",
        Algorithm::Persian => "Q",
        Algorithm::Polish => "P",
        Algorithm::Portuguese => "O",
        Algorithm::Romanian => "V",
        Algorithm::Spanish => "S",
        Algorithm::Swedish => "Y",
        Algorithm::Tamil => "T",
        Algorithm::Turkish => "K",
        // Not in the table of any language.
        _ => StemTag::UNSTEMMED.0,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::analysis::stem::tag::*;

    #[test]
    fn every_stemmer_has_a_tag_of_its_own() {
        let scripts = [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Other];
        let mut stemmers: HashMap<(&str, Script), Option<Algorithm>> = HashMap::new();
        for (language, script) in
            Language::all().flat_map(|language| scripts.map(|script| (language, script)))
        {
            let (tag, algorithm) = (StemTag::of(language, script), language.algorithm(script));
            assert!(tag.as_str().bytes().all(|byte| byte.is_ascii_uppercase()) && tag.as_str().len() <= 1);
            assert_eq!(*stemmers.entry((tag.as_str(), script)).or_insert(algorithm), algorithm, "{language}");
            let light = tag == StemTag::UKRAINIAN;
            assert_eq!(tag == StemTag::UNSTEMMED, algorithm.is_none() && !light, "{language} {script:?}");
        }
    }

    #[test]
    fn words_in_a_foreign_script_are_told_from_native_ones() {
        let tag = |code, script| StemTag::of(Language::named(code).unwrap_or_default(), script);
        assert_eq!(tag("en", Script::Latin), tag("und", Script::Latin));
        assert_eq!(tag("ru", Script::Cyrillic), tag("und", Script::Cyrillic));
        assert_eq!(tag("ru", Script::Latin), StemTag::FOREIGN);
        assert_eq!(tag("en", Script::Cyrillic), StemTag::FOREIGN);
        assert_eq!(tag("sk", Script::Latin), StemTag::UNSTEMMED);
        assert_eq!(tag("zh", Script::Other), StemTag::UNSTEMMED);
        assert_ne!(tag("de", Script::Latin), tag("nl", Script::Latin));
    }
}
