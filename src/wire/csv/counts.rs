//! Rows of counts.

use crate::search::{FacetCounts, Response};
use crate::wire::counts::shown_value;
use crate::wire::csv::{cell, row};
use crate::wire::path_display::PathDisplay;

/// Returns the header; the identifier and the text of the query come first if `has_query`.
pub fn header(has_query: bool) -> String {
    let query = if has_query { "qid,query," } else { "" };
    format!("{query}by,value,count\r\n")
}

/// Returns the rows of a response behind the cells of the query: one for the day of the first matches, and
/// one per value of each facet; what is unknown has no value.
pub fn of_response(response: &Response, query: &[String], display: &PathDisplay) -> String {
    let first = response.first.as_ref().map(|first| {
        let day = first.published.map(|day| day.to_string()).unwrap_or_default();
        count_row(query, "first", &day, first.hits.len() as u64)
    });
    let facets = response.counts.iter().map(|facet| of_facet(facet, query, display));
    first.into_iter().chain(facets).collect()
}

/// Returns the rows of a facet, one per value.
pub fn of_facet(facet: &FacetCounts, query: &[String], display: &PathDisplay) -> String {
    let rows = facet.values.iter().map(|count| {
        let value = count.value.as_deref().unwrap_or_default();
        count_row(query, facet.by.name(), &shown_value(facet.by, value, display), count.count)
    });
    rows.collect()
}

fn count_row(query: &[String], by: &str, value: &str, count: u64) -> String {
    row(&[query, &[cell(by), cell(value), count.to_string()]].concat())
}
