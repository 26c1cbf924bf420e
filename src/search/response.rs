//! Responses of a searcher: hits, counts and suggestions.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;

use crate::analysis::Language;
use crate::article::{FolderOwner, Metadata, StoredQuotation, StoredText};
use crate::query::{Note, Query};
use crate::search::facets::kinds::FacetCounts;
use crate::search::remote::RemoteKey;
use crate::search::snippet::Passage;
use crate::text::FilePosition;

/// Response of a [`Searcher`](crate::search::Searcher).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response {
    /// Query as parsed.
    pub query: Query,
    /// Notes on what was parsed or searched differently than typed.
    pub notes: Vec<Note>,
    /// Number of articles that match.
    pub total: usize,
    /// Number of stories among all articles that match: copies count once, and an article without copies is a
    /// story of its own. `None` if the request neither collapses nor counts stories, or if an indexing run
    /// has not compared the articles.
    pub stories: Option<usize>,
    /// Whether more articles may match, because the query took too much work. The work is counted, so that
    /// the answer is the same at every run.
    pub total_is_lower_bound: bool,
    /// Best articles that match.
    pub hits: Vec<Hit>,
    /// Copies of the article that the request leaves out, which are left out, too; all that pass its filter.
    pub left_out: Vec<HitCopy>,
    /// Number of all articles that match by each facet of the request.
    pub counts: Vec<FacetCounts>,
    /// Number of articles that match whose declared day of publication cannot be one, which count as undated;
    /// 0 if days are not counted.
    pub impossible_days: u64,
    /// The articles that match and were published first, if the request asks for them.
    pub first: Option<FirstMatches>,
    /// Time at which the index was written, in seconds since 1970.
    pub written: i64,
    /// Articles that come closest to the query, best first, if none matches it.
    pub near_misses: Vec<NearMiss>,
    /// Number of articles that match in the text that was cut, if the request searches articles, asks for
    /// suggestions and matches none.
    pub in_cut_text: usize,
    /// Other spellings of words of the query that the index contains.
    pub also_spelled: Vec<SpellingSuggestion>,
    /// Forms of the index that each word finds, if the request asks for them.
    pub word_forms: Vec<WordForms>,
    /// Number of articles that each part of the query matches, if no article matches all of them.
    pub partial_matches: Vec<PartialMatch>,
    /// Total time.
    pub took: Duration,
    /// Time of each stage.
    pub timings: SearchTimings,
}

/// Time spent in the stages of a search. Suggestions are not included in any of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
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
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct SpellingSuggestion {
    /// Word as typed.
    pub word: String,
    /// Spelling that the index contains as well, as most of its articles write it.
    pub spelled: String,
    /// Number of articles with that spelling.
    pub articles: u64,
    /// Whether the spelling is only a similar word of the index, for a word that no article has, or next to
    /// none beside a common word.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub similar: bool,
}

impl SpellingSuggestion {
    /// Returns whether two suggestions stand in one list: other spellings of a word, or words that are only
    /// similar.
    pub fn are_listed_together(a: &SpellingSuggestion, b: &SpellingSuggestion) -> bool {
        a.word == b.word && a.similar == b.similar
    }
}

/// The forms of the index that a word of the query finds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct WordForms {
    /// Normalized word, pattern or approximate word.
    pub word: String,
    /// Most frequent forms.
    pub forms: Vec<WordForm>,
    /// Number of other forms.
    pub more: u64,
    /// Why the word finds no forms in some languages that have its stem, by language code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub not_joined: BTreeMap<String, String>,
}

/// A form that a word of the query finds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct WordForm {
    /// Normalized form.
    pub form: String,
    /// Number of articles with the form, in languages in which it is one.
    pub articles: u64,
    /// These articles by language code.
    pub languages: BTreeMap<String, u64>,
}

/// Number of articles that one part of a query matches.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct PartialMatch {
    /// Part of the query, in its canonical form.
    pub query: String,
    /// Number of articles that match it.
    pub total: usize,
}

/// Article that matches.
#[derive(Debug, Clone)]
#[non_exhaustive]
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
    /// First day on which the index had the content of the article, if it is known.
    pub added: Option<Date>,
    /// Language of the text, by its code; `None` if it is unknown.
    pub language: Option<&'static str>,
    /// Machine that has the file, if it is another one.
    pub indexed_by: Option<FolderOwner>,
    /// Passages that show the matches, best first; empty only if none were requested.
    pub passages: Vec<Passage>,
    /// Copies that match the query and pass the filter, too, not more than the request asks for, and none if
    /// it does not collapse copies. All of them are in order, the earliest first; of some those of other
    /// sources come first.
    pub copies: Vec<HitCopy>,
    /// Number of all such copies.
    pub num_copies: usize,
}

