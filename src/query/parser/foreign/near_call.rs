//! Reads `NEAR(a b, 5)`.

use crate::query::acronyms::join_capitals;
use crate::query::ast::{Near, Occur, Query, Within};
use crate::query::lexer::TokenKind;
use crate::query::operators::near::{DEFAULT_NEAR, distance};
use crate::query::parser::{MAX_NEARS, Parser, near_chain};

impl<'q> Parser<'q> {
    /// Reads `NEAR(a b, 5)`: words near each other, in either order.
    pub(super) fn near_call(&mut self, start: usize) -> Option<Query> {
        if self.depth >= self.max_depth {
            return self.phrase_or_group();
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.index += 1;
        let (mut operands, mut words) = (Vec::new(), DEFAULT_NEAR);
        while let Some(kind) = self.peek().filter(|kind| *kind != TokenKind::Close) {
            let ends = self.tokens.get(self.index + 1).is_none_or(|next| next.kind == TokenKind::Close);
            if let TokenKind::Word(word) = kind
                && let (before, Some(distance)) = last_number(word)
                && ends
                && !(operands.is_empty() && before.is_empty())
            {
                self.index += 1;
                words = distance;
                operands.extend(self.plain_operand(before, start));
            } else if matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Near(..)) {
                operands.extend(self.operator_as_word());
            } else {
                operands.extend(self.unit());
            }
        }
        self.depth -= 1;
        self.index += usize::from(self.peek() == Some(TokenKind::Close));
        if let [(Occur::Must, Query::Bool(parts))] = operands.as_slice()
            && parts.iter().all(|(occur, _)| *occur == Occur::Must)
        {
            operands = parts.clone(); // `NEAR((a, b), 5)`
        }
        let fits = |(occur, query): &(Occur, Query)| *occur == Occur::Must && query.is_positional();
        let chain: usize = operands.iter().map(|(_, query)| 1 + near_chain(query)).sum();
        if operands.len() < 2 || !operands.iter().all(fits) || chain > MAX_NEARS {
            self.note(start, "NEAR() takes words, phrases and words joined by OR; this was read as AND");
            let query = Query::from_clauses(join_capitals(self.analyzer, operands));
            return Some(query).filter(|query| *query != Query::Nothing);
        }
        self.note(
            start,
            &format!("NEAR() was read as w/{words}: at most {words} words apart, in either order"),
        );
        let within = Within::Words(words);
        operands
            .into_iter()
            .map(|(_, query)| query)
            .reduce(|left, right| Query::Near(Box::new(Near { left, right, within, ordered: false })))
    }

    fn plain_operand(&mut self, word: &'q str, start: usize) -> Option<(Occur, Query)> {
        if word.is_empty() { None } else { self.plain_word(word, start).map(|query| (Occur::Must, query)) }
    }
}

/// Splits the last number from `word`: `b,5` and `5`.
fn last_number(word: &str) -> (&str, Option<u32>) {
    let (before, number) = word.rsplit_once(',').unwrap_or(("", word));
    (before, distance(number))
}
