//! Words of a text that the canonical form of a query can have: those that parse to themselves.

use crate::analysis::{AnalyzerVersion, is_unspaced_letter};
use crate::query::ast::{Occur, Query, Term};
use crate::query::parser::us::dot_us;
use crate::query::parser::{parse_with, term};

impl Query {
    /// Returns the query with words instead of those that would parse as something else in its canonical
    /// form, such as `w/5` and `by=ann`, or without them if they have none.
    pub(crate) fn with_readable_words(self, analyzer: AnalyzerVersion) -> Query {
        let mut query = with_readable_words(analyzer, self);
        dot_us(&mut query);
        query
    }
}

fn with_readable_words(analyzer: AnalyzerVersion, query: Query) -> Query {
    match query {
        Query::Bool(parts) => {
            let readable = |(occur, query)| {
                let queries = match query {
                    Query::Term(term) => readable_words(analyzer, term),
                    Query::Bool(_) => vec![with_readable_words(analyzer, query)],
                    query => vec![query],
                };
                let queries = queries.into_iter().filter(|query| *query != Query::Nothing);
                queries.map(move |query| (occur, query))
            };
            Query::from_clauses(parts.into_iter().flat_map(readable).collect())
        }
        Query::Term(term) => {
            let words = readable_words(analyzer, term);
            Query::from_clauses(words.into_iter().map(|word| (Occur::Should, word)).collect())
        }
        query => query,
    }
}

/// Returns a word as the canonical form can have it, or else its parts.
fn readable_words(analyzer: AnalyzerVersion, term: Term) -> Vec<Query> {
    if let Some(term) = readable(analyzer, &term) {
        return vec![Query::Term(term)];
    }
    if let [token] = term.tokens.as_slice()
        && is_unspaced_letter(token)
    {
        return vec![term::letter(token)];
    }
    let parts = term.joined_words().into_iter().filter_map(|word| readable(analyzer, &word));
    parts.map(Query::Term).collect()
}

/// Returns a word as it parses; `None` if it parses as anything else than a word.
pub(crate) fn readable(analyzer: AnalyzerVersion, term: &Term) -> Option<Term> {
    let is_plain = |c: char| c.is_alphabetic() && !c.is_uppercase();
    // A word of letters is none of the operators in small letters, which have numbers or signs.
    if term.base.is_some() && term.surface.is_ascii() && term.surface.chars().all(is_plain) {
        return Some(term.clone());
    }
    let surface = &term.surface;
    let Query::Term(read) = parse_with(analyzer, surface).query else { return None };
    let Query::Bool(parts) = parse_with(analyzer, &format!("a | {surface} | a")).query else { return None };
    let is_same = matches!(parts.as_slice(), [_, (Occur::Should, Query::Term(among)), _] if *among == read);
    (is_same && read.surface == *surface).then_some(read)
}
