//! Remembers which terms may be names with other spellings.

use crate::analysis::is_no_surname;
use crate::index::write::segment::interner::TermInterner;

/// Terms that may have other spellings, by term id, remembered because most words come again.
#[derive(Debug, Default)]
pub(crate) struct NameTerms(Vec<Option<bool>>);

impl NameTerms {
    /// Returns whether the term with this id may be a name with other spellings: no common word, and no
    /// common given name.
    #[inline]
    pub(super) fn may_have_spellings(&mut self, interner: &TermInterner, term_id: u32) -> bool {
        match self.0.get(term_id as usize) {
            Some(Some(known)) => *known,
            _ => self.look_up(interner, term_id),
        }
    }

    #[cold]
    fn look_up(&mut self, interner: &TermInterner, term_id: u32) -> bool {
        let (index, word) = (term_id as usize, interner.term(term_id));
        let is_common = |word: &str| is_no_surname(word) || word.strip_suffix('s').is_some_and(is_no_surname);
        let may_have_spellings = !(word.is_ascii() && is_common(word));
        if index >= self.0.len() {
            self.0.resize((index + 1).next_power_of_two(), None);
        }
        self.0[index] = Some(may_have_spellings);
        may_have_spellings
    }
}
