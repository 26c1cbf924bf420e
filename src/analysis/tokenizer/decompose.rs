//! Reads the characters of a text in their compatibility decomposition.

use std::ops::Range;

use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::tokenizer::TokenStream;

impl TokenStream<'_> {
    /// Pushes back the last character that [`TokenStream::next_decomposed`] returned.
    pub(crate) fn unread(&mut self, c: char, span: Range<usize>) {
        self.pending.push(c);
        self.pending_span = span;
    }

    /// Returns the next character of the compatibility decomposition and the byte range it came from.
    /// Apostrophes and invisible characters are not decomposed (some would become a space and an accent).
    pub(crate) fn next_decomposed(&mut self) -> Option<(char, Range<usize>)> {
        if let Some(c) = self.pending.pop() {
            return Some((c, self.pending_span.clone()));
        }
        let c = self.source[self.offset..].chars().next()?;
        let span = self.offset..self.offset + c.len_utf8();
        self.offset = span.end;
        if c.is_ascii() || matches!(class(c), CharClass::Apostrophe | CharClass::Invisible) {
            return Some((c, span));
        }
        let pending = &mut self.pending;
        decompose_compatible(c, |part| pending.push(part));
        self.pending.reverse();
        self.pending_span = span.clone();
        self.pending.pop().map(|part| (part, span))
    }

    /// Returns whether a letter comes next, skipping invisible characters.
    pub(crate) fn letter_follows(&self) -> bool {
        self.source[self.offset..]
            .chars()
            .find(|c| class(*c) != CharClass::Invisible)
            .is_some_and(|c| class(c) == CharClass::Letter)
    }
}
