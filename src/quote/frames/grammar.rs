//! The tables of words: what the words of a language do in an attribution.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::quote::given_names::is_given_name;
use crate::quote::lexicon::comes_first;
use crate::text::capitalized;

/// Length of the shortest word that its ending makes a title, in bytes.
const MIN_TITLE: usize = 7;

/// Tables by the code of their language.
const TABLES: [(&str, &str, NounMarking); 9] = [
    ("cs", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/cs.txt")), NounMarking::Bare),
    (
        "de",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/de.txt")),
        NounMarking::Capital,
    ),
    (
        "es",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/es.txt")),
        NounMarking::Determined,
    ),
    (
        "fr",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/fr.txt")),
        NounMarking::Determined,
    ),
    (
        "it",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/it.txt")),
        NounMarking::Determined,
    ),
    ("pl", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/pl.txt")), NounMarking::Bare),
    (
        "pt",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/pt.txt")),
        NounMarking::Determined,
    ),
    ("ru", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/ru.txt")), NounMarking::Bare),
    ("uk", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/quote/frames/uk.txt")), NounMarking::Bare),
];

/// By what the nouns of a language are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NounMarking {
    /// By a capital letter.
    Capital,
    /// By the article or another determiner before them.
    Determined,
    /// By nothing.
    Bare,
}

/// A set of classes of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u64);

/// The names of the classes in the tables.
const LABELS: [(&str, Classes); 37] = [
    ("inserted", Classes::INSERTED),
    ("negation", Classes::NEGATION),
    ("source_word", Classes::SOURCE_WORD),
    ("opinion", Classes::OPINION),
    ("passive", Classes::PASSIVE),
    ("for", Classes::FOR),
    ("weak", Classes::WEAK),
    ("cites", Classes::CITES),
    ("abstract", Classes::ABSTRACT),
    ("body", Classes::BODY),
    ("speech", Classes::SPEECH),
    ("participle", Classes::PARTICIPLE),
    ("finite", Classes::FINITE),
    ("reported", Classes::REPORTED),
    ("determiner", Classes::DETERMINER),
    ("oblique", Classes::OBLIQUE),
    ("preposition", Classes::PREPOSITION),
    ("of", Classes::OF),
    ("source", Classes::SOURCE),
    ("source_noun", Classes::SOURCE_NOUN),
    ("after_source", Classes::AFTER_SOURCE),
    ("so", Classes::SO),
    ("as", Classes::AS),
    ("it_says", Classes::IT_SAYS),
    ("he", Classes::HE),
    ("she", Classes::SHE),
    ("other_pronoun", Classes::OTHER_PRONOUN),
    ("subordinate", Classes::SUBORDINATE),
    ("coordinate", Classes::COORDINATE),
    ("adverb", Classes::ADVERB),
    ("time", Classes::TIME),
    ("title", Classes::TITLE),
    ("title_ending", Classes::TITLE_ENDING),
    ("given", Classes::GIVEN),
    ("particle", Classes::PARTICLE),
    ("no_speaker", Classes::NO_SPEAKER),
    ("before_term", Classes::BEFORE_TERM),
];

impl Classes {
    /// Verbs of speech, and those that judge.
    pub(super) const SPEECH: Classes = Classes(1);
    /// Participles of verbs of speech.
    pub(super) const PARTICIPLE: Classes = Classes(1 << 1);
    /// Finite verbs of any clause.
    pub(super) const FINITE: Classes = Classes(1 << 2);
    /// Verbs in the mood of reported speech.
    pub(super) const REPORTED: Classes = Classes(1 << 3);
    /// Words that begin a noun phrase.
    pub(super) const DETERMINER: Classes = Classes(1 << 4);
    /// Words that begin a noun phrase in a case that no subject has.
    pub(super) const OBLIQUE: Classes = Classes(1 << 5);
    pub(super) const PREPOSITION: Classes = Classes(1 << 6);
    /// Words that join a noun phrase to the one it belongs to.
    pub(super) const OF: Classes = Classes(1 << 7);
    /// Prepositions that name a source.
    pub(super) const SOURCE: Classes = Classes(1 << 8);
    /// Phrases that name a source with the noun phrase behind them.
    pub(super) const SOURCE_NOUN: Classes = Classes(1 << 9);
    /// Words behind the source that they name.
    pub(super) const AFTER_SOURCE: Classes = Classes(1 << 10);
    /// A word that stands for a verb of speech.
    pub(super) const SO: Classes = Classes(1 << 11);
    /// A word before a clause with a verb of speech.
    pub(super) const AS: Classes = Classes(1 << 12);
    /// Verbs whose source is where the words stand.
    pub(super) const IT_SAYS: Classes = Classes(1 << 13);
    pub(super) const HE: Classes = Classes(1 << 14);
    pub(super) const SHE: Classes = Classes(1 << 15);
    pub(super) const OTHER_PRONOUN: Classes = Classes(1 << 16);
    pub(super) const SUBORDINATE: Classes = Classes(1 << 17);
    pub(super) const COORDINATE: Classes = Classes(1 << 18);
    pub(super) const ADVERB: Classes = Classes(1 << 19);
    pub(super) const TIME: Classes = Classes(1 << 20);
    /// NounMarking before the name of a person.
    pub(super) const TITLE: Classes = Classes(1 << 21);
    /// Words within a name.
    pub(super) const PARTICLE: Classes = Classes(1 << 22);
    /// NounMarking that speak for somebody else.
    pub(super) const NO_SPEAKER: Classes = Classes(1 << 23);
    /// Endings of nouns that do not speak.
    pub(super) const ABSTRACT: Classes = Classes(1 << 25);
    /// Endings of those that do, all the same.
    pub(super) const BODY: Classes = Classes(1 << 26);
    /// Verbs that are verbs of speech with a particle only, or in some uses.
    pub(super) const WEAK: Classes = Classes(1 << 27);
    /// Verbs whose object speaks.
    pub(super) const CITES: Classes = Classes(1 << 28);
    /// A preposition before who finds something.
    pub(super) const FOR: Classes = Classes(1 << 29);
    /// NounMarking for what somebody says or thinks.
    pub(super) const SOURCE_WORD: Classes = Classes(1 << 30);
    /// Verbs with a noun that are verbs of speech together.
    pub(super) const OPINION: Classes = Classes(1 << 31);
    /// Auxiliaries of a passive.
    pub(super) const PASSIVE: Classes = Classes(1 << 32);
    /// Verbs of speech that stand within direct speech behind a dash.
    pub(super) const INSERTED: Classes = Classes(1 << 33);
    /// Words that deny the verb behind them.
    pub(super) const NEGATION: Classes = Classes(1 << 34);
    /// Endings of titles.
    pub(super) const TITLE_ENDING: Classes = Classes(1 << 35);
    /// Given names, and what else looks like a title.
    pub(super) const GIVEN: Classes = Classes(1 << 36);
    /// Words before a title or another term in quotation marks.
    pub(super) const BEFORE_TERM: Classes = Classes(1 << 24);
    /// Words with which a noun phrase begins, in any case.
    pub(super) const ARTICLE: Classes = Classes::DETERMINER.or(Classes::OBLIQUE);
    /// Words that are part of no name and of no noun phrase.
    pub(super) const CONNECTIVE: Classes = Classes::PREPOSITION
        .or(Classes::SUBORDINATE)
        .or(Classes::COORDINATE)
        .or(Classes::HE)
        .or(Classes::SHE)
        .or(Classes::OTHER_PRONOUN)
        .or(Classes::SOURCE)
        .or(Classes::ADVERB);

    /// Returns the set of both.
    pub(super) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// Returns whether the sets share a class.
    pub(super) fn has(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }
}

/// The words of a language.
#[derive(Debug)]
pub(super) struct Grammar {
    words: FxHashMap<&'static str, Classes>,
    /// Phrases of several words, each with its class, the longest first.
    phrases: Vec<(Vec<&'static str>, Classes)>,
    title_endings: Vec<&'static str>,
    /// Whether every noun begins with a capital letter.
    pub has_capital_nouns: bool,
    /// Whether nouns stand without a determiner.
    pub has_bare_nouns: bool,
    /// Whether direct speech behind a dash is parted by commas alone.
    pub has_asides: bool,
}

impl Grammar {
    /// Returns the words of the language with this code.
    pub(super) fn of(code: &str) -> Option<&'static Grammar> {
        static GRAMMARS: [OnceLock<Grammar>; TABLES.len()] = [const { OnceLock::new() }; TABLES.len()];
        let index = TABLES.iter().position(|(known, ..)| *known == code)?;
        let (_, table, nouns) = TABLES[index];
        Some(GRAMMARS[index].get_or_init(|| Grammar::read(table, nouns)))
    }

    fn read(table: &'static str, nouns: NounMarking) -> Grammar {
        let mut grammar = Grammar {
            words: FxHashMap::default(),
            phrases: Vec::new(),
            title_endings: Vec::new(),
            has_capital_nouns: nouns == NounMarking::Capital,
            has_bare_nouns: nouns == NounMarking::Bare,
            has_asides: false,
        };
        let lines = table.lines().filter(|line| !line.starts_with('#'));
        for (label, words) in lines.filter_map(|line| line.split_once(':')) {
            let Some((_, class)) = LABELS.iter().find(|(known, _)| *known == label) else { continue };
            for word in words.split_ascii_whitespace() {
                if *class == Classes::TITLE_ENDING {
                    grammar.title_endings.push(word);
                } else if word.contains('_') {
                    grammar.phrases.push((word.split('_').collect(), *class));
                } else {
                    let known = grammar.words.entry(word).or_default();
                    *known = known.or(*class);
                }
            }
        }
        grammar.has_asides = grammar.words.values().any(|classes| classes.has(Classes::INSERTED));
        grammar.phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        grammar
    }

    /// Returns whether commas alone part what is said in marks from who says it: *« …, a dit Vidal. »*
    pub(super) fn has_comma_asides(&self) -> bool {
        !self.has_capital_nouns && !self.has_bare_nouns
    }

    /// Returns the classes of a word in lower case.
    pub(super) fn classes(&self, word: &str) -> Classes {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// Returns whether a word in lower case is a given name: a common one, or one of the language.
    pub(super) fn is_given_name(&self, word: &str) -> bool {
        let first = word.split('-').next().unwrap_or(word);
        self.classes(first).has(Classes::GIVEN) || is_given_name(&capitalized(first))
    }

    /// Returns whether a noun in lower case before a word is one of an occupation, since the word is a given
    /// name: *Bäcker Emil*.
    pub(super) fn is_occupation(&self, noun: &str, word: &str) -> bool {
        noun.ends_with("er")
            && self.has_capital_nouns
            && self.is_given_name(word)
            && !self.is_given_name(noun)
            && !comes_first(&capitalized(noun))
    }

    /// Returns whether a word in lower case is a title, or a compound with one: a noun of an office or of an
    /// occupation, some of which only their ending tells (*Geologin*).
    pub(super) fn is_title(&self, word: &str) -> bool {
        // Des Ministers, des Präsidenten.
        let stems = [word.strip_suffix('s'), word.strip_suffix("en"), word.strip_suffix('n')];
        let stems = stems.into_iter().flatten().filter(|stem| self.has_capital_nouns && stem.len() > 4);
        self.is_title_as_written(word) || stems.into_iter().any(|stem| self.is_title_as_written(stem))
    }

    fn is_title_as_written(&self, word: &str) -> bool {
        let is_title = |word: &str| self.classes(word).has(Classes::TITLE);
        if is_title(word) || word.rsplit(['-', '.']).next().is_some_and(is_title) {
            return true;
        }
        let has_ending = |ending: &&str| word.ends_with(*ending);
        if word.len() >= MIN_TITLE && self.title_endings.iter().any(has_ending) && !self.is_given_name(word) {
            return true;
        }
        let ends = word.char_indices().skip(3).map(|(start, _)| &word[start..]);
        self.has_capital_nouns && ends.filter(|end| end.len() > 3).any(is_title)
    }

    /// Returns whether a word loses its vowel before an apostrophe: l', qu', dell'.
    pub(super) fn elides(&self, word: &str) -> bool {
        let begins = Classes::DETERMINER.or(Classes::OF).or(Classes::PREPOSITION).or(Classes::SUBORDINATE);
        let classes = self.classes(&word.to_lowercase());
        word.len() <= 6
            && !self.has_capital_nouns
            && classes.has(begins.or(Classes::OTHER_PRONOUN).or(Classes::ADVERB))
    }

    /// Returns the length of the verb in a word that ends with a pronoun: dit-il, a-t-elle.
    pub(super) fn inverted_pronoun(&self, word: &str) -> Option<usize> {
        let (before, pronoun) = word.rsplit_once('-')?;
        let pronouns = Classes::HE.or(Classes::SHE).or(Classes::OTHER_PRONOUN);
        let is_pronoun = !self.has_capital_nouns && self.classes(pronoun).has(pronouns) && pronoun.len() > 1;
        is_pronoun.then(|| before.strip_suffix("-t").unwrap_or(before).len())
    }

    /// Returns whether a noun in lower case ends with one of this class: des Nachrichtenmagazins.
    pub(super) fn ends_with(&self, class: Classes, word: &str) -> bool {
        let is_end = |word: &str| {
            let mut ends = word.char_indices().map(|(start, _)| &word[start..]);
            if self.has_capital_nouns {
                ends.any(|end| self.classes(end).has(class))
            } else {
                self.classes(word).has(class)
            }
        };
        is_end(word) || self.has_capital_nouns && word.strip_suffix('s').is_some_and(is_end)
    }

    /// Returns whether a noun in lower case is the name of something that does not speak, by its ending.
    pub(super) fn is_abstract(&self, word: &str) -> bool {
        let ends = |class: Classes, word: &str| {
            word.char_indices().any(|(start, _)| self.classes(&word[start..]).has(class))
        };
        ends(Classes::ABSTRACT, word) && !ends(Classes::BODY, word)
    }

    /// Returns the phrases of this class, the longest first.
    pub(super) fn phrases(&self, class: Classes) -> impl Iterator<Item = &[&'static str]> {
        self.phrases.iter().filter(move |(_, known)| *known == class).map(|(words, _)| words.as_slice())
    }
}
