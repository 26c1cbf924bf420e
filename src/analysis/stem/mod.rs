//! Stemming: reduces a normalized word to the stem that its inflections share.

mod korean;
mod ukrainian;

use std::borrow::Cow;

use frostem::Stemmer;

use crate::analysis::language::{Language, Script};

/// Returns the stem of a normalized word without its possessive `'s`, in a text of `language`. Uses
/// Snowball's algorithms, and light stemmers of our stem_of_word for Korean and Ukrainian. Accents are
/// already folded, so a word typed without them has the same stem.
pub fn stem(base: &str, language: Language) -> Cow<'_, str> {
    let base = korean::strip_particles(base);
    if language == Language::UKRAINIAN && Script::of(base) == Script::Cyrillic {
        return ukrainian::stem(base);
    }
    match language.algorithm(Script::of(base)) {
        Some(algorithm) => Stemmer::new(algorithm).stem(base),
        None => Cow::Borrowed(base),
    }
}

/// The languages in which the words of a query are stemmed: those of the texts that are searched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// Collects languages; none at all stands for [`Language::UNKNOWN`].
    pub fn new(languages: impl IntoIterator<Item = Language>) -> Self {
        let mut languages: Vec<_> = languages.into_iter().collect();
        if languages.is_empty() {
            languages.push(Language::UNKNOWN);
        }
        languages.sort_unstable();
        languages.dedup();
        Languages(languages)
    }

    /// Returns the distinct stems of `base` in these languages.
    pub fn stems(&self, base: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::with_capacity(1);
        for language in &self.0 {
            let stem = stem(base, *language);
            if !stems.iter().any(|seen| *seen == stem) {
                stems.push(stem.into_owned());
            }
        }
        stems
    }

    /// Returns a prefix of all words with this stem in these languages.
    pub fn prefix_of<'s>(&self, stem: &'s str) -> &'s str {
        // The English stemmer changes the last letter only to one of these (hoping, hope; capability,
        // capabl).
        let english = self.0.iter().all(|language| [Language::ENGLISH, Language::UNKNOWN].contains(language));
        match english && stem.is_ascii() && !stem.ends_with(['e', 'i', 'l', 'y']) {
            true => stem,
            false => stem_prefix(stem),
        }
    }

    /// Returns whether one of `stems` is a stem of `base` in one of these languages.
    pub fn has_stem(&self, base: &str, stems: &[String]) -> bool {
        self.0.iter().any(|language| stems.iter().any(|expected| *expected == stem(base, *language)))
    }
}

impl Default for Languages {
    fn default() -> Self {
        Languages::new([])
    }
}

/// Returns a prefix of all words with this stem. Stemming changes the last letter (happy, happi) or the last
/// two (dying, die). In Arabic it strips articles, too, so that a word can begin with anything.
pub(crate) fn stem_prefix(stem: &str) -> &str {
    if stem.starts_with(|c| matches!(c, '\u{600}'..='\u{6ff}')) {
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
            ("uk", "війська", "військами"),
            ("uk", "troops", "troop"),
            ("ko", "대통령은", "대통령에게"),
            ("ko", "NATO가", "NATO"),
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
        assert_eq!(stem_in("be", "войскамі"), "войскамі", "there is no stemmer for Belarusian");
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
            let stem_of_word = languages.stems(word.base()).remove(0);
            for prefix in [stem_prefix(&stem_of_word), languages.prefix_of(&stem_of_word)] {
                assert!(word.base().starts_with(prefix), "{}: {stem_of_word}", word.text);
            }
        }
    }

    #[test]
    fn a_query_has_the_stems_of_all_languages() {
        let of = |codes: &[&str]| Languages::new(codes.iter().filter_map(|code| Language::named(code)));
        assert_eq!(of(&[]).stems("troops"), ["troop"]);
        assert_eq!(of(&["en", "und", "ru"]).stems("troops"), ["troop"]);
        assert_eq!(of(&["en", "de"]).stems("happy"), ["happy", "happi"]);
        assert!(of(&["en", "de"]).has_stem("happy", &["happi".into()]));
        assert!(!of(&["de"]).has_stem("happy", &["happi".into()]));
    }

    proptest::proptest! {
        /// Marking passes over words that begin otherwise than the stem, unread.
        #[test]
        fn light_stems_are_prefixes(
            uk in "[абвгдезиіїєклмнортуьхц]{1,9}(ець|ів|ов|ок|ий|ями)?", ko in "[가은북한러으로에서들이a1]{1,6}"
        ) {
            for (code, word) in [("uk", &uk), ("ko", &ko)] {
                let stem = stem(word, Language::named(code).unwrap_or_default());
                proptest::prop_assert!(!stem.is_empty());
                proptest::prop_assert!(word.starts_with(stem_prefix(&stem)), "{}: {}", word, stem);
            }
        }
    }
}
