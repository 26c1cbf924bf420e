//! Prints the response to a query as one JSON object on one line.

use std::borrow::Cow;
use std::io::{self, Write};
use std::path::Path;

use clippings::internals::text::path_key;
use clippings::query::Note;
use clippings::status::time_of;
use clippings::{
    FacetCount, FacetCounts, Hit, HitCopy, NearMiss, PartialMatch, PassageSegment, SpellingSuggestion,
    WordDifference, WordForms,
};
use serde::{Serialize, Serializer};

use crate::cli::output::json::{PassageJson, PassageQuoteJson, write_line};
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::facets::shown_value;
use crate::cli::output::response::query_response::QueryResponse;

#[derive(Serialize)]
struct ResponseJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    query: &'a str,
    understood: String,
    notes: &'a [Note],
    total: usize,
    /// Number of stories among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    stories: Option<usize>,
    /// Whether more articles may match, because the query took too much work.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    total_is_lower_bound: bool,
    took_ms: f64,
    /// Time at which the index was written.
    written: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also_spelled: &'a [SpellingSuggestion],
    #[serde(rename = "forms", skip_serializing_if = "<[_]>::is_empty")]
    word_forms: &'a [WordForms],
    #[serde(rename = "alone", skip_serializing_if = "<[_]>::is_empty")]
    partial_matches: &'a [PartialMatch],
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<CountsJson<'a>>,
    /// Number of articles with a day that cannot be.
    #[serde(skip_serializing_if = "is_zero")]
    impossible: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<FirstJson<'a>>,
    hits: Vec<HitJson<'a>>,
    /// Copies of the article that is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<CopyJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near_misses: Vec<NearMissJson<'a>>,
}

#[derive(Serialize)]
struct NearMissJson<'a> {
    #[serde(flatten)]
    hit: HitJson<'a>,
    matched: usize,
    words: usize,
    #[serde(skip_serializing_if = "is_zero")]
    run: u64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    differences: &'a [WordDifference],
}

/// Counts by the name of their facet, in the order in which they were asked for.
struct CountsJson<'a> {
    counts: &'a [FacetCounts],
    display: &'a PathDisplay,
}

impl Serialize for CountsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = |facet: &FacetCounts| {
            let value = |count: &FacetCount| {
                let value = count.value.as_deref().map(|value| shown_value(facet.by, value, self.display));
                CountJson { value: value.map(Cow::into_owned), count: count.count }
            };
            facet.values.iter().map(value).collect::<Vec<_>>()
        };
        serializer.collect_map(self.counts.iter().map(|facet| (facet.by.name(), values(facet))))
    }
}

#[derive(Serialize)]
struct CountJson {
    value: Option<String>,
    count: u64,
}

#[derive(Serialize)]
struct FirstJson<'a> {
    published: Option<String>,
    hits: Vec<PlaceJson<'a>>,
    undated: u64,
}

/// Place of a match.
#[derive(Serialize)]
struct PlaceJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<Vec<CopyJson<'a>>>,
}

/// Copy that matches as well.
#[derive(Serialize)]
struct CopyJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<Cow<'a, str>>,
    published: Option<String>,
    line: u32,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

#[derive(Serialize)]
struct HitJson<'a> {
    rank: usize,
    score: f32,
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    line: u32,
    title: Option<&'a str>,
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    snippet: &'a [PassageSegment],
    #[serde(flatten)]
    quote: Option<PassageQuoteJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<Vec<PassageJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<Vec<CopyJson<'a>>>,
}

/// Writes a response.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let response = query_response.response;
    let copies = |hit| query_response.has_copies.then(|| copies_json(hit, display));
    let first = response.first.as_ref().map(|first| FirstJson {
        published: first.published.map(|day| day.to_string()),
        hits: first
            .hits
            .iter()
            .map(|hit| PlaceJson { copies: copies(hit), ..place_json(hit, display) })
            .collect(),
        undated: first.undated,
    });
    let by = (!response.counts.is_empty()).then_some(CountsJson { counts: &response.counts, display });
    let several_passages = query_response.several_passages;
    let to_hit = |hit| HitJson { copies: copies(hit), ..hit_json(hit, display, several_passages) };
    write_line(
        out,
        &ResponseJson {
            qid: query_response.qid,
            query: query_response.query,
            understood: response.query.to_string(),
            notes: &response.notes,
            total: response.total,
            stories: response.stories,
            total_is_lower_bound: response.total_is_lower_bound,
            took_ms: (response.took.as_secs_f64() * 1e6).round() / 1e3,
            written: time_of(response.written),
            also_spelled: &response.also_spelled,
            word_forms: &response.word_forms,
            partial_matches: &response.partial_matches,
            by,
            impossible: response.impossible_days,
            first,
            hits: response.hits.iter().map(to_hit).collect(),
            left_out: response.left_out.iter().map(|copy| copy_json(copy, display)).collect(),
            near_misses: response
                .near_misses
                .iter()
                .map(|near_miss| near_miss_json(near_miss, display, several_passages))
                .collect(),
        },
    )
}

fn place_json<'a>(hit: &'a Hit, display: &PathDisplay) -> PlaceJson<'a> {
    PlaceJson { path: display.path(&hit.path), id: hit.id.as_deref(), line: hit.passage().line, copies: None }
}

fn copies_json<'a>(hit: &'a Hit, display: &PathDisplay) -> Vec<CopyJson<'a>> {
    hit.copies.iter().map(|copy| copy_json(copy, display)).collect()
}

fn copy_json<'a>(copy: &'a HitCopy, display: &PathDisplay) -> CopyJson<'a> {
    CopyJson {
        path: display.path(&copy.path),
        id: copy.id.as_deref(),
        title: copy.metadata.title.as_deref(),
        site: copy.metadata.source(),
        published: copy.metadata.published.map(|day| day.to_string()),
        line: copy.line,
    }
}

/// Converts a near miss.
fn near_miss_json<'a>(
    near_miss: &'a NearMiss,
    display: &PathDisplay,
    several_passages: bool,
) -> NearMissJson<'a> {
    NearMissJson {
        hit: hit_json(&near_miss.hit, display, several_passages),
        matched: near_miss.matched,
        words: near_miss.words,
        run: near_miss.run as u64,
        differences: &near_miss.differences,
    }
}

/// Converts a result; `several_passages` adds all passages.
fn hit_json<'a>(hit: &'a Hit, display: &PathDisplay, several_passages: bool) -> HitJson<'a> {
    HitJson {
        rank: hit.rank,
        score: hit.score,
        path: display.path(&hit.path),
        id: hit.id.as_deref(),
        line: hit.passage().line,
        title: hit.metadata.title.as_deref(),
        published: hit.metadata.published.map(|day| day.to_string()),
        author: hit.metadata.author.as_deref(),
        site: hit.metadata.source(),
        url: hit.metadata.url.as_deref(),
        snippet: &hit.passage().segments,
        quote: hit.passage().quote.as_ref().map(PassageQuoteJson::of),
        passages: several_passages.then(|| hit.passages.iter().map(PassageJson::of).collect()),
        copies: None,
    }
}
