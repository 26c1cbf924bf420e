//! The tree of a query, and its canonical form.

use std::fmt;

use crate::analysis::{stem_of, words};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Nothing: the query has no word in it.
    Nothing,
    /// Every article.
    All,
    /// A word, in any inflection.
    Term(Term),
    /// Words in this order, in these very forms.
    Phrase(Phrase),
    /// A query on one field of the article.
    Field(Field, Box<Query>),
    /// Several queries together.
    Bool(Vec<(Occur, Query)>),
}

/// How a part of a [`Query::Bool`] takes part in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occur {
    /// It must match.
    Must,
    /// It must match unless another that should does.
    Should,
    /// It must not match.
    MustNot,
}

/// The fields that can be asked for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The title.
    Title,
}

impl Field {
    /// The field of that name, in any case.
    pub fn named(name: &str) -> Option<Field> {
        name.eq_ignore_ascii_case("title").then_some(Field::Title)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Field::Title => "title",
        }
    }
}

/// A word as it was typed. `12,000`, `F-16` and `Jong-un` are one typed word of several pieces, which are looked for
/// as a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As typed, with quotes and apostrophes straightened and without what surrounds it.
    pub typed: String,
    /// Its pieces in the form in which they are compared; never empty.
    pub pieces: Vec<String>,
    /// The stem, when it is of one piece: what its inflections share.
    pub stem: Option<String>,
}

impl Term {
    /// The word `typed`; `None` when there is no letter or digit in it.
    pub fn new(typed: &str) -> Option<Term> {
        let all: Vec<_> = words(typed).collect();
        let (first, last) = (all.first()?, all.last()?);
        let stem = if all.len() == 1 { Some(stem_of(first).into_owned()) } else { None };
        let typed = straighten(&typed[first.span.start..last.span.end]);
        // An operator in capitals that is meant as a word is shown small, so that it is read as a word again.
        let typed = if super::lex::is_operator(&typed) { typed.to_lowercase() } else { typed };
        Some(Term { typed, stem, pieces: all.into_iter().map(|word| word.text).collect() })
    }
}

/// Words that stand in this order, next to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// As typed, with quotes, apostrophes and white space straightened.
    pub typed: String,
    /// The words in the form in which they are compared; never empty.
    pub words: Vec<String>,
}

impl Phrase {
    /// The phrase `typed`; `None` when there is no letter or digit in it.
    pub fn new(typed: &str) -> Option<Phrase> {
        let words: Vec<_> = words(typed).collect();
        let (first, last) = (words.first()?, words.last()?);
        let typed = straighten(&typed[first.span.start..last.span.end]);
        let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Phrase { typed, words: words.into_iter().map(|word| word.text).collect() })
    }
}

/// Curly apostrophes become straight ones; double quotes and control characters inside go, which end no word.
fn straighten(typed: &str) -> String {
    let straight = |c| match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '`' | '´' | '＇' => '\'',
        c if super::lex::is_double_quote(c) || c.is_control() => ' ',
        c => c,
    };
    let text: String = typed.chars().map(straight).collect();
    text.trim().to_owned()
}

impl Query {
    /// All parts of which each must match, or the one part itself.
    pub fn all_of(mut parts: Vec<(Occur, Query)>) -> Query {
        match (parts.len(), parts.first()) {
            (0, _) => Query::Nothing,
            (1, Some((Occur::Must | Occur::Should, _))) => parts.remove(0).1,
            _ => Query::Bool(parts),
        }
    }

    /// The number of words in it.
    pub fn word_count(&self) -> usize {
        match self {
            Query::Nothing | Query::All => 0,
            Query::Term(term) => term.pieces.len(),
            Query::Phrase(phrase) => phrase.words.len(),
            Query::Field(_, query) => query.word_count(),
            Query::Bool(parts) => parts.iter().map(|(_, query)| query.word_count()).sum(),
        }
    }

    /// Writes the query with `or` between choices; `top` where nothing stands around it.
    fn write(&self, out: &mut String, or: &str, top: bool) {
        match self {
            Query::Nothing => {}
            Query::All => out.push('*'),
            Query::Term(term) => out.push_str(&term.typed),
            Query::Phrase(phrase) => {
                out.push('"');
                out.push_str(&phrase.typed);
                out.push('"');
            }
            Query::Field(field, query) => {
                out.push_str(field.name());
                out.push(':');
                // A field of a field is never meant; without parentheses the inner name would be text.
                let nested = matches!(**query, Query::Field(..));
                out.push_str(if nested { "(" } else { "" });
                query.write(out, or, false);
                out.push_str(if nested { ")" } else { "" });
            }
            Query::Bool(parts) => Self::write_parts(parts, out, or, top),
        }
    }

    /// Parts stand in parentheses unless nothing stands around them.
    fn write_parts(parts: &[(Occur, Query)], out: &mut String, or: &str, top: bool) {
        let choice = parts.iter().any(|(occur, _)| *occur == Occur::Should);
        out.push_str(if top { "" } else { "(" });
        for (index, (occur, query)) in parts.iter().enumerate() {
            out.push_str(match (index, choice) {
                (0, _) => "",
                (_, true) => or,
                (_, false) => " ",
            });
            out.push_str(if *occur == Occur::MustNot { "-" } else { "" });
            query.write(out, or, false);
        }
        out.push_str(if top { "" } else { ")" });
    }
}

/// The canonical form: what was understood, in the language it is read in.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.write(&mut text, " OR ", true);
        // Where all is in capitals OR would be read as a word.
        if !text.chars().any(char::is_lowercase) {
            text.clear();
            self.write(&mut text, " | ", true);
        }
        f.write_str(&text)
    }
}
