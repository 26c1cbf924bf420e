//! Clauses on a named field (`title:`) or on the day of publication (`date:`).

use crate::analysis::query_tokens;
use crate::query::ast::{Dates, Field, Query};
use crate::query::dates;
use crate::query::lexer::{QueryToken, TokenKind};
use crate::query::notes::excerpt;
use crate::query::parser::Parser;
use crate::query::punctuation::{has_operators, is_bare_near, is_operator};

impl<'q> Parser<'q> {
    /// Reads a word, or a field name with its value.
    pub(crate) fn word(&mut self, word: &'q str, start: usize) -> Option<Query> {
        let bare = query_tokens(self.analyzer, word).next().map_or(word, |first| &word[first.span.start..]);
        if let Some((name, value)) = bare.split_once(':') {
            if dates::is_date_name(name) {
                return self.dates(name, value, word, start);
            }
            if let Some(field) = Field::named(name) {
                if let Some(address) = self.site_address(field, value, start) {
                    return Some(Query::Field(field, Box::new(address)));
                }
                let query = match value {
                    "" => self.attached(),
                    "*" => Some(Query::All),
                    value => self.plain_word(value, start),
                };
                match query {
                    Some(Query::All) => {
                        self.note(start, &format!("{name}: with a lone asterisk was read as every article"));
                        return Some(Query::All);
                    }
                    Some(query) => return Some(Query::Field(field, Box::new(query))),
                    None => {}
                }
                self.note(start, &format!("{name}: has nothing after it and was read as a word"));
            } else if self.looks_like_field(name, value) {
                let known = Field::ALL.map(Field::name).join(", ");
                let name = excerpt(name);
                self.note(
                    start,
                    &format!(
                        "{name}: is not a field (fields are {known}, date, after, before, added) and was read as text"
                    ),
                );
            }
        }
        let is_plain = !word[..word.len() - bare.len()].contains(['*', '?', '=']);
        if is_plain && let Some(foreign) = self.foreign(bare, start) {
            return foreign;
        }
        if word == "*" {
            return Some(Query::All);
        }
        if is_bare_near(word) && self.near_in_capitals() {
            self.note(start, &format!("in a query that is all in capitals, {word} is a word; use w/10"));
        }
        if let Some(query) = self.truncated(word, start) {
            return Some(query);
        }
        if is_operator(word) {
            self.note(
                start,
                &format!("in a query that is all in capitals, {word} is a word; use | for OR and - for NOT"),
            );
        }
        self.plain_word(word, start)
    }

    /// Returns whether the word before the next token is an operator of a query that is all in capitals.
    fn near_in_capitals(&self) -> bool {
        self.index > 1 && self.index < self.tokens.len() && !has_operators(self.text)
    }

    /// Returns whether a name is joined by a colon to something that could be the value of a field. An
    /// address or a time is not.
    fn looks_like_field(&self, name: &str, value: &str) -> bool {
        let attached = || {
            let next = self.tokens.get(self.index);
            next.is_some_and(|next| {
                !next.spaced && matches!(next.kind, TokenKind::Phrase { .. } | TokenKind::Open)
            })
        };
        let letters = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        letters && value.chars().next().map_or_else(attached, char::is_alphanumeric)
    }

    /// Reads a date clause; if the value is no period, reads it as text.
    fn dates(&mut self, name: &str, value: &'q str, word: &'q str, start: usize) -> Option<Query> {
        let quoted = match self.tokens.get(self.index) {
            Some(QueryToken { kind: TokenKind::Phrase { text, .. }, spaced: false, .. })
                if value.is_empty() =>
            {
                Some(*text)
            }
            _ => None,
        };
        let typed = quoted.unwrap_or(value);
        let read = dates::dates(name, typed, self.today).map(|dates| (dates, usize::from(quoted.is_some())));
        if let Some((dates, used)) = read.or_else(|| self.unquoted_dates(name, value)) {
            self.index += used;
            if let Some(reason) = dates::no_day(&dates) {
                self.note(start, &reason);
            }
            return Some(Query::Dates(dates));
        }
        if !typed.is_empty() {
            let reason = dates::ambiguous(typed).unwrap_or_else(|| {
                "is not a day, month or year (such as 2024-10-18, 2024-10 or \"Oct 2024\") and was read as text"
                    .to_owned()
            });
            let clause = quoted.map_or(word.to_owned(), |text| format!("{word}\"{text}\""));
            self.note(start, &format!("{} {reason}", excerpt(&clause)));
        }
        self.plain_word(word, start)
    }

    /// Reads a date of two or three words without quotes, such as `date:Oct 2024`. Returns the number of
    /// words after the first.
    fn unquoted_dates(&self, name: &str, value: &str) -> Option<(Dates, usize)> {
        let mut text = value.to_owned();
        for used in 1..=2 {
            let TokenKind::Word(word) = self.tokens.get(self.index + used - 1)?.kind else { return None };
            text.extend([" ", word]);
            if let Some(dates) = dates::dates(name, &text, self.today).filter(|_| !value.is_empty()) {
                return Some((dates, used));
            }
        }
        None
    }

    /// Reads the operand that follows a field name without a space.
    fn attached(&mut self) -> Option<Query> {
        let next = self.tokens.get(self.index)?;
        let begins = matches!(next.kind, TokenKind::Phrase { .. } | TokenKind::Open);
        if next.spaced || !begins { None } else { self.primary() }
    }
}
