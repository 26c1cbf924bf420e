//! Responses to queries.

use serde::Serialize;

use crate::query::Note;
use crate::search::{FirstMatches, PartialMatch, Request, Response, SpellingSuggestion, WordForms};
use crate::status::time_of;
use crate::wire::counts::CountsJson;
use crate::wire::hit::{CopyJson, HitJson, HitParts, NearMissJson, PlaceJson};
use crate::wire::path_display::PathDisplay;

/// Response to a query.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = SearchResponse))]
pub struct ResponseJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(ignore))]
    qid: Option<&'a str>,
    /// Query as typed.
    query: &'a str,
    /// Query as it was understood, in its canonical form.
    understood: String,
    /// Notes on what was read or searched differently than typed.
    notes: &'a [Note],
    /// Number of articles that match.
    total: usize,
    /// Number of stories among them, if copies are collapsed or counted once.
    #[serde(skip_serializing_if = "Option::is_none")]
    stories: Option<usize>,
    /// Whether more articles may match, because the query took too much work.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    total_is_lower_bound: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(ignore))]
    took_ms: Option<f64>,
    /// Time at which the index was written.
    #[cfg_attr(feature = "serve", schema(format = DateTime))]
    written: Option<String>,
    /// Other spellings of words of the query that the index contains.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also_spelled: &'a [SpellingSuggestion],
    /// Forms of the index that each word finds.
    #[serde(rename = "forms", skip_serializing_if = "<[_]>::is_empty")]
    word_forms: &'a [WordForms],
    /// Number of articles that each part of the query matches, if no article matches all of them.
    #[serde(rename = "alone", skip_serializing_if = "<[_]>::is_empty")]
    partial_matches: &'a [PartialMatch],
    /// Number of all articles that match, by the facets that were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(
        value_type = Option<std::collections::BTreeMap<String, Vec<crate::wire::counts::CountJson>>>
    ))]
    by: Option<CountsJson<'a>>,
    /// Number of articles with a day that cannot be.
    #[serde(skip_serializing_if = "is_zero")]
    impossible: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<FirstJson<'a>>,
    /// Best articles that match.
    hits: Vec<HitJson<'a>>,
    /// Copies of the article that is left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "serve", schema(ignore))]
    left_out: Vec<CopyJson<'a>>,
    /// Articles that come closest to the query, if none matches it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    near_misses: Vec<NearMissJson<'a>>,
    /// Number of articles that match in the text that was cut, if none matches in what was kept.
    #[serde(skip_serializing_if = "is_zero_articles")]
    in_cut_text: usize,
}

/// Articles that match and were published first.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = FirstMatches))]
pub struct FirstJson<'a> {
    /// Day of their publication; null if no article that matches has one.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    hits: Vec<PlaceJson<'a>>,
    /// Number of articles that match and have no day.
    undated: u64,
}

impl<'a> ResponseJson<'a> {
    /// Converts the response to `query`, of which `parts` of hits are shown. `qid` is its identifier among
    /// many.
    pub fn of(
        (qid, query): (Option<&'a str>, &'a str),
        response: &'a Response,
        parts: HitParts,
        display: &'a PathDisplay,
    ) -> Self {
        let hit = |hit| HitJson::of(hit, parts, display);
        ResponseJson {
            qid,
            query,
            understood: response.query.to_string(),
            notes: &response.notes,
            total: response.total,
            stories: response.stories,
            total_is_lower_bound: response.total_is_lower_bound,
            took_ms: Some((response.took.as_secs_f64() * 1e6).round() / 1e3),
            written: time_of(response.written),
            also_spelled: &response.also_spelled,
            word_forms: &response.word_forms,
            partial_matches: &response.partial_matches,
            by: (!response.counts.is_empty()).then_some(CountsJson::of(&response.counts, display)),
            impossible: response.impossible_days,
            first: response.first.as_ref().map(|first| FirstJson::of(first, parts.copies, display)),
            hits: response.hits.iter().map(hit).collect(),
            left_out: response.left_out.iter().map(|copy| CopyJson::of(copy, display)).collect(),
            near_misses: response
                .near_misses
                .iter()
                .map(|near_miss| NearMissJson::of(near_miss, parts, display))
                .collect(),
            in_cut_text: response.in_cut_text,
        }
    }

    /// Removes the time that the search took, so that the same search has the same form.
    #[must_use]
    pub fn without_time(self) -> Self {
        ResponseJson { took_ms: None, ..self }
    }
}

impl<'a> FirstJson<'a> {
    fn of(first: &'a FirstMatches, has_copies: bool, display: &PathDisplay) -> Self {
        FirstJson {
            published: first.published.map(|day| day.to_string()),
            hits: first.hits.iter().map(|hit| PlaceJson::of(hit, has_copies, display)).collect(),
            undated: first.undated,
        }
    }
}

impl HitParts {
    /// Returns the parts of hits that a request asks for.
    pub fn of(request: &Request) -> Self {
        HitParts { several_passages: request.max_passages > 1, copies: request.collapse }
    }
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_zero_articles(number: &usize) -> bool {
    *number == 0
}
