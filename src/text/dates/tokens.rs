//! Splits a text into numbers and words, as far as dates need it.

use unicode_normalization::char::is_combining_mark;

/// The kind of a [`DateToken`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DatePart<'a> {
    /// A number, and its number of digits.
    Number(u32, usize),
    /// A word.
    Word(&'a str),
}

/// A number or word of the text, with its byte range.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DateToken<'a> {
    pub part: DatePart<'a>,
    pub start: usize,
    pub end: usize,
}

impl DateToken<'_> {
    /// Returns the number if it has `digits` digits.
    pub(crate) fn number(&self, digits: std::ops::RangeInclusive<usize>) -> Option<u32> {
        match self.part {
            DatePart::Number(number, length) if digits.contains(&length) => Some(number),
            _ => None,
        }
    }
}

/// Maximum number of tokens: a date line is short.
const MAX_TOKENS: usize = 400;

/// Zeros of the decimal digits in use, by script.
const ZEROS: [char; 16] = [
    '0', '\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{be6}', '\u{c66}', '\u{ce6}',
    '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}', '\u{17e0}', '\u{ff10}',
];

/// Returns the value of a decimal digit of any script.
pub(crate) fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))
}

/// Splits `text` into numbers and words.
pub(crate) fn tokens(text: &str) -> Vec<DateToken<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let first = digit(c);
        if first.is_none() && !c.is_alphabetic() {
            continue;
        }
        let mut end = start + c.len_utf8();
        let (mut number, mut length) = (first.unwrap_or(0), 1);
        while let Some((offset, next)) = chars.next_if(|(_, next)| match first {
            Some(_) => digit(*next).is_some(),
            None => continues_word(*next),
        }) {
            number = number.saturating_mul(10).saturating_add(digit(next).unwrap_or(0));
            length += 1;
            end = offset + next.len_utf8();
        }
        let part = match first {
            Some(_) => DatePart::Number(number, length),
            None => DatePart::Word(&text[start..end]),
        };
        tokens.push(DateToken { part, start, end });
        if tokens.len() == MAX_TOKENS {
            break;
        }
    }
    tokens
}

/// Returns whether `c` may follow the first letter of a word: letters, vowel signs, and joiners within a
/// word.
fn continues_word(c: char) -> bool {
    (c.is_alphabetic() && digit(c).is_none())
        || !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{ad}'))
}
