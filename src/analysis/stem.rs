//! From a folded word to what its inflections share.

use std::borrow::Cow;
use std::cell::RefCell;

use frostem::Stemmer;

use super::function_words::is_function_word;
use super::language::{Language, Script};

/// The stem of a folded word without its possessive `'s`, in a text of `language` (Snowball's algorithms). Accents are
/// folded before, so that a word typed without them has the same stem.
pub fn stem(base: &str, language: Language) -> Cow<'_, str> {
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

/// The stem of a word, with its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stem<'s> {
    pub text: &'s str,
    /// What stems are told apart by where they themselves are not kept.
    pub hash: u64,
}

impl<'s> Stem<'s> {
    /// A stem.
    pub fn new(text: &'s str) -> Self {
        Stem { text, hash: xxhash_rust::xxh3::xxh3_64(text.as_bytes()) }
    }
}

/// Stems of the words of one text, most of them known from texts before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stems {
    language: Language,
    /// The code of the language.
    code: [u8; 3],
}

/// How many words are remembered on each thread, one in each place; a power of two.
const PLACES: usize = 1 << 15;
/// Longer words, in bytes, are too rare to be remembered.
const LONGEST: usize = 32;

/// A word with its stem, in one line of the processor's cache: what is looked up for every word of an archive is
/// seldom in the cache, and costs by the lines that are fetched.
#[derive(Clone, Default)]
#[repr(align(64))]
struct Known {
    /// The first bytes of it are the word.
    word: [u8; LONGEST],
    length: u8,
    /// How much of the word is the stem, where the stem is the beginning of it.
    kept: u8,
    /// Whether it is a function word, which has none.
    silent: bool,
    /// The code of its language.
    language: [u8; 3],
    /// The hash of the stem.
    hash: u64,
    /// The stem where it is not the beginning of the word.
    other: Option<Box<str>>,
}

impl Stems {
    pub fn of(language: Language) -> Self {
        let mut code = [0; 3];
        code.iter_mut().zip(language.code().bytes()).for_each(|(place, letter)| *place = letter);
        Stems { language, code }
    }

    /// Gives the stem of the word `text`, which without a possessive `'s` is `base`, to `take`; none for a function word.
    pub fn with(self, text: &str, base: &str, take: impl FnOnce(Option<Stem<'_>>)) {
        thread_local! {
            static KNOWN: RefCell<Vec<Known>> = RefCell::new(vec![Known::default(); PLACES]);
        }
        // With a possessive it may be another word: it's is none, it is one.
        if base.len() > LONGEST || base.len() != text.len() {
            return match is_function_word(text) {
                true => take(None),
                false => take(Some(Stem::new(&stem(base, self.language)))),
            };
        }
        KNOWN.with_borrow_mut(|all| {
            let known = &mut all[xxhash_rust::xxh3::xxh3_64(base.as_bytes()) as usize & (PLACES - 1)];
            if !known.is(base, self.code) {
                *known = Known::of(base, self);
            }
            let beginning = || base.get(..usize::from(known.kept)).unwrap_or(base);
            let text = known.other.as_deref().unwrap_or_else(beginning);
            take((!known.silent).then_some(Stem { text, hash: known.hash }));
        });
    }
}

impl Known {
    /// A word of no more than [`LONGEST`] bytes.
    fn of(word: &str, stems: Stems) -> Self {
        let stem = stem(word, stems.language);
        let mut known = Known {
            length: word.len() as u8,
            kept: stem.len() as u8,
            silent: is_function_word(word),
            language: stems.code,
            hash: Stem::new(&stem).hash,
            other: (!word.starts_with(&*stem)).then(|| stem.into()),
            ..Known::default()
        };
        known.word[..word.len()].copy_from_slice(word.as_bytes());
        known
    }

    fn is(&self, word: &str, language: [u8; 3]) -> bool {
        usize::from(self.length) == word.len()
            && self.language == language
            && &self.word[..word.len()] == word.as_bytes()
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
    use super::*;
    use crate::analysis::words;

    fn stem_in(code: &str, word: &str) -> String {
        let folded = words(word).next().map(|word| word.base().to_owned()).unwrap_or_default();
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
        ] {
            assert_eq!(stem_in(code, one), stem_in(code, other), "{code}: {one}, {other}");
        }
        assert_ne!(stem_in("de", "happy"), stem_in("en", "happy"));
    }

    #[test]
    fn a_word_in_a_foreign_script_has_the_stem_it_has_at_home() {
        assert_eq!(stem_in("ru", "troops"), "troop");
        assert_eq!(stem_in("en", "войсками"), stem_in("ru", "войска"));
        assert_eq!(stem_in("uk", "військами"), "військами", "there is no stemmer for Ukrainian");
    }

    #[test]
    fn a_remembered_stem_is_one_line_of_the_cache() {
        assert_eq!(size_of::<Known>(), 64);
    }

    #[test]
    fn remembered_stems_are_the_stems() {
        for _ in 0..2 {
            for (code, word) in
                [("en", "happy"), ("de", "happy"), ("en", "wars"), ("en", "s"), ("en", ""), ("de", "häusern")]
            {
                let language = Language::named(code).unwrap_or_default();
                let mut found = None;
                Stems::of(language).with(word, word, |stem| {
                    found = stem.map(|stem| (stem.text.to_owned(), stem.hash));
                });
                let stem = stem(word, language).into_owned();
                let hash = Stem::new(&stem).hash;
                assert_eq!(found, Some((stem, hash)));
            }
        }
    }

    #[test]
    fn function_words_have_none() {
        for (text, base) in [("the", "the"), ("its", "it"), ("its", "its")] {
            Stems::of(Language::ENGLISH).with(text, base, |stem| assert_eq!(stem, None));
        }
        Stems::of(Language::ENGLISH).with("thes", "the", |stem| assert_eq!(stem, Some(Stem::new("the"))));
    }

    #[test]
    fn inflections_begin_with_the_prefix_of_their_stem() {
        let languages = Languages::default();
        let seeds = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).into_iter().flatten();
        let texts = seeds.map_while(|entry| std::fs::read_to_string(entry.ok()?.path()).ok());
        let mut texts: Vec<String> = texts.collect();
        assert!(texts.len() >= 5);
        texts.push("happy happiness dying dies hoping hope was skies sky only early news".to_owned());
        for word in texts.iter().flat_map(|text| words(text)) {
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
}
