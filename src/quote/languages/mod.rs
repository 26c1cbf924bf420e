//! The words with which languages attribute quotations, a file for each language.

mod english;

use std::sync::LazyLock;

use crate::analysis::Language;
use crate::quote::lexicon::{Lexicon, WordClass};

/// The words with which a language attributes quotations. Each list has its words in lower case, with spaces
/// between them; a word may be in several lists.
#[derive(Debug)]
pub(super) struct SpeechWords {
    /// Verbs of speech in their finite forms, which stand before or behind their subject, the commonest two
    /// first: *said says*.
    pub(super) says: &'static str,
    /// Verbs whose object is quoted: *called it “a disgrace”*.
    pub(super) calls: &'static str,
    /// Participles of both: *saying*.
    pub(super) saying: &'static str,
    /// Those of `says` and `calls` that are nouns as often: *claims*.
    pub(super) or_noun: &'static str,
    /// Titles, offices and professions before a name.
    pub(super) titles: &'static str,
    /// Titles that one person of an article holds, for whom the title stands: *the senator*.
    pub(super) offices: &'static str,
    /// Titles with their short forms: *senator Sen.*, a comma between them.
    pub(super) short_titles: &'static str,
    /// Definite articles.
    pub(super) definite: &'static str,
    pub(super) he: &'static str,
    pub(super) she: &'static str,
    /// Pronouns of what is neither one man nor one woman.
    pub(super) they: &'static str,
    pub(super) first_person: &'static str,
    /// Relative pronouns that stand for people: *who*.
    pub(super) who: &'static str,
    pub(super) determiners: &'static str,
    pub(super) prepositions: &'static str,
    pub(super) conjunctions: &'static str,
    /// Adverbs and auxiliaries between a subject and its verb.
    pub(super) adverbs: &'static str,
    /// The end of other adverbs; empty if no ending tells.
    pub(super) adverb_suffix: &'static str,
    /// The end of most verbs of the past; empty if no ending tells.
    pub(super) past_suffix: &'static str,
    /// Auxiliaries that make a verb of speech a passive: *was called*.
    pub(super) be: &'static str,
    pub(super) times: &'static str,
    /// Other words of grammar that no noun phrase contains: *that*, *when*.
    pub(super) function_words: &'static str,
    pub(super) particles: &'static str,
    pub(super) places: &'static str,
    pub(super) suffixes: &'static str,
    /// Words written with a full stop that ends no sentence.
    pub(super) abbreviations: &'static str,
    /// What words are said in: *statement*.
    pub(super) media: &'static str,
    /// What has a title in marks: *film*.
    pub(super) works: &'static str,
    /// Participles before the name of a thing: *called*, *titled*.
    pub(super) names: &'static str,
    /// Ends of compounds of a name that are no names: *Chicago-based*.
    pub(super) compounds: &'static str,
    /// Titles of men, among `titles`.
    pub(super) men: &'static str,
    /// Titles of women, among `titles`.
    pub(super) women: &'static str,
    /// Words within the names of organizations.
    pub(super) organizations: &'static str,
    /// Verbs of speech of several words: *went on*.
    pub(super) verb_phrases: &'static [&'static str],
    /// Phrases before the speaker: *according to*.
    pub(super) phrases_before: &'static [&'static str],
}

impl SpeechWords {
    /// Returns the forms in which a title may be written before a name or beside it.
    pub(super) fn forms_of(&self, title: &str) -> Vec<String> {
        let lower = title.to_lowercase();
        let mut capital = lower.clone();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let short = self.short_titles.split(", ").filter_map(|pair| pair.split_once(' '));
        let short: Vec<_> =
            short.filter(|(long, _)| *long == lower).map(|(_, short)| short.to_owned()).collect();
        [lower, capital].into_iter().chain(short).collect()
    }

    /// Returns the lists with the class of their words.
    pub(super) fn lists(&self) -> [(&'static str, WordClass); 28] {
        [
            (self.says, WordClass::SAYS),
            (self.calls, WordClass::CALLS),
            (self.saying, WordClass::SAYING),
            (self.or_noun, WordClass::OR_NOUN),
            (self.titles, WordClass::TITLE),
            (self.he, WordClass::HE),
            (self.she, WordClass::SHE),
            (self.they, WordClass::THEY),
            (self.first_person, WordClass::FIRST_PERSON),
            (self.who, WordClass::WHO),
            (self.determiners, WordClass::DETERMINER),
            (self.prepositions, WordClass::PREPOSITION),
            (self.conjunctions, WordClass::CONJUNCTION),
            (self.adverbs, WordClass::ADVERB),
            (self.be, WordClass::BE),
            (self.times, WordClass::TIME),
            (self.function_words, WordClass::FUNCTION),
            (self.particles, WordClass::PARTICLE),
            (self.places, WordClass::PLACE),
            (self.suffixes, WordClass::SUFFIX),
            (self.abbreviations, WordClass::ABBREVIATION),
            (self.media, WordClass::MEDIUM),
            (self.works, WordClass::WORK),
            (self.organizations, WordClass::ORGANIZATION),
            (self.names, WordClass::NAMES),
            (self.compounds, WordClass::COMPOUND),
            (self.men, WordClass::MAN),
            (self.women, WordClass::WOMAN),
        ]
    }
}

/// Returns the words of `language`, or `None` if it has none here.
pub(super) fn lexicon(language: Language) -> Option<&'static Lexicon> {
    static ENGLISH: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(&english::WORDS));
    match language.code() {
        "en" => Some(&ENGLISH),
        _ => None,
    }
}
