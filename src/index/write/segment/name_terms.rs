//! Remembers which terms may be names with other spellings.

use crate::analysis::is_no_surname;

/// Which terms may have other spellings, by term id, remembered because most words come again.
#[derive(Debug, Default)]
pub(crate) struct NameTerms(Vec<Option<bool>>);

impl NameTerms {
    /// Returns whether the term with this id may be a name with other spellings: no common word, and no
    /// common given name.
    pub(in crate::index::write) fn may_have_spellings(&mut self, term_id: u32, written: &str) -> bool {
        let index = term_id as usize;
        if index >= self.0.len() {
            self.0.resize(index + 1, None);
        }
        *self.0[index].get_or_insert_with(|| {
            !written.is_ascii() || {
                let word = written.to_ascii_lowercase();
                !is_no_surname(&word) && !word.strip_suffix('s').is_some_and(is_no_surname)
            }
        })
    }
}
