//! Queries that restrict a search to days and folders without adding to the score.

use std::ops::Bound;

use jiff::civil::Date;
use tantivy::columnar::Cardinality;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, SegmentReader, Term};

use crate::index::schema::{ADDED, Fields, IMPOSSIBLE_DAY, day_number};

/// Returns a query for articles published from `from` to `to`, both included.
pub(super) fn date_range(from: Option<Date>, to: Option<Date>, fields: &Fields) -> Box<dyn Query> {
    day_range(from, to, fields.published)
}

/// Returns a query for articles without a day of publication.
pub(super) fn undated(fields: &Fields) -> Box<dyn Query> {
    let clauses: Vec<(Occur, Box<dyn Query>)> =
        vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, date_range(None, None, fields))];
    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(clauses)), 0.0))
}

/// Returns a query for articles whose declared day of publication cannot be one; none in an index that does
/// not tell.
pub(super) fn with_impossible_day(fields: &Fields) -> Box<dyn Query> {
    match fields.sources {
        Some(_) => {
            let declared = ExistsQuery::new(IMPOSSIBLE_DAY.to_owned(), false);
            Box::new(ConstScoreQuery::new(Box::new(declared), 0.0))
        }
        None => Box::new(EmptyQuery),
    }
}

/// Returns a query for articles whose content came into the index from `from` to `to`, both included; none in
/// an index that does not keep the days.
pub(super) fn added_range(from: Option<Date>, to: Option<Date>, fields: &Fields) -> Box<dyn Query> {
    match fields.content {
        Some(columns) => day_range(from, to, columns.added),
        None => Box::new(EmptyQuery),
    }
}

/// Returns the number of articles whose day of addition is not known.
pub(super) fn num_without_added_day(searcher: &Searcher) -> u64 {
    searcher.segment_readers().iter().map(num_in_segment_without_added_day).sum()
}

/// Returns a note on so many articles whose day of addition is not known; `None` if there are none.
pub(super) fn note_without_added_day(unknown: u64) -> Option<String> {
    (unknown > 0).then(|| match unknown {
        1 => "1 article was indexed before days were kept: added: does not find it".to_owned(),
        _ => format!("{unknown} articles were indexed before days were kept: added: does not find them"),
    })
}

/// Returns the number of articles of a segment whose day of addition is not known.
fn num_in_segment_without_added_day(reader: &SegmentReader) -> u64 {
    match reader.fast_fields().i64(ADDED) {
        Ok(days) if days.get_cardinality() == Cardinality::Full => 0,
        Ok(days) => reader.doc_ids_alive().filter(|doc| days.first(*doc).is_none()).count() as u64,
        Err(_) => u64::from(reader.num_docs()),
    }
}

fn day_range(from: Option<Date>, to: Option<Date>, field: Field) -> Box<dyn Query> {
    // An open end still requires a date.
    let bound = |day| Bound::Included(Term::from_field_i64(field, day));
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
