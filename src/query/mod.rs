//! The query language. Any text is a valid query.
//!
//! [`parse()`] turns any text into a [`Query`] and reports in [`Note`]s each part that it read differently
//! from how it was typed. A query displays in its canonical form, which parses to the same query.
//!
//! ```
//! use clippings::query::parse;
//! let parsed = parse("Kursk “they’re fair game,” OR troops -Putin");
//! assert_eq!(parsed.query.to_string(), r#"Kursk ("they're fair game" OR troops) -Putin"#);
//! assert!(parsed.notes.is_empty());
//! ```

mod acronyms;
pub(crate) mod ast;
mod canonical;
pub(crate) mod capitals;
pub mod dates;
mod explain;
mod field;
mod free_text;
mod glob;
mod lexer;
mod notes;
mod operators;
mod parser;
mod punctuation;
mod rewrite;
pub(crate) mod spans;
mod spellings;
mod subqueries;

pub use crate::analysis::AnalyzerVersion;
pub use crate::text::dates::Period;
pub use ast::{
    DateField, Dates, Field, Fuzzy, MAX_GAP, Near, Occur, Pattern, Phrase, Query, Slot, Term, Within,
    WordReading,
};
pub use dates::period;
pub use explain::{explain, tree};
pub(crate) use free_text::parse_any;
pub use free_text::{FreeTextWord, free_text_words};
pub use glob::{Glob, GlobState};
pub(crate) use notes::MAX_NOTES;
pub use notes::Note;
pub use operators::quote_clauses::{QueryPart, QuoteClause, with_quotes_joined};
pub use parser::{MAX_WORDS, Parsed, parse, parse_on, parse_with};
pub(crate) use parser::{ParseContext, parse_in};
pub(crate) use spans::budget::MAX_SPANS;
pub use spans::budget::SpanBudget;
pub use spans::finder::{SpanBoundaries, SpeechPositions};
pub(crate) use spans::node::{SpanNode, SpeechNode};
pub use spans::pattern::{BooleanFold, SpanPattern};
pub use spans::span_set::Match;
pub use spans::term_matcher::TermMatcher;

/// Cheat sheet of the language of queries, which also begins `docs/query-language.md`.
pub const CHEAT_SHEET: &str = include_str!("../../data/query_cheat_sheet.txt");
