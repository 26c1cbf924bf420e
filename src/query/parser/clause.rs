//! Operands of clauses: parentheses, phrases and words, up to [`MAX_WORDS`].

use crate::analysis::{AnalyzerVersion, tokenize_with};
use crate::query::ast::{Phrase, Query};
use crate::query::lexer::TokenKind;
use crate::query::notes::excerpt;
use crate::query::parser::{MAX_WORDS, Parser, phrase, term};

/// Maximum slop of a phrase.
const MAX_SLOP: u32 = 99;

impl Parser<'_> {
    /// Reads a parenthesis, a phrase or a word. An operator without operands is read as a word.
    pub(crate) fn primary(&mut self) -> Option<Query> {
        let token = self.tokens.get(self.index)?.clone();
        self.index += 1;
        match token.kind {
            TokenKind::Open => self.group(token.span.start),
            TokenKind::Phrase { text, closed, slop } => self.phrase(text, closed, slop, token.span.start),
            TokenKind::Word(word) => self.word(word, token.span.start),
            TokenKind::Close => {
                self.index -= 1;
                None
            }
            _ => {
                self.index -= 1;
                self.operator_as_word().map(|(_, query)| query)
            }
        }
    }

    fn group(&mut self, start: usize) -> Option<Query> {
        if self.depth >= self.max_depth {
            self.note(start, "parentheses nested this deep were ignored");
            return None;
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let parts = self.clauses();
        self.depth -= 1;
        let closed = self.peek() == Some(TokenKind::Close);
        self.index += usize::from(closed);
        match Query::from_clauses(parts) {
            Query::Nothing => {
                self.note(start, "these parentheses have no words and were ignored");
                None
            }
            query => {
                if !closed {
                    self.note(start, "this parenthesis is not closed; it was read as closed at the end");
                }
                Some(query)
            }
        }
    }

    fn phrase(&mut self, text: &str, closed: bool, slop: Option<u32>, start: usize) -> Option<Query> {
        let slop = slop.unwrap_or(0);
        let Some((mut phrase, note)) = phrase::read(self.analyzer, text, slop.min(MAX_SLOP)) else {
            self.note(start, "these quotes have no words and were ignored");
            return None;
        };
        if let Some(note) = note {
            self.note(start, &note);
        }
        if slop > MAX_SLOP {
            self.note(start, &format!("~{slop} was read as ~{MAX_SLOP}, the maximum"));
        }
        if !closed {
            self.note(start, "this quote is not closed; it was read as a phrase up to the end");
        }
        let remaining = self.room(start)?;
        if phrase.slots().count() > remaining {
            self.cut_off.get_or_insert(start);
            phrase = truncate(self.analyzer, text, remaining)?;
        }
        self.words += phrase.slots().count();
        Some(Query::Phrase(phrase))
    }

    pub(crate) fn plain_word(&mut self, word: &str, start: usize) -> Option<Query> {
        let Some(read) = term::read(self.analyzer, word) else {
            self.note(start, &format!("{} has no letter or digit and was ignored", excerpt(word)));
            return None;
        };
        if let Some(note) = read.note {
            self.note(start, &note);
        }
        self.admit(read.query, start)
    }

    /// Returns `query` if the word limit leaves room for it.
    pub(crate) fn admit(&mut self, query: Query, start: usize) -> Option<Query> {
        let remaining = self.room(start)?;
        let words = query.word_count();
        if words > remaining {
            self.cut_off.get_or_insert(start);
            return None;
        }
        self.words += words;
        Some(query)
    }

    /// Returns the number of words that the limit leaves. Returns `None` and notes the offset if that is 0.
    fn room(&mut self, offset: usize) -> Option<usize> {
        match MAX_WORDS - self.words {
            0 => {
                self.cut_off.get_or_insert(offset);
                None
            }
            remaining => Some(remaining),
        }
    }
}

/// Cuts a phrase to its first `remaining` words.
fn truncate(analyzer: AnalyzerVersion, text: &str, remaining: usize) -> Option<Phrase> {
    let end = tokenize_with(analyzer, text).take(remaining).last()?.span.end;
    phrase::read(analyzer, &text[..end], 0).map(|(phrase, _)| phrase)
}
