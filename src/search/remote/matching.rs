//! Fetches articles of another engine, so that they are read, listed or compared as those of any index are:
//! single ones, or all that match a query.

use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::article::Document;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::query::{Parsed, Query, TermMatcher};
use crate::search::remote::candidates;
use crate::search::remote::counts::wrapped;
use crate::search::remote::execute::MAX_CANDIDATES;
use crate::search::remote::key::retain_keys;
use crate::search::remote::{RemoteCounts, RemoteKey, RemoteQuery};
use crate::search::request::{Request, SearchParams, Sort};
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;

/// Number of articles in which the forms of a word are looked for.
const MAX_SAMPLE: usize = 300;

/// A snapshot whose articles are read one by one: that of the index, or of articles that were fetched.
pub(in crate::search) enum HeldSnapshot<'s> {
    /// That of an index in a folder.
    Index(&'s IndexSnapshot),
    /// That of the articles of another engine that match a query.
    Matching(Box<IndexSnapshot>),
}

impl Deref for HeldSnapshot<'_> {
    type Target = IndexSnapshot;

    fn deref(&self) -> &IndexSnapshot {
        match self {
            HeldSnapshot::Index(snapshot) => snapshot,
            HeldSnapshot::Matching(snapshot) => snapshot,
        }
    }
}

/// Articles of another engine that match a query.
pub(in crate::search) struct RemoteMatches {
    /// Snapshot with the articles in memory.
    pub snapshot: IndexSnapshot,
    /// Number of all that match, if there are more than in memory.
    pub total: Option<usize>,
    /// Note if not all were compared with the query.
    pub note: Option<String>,
}

impl IndexSnapshot {
    /// Fetches the articles that match `query` and pass the filter of `params`: the first `limit` of them by
    /// day. Returns `None` if articles are in this snapshot anyway.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn remote_matches(
        &self,
        query: &Query,
        params: &SearchParams,
        limit: usize,
    ) -> Result<Option<RemoteMatches>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let mut documents: Vec<Document> = Vec::new();
        let mut is_cut_off = false;
        let note = self.visit_matches(query, params, &RemoteQuery::All, &mut |batch| {
            documents.extend(batch);
            is_cut_off = documents.len() > limit;
            Ok(!is_cut_off)
        })?;
        documents.truncate(limit);
        let total = match is_cut_off {
            true => Some(self.search(query, &SearchParams { limit: 0, offset: 0, ..params.clone() })?.total),
            false => None,
        };
        let snapshot = self.with_candidates(remote, &documents)?;
        Ok(Some(RemoteMatches { snapshot, total, note }))
    }

    /// Passes the articles that match `query` and `also`, and pass the filter of `params`, to `visit` in
    /// batches by day, the newest first unless the oldest are asked for. Ends if `visit` returns false.
    /// Returns a note if not all were compared with the query.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    pub(in crate::search) fn visit_matches(
        &self,
        query: &Query,
        params: &SearchParams,
        also: &RemoteQuery,
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<Option<String>, Error> {
        let Some(remote) = &self.remote else { return Ok(None) };
        let (lowered, is_exact) = self.lower_remote(remote, query, params)?;
        let lowered = match also {
            RemoteQuery::All => lowered,
            also => RemoteQuery::all_of(vec![lowered, also.clone()]),
        };
        match is_exact {
            true => remote.index.visit(&lowered, params.sort.by_day(), visit).map(|()| None),
            false => self.visit_candidates(remote, &lowered, params.sort, &mut |batch| {
                visit(self.matching_documents(remote, query, params, batch)?)
            }),
        }
    }

    /// Returns those of `documents` that match `query` and pass the filter of `params`.
    fn matching_documents(
        &self,
        remote: &Arc<RemoteCounts>,
        query: &Query,
        params: &SearchParams,
        mut documents: Vec<Document>,
    ) -> Result<Vec<Document>, Error> {
        let candidates = self.with_candidates(remote, &documents)?;
        let (docs, _) = candidates.matching(query, params, &Arc::default())?;
        let keys = candidates.scored(&docs).filter_map(|doc| candidates.remote_key(doc.address));
        retain_keys(&mut documents, keys);
        Ok(documents)
    }
}

