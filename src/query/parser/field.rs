//! Clauses on a named field (`title:`) or on the day of publication (`date:`).

use crate::analysis::query_tokens;
use crate::query::ast::{Dates, Field, Occur, Query};
use crate::query::dates;
use crate::query::dates::is_foreign_date_name;
use crate::query::lexer::{TokenKind, begins_operand};
use crate::query::notes::excerpt;
use crate::query::operators::foreign::{Foreign, clause, is_web_operator, prefixed};
use crate::query::parser::Parser;
use crate::query::punctuation::{has_operators, is_bare_near, is_double_quote, is_operator, is_sign};

/// Maximum number of words and phrases of a range of dates behind the first: *18 Oct 2024 .. 20 Oct 2024*.
const MAX_DATE_TOKENS: usize = 6;

/// Minimum number of letters of a word that has a weight.
const MIN_WEIGHED: usize = 3;

impl<'q> Parser<'q> {
    /// Reads a word, or a field name with its value.
    pub(crate) fn word(&mut self, word: &'q str, start: usize) -> Option<Query> {
        let word = match self.without_weight(word, start) {
            "" => return None,
            word => word,
        };
        let bare = query_tokens(self.analyzer, word).next().map_or(word, |first| &word[first.span.start..]);
        if let Some((name, value)) = bare.split_once(':') {
            if let Some(excluded) = self.excluded_value(name, value, start) {
                return Some(excluded);
            }
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
            } else if self.looks_like_field(name, value) || is_compared_day(name, value) {
                if let Some(read) = self.foreign_clause(name, value, word, start) {
                    return read;
                }
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

    /// Returns `word` without a weight or a similarity of Lucene (`dam^2`, `dam~0.8`), which are noted;
    /// nothing for the weight of the phrase or group before it.
    fn without_weight(&mut self, word: &'q str, start: usize) -> &'q str {
        let is_number = |number: &str| {
            number.starts_with(|c: char| c.is_ascii_digit())
                && number.parse::<f32>().is_ok_and(f32::is_finite)
        };
        if let Some((weighed, weight)) = word.rsplit_once('^')
            && is_number(weight)
            && match weighed.chars().next_back() {
                // `km^2` and `CO^2` are text.
                Some(last) => {
                    let is_long = weighed.chars().nth(MIN_WEIGHED - 1).is_some();
                    is_long && (last.is_alphabetic() || matches!(last, '*' | '~'))
                }
                None => self.text[..start].ends_with(|c: char| c == ')' || is_double_quote(c)),
            }
        {
            self.note(start, &format!("^{weight} was ignored: words cannot be weighed"));
            return weighed;
        }
        if let Some((stem, similarity)) = word.rsplit_once('~')
            && similarity.contains('.')
            && is_number(similarity)
            && stem.ends_with(char::is_alphabetic)
        {
            self.note(start, &format!("~{similarity} was read as ~"));
            return &word[..=stem.len()];
        }
        word
    }

    /// Reads `title:-word`, a field whose value is excluded, as `-title:word`.
    fn excluded_value(&mut self, name: &str, value: &'q str, start: usize) -> Option<Query> {
        let field = Field::named(name).or_else(|| prefixed(name)?.field())?;
        let sign = value.chars().next().filter(|c| is_sign(*c))?;
        let value = &value[sign.len_utf8()..];
        match value.chars().next() {
            Some(first) if begins_operand(first) && value != "*" => {}
            None if self.is_attached() => {}
            _ => return None,
        }
        let query = self.excluded_values(field, value, start).filter(|query| *query != Query::All)?;
        let query = Query::Field(field, Box::new(query));
        self.note(start, &format!("{name}:{sign} was read as -{}:, articles without it", field.name()));
        Some(Query::Bool(vec![(Occur::MustNot, query)]))
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
        let letters = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
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
                TokenKind::Word(word) => (word, false),
                TokenKind::Phrase { text, .. } => (text, true),
                _ => break,
            };
            let begins = token.spaced && (text.is_empty() || is_phrase);
            // What is read already goes on only as a range.
            let goes_on = more.starts_with("..") || is_open || is_phrase && text.ends_with("..");
            if begins || found.as_ref().is_some_and(|(_, read)| *read + 1 == used) && !goes_on {
                break;
            }
            is_open = more == "..";
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

/// Returns whether `name` stands before a colon in text, too.
fn is_text_before_colon(name: &str) -> bool {
    ["from", "to", "on"].iter().any(|known| name.eq_ignore_ascii_case(known))
}
