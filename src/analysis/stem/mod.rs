//! From a folded word to what its inflections share.

mod korean;
mod ukrainian;

use std::borrow::Cow;

use frostem::Stemmer;

use crate::analysis::language::{Language, Script};

/// The stem of a folded word without its possessive `'s`, in a text of `language` (Snowball's algorithms; Korean and
/// Ukrainian by our own rules). Accents are folded before, so that a word typed without them has the same stem.
pub fn stem(base: &str, language: Language) -> Cow<'_, str> {
    let base = korean::noun(base);
    if language == Language::UKRAINIAN && Script::of(base) == Script::Cyrillic {
        return ukrainian::stem(base);
    }
    match language.algorithm(Script::of(base)) {
        Some(algorithm) => Stemmer::new(algorithm).stem(base),
        None => Cow::Borrowed(base),
    }
}

/// The languages in which a word of a query may be inflected: those of the texts it is looked for in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(Vec<Language>);

impl Languages {
    /// These languages; where there is none, that of which nothing is known.
    pub fn new(languages: impl IntoIterator<Item = Language>) -> Self {
        let mut all: Vec<_> = languages.into_iter().collect();
        if all.is_empty() {
            all.push(Language::UNKNOWN);
        }
        all.sort_unstable();
        all.dedup();
        Languages(all)
    }

    /// All stems that `base` has in these languages, each once.
    pub fn stems(&self, base: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::with_capacity(1);
        for language in &self.0 {
            let stem = stem(base, *language);
            if !stems.iter().any(|known| *known == stem) {
                stems.push(stem.into_owned());
            }
        }
        stems
    }

    /// What all words with this stem begin with in these languages.
    pub fn prefix_of<'s>(&self, stem: &'s str) -> &'s str {
        // English changes the last letter of a stem only where it then is one of these (hoping, hope; capability, capabl).
        let english = self.0.iter().all(|language| [Language::ENGLISH, Language::UNKNOWN].contains(language));
        match english && stem.is_ascii() && !stem.ends_with(['e', 'i', 'l', 'y']) {
            true => stem,
            false => stem_prefix(stem),
        }
    }

    /// Whether `base` has one of `stems` in one of these languages.
    pub fn has_stem(&self, base: &str, stems: &[String]) -> bool {
        self.0.iter().any(|language| stems.iter().any(|wanted| *wanted == stem(base, *language)))
    }
}

impl Default for Languages {
    fn default() -> Self {
        Languages::new([])
    }
}

/// What all words with this stem begin with: stemming changes the last letter (happy, happi), or the two last (dying,
/// die). In Arabic it takes off articles too, so words begin with anything.
pub fn stem_prefix(stem: &str) -> &str {
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
        for (code, one, other) in [
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
            assert_eq!(stem_in(code, one), stem_in(code, other), "{code}: {one}, {other}");
        }
        assert_ne!(stem_in("de", "happy"), stem_in("en", "happy"));
    }

    #[test]
    fn a_word_in_a_foreign_script_has_the_stem_it_has_at_home() {
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
            let own = languages.stems(word.base()).remove(0);
            for prefix in [stem_prefix(&own), languages.prefix_of(&own)] {
                assert!(word.base().starts_with(prefix), "{}: {own}", word.text);
            }
        }
    }

    #[test]
    fn a_query_has_the_stems_of_all_languages_there_are() {
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
        fn our_own_stems_are_beginnings(
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
