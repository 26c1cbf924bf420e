//! Ranks the articles of another engine so that one of each story stands for its copies.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Document;
use crate::error::Error;
use crate::query::Query;
use crate::search::collapse::remote_values::{RankedDocument, ValueCounts, facet_results};
use crate::search::collapse::top_stories::{retain_first_of_stories, with_expected_copies};
use crate::search::remote::{RemoteCounts, RemoteKey, RemotePage, RemoteQuery, StoryCounts, StoryMember};
use crate::search::request::{SearchParams, Sort};
use crate::search::rerank;
use crate::search::response::SearchResults;
use crate::search::snapshot::IndexSnapshot;

/// Minimum number of matching articles from which only the best are kept.
const MIN_KEPT: usize = 500;

impl IndexSnapshot {
    /// Returns the articles of the page of what matches `lowered`, collapsed if `params` say so.
    pub(super) fn remote_page(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        params: &SearchParams,
        (reranks, counts): (bool, &StoryCounts),
    ) -> Result<Vec<RankedDocument>, Error> {
        let (begin, end) = (params.offset, params.offset.saturating_add(params.limit));
        let ranked = |range| -> Result<Vec<RankedDocument>, Error> {
            let page = RemotePage { query: lowered, sort: params.sort, range };
            let (_, hits) = self.ranked_hits(remote, &page, reranks)?;
            Ok(hits.into_iter().map(|hit| (hit.document, hit.score)).collect())
        };
        if begin == end || counts.total == 0 {
            return Ok(Vec::new());
        }
        if !params.collapse || counts.num_copies() == 0 {
            return ranked(begin..end);
        }
        let mut limit = with_expected_copies(end, counts.num_copies(), counts.total);
        let reranks = reranks && begin < rerank::DEPTH;
        // Of what is skipped, the stories are enough.
        if begin == 0 || reranks {
            let mut found = ranked(0..limit)?;
            let has_all = found.len() < limit;
            retain_first_of_stories(&mut found, |(document, _)| document.stories.own);
            if has_all || found.len() >= end {
                found.truncate(end);
                return Ok(found.split_off(begin.min(found.len())));
            }
            limit = limit.saturating_mul(2);
        }
        let (hits, ()) = remote.fetch_ranked(|| {
            loop {
                let mut best = self.ranked_keys(remote, (lowered, params.sort), limit, reranks)?;
                let has_all = best.len() < limit;
                retain_first_of_stories(&mut best, |hit| hit.story);
                if has_all || best.len() >= end {
                    best.truncate(end);
                    return Ok((best.split_off(begin.min(best.len())), ()));
                }
                limit = limit.saturating_mul(2);
            }
        })?;
        Ok(hits.into_iter().map(|hit| (hit.document, hit.score)).collect())
    }

    /// Collapses what matches among the candidates, all of which are compared with the query, and with
    /// `also`.
    pub(super) fn collapse_candidates(
        &self,
        query: &Query,
        params: &SearchParams,
        also: &RemoteQuery,
    ) -> Result<SearchResults, Error> {
        let end = params.offset.saturating_add(params.limit);
        let mut limit = end.saturating_mul(2);
        loop {
            let mut matches = CandidateMatches::default();
            let mut best: Vec<Document> = Vec::new();
            let note = self.visit_matches(query, params, also, &mut |batch| {
                batch.iter().for_each(|document| matches.add(document, params));
                best.extend(batch);
                if best.len() > limit.saturating_mul(2).max(MIN_KEPT) {
                    let ranked = self.rank(std::mem::take(&mut best), query, params, limit)?.0;
                    best = ranked.into_iter().map(|(document, _)| document).collect();
                }
                Ok(true)
            })?;
            let has_all = matches.counts.total <= limit as u64;
            let (mut ranked, mut notes) = self.rank(best, query, params, limit)?;
            if params.collapse {
                retain_first_of_stories(&mut ranked, |(document, _)| document.stories.own);
                if !has_all && ranked.len() < end {
                    limit = limit.saturating_mul(2);
                    continue;
                }
            }
            ranked.truncate(end);
            let page = ranked.split_off(params.offset.min(ranked.len()));
            let oldest = SearchParams { sort: Sort::Oldest, ..params.clone() };
            let fetch = |keys: Vec<u64>, limit: usize| -> Result<Vec<Document>, Error> {
                let members = RemoteQuery::all_of(vec![also.clone(), RemoteQuery::InStories(Some(keys))]);
                let mut found = Vec::new();
                self.visit_matches(query, &oldest, &members, &mut |batch| {
                    found.extend(batch);
                    Ok(found.len() < limit)
                })?;
                found.truncate(limit);
                Ok(found)
            };
            let is_truncated = note.is_some();
            notes.extend(note);
            let counts = std::mem::take(&mut matches.counts);
            let facets = match params.needs_all() {
                true => {
                    let values = matches.finish(params);
                    let (counted, days) = self.counted_values(params, &|by| Ok(values.of(by)))?;
                    matches.first.sort_by_cached_key(|article| (article.key.encode(), article.record.number));
                    let first = std::mem::take(&mut matches.first);
                    let with_copies = |first| self.with_members(first, &counts, params, &fetch);
                    let days = (days, matches.impossible_days);
                    Some(facet_results(params, counted, days, first, with_copies)?)
                }
                false => None,
            };
            return Ok(SearchResults {
                total: counts.total as usize,
                stories: Some(counts.num_stories()),
                is_truncated,
                documents: self.shown(page, &counts, params, &fetch)?,
                left_out: Vec::new(),
                facets,
                notes,
            });
        }
    }

