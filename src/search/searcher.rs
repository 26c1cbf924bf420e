//! Answers requests: parses the query, searches, builds the hits, and adds suggestions.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::index::{IndexDir, SearchTarget};
use crate::query::dates::no_common_day;
use crate::query::{AnalyzerVersion, Note, ParseContext, Parsed, Query, parse_any, parse_in, parse_with};
use crate::search::facets::kinds::{CountBy, FacetCounts};
use crate::search::hit_builder::{HitBuilder, body_highlighter, has_cut_clauses, title_highlighter};
use crate::search::queries::work_budget::{EXTRA_STEPS, WorkBudget};
#[cfg(any(test, feature = "opensearch"))]
use crate::search::remote::RemoteIndex;
use crate::search::request::{Filter, MatchMode, Request, SearchParams};
use crate::search::response::{
    FacetResults, FirstMatches, FullArticle, Hit, MatchesElsewhere, Response, SearchTimings, WordForms,
};
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Passage, PassageSegment, highlight_paragraphs, passage_on_page};
use crate::search::suggestions;
use crate::text::FilePosition;

/// Answers requests from a snapshot of an index.
pub struct Searcher {
    snapshot: IndexSnapshot,
}

impl Searcher {
    /// Opens the index at `dir`.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn open(dir: &IndexDir) -> Result<Self, Error> {
        Ok(Searcher { snapshot: IndexSnapshot::open(dir)? })
    }

    /// Opens an index that another engine holds.
    ///
    /// # Errors
    /// If memory is short.
    #[cfg(any(test, feature = "opensearch"))]
    pub(crate) fn of_remote(index: std::sync::Arc<dyn RemoteIndex>) -> Result<Self, Error> {
        Ok(Searcher { snapshot: IndexSnapshot::of_remote(index)? })
    }

    /// Searches a snapshot.
    pub(in crate::search) fn of_snapshot(snapshot: IndexSnapshot) -> Self {
        Searcher { snapshot }
    }

    /// Returns whether the articles of such an index are compared with each other when it is written.
    pub fn compares_copies(&self) -> bool {
        !self.snapshot.is_remote()
    }

    /// Returns the snapshot of the index.
    pub(crate) fn snapshot(&self) -> &IndexSnapshot {
        &self.snapshot
    }

    /// Returns the time at which the index was written, in seconds since 1970.
    pub fn written(&self) -> i64 {
        self.snapshot.meta().written
    }

    /// Returns notes on the state of the index that concern every answer. Each [`Response`] has them too.
    pub fn notes(&self) -> Vec<String> {
        self.snapshot.notes()
    }

    /// Returns the number of articles in the index.
    pub fn num_articles(&self) -> u64 {
        self.snapshot.num_articles()
    }

    /// Returns the version of the analyzer that the index was built with.
    pub fn analyzer(&self) -> AnalyzerVersion {
        self.snapshot.analyzer()
    }

    /// Returns the paths of the folders of the index.
    pub(crate) fn folders(&self) -> Vec<&Path> {
        self.snapshot.meta().folders.iter().map(|folder| folder.path.as_path()).collect()
    }

    /// Returns whether `path` is a folder of the index, or above or below one.
    pub(crate) fn has_folder(&self, path: &Path) -> bool {
        let overlaps = |known: &Path| path.starts_with(known) || known.starts_with(path);
        path.is_absolute() && self.folders().into_iter().any(overlaps)
    }

    /// Parses a query as the analyzer of the index reads it.
    pub fn parse(&self, query: &str) -> Parsed {
        parse_with(self.analyzer(), query)
    }

    /// Parses a query on `target` as a search reads it: the words that the archive knows as names are read as
    /// names, with a note on each, and no word joins stems of languages that it is no word of.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn read(&self, query: &str, target: SearchTarget) -> Result<Parsed, Error> {
        self.read_request(&Request { query: query.to_owned(), target, ..Request::default() })
    }

    /// Reads the query of `request` as [`Searcher::read`] does.
    pub(super) fn read_request(&self, request: &Request) -> Result<Parsed, Error> {
        let (text, target) = (request.query.as_str(), request.target);
        let is_whole_word = |word: &str| self.snapshot.is_whole_word(word);
        let context =
            ParseContext { analyzer: self.analyzer(), today: request.today, is_whole_word: &is_whole_word };
        let mut parsed = match request.match_mode {
            MatchMode::All => parse_in(context, text),
            MatchMode::Any => parse_any(context, text),
            MatchMode::Like => self.snapshot.read_free_text(text, target)?,
        };
        for filter in &request.filter_queries {
            let Parsed { query, notes } = parse_in(context, filter);
            parsed.query = parsed.query.and(query);
            parsed.notes.extend(notes.into_iter().map(|note| Note { position: 0, ..note }));
        }
        let notes = self.snapshot.read_words(&mut parsed.query, target)?;
        parsed.notes.extend(notes.into_iter().map(|reason| Note { position: 0, reason }));
        Ok(parsed)
    }

    /// Adds the other spellings of the words if `request` asks for them.
    pub(super) fn with_spellings(&self, request: &Request, mut parsed: Parsed) -> Result<Parsed, Error> {
        if request.expand_spellings {
            parsed.query = suggestions::expand_spellings(&self.snapshot, parsed.query, &mut parsed.notes)?;
            // The spellings are words of their own now.
            self.snapshot.find_unjoined(&mut parsed.query, request.target)?;
        }
        Ok(parsed)
    }

    /// Returns the article at `path`, or its record `id`, with the matches of `query` highlighted; `None` if
    /// the index does not contain it. With [`SearchTarget::Cut`], returns the text that was cut out of it.
    ///
    /// # Errors
    /// If the index is damaged, or if the file contains several records and `id` is not given.
    pub fn article(
        &self,
        path: &Path,
        id: Option<&str>,
        query: &Query,
        target: SearchTarget,
    ) -> Result<Option<FullArticle>, Error> {
        let Some(document) = self.snapshot.article(path, id, target)? else { return Ok(None) };
        let mut query = query.clone();
        self.snapshot.read_words(&mut query, target)?;
        let body = body_highlighter(&self.snapshot, &query, target);
        let title = title_highlighter(&self.snapshot, &query, target);
        let position = document.title_position;
        let heading = |text: String| {
            Passage::of_title(&text, document.text.language, position, &title).unwrap_or_else(|| Passage {
                position,
                segments: vec![PassageSegment { text, matched: false, gap: false }],
                quote: None,
            })
        };
        Ok(Some(FullArticle {
            path: document.path,
            id: document.id,
            added: document.added,
            indexed_by: document.indexed_by,
            heading: document.metadata.title.clone().map(heading),
            metadata: document.metadata,
            paragraphs: highlight_paragraphs(&document.text, &document.quotations, &body),
        }))
    }

    /// Returns the article at `path`, or its record `id`, as a hit of `query`: with the passage that shows
    /// the most of it. Returns `None` if the index does not contain it.
    ///
    /// # Errors
    /// If the index is damaged, or if the file contains several records and `id` is not given.
    pub fn hit(
        &self,
        path: &Path,
        id: Option<&str>,
        query: &Query,
        target: SearchTarget,
    ) -> Result<Option<Hit>, Error> {
        let Some(document) = self.snapshot.article(path, id, target)? else { return Ok(None) };
        let mut query = query.clone();
        self.snapshot.read_words(&mut query, target)?;
        let request = Request { target, ..Request::default() };
        let mut hits =
            HitBuilder::new(&self.snapshot, &query, &request).hits(vec![document], &mut Vec::new());
        Ok(hits.pop())
    }

    /// Returns the article as [`hit`](Self::hit) does, with a passage on page `page`; `None` also if the text
    /// has nothing on this page.
    ///
    /// # Errors
    /// As [`hit`](Self::hit).
    pub fn hit_on_page(
        &self,
        path: &Path,
        id: Option<&str>,
        page: u32,
        query: &Query,
        target: SearchTarget,
    ) -> Result<Option<Hit>, Error> {
        let Some(hit) = self.hit(path, id, query, target)? else { return Ok(None) };
        let highlighter = body_highlighter(&self.snapshot, query, target);
        let passage = self
            .snapshot
            .article(path, id, target)?
            .and_then(|article| passage_on_page(&article.text, page, &highlighter));
        Ok(passage.map(|passage| Hit { passages: vec![passage], ..hit }))
    }

    /// Returns the pages on which the article at `path`, or its record `id`, has text, in order; none if it
    /// has lines, or if the index does not contain it.
    ///
    /// # Errors
    /// As [`hit`](Self::hit).
    pub fn pages(&self, path: &Path, id: Option<&str>, target: SearchTarget) -> Result<Vec<u32>, Error> {
        let Some(article) = self.snapshot.article(path, id, target)? else { return Ok(Vec::new()) };
        let title = (target != SearchTarget::Cut).then_some(article.title_position);
        let starts = article.text.lines.starts().iter().map(|start| start.position);
        let pages: BTreeSet<u32> = starts.chain(title).filter_map(FilePosition::page).collect();
        Ok(pages.into_iter().collect())
    }

    /// Returns the forms of the index that each word of `query` finds, with the number of articles of each.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn word_forms(&self, query: &Query) -> Result<Vec<WordForms>, Error> {
        let mut query = query.clone();
        self.snapshot.read_words(&mut query, SearchTarget::Article)?;
        self.snapshot.word_forms(&query, SearchTarget::Article)
    }

    /// Answers `request`.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn search(&self, request: &Request) -> Result<Response, Error> {
        let start = Instant::now();
        let parsed = self.read_request(request)?;
        let timings = SearchTimings { parse: start.elapsed(), ..SearchTimings::default() };
        let Parsed { query, notes } = self.with_spellings(request, parsed)?;
        let at_start = |reason| Note { position: 0, reason };
        let no_day = no_common_day(&query, request.filter.since, request.filter.until)
            .filter(|_| no_common_day(&query, None, None).is_none()); // noted
        let notes = self.notes().into_iter().map(at_start).chain(notes);
        let notes = notes.chain(no_day.map(at_start)).collect();
        let mut response = Response {
            query,
            notes,
            total: 0,
            stories: None,
            total_is_lower_bound: false,
            hits: Vec::new(),
            left_out: Vec::new(),
            counts: Vec::new(),
            impossible_days: 0,
            first: None,
            near_misses: Vec::new(),
            in_cut_text: 0,
            also_spelled: Vec::new(),
            word_forms: Vec::new(),
            partial_matches: Vec::new(),
            written: self.written(),
            took: Duration::ZERO,
            timings,
        };
        if response.query != Query::Nothing {
            let search_start = Instant::now();
            let budget = Arc::new(request.max_steps.map_or_else(WorkBudget::default, WorkBudget::new));
            let fetch_cut_text = has_cut_clauses(request, &response.query);
            let fetch_quotations = response.query.has_quote_clause();
            let params = SearchParams { fetch_cut_text, fetch_quotations, ..request.params() };
            let results = self.snapshot.search_within(&response.query, &params, &budget)?;
            response.timings.search = search_start.elapsed();
            response.total = results.total;
            response.stories = results.stories;
            response.total_is_lower_bound = results.is_truncated;
            let mut on_values = self.snapshot.unknown_values(&response.query, results.total > 0)?;
            on_values.extend(self.snapshot.longer_values(&response.query)?);
            response.notes.extend(on_values.into_iter().chain(results.notes).map(at_start));
            let snippets_start = Instant::now();
            let hit_builder = HitBuilder::new(&self.snapshot, &response.query, request);
            response.hits = hit_builder.hits(results.documents, &mut response.notes);
            response.left_out = hit_builder.copies(results.left_out, None);
            response.timings.snippets = snippets_start.elapsed();
            if let Some(facets) = results.facets {
                self.add_facets(request, facets, &mut response);
            }
            if request.list_forms {
                response.word_forms = self.snapshot.word_forms(&response.query, request.target)?;
            }
            suggestions::add_suggestions(&self.snapshot, request, &mut response)?;
            if response.total == 0 && request.suggestions {
                response.in_cut_text = self.count_matches_in_cut_text(request)?;
            }
        } else {
            let empty = |by: &CountBy| FacetCounts { by: *by, values: Vec::new() };
            response.counts = request.count_by.iter().map(empty).collect();
            let none = FirstMatches { published: None, hits: Vec::new(), undated: 0 };
            response.first = request.first.then_some(none);
        }
        response.took = start.elapsed();
        Ok(response)
    }

    /// Adds the counts by facets and the hits of the first day to `response`.
    fn add_facets(&self, request: &Request, facets: FacetResults, response: &mut Response) {
        response.counts = facets.counts;
        response.impossible_days = facets.impossible_days;
        if request.first {
            let limit = facets.first.len();
            let published = facets.first.first().and_then(|article| article.metadata.published);
            let max_passages = request.max_passages.max(1);
            let request = Request { offset: 0, limit, max_passages, ..request.clone() };
            let hit_builder = HitBuilder::new(&self.snapshot, &response.query, &request);
            let hits = hit_builder.hits(facets.first, &mut response.notes);
            response.first = Some(FirstMatches { published, hits, undated: facets.undated });
        }
    }

    /// Counts all articles by each of these facets.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn count_all(&self, count_by: Vec<CountBy>) -> Result<Vec<FacetCounts>, Error> {
        let request =
            Request { limit: 0, max_passages: 0, suggestions: false, count_by, ..Request::new("*") };
        Ok(self.search(&request)?.counts)
    }

    /// Counts the articles that match outside the scope of `request`, for a request that matches none within.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn count_elsewhere(&self, request: &Request) -> Result<MatchesElsewhere, Error> {
        let mut elsewhere = MatchesElsewhere {
            in_cut_text: self.count_matches_in_cut_text(request)?,
            ..MatchesElsewhere::default()
        };
        if request.filter.has_scope() {
            let (left_out, left_out_id) =
                (request.filter.left_out.clone(), request.filter.left_out_id.clone());
            let filter = Filter { left_out, left_out_id, ..Filter::default() };
            elsewhere.outside_filter = self.count_matches(Request { filter, ..request.clone() })?;
        }
        Ok(elsewhere)
    }

    /// Counts the articles that match in the text that was cut, if `request` searches articles.
    fn count_matches_in_cut_text(&self, request: &Request) -> Result<usize, Error> {
        if request.target != SearchTarget::Article {
            return Ok(0);
        }
        let cut = Request { target: SearchTarget::Cut, ..request.clone() };
        let read = self.read_request(&cut)?.query;
        match read.has_quote_clause() {
            // An exclusion matches what was cut of any article.
            _ if !read.asks_for_text() => Ok(0),
            // Nobody is known to say what was cut.
            true => self.count_in_cut_text(&read.without_speech(), &request.filter),
            false => self.count_matches(cut),
        }
    }

    /// Counts the articles that `request` finds, as far as that takes little work.
    fn count_matches(&self, request: Request) -> Result<usize, Error> {
        let count_only = Request {
            limit: 0,
            offset: 0,
            max_passages: 0,
            collapse: false,
            stories: false,
            max_steps: Some(EXTRA_STEPS),
            ..request.for_hits()
        };
        Ok(self.search(&count_only)?.total)
    }
}
