//! Stock phrases: lines that mean the same on every site, and the beginnings of such lines.
//!
//! The phrases of one purpose are in `data/clean/phrases`, those of one language in `languages` below it. A
//! phrase of a single word counts in texts of its languages only: it may be another word elsewhere.

use crate::analysis::{Language, LanguageSet};
use crate::clean::reason::Reason;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::phrases::{LANGUAGES, PHRASES};
use crate::clean::text::line_scanner::hash_line;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Number of words of the longest stock phrase, as a scan counts them: in a script without spaces, two
/// letters are a word.
pub(crate) const MAX_PHRASE_WORDS: usize = 12;

/// The meaning of a line that is a stock phrase or begins with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StockPhrase {
    /// Reason the line is cut for.
    pub reason: Reason,
    /// Whether the article ends where the line is far down the page.
    pub ends_article: bool,
    /// Whether a colon and the headline of another story may follow.
    pub is_label: bool,
    /// Whether the headline may follow without a colon.
    pub is_invitation: bool,
    /// Whether the phrase begins a line that goes on in any way.
    pub is_beginning: bool,
    /// Whether the phrase is in the list of a language.
    pub is_of_language: bool,
    /// Whether the phrase is in the list of a purpose, which the models were trained with.
    pub is_of_purpose: bool,
    /// Languages of the texts in which the phrase counts.
    pub languages: LanguageSet,
}

/// The stock phrases by the hash of their words.
pub(crate) struct StockPhrases {
    /// Index of each phrase in `phrases`, plus one.
    pub(super) indexes: HashTable<u16>,
    pub(super) phrases: Vec<StockPhrase>,
}

impl Default for StockPhrases {
    fn default() -> Self {
        StockPhrases { indexes: HashTable::new(0), phrases: Vec::new() }
    }
}

impl StockPhrases {
    /// Hashes the lists. They are packed in `data/clean/phrases.bin`: the program itself has no lists.
    pub(crate) fn build() -> StockPhrases {
        let mut listed = Vec::new();
        for (_, reason, ends_article, list) in PHRASES {
            let is_label = reason == Reason::OtherStory;
            let phrase = StockPhrase { ends_article, is_label, is_of_purpose: true, ..line(reason) };
            listed.extend(list.lines().map(|text| (hash_line(text), phrase)));
        }
        for (code, list) in LANGUAGES {
            let Some(language) = Language::named(code) else { continue };
            list_language(language, list, &mut listed);
        }
        let hashes: HashSet<u64> = listed.iter().map(|(hash, _)| *hash).collect();
        let indexes = HashTable::new(hashes.len());
        let mut built = StockPhrases { indexes, phrases: Vec::with_capacity(hashes.len()) };
        listed.into_iter().for_each(|(hash, phrase)| built.insert(hash, phrase));
        built
    }

    /// Adds a phrase. One that is there already gets the uses and languages of both; a list of a language
    /// does not change its reason.
    fn insert(&mut self, hash: u64, phrase: StockPhrase) {
        let index = self.indexes.entry(hash);
        match self.phrases.get_mut(usize::from(*index).wrapping_sub(1)) {
            Some(known) => {
                let reason = if phrase.is_of_language { *known } else { phrase };
                *known = StockPhrase {
                    is_label: known.is_label || phrase.is_label,
                    is_invitation: known.is_invitation || phrase.is_invitation,
                    is_beginning: known.is_beginning || phrase.is_beginning,
                    is_of_language: known.is_of_language || phrase.is_of_language,
                    is_of_purpose: known.is_of_purpose || phrase.is_of_purpose,
                    languages: known.languages.union(phrase.languages),
                    ..reason
                }
            }
            None => {
                self.phrases.push(phrase);
                *index = u16::try_from(self.phrases.len()).unwrap_or_default();
            }
        }
    }

    /// Returns the phrase with the hash of some words.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> Option<&StockPhrase> {
        self.phrases.get(usize::from(self.indexes.get(hash)).wrapping_sub(1))
    }
}

/// Adds the list of one language, with a section for each purpose, to the phrases that are `listed`.
fn list_language(language: Language, list: &str, listed: &mut Vec<(u64, StockPhrase)>) {
    let mut of_section = None;
    for text in list.lines() {
        if let Some(section) = text.strip_prefix('[') {
            of_section = section_phrase(section.trim_end_matches(']'));
            continue;
        }
        let Some(phrase) = of_section else { continue };
        let (text, is_beginning) = match text.strip_suffix(" *") {
            Some(beginning) => (beginning, true),
            None => (text, false),
        };
        let languages = match text.contains(' ') {
            true => LanguageSet::ALL,
            false => [language].into_iter().collect(),
        };
        let phrase = if is_beginning {
            StockPhrase { is_beginning, is_label: false, is_invitation: false, ..phrase }
        } else {
            phrase
        };
        let phrase = StockPhrase { languages, is_of_language: true, ..phrase };
        listed.extend(spellings(text).iter().map(|spelling| (hash_line(spelling), phrase)));
    }
}

