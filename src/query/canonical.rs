//! The canonical form of a query: its tree printed in the query language.
//!
//! The canonical form parses to the same tree, which a property test holds in
//! [`crate::query::parser::parse`].

use std::fmt;

use crate::query::ast::{Field, Fuzzy, Near, Occur, Phrase, Query, Within};
use crate::query::lexer::numbers::{GROUP_DIGITS, stands_alone};
use crate::query::punctuation::has_operators;

/// Maximum nesting of parentheses; deeper ones are skipped with a note.
pub(crate) const MAX_DEPTH: usize = 64;

/// Context of a subquery, which decides whether it needs parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// The whole query.
    Top,
    /// A clause of a conjunction.
    Clauses,
    /// The left operand of a proximity operator.
    LeftOfNear,
    /// An operand of anything that binds tighter.
    Tight,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = CanonicalWriter::of(self, Joins { or: " OR ", and: "AND " });
        // In a query all in capitals, OR would parse as a word.
        if !has_operators(&writer.out) {
            writer = CanonicalWriter::of(self, Joins { or: " | ", and: "& " });
        }
        f.write_str(&writer.out)
    }
}

/// Returns the nesting depth of parentheses in the canonical form of `query`.
pub(crate) fn depth(query: &Query) -> usize {
    CanonicalWriter::of(query, Joins { or: " OR ", and: "AND " }).deepest
}

/// How operators are spelled.
struct Joins {
    or: &'static str,
    and: &'static str,
}

struct CanonicalWriter {
    out: String,
    joins: Joins,
    /// Number of parentheses around the next piece.
    depth: usize,
    /// Maximum of `depth` so far.
    deepest: usize,
}

impl CanonicalWriter {
    fn of(query: &Query, joins: Joins) -> Self {
        let mut writer = CanonicalWriter { out: String::new(), joins, depth: 0, deepest: 0 };
        writer.query(query, Parent::Top);
        writer
    }

    fn query(&mut self, query: &Query, parent: Parent) {
        match query {
            Query::Nothing => {}
            Query::All => self.out.push('*'),
            Query::Term(term) => self.out.push_str(&term.surface),
            Query::Pattern(pattern) => self.out.push_str(&pattern.glob),
            Query::Fuzzy(Fuzzy { word, distance }) => self.out.push_str(&format!("{word}~{distance}")),
            Query::Phrase(phrase) => self.phrase(phrase),
            Query::Near(near) => {
                let bare = parent != Parent::Tight;
                self.grouped(bare, |writer| writer.near(near));
            }
            Query::Field(field, query) => self.field(*field, query),
            Query::Dates(dates) => self.out.push_str(&dates.surface),
            Query::Bool(parts) => self.grouped(parent == Parent::Top, |writer| writer.parts(parts)),
        }
    }

