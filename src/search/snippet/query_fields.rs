//! The parts of a query that match in one field.

use crate::query::{Field, Occur, Query};

/// Returns the clauses of `query` with the field `field` or without a field.
pub(super) fn restrict_to_field(query: &Query, field: Field) -> Query {
    restrict(query, field, true)
}

/// Returns the clauses of `query` with the field `field`.
pub(crate) fn only_field(query: &Query, field: Field) -> Query {
    restrict(query, field, false)
}

fn restrict(query: &Query, field: Field, keep_unfielded: bool) -> Query {
    match query {
        Query::Field(query_field, query) if *query_field == field => (**query).clone(),
        Query::Field(..) => Query::Nothing,
        Query::Bool(parts) => {
            let parts = parts.iter().map(|(occur, query)| (*occur, restrict(query, field, keep_unfielded)));
            let parts: Vec<(Occur, Query)> = parts.filter(|(_, query)| *query != Query::Nothing).collect();
            Query::from_clauses(parts)
        }
        query if keep_unfielded => query.clone(),
        _ => Query::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use crate::query::parse;
    use crate::search::snippet::query_fields::*;

    #[test]
    fn a_part_of_a_query_has_its_own_words_only() {
        let query = parse("ferry cut:(heron OR gull) title:storm -cut:tide").query;
        assert_eq!(only_field(&query, Field::Cut).to_string(), "(heron OR gull) -tide");
        assert_eq!(restrict_to_field(&query, Field::Title).to_string(), "ferry storm");
        assert_eq!(only_field(&parse("ferry").query, Field::Cut), Query::Nothing);
    }
}
