//! Rewrites of a query: other spellings, and disjunctions in place of conjunctions.

use crate::analysis::han_spellings;
use crate::query::ast::{Field, Near, Occur, Query, Term, WordReading};
use crate::query::canonical::{MAX_DEPTH, depth};
use crate::query::parser::parse_with;

impl Query {
    /// Returns the query that matches what both match.
    #[must_use]
    pub fn and(self, other: Query) -> Query {
        if self == Query::Nothing || other == Query::Nothing {
            return Query::Nothing;
        }
        let clauses = |query| match query {
            Query::All => Vec::new(),
            Query::Bool(parts) if parts.iter().all(|(occur, _)| *occur != Occur::Should) => parts,
            query => vec![(Occur::Must, query)],
        };
        let all: Vec<_> = clauses(self).into_iter().chain(clauses(other)).collect();
        if all.is_empty() { Query::All } else { Query::from_clauses(all) }
    }

    /// Replaces each word by a disjunction of it and its other spellings, names, which `spellings` returns.
    #[must_use]
    pub fn with_spellings(self, spellings: &impl Fn(&Term) -> Vec<String>) -> Query {
        match self {
            Query::Term(term) if term.base.is_some() || !han_spellings(&term.surface).is_empty() => {
                let spelled = |word: String| match term.base {
                    Some(_) => {
                        let name = Term { analyzer: term.analyzer, ..Term::of_token(&word) };
                        (Occur::Should, Query::Term(Term { reading: WordReading::Name, ..name }))
                    }
                    None => (Occur::Should, parse_with(term.analyzer, &word).query),
                };
                let mut should_clauses: Vec<_> = spellings(&term).into_iter().map(spelled).collect();
                if should_clauses.is_empty() {
                    return Query::Term(term);
                }
                should_clauses.insert(0, (Occur::Should, Query::Term(term)));
                Query::Bool(should_clauses)
            }
            Query::Bool(parts) => {
                let mut all: Vec<(Occur, Query)> = Vec::with_capacity(parts.len());
                for (occur, query) in parts {
                    match (occur, query.with_spellings(spellings)) {
                        // Flatten nested disjunctions.
                        (Occur::Should, Query::Bool(more))
                            if more.iter().all(|(occur, _)| *occur == Occur::Should) =>
                        {
                            all.extend(more);
                        }
                        part => all.push((part.0, part.1)),
                    }
                }
                Query::Bool(all)
            }
            Query::Near(near) => {
                let Near { left, right, within, ordered } = *near;
                let (left, right) = (left.with_spellings(spellings), right.with_spellings(spellings));
                Query::Near(Box::new(Near { left, right, within, ordered }))
            }
            query => query,
        }
    }

    /// Returns the words that may be spelled otherwise: those that [`Query::plain_words`] returns, and
    /// Chinese words of several tokens.
    pub(crate) fn spelled_words(&self) -> Vec<&Term> {
        match self {
            Query::Term(term) if term.base.is_none() && !han_spellings(&term.surface).is_empty() => {
                vec![term]
            }
            Query::Bool(parts) => {
                let included = parts.iter().filter(|(occur, _)| *occur != Occur::MustNot);
                included.flat_map(|(_, query)| query.spelled_words()).collect()
            }
            Query::Near(near) => [near.left.spelled_words(), near.right.spelled_words()].concat(),
            query => query.plain_words(),
        }
    }

    /// Calls `visit` with each word of an article, of its title or of the text that was cut, and its field if
    /// it has one.
    pub(crate) fn visit_words<E>(
        &mut self,
        visit: &mut impl FnMut(&mut Term, Option<Field>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.visit_words_in(None, visit)
    }

    fn visit_words_in<E>(
        &mut self,
        field: Option<Field>,
        visit: &mut impl FnMut(&mut Term, Option<Field>) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Query::Term(term) => visit(term, field),
            Query::Bool(parts) => {
                parts.iter_mut().try_for_each(|(_, query)| query.visit_words_in(field, visit))
            }
            Query::Near(near) => {
                near.left.visit_words_in(field, visit)?;
                near.right.visit_words_in(field, visit)
            }
            Query::Field(field @ (Field::Title | Field::Cut | Field::Said), query) => {
                query.visit_words_in(Some(*field), visit)
            }
            _ => Ok(()),
        }
    }

