//! What is written like a name and is nobody: labels, headlines, the rest of an abbreviation.

use memchr::memmem;

use crate::quote::given_names::title_case;
use crate::quote::lexicon::WordClass;
use crate::quote::name_words::glued_name;
use crate::quote::names::{MAX_NAME, Names};
use crate::quote::steps::step;
use crate::quote::tokens::SpeechToken;

/// Maximum number of occurrences of a word that are looked at.
const MAX_OCCURRENCES: usize = 10;
/// Length of the longest word of an acronym, in bytes.
const MAX_ACRONYM: usize = 4;

impl<'a> Names<'a> {
    /// Returns whether the words of a name are nobody's: letters, titles alone, headlines, labels.
    pub(super) fn is_nobody(&self, name: &[SpeechToken]) -> bool {
        let words = || name.iter().map(|token| (token, &self.text[token.start..token.end]));
        if words().all(|(_, word)| word.chars().filter(|c| c.is_alphanumeric()).nth(1).is_none()) {
            return true;
        }
        let is_capitals = |word: &str| word.chars().nth(1).is_some() && !word.contains(char::is_lowercase);
        match name {
            [] => true,
            [word] => {
                word.is(WordClass::TITLE) && word.is(WordClass::ABBREVIATION)
                    || word.is(WordClass::PLACE)
                        && self.text[word.start..word.end].chars().nth(1) == Some('-')
                    || is_capitals(&self.text[word.start..word.end])
                        && self.is_label_word(&self.text[word.start..word.end])
                    || word.starts_sentence && self.is_label_word(&self.text[word.start..word.end])
            }
            [first, ..] if words().all(|(_, word)| is_capitals(word)) => {
                !self.is_known_in_capitals(first, name)
            }
            _ => {
                words().any(|(_, word)| word.len() > 3 && is_capitals(word) && self.is_label_word(word))
                    || words().all(|(_, word)| self.is_label_word(word))
            }
        }
    }

    /// Returns whether words in capitals are a name and no headline: *AMY ROE*, *BFM TV*.
    fn is_known_in_capitals(&self, first: &SpeechToken, name: &[SpeechToken]) -> bool {
        let words = || name.iter().map(|token| &self.text[token.start..token.end]);
        let other = WordClass::PREPOSITION
            | WordClass::SAYS
            | WordClass::CALLS
            | WordClass::BE
            | WordClass::FUNCTION
            | WordClass::ADVERB;
        if name.len() > 3 || name.iter().any(|token| token.is(other)) {
            return false;
        }
        let is_given = self.lexicon.gender(&title_case(&self.text[first.start..first.end]));
        is_given.is(WordClass::WOMAN | WordClass::MAN)
            || words().all(|word| word.len() <= MAX_ACRONYM && !self.is_label_word(word))
            || name.iter().any(|token| token.is(WordClass::ORGANIZATION))
    }

    fn is_label_word(&self, word: &str) -> bool {
        self.lexicon.is_label(word)
    }

    /// Returns whether the name before a colon may be that of somebody who speaks: *NAME: …*, or a name
    /// that the article has elsewhere.
    pub(super) fn is_label(&mut self, name: &[SpeechToken]) -> bool {
        let text = self.text;
        let [word] = name else {
            return !name.iter().any(|token| self.is_label_word(&text[token.start..token.end]));
        };
        let word = &text[word.start..word.end];
        if self.is_label_word(word) {
            return false;
        }
        if !word.contains(char::is_lowercase) {
            return !self.is_common(word);
        }
        self.of_surname(word).is_some() || self.is_name(word)
    }

    /// Returns whether a word that begins a sentence is a participle, or written without a capital elsewhere.
    pub(super) fn is_common(&self, word: &str) -> bool {
        if word.ends_with("ing") || self.is_label_word(word) {
            return true;
        }
        self.has_word(&word.to_lowercase())
    }

    /// Returns whether the article has a word as it is written here.
    fn has_word(&self, word: &str) -> bool {
        step();
        let text = self.searched.as_bytes();
        memmem::find_iter(text, word.as_bytes()).take(MAX_OCCURRENCES).any(|start| {
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            !is_letter(start.checked_sub(1).and_then(|before| text.get(before)))
                && !is_letter(text.get(start + word.len()))
        })
    }

    /// Returns the end of a name that is too long for one: behind its titles stands a given name.
    pub(super) fn end_of_name<'w>(&self, words: &[&'w str]) -> Option<Vec<&'w str>> {
        let from = words.len().saturating_sub(MAX_NAME - 1);
        let is_given = |word: &&str| self.lexicon.gender(word).is(WordClass::WOMAN | WordClass::MAN);
        let given = from + words[from..words.len() - 1].iter().position(is_given)?;
        Some(words[given..].to_vec())
    }

    /// Returns a name without what a page glues to it or repeats, and whether something was glued: *Jane
    /// Roe Jane Mary RoeSenate votes*.
    pub(super) fn without_repeats<'w>(&self, words: &[&'w str]) -> (Vec<&'w str>, bool) {
        if let [_] = words {
            return (words.to_vec(), false);
        }
        let mut name: Vec<&str> = Vec::with_capacity(words.len());
        for word in words {
            if word.len() > 2 && name.contains(word) {
                return (name, false);
            }
            let glued = glued_name(word).filter(|head| !name.is_empty() && self.has_word(head));
            if let Some(head) = glued {
                match name.iter().position(|known| *known == head) {
                    Some(known) => name.truncate(known + 1),
                    None => name.push(head),
                }
                return (name, true);
            }
            name.push(word);
        }
        (name, false)
    }
}
