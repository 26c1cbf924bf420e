//! Requests to a searcher, and their translation to the parameters of a search.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::index::SearchTarget;
use crate::search::facets::kinds::{CountBy, DrillDown};

/// Request to a [`Searcher`](crate::search::Searcher). [`Request::new`] has the usual options; change those
/// that differ.
///
/// ```
/// use clippings::{Request, Sort};
/// let mut request = Request::new("kursk -putin");
/// request.limit = 100;
/// request.sort = Sort::Newest;
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// Query as typed.
    pub query: String,
    /// Further queries that the articles must match as well. Each is read alone, as if it stood in
    /// parentheses behind the query, and is part of [`Response::query`](crate::Response::query).
    pub filter_queries: Vec<String>,
    /// Part of each article to search.
    pub target: SearchTarget,
    /// Restricts the articles that may match.
    pub filter: Filter,
    /// Order of the hits.
    pub sort: Sort,
    /// Reading of the query.
    pub match_mode: MatchMode,
    /// Whether to list other spellings even if the query matches many articles.
    pub list_spellings: bool,
    /// Whether to list the forms of the index that each word finds.
    pub list_forms: bool,
    /// Whether to search for other spellings of the words as well.
    pub expand_spellings: bool,
    /// Number of hits to skip.
    pub offset: usize,
    /// Maximum number of hits.
    pub limit: usize,
    /// Whether to add suggestions if few articles match: other spellings, the number of articles that each
    /// part of the query matches, and articles that come close to it.
    pub suggestions: bool,
    /// Maximum number of passages per article; with 0, texts are neither fetched nor searched for matches.
    pub max_passages: usize,
    /// Number of sentences to show before and after a match.
    pub context_sentences: usize,
    /// Day from which words such as `yesterday` are counted; `None` for the local day.
    pub today: Option<Date>,
    /// Facets to count all articles that match by.
    pub count_by: Vec<CountBy>,
    /// Whether to find the articles that match and were published first.
    pub first: bool,
    /// Whether the best article of a story stands for its copies. Ranks, the offset and the limit count
    /// stories then, and the order is that of the articles with later copies removed. Copies are known if an
    /// indexing run has compared the articles; otherwise nothing is collapsed.
    pub collapse: bool,
    /// Maximum number of copies to name with each hit, if copies are collapsed. With `usize::MAX` all are
    /// named, the earliest first; otherwise those of other sources first, and no copy with the same words as
    /// another one of its source.
    pub max_copies: usize,
    /// Whether each story counts once in the facets: on the day of its earliest copy that matches and has
    /// one.
    pub stories: bool,
    /// Maximum number of steps of work for finding articles; `None` for the usual maximum, which is about a
    /// second. What is left out is said in a note, and the total is then a lower bound. Steps are counted, so
    /// that a request has the same response at every run.
    pub max_steps: Option<u64>,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: String::new(),
            filter_queries: Vec::new(),
            target: SearchTarget::default(),
            filter: Filter::default(),
            sort: Sort::default(),
            match_mode: MatchMode::default(),
            list_spellings: false,
            list_forms: false,
            expand_spellings: false,
            offset: 0,
            limit: 10,
            suggestions: true,
            max_passages: 1,
            context_sentences: 0,
            today: None,
            count_by: Vec::new(),
            first: false,
            collapse: false,
            max_copies: 3,
            stories: false,
            max_steps: None,
        }
    }
}

impl Request {
    /// Returns a request for the ten best articles, with one passage each.
    pub fn new(query: impl Into<String>) -> Self {
        Request { query: query.into(), ..Request::default() }
    }

    /// Returns the same request without what an answer has beside its hits: counts, first matches, forms and
    /// suggestions.
    #[must_use]
    pub(crate) fn for_hits(&self) -> Self {
        Request {
            suggestions: false,
            list_spellings: false,
            list_forms: false,
            count_by: Vec::new(),
            first: false,
            ..self.clone()
        }
    }

    /// Returns the parameters for searching an index.
    pub(super) fn params(&self) -> SearchParams {
        SearchParams {
            target: self.target,
            filter: self.filter.clone(),
            sort: self.sort,
            offset: self.offset,
            limit: self.limit,
            fetch_text: self.max_passages > 0,
            fetch_cut_text: false,
            fetch_quotations: false,
            count_by: self.count_by.clone(),
            first: self.first,
            collapse: self.collapse,
            max_copies: if self.collapse || self.stories { self.max_copies } else { 0 },
            stories: self.stories,
        }
    }
}

/// Reading of the text of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MatchMode {
    /// A query, all parts of which must match.
    #[default]
    All,
    /// A query, the parts of which only weigh: articles match with any of its words.
    Any,
    /// Free text without operators, of which the words that tell most weigh: finds articles about the same
    /// thing, as Lucene's `MoreLikeThis` does.
    Like,
}

/// Restriction of a search to some articles.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Filter {
    /// Folders that the articles must be in; all folders if empty.
    pub folders: Vec<PathBuf>,
    /// First day of publication.
    pub since: Option<Date>,
    /// Last day of publication.
    pub until: Option<Date>,
    /// Values of facets that the articles must have, or must not have.
    pub drill_downs: Vec<DrillDown>,
    /// File whose articles are left out.
    pub left_out: Option<PathBuf>,
    /// Record of that file that is left out, in place of all its articles.
    pub left_out_id: Option<String>,
    /// Whether the copies of that article are left out, too.
    pub left_out_copies: bool,
}

impl Filter {
    /// Returns whether every article passes.
    pub(super) fn is_empty(&self) -> bool {
        !self.has_scope() && self.left_out.is_none()
    }

    /// Returns whether the articles must be in some folders, of some days, or have values of facets.
    pub(super) fn has_scope(&self) -> bool {
        !self.folders.is_empty()
            || self.since.is_some()
            || self.until.is_some()
            || !self.drill_downs.is_empty()
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

impl Sort {
    /// Returns the order by day, the newest first unless the oldest are asked for.
    pub(super) fn by_day(self) -> Self {
        if self == Sort::Oldest { Sort::Oldest } else { Sort::Newest }
    }
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
    /// Whether to fetch the text that was cut as well.
    pub fetch_cut_text: bool,
    /// Whether to fetch the quotations of the texts.
    pub fetch_quotations: bool,
    /// Facets to count all documents that match by.
    pub count_by: Vec<CountBy>,
    /// Whether to find those that were published first.
    pub first: bool,
    /// Whether the best document of a story stands for its copies.
    pub collapse: bool,
    /// Maximum number of copies to fetch with each hit.
    pub max_copies: usize,
    /// Whether each story counts once in the facets.
    pub stories: bool,
}

impl SearchParams {
    /// Returns the parameters of the same search without what needs all articles that match.
    pub(super) fn of_hits_only(&self) -> Self {
        SearchParams { first: false, count_by: Vec::new(), ..self.clone() }
    }

    /// Returns whether days of publication are counted.
    pub(super) fn counts_days(&self) -> bool {
        self.first || self.count_by.iter().any(|by| by.is_time())
    }

    /// Returns whether all articles that match are needed, not only some hits.
    pub(super) fn needs_all(&self) -> bool {
        self.first || !self.count_by.is_empty()
    }
}
