//! Prefixes of stems, by the languages that have them: a word with none of its language needs no stemming.

use crate::analysis::LanguageSet;

/// The prefixes of the stems of a query.
#[derive(Debug, Clone, Default)]
pub(super) struct StemPrefixes(Vec<(String, LanguageSet)>);

impl StemPrefixes {
    /// Adds the prefix of a stem of `languages`.
    pub(super) fn add(&mut self, prefix: &str, languages: LanguageSet) {
        match self.0.iter_mut().find(|(known, _)| known == prefix) {
            Some((_, known)) => *known = known.union(languages),
            None => self.0.push((prefix.to_owned(), languages)),
        }
    }

    /// Returns the prefixes of the language with this ordinal.
    pub(super) fn of(&self, ordinal: u8) -> impl Iterator<Item = &String> {
        let known = self.0.iter().filter(move |(_, languages)| languages.has_ordinal(ordinal));
        known.map(|(prefix, _)| prefix)
    }
}
