//! Queries that restrict a search to days and folders without adding to the score.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, Occur, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::index::schema::{Fields, day_number};

/// Returns a query for articles published from `from` to `to`, both included.
pub(super) fn date_range(from: Option<Date>, to: Option<Date>, fields: &Fields) -> Box<dyn Query> {
    // An open end still requires a date.
    let bound = |day| Bound::Included(Term::from_field_i64(fields.published, day));
    let from = bound(from.map_or(i64::MIN / 2, day_number));
    let to = bound(to.map_or(i64::MAX / 2, day_number));
    Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(from, to)), 0.0))
}

/// Returns a query for articles in any of the folders with the given source keys, or below them.
pub(super) fn in_folders(folder_keys: &[String], fields: &Fields) -> Box<dyn Query> {
    with_any_key(fields.ancestors, folder_keys)
}

/// Returns a query for the articles of the source files with the given keys.
pub(super) fn of_sources(source_keys: &[String], fields: &Fields) -> Box<dyn Query> {
    with_any_key(fields.source, source_keys)
}

fn with_any_key(field: Field, keys: &[String]) -> Box<dyn Query> {
    let clause = |key: &String| {
        let term = Term::from_field_text(field, key);
        let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
        (Occur::Should, query)
    };
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(keys.iter().map(clause).collect())), 0.0))
}
