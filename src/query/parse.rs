//! From text to a query, whatever the text.
//!
//! ```text
//! query   = clause*                        all must match
//! clause  = choice (NEAR choice)*          w/5, pre/5, /s, /p
//! choice  = unit (OR unit)*                OR binds tighter than nearness and than the space between words
//! unit    = ("-" | NOT | "+")* primary
//! primary = "(" query ")" | phrase | field ":" primary | word
//! ```
//! What fits nowhere is passed over with a note; what looks like an operator and cannot be one is a word.

use super::ast::{Field, Near, Occur, Phrase, Query, Within};
use super::lex::{Token, TokenKind, is_operator, lex};
use super::{dates, phrase, word};
use crate::analysis::words;

/// The most words a query is searched for; a note says when there were more.
pub const MAX_WORDS: usize = 2048;

/// The deepest nesting of parentheses; deeper ones are passed over with a note.
const MAX_DEPTH: usize = 64;

/// The most nearnesses in a row.
const MAX_NEARS: usize = 16;

/// The most that words of a phrase can be away from their places.
const MAX_SLOP: u32 = 99;

/// Notes given one by one; more of them are summed up.
const MAX_NOTES: usize = 20;

/// Something that was read otherwise than it was typed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// Where in the query, in characters from its start.
    pub position: usize,
    /// What was done and why.
    pub reason: String,
}

/// A query and what is to be said about the reading of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The query.
    pub query: Query,
    /// What was read otherwise than typed, in the order of the text.
    pub notes: Vec<Note>,
}

/// Reads `text` as a query. There is no text that it refuses.
pub fn parse(text: &str) -> Parsed {
    let mut parser =
        Parser { text, tokens: lex(text), at: 0, depth: 0, words: 0, cut_off: None, notes: Vec::new() };
    let mut parts = parser.clauses();
    while let Some(token) = parser.tokens.get(parser.at) {
        // Only a closing parenthesis ends the clauses early.
        parser.note(token.span.start, "this closing parenthesis has no opening one and was passed over");
        parser.at += 1;
        parts.extend(parser.clauses());
    }
    let query = Query::all_of(parts);
    if query == Query::Nothing && parser.notes.is_empty() {
        parser.note(0, "there is no word in the query, so nothing was searched for");
    }
    if let Some(at) = parser.cut_off {
        parser.note(at, &format!("the query has more than {MAX_WORDS} words; from here on it was left out"));
    }
    let mut notes = parser.notes;
    notes.sort_by_key(|(at, _)| *at);
    let more = notes.len().saturating_sub(MAX_NOTES);
    notes.truncate(MAX_NOTES);
    if more > 0 {
        notes.push((text.len(), format!("and {more} more of the like")));
    }
    Parsed { query, notes: number(text, notes) }
}

/// Turns byte offsets, in ascending order, into counts of characters.
fn number(text: &str, notes: Vec<(usize, String)>) -> Vec<Note> {
    let (mut bytes, mut characters) = (0, 0);
    let count = |(at, reason): (usize, String)| {
        characters += text.get(bytes..at).map_or(0, |between| between.chars().count());
        bytes = at;
        Note { position: characters, reason }
    };
    notes.into_iter().map(count).collect()
}

struct Parser<'q> {
    text: &'q str,
    tokens: Vec<Token<'q>>,
    at: usize,
    depth: usize,
    words: usize,
    /// Where the query became too long.
    cut_off: Option<usize>,
    notes: Vec<(usize, String)>,
}

