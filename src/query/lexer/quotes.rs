//! Quotes: where a phrase begins, and which quote closes it.

use crate::query::lexer::{Lexer, TokenKind};
use crate::query::operators::foreign::is_field_name;
use crate::query::punctuation::{is_double_quote, is_hebrew_sign, is_single_quote};

/// Maximum distance, in characters, at which the end of a phrase with nested quotes is sought.
const MAX_NESTED: usize = 1000;

impl Lexer<'_> {
    /// Reads a phrase from the quote `open` to the next quote that closes it, or to the end.
    pub(super) fn phrase(&mut self, open: char, closes: fn(char) -> bool, spaced: bool) -> bool {
        let start = self.offset;
        let inner = start + open.len_utf8();
        let single = is_single_quote(open);
        let first = || {
            let mut later = self.query[inner..].char_indices().map(|(offset, c)| (inner + offset, c));
            later.find(|(offset, c)| match single {
                true => closes(*c) && self.ends_word(*offset, *c),
                false => closes(*c) && !is_hebrew_sign(self.query, *offset),
            })
        };
        let close = if single { first() } else { self.outer_close(inner).or_else(first) };
        let (end, mut next) =
            close.map_or((self.query.len(), self.query.len()), |(offset, c)| (offset, offset + c.len_utf8()));
        let slop = slop(&self.query[next..]);
        next += slop.map_or(0, |(length, _)| length);
        let slop = slop.map(|(_, slop)| slop);
        let kind = TokenKind::Phrase { text: &self.query[inner..end], closed: close.is_some(), slop };
        self.push(kind, start..next, spaced);
        true
    }

    /// Returns the quote that closes a phrase with nested, balanced quotes, as in a pasted sentence. `inner`
    /// is the offset after the opening quote. Returns `None` if nothing is nested or the quotes are not
    /// balanced.
    fn outer_close(&self, inner: usize) -> Option<(usize, char)> {
        let mut depth = 1;
        let mut before = None;
        let mut nested = false;
        let mut later = self.query[inner..].char_indices().take(MAX_NESTED).peekable();
        while let Some((offset, c)) = later.next() {
            let after = later.peek().map(|(_, c)| *c);
            if is_double_quote(c) && !is_hebrew_sign(self.query, inner + offset) {
                let opens = before.is_some_and(|c: char| c.is_whitespace() || matches!(c, '(' | '—' | '–'))
                    && after.is_some_and(char::is_alphanumeric);
                depth = if opens { depth + 1 } else { depth - 1 };
                nested |= opens;
                if depth == 0 {
                    return nested.then_some((inner + offset, c));
                }
            }
            before = Some(c);
        }
        None
    }

    /// Returns whether the single quote here begins a word and a later one ends one.
    pub(super) fn single_quote_closes(&mut self, open: char) -> bool {
        self.single_quote_closes_from(self.offset + open.len_utf8())
    }

    /// Returns the length of the name of a field with its colon at the start of `word`, if a phrase in single
    /// quotes follows.
    pub(super) fn quoted_value(&mut self, word: &str) -> Option<usize> {
        let (name, value) = word.split_once(':')?;
        let open = value.chars().next().filter(|c| is_single_quote(*c) && is_field_name(name))?;
        let length = name.len() + 1;
        self.single_quote_closes_from(self.offset + length + open.len_utf8()).then_some(length)
    }

    /// Returns whether a single quote before `inner` begins a word and a later one ends one.
    fn single_quote_closes_from(&mut self, inner: usize) -> bool {
        let begins = self.query[inner..].chars().next().is_some_and(char::is_alphanumeric);
        if !begins || inner >= self.no_single_close_after {
            return false;
        }
        let mut later = self.query[inner..].char_indices().map(|(offset, c)| (inner + offset, c));
        let closes = later.any(|(offset, c)| is_single_quote(c) && self.ends_word(offset, c));
        if !closes {
            self.no_single_close_after = inner;
        }
        closes
    }

    /// Returns whether the single quote at `offset` follows a word or its punctuation and precedes none.
    fn ends_word(&self, offset: usize, quote: char) -> bool {
        let before = self.query[..offset].chars().next_back();
        let after = self.query[offset + quote.len_utf8()..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
    }
}

/// Reads `~N` at the start of `text`. Returns its length in bytes and the slop.
fn slop(text: &str) -> Option<(usize, u32)> {
    let digits = text.strip_prefix('~')?;
    let length = digits.len() - digits.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // More digits than a number has are far apart, too.
    (length > 0).then(|| (1 + length, digits[..length].parse().unwrap_or(u32::MAX)))
}

#[cfg(test)]
mod tests {
    use crate::query::lexer::*;

    fn kinds(query: &str) -> Vec<TokenKind<'_>> {
        lex(query).into_iter().map(|token| token.kind).collect()
    }

    fn phrase(text: &str) -> TokenKind<'_> {
        TokenKind::Phrase { text, closed: true, slop: None }
    }

    #[test]
    fn quotes_of_every_kind_make_phrases() {
        for query in ["\"a b\"", "“a b”", "„a b“", "«a b»", "“a b\"", "‘a b’", "'a b'", "「a b」"]
        {
            assert_eq!(kinds(query), [phrase("a b")], "{query}");
        }
    }

    #[test]
    fn quotes_in_quotes() {
        for (query, inside) in [
            ("\"she said “a b” twice\"", "she said “a b” twice"),
            ("“she said \"a b\" twice”", "she said \"a b\" twice"),
            ("\"she said — “a b”\"", "she said — “a b”"),
        ] {
            assert_eq!(kinds(query), [phrase(inside)], "{query}");
        }
        assert_eq!(kinds("\"a b\" \"c d\""), [phrase("a b"), phrase("c d")]);
        assert_eq!(kinds("“a b\" “c d\""), [phrase("a b"), phrase("c d")]);
        assert_eq!(kinds("“a “b c”")[..1], [phrase("a ")]);
    }

    #[test]
    fn apostrophes_make_none() {
        use TokenKind::Word;
        assert_eq!(kinds("they’re the soldiers' 'tis"), ["they’re", "the", "soldiers'", "'tis"].map(Word));
        assert_eq!(kinds("‘they’re fair game’ x"), [phrase("they’re fair game"), Word("x")]);
    }

    #[test]
    fn a_hebrew_abbreviation_closes_nothing() {
        use TokenKind::Word;
        assert_eq!(kinds("\"דובר צה\"ל\" x"), [phrase("דובר צה\"ל"), Word("x")]);
        assert_eq!(kinds("“דובר צה”ל” x"), [phrase("דובר צה”ל"), Word("x")]);
        assert_eq!(kinds("צה\"ל שָ\"ל"), ["צה\"ל", "שָ\"ל"].map(Word));
        assert_eq!(kinds("\"צה\" ל")[..1], [phrase("צה")]);
    }

    #[test]
    fn an_odd_quote_runs_to_the_end() {
        assert_eq!(
            kinds("x \"a b"),
            [TokenKind::Word("x"), TokenKind::Phrase { text: "a b", closed: false, slop: None }]
        );
    }
}