impl Searcher {
    /// Returns those of `contents`, hashes of contents as they were read, that articles of another engine
    /// have; `None` if the articles are in this snapshot.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(crate) fn remote_contents(&self, contents: &[u64]) -> Result<Option<FxHashSet<u64>>, Error> {
        let Some(remote) = self.snapshot().remote.as_ref() else { return Ok(None) };
        Ok(Some(remote.index.contents_among(contents)?.into_iter().collect()))
    }

    /// Returns a searcher of the articles of another engine in memory that match any of `requests`, but for
    /// those whose content is `left_out`.
    ///
    /// # Errors
    /// [`Error::NotOnCluster`] if these, or the members of their stories that tell which are copies, are more
    /// than `limit`, [`Error::Cluster`] if the engine does not answer.
    pub(crate) fn with_matches(
        &self,
        requests: &[Request],
        left_out: &[u64],
        limit: usize,
    ) -> Result<Searcher, Error> {
        let too_long = || Error::NotOnCluster { what: format!("a list of more than {limit} articles") };
        let (mut documents, mut keys_seen) = (Vec::new(), FxHashSet::default());
        for request in requests {
            self.visit_documents(request, left_out, &mut |batch| {
                let is_new = |document: &Document| keys_seen.insert(RemoteKey::of(document));
                documents.extend(batch.into_iter().filter(is_new));
                if documents.len() > limit { Err(too_long()) } else { Ok(true) }
            })?;
        }
        // Whether an article is a copy of one that is left out, its story tells.
        let keys: FxHashSet<u64> = documents.iter().filter_map(|document| document.stories.own).collect();
        if let Some(remote) = self.snapshot().remote.as_ref().filter(|_| !keys.is_empty()) {
            let mut members = RemoteQuery::InStories(Some(keys.into_iter().collect()));
            let count = |query: &RemoteQuery| remote.index.counts(std::slice::from_ref(query));
            let is_too_long = |counts: Vec<u64>| counts.iter().any(|count| *count > limit as u64);
            if is_too_long(count(&members)?) {
                let known = RemoteQuery::Contents(left_out.to_vec());
                members = RemoteQuery::all_of(vec![members, known]);
                if left_out.is_empty() || is_too_long(count(&members)?) {
                    // A copy of what was cut off would seem new.
                    return Err(too_long());
                }
            }
            let (_, members) = remote.index.best(&members, Sort::Oldest, limit)?;
            let is_new = |document: &Document| keys_seen.insert(RemoteKey::of(document));
            documents.extend(members.into_iter().filter(is_new));
        }
        self.in_memory(&documents)
    }

    /// Passes searchers of the articles of another engine that match `request` to `visit`, some hundreds of
    /// them in memory at once, but for those whose content is `left_out`.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer, or the error of `visit`.
    pub(crate) fn visit_matches(
        &self,
        request: &Request,
        left_out: &[u64],
        visit: &mut dyn FnMut(&Searcher) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.visit_documents(request, left_out, &mut |batch| {
            visit(&self.in_memory(&batch)?)?;
            Ok(true)
        })
    }

    fn visit_documents(
        &self,
        request: &Request,
        left_out: &[u64],
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let parsed = self.read_request(request)?;
        let Parsed { query, .. } = self.with_spellings(request, parsed)?;
        if query == Query::Nothing {
            return Ok(());
        }
        let also = match left_out.is_empty() {
            true => RemoteQuery::All,
            false => RemoteQuery::Bool {
                must: vec![RemoteQuery::All],
                should: Vec::new(),
                must_not: vec![RemoteQuery::Contents(left_out.to_vec())],
            },
        };
        match self.snapshot().visit_matches(&query, &request.params(), &also, visit)? {
            // What was not compared would seem new later.
            Some(_) => Err(Error::NotOnCluster {
                what: format!("a list of what matches of more than {MAX_CANDIDATES} articles with the words"),
            }),
            None => Ok(()),
        }
    }

    fn in_memory(&self, documents: &[Document]) -> Result<Searcher, Error> {
        let remote = self.snapshot().remote.as_ref();
        let remote = remote.ok_or_else(|| Error::Internal("the articles are in a folder".to_owned()))?;
        Ok(Searcher::of_snapshot(self.snapshot().with_candidates(remote, documents)?))
    }
}

impl IndexSnapshot {
    /// Returns a snapshot with the article of the source file at `path` in memory: its record `id`, or its
    /// only article. Returns `None` if the articles are in this snapshot anyway.
    ///
    /// # Errors
    /// [`Error::AmbiguousRecord`] if `id` is not given and the file contains several records,
    /// [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn with_article(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<IndexSnapshot>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let documents = self.remote_document(remote, path, id)?;
        self.with_candidates(remote, &documents).map(Some)
    }

    /// Returns a snapshot with some of the articles in memory whose `target` has a word of `matcher`, the
    /// newest. Returns `None` if the articles are in this snapshot anyway.
    ///
    /// # Errors
    /// If the engine does not answer; [`from_tantivy`](crate::index::error::from_tantivy) has its error back.
    pub(in crate::search) fn with_matcher(
        &self,
        matcher: &TermMatcher,
        target: SearchTarget,
    ) -> tantivy::Result<Option<IndexSnapshot>> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        let query = candidates::words(matcher, target, self.languages());
        let sample = remote.index.best(&query, Sort::Newest, MAX_SAMPLE);
        sample.and_then(|(_, documents)| self.with_candidates(remote, &documents)).map(Some).map_err(wrapped)
    }

    /// Returns an error if another engine holds the articles: `what` does not work there.
    pub(in crate::search) fn require_local(&self, what: &str) -> Result<(), Error> {
        match self.is_remote() && !self.has_candidates {
            true => Err(Error::NotOnCluster { what: what.to_owned() }),
            false => Ok(()),
        }
    }
}

impl Searcher {
    /// Returns a searcher of the same index with the article in memory, as [`IndexSnapshot::with_article`]
    /// does.
    pub(in crate::search) fn with_article(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<Searcher>, Error> {
        Ok(self.snapshot().with_article(path, id)?.map(Searcher::of_snapshot))
    }
}
