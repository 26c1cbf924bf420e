//! The short way through a text: words of ASCII, by far the most of most news.

use crate::analysis::normalize::is_sign;
use crate::analysis::tokenizer::elision::{elides, is_elided};
use crate::analysis::tokenizer::{MAX_WORD_BYTES, TokenStream};

/// ASCII that ends a word.
const SEPARATOR: u8 = 0;
/// A small letter or a digit.
const SMALL: u8 = 1;
/// A capital letter.
const CAPITAL: u8 = 2;
/// An apostrophe of ASCII.
const APOSTROPHE: u8 = 3;
/// A byte of a character beyond ASCII.
const WIDE: u8 = 4;
/// The kind of every byte.
static KINDS: [u8; 256] = {
    let mut table = [SEPARATOR; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'a'..=b'z' | b'0'..=b'9' => SMALL,
            b'A'..=b'Z' => CAPITAL,
            b'\'' | b'`' => APOSTROPHE,
            0x80.. => WIDE,
            _ => SEPARATOR,
        };
        byte += 1;
    }
    table
};

impl TokenStream<'_> {
    /// Reads a word of ASCII letters and digits with curly or straight apostrophes in it. `None` when something
    /// else is met and the long way must be taken, from where this left off.
    pub(crate) fn read_ascii(&mut self) -> Option<bool> {
        self.pass_separators()?;
        let start = self.at;
        let end = self.end_of(start, |kind| kind == SMALL);
        // Most words are small letters between separators: they stay where they are.
        if self.kind(end) == SEPARATOR {
            (self.at, self.span) = (end, start..end);
            self.as_is = Some(&self.source[start..end.min(start + MAX_WORD_BYTES)]);
            return Some(end > start);
        }
        self.read_mixed(start)
    }

    /// Goes on to where a word may begin. `None` when that is a character of which no more is known here than that it is
    /// not ASCII.
    fn pass_separators(&mut self) -> Option<()> {
        loop {
            self.at = self.end_of(self.at, |kind| kind == SEPARATOR || kind == APOSTROPHE);
            if self.kind(self.at) != WIDE {
                return Some(());
            }
            let sign = self.source[self.at..].chars().next().filter(|c| is_sign(*c) || *c == '’')?;
            self.at += sign.len_utf8();
        }
    }

    /// Reads the word at `start`, in which there are capitals or apostrophes or after which there is a sign beyond ASCII.
    fn read_mixed(&mut self, start: usize) -> Option<bool> {
        let bytes = self.source.as_bytes();
        let mut end = start;
        loop {
            end = self.push_ascii(end);
            let apostrophe = match self.kind(end) {
                APOSTROPHE => 1,
                WIDE => match self.source[end..].chars().next() {
                    Some('’') => "’".len(),
                    Some(c) if is_sign(c) => break,
                    _ => return self.give_up(),
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
                Some(next) if !next.is_ascii() => return self.give_up(),
                _ => break,
            }
        }
        (self.at, self.span) = (end, start..end);
        Some(!self.word.is_empty())
    }

    /// Forgets the word that was begun.
    fn give_up(&mut self) -> Option<bool> {
        self.word.clear();
        self.apostrophe = None;
        None
    }

    /// Adds the ASCII letters and digits from `start` on to the word, in lower case; where they end.
    fn push_ascii(&mut self, start: usize) -> usize {
        let end = self.end_of(start, |kind| kind == SMALL || kind == CAPITAL);
        let room = MAX_WORD_BYTES.saturating_sub(self.word.len());
        let old = self.word.len();
        self.word.push_str(&self.source[start..end.min(start + room)]);
        self.word[old..].make_ascii_lowercase();
        end
    }

    /// The kind of the byte at `at`; beyond the text all separates.
    #[inline]
    fn kind(&self, at: usize) -> u8 {
        self.source.as_bytes().get(at).map_or(SEPARATOR, |byte| KINDS[usize::from(*byte)])
    }

    /// Where the bytes from `start` on end that are of such a kind.
    #[inline]
    fn end_of(&self, start: usize, is_such: impl Fn(u8) -> bool) -> usize {
        let bytes = self.source.as_bytes();
        let mut end = start;
        while bytes.get(end).is_some_and(|byte| is_such(KINDS[usize::from(*byte)])) {
            end += 1;
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use crate::analysis::normalize::{Class, class};
    use crate::analysis::tokenizer::ascii::is_sign;

    /// Passed over or read character by character, a sign separates.
    #[test]
    fn signs_are_separators() {
        for sign in ('\u{80}'..'\u{3000}').filter(|c| is_sign(*c)) {
            let parts: Vec<char> = sign.nfkd().collect();
            assert!(parts.iter().all(|part| class(*part) == Class::Separator), "{sign:?}");
            assert_eq!(class(sign), Class::Separator, "{sign:?}");
        }
    }
}
