//! Stemming: reduces a normalized word to the stem that its inflections share.

mod inflection_table;
mod irregular_nouns;
mod joined;
mod korean;
mod languages;
mod lexicon;
mod query_stemmers;
mod tables;
mod tag;
mod ukrainian;
mod word_stemmer;

use std::borrow::Cow;

use crate::analysis::language::{Language, Script};
use crate::analysis::stem::tag::StemTag;
use crate::analysis::stem::word_stemmer::WordStemmer;
use crate::analysis::version::AnalyzerVersion;

pub use inflection_table::{FUNCTION_WORD, InflectionTable};
pub(crate) use irregular_nouns::other_numbers;
pub(crate) use korean::is_korean_noun;
pub use languages::Languages;
pub(crate) use languages::{QueryStem, StemMatcher, WordRange};

/// Returns the stem of a normalized word without its possessive `'s`, in a text of `language`. Uses tables of
/// inflections, lexicons for Arabic, Hebrew and Persian, Snowball's algorithms where there is neither, and a
/// light stemmer of our own for Korean. Accents are already folded, so a word typed without them has the same
/// stem.
pub fn stem(base: &str, language: Language) -> Cow<'_, str> {
    stem_with(AnalyzerVersion::CURRENT, base, language)
}

/// Returns the stem of a word as [`stem()`] does, in an index that was built with a version of the analyzer.
pub(crate) fn stem_with(analyzer: AnalyzerVersion, base: &str, language: Language) -> Cow<'_, str> {
    stem_by(WordStemmer::of(analyzer, language, Script::of(base)), base)
}

/// Returns the stem of a word that has this stemmer.
fn stem_by(stemmer: Option<WordStemmer>, base: &str) -> Cow<'_, str> {
    if base.as_bytes().get(1) == Some(&b'.') {
        return Cow::Borrowed(base); // an acronym, such as u.s
    }
    let base = korean::strip_particles(base);
    match stemmer {
        Some(stemmer) => stemmer.stem(base),
        None => Cow::Borrowed(base),
    }
}

/// Returns the stem of a word as [`stem()`] does, after the tag of its stemmer: the form in which the index
/// holds it.
pub(crate) fn tagged_stem(base: &str, language: Language) -> Cow<'_, str> {
    let script = Script::of(base);
    let stemmer = WordStemmer::of(AnalyzerVersion::CURRENT, language, script);
    let stem = stem_by(stemmer, base);
    match StemTag::of(stemmer.is_some(), language, script) {
        StemTag::ENGLISH => stem,
        tag => {
            let mut term = String::new();
            tag.push_to(&mut term);
            term.push_str(&stem);
            Cow::Owned(term)
        }
    }
}

/// Returns a prefix of all words with this stem. Stemming changes the last letter (happy, happi) or the last
/// two (dying, die). In Arabic and Hebrew it strips articles, too, so that a word can begin with anything.
pub(crate) fn stem_prefix(stem: &str) -> &str {
    if matches!(Script::of(stem), Script::Arabic | Script::Hebrew) {
        return "";
    }
    let keep = stem.chars().count().saturating_sub(if stem.ends_with("ie") { 2 } else { 1 }).max(1);
    stem.char_indices().nth(keep).map_or(stem, |(end, _)| &stem[..end])
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::*;
    use crate::analysis::tokenizer::tokenize;

    fn stem_in(code: &str, word: &str) -> String {
        let folded = tokenize(word).next().map(|word| word.base().to_owned()).unwrap_or_default();
        stem(&folded, Language::named(code).unwrap_or_default()).into_owned()
    }

    #[test]
    fn inflections_share_a_stem() {
        for (code, first, second) in [
            ("en", "troops", "troop"),
            ("und", "sending", "sends"),
            ("en", "Russia’s", "Russia"),
            ("de", "Häuser", "Hauses"),
            ("fr", "soldats", "soldat"),
            ("es", "soldados", "soldado"),
            ("ru", "войска", "войсками"),
            ("ar", "الجنود", "جنود"),
            ("el", "στρατιώτης", "στρατιωτησ"),
            ("pl", "domami", "domach"),
            ("sk", "mesto", "mesta"),
            ("hr", "gradovima", "gradova"),
            ("lt", "miestuose", "miestų"),
            ("be", "газеты", "газетах"),
            ("uk", "війська", "військами"),
            ("uk", "troops", "troop"),
            ("ko", "대통령은", "대통령에게"),
            ("ko", "NATO가", "NATO"),
            ("en", "U.S.’s", "U.S."),
        ] {
            assert_eq!(stem_in(code, first), stem_in(code, second), "{code}: {first}, {second}");
        }
        assert_ne!(stem_in("de", "happy"), stem_in("en", "happy"));
    }

    #[test]
    fn a_word_in_a_foreign_script_is_stemmed_by_its_script() {
        assert_eq!(stem_in("ru", "troops"), "troop");
        assert_eq!(stem_in("en", "войсками"), stem_in("ru", "войска"));
        assert_ne!(stem_in("uk", "Харкова"), stem_in("ru", "Харкова"));
        assert_eq!(stem_in("sr", "војскама"), "војскама", "there is no stemmer for Serbian in Cyrillic");
    }

    proptest::proptest! {
        /// Marking passes over words that begin otherwise than the stem, unread.
        #[test]
        fn light_stems_are_prefixes(
            hr in "(di?j|[bdlkrs])(ije|je|e|a)[bljnprstkvm]{1,3}(ama|ima|evima|ovima|ica|ih|eg|i|a|e)?",
            fi in "[aehijklmnoprstuvy]{2,9}(ssa|sta|lle|isiin|jen|iden|nne)?",
            uk in "[абвгдезиіїєклмнортуьхц]{1,9}(ець|ів|ов|ок|ий|ями)?", ko in "[가은북한러으로에서들이a1]{1,6}"
        ) {
            for (code, word) in [("uk", &uk), ("ko", &ko), ("hr", &hr), ("fi", &fi)] {
                let stem = Languages::new(Language::named(code)).stems(word).remove(0);
                proptest::prop_assert!(!stem.stem().is_empty());
                proptest::prop_assert!(word.starts_with(stem.prefix()), "{}: {:?}", word, stem);
            }
        }
    }
}
