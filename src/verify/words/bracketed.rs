//! Reads brackets.

use crate::analysis::is_unspaced;
use crate::verify::words::ELLIPSIS;
use crate::verify::words::chars::{is_apostrophe, is_opening, is_raised_digit, is_unit};
use crate::verify::words::reader::WordReader;

/// Maximum length of what stands in brackets, in bytes.
const MAX_BRACKETED: usize = 200;

/// Minimum length of a word behind which a raised digit is the mark of a note, not a power of a unit.
const MIN_NOTED: usize = 4;

impl WordReader<'_> {
    /// Reads over the mark of a note, right behind a word or sentence: a number in brackets (`costs[1]`),
    /// which behind a number may be more digits of it, or raised digits. Returns whether there is one.
    pub(super) fn note(&mut self, c: char) -> bool {
        let (head, tail) = (&self.text[..self.offset], &self.text[self.offset..]);
        let is_of_number = |c: char| c.is_numeric() || is_unit(c);
        let length = match c {
            '[' if head.ends_with(|c: char| !c.is_whitespace() && !is_opening(c) && !is_of_number(c)) => {
                let digits = tail[1..].trim_start_matches(|c: char| c.is_ascii_digit());
                match tail.len() - 1 - digits.len() {
                    1..=3 if digits.starts_with(']') => tail.len() - digits.len() + 1,
                    _ => return false,
                }
            }
            c if is_raised_digit(c) => {
                let word = head.trim_end_matches(['.', ',', ';', ':', '!', '?', '”', '’', '"', '»', ')']);
                let letters = word.chars().rev().take(MIN_NOTED).take_while(|c| c.is_alphabetic()).count();
                if letters < MIN_NOTED && (letters == 0 || word.len() == head.len()) {
                    return false;
                }
                tail.len() - tail.trim_start_matches(is_raised_digit).len()
            }
            _ => return false,
        };
        self.offset += length;
        true
    }

    /// Returns whether the bracket `c` at the offset stands inside a word, or holds its beginning or end.
    pub(super) fn is_inside_word(&self, c: char) -> bool {
        let (before, after) = (self.last(), self.after(c));
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        if c == ']' {
            return is_letter(before) && is_letter(after);
        }
        let tail = &self.text[self.offset + 1..];
        let Some(end) = tail.char_indices().take(20).find(|(_, c)| !c.is_alphabetic()) else { return false };
        // In a script without spaces, letters are words.
        if tail[..end.0].contains(is_unspaced) {
            return false;
        }
        let after_end = tail[end.0 + end.1.len_utf8()..].chars().next();
        // A letter that is a word (*[A] plan*) is edited as one that begins a word.
        let is_one = tail.chars().nth(1) == Some(']');
        let goes_on = is_one || is_letter(after_end) || after_end.is_some_and(is_apostrophe);
        end.0 > 0 && end.1 == ']' && (is_letter(before) || goes_on)
    }

    /// Reads an opening bracket around whole words, or brackets around nothing, by which editors say that
    /// they have left something out. Returns whether there is one.
    pub(super) fn bracket(&mut self) -> bool {
        if self.is_inside_word('[') {
            return false;
        }
        let start = self.offset + 1;
        let inside = self.text[start..].trim_start_matches([' ', '\u{a0}']);
        if inside.starts_with(']') {
            self.offset = self.text.len() - inside.len() + 1;
            self.push(ELLIPSIS, start - 1, false);
            return true;
        }
        let mut depth = 0;
        let mut end = None;
        for (offset, c) in self.text[start..].char_indices().take_while(|(offset, _)| *offset < MAX_BRACKETED)
        {
            match c {
                '[' => depth += 1,
                ']' if depth == 0 => {
                    end = Some(start + offset);
                    break;
                }
                ']' => depth -= 1,
                '\n' if self.text[start + offset + 1..].starts_with('\n') => break,
                _ => {}
            }
        }
        if let Some(end) = end {
            let number = start as u32;
            self.brackets.push((end, number));
        }
        self.offset = start;
        true
    }
}
