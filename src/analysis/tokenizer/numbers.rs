//! Numbers in groups of three digits: *12 500*, *1.234.567*, *12'500*, *12,500*, *١٢٬٥٠٠* are one number,
//! and so is *12,50,000*, as India writes it.
//!
//! The groups are tokens at its position, too, so that each is found.

use std::ops::Range;

use crate::analysis::normalize::{CharClass, class, digit, parts_number};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::version::AnalyzerVersion;

/// Maximum number of groups. More are the columns of a table.
const MAX_GROUPS: usize = 5;
/// Number of digits in a group.
const GROUP_DIGITS: usize = 3;

impl TokenStream<'_> {
    /// Reads the number at `start`, where a run of up to three letters or digits of ASCII ends at `end`.
    /// Returns whether it has several groups.
    #[inline]
    pub(crate) fn read_grouped(&mut self, start: usize, end: usize) -> bool {
        let is_group = matches!(self.source.as_bytes().get(start), Some(b'1'..=b'9'));
        is_group
            && end - start <= GROUP_DIGITS
            && self.analyzer >= AnalyzerVersion::V8
            && self.read_groups(start)
    }

    /// Reads the number that begins at `first`, if that is a digit. Returns whether it has several groups.
    pub(crate) fn read_number(&mut self, first: &Range<usize>) -> bool {
        let since = if first.len() == 1 { AnalyzerVersion::V8 } else { AnalyzerVersion::V9 };
        let begins = self.source[first.clone()].chars().next().and_then(digit).is_some_and(|c| c != '0');
        begins && self.analyzer >= since && self.read_groups(first.start)
    }

    fn read_groups(&mut self, start: usize) -> bool {
        let Some(groups) = groups(self.analyzer, self.source, start) else { return false };
        let end = groups.last().map_or(start, |last| last.end);
        self.read_parts(&groups, start..end);
        true
    }
}

/// Returns the length in bytes of the number at the start of `text` if it has several groups, set off by a
/// space.
pub(crate) fn spaced_number(analyzer: AnalyzerVersion, text: &str) -> Option<usize> {
    let first_digit = text.chars().next()?;
    let since = if first_digit.is_ascii() { AnalyzerVersion::V8 } else { AnalyzerVersion::V9 };
    if analyzer < since || digit(first_digit).is_none_or(|digit| digit == '0') {
        return None;
    }
    let groups = groups(analyzer, text, 0)?;
    let [first, second, ..] = groups.as_slice() else { return None };
    let is_spaced = text.get(first.end..second.start).is_some_and(|gap| gap.contains(char::is_whitespace));
    groups.last().map(|last| last.end).filter(|_| is_spaced)
}

/// Returns the groups of the number that begins at `start`; `None` if it has one only.
fn groups(analyzer: AnalyzerVersion, text: &str, start: usize) -> Option<Vec<Range<usize>>> {
    let first_digit = text[start..].chars().next()?;
    let v9 = analyzer >= AnalyzerVersion::V9;
    // The digits of a script follow each other and have the same length.
    let zero = u32::from(first_digit) - u32::from(digit(first_digit)?) + u32::from('0');
    let is_digit = |c: char| (zero..zero + 10).contains(&u32::from(c));
    let run_end =
        |start: usize| text[start..].find(|c| !is_digit(c)).map_or(text.len(), |length| start + length);
    let digits = |run: &Range<usize>| run.len() / first_digit.len_utf8();
    let first = start..start + leading(&text[start..], is_digit);
    let (separator, length) = separator(&text[first.end..], v9)?;
    // An address or a version (*10.168.100.200*) is no number.
    let before = text[..start].strip_suffix(separator).filter(|_| matches!(separator, '.' | ','));
    if digits(&first) > GROUP_DIGITS || before.is_some_and(|before| before.ends_with(is_digit)) {
        return None;
    }
    let mut groups = Vec::from([first.clone()]);
    let mut end = first.end;
    while text[end..].starts_with(separator) && text[end + length..].starts_with(is_digit) {
        if groups.len() == MAX_GROUPS {
            return None;
        }
        let group = end + length..run_end(end + length);
        end = group.end;
        groups.push(group);
    }
    let (last, between) = groups[1..].split_last()?;
    let all = |count| between.iter().all(|group| digits(group) == count);
    let is_indian = v9 && separator == ',' && digits(&first) < GROUP_DIGITS && all(2);
    let is_number = digits(last) == GROUP_DIGITS && (all(GROUP_DIGITS) || is_indian);
    let follows = text[end..].chars().next();
    let is_joined = match follows {
        Some(c) if v9 && parts_number(Some('0'), c) => false,
        follows => follows.is_some_and(|c| matches!(class(c), CharClass::Letter | CharClass::Mark)),
    };
    (is_number && !is_joined).then_some(groups)
}

/// Returns the length in bytes of the first digits of `text`, of one more than a group at most.
fn leading(text: &str, is_digit: impl Fn(char) -> bool) -> usize {
    text.chars().take(GROUP_DIGITS + 1).take_while(|c| is_digit(*c)).map(char::len_utf8).sum()
}

/// Returns the separator of groups that `text` begins with, and its length in bytes.
#[inline]
fn separator(text: &str, v9: bool) -> Option<(char, usize)> {
    let separator = text.chars().next()?;
    let separates = matches!(separator, ' ' | '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}')
        || v9 && matches!(separator, '٬' | '،' | '，' | '．');
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
            ("1,25,000 12,50,000.5 1,00,00,000", "125000 1250000 5 10000000"),
            ("1,25,00 1,250,00 125,00,000 1.25.000", "1 25 00 1 250 00 125 00 000 1 25 000"),
            ("١٢٬٥٠٠ ١٢،٥٠٠ 12٬500", "12500 12500 12500"),
            ("১২,৫০,০০০ १२,५०० ۱۲ ۵۰۰", "1250000 12500 12500"),
            ("１２，５００人 ０，５００", "12500 人 0 500"),
            ("١٢٬٥٠٠شخص", "12500 شخص"),
            ("٢٠٢٤ ٣٠٠", "2024 300"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for (text, expected) in [
            ("۲۰۲۴ء میں", "2024 ء ميں"),
            ("ال20 عام2024", "ال 20 عام 2024"),
            ("2024م", "2024 م"),
            ("5वीं २०२४में", "5 वीं 2024 में"),
            ("ב2024", "ב 2024"),
            ("20th 2024г", "20th 2024г"),
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
