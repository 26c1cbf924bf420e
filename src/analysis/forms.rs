//! The words of a text in the forms in which the fields of an index take them.
//!
//! A text is cut into words once and its words are stemmed once, whatever the number of fields that hold them. What
//! goes to the engine is a list of words as one string, which its tokenizer has only to take apart.

use super::stem::{Stem, Stems};
use super::{Language, Words};

/// By how many positions two texts are held apart that are indexed as one and must not be matched across.
pub const GAP: u32 = 1_024;

/// A list of words: each after its length, as a character of that number. Nothing, with the length of nothing, stands
/// where [`GAP`] positions are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordList(String);

/// The words of one or more texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forms {
    /// All of them as they are compared, in order.
    pub exact: WordList,
    /// The stems of all but the function words, in order.
    pub stems: WordList,
    /// The position of the word that would come next.
    next: u32,
}

impl WordList {
    /// Adds a word.
    pub fn push(&mut self, word: &str) {
        // Words are bounded (`MAX_WORD_BYTES`), far below the numbers that are no characters.
        self.0.push(char::from_u32(word.len() as u32).unwrap_or('\0'));
        self.0.push_str(word);
    }

    /// Adds the words of another list.
    pub fn append(&mut self, other: &WordList) {
        self.0.push_str(&other.0);
    }

    /// As its tokenizer takes it.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Takes the first word off the front of a list; after it comes the word at the next position, or later by the second
/// number.
pub(super) fn take_word<'l>(list: &mut &'l str) -> Option<(&'l str, u32)> {
    let mut skipped = 0;
    loop {
        let mut chars = list.chars();
        let length = chars.next()? as usize;
        let (word, rest) = chars.as_str().split_at_checked(length)?;
        *list = rest;
        if length > 0 {
            return Some((word, skipped));
        }
        skipped += GAP;
    }
}

impl Forms {
    /// Adds the words of `text`. `each` is told of every word: where it begins in the text, its position, and its stem
    /// unless it is a function word.
    pub fn add(
        &mut self,
        text: &str,
        language: Language,
        mut each: impl FnMut(usize, u32, Option<Stem<'_>>),
    ) {
        // About as long as the text: a word has a number before it in place of the space after it.
        self.exact.0.reserve(text.len());
        self.stems.0.reserve(text.len());
        let stems = Stems::of(language);
        let mut words = Words::new(text);
        while words.advance() {
            let (start, position) = (words.span().start, self.next);
            self.next += 1;
            self.exact.push(words.text());
            stems.with(words.text(), words.base(), |stem| {
                if let Some(stem) = stem {
                    self.stems.push(stem.text);
                }
                each(start, position, stem);
            });
        }
    }

    /// Holds what was added apart from what will be.
    pub fn gap(&mut self) {
        self.exact.push("");
        self.next += GAP;
    }

    /// The position of the word that would come next.
    pub fn next_position(&self) -> u32 {
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(list: &WordList) -> Vec<(&str, u32)> {
        let mut rest = list.0.as_str();
        std::iter::from_fn(|| take_word(&mut rest)).collect()
    }

    #[test]
    fn words_and_stems_are_cut_once_and_taken_apart_again() {
        let mut forms = Forms::default();
        let mut told = Vec::new();
        forms.add("The troop’s ferries", Language::ENGLISH, |start, position, stem| {
            told.push((start, position, stem.map(|stem| stem.text.to_owned())));
        });
        forms.gap();
        forms.add("Late", Language::ENGLISH, |_, position, _| assert_eq!(position, 3 + GAP));
        let stem = |stem: &str| Some(stem.to_owned());
        assert_eq!(told, [(0, 0, None), (4, 1, stem("troop")), (14, 2, stem("ferri"))]);
        assert_eq!(taken(&forms.exact), [("the", 0), ("troops", 0), ("ferries", 0), ("late", GAP)]);
        assert_eq!(taken(&forms.stems), [("troop", 0), ("ferri", 0), ("late", 0)]);
        assert_eq!(forms.next_position(), 4 + GAP);
    }

    #[test]
    fn a_text_without_words_has_none() {
        let mut forms = Forms::default();
        forms.add("… – !", Language::UNKNOWN, |_, _, _| panic!("no word"));
        assert_eq!((taken(&forms.exact), forms.next_position()), (vec![], 0));
    }
}
