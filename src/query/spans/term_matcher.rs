//! Conditions on single words.

use crate::analysis::Unjoined;
use crate::query::ast::Fuzzy;
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
}

impl TermMatcher {
    /// Returns the languages that a word is no word of.
    pub(crate) fn unjoined(&self) -> Unjoined {
        match self {
            TermMatcher::Inflected(_, unjoined) | TermMatcher::Name(_, unjoined) => *unjoined,
            TermMatcher::Exact(_)
            | TermMatcher::Noun(_)
            | TermMatcher::Glob(..)
            | TermMatcher::Fuzzy(_)
            | TermMatcher::Bigram(_) => Unjoined::default(),
        }
    }
}
