//! Operands of clauses: parentheses, phrases and words, up to [`MAX_WORDS`].

use crate::analysis::{AnalyzerVersion, dotted, is_unspaced_letter, query_tokens, spaced_initials};
use crate::query::acronyms::join_capitals;
use crate::query::ast::{Occur, Phrase, Query, Slot, Term};
use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::notes::excerpt;
use crate::query::parser::{MAX_WORDS, Parser, phrase, term, us};

/// Maximum slop of a phrase.
const MAX_SLOP: u32 = 99;

impl<'q> Parser<'q> {
    /// Reads a parenthesis, a phrase or a word, with its role: a word may be a field with an excluded value.
    pub(crate) fn primary(&mut self) -> Option<(Occur, Query)> {
        match self.tokens.get(self.index)? {
            QueryToken { kind: TokenKind::Word(word), span, .. } => {
                self.index += 1;
                self.word(word, span.start)
            }
            _ => self.phrase_or_group().map(|query| (Occur::Must, query)),
        }
    }

    /// Reads a parenthesis or a phrase. An operator without operands is read as a word.
    pub(crate) fn phrase_or_group(&mut self) -> Option<Query> {
        let token = self.tokens.get(self.index)?.clone();
        self.index += 1;
        match token.kind {
            TokenKind::Open => self.group(token.span.start),
            TokenKind::Phrase { text, closed, slop } => self.phrase(text, closed, slop, token.span.start),
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
        let parts = join_capitals(self.analyzer, self.clauses());
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

    pub(crate) fn phrase(
        &mut self,
        text: &str,
        closed: bool,
        slop: Option<u32>,
        start: usize,
    ) -> Option<Query> {
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
        if let [slots] = phrase.parts.as_slice()
            && let [Slot::Word(word)] = slots.as_slice()
            && is_unspaced_letter(word)
        {
            return self.admit(term::letter(word), start);
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
        let word = self.with_initials(word, start);
        let grouped = self.with_groups(word, start);
        let word = grouped.as_deref().unwrap_or(word);
        let Some(mut read) = term::read(self.analyzer, word) else {
            self.note(start, &format!("{} has no letter or digit and was ignored", excerpt(word)));
            return None;
        };
        if let Query::Term(term) = &mut read.query
            && term.surface == "US"
            && self.analyzer >= AnalyzerVersion::V7
        {
            self.read_us(term);
        }
        if let Some(note) = read.note {
            self.note(start, &note);
        }
        self.admit(read.query, start)
    }

    /// Returns the word at `start` with the initials that follow it, such as `J. K.`, and skips these.
    fn with_initials<'w>(&mut self, word: &'w str, start: usize) -> &'w str
    where
        'q: 'w,
    {
        let tail = self.text.get(start..).filter(|_| self.analyzer >= AnalyzerVersion::V7);
        let Some(tail) = tail.filter(|tail| word.len() < 6 && tail.starts_with(word)) else { return word };
        let Some(length) = spaced_initials(tail) else { return word };
        while self.tokens.get(self.index).is_some_and(|next| next.span.start < start + length) {
            self.index += 1;
        }
        &tail[..length]
    }

    /// Reads `US` in capitals as the country, unless the whole query is in capitals: then it is read as the
    /// pronoun, too.
    fn read_us(&self, term: &mut Term) {
        if us::is_all_capitals(self.text) {
            term.surface = "us".to_owned();
        } else {
            term.tokens = vec![dotted("us")];
            term.base = Some(dotted("us"));
        }
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
    let end = query_tokens(analyzer, text).take(remaining).last()?.span.end;
    phrase::read(analyzer, &text[..end], 0).map(|(phrase, _)| phrase)
}
