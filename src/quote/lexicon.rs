//! What words do in the attribution of a quotation, by language.

mod occupations;
mod word_class;
mod word_table;

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::analysis::Language;
use crate::quote::given_names::given_names;
use crate::quote::languages::{ENGLISH as ENGLISH_WORDS, SpeechWords};
use crate::quote::lexicon::word_table::WordTable;

pub(crate) use crate::quote::lexicon::occupations::is_occupation;
pub(super) use crate::quote::lexicon::word_class::WordClass;

/// Surnames of China, Korea, Vietnam and Hungary that are written before the given name there, without those
/// that are common words of English.
const SURNAMES_FIRST: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/surnames_first.txt"));

/// Returns whether a surname may be written before the given name.
pub(super) fn comes_first(surname: &str) -> bool {
    static SURNAMES: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| SURNAMES_FIRST.split_ascii_whitespace().collect());
    SURNAMES.contains(surname)
}

/// Maximum length of a word that has a class, in bytes.
const MAX_WORD: usize = 40;

/// The words of a language by what they do.
#[derive(Debug)]
pub(super) struct SpeechLexicon {
    /// The lists that it was made of.
    pub(super) words: &'static SpeechWords,
    table: WordTable,
    /// Given names that are not ASCII.
    other_names: Vec<(&'static str, WordClass)>,
    labels: FxHashSet<&'static [u8]>,
}

impl SpeechLexicon {
    pub(super) fn new(words: &'static SpeechWords) -> Self {
        let mut table = WordTable::new();
        let mut add = |word: &'static str, class: WordClass| {
            if let Some(entry) = table.entry(word) {
                entry.class = entry.class | class;
            }
        };
        for (list, class) in lists(words) {
            list.split_ascii_whitespace().for_each(|word| add(word, class));
        }
        for (phrases, class) in
            [(words.phrases_before, WordClass::PHRASE), (words.verb_phrases, WordClass::VERB_PHRASE)]
        {
            phrases.iter().filter_map(|phrase| phrase.split(' ').next()).for_each(|word| add(word, class));
        }
        let mut other_names = Vec::new();
        for (name, gender) in given_names() {
            match table.entry(name) {
                Some(entry) => (entry.given_name, entry.gender) = (name, WordClass::of(gender)),
                None => other_names.push((name, WordClass::of(gender))),
            }
        }
        let labels = words.labels.split_ascii_whitespace().map(str::as_bytes).collect();
        Self { words, table, other_names, labels }
    }

    /// Returns what `word` can be; it may be written with a capital.
    pub(super) fn class(&self, word: &str) -> WordClass {
        self.class_and_gender(word).0
    }

    /// Returns what `word` can be, and what it tells as a given name, with one look-up.
    pub(super) fn class_and_gender(&self, word: &str) -> (WordClass, WordClass) {
        let (class, gender) = match self.table.get(word) {
            Some(entry) if entry.given_name == word => (entry.class, entry.gender),
            Some(entry) => (entry.class, WordClass::NONE),
            None => (WordClass::NONE, self.gender_of_other(word)),
        };
        let is_adverb = class == WordClass::NONE
            && word.len() <= MAX_WORD
            && self.ends_like_adverb(word.as_bytes())
            && word.starts_with(char::is_lowercase);
        (if is_adverb { WordClass::ADVERB } else { class }, gender)
    }

    /// Returns what an ASCII word in lower case can be, as [`SpeechLexicon::class`] does.
    #[inline]
    pub(super) fn class_in_lower_case(&self, word: &[u8]) -> WordClass {
        match self.table.class_in_lower_case(word) {
            WordClass::NONE if self.ends_like_adverb(word) && word.len() <= MAX_WORD => WordClass::ADVERB,
            class => class,
        }
    }

    /// Returns whether `word` names what is beside it, and nobody.
    pub(super) fn is_label(&self, word: &str) -> bool {
        let mut folded = [0; MAX_WORD];
        let Some(folded) = folded.get_mut(..word.len()) else { return false };
        folded.copy_from_slice(word.as_bytes());
        folded.make_ascii_lowercase();
        self.labels.contains(&*folded)
    }

    /// Returns whether a word ends like an adverb, and is longer than the ending.
    #[inline]
    pub(super) fn ends_like_adverb(&self, word: &[u8]) -> bool {
        let suffix = self.words.adverb_suffix.as_bytes();
        // Most words have another last letter.
        word.last() == suffix.last()
            && !suffix.is_empty()
            && word.len() > suffix.len() + 2
            && word.ends_with(suffix)
    }

    /// Returns whether a given name is one of women or of men.
    pub(super) fn gender(&self, given_name: &str) -> WordClass {
        match self.table.get(given_name) {
            Some(entry) if entry.given_name == given_name => entry.gender,
            Some(_) => WordClass::NONE,
            None => self.gender_of_other(given_name),
        }
    }

    /// Returns the gender of a given name that is not in the table.
    fn gender_of_other(&self, given_name: &str) -> WordClass {
        let known = self.other_names.iter().find(|(name, _)| *name == given_name);
        known.map_or(WordClass::NONE, |(_, gender)| *gender)
    }
}

/// Returns the lists with the class of their words.
fn lists(words: &SpeechWords) -> [(&'static str, WordClass); 30] {
    [
        (words.says, WordClass::SAYS),
        (words.calls, WordClass::CALLS),
        (words.saying, WordClass::SAYING),
        (words.or_noun, WordClass::OR_NOUN),
        (words.titles, WordClass::TITLE),
        (words.he, WordClass::HE),
        (words.she, WordClass::SHE),
        (words.they, WordClass::THEY),
        (words.first_person, WordClass::FIRST_PERSON),
        (words.who, WordClass::WHO),
        (words.determiners, WordClass::DETERMINER),
        (words.prepositions, WordClass::PREPOSITION),
        (words.within_names, WordClass::OF),
        (words.conjunctions, WordClass::CONJUNCTION),
        (words.adverbs, WordClass::ADVERB),
        (words.be, WordClass::BE),
        (words.times, WordClass::TIME),
        (words.function_words, WordClass::FUNCTION),
        (words.particles, WordClass::PARTICLE),
        (words.places, WordClass::PLACE),
        (words.suffixes, WordClass::SUFFIX),
        (words.abbreviations, WordClass::ABBREVIATION),
        (words.media, WordClass::MEDIUM),
        (words.works, WordClass::WORK),
        (words.organizations, WordClass::ORGANIZATION),
        (words.people, WordClass::PERSON),
        (words.names, WordClass::NAMES),
        (words.compounds, WordClass::COMPOUND),
        (words.men, WordClass::MAN),
        (words.women, WordClass::WOMAN),
    ]
}

/// Returns the words of `language`, or `None` if it has none here.
pub(super) fn lexicon(language: Language) -> Option<&'static SpeechLexicon> {
    static ENGLISH: LazyLock<SpeechLexicon> = LazyLock::new(|| SpeechLexicon::new(&ENGLISH_WORDS));
    match language.code() {
        "en" => Some(&ENGLISH),
        _ => None,
    }
}
