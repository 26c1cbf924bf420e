//! Stem tags: name the language that a stem of the index belongs to.
//!
//! A stem is looked up only in articles whose words went through the same stemmer, so that an article never
//! matches by the inflections of another language (`docs/adr/0020-tagged-stems.md`).

use crate::analysis::language::{Language, Script};

/// Tag that precedes a stem in the index: ASCII capitals, with which no normalized word begins, or nothing
/// for English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StemTag {
    /// A word of a language with a stemmer. The tag is the language's code; English, the commonest, has none.
    Native(Language),
    /// A word in a script that the language of its article is not written in. It has the stemmer of the
    /// commonest language in that script, and a tag of its own, so that the document frequencies of that
    /// language do not depend on it.
    Foreign,
    /// A word that no stemmer changes.
    Unstemmed,
}

impl StemTag {
    /// Tag of English stems.
    pub(crate) const ENGLISH: StemTag = StemTag::Native(Language::ENGLISH);

    /// Returns the tag of the stems of words in `script` in a text of `language`; `stemmed` if they have a
    /// stemmer.
    pub(super) fn of(stemmed: bool, language: Language, script: Script) -> StemTag {
        match script.commonest_language().filter(|_| language == Language::UNKNOWN) {
            _ if !stemmed => StemTag::Unstemmed,
            Some(commonest) => StemTag::Native(commonest),
            None if language.is_written_in(script) => StemTag::Native(language),
            None => StemTag::Foreign,
        }
    }

    /// Appends the tag to `term`.
    pub(crate) fn push_to(self, term: &mut String) {
        match self {
            StemTag::ENGLISH => {}
            StemTag::Native(language) => {
                term.extend(language.code().chars().map(|letter| letter.to_ascii_uppercase()));
            }
            StemTag::Foreign => term.push('X'),
            StemTag::Unstemmed => term.push('W'),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use crate::analysis::stem::tag::*;
    use crate::analysis::stem::word_stemmer::WordStemmer;
    use crate::analysis::version::AnalyzerVersion;

    fn tag(code: &str, script: Script) -> String {
        let mut tag = String::new();
        let language = Language::named(code).unwrap_or_default();
        let stemmer = WordStemmer::of(AnalyzerVersion::CURRENT, language, script);
        StemTag::of(stemmer.is_some(), language, script).push_to(&mut tag);
        tag
    }

    #[test]
    fn a_tag_stands_for_one_stemmer() {
        let scripts =
            [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Hebrew, Script::Other];
        let mut stemmers: HashMap<(String, Script), _> = HashMap::new();
        for (language, script) in
            Language::all().flat_map(|language| scripts.map(|script| (language, script)))
        {
            let stemmer = WordStemmer::of(AnalyzerVersion::CURRENT, language, script);
            let algorithm = stemmer.map(|stemmer| match stemmer {
                WordStemmer::Joined(words, _) => format!("{:p}", std::ptr::from_ref(words)),
                WordStemmer::Table(table) => format!("{:p}", std::ptr::from_ref(table)),
                WordStemmer::Snowball(algorithm) => format!("{algorithm:?}"),
                WordStemmer::Ukrainian => "Ukrainian".to_owned(),
            });
            let tag = tag(language.code(), script);
            assert!(tag.bytes().all(|byte| byte.is_ascii_uppercase()));
            assert_eq!(
                *stemmers.entry((tag, script)).or_insert_with(|| algorithm.clone()),
                algorithm,
                "{language} {script:?}"
            );
        }
    }

    #[test]
    fn words_in_a_foreign_script_are_told_from_native_ones() {
        for (code, script, expected) in [
            ("en", Script::Latin, ""),
            ("und", Script::Latin, ""),
            ("de", Script::Latin, "DE"),
            ("ru", Script::Cyrillic, "RU"),
            ("und", Script::Cyrillic, "RU"),
            ("uk", Script::Cyrillic, "UK"),
            ("bg", Script::Cyrillic, "BG"),
            ("ru", Script::Latin, "X"),
            ("en", Script::Cyrillic, "X"),
            ("en", Script::Greek, "X"),
            ("et", Script::Latin, "ET"),
            ("af", Script::Latin, "W"),
            ("ur", Script::Arabic, "W"),
            ("ar", Script::Arabic, "AR"),
            ("fa", Script::Arabic, "FA"),
            ("he", Script::Hebrew, "HE"),
            ("und", Script::Hebrew, "HE"),
            ("yi", Script::Hebrew, "W"),
            ("en", Script::Hebrew, "X"),
            ("zh", Script::Other, "W"),
            ("und", Script::Other, "W"),
            ("hi", Script::Other, "HI"),
        ] {
            assert_eq!(tag(code, script), expected, "{code} {script:?}");
        }
    }
}
