//! Tokens of rich text.

/// Number of bytes above which the name of a control word is none.
const MAX_NAME_BYTES: usize = 32;

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RtfToken<'b> {
    /// `{`
    GroupStart,
    /// `}`
    GroupEnd,
    /// A control word and its number: `\fs24`.
    Word(&'b str, Option<i32>),
    /// A control symbol: `\~`.
    Symbol(u8),
    /// A byte of text, also as `\'e9`.
    Byte(u8),
}

/// The tokens of rich text, to its end.
pub(super) struct RtfTokens<'b> {
    bytes: &'b [u8],
    offset: usize,
}

impl<'b> RtfTokens<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        RtfTokens { bytes, offset: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.offset).copied()
    }

    /// Skips binary data.
    pub(super) fn skip_bytes(&mut self, count: usize) {
        self.offset = self.offset.saturating_add(count).min(self.bytes.len());
    }

    /// Reads what is behind a backslash.
    fn control(&mut self) -> Option<RtfToken<'b>> {
        let first = self.peek()?;
        self.offset += 1;
        match first {
            b'\'' => {
                let digits = self.bytes.get(self.offset..self.offset + 2)?;
                let digit = |byte: u8| (byte as char).to_digit(16);
                match (digit(digits[0]), digit(digits[1])) {
                    (Some(high), Some(low)) => {
                        self.offset += 2;
                        Some(RtfToken::Byte((high * 16 + low) as u8))
                    }
                    _ => Some(RtfToken::Symbol(b'\'')),
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' => Some(self.word()),
            symbol => Some(RtfToken::Symbol(symbol)),
        }
    }

    /// Reads a control word whose first letter was read.
    fn word(&mut self) -> RtfToken<'b> {
        let start = self.offset - 1;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic())
            && self.offset - start < MAX_NAME_BYTES
        {
            self.offset += 1;
        }
        let name = std::str::from_utf8(&self.bytes[start..self.offset]).unwrap_or_default();
        let is_negative =
            self.peek() == Some(b'-') && self.bytes.get(self.offset + 1).is_some_and(u8::is_ascii_digit);
        self.offset += usize::from(is_negative);
        let mut number: Option<i32> = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            let value = number.unwrap_or(0).saturating_mul(10).saturating_add(i32::from(digit - b'0'));
            number = Some(value);
            self.offset += 1;
        }
        self.offset += usize::from(self.peek() == Some(b' '));
        RtfToken::Word(name, if is_negative { number.map(|number| -number) } else { number })
    }
}

impl<'b> Iterator for RtfTokens<'b> {
    type Item = RtfToken<'b>;

    fn next(&mut self) -> Option<RtfToken<'b>> {
        loop {
            let byte = self.peek()?;
            self.offset += 1;
            return match byte {
                b'{' => Some(RtfToken::GroupStart),
                b'}' => Some(RtfToken::GroupEnd),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                byte => Some(RtfToken::Byte(byte)),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::documents::rtf::tokens::*;

    #[test]
    fn tokens_are_told_apart() {
        use RtfToken::*;
        for (text, expected) in [
            ("{\\b0 x}", vec![GroupStart, Word("b", Some(0)), Byte(b'x'), GroupEnd]),
            ("\\u-10179?\\~", vec![Word("u", Some(-10179)), Byte(b'?'), Symbol(b'~')]),
            ("\\'e9\\'zz", vec![Byte(0xe9), Symbol(b'\''), Byte(b'z'), Byte(b'z')]),
            ("\\par\r\n-1", vec![Word("par", None), Byte(b'-'), Byte(b'1')]),
            ("\\par-x\\", vec![Word("par", None), Byte(b'-'), Byte(b'x')]),
            ("\\fs99999999999 a", vec![Word("fs", Some(i32::MAX)), Byte(b'a')]),
        ] {
            assert_eq!(RtfTokens::new(text.as_bytes()).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
