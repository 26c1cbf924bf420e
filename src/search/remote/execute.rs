//! Answers from the articles of another engine: fetches candidates and searches them in memory.

use std::path::Path;
use std::sync::Arc;

use crate::article::Document;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::stories::table::StoryFile;
use crate::index::write::in_memory::MemoryIndex;
use crate::query::Query;
use crate::search::plan::only_stop_words;
#[cfg(any(test, feature = "opensearch"))]
use crate::search::remote::RemoteIndex;
use crate::search::remote::counts::RemoteStats;
use crate::search::remote::facets::FacetSums;
use crate::search::remote::key::retain_keys;
use crate::search::remote::lower::RemotePlanner;
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery, StoryState};
use crate::search::request::{Request, SearchParams, Sort};
use crate::search::response::{FetchedArticle, SearchResults};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of candidates that are compared with a query, one by one.
pub(super) const MAX_CANDIDATES: usize = 50_000;
/// Maximum number of clauses of a query: the default of clusters is 1,024.
const MAX_CLAUSES: usize = 1_000;
/// Number of matching candidates from which only the best are kept.
const MIN_KEPT: usize = 500;

impl IndexSnapshot {
    /// Makes a snapshot of `index`, without articles in memory.
    ///
    /// # Errors
    /// If memory is short.
    #[cfg(any(test, feature = "opensearch"))]
    pub(crate) fn of_remote(index: Arc<dyn RemoteIndex>) -> Result<Self, Error> {
        let analyzer = index.meta().analyzer();
        let memory = MemoryIndex::build(&[], analyzer)?;
        let counts = Arc::new(RemoteCounts::new(index, memory.fields));
        IndexSnapshot::of_memory(memory, &counts, false)
    }

    /// Returns a snapshot with `documents` in memory, for one search.
    pub(in crate::search) fn with_candidates(
        &self,
        remote: &Arc<RemoteCounts>,
        documents: &[Document],
    ) -> Result<Self, Error> {
        let memory = MemoryIndex::build(documents, self.analyzer())?;
        let mut candidates = IndexSnapshot::of_memory(memory, remote, true)?;
        if remote.index.story_state() != StoryState::Missing {
            candidates.stories = StoryFile::of(candidates.story_table(documents));
        }
        Ok(candidates)
    }

    fn of_memory(
        memory: MemoryIndex,
        remote: &Arc<RemoteCounts>,
        has_candidates: bool,
    ) -> Result<Self, Error> {
        let MemoryIndex { searcher, fields, doc_stores } = memory;
        let meta = remote.index.meta().clone();
        let snapshot = IndexSnapshot::of_segments((searcher, fields), meta, doc_stores);
        let mut snapshot = snapshot.map_err(|error| Error::Internal(error.to_string()))?;
        snapshot.remote = Some(Arc::clone(remote));
        snapshot.has_candidates = has_candidates;
        Ok(snapshot)
    }

    /// Returns the statistics of all articles of another engine.
    pub(in crate::search) fn remote_stats<'s>(&'s self, remote: &'s RemoteCounts) -> RemoteStats<'s> {
        RemoteStats {
            counts: remote,
            token_counts: &self.meta().token_counts,
            languages: &self.language_sizes,
        }
    }

