//! From a folded word to what its inflections share.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

use super::words::OwnedWord;

/// The stem of a folded word without its possessive `'s` (English Snowball).
pub fn stem(base: &str) -> Cow<'_, str> {
    thread_local! {
        static ENGLISH: Stemmer = Stemmer::new(Algorithm::English);
    }
    // Digits have no inflections, and the stemmer would take the s off "737s" and leave it on "f16s".
    ENGLISH.with(|english| english.stem(base))
}

/// The stem of `word`.
pub fn stem_of(word: &OwnedWord) -> Cow<'_, str> {
    stem(word.base())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::words;

    #[test]
    fn inflections_share_a_stem() {
        assert_eq!(stem("troops"), stem("troop"));
        assert_eq!(stem("sending"), stem("sends"));
    }

    #[test]
    fn the_possessive_goes_first() {
        let word = words("Russia’s").next().map(|word| stem_of(&word).into_owned());
        assert_eq!(word.as_deref(), Some(stem("russia").as_ref()));
    }
}
