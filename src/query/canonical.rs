//! The canonical form of a query: what was understood, in the language it is read in.
//!
//! Reading the canonical form gives the same tree again, which a property test in [`crate::query::parser::parse`] holds.

use std::fmt;

use crate::query::ast::{Field, Fuzzy, Near, Occur, Phrase, Query, Within};
use crate::query::lexer::has_operators;

/// What stands around a query, which decides whether it needs parentheses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parent {
    /// Nothing.
    Top,
    /// Other clauses that must match too.
    Clauses,
    /// A nearness, on its left side.
    LeftOfNear,
    /// Anything that binds tighter.
    Tight,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = CanonicalWriter::of(self, " OR ");
        // Where all is in capitals OR would be read as a word.
        if !has_operators(&writer.out) {
            writer = CanonicalWriter::of(self, " | ");
        }
        f.write_str(&writer.out)
    }
}

/// How deep parentheses are nested in the canonical form of `query`.
pub(crate) fn depth(query: &Query) -> usize {
    CanonicalWriter::of(query, " OR ").deepest
}

struct CanonicalWriter {
    out: String,
    or: &'static str,
    /// In how many parentheses the next piece stands, and how deep it has been.
    depth: usize,
    deepest: usize,
}

impl CanonicalWriter {
    fn of(query: &Query, or: &'static str) -> Self {
        let mut writer = CanonicalWriter { out: String::new(), or, depth: 0, deepest: 0 };
        writer.query(query, Parent::Top);
        writer
    }

    fn query(&mut self, query: &Query, around: Parent) {
        match query {
            Query::Nothing => {}
            Query::All => self.out.push('*'),
            Query::Term(term) => self.out.push_str(&term.typed),
            Query::Pattern(pattern) => self.out.push_str(&pattern.glob),
            Query::Fuzzy(Fuzzy { word, distance }) => self.out.push_str(&format!("{word}~{distance}")),
            Query::Phrase(phrase) => self.phrase(phrase),
            Query::Near(near) => {
                let bare = around != Parent::Tight;
                self.grouped(bare, |writer| writer.near(near));
            }
            Query::Field(field, query) => self.field(*field, query),
            Query::Dates(dates) => self.out.push_str(&dates.typed),
            Query::Bool(parts) => self.grouped(around == Parent::Top, |writer| writer.parts(parts)),
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
        self.out.push_str(&phrase.typed);
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
        // A field of a field is never meant; without parentheses the inner name would be text.
        let nested = matches!(query, Query::Field(..) | Query::Dates(_));
        self.grouped(!nested, |writer| writer.query(query, Parent::Tight));
    }

    fn parts(&mut self, parts: &[(Occur, Query)]) {
        let choice = parts.iter().any(|(occur, _)| *occur == Occur::Should);
        for (index, (occur, query)) in parts.iter().enumerate() {
            self.out.push_str(match (index, choice) {
                (0, _) => "",
                (_, true) => self.or,
                (_, false) => " ",
            });
            let excluded = *occur == Occur::MustNot;
            self.out.push_str(if excluded { "-" } else { "" });
            self.query(query, if choice || excluded { Parent::Tight } else { Parent::Clauses });
        }
    }
}

/// A nearness as it is written.
pub(crate) fn operator(within: Within, ordered: bool) -> String {
    match (within, ordered) {
        (Within::Words(n), false) => format!("w/{n}"),
        (Within::Words(n), true) => format!("pre/{n}"),
        (Within::Sentence, _) => "/s".into(),
        (Within::Paragraph, _) => "/p".into(),
    }
}