impl<'q> Parser<'q> {
    fn peek(&self) -> Option<TokenKind<'q>> {
        self.tokens.get(self.at).map(|token| token.kind)
    }

    fn note(&mut self, at: usize, reason: &str) {
        self.notes.push((at, reason.to_owned()));
    }

    /// Where the token about to be read stands.
    fn here(&self) -> usize {
        self.tokens.get(self.at).map_or(self.text.len(), |token| token.span.start)
    }

    /// Reads clauses up to a closing parenthesis or the end.
    fn clauses(&mut self) -> Vec<(Occur, Query)> {
        let mut parts = Vec::new();
        while let Some(kind) = self.peek() {
            match kind {
                TokenKind::Close => break,
                TokenKind::And if !parts.is_empty() && self.operand_follows() => self.at += 1, // all must match anyway
                TokenKind::And | TokenKind::Or | TokenKind::Near(..) => parts.extend(self.operator_as_word()),
                _ => self.clause(&mut parts),
            }
        }
        parts
    }

    /// Whether what comes after the operator about to be read can be joined by it.
    fn operand_follows(&self) -> bool {
        let next = self.tokens.get(self.at + 1).map(|token| token.kind);
        !matches!(next, None | Some(TokenKind::Close | TokenKind::Or | TokenKind::And | TokenKind::Near(..)))
    }

    /// An operator with nothing to work on is the word it is, or passed over where it is a mere sign.
    fn operator_as_word(&mut self) -> Option<(Occur, Query)> {
        let span = self.tokens.get(self.at)?.span.clone();
        self.at += 1;
        let text = &self.text[span.clone()];
        let Some(read) = word::read(text) else {
            self.note(span.start, "this sign has nothing to join here and was passed over");
            return None;
        };
        self.note(span.start, &format!("{text} has nothing to join here and was read as a word"));
        self.admit(read.query, span.start).map(|query| (Occur::Must, query))
    }

    /// Choices joined by nearness; more than one clause where they cannot be near each other.
    fn clause(&mut self, parts: &mut Vec<(Occur, Query)>) {
        let Some((mut occur, mut left)) = self.choice() else { return };
        for nears in 0.. {
            let Some(TokenKind::Near(within, ordered)) = self.peek() else { break };
            if !self.operand_follows() {
                break;
            }
            let at = self.here();
            self.note_clamped(within);
            self.at += 1;
            let Some((right_occur, right)) = self.choice() else { break };
            let places = left.has_places() && right.has_places() && right_occur != Occur::MustNot;
            if places && occur != Occur::MustNot && nears < MAX_NEARS {
                left = Query::Near(Box::new(Near { left, right, within, ordered }));
                continue;
            }
            self.note(at, "only words, phrases, patterns and choices of them can be near each other; this was read as AND");
            parts.push((occur, left));
            (occur, left) = (right_occur, right);
        }
        parts.push((occur, left));
    }

    /// Says so when the nearness about to be read is not the one that was typed.
    fn note_clamped(&mut self, within: Within) {
        let (Some(token), Within::Words(words)) = (self.tokens.get(self.at), within) else { return };
        let (start, typed) = (token.span.start, &self.text[token.span.clone()]);
        let digits = typed.trim_start_matches(|c: char| !c.is_ascii_digit());
        if digits.parse() != Ok(words) {
            let (bound, name) = (if words == 1 { "least" } else { "most" }, typed.trim_end_matches(digits));
            self.note(start, &format!("{typed} was read as {name}{words}, the {bound} there is"));
        }
    }

    /// One or more units joined by OR.
    fn choice(&mut self) -> Option<(Occur, Query)> {
        let first = self.unit();
        let mut units: Vec<_> = first.into_iter().collect();
        while self.peek() == Some(TokenKind::Or) && !units.is_empty() && self.operand_follows() {
            self.at += 1;
            units.extend(self.unit());
        }
        if units.len() < 2 {
            return units.pop();
        }
        // In a choice an exclusion is a query of its own: every article but those.
        let choice = |(occur, query)| match occur {
            Occur::MustNot => (Occur::Should, Query::Bool(vec![(Occur::MustNot, query)])),
            _ => (Occur::Should, query),
        };
        Some((Occur::Must, Query::Bool(units.into_iter().map(choice).collect())))
    }

    /// A primary with its signs.
    fn unit(&mut self) -> Option<(Occur, Query)> {
        let mut occur = Occur::Must;
        loop {
            match self.peek()? {
                TokenKind::Plus => self.at += 1,
                TokenKind::Minus => {
                    self.at += 1;
                    occur = flip(occur);
                }
                TokenKind::Not if self.operand_follows() => {
                    self.at += 1;
                    occur = flip(occur);
                }
                _ => return self.primary().map(|query| (occur, query)),
            }
        }
    }

    fn primary(&mut self) -> Option<Query> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token.kind {
            TokenKind::Open => self.group(token.span.start),
            TokenKind::Phrase { text, closed, slop } => self.phrase(text, closed, slop, token.span.start),
            TokenKind::Word(word) => self.word(word, token.span.start),
            TokenKind::Close => {
                self.at -= 1;
                None
            }
            _ => {
                self.at -= 1;
                self.operator_as_word().map(|(_, query)| query)
            }
        }
    }

    fn group(&mut self, start: usize) -> Option<Query> {
        if self.depth >= MAX_DEPTH {
            self.note(start, "parentheses nested this deep were passed over");
            return None;
        }
        self.depth += 1;
        let parts = self.clauses();
        self.depth -= 1;
        let closed = self.peek() == Some(TokenKind::Close);
        self.at += usize::from(closed);
        match Query::all_of(parts) {
            Query::Nothing => {
                self.note(start, "there is no word in this parenthesis, and it was passed over");
                None
            }
            query => {
                if !closed {
                    self.note(
                        start,
                        "this parenthesis is not closed; it was read as if it closed at the end",
                    );
                }
                Some(query)
            }
        }
    }

    fn phrase(&mut self, text: &str, closed: bool, slop: Option<u32>, start: usize) -> Option<Query> {
        let slop = slop.unwrap_or(0);
        let Some((mut phrase, note)) = phrase::read(text, slop.min(MAX_SLOP)) else {
            self.note(start, "there is no word in these quotes, and they were passed over");
            return None;
        };
        if let Some(note) = note {
            self.note(start, &note);
        }
        if slop > MAX_SLOP {
            self.note(start, &format!("~{slop} was read as ~{MAX_SLOP}, the most there is"));
        }
        if !closed {
            self.note(start, "this quote is not closed; it was read as a phrase up to the end");
        }
        let room = self.room(start)?;
        if phrase.slots().count() > room {
            self.cut_off.get_or_insert(start);
            phrase = shortened(text, room)?;
        }
        self.words += phrase.slots().count();
        Some(Query::Phrase(phrase))
    }

    /// A word, or a field name with what is asked of it.
    fn word(&mut self, word: &'q str, start: usize) -> Option<Query> {
        let bare = words(word).next().map_or(word, |first| &word[first.span.start..]);
        if let Some((name, value)) = bare.split_once(':') {
            if dates::is_date_name(name) {
                return self.dates(name, value, word, start);
            }
            if let Some(field) = Field::named(name) {
                let query = if value.is_empty() { self.attached() } else { self.plain_word(value, start) };
                if let Some(query) = query {
                    return Some(Query::Field(field, Box::new(query)));
                }
                self.note(start, &format!("{name}: has nothing after it and was read as a word"));
            } else if self.looks_like_field(name, value) {
                let known = Field::ALL.map(Field::name).join(", ");
                let name = shown(name);
                self.note(
                    start,
                    &format!(
                        "{name}: is no field (they are {known}, date, after, before); it was read as text"
                    ),
                );
            }
        }
        if word == "*" {
            return Some(Query::All);
        }
        if is_operator(word) {
            self.note(
                start,
                &format!("in a query all in capitals {word} is a word; | stands for OR and - for NOT"),
            );
        }
        self.plain_word(word, start)
    }

    /// Whether a name of letters is joined by a colon to what could be asked of a field. An address or a time is not.
    fn looks_like_field(&self, name: &str, value: &str) -> bool {
        let attached = || {
            let next = self.tokens.get(self.at);
            next.is_some_and(|next| {
                !next.spaced && matches!(next.kind, TokenKind::Phrase { .. } | TokenKind::Open)
            })
        };
        let letters = name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        letters && value.chars().next().map_or_else(attached, char::is_alphanumeric)
    }

    /// Days asked for by name; where they are none, the text that it is.
    fn dates(&mut self, name: &str, value: &'q str, word: &'q str, start: usize) -> Option<Query> {
        let quoted = match self.tokens.get(self.at) {
            Some(Token { kind: TokenKind::Phrase { text, .. }, spaced: false, .. }) if value.is_empty() => {
                Some(*text)
            }
            _ => None,
        };
        if let Some(dates) = dates::dates(name, quoted.unwrap_or(value)) {
            self.at += usize::from(quoted.is_some());
            return Some(Query::Dates(dates));
        }
        if !value.is_empty() || quoted.is_some() {
            self.note(
                start,
                &format!(
                    "{} is no day, month or year (2024-10-18, 2024-10, 2024); it was read as text",
                    shown(word)
                ),
            );
        }
        self.plain_word(word, start)
    }

    /// What stands right after a field name, without a space.
    fn attached(&mut self) -> Option<Query> {
        let next = self.tokens.get(self.at)?;
        let begins = matches!(next.kind, TokenKind::Phrase { .. } | TokenKind::Open);
        if next.spaced || !begins { None } else { self.primary() }
    }

    fn plain_word(&mut self, word: &str, start: usize) -> Option<Query> {
        let Some(read) = word::read(word) else {
            self.note(start, &format!("{} holds no letter or digit and was passed over", shown(word)));
            return None;
        };
        if let Some(note) = read.note {
            self.note(start, &note);
        }
        self.admit(read.query, start)
    }

    /// `query`, when there is room for its words.
    fn admit(&mut self, query: Query, start: usize) -> Option<Query> {
        let room = self.room(start)?;
        let words = query.word_count();
        if words > room {
            self.cut_off.get_or_insert(start);
            return None;
        }
        self.words += words;
        Some(query)
    }

    /// How many more words the query may have; `None` and a note when there is no room.
    fn room(&mut self, at: usize) -> Option<usize> {
        match MAX_WORDS - self.words {
            0 => {
                self.cut_off.get_or_insert(at);
                None
            }
            room => Some(room),
        }
    }
}

