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
        if c.is_ascii() || is_whole(c) || matches!(class(c), CharClass::Apostrophe | CharClass::Invisible) {
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

/// Returns whether `c` is one of the commonest letters that have no decomposition.
#[inline]
fn is_whole(c: char) -> bool {
    matches!(
        c,
        'А'..='И'
            | 'К'..='и'
            | 'к'..='я'
            | 'α'..='ω'
            | 'א'..='ת'
            | '\u{627}'..='\u{63a}'
            | '\u{641}'..='\u{64a}'
            | '\u{904}'..='\u{928}'
            | '\u{92a}'..='\u{930}'
            | 'ก'..='า'
            | '一'..='\u{9fff}'
    )
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::decompose::*;

    #[test]
    fn whole_letters_have_no_decomposition() {
        for c in ('\0'..=char::MAX).filter(|c| is_whole(*c)) {
            let mut parts = Vec::new();
            decompose_compatible(c, |part| parts.push(part));
            assert!(
                parts == [c] && !matches!(class(c), CharClass::Apostrophe | CharClass::Invisible),
                "{c:?}"
            );
        }
    }
}
