//! The query language. Any text is a valid query.
//!
//! [`parse()`] turns any text into a [`Query`] and reports in [`Note`]s each part that it read differently from how it was
//! typed. A query displays in its canonical form, which parses to the same query.
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

/// Replaces curly apostrophes by straight ones and removes double quotes and control characters. The double quote in a
/// Hebrew abbreviation becomes the gershayim that it stands for, so that it is not taken for a quote.
fn straighten(typed: &str) -> String {
    let straight = |(offset, c)| match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '`' | '´' | '＇' => '\'',
        _ if lexer::is_hebrew_sign(typed, offset) => '״',
        c if lexer::is_double_quote(c) || c.is_control() => ' ',
        c => c,
    };
    let text: String = typed.char_indices().map(straight).collect();
    text.trim().to_owned()
}