    fn grouped(&mut self, bare: bool, write: impl FnOnce(&mut Self)) {
        if bare {
            return write(self);
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        self.out.push('(');
        write(self);
        self.out.push(')');
        self.depth -= 1;
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.out.push('"');
        self.out.push_str(&phrase.surface);
        self.out.push('"');
        if phrase.slop > 0 {
            self.out.push_str(&format!("~{}", phrase.slop));
        }
    }

    fn near(&mut self, near: &Near) {
        self.query(&near.left, Parent::LeftOfNear);
        self.out.push(' ');
        self.out.push_str(&operator(near.within, near.ordered));
        self.out.push(' ');
        self.query(&near.right, Parent::Tight);
    }

    fn field(&mut self, field: Field, query: &Query) {
        self.out.push_str(field.name());
        self.out.push(':');
        let bare = match query {
            // Fields do not nest; without parentheses the inner name would parse as text.
            Query::Field(..) | Query::Dates(_) => false,
            // A name takes the text up to a space, which an acronym may have within.
            Query::Term(term) if term.surface.contains(char::is_whitespace) => false,
            // Some names take a list with commas.
            Query::Term(term) => !(field.takes_commas() && term.surface.contains(',')),
            _ => true,
        };
        self.grouped(bare, |writer| writer.query(query, Parent::Tight));
    }

    fn parts(&mut self, parts: &[(Occur, Query)]) {
        let choice = parts.iter().any(|(occur, _)| *occur == Occur::Should);
        let mut starts = Vec::with_capacity(parts.len());
        for (index, (occur, query)) in parts.iter().enumerate() {
            self.out.push_str(match (index, choice) {
                (0, _) => "",
                (_, true) => self.joins.or,
                (_, false) => " ",
            });
            starts.push(self.out.len());
            let excluded = *occur == Occur::MustNot;
            self.out.push_str(if excluded { "-" } else { "" });
            self.query(query, if choice || excluded { Parent::Tight } else { Parent::Clauses });
        }
        if !choice {
            self.part_numbers(&starts);
        }
    }

    /// Writes AND between numbers that would be read as one, of the clauses that begin at `starts`.
    fn part_numbers(&mut self, starts: &[usize]) {
        let out = &self.out;
        let are_one = |start: &usize| {
            let mut words = out[*start..].split(' ').peekable();
            let is_group_next = words.peek().is_some_and(|word| is_group(word));
            let mut behind = words.skip_while(|word| is_group(word));
            is_group_next && takes_groups(&out[..*start]) && stands_alone(behind.next(), behind.next())
        };
        let parted: Vec<usize> = starts.iter().skip(1).copied().filter(are_one).collect();
        for start in parted.into_iter().rev() {
            self.out.insert_str(start, self.joins.and);
        }
    }
}

/// Returns whether `word` is three digits, which a number before them may take for its own (`12 500`).
fn is_group(word: &str) -> bool {
    let rest = word.trim_start_matches(char::is_numeric);
    word[..word.len() - rest.len()].chars().count() == GROUP_DIGITS && !rest.contains(char::is_alphanumeric)
}

/// Returns whether `text` ends with a number of so few digits that groups may follow it.
fn takes_groups(text: &str) -> bool {
    let word = text.trim_end().rsplit([' ', '(', ':']).next().unwrap_or_default();
    let digits = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    (1..=GROUP_DIGITS).contains(&digits.chars().count()) && digits.chars().all(char::is_numeric)
}

/// Returns a proximity operator as a query spells it.
pub(crate) fn operator(within: Within, ordered: bool) -> String {
    match (within, ordered) {
        (Within::Words(n), false) => format!("w/{n}"),
        (Within::Words(n), true) => format!("pre/{n}"),
        (Within::Sentence, false) => "/s".into(),
        (Within::Paragraph, false) => "/p".into(),
        (Within::Sentence, true) => "pre/s".into(),
        (Within::Paragraph, true) => "pre/p".into(),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parser::parse;

    #[test]
    fn a_word_with_a_space_or_a_comma_is_one_value_of_a_field() {
        for (text, understood) in [
            ("lang:(EE. UU", "lang:(EE. UU)"),
            ("title:(J. K. dam)", "title:(J. K. dam)"),
            ("author:(J. K.) dam", "author:(J. K.) dam"),
            ("author:J.K. dam", "author:J.K dam"),
            ("site:(a,b", "site:(a,b)"),
            ("site:a,b", "site:(a OR b)"),
            ("author:Lee,Ann", "author:Lee,Ann"),
        ] {
            let query = parse(text).query;
            assert_eq!(query.to_string(), understood, "{text}");
            assert_eq!(parse(understood).query, query, "{text}");
        }
    }

    #[test]
    fn numbers_side_by_side_stay_apart() {
        for (text, understood) in [
            ("12 AND 500", "12 AND 500"),
            ("/5 , 000", "5 AND 000"),
            ("troops 3 AND 000 4", "troops 3 AND 000 4"),
            ("title:5 AND 000", "title:5 AND 000"),
            ("NATO 5 & 000", "NATO 5 & 000"),
            ("5 OR 000", "5 OR 000"),
            ("12 500 4", "12500 4"),
            ("a 500", "a 500"),
            ("5 AND 000 w/5 a", "5 AND 000 w/5 a"),
        ] {
            let query = parse(text).query;
            assert_eq!(query.to_string(), understood, "{text}");
            assert_eq!(parse(understood).query, query, "{text}");
        }
    }
}
