//! Requests for quotations.

use crate::query::{AnalyzerVersion, Field, Note, Occur, Query, parse_with};
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
    /// Whether a quotation that copies of a story have in the same words by the same speaker is listed once.
    pub stories: bool,
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
            stories: false,
            max_steps: None,
        }
    }
}

impl QuotesRequest {
    /// Returns the query for the articles with the quotations: `typed` as it was read, and the options.
    /// Returns [`Query::Nothing`] if an option has no letter or digit. Notes on the names of speakers are
    /// added to `notes`.
    pub(super) fn query_of(&self, typed: Query, analyzer: AnalyzerVersion, notes: &mut Vec<Note>) -> Query {
        let speakers: Vec<&str> = self.speakers.iter().flat_map(|names| listed(names)).collect();
        let sites: Vec<&str> = self.sites.iter().map(String::as_str).collect();
        let speakers = any_of(Field::Speaker, &speakers, analyzer, notes);
        let (Some(speakers), Some(sites)) =
            (speakers, any_of(Field::Site, &sites, analyzer, &mut Vec::new()))
        else {
            return Query::Nothing;
        };
        let mut clauses = speakers;
        match if self.query.trim().is_empty() { Query::Nothing } else { typed.on_quotations() } {
            Query::Nothing | Query::All => {}
            Query::Bool(parts) if parts.iter().all(|(occur, _)| *occur != Occur::Should) => {
                clauses.extend(parts);
            }
            query => clauses.push((Occur::Must, query)),
        }
        clauses.extend(sites);
        match clauses.is_empty() {
            true => Query::All,
            false => Query::from_clauses(clauses),
        }
    }
}

/// Returns the names that stand with commas and no spaces, as in a query: `lee,ek`.
fn listed(names: &str) -> Vec<&str> {
    let is_one =
        names.contains(|c: char| c.is_whitespace() || c == '"') || !names.contains(char::is_alphanumeric);
    match is_one {
        true => vec![names],
        false => names.split(',').filter(|name| !name.is_empty()).collect(),
    }
}

/// Returns the clause for any of `names` in `field`, if there are any; `None` if a name has no letter or
/// digit.
fn any_of(
    field: Field,
    names: &[&str],
    analyzer: AnalyzerVersion,
    notes: &mut Vec<Note>,
) -> Option<Vec<(Occur, Query)>> {
    let mut values: Vec<Query> = Vec::new();
    for name in names {
        let clause = format!("{}:\"{}\"", field.name(), name.replace(['"', '“', '”', '„', '«', '»'], " "));
        let parsed = parse_with(analyzer, &clause);
        let Query::Field(_, value) = parsed.query else { return None };
        values.push(*value);
        notes.extend(parsed.notes.into_iter().map(|note| Note { position: 0, ..note }));
    }
    let value = match values.len() {
        0 => return Some(Vec::new()),
        1 => values.remove(0),
        _ => Query::Bool(values.into_iter().map(|value| (Occur::Should, value)).collect()),
    };
    Some(vec![(Occur::Must, Query::Field(field, Box::new(value)))])
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
            let query = parse(query).query;
            request.query_of(query, AnalyzerVersion::CURRENT, &mut Vec::new()).to_string()
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
        assert_eq!(read("", &["lee,ek"], &[]), "speaker:(\"lee\" OR \"ek\")");
        assert_eq!(read("", &["Bo Lee, Jr."], &[]), "speaker:\"Bo Lee, Jr\"");
        assert_eq!(read("", &["Sen. Bo Ek"], &[]), "speaker:\"Bo Ek\"");
        for (speakers, sites) in [(&[""][..], &[][..]), (&["lee", " – "], &[]), (&["lee"], &["."])] {
            assert_eq!(read("dam", speakers, sites), "", "{speakers:?} {sites:?}");
        }
    }
}
