//! The parser: turns any text into a query.
//!
//! ```text
//! query   = clause*                        all must match
//! clause  = choice (NEAR choice)*          w/5, pre/5, /s, /p
//! choice  = unit (OR unit)*                OR binds tighter than nearness and than the space between words
//! unit    = ("-" | NOT | "+")* primary
//! primary = "(" query ")" | phrase | field ":" primary | word
//! ```
//! A token that fits nowhere is skipped with a note. An operator that cannot be one is read as a word.

pub(crate) mod address;
pub(crate) mod clause;
pub(crate) mod field;
pub(crate) mod foreign;
pub(crate) mod hints;
mod numbers;
pub(crate) mod phrase;
pub(crate) mod slots;
pub(crate) mod speaker_titles;
pub(crate) mod term;
pub(crate) mod us;
pub(crate) mod values;
pub(crate) mod wildcards;

use jiff::civil::Date;

use crate::analysis::AnalyzerVersion;
use crate::query::acronyms::join_capitals;
use crate::query::ast::{Near, Occur, Query};
use crate::query::canonical::{MAX_DEPTH, depth};
use crate::query::dates::no_common_day;
use crate::query::lexer::{QueryToken, TokenKind, lex};
use crate::query::notes::{Note, Notes};
use crate::query::operators::foreign::IsWholeWord;
use crate::text::mojibake;

/// Maximum number of words in a query; a note reports the words beyond it.
pub const MAX_WORDS: usize = 2048;

/// Parentheses nested at most this deep never exceed [`MAX_DEPTH`] in the canonical form. Each of them, and
/// the query itself, is printed with at most two more, around a disjunction and around an exclusion in it,
/// a list of values with one, and a single letter of a script without spaces, which is a disjunction of
/// patterns, with another.
const SURE_DEPTH: usize = (MAX_DEPTH - 4) / 3;

/// Maximum number of proximity operators in a row.
pub(crate) const MAX_NEARS: usize = 16;

/// A query with notes on how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The query.
    pub query: Query,
    /// Parts that were read differently from how they were typed, in the order of the text.
    pub notes: Vec<Note>,
}

/// Parses `text` as a query for an index of the current version of the analyzer. Never fails.
pub fn parse(text: &str) -> Parsed {
    parse_with(AnalyzerVersion::CURRENT, text)
}

/// Parses `text` as a query for an index of a version of the analyzer. Never fails.
pub fn parse_with(analyzer: AnalyzerVersion, text: &str) -> Parsed {
    parse_on(analyzer, text, None)
}

/// Parses `text` as [`parse_with`] does, on the day `today`, which words such as `yesterday` are counted
/// from; `None` is the local day.
pub fn parse_on(analyzer: AnalyzerVersion, text: &str, today: Option<Date>) -> Parsed {
    parse_in(ParseContext { today, ..ParseContext::new(analyzer) }, text)
}

/// Context of a parser beside the text.
#[derive(Clone, Copy)]
pub(crate) struct ParseContext<'c> {
    /// Version of the analyzer of the index.
    pub analyzer: AnalyzerVersion,
    /// Day that words such as `yesterday` are counted from; `None` is the local day.
    pub today: Option<Date>,
    /// Whether the index has a word as it is.
    pub is_whole_word: IsWholeWord<'c>,
}

impl ParseContext<'_> {
    /// Returns the context of a text for no index, on the local day.
    pub(crate) fn new(analyzer: AnalyzerVersion) -> Self {
        ParseContext { analyzer, today: None, is_whole_word: &|_| None }
    }
}

/// Parses `text` in `context`.
pub(crate) fn parse_in(context: ParseContext<'_>, text: &str) -> Parsed {
    let repaired = repair(text);
    let text = repaired.as_deref().unwrap_or(text);
    let tokens = lex(text);
    let mut parsed = parse_tokens(context, text, &tokens);
    parsed.notes.extend(hints::hints(text, &tokens));
    parsed.notes.sort_by_key(|note| note.position);
    parsed
}

