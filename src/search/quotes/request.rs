//! Requests for quotations.

use crate::query::{AnalyzerVersion, Field, Occur, Query, parse_with};
use crate::search::request::{Filter, Sort};

/// Request for quotations. [`QuotesRequest::default`] asks for all of them, those of the newest articles
/// first.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct QuotesRequest {
    /// Query as typed. Words that are asked for in no field must be said, all of them in one quotation;
    /// fields and days restrict the articles.
    pub query: String,
    /// Names of speakers; anybody if empty.
    pub speakers: Vec<String>,
    /// Names or hosts of the sites of the articles; any if empty.
    pub sites: Vec<String>,
    /// Restricts the articles.
    pub filter: Filter,
    /// Order of the articles by their days. [`Sort::Relevance`] is that of [`Sort::Newest`].
    pub sort: Sort,
    /// Maximum number of steps of work for finding articles; `None` for the usual maximum.
    pub max_steps: Option<u64>,
}

impl Default for QuotesRequest {
    fn default() -> Self {
        QuotesRequest {
            query: String::new(),
            speakers: Vec::new(),
            sites: Vec::new(),
            filter: Filter::default(),
            sort: Sort::Newest,
            max_steps: None,
        }
    }
}

impl QuotesRequest {
    /// Returns the query for the articles with the quotations: `typed` as it was read, and the options.
    pub(super) fn query_of(&self, typed: Query, analyzer: AnalyzerVersion) -> Query {
        let mut clauses = Vec::new();
        clauses.extend(any_of(Field::Speaker, &self.speakers, analyzer));
        match if self.query.trim().is_empty() { Query::Nothing } else { typed.on_quotations() } {
            Query::Nothing | Query::All => {}
            Query::Bool(parts) if parts.iter().all(|(occur, _)| *occur != Occur::Should) => {
                clauses.extend(parts);
            }
            query => clauses.push((Occur::Must, query)),
        }
        clauses.extend(any_of(Field::Site, &self.sites, analyzer));
        match clauses.is_empty() {
            true => Query::All,
            false => Query::from_clauses(clauses),
        }
    }
}

/// Returns the clause for any of `names` in `field`.
fn any_of(field: Field, names: &[String], analyzer: AnalyzerVersion) -> Option<(Occur, Query)> {
    let value = |name: &String| {
        let clause = format!("{}:\"{}\"", field.name(), name.replace(['"', '“', '”', '„', '«', '»'], " "));
        match parse_with(analyzer, &clause).query {
            Query::Field(_, value) => Some(*value),
            _ => None,
        }
    };
    let mut values: Vec<Query> = names.iter().filter_map(value).collect();
    let value = match values.len() {
        0 => return None,
        1 => values.remove(0),
        _ => Query::Bool(values.into_iter().map(|value| (Occur::Should, value)).collect()),
    };
    Some((Occur::Must, Query::Field(field, Box::new(value))))
}

#[cfg(test)]
mod tests {
    use crate::query::parse;
    use crate::search::quotes::request::*;

    #[test]
    fn options_are_clauses() {
        let read = |query: &str, speakers: &[&str], sites: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let request = QuotesRequest {
                query: query.to_owned(),
                speakers: owned(speakers),
                sites: owned(sites),
                ..QuotesRequest::default()
            };
            request.query_of(parse(query).query, AnalyzerVersion::CURRENT).to_string()
        };
        assert_eq!(read("", &[], &[]), "*");
        assert_eq!(read("dam", &["Ann Lee"], &[]), "speaker:\"Ann Lee\" said:dam");
        assert_eq!(
            read("title:x dam", &["Lee"], &["courier"]),
            "speaker:\"Lee\" said:dam title:x site:\"courier\""
        );
        assert_eq!(
            read("dam OR crew", &["Lee", "Ek"], &[]),
            "speaker:(\"Lee\" OR \"Ek\") said:(dam OR crew)"
        );
    }
}