    /// Turns conjunctions into disjunctions: also within parentheses, and for the words of a compound
    /// (`newly-created`). A query whose canonical form would be nested too deeply to parse again stays as it
    /// is.
    #[must_use]
    pub fn relaxed(self) -> Query {
        self.unless_too_deep(Relaxation::Clauses)
    }

    /// Relaxes the query so that its phrases and proximity operators only weigh: their words are alternatives
    /// beside them.
    #[must_use]
    pub fn weighted(self) -> Query {
        self.unless_too_deep(Relaxation::Words)
    }

    fn unless_too_deep(self, to: Relaxation) -> Query {
        let disjunction = self.clone().into_disjunction(to);
        if depth(&disjunction) > MAX_DEPTH { self } else { disjunction }
    }

    fn into_disjunction(self, to: Relaxation) -> Query {
        let parts = match self {
            Query::Bool(parts) => parts,
            query => vec![(Occur::Must, query)],
        };
        let (excluded, included): (Vec<_>, Vec<_>) =
            parts.into_iter().partition(|(occur, _)| *occur == Occur::MustNot);
        let mut alternatives = Vec::new();
        included.into_iter().for_each(|(_, query)| query.collect_alternatives(to, &mut alternatives));
        let should_clauses: Vec<_> = alternatives.into_iter().map(|query| (Occur::Should, query)).collect();
        if excluded.is_empty() {
            return Query::from_clauses(should_clauses);
        }
        if should_clauses.is_empty() {
            return Query::Bool(excluded);
        }
        let mut all = vec![(Occur::Must, Query::from_clauses(should_clauses))];
        all.extend(excluded);
        Query::Bool(all)
    }

    /// Adds to `alternatives` the parts of the query that can match by themselves.
    fn collect_alternatives(self, to: Relaxation, alternatives: &mut Vec<Query>) {
        match self {
            Query::Nothing => {}
            Query::Term(term) if term.base.is_none() => {
                let joined = term.joined_words();
                if joined.len() < term.tokens.len() {
                    alternatives.push(Query::Term(term)); // the compound has tokens beyond these words
                }
                alternatives.extend(joined.into_iter().map(Query::Term));
            }
            // An exclusion inside parentheses holds only there.
            Query::Bool(parts) if parts.iter().any(|(occur, _)| *occur == Occur::MustNot) => {
                alternatives.push(Query::Bool(parts).into_disjunction(to));
            }
            Query::Bool(parts) => {
                parts.into_iter().for_each(|(_, query)| query.collect_alternatives(to, alternatives));
            }
            Query::Phrase(phrase) if to == Relaxation::Words => {
                let inside = phrase.words();
                alternatives.push(Query::Phrase(phrase));
                inside.into_iter().for_each(|word| Query::Term(word).collect_alternatives(to, alternatives));
            }
            Query::Near(near) if to == Relaxation::Words => {
                let sides = [near.left.clone(), near.right.clone()];
                alternatives.push(Query::Near(near));
                sides.into_iter().for_each(|side| side.collect_alternatives(to, alternatives));
            }
            query => alternatives.push(query),
        }
    }
}

/// Treatment of the phrases and proximity operators of a query that is relaxed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relaxation {
    /// They are parts like any other.
    Clauses,
    /// Their words are alternatives, too.
    Words,
}

#[cfg(test)]
mod tests {
    use crate::query::parse;

    #[test]
    fn both_queries_must_match() {
        let and = |first: &str, second: &str| parse(first).query.and(parse(second).query).to_string();
        assert_eq!(and("dam OR levee", "site:\"Wire\""), "(dam OR levee) site:\"Wire\"");
        assert_eq!(and("dam -levee", "-lang:de"), "dam -levee -lang:de");
        assert_eq!(and("*", "-date:none"), "-date:none");
        assert_eq!((and("*", "*"), and("dam", "???")), ("*".into(), "".into()));
    }
}
