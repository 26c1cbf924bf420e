//! Caches the stems by which only clauses over positions find a word, so that each is made once per language.

use std::mem;

use rustc_hash::FxHashMap;

use crate::analysis::{Language, has_gap, is_marked_term, tagged_stem};
use crate::index::write::segment::postings::ThreadPostings;

/// Stems of tokens that are none of their stems in an index: of the whole, and without a last *s*.
#[derive(Default)]
pub(super) struct StopStems {
    /// Stems of the current language by the id of the token; [`NOT_ASKED`] for one that was not asked for.
    current: Vec<[u32; 2]>,
    language: Language,
    others: FxHashMap<Language, Vec<[u32; 2]>>,
}

/// No stem.
pub(super) const NO_STEM: u32 = u32::MAX;
const NOT_ASKED: [u32; 2] = [NO_STEM - 1; 2];

impl StopStems {
    /// Sets the language of the tokens that follow.
    pub(super) fn set_language(&mut self, language: Language) {
        if language != self.language {
            let entries = self.others.remove(&language).unwrap_or_default();
            let before = mem::replace(&mut self.current, entries);
            self.others.insert(mem::replace(&mut self.language, language), before);
        }
    }

    /// Returns the stem of a token, and that of it without a last *s*; [`NO_STEM`] in place of one that it does
    /// not have.
    pub(super) fn of(&mut self, postings: &mut ThreadPostings, id: u32) -> [u32; 2] {
        match self.current.get(id as usize) {
            Some(stems) if *stems != NOT_ASKED => *stems,
            _ => self.new_stems(postings, id),
        }
    }

    #[cold]
    fn new_stems(&mut self, postings: &mut ThreadPostings, id: u32) -> [u32; 2] {
        let (token, language) = (postings.interner().term(id).to_owned(), self.language);
        let mut stems = [NO_STEM; 2];
        if !is_marked_term(token.as_bytes()) && !has_gap(&token) {
            let whole = Some(token.as_str());
            let singular = token.strip_suffix('s').filter(|base| !base.is_empty());
            stems = [whole, singular]
                .map(|base| base.map_or(NO_STEM, |base| postings.term_id(&tagged_stem(base, language))));
        }
        let index = id as usize;
        if index >= self.current.len() {
            self.current.resize((index + 1).next_power_of_two(), NOT_ASKED);
        }
        self.current[index] = stems;
        stems
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::AnalyzerVersion;
    use crate::index::format::IndexFormat;
    use crate::index::schema::schema;
    use crate::index::write::stop_stems::*;

    #[test]
    fn stems_depend_on_the_language() {
        let mut postings = ThreadPostings::new(&schema(IndexFormat::CURRENT).0, AnalyzerVersion::CURRENT);
        let mut stems = StopStems::default();
        for _ in 0..2 {
            for (code, token, expected) in [
                ("en", "the", ["the", ""]),
                ("en", "having", ["have", ""]),
                ("en", "news", ["news", "new"]),
                ("de", "having", ["DEhaving", ""]),
                ("de", "news", ["DEnews", "DEnew"]),
            ] {
                stems.set_language(Language::named(code).expect("a language"));
                let id = postings.term_id(token);
                let found = stems.of(&mut postings, id).map(|stem| match stem {
                    NO_STEM => "",
                    stem => postings.interner().term(stem),
                });
                assert_eq!(found, expected, "{code}: {token}");
            }
        }
    }
}
