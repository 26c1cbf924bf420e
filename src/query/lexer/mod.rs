//! The lexer: cuts a query into words, phrases and operators with their spans.

pub(super) mod numbers;
mod quotes;

use std::ops::Range;

use crate::analysis::{doubled_acronym, tokenize};
use crate::query::ast::Within;
use crate::query::operators::near::{
    between_words, distance_in_parentheses, is_function_word, near, next_word, spaced_distance,
};
use crate::query::punctuation::{has_operators, is_double_quote, is_hebrew_sign, is_minus, is_single_quote};

/// A token of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueryToken<'q> {
    pub kind: TokenKind<'q>,
    /// Byte range in the query, quotes included.
    pub span: Range<usize>,
    /// Whether white space precedes the token.
    pub spaced: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind<'q> {
    /// Any run of non-space characters that is no other token.
    Word(&'q str),
    /// Quoted text, with the slop given after the closing quote as `~N`.
    Phrase {
        text: &'q str,
        closed: bool,
        slop: Option<u32>,
    },
    /// A proximity operator, and whether it fixes the order.
    Near(Within, bool),
    Open,
    Close,
    Or,
    And,
    Not,
    /// A `-`, or a `!`, before the operand it excludes.
    Minus,
    /// A `+` before a required operand; operands are required anyway.
    Plus,
}

/// Cuts `query` into tokens. In a query all in capitals, operators are words.
pub(crate) fn lex(query: &str) -> Vec<QueryToken<'_>> {
    let operators = has_operators(query);
    let mut lexer =
        Lexer { query, offset: 0, operators, no_single_close_after: usize::MAX, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

struct Lexer<'q> {
    query: &'q str,
    offset: usize,
    /// Whether words in capitals can be operators.
    operators: bool,
    /// Offset from which no single quote closes a phrase; cached so that the scan runs once, not for every
    /// quote.
    no_single_close_after: usize,
    tokens: Vec<QueryToken<'q>>,
}

impl<'q> Lexer<'q> {
    fn step(&mut self) -> bool {
        let start = self.offset;
        let tail = &self.query[start..];
        let trimmed = tail.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
        self.offset += tail.len() - trimmed.len();
        let spaced = self.offset > start || start == 0;
        let Some(c) = trimmed.chars().next() else { return false };
        let after = trimmed[c.len_utf8()..].chars().next();
        let at_edge = spaced || matches!(self.tokens.last(), Some(last) if last.kind == TokenKind::Open);
        let kind = match c {
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            '|' => return self.bars(spaced),
            c if is_minus(c) && at_edge && after.is_some_and(begins_operand) => TokenKind::Minus,
            '!' if at_edge && after.is_some_and(begins_excluded) => TokenKind::Minus,
            '+' if at_edge && after.is_some_and(begins_operand) && self.signed_near(spaced).is_none() => {
                TokenKind::Plus
            }
            c if is_double_quote(c) => return self.phrase(c, is_double_quote, spaced),
            c if is_single_quote(c) && self.single_quote_closes(c) => {
                return self.phrase(c, is_single_quote, spaced);
            }
            _ => return self.word(spaced),
        };
        self.push(kind, self.offset..self.offset + c.len_utf8(), spaced);
        true
    }

    fn word(&mut self, spaced: bool) -> bool {
        let ends = |c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '(' | ')' | '|') || is_double_quote(c)
        };
        let tail = &self.query[self.offset..];
        let first = tail.chars().next().map_or(0, char::len_utf8);
        let ends = tail[first..].match_indices(ends).map(|(offset, _)| first + offset);
        let end = ends.into_iter().find(|offset| !is_hebrew_sign(tail, *offset)).unwrap_or(tail.len());
        // An acronym of a plural may have a space within: `EE. UU.`
        let end = doubled_acronym(tail).map_or(end, |acronym| end.max(acronym));
        // `title:` and the like end where a phrase or a group begins.
        let end = self.quoted_value(&tail[..end]).unwrap_or(end);
        let word = &tail[..end];
        let (kind, end) = match word {
            "OR" if self.operators => (TokenKind::Or, end),
            "AND" | "&&" | "&" if self.operators || word.starts_with('&') => (TokenKind::And, end),
            "NOT" if self.operators => (TokenKind::Not, end),
            "BUT" if self.operators && but_not(tail).is_some() => {
                (TokenKind::Not, but_not(tail).unwrap_or(end))
            }
            "%" if self.is_between_words(spaced, &tail[end..]) => (TokenKind::Not, end),
            word => self
                .near(word, spaced, &tail[end..])
                .map_or((TokenKind::Word(word), end), |(kind, more)| (kind, end + more)),
        };
        self.push(kind, self.offset..self.offset + end, spaced);
        true
    }

    /// Reads `word`, which `tail` follows, as a proximity operator. Returns it with the length of what it
    /// takes of `tail`.
    fn near(&self, word: &str, spaced: bool, tail: &str) -> Option<(TokenKind<'q>, usize)> {
        if let Some((within, ordered)) = near(word) {
            return Some((TokenKind::Near(within, ordered), 0));
        }
        let may_join = || self.word_before(spaced).is_some_and(|word| !word.is_some_and(is_function_word));
        if (self.operators || word.ends_with('/'))
            && let Some((length, (within, ordered))) = spaced_distance(word, tail)
            && may_join()
        {
            return Some((TokenKind::Near(within, ordered), length));
        }
        let takes_distance =
            word == "AROUND" || tail.starts_with('(') && matches!(word, "around" | "NEAR" | "near");
        if takes_distance && let Some((length, within)) = distance_in_parentheses(tail) {
            return Some((TokenKind::Near(within, false), length));
        }
        let is_sign = word.starts_with(['/', '+']);
        if !is_sign && !self.operators {
            return None;
        }
        let before = self.word_before(spaced)?;
        between_words(word, before, tail).map(|(within, ordered)| (TokenKind::Near(within, ordered), 0))
    }

    /// Reads `+5` here as a proximity operator.
    fn signed_near(&self, spaced: bool) -> Option<(TokenKind<'q>, usize)> {
        let tail = &self.query[self.offset..];
        let end = tail.find(char::is_whitespace)?;
        self.near(&tail[..end], spaced, &tail[end..])
    }

    /// Returns the word before a token here that may be an operator, or `None` for a phrase or a group.
    /// Returns `None` in place of both if there is no operand before it.
    fn word_before(&self, spaced: bool) -> Option<Option<&'q str>> {
        match self.tokens.last()?.kind {
            _ if !spaced => None,
            TokenKind::Word(word) => Some(Some(word)),
            TokenKind::Phrase { .. } | TokenKind::Close => Some(None),
            _ => None,
        }
    }

    /// Returns whether a sign here stands between two words that mean something, and no number is before it.
    fn is_between_words(&self, spaced: bool, tail: &str) -> bool {
        let Some(before) = self.word_before(spaced) else { return false };
        let is_text = |word: &str| is_function_word(word) || word.ends_with(|c: char| c.is_numeric());
        !before.is_some_and(is_text) && next_word(tail).is_some_and(|next| !is_function_word(next))
    }

    /// Reads `|` or `||`.
    fn bars(&mut self, spaced: bool) -> bool {
        let length = if self.query[self.offset..].starts_with("||") { 2 } else { 1 };
        self.push(TokenKind::Or, self.offset..self.offset + length, spaced);
        true
    }

    fn push(&mut self, kind: TokenKind<'q>, span: Range<usize>, spaced: bool) {
        self.offset = span.end;
        self.tokens.push(QueryToken { kind, span, spaced });
    }
}