/// The first `room` words of a phrase that is too long.
fn shortened(text: &str, room: usize) -> Option<Phrase> {
    let end = words(text).take(room).last()?.span.end;
    phrase::read(&text[..end], 0).map(|(phrase, _)| phrase)
}

fn flip(occur: Occur) -> Occur {
    if occur == Occur::MustNot { Occur::Must } else { Occur::MustNot }
}

/// A piece of the query for a note, not too long.
fn shown(word: &str) -> String {
    let mut short: String = word.chars().take(20).filter(|c| !c.is_control()).collect();
    if short.len() < word.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        parse(text).query.to_string()
    }

    #[test]
    fn words_phrases_and_operators() {
        for (typed, understood) in [
            ("Kursk", "Kursk"),
            ("“They’re fair game,”", "\"They're fair game\""),
            ("They're fair game", "They're fair game"),
            ("a -b NOT c", "a -b -c"),
            ("a b OR c d", "a (b OR c) d"),
            ("a OR b", "a OR b"),
            ("a | b AND c", "(a OR b) c"),
            ("(a b) OR c", "(a b) OR c"),
            ("a -(b c)", "a -(b c)"),
            ("-a", "-a"),
            ("a OR -b", "a OR (-b)"),
            ("title:Kursk x", "title:Kursk x"),
            ("title:\"North Korea\"", "title:\"North Korea\""),
            ("title:(a OR b)", "title:(a OR b)"),
            ("TO BE OR NOT", "TO BE or not"),
            ("F-16 12,000 Jong-un", "F-16 12,000 Jong-un"),
            ("Putin: we will", "Putin we will"),
            ("+a && b", "a b"),
            ("NATO | EU", "NATO | EU"),
            ("a OR b w/5 c d", "(a OR b) w/5 c d"),
            ("a NEAR/5 \"b c\" pre/2 d*", "a w/5 \"b c\" pre/2 d*"),
            ("a /s (b /p c)", "a /s (b /p c)"),
            ("(a adj5 b) OR c", "(a pre/5 b) OR c"),
            ("Kurs* K?rsk *grad Zelensky~", "kurs* k?rsk *grad zelensky~2"),
            ("\"a b\"~3 “c … d”", "\"a b\"~3 \"c … d\""),
            ("=troop", "\"troop\""),
            ("site:bbc.co.uk author:\"Ann Lee\" lang:uk", "site:bbc.co.uk author:\"Ann Lee\" lang:uk"),
            ("path:seeds/003 cut:subscribe", "path:seeds/003 cut:subscribe"),
            ("date:2024-10 after:2024-01-01 before:2025", "date:2024-10 after:2024-01-01 before:2025"),
            ("date:2024-10-01..2024-10-31, x", "date:2024-10-01..2024-10-31 x"),
            ("* -a", "* -a"),
        ] {
            assert_eq!(read(typed), understood, "{typed}");
            assert_eq!(parse(understood).query, parse(typed).query, "{typed}");
        }
    }

    #[test]
    fn nothing_is_passed_over_in_silence() {
        for (typed, understood, notes) in [
            ("(", "", 1),
            ("a )", "a", 1),
            ("\"a b", "\"a b\"", 1),
            ("a OR", "a or", 1),
            ("OR b x", "or b x", 1),
            ("a - b", "a b", 1),
            ("", "", 1),
            ("title:", "title", 1),
            ("\"\"", "", 1),
            ("() a", "a", 1),
            ("not Putin: we", "not Putin we", 0),
            ("w/5 a", "\"w 5\" a", 1),
            ("a w/5", "a \"w 5\"", 1),
            ("a w/5 (b c)", "a (b c)", 1),
            ("a w/5 -b", "a -b", 1),
            ("date:soon", "date:soon", 1),
            ("a~7", "a~2", 1),
            ("**bold** move", "bold move", 1),
            ("\"a b\"~200", "\"a b\"~99", 1),
            ("a w/5000 b", "a w/999 b", 1),
            ("a pre/0 b", "a pre/1 b", 1),
            ("NATO OR EU", "NATO or EU", 1),
            ("speaker:Putin", "speaker:Putin", 1),
            ("body:\"a b\"", "body \"a b\"", 1),
            ("https://a.b/c 10:30", "https://a.b/c 10:30", 0),
            ("a/b*", "a/b", 1),
        ] {
            let parsed = parse(typed);
            assert_eq!(
                (parsed.query.to_string().as_str(), parsed.notes.len()),
                (understood, notes),
                "{typed}: {:?}",
                parsed.notes
            );
        }
    }

    #[test]
    fn a_note_says_where_in_characters() {
        let positions: Vec<_> = parse("“їжак” ) є (").notes.iter().map(|note| note.position).collect();
        assert_eq!(positions, [7, 11]);
    }

    #[test]
    fn size_is_bounded() {
        let long = "word ".repeat(20_000);
        let parsed = parse(&long);
        assert_eq!((parsed.query.word_count(), parsed.notes.len()), (MAX_WORDS, 1));
        let deep = parse(&format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)));
        assert_eq!((deep.query.to_string().as_str(), deep.notes.len()), ("a", MAX_NOTES + 1));
        assert_eq!(parse(&format!("\"{long}\"")).query.word_count(), MAX_WORDS);
        parse(&"'a ".repeat(30_000));
        parse(&"a' ".repeat(30_000));
    }

    proptest! {
        /// Any text is a query, and what was understood is understood again.
        #[test]
        fn any_text_reads_and_reads_back(text in "\\PC{0,60}") {
            let query = parse(&text).query;
            prop_assert_eq!(&parse(&query.to_string()).query, &query, "{}", query);
        }

        /// The same for texts made of what means something.
        #[test]
        fn operators_read_back(text in "(a|B|b c|w/3 |pre/2 |/s |~|~1|\\*|\\?|=|…|\\.\\.\\. |date:2024-10 |after:|cut:|\"|“|”|'|’|\\(|\\)| |-|\\+|OR |AND |NOT |title:|\\||F-16|,|&&){0,14}") {
            let query = parse(&text).query;
            prop_assert_eq!(&parse(&query.to_string()).query, &query, "{}", query);
        }
    }
}
