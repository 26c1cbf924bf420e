//! Numbers whose thousands are set off with spaces: `12 500`, `£3 000`, `3 000, troops`.

use crate::analysis::spaced_number;
use crate::query::lexer::numbers::{GROUP_DIGITS, stands_alone};
use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::parser::Parser;

impl<'q> Parser<'q> {
    /// Returns the number that begins with `word`, the end of the token that was read, and goes on with
    /// groups of three digits (`12 500`), and skips these. It is written without spaces, so that it stays one
    /// number before another.
    pub(super) fn with_groups(&mut self, word: &str, start: usize) -> Option<String> {
        let token = self.tokens.get(self.index.checked_sub(1)?)?;
        let begin = token.span.end.checked_sub(word.len())?;
        if self.text.get(begin..token.span.end)? != word {
            return None; // no part of the query as typed
        }
        // A currency, or a sign: `£3 000`, `=12 500`.
        let digits = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let sign = &word[..word.len() - digits.len()];
        if sign.ends_with('+')
            || digits.is_empty()
            || digits.chars().count() > GROUP_DIGITS
            || !digits.chars().all(char::is_numeric)
        {
            return None;
        }
        let (groups, end, is_last) = self.groups();
        let first = token.span.end - digits.len();
        let number = self.text.get(first..end)?;
        let next = self.index + groups;
        if groups == 0
            || !(is_last || stands_alone(self.word_at(next), self.word_at(next + 1)))
            || spaced_number(self.analyzer, number) != Some(number.len())
        {
            return None;
        }
        self.index += groups;
        let joined: String = number.chars().filter(|c| c.is_numeric()).collect();
        self.note(
            start,
            &format!("{number} is the number {joined}; for several numbers write AND between them"),
        );
        Some(format!("{sign}{joined}"))
    }

    /// Returns the number of the next tokens that are groups, where the last one ends, and whether a sign
    /// behind it ends the number (`3 000, troops`).
    fn groups(&self) -> (usize, usize, bool) {
        let (mut groups, mut end) = (0, 0);
        while let Some(QueryToken { kind: TokenKind::Word(word), span, spaced: true }) =
            self.tokens.get(self.index + groups)
        {
            let tail = word.trim_start_matches(char::is_numeric);
            let digits = &word[..word.len() - tail.len()];
            if digits.chars().count() != GROUP_DIGITS || tail.contains(char::is_alphanumeric) {
                break;
            }
            groups += 1;
            end = span.end - tail.len();
            if !tail.is_empty() {
                return (groups, end, true);
            }
        }
        (groups, end, false)
    }

    /// Returns the word at `index`, if the token there is one.
    fn word_at(&self, index: usize) -> Option<&str> {
        match self.tokens.get(index)?.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::tests::read_back;

    #[test]
    fn a_number_ends_before_another() {
        for (text, understood, numbers) in [
            ("12 500 2016", "12500 2016", &["12500"][..]),
            ("10 000 2016 votes", "10000 2016 votes", &["10000"]),
            ("troops 3 000 2016", "troops 3000 2016", &["3000"]),
            ("3 000 4 000", "3000 4000", &["3000", "4000"]),
            ("£3 000 troops", "3000 troops", &["3000"]),
            ("€3 000", "3000", &["3000"]),
            ("3 000€", "3000", &["3000"]),
            ("3 000% more", "3000 more", &["3000"]),
            ("3 000, troops", "3000 troops", &["3000"]),
            ("=12 500", "\"12500\"", &["12500"]),
            ("title:3 000", "title:3000", &["3000"]),
            ("said:12 500 men", "said:12500 men", &["12500"]),
            ("3 000, 500 men", "3000 500 men", &["3000"]),
            ("12 500 (500)", "12500 500", &["12500"]),
            ("1 234 567 men", "1234567 men", &["1234567"]),
        ] {
            let (actual, notes) = read_back(text);
            assert_eq!(actual, understood, "{text}");
            for number in numbers {
                assert!(notes.contains(&format!("is the number {number};")), "{text}: {notes}");
            }
        }
        for text in ["call +1 202 456 1111", "555 123 4567", "2016 500", "100 km 200 km"] {
            assert!(!read_back(text).1.contains("is the number"), "{text}");
        }
    }
}
