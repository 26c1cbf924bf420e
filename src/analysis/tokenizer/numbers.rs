//! Numbers in groups of three digits: *12 500*, *1.234.567*, *12'500*, *12,500* are one number.
//!
//! The groups are tokens at its position, too, so that each is found.

use std::ops::Range;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::version::AnalyzerVersion;

/// Maximum number of groups. More are the columns of a table.
const MAX_GROUPS: usize = 5;

impl TokenStream<'_> {
    /// Reads the number at `start`, where a run of up to three letters or digits of ASCII ends at `end`.
    /// Returns whether it has several groups.
    #[inline]
    pub(crate) fn read_grouped(&mut self, start: usize, end: usize) -> bool {
        let is_group = matches!(self.source.as_bytes().get(start), Some(b'1'..=b'9'));
        is_group && end - start <= 3 && self.analyzer >= AnalyzerVersion::V8 && self.read_groups(start)
    }

    /// Reads the number that begins with the digit at `first`. Returns whether it has several groups.
    pub(crate) fn read_number(&mut self, first: &Range<usize>) -> bool {
        first.len() == 1 && self.read_grouped(first.start, first.end)
    }

    fn read_groups(&mut self, start: usize) -> bool {
        let Some(groups) = groups(self.source, start) else { return false };
        let end = groups.last().map_or(start, |last| last.end);
        self.read_parts(&groups, start..end);
        true
    }
}

/// Returns the groups of the number that begins at `start`; `None` if it has one only.
fn groups(text: &str, start: usize) -> Option<Vec<Range<usize>>> {
    let bytes = text.as_bytes();
    let digits = bytes[start..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    let (separator, length) = separator(&text[start + digits..])?;
    // An address or a version (*10.168.100.200*) is no number.
    let before = text[..start].strip_suffix(separator).filter(|_| matches!(separator, '.' | ','));
    if digits > 3 || before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let first = start..start + digits;
    let mut groups = Vec::from([first]);
    let mut end = start + digits;
    let digit = |offset: usize| bytes.get(offset).is_some_and(u8::is_ascii_digit);
    while text[end..].starts_with(separator) && digit(end + length) {
        let group = end + length..end + length + 3;
        let is_group = group.clone().all(digit) && !digit(group.end);
        if !is_group || groups.len() == MAX_GROUPS {
            return None;
        }
        end = group.end;
        groups.push(group);
    }
    let follows = text[end..].chars().next();
    let joined = follows.is_some_and(|c| matches!(class(c), CharClass::Letter | CharClass::Mark));
    (groups.len() > 1 && !joined).then_some(groups)
}

/// Returns the separator of groups that `text` begins with, and its length in bytes.
#[inline]
fn separator(text: &str) -> Option<(char, usize)> {
    let separator = text.chars().next()?;
    let separates = matches!(separator, ' ' | '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}');
    separates.then(|| (separator, separator.len_utf8()))
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::{query_tokens, tokenize};
    use crate::analysis::version::AnalyzerVersion;

    #[test]
    fn groups_of_three_digits_are_one_number() {
        let read = |text: &str| {
            let tokens = query_tokens(AnalyzerVersion::CURRENT, text).map(|token| token.text);
            tokens.collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("12 500 men", "12500 men"),
            ("12\u{a0}500\u{202f}000", "12500 000"),
            ("€12\u{202f}500", "12500"),
            ("1.234,5", "1234 5"),
            ("1,234.5", "1234 5"),
            ("12'500 12’500", "12500 12500"),
            ("1 234 567.", "1234567"),
            ("in 2012 500 men", "in 2012 500 men"),
            ("12 5000", "12 5000"),
            ("12 500th", "12 500th"),
            ("0 500", "0 500"),
            ("10.168.100.1 1.10.168.100", "10 168 100 1 1 10 168 100"),
            ("100 200 300 400 500 600 7", "100 200 300 400 500 600 7"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        let tokens: Vec<_> =
            tokenize("12 500 men").map(|token| (token.text, token.position, token.span)).collect();
        let token = |text: &str, position, span| (text.to_owned(), position, span);
        assert_eq!(
            tokens,
            [token("12500", 0, 0..6), token("12", 0, 0..2), token("500", 0, 3..6), token("men", 1, 7..10)]
        );
    }
}