/// Returns the length of `BUT NOT` at the start of `text`, if something follows it.
fn but_not(text: &str) -> Option<usize> {
    let not = text.strip_prefix("BUT")?.trim_start().strip_prefix("NOT")?;
    let follows = not.starts_with(char::is_whitespace) && !not.trim_start().is_empty();
    (follows && text[3..].starts_with(char::is_whitespace)).then(|| text.len() - not.len())
}

/// Returns whether `c` can begin what a `!` excludes.
fn begins_excluded(c: char) -> bool {
    c.is_alphabetic() || c == '(' || is_double_quote(c)
}

/// Returns whether `c` can begin the operand of `-` or `+`.
pub(crate) fn begins_operand(c: char) -> bool {
    matches!(c, '(' | '*' | '?' | '=')
        || is_double_quote(c)
        || is_single_quote(c)
        || tokenize(c.encode_utf8(&mut [0; 4])).next().is_some()
}

#[cfg(test)]
mod tests {
    use crate::query::lexer::*;

    fn kinds(query: &str) -> Vec<TokenKind<'_>> {
        lex(query).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn an_acronym_of_a_plural_has_a_space_within() {
        use TokenKind::Word;
        assert_eq!(kinds("los EE. UU. aprueban"), ["los", "EE. UU.", "aprueban"].map(Word));
        assert_eq!(kinds("EE. UU"), [Word("EE. UU")]);
        assert_eq!(kinds("EE UU AA. BBC"), ["EE", "UU", "AA.", "BBC"].map(Word));
    }

    #[test]
    fn a_dash_excludes_only_at_the_edge_of_a_word() {
        use TokenKind::{Minus, Open, Word};
        assert_eq!(kinds("-Putin"), [Minus, Word("Putin")]);
        assert_eq!(kinds("F-16 - x"), ["F-16", "-", "x"].map(Word));
        assert_eq!(kinds("-(x"), [Minus, Open, Word("x")]);
        // A letter to us, though Unicode has no letter there yet.
        assert_eq!(kinds("-\u{faec}"), [Minus, Word("\u{faec}")]);
    }

    #[test]
    fn nearness_has_many_names() {
        use TokenKind::{Near, Word};
        for (word, within, ordered) in [
            ("w/5", Within::Words(5), false),
            ("W/5", Within::Words(5), false),
            ("NEAR/5", Within::Words(5), false),
            ("near5", Within::Words(5), false),
            ("pre/5", Within::Words(5), true),
            ("adj5", Within::Words(5), true),
            ("BEFORE/5", Within::Words(5), true),
            ("/s", Within::Sentence, false),
            ("/p", Within::Paragraph, false),
        ] {
            assert_eq!(kinds(word), [Near(within, ordered)], "{word}");
        }
        assert_eq!(kinds("w/o near adj w/12345"), ["w/o", "near", "adj", "w/12345"].map(Word));
    }

    #[test]
    fn operators_are_words_where_all_is_in_capitals() {
        use TokenKind::{Or, Word};
        assert_eq!(kinds("TO BE OR NOT"), ["TO", "BE", "OR", "NOT"].map(Word));
        assert_eq!(kinds("2023 OR 2024"), [Word("2023"), Or, Word("2024")]);
        assert_eq!(kinds("朝鲜 OR NATO"), [Word("朝鲜"), Or, Word("NATO")]);
        assert_eq!(kinds("Kursk OR Sumy"), [Word("Kursk"), Or, Word("Sumy")]);
        assert_eq!(kinds("Kursk or Sumy"), ["Kursk", "or", "Sumy"].map(Word));
    }
}
