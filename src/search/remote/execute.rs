//! Answers from the articles of another engine: fetches candidates and searches them in memory.

use std::path::Path;
use std::sync::Arc;

use crate::article::Document;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::write::in_memory::MemoryIndex;
use crate::query::Query;
use crate::search::plan::only_stop_words;
#[cfg(any(test, feature = "opensearch"))]
use crate::search::remote::RemoteIndex;
use crate::search::remote::counts::RemoteStats;
use crate::search::remote::facets::FacetSums;
use crate::search::remote::lower::RemotePlanner;
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery};
use crate::search::request::{SearchParams, Sort};
use crate::search::response::{FetchedArticle, SearchResults};
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of candidates that are compared with a query, one by one.
const MAX_CANDIDATES: usize = 50_000;
/// Maximum number of clauses of a query: the default of OpenSearch is 1,024.
const MAX_CLAUSES: usize = 1_000;
/// Number of articles that are ranked in memory for a page of results.
const WINDOW: usize = 100;
/// Maximum number of articles that are ranked in memory.
const MAX_RANKED: usize = 2_000;
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
    pub(super) fn with_candidates(
        &self,
        remote: &Arc<RemoteCounts>,
        documents: &[Document],
    ) -> Result<Self, Error> {
        IndexSnapshot::of_memory(MemoryIndex::build(documents, self.analyzer())?, remote, true)
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
        let params = &SearchParams { collapse: false, stories: false, ..params.clone() };
        let budget = Arc::default();
        let planner = self.planner(&budget);
        let stats = self.remote_stats(remote);
        let mut planner = RemotePlanner {
            stats: &stats,
            planner: crate::search::plan::Planner { only_stop_words: only_stop_words(query), ..planner },
            is_exact: true,
        };
        let lowered = planner.lower(query, params.target);
        let lowered = planner.filtered(lowered, &params.filter, |path| self.source_keys(path));
        let is_exact = planner.is_exact;
        if lowered.num_clauses() > MAX_CLAUSES {
            return Err(Error::NotOnCluster { what: "a query of so many words".to_owned() });
        }
        match is_exact {
            true => self.search_best(remote, &lowered, query, params),
            false => self.search_candidates(remote, &lowered, query, params),
        }
    }

    /// Searches the best of the articles that the engine finds: these are the ones that match.
    fn search_best(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let needs_all = params.first || !params.count_by.is_empty();
        let facets = needs_all.then(|| self.remote_facets(remote, lowered, params)).transpose()?;
        let params = &SearchParams { first: false, count_by: Vec::new(), ..params.clone() };
        let end = params.offset.saturating_add(params.limit);
        if end > MAX_RANKED && params.limit > 0 {
            return Ok(SearchResults { facets, ..self.search_pages(remote, lowered, query, params)? });
        }
        // More than are shown, since the engine ranks by lengths and counts that it rounds otherwise; and as
        // many for all pages of a window, so that these fit together.
        let limit = if params.limit == 0 { 0 } else { end.next_multiple_of(WINDOW) };
        let (total, documents) = remote.index.best(lowered, params.sort, limit)?;
        let candidates = self.with_candidates(remote, &documents)?;
        let mut scored = Vec::new();
        lowered.terms(&mut scored);
        remote.all(&scored).map_err(|error| self.error(error))?;
        let results = candidates.search(query, params)?;
        Ok(SearchResults { total: total as usize, facets, ..results })
    }

    /// Searches more articles than fit in memory, in the order that the engine has them in.
    fn search_pages(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let of_batch = SearchParams { offset: 0, limit: usize::MAX, ..params.clone() };
        let mut all = self.with_candidates(remote, &[])?.search(query, &of_batch)?;
        let end = params.offset.saturating_add(params.limit);
        remote.index.visit(lowered, params.sort, &mut |documents| {
            all.total += documents.len();
            if all.documents.len() < end {
                let found = self.with_candidates(remote, &documents)?.search(query, &of_batch)?;
                all.documents.extend(found.documents);
            }
            Ok(true)
        })?;
        all.documents = all.documents.into_iter().skip(params.offset).take(params.limit).collect();
        Ok(all)
    }

    /// Compares all candidates with the query.
    fn search_candidates(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let needs_all = params.first || !params.count_by.is_empty();
        let (end, mut total, mut compared) = (params.offset.saturating_add(params.limit), 0, 0);
        let (mut is_truncated, mut facets) = (false, FacetSums::default());
        let mut best: Vec<Document> = Vec::new();
        let fetch_text = params.fetch_text && params.first;
        let of_batch = SearchParams { offset: 0, limit: end, fetch_text, ..params.clone() };
        let of_best = SearchParams { first: false, count_by: Vec::new(), ..of_batch.clone() };
        let search = |documents: Vec<Document>, params| -> Result<(SearchResults, Vec<Document>), Error> {
            let found = self.with_candidates(remote, &documents)?.search(query, params)?;
            let is_found =
                |document: &Document| found.documents.iter().any(|found| self.is_of(document, found));
            let documents = documents.into_iter().filter(is_found).collect();
            Ok((found, documents))
        };
        remote.index.visit(lowered, params.sort, &mut |documents| {
            compared += documents.len();
            let (mut found, documents) = search(documents, &of_batch)?;
            total += found.total;
            facets.add(&mut found);
            best.extend(documents);
            if best.len() > end.saturating_mul(2).max(MIN_KEPT) {
                best = search(std::mem::take(&mut best), &of_best)?.1;
            }
            is_truncated = compared >= MAX_CANDIDATES;
            Ok(!is_truncated)
        })?;
        let of_all = SearchParams { first: false, count_by: Vec::new(), ..params.clone() };
        let results = self.with_candidates(remote, &best)?.search(query, &of_all)?;
        let mut notes = results.notes;
        if is_truncated {
            notes.push(format!(
                "only {compared} articles with the words of the query were compared with it, so that more may match; \
                 ask for rarer words or fewer parts"
            ));
        }
        let facets = needs_all.then(|| facets.finish());
        Ok(SearchResults { total, is_truncated, facets, notes, ..results })
    }

    /// Returns whether `found` was fetched of `document`.
    fn is_of(&self, document: &Document, found: &FetchedArticle) -> bool {
        let folder = self.meta().folders.iter().find(|folder| folder.id == document.key.folder);
        folder.is_some_and(|folder| folder.file_path(&document.key.path) == found.path)
            && document.record.id == found.id
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
        let keys = self.source_keys(path).into_iter();
        let of_file =
            RemoteQuery::any_of(keys.map(|key| RemoteQuery::Term(RemoteField::Source, key)).collect());
        let mut documents: Vec<Document> = Vec::new();
        let mut articles = 0;
        remote.index.visit(&of_file, Sort::Relevance, &mut |batch| {
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
        self.with_candidates(remote, &documents)?.article(path, id, target)
    }
}
