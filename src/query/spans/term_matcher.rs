//! Conditions on single words.

use crate::query::ast::Fuzzy;
use crate::query::glob::Glob;

/// A condition on a single word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TermMatcher {
    /// This exact word, normalized.
    Exact(String),
    /// Any inflection of this normalized word.
    Inflected(String),
    /// This normalized name, its plural or its possessive; any inflection in languages that inflect names.
    Name(String),
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
