//! Clauses on a named field (`title:`) or on the day of publication (`date:`).

use crate::analysis::query_tokens;
use crate::query::ast::{Dates, Field, Occur, Query};
use crate::query::dates;
use crate::query::dates::is_foreign_date_name;
use crate::query::lexer::{TokenKind, begins_operand};
use crate::query::notes::excerpt;
use crate::query::operators::foreign::{
    Foreign, assigned, clause, is_field_name, is_web_operator, prefixed, split_field,
};
use crate::query::parser::Parser;
use crate::query::punctuation::{has_operators, is_bare_near, is_operator, is_sign};

/// Maximum number of words and phrases of a range of dates behind the first: *18 Oct 2024 .. 20 Oct 2024*.
const MAX_DATE_TOKENS: usize = 6;

impl<'q> Parser<'q> {
    /// Reads a word, or a field name with its value, with its role.
    pub(crate) fn word(&mut self, word: &'q str, start: usize) -> Option<(Occur, Query)> {
        let word = match self.without_weight(word, start) {
            "" => return None,
            word => word,
        };
        // What stands behind the signs before the first letter or digit.
        let bare = query_tokens(self.analyzer, word).next().map_or(word, |first| &word[first.span.start..]);
        if let Some(excluded) = self.excluded_value(bare, start) {
            return Some((Occur::MustNot, excluded));
        }
        self.word_or_field(word, bare, start).map(|query| (Occur::Must, query))
    }