/// Repairs mojibake as in articles, until nothing is left to repair, so that the canonical form parses to
/// itself. Returns `None` if there is none.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut repaired = mojibake::repair(text);
    while let Some(better) = repaired.as_deref().and_then(mojibake::repair) {
        repaired = Some(better);
    }
    repaired
}

/// Parses the tokens of `text` in `context`.
pub(super) fn parse_tokens(context: ParseContext<'_>, text: &str, tokens: &[QueryToken<'_>]) -> Parsed {
    let new_parser = |max_depth| Parser::new(context, text, tokens, max_depth);
    let mut parser = new_parser(MAX_DEPTH);
    let mut query = parser.query();
    // The canonical form, with the parentheses that it adds, must parse again.
    if parser.deepest > SURE_DEPTH && depth(&query) > MAX_DEPTH {
        parser = new_parser(SURE_DEPTH);
        query = parser.query();
    }
    Parsed { query, notes: parser.notes.into_sorted(text) }
}

pub(crate) struct Parser<'q> {
    pub(crate) analyzer: AnalyzerVersion,
    pub(crate) text: &'q str,
    pub(crate) tokens: &'q [QueryToken<'q>],
    pub(crate) is_whole_word: IsWholeWord<'q>,
    /// Index of the next token.
    pub(crate) index: usize,
    /// Number of parentheses around the next token.
    pub(crate) depth: usize,
    /// Maximum of `depth` so far.
    pub(crate) deepest: usize,
    pub(crate) max_depth: usize,
    pub(crate) words: usize,
    /// Offset at which the query exceeds the word limit.
    pub(crate) cut_off: Option<usize>,
    /// Day of the search; `None` for the local day.
    pub(crate) today: Option<Date>,
    notes: Notes,
}

