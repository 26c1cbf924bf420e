//! Other tokens that a typed word is found as.

use std::iter;

use crate::analysis::{
    AnalyzerVersion, exact_query_tokens, is_marked_term, marked_term, turkish_name, without_marker,
};
use crate::query::ast::Term;

impl Term {
    /// Returns the token that a word with marks (ä, ñ, ł) is in articles that have it with its marks; `None`
    /// for any other word.
    pub(crate) fn marked_token(&self) -> Option<String> {
        if self.surface.is_ascii() || self.base.is_none() {
            return None;
        }
        let word = exact_query_tokens(self.analyzer, &self.surface).into_iter().next()?;
        is_marked_term(word.as_bytes()).then(|| marked_term(without_marker(&word)))
    }

    /// Returns the other words that a word with this marked token is found as, normalized: written with ae,
    /// oe or ue, and with the ending after a Turkish apostrophe, which texts in other languages do not part
    /// from the name.
    pub(crate) fn other_spellings<'t>(&'t self, marked: Option<&'t str>) -> impl Iterator<Item = &'t str> {
        marked.filter(|token| token.is_ascii()).into_iter().chain(self.with_turkish_ending())
    }

    /// Returns the spellings of a name that the word is, or is the plural or the possessive of: the name, and
    /// the name written with ae, oe or ue.
    pub(crate) fn name_spellings(&self, name: &str) -> Vec<String> {
        let marked = self.marked_token().filter(|token| token.is_ascii());
        let ending = self.tokens.first().and_then(|word| word.strip_prefix(name));
        let other =
            marked.zip(ending).and_then(|(token, ending)| Some(token.strip_suffix(ending)?.to_owned()));
        iter::once(name.to_owned()).chain(other).collect()
    }

    /// Returns the whole word where the base is the name before a Turkish apostrophe.
    pub(crate) fn with_turkish_ending(&self) -> Option<&str> {
        let word = self.tokens.first().filter(|_| self.analyzer >= AnalyzerVersion::V9)?;
        turkish_name(&self.surface, word).and(Some(word.as_str()))
    }
}
