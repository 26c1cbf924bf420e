//! The query language: what people type, read without ever refusing it.
//!
//! [`parse()`] turns any text into a [`Query`] and says in [`Note`]s what it read otherwise than it was typed. A query
//! displays in its canonical form; reading that form again gives the same query.
//!
//! ```
//! use clippings::query::parse;
//! let parsed = parse("Kursk “they’re fair game,” OR troops -Putin");
//! assert_eq!(parsed.query.to_string(), r#"Kursk ("they're fair game" OR troops) -Putin"#);
//! assert!(parsed.notes.is_empty());
//! ```

mod ast;
mod canonical;
pub mod dates;
mod explain;
mod glob;
mod lexer;
mod notes;
mod parser;
pub(crate) mod spans;
mod subqueries;

pub use ast::{Dates, Field, Fuzzy, MAX_GAP, Near, Occur, Pattern, Phrase, Query, Slot, Term, Within};
pub use dates::span as days;
pub use explain::{explain, tree};
pub use glob::{Glob, GlobState};
pub use notes::Note;
pub use parser::{MAX_WORDS, Parsed, parse};
pub use spans::finder::{Match, SpanBoundaries};
pub use spans::pattern::{BooleanFold, SpanPattern, TermMatcher};

/// Curly apostrophes become straight ones; double quotes and control characters go, which end no word. The double quote in
/// a Hebrew abbreviation becomes the sign that it stands for, which no one takes for a quote.
fn straighten(typed: &str) -> String {
    let straight = |(at, c)| match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '`' | '´' | '＇' => '\'',
        _ if lexer::is_hebrew_sign(typed, at) => '״',
        c if lexer::is_double_quote(c) || c.is_control() => ' ',
        c => c,
    };
    let text: String = typed.char_indices().map(straight).collect();
    text.trim().to_owned()
}
