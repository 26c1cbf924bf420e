//! Reads what belongs to a word although it has signs.

use crate::verify::words::reader::WordReader;

impl WordReader<'_> {
    /// Returns whether a word tells the half of the day of the number before it: *5 p.m.*
    pub(super) fn is_half_of_day(&self, word: &str) -> bool {
        ["a.m", "p.m"].iter().any(|half| word.eq_ignore_ascii_case(half))
            && self
                .words
                .len()
                .checked_sub(1)
                .is_some_and(|last| self.words.text(last).ends_with(char::is_numeric))
    }

    /// Returns whether the soft hyphen at the offset ends a line within a word.
    pub(super) fn is_wrapped(&self) -> bool {
        let next = self.text[self.offset..].strip_prefix("\u{ad}\n");
        next.is_some_and(|next| next.starts_with(char::is_alphabetic))
    }
}
