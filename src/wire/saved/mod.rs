//! Saved searches, and what is new to them.

pub mod atom;

use std::path::Path;

use serde::Serialize;

use crate::query::Note;
use crate::saved::definitions::SavedSearch;
use crate::saved::reported::ReportedSearch;
use crate::saved::run::{KnownStory, NewHit, SearchNews};
use crate::saved::saved_query::SavedQuery;
use crate::status::time_of;
use crate::text::path_key;
use crate::wire::hit::{CopyJson, HitJson, HitParts};
use crate::wire::path_display::PathDisplay;

/// Findings of a run of a saved search.
#[derive(Serialize)]
pub struct SearchNewsJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'a str>,
    /// Query as saved.
    query: &'a str,
    /// Notes on how the query was read and searched.
    notes: &'a [Note],
    /// New articles, one of each story, with the copies of each.
    new: Vec<NewHitJson<'a>>,
    /// New copies of stories that were reported.
    copies: Vec<KnownStoryJson<'a>>,
    /// Number of articles whose text has changed, and which are not listed.
    changed: usize,
    /// Number of articles that were marked in silence, if the search is new or edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    seeded: Option<usize>,
    /// Whether the query was edited since the last run.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    edited: bool,
    /// Why the search could not be run.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Article that was not reported before.
#[derive(Serialize)]
pub struct NewHitJson<'a> {
    #[serde(flatten)]
    hit: HitJson<'a>,
    /// Whether it was reported with another text.
    changed: bool,
    /// Whether it was reported before as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    known: bool,
}

/// New copies of a story that was reported.
#[derive(Serialize)]
pub struct KnownStoryJson<'a> {
    /// Title of the article that was reported.
    title: Option<&'a str>,
    /// Path of its file; of the first copy if the index no longer has it.
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    copies: Vec<CopyJson<'a>>,
}

/// Saved search.
#[derive(Serialize)]
pub struct SavedSearchJson<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<&'a str>,
    #[serde(flatten)]
    query: &'a SavedQuery,
    #[serde(serialize_with = "path_key::serialize_shown")]
    index: &'a Path,
    /// Number of articles that were reported or marked in silence.
    reported: usize,
    /// Time of the last run.
    last_run: Option<String>,
}

impl<'a> SearchNewsJson<'a> {
    /// Converts what a run has found.
    pub fn of(news: &'a SearchNews, display: &PathDisplay) -> Self {
        SearchNewsJson {
            name: &news.search.name,
            list: news.search.list.as_deref(),
            query: &news.search.saved_query.query,
            notes: &news.notes,
            new: news.new.iter().map(|new| NewHitJson::of(new, display)).collect(),
            copies: news.copies.iter().map(|story| KnownStoryJson::of(story, display)).collect(),
            changed: news.num_changed(),
            seeded: news.seeded,
            edited: news.edited,
            error: news.error.as_deref(),
        }
    }
}

impl<'a> NewHitJson<'a> {
    fn of(new: &'a NewHit, display: &PathDisplay) -> Self {
        let parts = HitParts { several_passages: false, copies: true };
        NewHitJson { hit: HitJson::of(&new.hit, parts, display), changed: new.changed, known: new.known }
    }
}

impl<'a> KnownStoryJson<'a> {
    fn of(story: &'a KnownStory, display: &PathDisplay) -> Self {
        let copies = story.copies.iter().map(|copy| CopyJson::of(copy, display)).collect();
        KnownStoryJson { title: story.title.as_deref(), path: display.path(&story.path), copies }
    }
}

impl<'a> SavedSearchJson<'a> {
    /// Converts a search, with what it has reported.
    pub fn of(search: &'a SavedSearch, reported: Option<&ReportedSearch>) -> Self {
        SavedSearchJson {
            name: &search.name,
            list: search.list.as_deref(),
            query: &search.saved_query,
            index: &search.index,
            reported: reported.map_or(0, ReportedSearch::num_articles),
            last_run: reported.and_then(|reported| time_of(reported.last_run)),
        }
    }
}
