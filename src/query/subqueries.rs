//! The parts of a query that can be searched for by themselves, to help when the whole finds nothing.

use crate::analysis::{AnalyzerVersion, is_marked_term, without_marker};
use crate::query::ast::{Field, Near, Occur, Pattern, Phrase, Query, Slot, Term};
use crate::query::parser::slots::join_slots;

impl Query {
    /// Returns the parts that can be searched for by themselves: the clauses of a conjunction, the operands
    /// of a proximity operator, the parts of an elided quote, the words of a phrase, the query on the title.
    /// Returns nothing if the query has only one part.
    pub fn subqueries(&self) -> Vec<Query> {
        let mut parts = match self {
            Query::Bool(parts) => {
                let included: Vec<_> = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot).collect();
                match included.as_slice() {
                    [(_, only)] => only.subqueries(),
                    // No part of a disjunction finds anything if the whole does not: look inside them.
                    all if all.iter().all(|(occur, _)| *occur == Occur::Should) => {
                        all.iter().flat_map(|(_, query)| query.subqueries()).collect()
                    }
                    all => all.iter().map(|(_, query)| query.clone()).collect(),
                }
            }
            Query::Near(near) => operands(near),
            Query::Phrase(phrase) => phrase_parts(phrase),
            Query::Term(term) => {
                let words = term.joined_words();
                if words.len() > 1 { words.into_iter().map(Query::Term).collect() } else { Vec::new() }
            }
            Query::Field(Field::Title | Field::Said, query) => vec![(**query).clone()],
            Query::Nothing
            | Query::All
            | Query::Pattern(_)
            | Query::Fuzzy(_)
            | Query::Field(..)
            | Query::Dates(_) => Vec::new(),
        };
        let mut seen: Vec<Query> = Vec::with_capacity(parts.len());
        parts.retain(|part| {
            let new = !seen.contains(part);
            seen.extend(new.then(|| part.clone()));
            new
        });
        parts
    }

    /// Returns whether every article that matches has words of the query in its text: not if the query is an
    /// exclusion, or on the title, the source or the day only.
    pub(crate) fn asks_for_text(&self) -> bool {
        match self {
            Query::Term(_) | Query::Pattern(_) | Query::Fuzzy(_) | Query::Phrase(_) | Query::Near(_) => true,
            Query::Field(Field::Said | Field::Speaker, _) => true,
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) => false,
            Query::Bool(parts) => {
                let asks = |(_, part): &(Occur, Query)| part.asks_for_text();
                let mut optional = parts.iter().filter(|(occur, _)| *occur == Occur::Should).peekable();
                parts.iter().filter(|(occur, _)| *occur == Occur::Must).any(asks)
                    || optional.peek().is_some() && optional.all(asks)
            }
        }
    }

    /// Returns the subqueries of the subqueries, down to those that have only one part.
    pub fn atomic_subqueries(&self) -> Vec<Query> {
        let parts = self.subqueries();
        if parts.is_empty() {
            vec![self.clone()]
        } else {
            parts.iter().flat_map(Query::atomic_subqueries).collect()
        }
    }
}

/// Returns the operands of a proximity operator, or of several in a row.
fn operands(near: &Near) -> Vec<Query> {
    let side = |query: &Query| match query {
        Query::Near(near) => operands(near),
        query => vec![query.clone()],
    };
    [side(&near.left), side(&near.right)].concat()
}

/// Returns the parts of an elided quote, or the words of another phrase.
fn phrase_parts(phrase: &Phrase) -> Vec<Query> {
    let part = |slots: &Vec<Slot>| {
        Query::Phrase(Phrase { surface: join_slots(slots), parts: vec![slots.clone()], slop: 0 })
    };
    let word = |slot: &Slot| match slot {
        Slot::Word(word) if is_marked_term(word.as_bytes()) => {
            Term::new(AnalyzerVersion::CURRENT, without_marker(word)).map(Query::Term)
        }
        Slot::Word(word) | Slot::Bigram(word) => Some(Query::Term(Term::of_token(word))),
        Slot::Glob(glob) => Some(Query::Pattern(Pattern { glob: glob.clone() })),
    };
    match phrase.parts.as_slice() {
        [slots] if slots.len() > 1 => slots.iter().filter_map(word).collect(),
        [_] => Vec::new(),
        parts => parts.iter().map(part).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::ast::Query;
    use crate::query::parser::parse;

    fn parts(query: &str, of: impl Fn(&Query) -> Vec<Query>) -> String {
        of(&parse(query).query).iter().map(Query::to_string).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn lists_the_parts_that_can_be_searched_for_alone() {
        for (query, expected) in [
            ("kursk", ""),
            ("kursk \"a b\" -c", "kursk, \"a b\""),
            ("\"a b a\"", "a, b"),
            ("\"a b\" -c", "a, b"),
            ("\"a b … c* d\"", "\"a b\", \"c* d\""),
            ("a w/3 (b OR c) pre/2 \"d e\"", "a, b OR c, \"d e\""),
            ("title:kursk", "kursk"),
            ("newly-created", "newly, created"),
            ("F-16", ""),
            ("\"a b\" OR c", "a, b"),
            ("site:x date:2024", "site:x, date:2024"),
        ] {
            assert_eq!(parts(query, Query::subqueries), expected, "{query}");
        }
        assert_eq!(parts("title:\"a b\" c w/3 \"d … e\"", Query::atomic_subqueries), "a, b, c, \"d\", \"e\"");
    }
}
