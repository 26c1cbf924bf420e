//! What of a query can be asked for alone, for who finds nothing with all of it.

use crate::query::ast::{Field, Near, Occur, Pattern, Phrase, Query, Slot, Term};
use crate::query::parser::term::shown;

impl Query {
    /// The parts of it that can be asked for alone: what must match together, what is near each other, the parts of an
    /// elided quote, the words of a phrase, what is asked of the title. Empty when it is one thing.
    pub fn subqueries(&self) -> Vec<Query> {
        let mut parts = match self {
            Query::Bool(parts) => {
                let wanted: Vec<_> = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot).collect();
                match wanted.as_slice() {
                    [(_, only)] => only.subqueries(),
                    // Of a choice no part finds anything, or there would be no question.
                    all if all.iter().all(|(occur, _)| *occur == Occur::Should) => {
                        all.iter().flat_map(|(_, query)| query.subqueries()).collect()
                    }
                    all => all.iter().map(|(_, query)| query.clone()).collect(),
                }
            }
            Query::Near(near) => sides(near),
            Query::Phrase(phrase) => pieces(phrase),
            Query::Term(term) => {
                let words = term.joined_words();
                if words.len() > 1 { words.into_iter().map(Query::Term).collect() } else { Vec::new() }
            }
            Query::Field(Field::Title, query) => vec![(**query).clone()],
            Query::Nothing
            | Query::All
            | Query::Pattern(_)
            | Query::Fuzzy(_)
            | Query::Field(..)
            | Query::Dates(_) => Vec::new(),
        };
        let mut known: Vec<Query> = Vec::with_capacity(parts.len());
        parts.retain(|part| {
            let new = !known.contains(part);
            known.extend(new.then(|| part.clone()));
            new
        });
        parts
    }

    /// The same, taken apart until every part is one thing.
    pub fn atomic_subqueries(&self) -> Vec<Query> {
        let parts = self.subqueries();
        if parts.is_empty() {
            vec![self.clone()]
        } else {
            parts.iter().flat_map(Query::atomic_subqueries).collect()
        }
    }
}

/// Both sides of a nearness; of several in a row all of them.
fn sides(near: &Near) -> Vec<Query> {
    let side = |query: &Query| match query {
        Query::Near(near) => sides(near),
        query => vec![query.clone()],
    };
    [side(&near.left), side(&near.right)].concat()
}

/// The parts of an elided quote, or the words of one that is not.
fn pieces(phrase: &Phrase) -> Vec<Query> {
    let part = |slots: &Vec<Slot>| {
        Query::Phrase(Phrase { typed: shown(slots), parts: vec![slots.clone()], slop: 0 })
    };
    let word = |slot: &Slot| match slot {
        Slot::Word(word) => Term::new(word).map(Query::Term),
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
    fn what_can_be_asked_for_alone() {
        for (query, alone) in [
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
            assert_eq!(parts(query, Query::subqueries), alone, "{query}");
        }
        assert_eq!(parts("title:\"a b\" c w/3 \"d … e\"", Query::atomic_subqueries), "a, b, c, \"d\", \"e\"");
    }
}