    /// Returns the best of `documents`, which all match, in the order of `params`, and what the user is told.
    fn rank(
        &self,
        documents: Vec<Document>,
        query: &Query,
        params: &SearchParams,
        limit: usize,
    ) -> Result<(Vec<RankedDocument>, Vec<String>), Error> {
        let Some(remote) = &self.remote else { return Ok(Default::default()) };
        let of_all = SearchParams {
            offset: 0,
            limit,
            fetch_text: false,
            collapse: false,
            stories: false,
            ..params.of_hits_only()
        };
        let found = self.with_candidates(remote, &documents)?.search(query, &of_all)?;
        let keyed = documents.into_iter().map(|document| (RemoteKey::of(&document), document));
        let mut by_key: FxHashMap<RemoteKey, Document> = keyed.collect();
        let ranked = found
            .documents
            .into_iter()
            .filter_map(|article| Some((by_key.remove(&article.key?)?, article.score)));
        Ok((ranked.collect(), found.notes))
    }
}

/// Counts of the articles that match, which are added one after the other.
#[derive(Default)]
struct CandidateMatches {
    counts: StoryCounts,
    values: ValueCounts,
    impossible_days: u64,
    /// Of each story the article that counts so far, where each story counts once.
    counted: FxHashMap<u64, Document>,
    /// The articles that were published first.
    first: Vec<Document>,
}

impl CandidateMatches {
    fn add(&mut self, document: &Document, params: &SearchParams) {
        self.counts.total += 1;
        if let Some(key) = document.stories.own {
            *self.counts.stories.entry(key).or_default() += 1;
        }
        if !params.needs_all() {
            return;
        }
        if let Some(day) = document.metadata.published.filter(|_| params.first) {
            let first = self.first.first().and_then(|first| first.metadata.published);
            if first.is_none_or(|first| day < first) {
                self.first.clear();
            }
            if first.is_none_or(|first| day <= first) {
                self.first.push(document.clone());
            }
        }
        match document.stories.own.filter(|_| params.stories) {
            None => self.count(document, params),
            Some(key) => match self.counted.entry(key) {
                Entry::Vacant(entry) => drop(entry.insert(document.clone())),
                Entry::Occupied(mut entry) => {
                    let [known, new] = [entry.get(), document].map(StoryMember::of);
                    if new.order() < known.order() {
                        entry.insert(document.clone());
                    }
                }
            },
        }
    }

    fn count(&mut self, document: &Document, params: &SearchParams) {
        self.values.add(document, params);
        let is_impossible = params.counts_days() && document.metadata.impossible_date.is_some();
        self.impossible_days += u64::from(is_impossible);
    }

    /// Returns the values of all that count.
    fn finish(&mut self, params: &SearchParams) -> ValueCounts {
        for document in std::mem::take(&mut self.counted).into_values() {
            self.count(&document, params);
        }
        std::mem::take(&mut self.values)
    }
}