/// Returns a phrase that is a whole line in any language.
fn line(reason: Reason) -> StockPhrase {
    StockPhrase {
        reason,
        ends_article: false,
        is_label: false,
        is_invitation: false,
        is_beginning: false,
        is_of_language: false,
        is_of_purpose: false,
        languages: LanguageSet::ALL,
    }
}

/// Returns the phrases of a section in the list of a language; `None` if the section is unknown.
fn section_phrase(section: &str) -> Option<StockPhrase> {
    let label = StockPhrase { is_label: true, ..line(Reason::OtherStory) };
    match section {
        "read_also" => Some(StockPhrase { is_invitation: true, ..label }),
        "related" => Some(label),
        _ => {
            let (_, reason, ends_article, _) = *PHRASES.iter().find(|(name, ..)| *name == section)?;
            Some(StockPhrase { ends_article, ..line(reason) })
        }
    }
}

/// Returns the spellings of a phrase, each once: as listed, without accents and vowel signs, as in capitals
/// and in careless typing, and with letters that are written in two ways.
pub(super) fn spellings(phrase: &str) -> Vec<String> {
    let mut spellings = vec![phrase.to_owned()];
    if phrase.is_ascii() {
        return spellings;
    }
    let plain = |c: char| match c {
        'ı' => 'i',
        'ς' => 'σ',
        _ => c,
    };
    let unmarked: String = phrase.nfd().filter(|c| !is_combining_mark(*c)).map(plain).collect();
    let respell =
        || EQUAL_LETTERS.iter().fold(phrase.to_owned(), |text, (pair, letter)| text.replace(pair, letter));
    let respelled = phrase.contains(['\u{64b}', '\u{93c}']).then(respell);
    for spelling in [Some(unmarked), respelled].into_iter().flatten() {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// Letters of Hindi with a dot as two characters and as one, and the two orders of an Arabic ending.
const EQUAL_LETTERS: [(&str, &str); 6] = [
    ("\u{64b}ا", "ا\u{64b}"),
    ("ख\u{93c}", "\u{959}"),
    ("ज\u{93c}", "\u{95b}"),
    ("ड\u{93c}", "\u{95c}"),
    ("ढ\u{93c}", "\u{95d}"),
    ("फ\u{93c}", "\u{95e}"),
];

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::stock_phrases::*;
    use crate::clean::text::line_scanner::Scanner;

    #[test]
    fn every_list_has_a_known_language_and_sections() {
        for (code, list) in LANGUAGES {
            assert!(Language::named(code).is_some(), "{code}");
            assert!(list.starts_with('['), "{code}");
            for line in list.lines() {
                match line.strip_prefix('[') {
                    Some(section) => {
                        assert!(section_phrase(section.trim_end_matches(']')).is_some(), "{code}: {line}");
                    }
                    None => assert!(!line.trim_end_matches(" *").contains('*'), "{code}: {line}"),
                }
            }
        }
    }

    #[test]
    fn no_phrase_has_too_many_words() {
        let lists = PHRASES.iter().map(|(.., list)| list).chain(LANGUAGES.iter().map(|(_, list)| list));
        let lines = lists.flat_map(|list| list.lines().filter(|line| !line.starts_with('[')));
        let longest = lines.flat_map(spellings).max_by_key(|phrase| count_words(phrase)).unwrap();
        assert_eq!(count_words(&longest), MAX_PHRASE_WORDS, "{longest}");
    }

    fn count_words(phrase: &str) -> usize {
        Scanner::new(None, &mut Vec::new()).run(phrase).words as usize
    }

    #[test]
    fn phrases_are_known_without_their_marks() {
        let phrases = StockPhrases::build();
        for text in ["LEE TAMBIEN", "Citeste si", "ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ", "AYRICA OKUYUN", "यह भी प\u{95d}ें"]
        {
            assert!(phrases.get(hash_line(text)).is_some_and(|phrase| phrase.is_label), "{text}");
        }
    }

    #[test]
    fn single_words_count_in_their_languages() {
        let phrases = StockPhrases::build();
        let phrase = phrases.get(hash_line("Hirdetés")).unwrap();
        let language = |code: &str| Language::named(code).unwrap();
        assert!(phrase.languages.contains(language("hu")) && !phrase.languages.contains(language("fi")));
    }
}