/// Copy of the article of a [`Hit`], which matches as well.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct HitCopy {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// Position of the first match in the passage of the hit, or else in the one that shows the most of the
    /// query.
    pub position: FilePosition,
}

impl Hit {
    /// Returns the passage that shows the most of the query.
    pub fn passage(&self) -> &Passage {
        const NONE: &Passage = &Passage { position: FilePosition::START, segments: Vec::new(), quote: None };
        self.passages.first().unwrap_or(NONE)
    }
}

/// Articles that match and were published first among those in the index.
#[derive(Debug, Clone)]
pub struct FirstMatches {
    /// Day of their publication; `None` if no article that matches has one.
    pub published: Option<Date>,
    /// All that match and were published on that day, in the order of their files.
    pub hits: Vec<Hit>,
    /// Number of articles that match and have no day.
    pub undated: u64,
}

/// Article that does not match the query but comes close to it.
#[derive(Debug, Clone)]
pub struct NearMiss {
    /// The article, with its rank among the near misses. Of a quote, its passage shows the closest wording.
    pub hit: Hit,
    /// Number of words of the quote, or of parts of another query, that the article has.
    pub matched: usize,
    /// Number of words of the quote, or of parts of another query.
    pub words: usize,
    /// Number of words of the quote that stand next to each other in this order; 0 if the query is no quote.
    pub run: usize,
    /// Words of the quote that the article has otherwise, in order.
    pub differences: Vec<WordDifference>,
}

/// Words of a quote, and what an article has in their place.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct WordDifference {
    /// Words as typed; empty if the article has more words.
    pub typed: String,
    /// Words of the article; empty if it has none.
    pub written: String,
}

/// Whole article with the matches of a query highlighted.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FullArticle {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// First day on which the index had the content of the article, if it is known.
    pub added: Option<Date>,
    /// Machine that has the file, if it is another one.
    pub indexed_by: Option<FolderOwner>,
    /// Highlighted title, with its position in the source file.
    pub heading: Option<Passage>,
    /// Highlighted paragraphs, each with its position in the source file.
    pub paragraphs: Vec<Passage>,
}

/// Number of articles that match outside the scope of a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct MatchesElsewhere {
    /// Number of articles that match in any folder and on any day, if the request has a filter.
    pub outside_filter: usize,
    /// Number of articles that match in the text that was cut, if the request searches articles.
    pub in_cut_text: usize,
}

/// Results of a search in an [`IndexSnapshot`](crate::search::IndexSnapshot).
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
    /// Number of articles that match.
    pub total: usize,
    /// Number of stories among them, if copies are collapsed or stories counted.
    pub stories: Option<usize>,
    /// Whether more may match, because the search was ended.
    pub is_truncated: bool,
    /// Best of them, best first.
    pub documents: Vec<FetchedArticle>,
    /// Copies of the article that is left out, if they are left out, too.
    pub left_out: Vec<FetchedArticle>,
    /// Counts by the facets, and the first articles, if they are requested.
    pub facets: Option<FacetResults>,
    /// Notes on what was searched differently than requested.
    pub notes: Vec<String>,
}

/// Results of counting all documents that match.
#[derive(Debug, Clone, PartialEq)]
pub struct FacetResults {
    /// Number of articles by each facet of the request.
    pub counts: Vec<FacetCounts>,
    /// Number of articles whose declared day of publication cannot be one.
    pub impossible_days: u64,
    /// Articles that were published first, if they are requested.
    pub first: Vec<FetchedArticle>,
    /// Number of articles without a day.
    pub undated: u64,
}

/// Article fetched from the document store.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FetchedArticle {
    /// Score; higher is better.
    pub score: f32,
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// First day on which the index had its content, if it is known.
    pub added: Option<Date>,
    /// Machine that has the file, if it is another one.
    pub indexed_by: Option<FolderOwner>,
    /// Position of the title in the source file.
    pub title_position: FilePosition,
    /// Text that was searched: the body, or what was cut.
    pub text: StoredText,
    /// Text that was cut, if it was fetched beside the body.
    pub cut_text: StoredText,
    /// Quotations of the body, if they were fetched.
    pub quotations: Vec<StoredQuotation>,
    /// Copies that match, the earliest first, if copies are collapsed; not more than are asked for.
    pub copies: Vec<FetchedArticle>,
    /// Number of all copies that match.
    pub num_copies: usize,
    /// Key of the article, if it is one of another engine in memory: two may have the same path and id.
    pub(super) key: Option<RemoteKey>,
}

impl FetchedArticle {
    /// Returns the code of the language of the text; `None` if it is unknown.
    pub(super) fn language(&self) -> Option<&'static str> {
        let language = self.text.language;
        (language != Language::UNKNOWN).then(|| language.code())
    }
}
