//! The fast path of the tokenizer: ASCII words, by far the most words of most news.

use std::ops::Range;

use crate::analysis::normalize::is_sign;
use crate::analysis::tokenizer::apostrophes::{elides, is_elided};
use crate::analysis::tokenizer::{MAX_WORD_BYTES, TokenStream};
use crate::analysis::version::AnalyzerVersion;

/// ASCII that ends a word.
const SEPARATOR: u8 = 0;
/// A lowercase letter or a digit.
const LOWER: u8 = 1;
/// An uppercase letter.
const UPPER: u8 = 2;
/// An ASCII apostrophe.
const APOSTROPHE: u8 = 3;
/// A byte of a non-ASCII character.
const NON_ASCII: u8 = 4;
/// An opening bracket, which may begin the mark of a note.
const BRACKET: u8 = 5;
/// Class of each byte.
static BYTE_CLASSES: [u8; 256] = {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'\'' | b'`' => APOSTROPHE,
            0x80.. => NON_ASCII,
            b'[' => BRACKET,
            _ => SEPARATOR,
        };
        byte += 1;
    }
    table
};

impl TokenStream<'_> {
    /// Reads a word of ASCII letters and digits, with curly or straight apostrophes. Returns `None` at
    /// anything else; the general path then continues from the current offset.
    pub(crate) fn read_ascii(&mut self) -> Option<bool> {
        self.skip_separators()?;
        let start = self.offset;
        let end = self.end_of_lower(start);
        if self.read_grouped(start, end) {
            return Some(true);
        }
        // Most words are lowercase letters between separators: borrow them from the source.
        if self.byte_class(end) == SEPARATOR {
            if self.may_be_acronym(start, end) && self.read_acronym(start) {
                return Some(true);
            }
            (self.offset, self.span) = (end, start..end);
            self.borrowed = Some(&self.source[start..end.min(start + MAX_WORD_BYTES)]);
            return Some(end > start);
        }
        self.read_mixed(start)
    }

    /// Skips words of ASCII letters in lower case between ASCII separators that begin before the offset
    /// `end`, until one begins with a byte that is wanted. What `advance` returns next is what it would have
    /// returned after these words.
    pub(crate) fn skip_words(&mut self, end: usize, is_wanted: impl Fn(u8) -> bool) {
        let has_more_tokens = self.marked.is_some() || !self.alternatives.is_empty() || self.last_is_next;
        if has_more_tokens || !self.pending.is_empty() || self.offset < self.mark_end {
            return;
        }
        let mut skipped = 0;
        while let Some(word) = self.plain_word().filter(|word| word.start < end) {
            if is_wanted(self.source.as_bytes()[word.start]) {
                break;
            }
            self.offset = word.end;
            self.span = word;
            skipped += 1;
        }
        if skipped > 0 {
            let start = self.span.start;
            self.word.clear();
            (self.apostrophe, self.tells_marks) = (None, false);
            self.borrowed = Some(&self.source[start..self.span.end.min(start + MAX_WORD_BYTES)]);
            self.after_word = self.span.end != self.last_span.end;
            self.next_position += skipped;
            self.position = self.next_position - 1;
        }
    }

    /// Returns the byte range of the next word, if it is of ASCII letters in lower case, begins with one, and
    /// stands between ASCII separators.
    #[inline]
    fn plain_word(&self) -> Option<Range<usize>> {
        let mut start = self.end_of_separators(self.offset);
        while self.byte_class(start) == SEPARATOR && start < self.source.len() {
            start = self.end_of_separators(start + 1);
        }
        if !self.source.as_bytes().get(start).is_some_and(u8::is_ascii_lowercase) {
            return None;
        }
        let end = self.end_of_lower(start);
        (self.byte_class(end) == SEPARATOR && !self.may_be_acronym(start, end)).then_some(start..end)
    }

    /// Skips to the next start of a word. Returns `None` at a non-ASCII character that the fast path does not
    /// know.
    fn skip_separators(&mut self) -> Option<()> {
        loop {
            self.offset = self.end_of_separators(self.offset);
            match self.byte_class(self.offset) {
                NON_ASCII => {}
                BRACKET => {
                    if self.analyzer >= AnalyzerVersion::V7 {
                        self.begin_mark(self.offset);
                    }
                    self.offset += 1;
                    continue;
                }
                SEPARATOR | APOSTROPHE if self.offset < self.source.len() => {
                    self.offset += 1;
                    continue;
                }
                _ => return Some(()),
            }
            let sign = self.source[self.offset..].chars().next().filter(|c| is_sign(*c) || *c == '’')?;
            self.offset += sign.len_utf8();
        }
    }

    /// Reads the word at `start`, which has capitals or apostrophes or is followed by a non-ASCII sign.
    fn read_mixed(&mut self, start: usize) -> Option<bool> {
        let bytes = self.source.as_bytes();
        let mut end = start;
        loop {
            end = self.push_ascii(end);
            let apostrophe = match self.byte_class(end) {
                APOSTROPHE => 1,
                NON_ASCII => match self.source[end..].chars().next() {
                    Some('’') => "’".len(),
                    Some(c) if is_sign(c) => break,
                    _ => return self.discard(),
                },
                _ => break,
            };
            match bytes.get(end + apostrophe) {
                Some(next) if next.is_ascii_alphanumeric() => {
                    if is_elided(&self.word) && elides(next.to_ascii_lowercase().into()) {
                        break;
                    }
                    self.apostrophe = Some(self.word.len());
                    end += apostrophe;
                }
                Some(next) if !next.is_ascii() => return self.discard(),
                _ => break,
            }
        }
        (self.offset, self.span) = (end, start..end);
        if self.may_be_acronym(start, end) && self.read_acronym(start) {
            return Some(true);
        }
        if end - start < 4 && self.analyzer >= AnalyzerVersion::V7 {
            self.add_dotted();
        }
        Some(!self.word.is_empty())
    }

    /// Returns whether the word at `start..end` is short and has a dot after it.
    #[inline]
    fn may_be_acronym(&self, start: usize, end: usize) -> bool {
        end - start < 3
            && self.source.as_bytes().get(end) == Some(&b'.')
            && self.analyzer >= AnalyzerVersion::V7
    }

    /// Discards the current word.
    fn discard(&mut self) -> Option<bool> {
        self.word.clear();
        self.apostrophe = None;
        None
    }

    /// Appends the ASCII letters and digits from `start` on to the word, in lower case. Returns the offset
    /// after them.
    fn push_ascii(&mut self, start: usize) -> usize {
        let end = self.end_of_run(
            start,
            |bytes| !letters(bytes) & HIGH_BITS,
            |class| class == LOWER || class == UPPER,
        );
        let room = MAX_WORD_BYTES.saturating_sub(self.word.len());
        let old_len = self.word.len();
        self.word.push_str(&self.source[start..end.min(start + room)]);
        self.word[old_len..].make_ascii_lowercase();
        end
    }

    /// Returns the offset after the lowercase letters and digits from `start` on.
    #[inline]
    fn end_of_lower(&self, start: usize) -> usize {
        self.end_of_run(start, |bytes| !lower(bytes) & HIGH_BITS, |class| class == LOWER)
    }

    /// Returns an offset after separators from `start` on, at which a word may begin.
    #[inline]
    fn end_of_separators(&self, start: usize) -> usize {
        // Letters and digits, and few other signs, are not below `0`.
        let may_begin = |bytes: u64| ((bytes & !HIGH_BITS) + repeat(0x80 - b'0')) | bytes;
        let is_before = |class| class == SEPARATOR || class == APOSTROPHE;
        self.end_of_run(start, |bytes| may_begin(bytes) & HIGH_BITS, is_before)
    }

    /// Returns the class of the byte at `offset`; past the end of the text, a separator.
    #[inline]
    fn byte_class(&self, offset: usize) -> u8 {
        self.source.as_bytes().get(offset).map_or(SEPARATOR, |byte| BYTE_CLASSES[usize::from(*byte)])
    }

    /// Returns the end of the run of bytes from `start` on whose class meets `predicate`. `ends` sets the
    /// high bits of those of eight bytes that do not.
    #[inline]
    fn end_of_run(&self, start: usize, ends: impl Fn(u64) -> u64, predicate: impl Fn(u8) -> bool) -> usize {
        let bytes = self.source.as_bytes();
        let mut end = start;
        while let Some(word) = bytes.get(end..).and_then(|tail| tail.first_chunk()) {
            let ends = ends(u64::from_le_bytes(*word));
            if ends != 0 {
                return end + ends.trailing_zeros() as usize / 8;
            }
            end += 8;
        }
        while bytes.get(end).is_some_and(|byte| predicate(BYTE_CLASSES[usize::from(*byte)])) {
            end += 1;
        }
        end
    }
}