    /// Searches the articles of another engine as [`IndexSnapshot::search`] does.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn search_remote(
        &self,
        remote: &Arc<RemoteCounts>,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let has_stories = remote.index.story_state() != StoryState::Missing;
        let (asks_stories, counts_stories) = (params.collapse || params.stories, params.stories);
        let params = &SearchParams {
            collapse: params.collapse && has_stories,
            stories: params.stories && has_stories,
            ..params.clone()
        };
        let (lowered, is_exact) = self.lower_remote(remote, query, params)?;
        let mut results = match (asks_stories && has_stories, is_exact) {
            (true, _) => self.search_remote_stories(remote, (query, lowered, is_exact), params),
            (false, true) => self.search_best(remote, &lowered, query, params),
            (false, false) => self.search_candidates(remote, &lowered, query, params),
        }?;
        if asks_stories {
            results.notes.extend(self.note_without_stories(counts_stories));
        }
        Ok(results)
    }

    /// Returns the query for the articles that may match, and whether all of these match.
    pub(in crate::search) fn lower_remote(
        &self,
        remote: &RemoteCounts,
        query: &Query,
        params: &SearchParams,
    ) -> Result<(RemoteQuery, bool), Error> {
        let budget = Arc::default();
        let planner = self.planner(&budget);
        let stats = self.remote_stats(remote);
        let mut planner = RemotePlanner {
            stats: &stats,
            planner: crate::search::plan::Planner { only_stop_words: only_stop_words(query), ..planner },
            is_exact: true,
            failure: None,
        };
        let lowered = planner.lower(query, params.target);
        let lowered = planner.filtered(lowered, &params.filter, |path| self.source_keys(path));
        if let Some(error) = planner.failure {
            return Err(self.error(error));
        }
        if lowered.num_clauses() > MAX_CLAUSES {
            return Err(Error::NotOnCluster { what: "a query of so many words".to_owned() });
        }
        Ok((lowered, planner.is_exact))
    }

    /// Searches where the articles that the engine finds are the ones that match.
    fn search_best(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let facets = params.needs_all().then(|| self.remote_facets(remote, lowered, params)).transpose()?;
        // Nothing is in memory, so that this finds nothing but what the user is told.
        let (_, notes) = self.matching(query, params, &Arc::default())?;
        let reranks = IndexSnapshot::reranks(query, params);
        let (total, documents) = self.remote_hits(remote, lowered, params, reranks)?;
        Ok(SearchResults {
            total: total as usize,
            stories: None,
            is_truncated: false,
            documents,
            left_out: Vec::new(),
            facets,
            notes,
        })
    }

    /// Compares all candidates with the query.
    fn search_candidates(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let end = params.offset.saturating_add(params.limit);
        let fetch_text = params.fetch_text && params.first;
        let of_batch = SearchParams { offset: 0, limit: end, fetch_text, ..params.clone() };
        let of_best = of_batch.of_hits_only();
        let search = |documents: &mut Vec<Document>, params: &SearchParams| {
            let found = self.with_candidates(remote, documents)?.search(query, params)?;
            retain_keys(documents, found.documents.iter().filter_map(|article| article.key.clone()));
            Ok::<_, Error>(found)
        };
        let mut scored = Vec::new();
        lowered.terms(&mut scored);
        remote.all(&scored).map_err(|error| self.error(error))?;
        let (mut total, mut facets) = (0, FacetSums::of(&params.count_by));
        let mut best: Vec<Document> = Vec::new();
        let note = self.visit_candidates(remote, lowered, params.sort, &mut |mut documents| {
            let mut found = search(&mut documents, &of_batch)?;
            total += found.total;
            facets.add(&mut found);
            best.append(&mut documents);
            if best.len() > end.saturating_mul(2).max(MIN_KEPT) {
                search(&mut best, &of_best)?;
            }
            Ok(true)
        })?;
        let results = self.with_candidates(remote, &best)?.search(query, &params.of_hits_only())?;
        let is_truncated = note.is_some();
        let notes = results.notes.into_iter().chain(note).collect();
        let facets = params.needs_all().then(|| facets.finish());
        Ok(SearchResults { total, is_truncated, facets, notes, ..results })
    }

    /// Passes the articles that match `lowered` to `visit` in batches by day, the newest first unless the
    /// oldest are asked for. Ends if `visit` returns false, or after [`MAX_CANDIDATES`], which the note says
    /// that is returned.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    pub(super) fn visit_candidates(
        &self,
        remote: &RemoteCounts,
        lowered: &RemoteQuery,
        sort: Sort,
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<Option<String>, Error> {
        let (mut compared, mut is_cut_off) = (0, false);
        remote.index.visit(lowered, sort.by_day(), &mut |documents| {
            compared += documents.len();
            let goes_on = visit(documents)?;
            is_cut_off = goes_on && compared >= MAX_CANDIDATES;
            Ok(goes_on && !is_cut_off)
        })?;
        Ok(is_cut_off.then(|| {
            format!(
                "only {compared} articles with the words of the query were compared with it, so that more may \
                 match; ask for rarer words or fewer parts"
            )
        }))
    }

    /// Returns the article of the source file at `path` as [`IndexSnapshot::article`] does.
    ///
    /// # Errors
    /// As [`IndexSnapshot::article`], or [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn remote_article(
        &self,
        remote: &Arc<RemoteCounts>,
        path: &Path,
        id: Option<&str>,
        target: SearchTarget,
    ) -> Result<Option<FetchedArticle>, Error> {
        let params = Request { target, ..Request::default() }.params();
        let params = SearchParams { fetch_quotations: target != SearchTarget::Cut, ..params };
        let document = self.remote_document(remote, path, id)?.pop();
        document.map(|document| self.fetched(document, 0.0, &params)).transpose()
    }

    /// Fetches the article of the source file at `path`: its record `id`, or its only one. Returns none if
    /// there is none.
    pub(in crate::search) fn remote_document(
        &self,
        remote: &Arc<RemoteCounts>,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Vec<Document>, Error> {
        let keys = self.source_keys(path).into_iter();
        let of_file =
            RemoteQuery::any_of(keys.map(|key| RemoteQuery::Term(RemoteField::Source, key)).collect());
        let mut documents: Vec<Document> = Vec::new();
        let mut articles = 0;
        remote.index.visit(&of_file, Sort::Newest, &mut |batch| {
            articles += batch.len();
            documents.extend(
                batch.into_iter().filter(|document| id.is_none() || document.record.id.as_deref() == id),
            );
            documents.truncate(1);
            Ok(id.is_none() || documents.is_empty())
        })?;
        if let (None, [first]) = (id, documents.as_slice())
            && articles > 1
        {
            let example = first.record.id.clone().unwrap_or_default();
            return Err(Error::AmbiguousRecord { path: path.to_owned(), articles, example });
        }
        Ok(documents)
    }
}
