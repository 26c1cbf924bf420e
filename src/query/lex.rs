//! Cutting a query into words, phrases and operators, each with its place.

use std::ops::Range;

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'q> {
    pub kind: TokenKind<'q>,
    /// The bytes it stands on, its quotes included.
    pub span: Range<usize>,
    /// Whether white space comes before it.
    pub spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind<'q> {
    /// Anything between spaces that is nothing else.
    Word(&'q str),
    /// What stands between quotes.
    Phrase {
        text: &'q str,
        closed: bool,
    },
    Open,
    Close,
    Or,
    And,
    Not,
    /// A `-` before what it excludes.
    Minus,
    /// A `+` before what must match, which it must anyway.
    Plus,
}

/// Whether the word is an operator where it stands in capitals.
pub(super) fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT")
}

/// Quotes that open or close a phrase wherever they stand.
pub(super) fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '＂'
            | '〝'
            | '〞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Quotes that are also apostrophes: they open a phrase only before a word, and close it only after one.
fn is_single_quote(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛' | '\'')
}

/// Cuts `query` into tokens. In a query all in capitals the operators are words.
pub(super) fn lex(query: &str) -> Vec<Token<'_>> {
    let shouted = query.chars().any(char::is_lowercase);
    let mut lexer =
        Lexer { query, at: 0, operators: shouted, no_single_close_after: usize::MAX, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'q> {
    query: &'q str,
    at: usize,
    /// Whether words in capitals can be operators.
    operators: bool,
    /// From here on no single quote closes anything: looked for once, not again for every quote.
    no_single_close_after: usize,
    tokens: Vec<Token<'q>>,
}

impl<'q> Lexer<'q> {
    fn step(&mut self) -> bool {
        let start = self.at;
        let rest = &self.query[start..];
        let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        self.at += rest.len() - trimmed.len();
        let spaced = self.at > start || start == 0;
        let Some(c) = trimmed.chars().next() else { return false };
        let after = trimmed[c.len_utf8()..].chars().next();
        let at_edge = spaced || matches!(self.tokens.last(), Some(last) if last.kind == TokenKind::Open);
        let kind = match c {
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '|' => TokenKind::Or,
            '-' | '−' | '–' if at_edge && after.is_some_and(excludes) => TokenKind::Minus,
            '+' if at_edge && after.is_some_and(excludes) => TokenKind::Plus,
            c if is_double_quote(c) => return self.phrase(c, is_double_quote, spaced),
            c if is_single_quote(c) && self.single_quote_closes(c) => {
                return self.phrase(c, is_single_quote, spaced);
            }
            _ => return self.word(spaced),
        };
        self.push(kind, self.at..self.at + c.len_utf8(), spaced);
        true
    }

    /// A phrase from the quote `open` to the next quote that closes it, or to the end.
    fn phrase(&mut self, open: char, closes: fn(char) -> bool, spaced: bool) -> bool {
        let start = self.at;
        let inner = start + open.len_utf8();
        let single = is_single_quote(open);
        let close = self.query[inner..]
            .char_indices()
            .map(|(at, c)| (inner + at, c))
            .find(|(at, c)| closes(*c) && (!single || self.ends_word(*at, *c)));
        let (end, next) =
            close.map_or((self.query.len(), self.query.len()), |(at, c)| (at, at + c.len_utf8()));
        let kind = TokenKind::Phrase { text: &self.query[inner..end], closed: close.is_some() };
        self.push(kind, start..next, spaced);
        true
    }

    /// Whether the single quote here begins a word and a later one ends one.
    fn single_quote_closes(&mut self, open: char) -> bool {
        let inner = self.at + open.len_utf8();
        let begins = self.query[inner..].chars().next().is_some_and(char::is_alphanumeric);
        if !begins || inner >= self.no_single_close_after {
            return false;
        }
        let mut later = self.query[inner..].char_indices().map(|(at, c)| (inner + at, c));
        let closes = later.any(|(at, c)| is_single_quote(c) && self.ends_word(at, c));
        if !closes {
            self.no_single_close_after = inner;
        }
        closes
    }

    /// Whether the single quote at `at` has a word or its stop before it and none after.
    fn ends_word(&self, at: usize, quote: char) -> bool {
        let before = self.query[..at].chars().next_back();
        let after = self.query[at + quote.len_utf8()..].chars().next();
        before.is_some_and(|c| !c.is_whitespace()) && after.is_none_or(|c| !c.is_alphanumeric())
    }

    fn word(&mut self, spaced: bool) -> bool {
        let ends = |c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '|') || is_double_quote(c)
        };
        let rest = &self.query[self.at..];
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find(ends).map_or(rest.len(), |at| first + at);
        // `title:` and the like end where a phrase or a group begins.
        let word = &rest[..end];
        let kind = match word {
            "OR" if self.operators => TokenKind::Or,
            "AND" | "&&" | "&" if self.operators || word.starts_with('&') => TokenKind::And,
            "NOT" if self.operators => TokenKind::Not,
            _ => TokenKind::Word(word),
        };
        self.push(kind, self.at..self.at + end, spaced);
        true
    }

    fn push(&mut self, kind: TokenKind<'q>, span: Range<usize>, spaced: bool) {
        self.at = span.end;
        self.tokens.push(Token { kind, span, spaced });
    }
}

/// What can follow a sign that excludes or demands.
fn excludes(c: char) -> bool {
    c.is_alphanumeric() || c == '(' || is_double_quote(c) || is_single_quote(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(query: &str) -> Vec<TokenKind<'_>> {
        lex(query).into_iter().map(|token| token.kind).collect()
    }

    fn phrase(text: &str) -> TokenKind<'_> {
        TokenKind::Phrase { text, closed: true }
    }

    #[test]
    fn quotes_of_every_kind_make_phrases() {
        for query in ["\"a b\"", "“a b”", "„a b“", "«a b»", "“a b\"", "‘a b’", "'a b'", "「a b」"]
        {
            assert_eq!(kinds(query), [phrase("a b")], "{query}");
        }
    }

    #[test]
    fn apostrophes_make_none() {
        use TokenKind::Word;
        assert_eq!(kinds("they’re the soldiers' 'tis"), ["they’re", "the", "soldiers'", "'tis"].map(Word));
        assert_eq!(kinds("‘they’re fair game’ x"), [phrase("they’re fair game"), Word("x")]);
    }

    #[test]
    fn an_odd_quote_runs_to_the_end() {
        assert_eq!(
            kinds("x \"a b"),
            [TokenKind::Word("x"), TokenKind::Phrase { text: "a b", closed: false }]
        );
    }

    #[test]
    fn a_dash_excludes_only_at_the_edge_of_a_word() {
        use TokenKind::{Minus, Open, Word};
        assert_eq!(kinds("-Putin"), [Minus, Word("Putin")]);
        assert_eq!(kinds("F-16 - x"), ["F-16", "-", "x"].map(Word));
        assert_eq!(kinds("-(x"), [Minus, Open, Word("x")]);
    }

    #[test]
    fn operators_are_words_where_all_is_in_capitals() {
        use TokenKind::{Or, Word};
        assert_eq!(kinds("TO BE OR NOT"), ["TO", "BE", "OR", "NOT"].map(Word));
        assert_eq!(kinds("Kursk OR Sumy"), [Word("Kursk"), Or, Word("Sumy")]);
        assert_eq!(kinds("Kursk or Sumy"), ["Kursk", "or", "Sumy"].map(Word));
    }
}
