//! Classes of words by what they do in an attribution.

use std::ops::BitOr;

use crate::quote::given_names::PersonGender;

/// Set of the classes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::quote) struct WordClass(u32);

impl WordClass {
    /// No class: a noun, an adjective, a verb of no interest.
    pub(in crate::quote) const NONE: WordClass = WordClass(0);
    /// A finite verb of speech, before or behind its subject: *said*.
    pub(in crate::quote) const SAYS: WordClass = WordClass(1);
    /// A verb whose object is quoted: *called it “a disgrace”*.
    pub(in crate::quote) const CALLS: WordClass = WordClass(1 << 1);
    /// A participle of a verb of speech: *saying*.
    pub(in crate::quote) const SAYING: WordClass = WordClass(1 << 2);
    /// A verb of speech that is a noun as often: *claims*, *reports*.
    pub(in crate::quote) const OR_NOUN: WordClass = WordClass(1 << 3);
    /// A title or an office before a name: *Sen.*, *spokesman*.
    pub(in crate::quote) const TITLE: WordClass = WordClass(1 << 4);
    /// *he*.
    pub(in crate::quote) const HE: WordClass = WordClass(1 << 5);
    /// *she*.
    pub(in crate::quote) const SHE: WordClass = WordClass(1 << 6);
    /// *they*, *it*: a pronoun of anything else.
    pub(in crate::quote) const THEY: WordClass = WordClass(1 << 7);
    /// *I*, *we*, *you*.
    pub(in crate::quote) const FIRST_PERSON: WordClass = WordClass(1 << 8);
    /// *who*.
    pub(in crate::quote) const WHO: WordClass = WordClass(1 << 9);
    /// An article, a possessive or another word that a noun phrase begins with.
    pub(in crate::quote) const DETERMINER: WordClass = WordClass(1 << 10);
    /// A preposition.
    pub(in crate::quote) const PREPOSITION: WordClass = WordClass(1 << 11);
    /// A word that joins clauses or predicates: *and*, *but*.
    pub(in crate::quote) const CONJUNCTION: WordClass = WordClass(1 << 12);
    /// An adverb or auxiliary between subject and verb.
    pub(in crate::quote) const ADVERB: WordClass = WordClass(1 << 13);
    /// A form of *to be*, which makes a passive.
    pub(in crate::quote) const BE: WordClass = WordClass(1 << 14);
    /// A day, a month, *yesterday*.
    pub(in crate::quote) const TIME: WordClass = WordClass(1 << 15);
    /// A word of grammar that no noun phrase contains: *that*, *when*.
    pub(in crate::quote) const FUNCTION: WordClass = WordClass(1 << 16);
    /// A lower-case word within names: *de*, *van*.
    pub(in crate::quote) const PARTICLE: WordClass = WordClass(1 << 17);
    /// A state or country behind the name of a place.
    pub(in crate::quote) const PLACE: WordClass = WordClass(1 << 18);
    /// Suffix of a surname: *Jr.*.
    pub(in crate::quote) const SUFFIX: WordClass = WordClass(1 << 19);
    /// A word that is written with a full stop.
    pub(in crate::quote) const ABBREVIATION: WordClass = WordClass(1 << 20);
    /// Medium in which words are said: *statement*, *interview*, *tweet*.
    pub(in crate::quote) const MEDIUM: WordClass = WordClass(1 << 21);
    /// A word that a phrase such as *according to* begins with.
    pub(in crate::quote) const PHRASE: WordClass = WordClass(1 << 22);
    /// Work with a name in marks: *the film “…”*.
    pub(in crate::quote) const WORK: WordClass = WordClass(1 << 23);
    /// The name of an organization contains it: *committee*.
    pub(in crate::quote) const ORGANIZATION: WordClass = WordClass(1 << 24);
    /// A given name of women.
    pub(in crate::quote) const WOMAN: WordClass = WordClass(1 << 25);
    /// A given name of men.
    pub(in crate::quote) const MAN: WordClass = WordClass(1 << 26);
    /// A word that a verb of speech of several words begins with: *went on*.
    pub(in crate::quote) const VERB_PHRASE: WordClass = WordClass(1 << 27);
    /// A participle before a name: *a show called “…”*.
    pub(in crate::quote) const NAMES: WordClass = WordClass(1 << 28);
    /// The end of a compound that is no name: *Chicago-based*.
    pub(in crate::quote) const COMPOUND: WordClass = WordClass(1 << 29);
    /// A noun for somebody: *woman*, *official*.
    pub(in crate::quote) const PERSON: WordClass = WordClass(1 << 30);

    /// A preposition within the names of organizations: *of*, *for*.
    pub(in crate::quote) const OF: WordClass = WordClass(1 << 31);

    /// Returns the class of given names of a gender.
    pub(super) fn of(gender: PersonGender) -> WordClass {
        match gender {
            PersonGender::Woman => WordClass::WOMAN,
            PersonGender::Man => WordClass::MAN,
            PersonGender::Unknown => WordClass::NONE,
        }
    }

    /// Returns whether the word is of one of `classes`.
    pub(in crate::quote) fn is(self, classes: WordClass) -> bool {
        self.0 & classes.0 != 0
    }
}

impl BitOr for WordClass {
    type Output = WordClass;

    fn bitor(self, other: WordClass) -> WordClass {
        WordClass(self.0 | other.0)
    }
}
