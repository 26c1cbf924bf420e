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
mod lex;
mod parse;

pub use ast::{Field, Occur, Phrase, Query, Term};
pub use parse::{MAX_WORDS, Note, Parsed, parse};
