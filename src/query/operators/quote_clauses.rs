//! Clauses on direct speech: what is said, and by whom.

use crate::query::ast::{Field, Occur, Query};

/// A clause on direct speech. What it asks for must hold of one quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct QuoteClause<'q> {
    /// Name of the speaker.
    pub speaker: Option<&'q Query>,
    /// Words that are said.
    pub said: Option<&'q Query>,
}

/// A part of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QueryPart<'q> {
    /// A clause on direct speech.
    Quote(QuoteClause<'q>),
    /// Another part.
    Other(&'q Query),
}

impl<'q> QuoteClause<'q> {
    /// Returns the clause that asks for `value` in `field`; `None` for a field that is not about direct
    /// speech.
    pub fn of_field(field: Field, value: &'q Query) -> Option<Self> {
        match field {
            Field::Said => Some(QuoteClause { said: Some(value), speaker: None }),
            Field::Speaker => Some(QuoteClause { speaker: Some(value), said: None }),
            _ => None,
        }
    }

    fn of_query(query: &'q Query) -> Option<Self> {
        match query {
            Query::Field(field, value) => QuoteClause::of_field(*field, value),
            _ => None,
        }
    }
}

/// Returns the parts of a query, with clauses beside each other joined: a speaker says what is asked for
/// directly behind it, or else directly before it.
pub fn with_quotes_joined(parts: &[(Occur, Query)]) -> Vec<(Occur, QueryPart<'_>)> {
    let mut joined: Vec<(Occur, QueryPart<'_>)> = Vec::with_capacity(parts.len());
    let mut tail = parts;
    while let Some((occur, query)) = tail.first() {
        let run = tail
            .iter()
            .take_while(|(occur, query)| *occur == Occur::Must && QuoteClause::of_query(query).is_some());
        match run.count() {
            0 => {
                let clause = QuoteClause::of_query(query);
                joined.push((*occur, clause.map_or(QueryPart::Other(query), QueryPart::Quote)));
                tail = &tail[1..];
            }
            length => {
                let (run, others) = tail.split_at(length);
                let clauses: Vec<_> =
                    run.iter().filter_map(|(_, query)| QuoteClause::of_query(query)).collect();
                let clauses = join(&clauses).into_iter();
                joined.extend(clauses.map(|clause| (Occur::Must, QueryPart::Quote(clause))));
                tail = others;
            }
        }
    }
    joined
}

/// Joins the clauses of a run: each of what is said with the last speaker before it, or with the first
/// speaker behind it if there is none before. A speaker with nothing that is said stays alone.
fn join<'q>(clauses: &[QuoteClause<'q>]) -> Vec<QuoteClause<'q>> {
    let mut speaker = clauses.iter().find_map(|clause| clause.speaker);
    let mut joined: Vec<QuoteClause<'q>> = Vec::with_capacity(clauses.len());
    for (index, clause) in clauses.iter().enumerate() {
        if clause.said.is_some() {
            joined.push(QuoteClause { speaker, ..*clause });
            continue;
        }
        speaker = clause.speaker;
        let is_used = |clause: &QuoteClause<'_>| clause.said.is_some();
        let first = clauses.iter().position(|clause| clause.speaker.is_some()) == Some(index);
        let next_says = clauses.get(index + 1).is_some_and(is_used);
        if !(next_says || first && clauses[..index].iter().any(is_used)) {
            joined.push(*clause);
        }
    }
    joined
}

impl Query {
    /// Returns whether a part of the query that is not excluded is about direct speech.
    pub fn has_quote_clause(&self) -> bool {
        match self {
            Query::Field(field, _) => matches!(field, Field::Said | Field::Speaker),
            Query::Bool(parts) => {
                parts.iter().any(|(occur, query)| *occur != Occur::MustNot && query.has_quote_clause())
            }
            _ => false,
        }
    }

    /// Returns the query for quotations: what is asked for of no field must be said, all of it in one
    /// quotation.
    #[must_use]
    pub fn on_quotations(self) -> Query {
        let in_speech = |query| Query::Field(Field::Said, Box::new(query));
        match self {
            Query::Nothing | Query::All | Query::Field(..) | Query::Dates(_) => self,
            Query::Bool(parts) if parts.iter().any(|(occur, _)| *occur == Occur::Should) => {
                match parts.iter().all(|(_, query)| query.is_unfielded()) {
                    true => in_speech(Query::Bool(parts)),
                    false => {
                        let each = parts.into_iter().map(|(occur, query)| (occur, query.on_quotations()));
                        Query::Bool(each.collect())
                    }
                }
            }
            Query::Bool(parts) => {
                let (words, others): (Vec<_>, Vec<_>) =
                    parts.into_iter().partition(|(_, query)| query.is_unfielded());
                let only_excluded = words.iter().all(|(occur, _)| *occur == Occur::MustNot);
                let words = match words.len() {
                    0 => None,
                    1 if !only_excluded => words.into_iter().next().map(|(_, query)| query),
                    _ => Some(Query::Bool(words)),
                };
                let others = others.into_iter().map(|(occur, query)| match query {
                    query @ Query::Bool(_) => (occur, query.on_quotations()),
                    query => (occur, query),
                });
                // Speakers stand before what they say.
                let words = words.map(|query| (Occur::Must, in_speech(query)));
                let (speakers, others): (Vec<_>, Vec<_>) =
                    others.partition(|(_, query)| query.has_quote_clause());
                Query::from_clauses(speakers.into_iter().chain(words).chain(others).collect())
            }
            query => in_speech(query),
        }
    }