/// The high bit of each of eight bytes.
const HIGH_BITS: u64 = repeat(0x80);

/// Returns a number of eight bytes that are all `byte`.
const fn repeat(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// Returns the high bits of those of eight `bytes` that are from `first` to `last`, which are ASCII.
#[inline]
fn between(bytes: u64, first: u8, last: u8) -> u64 {
    let ascii = bytes & !HIGH_BITS;
    (ascii + repeat(0x80 - first)) & !(ascii + repeat(0x7f - last)) & !bytes & HIGH_BITS
}

/// Returns the high bits of those of eight `bytes` that are lowercase letters or digits.
#[inline]
fn lower(bytes: u64) -> u64 {
    between(bytes, b'a', b'z') | between(bytes, b'0', b'9')
}

/// Returns the high bits of those of eight `bytes` that are letters or digits.
#[inline]
fn letters(bytes: u64) -> u64 {
    between(bytes | repeat(b'a' ^ b'A'), b'a', b'z') | between(bytes, b'0', b'9')
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::analysis::normalize::{CharClass, class};
    use crate::analysis::tokenizer::ascii::*;

    /// Passed over or read character by character, a sign separates.
    #[test]
    fn signs_are_separators() {
        for sign in ('\u{80}'..'\u{3000}').filter(|c| is_sign(*c)) {
            let parts: Vec<char> = sign.nfkd().collect();
            assert!(parts.iter().all(|part| class(*part) == CharClass::Separator), "{sign:?}");
            assert_eq!(class(sign), CharClass::Separator, "{sign:?}");
        }
    }

    #[test]
    fn eight_bytes_have_the_classes_of_each() {
        for byte in 0..=u8::MAX {
            let class = BYTE_CLASSES[usize::from(byte)];
            for neighbor in [0, b'z', 0xff] {
                let bytes = [neighbor, byte, neighbor, neighbor, byte, neighbor, neighbor, neighbor];
                let expected = |is: bool| if is { 0x0000_0080_0000_8000 } else { 0 };
                let in_bytes = |bits: u64| bits & 0x0000_00ff_0000_ff00;
                let word = u64::from_le_bytes(bytes);
                assert_eq!(in_bytes(lower(word)), expected(class == LOWER), "{byte}");
                assert_eq!(in_bytes(letters(word)), expected(class == LOWER || class == UPPER), "{byte}");
            }
        }
    }
}