impl<'q> Parser<'q> {
    fn new(context: ParseContext<'q>, text: &'q str, tokens: &'q [QueryToken<'q>], max_depth: usize) -> Self {
        let ParseContext { analyzer, today, is_whole_word } = context;
        let notes = Notes::default();
        Parser {
            analyzer,
            text,
            tokens,
            is_whole_word,
            index: 0,
            depth: 0,
            deepest: 0,
            max_depth,
            words: 0,
            cut_off: None,
            today,
            notes,
        }
    }

    /// Reads all tokens.
    fn query(&mut self) -> Query {
        let mut parts = self.clauses();
        while let Some(token) = self.tokens.get(self.index) {
            // Only a closing parenthesis ends the clauses early.
            self.note(token.span.start, "this closing parenthesis has no opening one and was ignored");
            self.index += 1;
            parts.extend(self.clauses());
        }
        let mut query = Query::from_clauses(join_capitals(self.analyzer, parts));
        us::dot_us(&mut query);
        if query == Query::Nothing && self.notes.is_empty() {
            self.note(0, "the query has no words, so nothing was searched for");
        }
        if let Some(reason) = no_common_day(&query, None, None) {
            self.note(0, &reason);
        }
        if let Some(offset) = self.cut_off {
            self.note(offset, &format!("the query has more than {MAX_WORDS} words; the rest was ignored"));
        }
        query
    }

    pub(crate) fn peek(&self) -> Option<TokenKind<'q>> {
        self.tokens.get(self.index).map(|token| token.kind)
    }

    pub(crate) fn note(&mut self, offset: usize, reason: &str) {
        self.notes.add(offset, reason);
    }

    /// Returns the offset of the next token.
    fn next_offset(&self) -> usize {
        self.tokens.get(self.index).map_or(self.text.len(), |token| token.span.start)
    }

    /// Reads clauses up to a closing parenthesis or the end.
    pub(crate) fn clauses(&mut self) -> Vec<(Occur, Query)> {
        let mut parts = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Close => break,
                // Skip AND: all must match anyway.
                TokenKind::And if !parts.is_empty() && self.operand_follows() => self.index += 1,
                TokenKind::And | TokenKind::Or | TokenKind::Near(..) => parts.extend(self.operator_as_word()),
                _ => self.clause(&mut parts),
            }
        }
        parts
    }

    /// Returns whether the token after the next operator can be its operand.
    fn operand_follows(&self) -> bool {
        let next = self.tokens.get(self.index + 1).map(|token| token.kind);
        !matches!(next, None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Near(..)))
    }

    /// Reads an operator without operands as a word, or skips it if it is only a sign.
    pub(crate) fn operator_as_word(&mut self) -> Option<(Occur, Query)> {
        let span = self.tokens.get(self.index)?.span.clone();
        self.index += 1;
        let text = &self.text[span.clone()];
        // `BUT NOT` and `AROUND(5)` are no words.
        let is_word = !text.contains(|c: char| c.is_whitespace() || c == '(');
        let Some(read) = term::read(self.analyzer, text).filter(|_| is_word) else {
            self.note(span.start, "this operator has nothing to join here and was ignored");
            return None;
        };
        self.note(span.start, &format!("{text} has nothing to join here and was read as a word"));
        self.admit(read.query, span.start).map(|query| (Occur::Must, query))
    }

    /// Reads disjunctions joined by proximity operators. Adds several clauses if they cannot be near each
    /// other.
    fn clause(&mut self, parts: &mut Vec<(Occur, Query)>) {
        let Some((mut occur, mut left)) = self.choice() else { return };
        while let Some(TokenKind::Near(within, ordered)) = self.peek() {
            if !self.operand_follows() {
                break;
            }
            let offset = self.next_offset();
            if let Some(token) = self.tokens.get(self.index) {
                self.note_near(&self.text[token.span.clone()], offset, within, ordered);
            }
            self.index += 1;
            let Some((right_occur, right)) = self.choice() else { break };
            let positional = left.is_positional() && right.is_positional() && right_occur != Occur::MustNot;
            let fits = near_chain(&left) < MAX_NEARS;
            if positional && occur != Occur::MustNot && fits {
                left = Query::Near(Box::new(Near { left, right, within, ordered }));
                continue;
            }
            self.note(offset, match fits {
                true => "only words, phrases, wildcards and words joined by OR can be near each other; this was read as AND",
                false => "too many proximity operators in a row; this was read as AND",
            });
            parts.push((occur, left));
            (occur, left) = (right_occur, right);
        }
        parts.push((occur, left));
    }

    /// Reads one or more units joined by OR.
    fn choice(&mut self) -> Option<(Occur, Query)> {
        let first = self.unit();
        let mut units: Vec<_> = first.into_iter().collect();
        while self.peek() == Some(TokenKind::Or) && !units.is_empty() && self.operand_follows() {
            self.index += 1;
            units.extend(self.unit());
        }
        if units.len() < 2 {
            return units.pop();
        }
        // In a disjunction an exclusion is a query of its own: every article but those.
        let choice = |(occur, query)| match occur {
            Occur::MustNot => (Occur::Should, Query::Bool(vec![(Occur::MustNot, query)])),
            _ => (Occur::Should, query),
        };
        Some((Occur::Must, Query::Bool(units.into_iter().map(choice).collect())))
    }

    /// Reads a primary with its signs.
    pub(crate) fn unit(&mut self) -> Option<(Occur, Query)> {
        let mut occur = Occur::Must;
        loop {
            match self.peek()? {
                TokenKind::Plus => self.index += 1,
                TokenKind::Minus => {
                    self.note_exclusion();
                    self.index += 1;
                    occur = flip(occur);
                }
                TokenKind::Not if self.operand_follows() => {
                    self.note_exclusion();
                    self.index += 1;
                    occur = flip(occur);
                }
                _ => {
                    let (role, query) = self.primary()?;
                    return Some((if role == Occur::MustNot { flip(occur) } else { occur }, query));
                }
            }
        }
    }
}

/// Counts the proximity operators in a row on the left side of `query`; the canonical form has no parentheses
/// around them.
pub(crate) fn near_chain(query: &Query) -> usize {
    match query {
        Query::Near(near) => 1 + near_chain(&near.left),
        _ => 0,
    }
}

fn flip(occur: Occur) -> Occur {
    if occur == Occur::MustNot { Occur::Must } else { Occur::MustNot }
}

#[cfg(test)]
mod tests;
