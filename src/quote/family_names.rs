//! Names with the surname first: *Yoon Suk Yeol* is *Yoon*.

use memchr::memmem;

use crate::quote::lexicon::{WordClass, comes_first};
use crate::quote::names::{MAX_OCCURRENCES, Names};

/// Maximum number of given names behind a surname.
const MAX_GIVEN: usize = 2;

impl<'a> Names<'a> {
    /// Returns the full name that begins with a surname, if the article has only one.
    pub(super) fn before_given_names(&self, surname: &str) -> Option<(&'a str, WordClass)> {
        if !comes_first(surname) {
            return None;
        }
        let text = self.searched;
        let mut full: Option<&'a str> = None;
        for start in memmem::find_iter(text.as_bytes(), surname.as_bytes()).take(MAX_OCCURRENCES) {
            if text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '-') {
                continue;
            }
            let end = self.end_of_given_names(start + surname.len());
            let name = &text[start..end];
            match full {
                _ if name == surname => {}
                Some(known) if known.starts_with(name) => {}
                Some(known) if !name.starts_with(known) => return None,
                _ => full = Some(name),
            }
        }
        full.map(|full| (full, WordClass::NONE))
    }

    /// Returns the end of the given names behind `start`; `start` if none is there.
    fn end_of_given_names(&self, start: usize) -> usize {
        let mut end = start;
        for _ in 0..MAX_GIVEN {
            let Some(rest) = self.searched[end..].strip_prefix(' ') else { break };
            let length = rest.find(|c: char| !c.is_alphabetic() && c != '-').unwrap_or(rest.len());
            let word = rest[..length].trim_end_matches('-');
            if !word.starts_with(char::is_uppercase)
                || !word.contains(char::is_lowercase)
                || self.lexicon.class(word) != WordClass::NONE
            {
                break;
            }
            end += 1 + word.len();
        }
        end
    }
}
