//! Caches stems by term id, so that each token is stemmed once per language.

use crate::analysis::{Language, tagged_stem};
use crate::index::write::segment::interner::TermInterner;

/// The tagged stems of the tokens of an interner.
#[derive(Debug, Default)]
pub(crate) struct StemCache {
    /// For each language a cache entry by term id: [`UNKNOWN`], [`STOP_WORD`], or the term id of the stem
    /// plus [`FIRST_STEM`].
    entries: Vec<(Language, Vec<u32>)>,
    /// Index of the current language in `entries`.
    current: usize,
}

/// Entry of a token that was not stemmed yet.
const UNKNOWN: u32 = 0;
/// Entry of a stop word, which has no stem.
const STOP_WORD: u32 = 1;
/// Entry of a token whose stem has the term id 0.
const FIRST_STEM: u32 = 2;

/// Term ids of the stems of a token, at most two. Fits a register, unlike an array of options.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TokenStems(u32, u32);

/// No term id.
const NONE: u32 = u32::MAX;

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
        let index = self.entries.iter().position(|(known, _)| *known == language);
        self.current = index.unwrap_or_else(|| {
            self.entries.push((language, Vec::new()));
            self.entries.len() - 1
        });
    }

    /// Returns the term ids of the stems of `token`, whose term id is given, and which is `base` without a
    /// possessive `'s`: the stem of the base, and the stem of the whole token if it differs, so that a token
    /// that matches by its letters also matches by its stem (PM's and PMs).
    #[inline]
    pub(crate) fn stems(
        &mut self,
        interner: &mut TermInterner,
        term_id: u32,
        token: &str,
        base: &str,
    ) -> TokenStems {
        let whole = self.token_stem(interner, term_id, token);
        // Without the possessive a stop word may be another word: neither it's nor it has a stem, but thes
        // has one.
        match whole {
            Some(whole) if base.len() != token.len() => self.stems_of_possessive(interner, whole, base),
            whole => TokenStems(whole.unwrap_or(NONE), NONE),
        }
    }

    fn stems_of_possessive(&mut self, interner: &mut TermInterner, whole: u32, base: &str) -> TokenStems {
        let base_id = interner.term_id(base);
        let stem = self.token_stem(interner, base_id, base);
        let stem = stem.unwrap_or_else(|| self.compute_stem(interner, base));
        TokenStems(stem, if whole == stem { NONE } else { whole })
    }

    #[inline]
    fn token_stem(&mut self, interner: &mut TermInterner, term_id: u32, token: &str) -> Option<u32> {
        let index = term_id as usize;
        let (_, entries) = &mut self.entries[self.current];
        if index >= entries.len() {
            entries.resize((index + 1).next_power_of_two(), UNKNOWN);
        }
        match entries[index] {
            UNKNOWN => self.first_stem(interner, term_id, token),
            entry => entry,
        }
        .checked_sub(FIRST_STEM)
    }

    /// Computes the entry of a token that was not stemmed yet.
    #[cold]
    fn first_stem(&mut self, interner: &mut TermInterner, term_id: u32, token: &str) -> u32 {
        let entry = match interner.is_stop_word(term_id) {
            true => STOP_WORD,
            false => FIRST_STEM + self.compute_stem(interner, token),
        };
        self.entries[self.current].1[term_id as usize] = entry;
        entry
    }

    fn compute_stem(&self, interner: &mut TermInterner, token: &str) -> u32 {
        interner.term_id(&tagged_stem(token, self.entries[self.current].0))
    }

    /// Returns the approximate memory usage in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        self.entries.iter().map(|(_, entries)| entries.len() * size_of::<u32>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::stem_cache::*;

    fn stems(interner: &mut TermInterner, cache: &mut StemCache, token: &str, base: &str) -> Vec<String> {
        let term_id = interner.term_id(token);
        let stems = cache.stems(interner, term_id, token, base);
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
