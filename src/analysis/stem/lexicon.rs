//! A lexicon: the words of a language with their frequency and their stem, packed by
//! `eval/src/bin/pack_lexicon.rs`.
//!
//! The bytes are the number of recipes (u16, little endian), the recipes, each ended by a line feed, and an
//! automaton of the crate `fst`. Its keys are words, the low byte of each letter. Its values are the number
//! of a recipe times 16 plus the class of frequency. A recipe makes a stem from a word, from left to right:
//! a digit keeps so many letters, a digit after `-` skips so many, `*` keeps all letters but those that the
//! digits after it need, and another letter is added.

use fst::Map;

/// Number of classes of frequency.
const CLASSES: u64 = 16;
/// Maximum number of letters of a word that is looked up.
const MAX_LETTERS: usize = 24;

/// A lexicon of one language.
#[derive(Debug)]
pub(super) struct StemLexicon {
    recipes: Vec<&'static str>,
    words: Map<&'static [u8]>,
}

/// Entry of a lexicon on a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LexiconEntry<'l> {
    /// Class of frequency: one step is a factor of 2.3. No affix stands before or after words of class 0.
    pub class: u8,
    recipe: &'l str,
}

impl StemLexicon {
    /// Reads a packed lexicon. Returns `None` if it is damaged.
    pub(super) fn new(bytes: &'static [u8]) -> Option<StemLexicon> {
        let (count, mut rest) = bytes.split_first_chunk()?;
        let mut recipes = Vec::new();
        for _ in 0..u16::from_le_bytes(*count) {
            let end = memchr::memchr(b'\n', rest)?;
            recipes.push(std::str::from_utf8(&rest[..end]).ok()?);
            rest = &rest[end + 1..];
        }
        Some(StemLexicon { recipes, words: Map::new(rest).ok()? })
    }

    /// Returns the entry of a word.
    pub(super) fn get(&self, word: &str) -> Option<LexiconEntry<'_>> {
        let mut key = [0; MAX_LETTERS];
        let mut length = 0;
        for c in word.chars() {
            *key.get_mut(length)? = (c as u32 & 0xff) as u8;
            length += 1;
        }
        let value = self.words.get(&key[..length])?;
        let recipe = self.recipes.get(usize::try_from(value / CLASSES).ok()?)?;
        Some(LexiconEntry { class: (value % CLASSES) as u8, recipe })
    }
}

impl LexiconEntry<'_> {
    /// Returns the stem of the word that has this entry.
    pub(super) fn stem(self, word: &str) -> String {
        let mut stem = String::with_capacity(word.len());
        let mut letters = word.chars();
        let mut recipe = self.recipe.chars();
        while let Some(step) = recipe.next() {
            match step {
                '-' => {
                    let count = recipe.next().and_then(digit).unwrap_or_default();
                    letters.by_ref().take(count).for_each(drop);
                }
                '*' => {
                    let fixed: usize = recipe.clone().filter_map(digit).sum();
                    let count = letters.clone().count().saturating_sub(fixed);
                    stem.extend(letters.by_ref().take(count));
                }
                step => match digit(step) {
                    Some(count) => stem.extend(letters.by_ref().take(count)),
                    None => stem.push(step),
                },
            }
        }
        stem
    }
}

fn digit(c: char) -> Option<usize> {
    c.to_digit(10).and_then(|digit| usize::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use crate::analysis::stem::lexicon::*;

    #[test]
    fn a_recipe_makes_the_stem() {
        for (recipe, word, stem) in [
            ("*", "כלב", "כלב"),
            ("*-2", "כלבים", "כלב"),
            ("*-2ה", "מורות", "מורה"),
            ("-1*", "הבית", "בית"),
            ("-1*-11", "اعلام", "علم"),
            ("2ו*-2", "שקדים", "שקוד"),
            ("*-9", "של", ""),
            ("9", "של", "של"),
            ("*-", "של", "של"),
            ("", "של", ""),
        ] {
            assert_eq!(LexiconEntry { class: 0, recipe }.stem(word), stem, "{recipe}");
        }
    }

    #[test]
    fn damaged_bytes_are_no_lexicon() {
        assert!(StemLexicon::new(b"").is_none());
        assert!(StemLexicon::new(b"\x02\x00*\n").is_none());
        assert!(StemLexicon::new(b"\x01\x00*\nabc").is_none());
    }
}
