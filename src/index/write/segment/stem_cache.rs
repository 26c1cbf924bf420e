//! Caches stems by term id, so that each token is stemmed once per language.

use crate::analysis::{Language, has_gap, tagged_stem};
use crate::index::write::segment::interner::TermInterner;

/// The tagged stems of the tokens of an interner.
#[derive(Debug, Default)]
pub(crate) struct StemCache {
    /// The current language.
    language: Language,
    /// Cache entries of the current language by term id: the term id of the stem, [`NONE`] for a stop
    /// word or a bigram with a gap, or [`UNKNOWN`].
    entries: Vec<u32>,
    /// Entries of other languages.
    others: Vec<(Language, Vec<u32>)>,
}

/// Entry of a stop word, which has no stem.
const NONE: u32 = u32::MAX;
/// Entry of a token that was not stemmed yet.
const UNKNOWN: u32 = u32::MAX - 1;

/// Term ids of the stems of a token, at most two. Fits a register, unlike an array of options.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenStems(u32, u32);

impl TokenStems {
    /// Iterates over the term ids.
    #[inline]
    pub(crate) fn iter(self) -> impl Iterator<Item = u32> {
        [self.0, self.1].into_iter().filter(|stem| *stem != NONE)
    }
}

impl StemCache {
    /// Sets the language of the tokens that follow.
    pub(crate) fn set_language(&mut self, language: Language) {
        if language == self.language {
            return;
        }
        let known = self.others.iter().position(|(known, _)| *known == language);
        let entries = known.map(|index| self.others.swap_remove(index).1).unwrap_or_default();
        self.others.push((self.language, std::mem::replace(&mut self.entries, entries)));
        self.language = language;
    }

    /// Returns the term ids of the stems of a token of this id and length, of whose bytes the first
    /// `base_length` are without a possessive `'s`: the stem of the base, and the stem of the whole token if
    /// it differs, so that a token that matches by its letters also matches by its stem (PM's and PMs).
    #[inline]
    pub(crate) fn stems(
        &mut self,
        interner: &mut TermInterner,
        term_id: u32,
        length: usize,
        base_length: usize,
    ) -> TokenStems {
        match self.entries.get(term_id as usize) {
            Some(stem) if *stem != UNKNOWN && base_length == length => TokenStems(*stem, NONE),
            _ => self.new_stems(interner, term_id, base_length),
        }
    }

    /// Reads the entry of a token. Returns a number that depends on it, so that it is read.
    #[inline]
    pub(crate) fn touch(&self, term_id: u32) -> u32 {
        self.entries.get(term_id as usize).copied().unwrap_or_default()
    }

    /// Returns the stems of a token that was not stemmed yet, or is a possessive.
    #[cold]
    fn new_stems(&mut self, interner: &mut TermInterner, term_id: u32, base_length: usize) -> TokenStems {
        let token = &*interner.term(term_id).to_owned();
        let base = token.get(..base_length).unwrap_or(token);
        let whole = self.token_stem(interner, term_id, token);
        // Without the possessive a stop word may be another word: neither it's nor it has a stem, but thes
        // has one.
        if whole == NONE || base.len() == token.len() {
            return TokenStems(whole, NONE);
        }
        let base_id = interner.term_id(base);
        let stem = match self.token_stem(interner, base_id, base) {
            NONE => self.compute_stem(interner, base),
            stem => stem,
        };
        TokenStems(stem, if whole == stem { NONE } else { whole })
    }

    fn token_stem(&mut self, interner: &mut TermInterner, term_id: u32, token: &str) -> u32 {
        let index = term_id as usize;
        if index >= self.entries.len() {
            self.entries.resize((index + 1).next_power_of_two(), UNKNOWN);
        }
        if self.entries[index] == UNKNOWN {
            self.entries[index] = match interner.is_stop_word(term_id) || has_gap(token) {
                true => NONE,
                false => self.compute_stem(interner, token),
            };
        }
        self.entries[index]
    }

    fn compute_stem(&self, interner: &mut TermInterner, token: &str) -> u32 {
        interner.term_id(&tagged_stem(token, self.language))
    }

    /// Returns the approximate memory usage in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        let others = self.others.iter().map(|(_, entries)| entries.len()).sum::<usize>();
        (self.entries.len() + others) * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::stem_cache::*;

    fn stems(interner: &mut TermInterner, cache: &mut StemCache, token: &str, base: &str) -> Vec<String> {
        let term_id = interner.term_id(token);
        let stems = cache.stems(interner, term_id, token.len(), base.len());
        stems.iter().map(|stem| interner.term(stem).to_owned()).collect()
    }

    #[test]
    fn stems_depend_on_the_language_and_are_cached() {
        let (mut interner, mut cache) = (TermInterner::default(), StemCache::default());
        for _ in 0..2 {
            for (code, token, stem) in [
                ("en", "happy", "happi"),
                ("de", "happy", "DEhappy"),
                ("en", "wars", "war"),
                ("en", "s", "s"),
            ] {
                cache.set_language(Language::named(code).unwrap_or_default());
                assert_eq!(stems(&mut interner, &mut cache, token, token), [stem], "{code}: {token}");
            }
        }
    }

    #[test]
    fn stop_words_have_no_stem() {
        let (mut interner, mut cache) = (TermInterner::default(), StemCache::default());
        cache.set_language(Language::ENGLISH);
        for _ in 0..2 {
            for (token, base, expected) in [
                ("the", "the", &[][..]),
                ("its", "it", &[]),
                ("its", "its", &[]),
                ("thes", "the", &["the", "thes"]),
                ("troops", "troop", &["troop"]),
                ("pms", "pm", &["pm", "pms"]),
            ] {
                assert_eq!(stems(&mut interner, &mut cache, token, base), expected, "{token}");
            }
        }
    }
}
