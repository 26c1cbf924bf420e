//! Conditions on single words.

use std::iter;

use crate::analysis::{
    Languages, QueryStem, Unjoined, bigram_spellings, exact_terms, name_forms, noun_forms,
};
use crate::query::ast::{Fuzzy, Term, WordReading};
use crate::query::glob::Glob;

/// A condition on a single word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermMatcher {
    /// This exact word, normalized.
    Exact(String),
    /// Any inflection of this normalized word, but for some languages.
    Inflected(String, Unjoined),
    /// This normalized name, its plural or its possessive; any inflection in languages that inflect names,
    /// but for some.
    Name(String, Unjoined),
    /// This normalized noun in the singular or plural, or its possessive; any inflection in other languages
    /// than English.
    Noun(String),
    /// A word that this pattern matches.
    Glob(String, Glob),
    /// A word within an edit distance of this one.
    Fuzzy(Fuzzy),
    /// This bigram of a script without spaces, with or without a gap.
    Bigram(String),
    /// A word of the name of the speaker, where direct speech begins, that this matches: an exact word, a
    /// pattern, or an approximate word.
    Speaker(Box<TermMatcher>),
    /// The first word of direct speech.
    Speech,
}

impl TermMatcher {
    /// Returns the matchers of a word with this base: as the query has it read, and in its other spellings.
    pub(crate) fn of_word(term: &Term, base: &str) -> Vec<TermMatcher> {
        let mut matchers: Vec<TermMatcher> = match term.reading {
            WordReading::Inflected => {
                let marked = term.marked_token();
                let spellings = iter::once(base).chain(term.other_spellings(marked.as_deref()));
                spellings.map(|word| TermMatcher::Inflected(word.to_owned(), term.unjoined)).collect()
            }
            WordReading::Name | WordReading::NameEverywhere => {
                let spellings = term.name_spellings(base).into_iter();
                spellings.map(|name| TermMatcher::Name(name, term.unjoined)).collect()
            }
        };
        let forms = term.name_forms.iter();
        matchers.extend(forms.map(|form| TermMatcher::Inflected(form.clone(), Unjoined::WRITTEN)));
        matchers
    }

    /// Returns whether a word of a speaker's name is one that this matches.
    pub(crate) fn matches_name_word(&self, word: &str) -> bool {
        match self {
            TermMatcher::Exact(name) => name == word,
            TermMatcher::Glob(_, glob) => glob.matches(word),
            TermMatcher::Fuzzy(fuzzy) => fuzzy.matches(word),
            _ => false,
        }
    }

    /// Returns the words of an index that are matched as they stand: none for a pattern or an approximate
    /// word.
    pub(crate) fn forms(&self) -> Vec<String> {
        match self {
            TermMatcher::Exact(word) => exact_terms(word),
            TermMatcher::Bigram(word) => bigram_spellings(word).map_or_else(|| vec![word.clone()], Vec::from),
            TermMatcher::Inflected(base, unjoined) => unjoined.typed_form(base).into_iter().collect(),
            TermMatcher::Name(base, _) => name_forms(base),
            TermMatcher::Noun(base) => noun_forms(base),
            TermMatcher::Glob(..) | TermMatcher::Fuzzy(_) | TermMatcher::Speaker(_) | TermMatcher::Speech => {
                Vec::new()
            }
        }
    }

    /// Returns the stems whose words are matched in texts of `languages`. A name or noun has none in English,
    /// where its forms are known.
    pub(crate) fn stems(&self, languages: &Languages) -> Vec<QueryStem> {
        match self {
            TermMatcher::Inflected(base, unjoined) => languages.joined_stems(base, *unjoined),
            TermMatcher::Name(base, _) | TermMatcher::Noun(base) => {
                let mut stems = languages.joined_stems(base, self.unjoined());
                stems.retain(|stem| !stem.is_english());
                stems
            }
            TermMatcher::Exact(_)
            | TermMatcher::Bigram(_)
            | TermMatcher::Glob(..)
            | TermMatcher::Fuzzy(_)
            | TermMatcher::Speaker(_)
            | TermMatcher::Speech => Vec::new(),
        }
    }

    /// Returns the languages that a word is no word of.
    pub(crate) fn unjoined(&self) -> Unjoined {
        match self {
            TermMatcher::Inflected(_, unjoined) | TermMatcher::Name(_, unjoined) => *unjoined,
            TermMatcher::Exact(_)
            | TermMatcher::Noun(_)
            | TermMatcher::Glob(..)
            | TermMatcher::Fuzzy(_)
            | TermMatcher::Bigram(_)
            | TermMatcher::Speaker(_)
            | TermMatcher::Speech => Unjoined::default(),
        }
    }
}