    /// Returns the query for the words alone, said or not, by whomever.
    #[must_use]
    pub fn without_speech(self) -> Query {
        match self {
            Query::Field(Field::Said, words) => *words,
            Query::Field(Field::Speaker, _) => Query::Nothing,
            Query::Bool(parts) => {
                let is_of_speech = |part: &(Occur, Query)| {
                    matches!(part, (Occur::MustNot, Query::Field(Field::Said | Field::Speaker, _)))
                };
                let parts = parts.into_iter().filter(|part| !is_of_speech(part));
                let parts = parts.map(|(occur, query)| (occur, query.without_speech()));
                Query::from_clauses(parts.filter(|(_, query)| *query != Query::Nothing).collect())
            }
            query => query,
        }
    }

    /// Returns whether no part of the query is about a field or a day.
    fn is_unfielded(&self) -> bool {
        match self {
            Query::Field(..) | Query::Dates(_) | Query::All | Query::Nothing => false,
            Query::Bool(parts) => parts.iter().all(|(_, query)| query.is_unfielded()),
            Query::Near(_) | Query::Term(_) | Query::Pattern(_) | Query::Fuzzy(_) | Query::Phrase(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::query::operators::quote_clauses::*;
    use crate::query::parser::parse;

    #[test]
    fn speakers_say_what_stands_beside_them() {
        for (query, expected) in [
            ("speaker:lee said:dam", "lee: dam"),
            ("said:dam speaker:lee", "lee: dam"),
            ("said:dam said:crew", "?: dam | ?: crew"),
            ("speaker:lee said:dam said:crew", "lee: dam | lee: crew"),
            ("speaker:lee said:dam speaker:ek said:crew", "lee: dam | ek: crew"),
            ("said:dam speaker:lee said:crew speaker:ek", "lee: dam | lee: crew | ek: *"),
            ("speaker:lee speaker:ek", "lee: * | ek: *"),
            ("speaker:lee storm said:dam", "lee: * | storm | ?: dam"),
            ("speaker:lee -said:dam", "lee: * | -?: dam"),
            ("storm (speaker:lee said:dam)", "storm | speaker:lee said:dam"),
            ("speaker:lee OR said:dam", "lee: * | ?: dam"),
        ] {
            let Query::Bool(parts) = parse(query).query else { panic!("{query} has parts") };
            let show = |(occur, part): (Occur, QueryPart<'_>)| {
                let sign = if occur == Occur::MustNot { "-" } else { "" };
                match part {
                    QueryPart::Other(query) => format!("{sign}{query}"),
                    QueryPart::Quote(QuoteClause { speaker, said }) => format!(
                        "{sign}{}: {}",
                        speaker.map_or("?".to_owned(), Query::to_string),
                        said.map_or("*".to_owned(), Query::to_string)
                    ),
                }
            };
            let shown: Vec<String> = with_quotes_joined(&parts).into_iter().map(show).collect();
            assert_eq!(shown.join(" | "), expected, "{query}");
        }
    }

    #[test]
    fn words_of_a_query_for_quotations_are_said() {
        for (query, expected) in [
            ("dam", "said:dam"),
            ("dam crew", "said:(dam crew)"),
            ("dam -crew", "said:(dam -crew)"),
            ("-crew", "said:(-crew)"),
            ("dam OR crew", "said:(dam OR crew)"),
            ("dam title:storm", "said:dam title:storm"),
            ("site:courier dam speaker:lee crew", "speaker:lee said:(dam crew) site:courier"),
            ("title:storm -site:courier", "title:storm -site:courier"),
            ("dam OR title:storm", "said:dam OR title:storm"),
            ("said:dam", "said:dam"),
            ("\"the dam\" w/5 crew", "said:(\"the dam\" w/5 crew)"),
        ] {
            let on_quotations = parse(query).query.on_quotations();
            assert_eq!(on_quotations.to_string(), expected);
            assert_eq!(parse(expected).query, on_quotations, "{expected}");
        }
    }

    #[test]
    fn words_are_kept_without_who_says_them() {
        for (query, expected) in [
            ("said:dam", "dam"),
            ("speaker:lee", ""),
            ("speaker:lee said:(dam w/5 crew) storm", "dam w/5 crew storm"),
            ("said:(dam crew) -said:storm site:courier", "(dam crew) site:courier"),
            ("speaker:lee OR said:\"the dam\"", "\"the dam\""),
            ("dam -crew", "dam -crew"),
        ] {
            assert_eq!(parse(query).query.without_speech().to_string(), expected, "{query}");
        }
    }
}