    /// Reads a word, of which `bare` is what stands behind its signs, or a field name with its value.
    fn word_or_field(&mut self, word: &'q str, bare: &'q str, start: usize) -> Option<Query> {
        if let Some((name, value)) = split_field(bare) {
            self.note_lost_sign(&word[..word.len() - bare.len()], name, start);
            if dates::is_date_name(name) {
                return self.dates(name, value, word, start);
            }
            if let Some(field) = Field::named(name) {
                match self.field_value(field, value, start) {
                    Some(Query::All) if field != Field::Said => {
                        self.note(start, &format!("{name}: with a lone asterisk was read as every article"));
                        return Some(Query::All);
                    }
                    Some(query) => return Some(Query::Field(field, Box::new(query))),
                    None => {}
                }
                // `Lee said: …` is text.
                if field != Field::Said || self.index == self.tokens.len() || !self.is_behind_text() {
                    self.note(start, &format!("{name}: has nothing after it and was read as a word"));
                }
            } else if value.is_empty() && is_web_operator(name) && !self.is_attached() {
                match prefixed(name) {
                    // They are written with a space, too, and ask for all that follows.
                    Some(foreign @ (Foreign::WholeHeadline | Foreign::PartOfText))
                        if self.index == 1 && self.index < self.tokens.len() =>
                    {
                        return self.foreign_value(&format!("{name}:"), foreign, "", start);
                    }
                    _ => self.note(start, &format!("{name}: has nothing after it and was read as a word")),
                }
            } else if let Some(field) = name.strip_suffix('\\').filter(|field| is_field_name(field)) {
                let reason = format!("{} was read as text; {field}: asks for the field", excerpt(word));
                self.note(start, &reason);
            } else if self.looks_like_field(name, value) || is_compared_day(name, value) {
                if let Some(read) = self.foreign_clause(name, value, word, start) {
                    return read;
                }
                let known = Field::ALL.map(Field::name).join(", ");
                // `_exists_:`
                let typed = word.trim_start_matches(|c: char| c != '_' && !c.is_alphanumeric());
                let name = excerpt(typed.split(':').next().unwrap_or(name));
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

    /// Adds a note if a sign of exclusion stands before the field `name`, but not at the edge of the word.
    fn note_lost_sign(&mut self, signs: &str, name: &str, start: usize) {
        if signs.ends_with(is_sign) && is_field_name(name) {
            let reason = format!("{} before {name}: was ignored; -{name}: excludes", excerpt(signs));
            self.note(start, &reason);
        }
    }

    /// Reads `title:-word` or `title=-word`, a field whose value is excluded, as `-title:word`. Returns what
    /// is excluded.
    fn excluded_value(&mut self, bare: &'q str, start: usize) -> Option<Query> {
        let assigned = || {
            bare.split_once('=').and_then(|(name, value)| Some((name, '=', value, assigned(name)?.field()?)))
        };
        let (name, sign, typed, field) = match split_field(bare) {
            Some((name, value)) => {
                let field = Field::named(name).or_else(|| prefixed(name)?.field())?;
                (name, ':', value, field)
            }
            None => assigned()?,
        };
        // A second sign, or a comma, changes nothing.
        let value = typed.trim_start_matches(|c| is_sign(c) || c == ',');
        if !typed.starts_with(is_sign) {
            return None;
        }
        match value.chars().next() {
            Some(first) if begins_operand(first) && value != "*" => {}
            None if self.is_attached() => {}
            _ => return None,
        }
        let query = self.excluded_values(field, value, start).filter(|query| *query != Query::All)?;
        let signs = &typed[..typed.len() - value.len()];
        let reason = format!("{name}{sign}{signs} excludes what follows, as -{}: does", field.name());
        self.note(start, &reason);
        Some(Query::Field(field, Box::new(query)))
    }

    /// Returns whether the word before the next token is an operator of a query that is all in capitals.
    fn near_in_capitals(&self) -> bool {
        self.index > 1 && self.index < self.tokens.len() && !has_operators(self.text)
    }

    /// Returns whether the token before the one that was read is plain text: words, and no field.
    fn is_behind_text(&self) -> bool {
        let before = self.index.checked_sub(2).and_then(|index| self.tokens.get(index));
        match before.map(|token| &token.kind) {
            Some(TokenKind::Word(word)) => !word.contains(':') && *word != "*",
            Some(TokenKind::Phrase { .. }) => self.index < 3 || self.tokens[self.index - 2].spaced,
            _ => false,
        }
    }

    /// Returns whether a name is joined by a colon to something that could be the value of a field. An
    /// address or a time is not.
    fn looks_like_field(&self, name: &str, value: &str) -> bool {
        let letters = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
        letters && value.chars().next().map_or_else(|| self.is_attached(), char::is_alphanumeric)
    }

    /// Reads a clause on what other programs call a field. Returns `None` if `name` is none.
    fn foreign_clause(
        &mut self,
        name: &'q str,
        value: &'q str,
        word: &'q str,
        start: usize,
    ) -> Option<Option<Query>> {
        if is_foreign_date_name(name) {
            let is_text = is_text_before_colon(name) && self.date_clause(name, value).is_none();
            return (!is_text).then(|| self.dates(name, value, word, start));
        }
        let foreign = clause(name, value)?;
        Some(self.foreign_value(&format!("{name}:"), foreign, value, start))
    }

    /// Reads a date clause; if the value is no period, reads it as text.
    fn dates(&mut self, name: &str, value: &'q str, word: &'q str, start: usize) -> Option<Query> {
        let quoted = self.attached_phrase(self.index).filter(|_| value.is_empty());
        let typed = quoted.unwrap_or(value);
        if let Some((dates, used)) = self.date_clause(name, value) {
            self.index += used;
            if is_foreign_date_name(name) {
                self.note(start, &format!("{name}: was read as {}", dates.surface));
            }
            if let Some(reason) = dates::no_day(&dates) {
                self.note(start, &reason);
            }
            let end = self.tokens.get(self.index.saturating_sub(1)).map_or(start, |last| last.span.end);
            if let Some(other) = self.text.get(start..end).and_then(|typed| dates::other_month(&dates, typed))
            {
                self.note(start, &other);
            }
            if let Some(week) = dates::weeks(&dates, self.today) {
                self.note(start, &week);
            }
            return Some(Query::Dates(dates));
        }
        if typed.is_empty() {
            self.note(start, &format!("{name}: has nothing after it and was read as a word"));
        } else {
            let reason = dates::ambiguous(typed).unwrap_or_else(|| {
                "is not a day, month or year (such as 2024-10-18, 2024-10 or \"Oct 2024\") and was read as text"
                    .to_owned()
            });
            let clause = quoted.map_or(word.to_owned(), |text| format!("{word}\"{text}\""));
            self.note(start, &format!("{} {reason}", excerpt(&clause)));
        }
        self.plain_word(word, start)
    }

    /// Reads the dates behind `name:`, of which `value` is the beginning: in a word or in quotes, or words
    /// without quotes, such as `date:Oct 2024..2025`. Returns the number of tokens after the first.
    fn date_clause(&self, name: &str, value: &str) -> Option<(Dates, usize)> {
        let mut text = value.to_owned();
        let mut found = dates::dates(name, &text, self.today).map(|dates| (dates, 0));
        let mut is_open = false;
        for used in 1..=MAX_DATE_TOKENS {
            let Some(token) = self.tokens.get(self.index + used - 1) else { break };
            let (more, is_phrase) = match token.kind {
                // `2016 to 2017`, not `2016 to`
                TokenKind::Word(word) if found.is_some() && joins_days(word) => {
                    text.push_str("..");
                    is_open = true;
                    continue;
                }
                TokenKind::Word(word) => (word, false),
                TokenKind::Phrase { text, .. } => (text, true),
                _ => break,
            };
            let begins = token.spaced && (text.is_empty() || is_phrase);
            // What is read already goes on only as a range.
            let goes_on =
                more.starts_with("..") || is_open || more == "ago" || is_phrase && text.ends_with("..");
            if begins || found.as_ref().is_some_and(|(_, read)| *read + 1 == used) && !goes_on {
                break;
            }
            is_open = more == ".." && !is_phrase;
            if token.spaced {
                text.push(' ');
            }
            text.push_str(more);
            if let Some(dates) = dates::dates(name, &text, self.today) {
                found = Some((dates, used));
            }
        }
        found
    }
}

/// Returns whether the day that `name` asks for is compared with a value, as in `published:>2016`.
fn is_compared_day(name: &str, value: &str) -> bool {
    is_foreign_date_name(name) && ["<", ">", "=", ".."].iter().any(|sign| value.starts_with(sign))
}

/// Returns whether `word` joins two days, as dots do.
fn joins_days(word: &str) -> bool {
    matches!(word, "to" | "until" | "through" | "-" | "–" | "—")
}

/// Returns whether `name` stands before a colon in text, too.
fn is_text_before_colon(name: &str) -> bool {
    ["from", "to", "on"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
