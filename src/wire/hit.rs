//! Articles that match, their places and their copies.

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;

use crate::article::FolderOwner;
use crate::search::snippet::PassageSegment;
use crate::search::{Hit, HitCopy, NearMiss, WordDifference};
use crate::text::path_key;
use crate::wire::passage::{PassageJson, PassageQuoteJson};
use crate::wire::path_display::PathDisplay;

/// Article that matches.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Hit))]
pub struct HitJson<'a> {
    /// Rank among all hits, from 1.
    rank: usize,
    /// Score; higher is better.
    score: f32,
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Line of the passage in the source file, if it has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    title: Option<&'a str>,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>))]
    site: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    /// Machine that has the file, if it is another one: the article is as that machine indexed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    indexed_by: Option<&'a str>,
    /// Day of the last run of that machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(format = Date))]
    indexed_on: Option<String>,
    /// Passage that shows the most of the query.
    snippet: &'a [PassageSegment],
    #[serde(flatten)]
    #[cfg_attr(feature = "serve", schema(value_type = PassageQuoteJson))]
    quote: Option<PassageQuoteJson<'a>>,
    /// All passages, best first, if several were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<Vec<PassageJson<'a>>>,
    /// Copies that match as well, the earliest first, if the best article of a story stands for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<Vec<CopyJson<'a>>>,
}

/// Copy that matches as well.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = HitCopy))]
pub struct CopyJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "serve", schema(value_type = Option<String>))]
    site: Option<Cow<'a, str>>,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    /// Line of the first match, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
}

/// Place of a match.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Place))]
pub struct PlaceJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Line of the first match, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    /// Copies that match as well, if the best article of a story stands for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    copies: Option<Vec<CopyJson<'a>>>,
}

/// Article that does not match the query but comes close to it.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = NearMiss))]
pub struct NearMissJson<'a> {
    #[serde(flatten)]
    hit: HitJson<'a>,
    /// Number of words of the quote, or of parts of another query, that the article has.
    matched: usize,
    /// Number of words of the quote, or of parts of another query.
    words: usize,
    /// Number of words of the quote that stand next to each other in this order.
    #[serde(skip_serializing_if = "is_zero")]
    run: u64,
    /// Words of the quote that the article has otherwise.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    differences: &'a [WordDifference],
}

/// Parts of a hit that are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct HitParts {
    /// Whether all passages are shown, not only the best.
    pub several_passages: bool,
    /// Whether results stand for their copies.
    pub copies: bool,
}

impl<'a> HitJson<'a> {
    /// Converts a hit.
    pub fn of(hit: &'a Hit, parts: HitParts, display: &PathDisplay) -> Self {
        HitJson {
            rank: hit.rank,
            score: hit.score,
            path: display.path(&hit.path),
            id: hit.id.as_deref(),
            line: hit.passage().position.line(),
            page: hit.passage().position.page(),
            title: hit.metadata.title.as_deref(),
            published: hit.metadata.published.map(|day| day.to_string()),
            author: hit.metadata.author.as_deref(),
            site: hit.metadata.source(),
            url: hit.metadata.url.as_deref(),
            indexed_by: hit.indexed_by.as_ref().map(|owner| owner.name.as_str()),
            indexed_on: hit.indexed_by.as_ref().and_then(FolderOwner::day).map(|day| day.to_string()),
            snippet: &hit.passage().segments,
            quote: hit.passage().quote.as_ref().map(PassageQuoteJson::of),
            passages: parts.several_passages.then(|| hit.passages.iter().map(PassageJson::of).collect()),
            copies: parts.copies.then(|| copies(hit, display)),
        }
    }
}

impl<'a> CopyJson<'a> {
    /// Converts a copy.
    pub fn of(copy: &'a HitCopy, display: &PathDisplay) -> Self {
        CopyJson {
            path: display.path(&copy.path),
            id: copy.id.as_deref(),
            title: copy.metadata.title.as_deref(),
            site: copy.metadata.source(),
            published: copy.metadata.published.map(|day| day.to_string()),
            line: copy.position.line(),
            page: copy.position.page(),
        }
    }
}

impl<'a> PlaceJson<'a> {
    /// Converts the place of a hit.
    pub fn of(hit: &'a Hit, has_copies: bool, display: &PathDisplay) -> Self {
        PlaceJson {
            path: display.path(&hit.path),
            id: hit.id.as_deref(),
            line: hit.passage().position.line(),
            page: hit.passage().position.page(),
            copies: has_copies.then(|| copies(hit, display)),
        }
    }
}

impl<'a> NearMissJson<'a> {
    /// Converts a near miss.
    pub fn of(near_miss: &'a NearMiss, parts: HitParts, display: &PathDisplay) -> Self {
        NearMissJson {
            hit: HitJson::of(&near_miss.hit, HitParts { copies: false, ..parts }, display),
            matched: near_miss.matched,
            words: near_miss.words,
            run: near_miss.run as u64,
            differences: &near_miss.differences,
        }
    }
}

fn copies<'a>(hit: &'a Hit, display: &PathDisplay) -> Vec<CopyJson<'a>> {
    hit.copies.iter().map(|copy| CopyJson::of(copy, display)).collect()
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
