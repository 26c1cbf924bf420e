//! Requests and responses of a search.

use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;

use crate::article::{Metadata, StoredText};
use crate::index::SearchTarget;
use crate::query::{Note, Query};
use crate::search::snippet::Passage;

/// Request to a [`Searcher`](crate::search::Searcher).
#[derive(Debug, Clone)]
pub struct Request {
    /// Query as typed.
    pub query: String,
    /// Part of each article to search.
    pub target: SearchTarget,
    /// Restricts the articles that may match.
    pub filter: Filter,
    /// Order of the hits.
    pub sort: Sort,
    /// Whether articles match that contain only some of the words.
    pub match_any: bool,
    /// Whether to list other spellings even if the query matches many articles.
    pub list_spellings: bool,
    /// Whether to search for other spellings of the words as well.
    pub expand_spellings: bool,
    /// Number of hits to skip.
    pub offset: usize,
    /// Maximum number of hits.
    pub limit: usize,
    /// Whether to add suggestions if few articles match: other spellings, the number of articles that each
    /// part of the query matches, and articles that match only some of it.
    pub suggestions: bool,
    /// Maximum number of passages per article; with 0, texts are neither fetched nor searched for matches.
    pub max_passages: usize,
    /// Number of sentences to show before and after a match.
    pub context_sentences: usize,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: String::new(),
            target: SearchTarget::default(),
            filter: Filter::default(),
            sort: Sort::default(),
            match_any: false,
            list_spellings: false,
            expand_spellings: false,
            offset: 0,
            limit: 10,
            suggestions: true,
            max_passages: 1,
            context_sentences: 0,
        }
    }
}

impl Request {
    /// Returns the parameters for searching an index.
    pub(super) fn params(&self) -> SearchParams {
        SearchParams {
            target: self.target,
            filter: self.filter.clone(),
            sort: self.sort,
            offset: self.offset,
            limit: self.limit,
            fetch_text: self.max_passages > 0,
        }
    }
}

/// Restriction of a search to some articles.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Folders that the articles must be in; all folders if empty.
    pub folders: Vec<PathBuf>,
    /// First day of publication.
    pub since: Option<Date>,
    /// Last day of publication.
    pub until: Option<Date>,
}

impl Filter {
    /// Returns whether every article passes.
    pub(super) fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.since.is_none() && self.until.is_none()
    }
}

/// Order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first, undated last.
    Newest,
    /// Oldest first, undated last.
    Oldest,
}

/// Response of a [`Searcher`](crate::search::Searcher).
#[derive(Debug, Clone)]
pub struct Response {
    /// Query as parsed.
    pub query: Query,
    /// Notes on what was parsed or searched differently than typed.
    pub notes: Vec<Note>,
    /// Number of articles that match.
    pub total: usize,
    /// Best articles that match; with [`relaxed`](Response::relaxed), articles that match some of the query.
    pub hits: Vec<Hit>,
    /// Time at which the index was written, in seconds since 1970.
    pub written: i64,
    /// Whether the hits match only some of the query, because no article matches all of it.
    pub relaxed: bool,
    /// Other spellings of words of the query that the index contains.
    pub also_spelled: Vec<SpellingSuggestion>,
    /// Number of articles that each part of the query matches, if no article matches all of them.
    pub partial_matches: Vec<PartialMatch>,
    /// Total time.
    pub took: Duration,
    /// Time of each stage.
    pub timings: SearchTimings,
}

/// Time spent in the stages of a search. Suggestions are not included in any of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchTimings {
    /// Parsing the query.
    pub parse: Duration,
    /// Matching and ranking, and fetching the hits.
    pub search: Duration,
    /// Choosing and highlighting the passages of the hits.
    pub snippets: Duration,
}

/// Another spelling of a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SpellingSuggestion {
    /// Word as typed.
    pub word: String,
    /// Spelling that the index contains as well.
    pub spelled: String,
    /// Number of articles with that spelling.
    pub articles: u64,
}

/// Number of articles that one part of a query matches.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartialMatch {
    /// Part of the query, in its canonical form.
    pub query: String,
    /// Number of articles that match it.
    pub total: usize,
}

/// Article that matches.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Rank among all hits, from 1.
    pub rank: usize,
    /// Score; higher is better.
    pub score: f32,
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// Passages that show the matches, best first; empty only if none were requested.
    pub passages: Vec<Passage>,
}

impl Hit {
    /// Returns the passage that shows the most of the query.
    pub fn passage(&self) -> &Passage {
        const NONE: &Passage = &Passage { line: 1, segments: Vec::new() };
        self.passages.first().unwrap_or(NONE)
    }
}

/// Whole article with the matches of a query highlighted.
#[derive(Debug, Clone)]
pub struct FullArticle {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// Highlighted title, with its line in the source file.
    pub heading: Option<Passage>,
    /// Highlighted paragraphs, each with its first line in the source file.
    pub paragraphs: Vec<Passage>,
}

/// Number of articles that match outside the scope of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MatchesElsewhere {
    /// Number of articles that match in any folder and on any day, if the request has a filter.
    pub outside_filter: usize,
    /// Number of articles that match in the text that was cut, if the request searches articles.
    pub in_cut_text: usize,
}

/// Parameters of a search in an [`IndexSnapshot`](crate::search::IndexSnapshot).
#[derive(Debug, Clone, Default)]
pub struct SearchParams {
    /// Part of each article to search.
    pub target: SearchTarget,
    /// Restricts the articles that may match.
    pub filter: Filter,
    /// Order of the hits.
    pub sort: Sort,
    /// Number of hits to skip.
    pub offset: usize,
    /// Maximum number of hits.
    pub limit: usize,
    /// Whether to fetch the texts; otherwise the texts of the hits are empty.
    pub fetch_text: bool,
}

/// Results of a search in an [`IndexSnapshot`](crate::search::IndexSnapshot).
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// Number of articles that match.
    pub total: usize,
    /// Best of them, best first.
    pub documents: Vec<FetchedArticle>,
    /// Notes on what was searched differently than requested.
    pub notes: Vec<String>,
}

/// Article fetched from the document store.
#[derive(Debug, Clone, PartialEq)]
pub struct FetchedArticle {
    /// Score; higher is better.
    pub score: f32,
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// Line of the title in the source file.
    pub title_line: u32,
    /// Text that was searched: the body, or what was cut.
    pub text: StoredText,
}
