//! Collapses the copies of one story among the articles of another engine, which has the keys of their
//! stories, with the results that the articles would have in a folder.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::article::Document;
use crate::error::Error;
use crate::query::Query;
use crate::search::collapse::outlets::{Outlet, naming_order};
use crate::search::collapse::remote_values::{RankedDocument, ValueCounts, facet_results};
use crate::search::facets::kinds::CountBy;
use crate::search::remote::facets::{first_day, impossible_days};
use crate::search::remote::{RemoteCounts, RemoteQuery, StoryCounts, StoryMember};
use crate::search::request::{Filter, SearchParams, Sort};
use crate::search::response::{FacetResults, FetchedArticle, SearchResults};
use crate::search::snapshot::IndexSnapshot;

/// Number of the articles of a story, the earliest, among which the copies that are named are chosen.
const NAMED_AMONG: usize = 300;

/// Fetches the articles of stories that match, not more than a number of the earliest.
pub(super) type FetchMembers<'f> = dyn Fn(Vec<u64>, usize) -> Result<Vec<Document>, Error> + 'f;

impl IndexSnapshot {
    /// Searches the articles of another engine, which has their stories, as [`IndexSnapshot::search`] does:
    /// for `query`, lowered to a query for the articles that may match, all of which match if it is exact.
    ///
    /// # Errors
    /// [`Error::Cluster`] if the engine does not answer.
    pub(in crate::search) fn search_remote_stories(
        &self,
        remote: &Arc<RemoteCounts>,
        (query, lowered, is_exact): (&Query, RemoteQuery, bool),
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        let left_out = self.left_out_story(remote, &params.filter)?;
        let also = match left_out {
            Some(key) => RemoteQuery::Bool {
                must: vec![RemoteQuery::All],
                should: Vec::new(),
                must_not: vec![RemoteQuery::InStories(Some(vec![key]))],
            },
            None => RemoteQuery::All,
        };
        let mut results = match is_exact {
            true => self.collapse_best(remote, &with(&lowered, &also), query, params)?,
            false => self.collapse_candidates(query, params, &also)?,
        };
        if let Some(key) = left_out {
            results.left_out = self.left_out_members(remote, key, params)?;
        }
        Ok(results)
    }

    /// Collapses where the articles that the engine finds are the ones that match.
    fn collapse_best(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        query: &Query,
        params: &SearchParams,
    ) -> Result<SearchResults, Error> {
        // Nothing is in memory, so that this finds nothing but what the user is told.
        let (_, notes) = self.matching(query, params, &Arc::default())?;
        let counts = remote.index.story_counts(lowered)?;
        let reranks = IndexSnapshot::reranks(query, params);
        let ranked = self.remote_page(remote, lowered, params, (reranks, &counts))?;
        let fetch = |keys: Vec<u64>, limit: usize| -> Result<Vec<Document>, Error> {
            let members = RemoteQuery::Unscored(Box::new(lowered.clone()));
            let members = with(&members, &RemoteQuery::InStories(Some(keys)));
            Ok(remote.index.best(&members, Sort::Oldest, limit)?.1)
        };
        let facets = match params.needs_all() {
            true => Some(self.facets_of_stories(remote, lowered, params, (&counts, &fetch))?),
            false => None,
        };
        Ok(SearchResults {
            total: counts.total as usize,
            stories: Some(counts.num_stories()),
            is_truncated: false,
            documents: self.shown(ranked, &counts, params, &fetch)?,
            left_out: Vec::new(),
            facets,
            notes,
        })
    }

    /// Returns the articles of a page as they are shown, with the copies that match if they are collapsed.
    pub(super) fn shown(
        &self,
        ranked: Vec<RankedDocument>,
        counts: &StoryCounts,
        params: &SearchParams,
        fetch: &FetchMembers<'_>,
    ) -> Result<Vec<FetchedArticle>, Error> {
        match params.collapse {
            true => self.with_members(ranked, counts, params, fetch),
            false => {
                ranked.into_iter().map(|(document, score)| self.fetched(document, score, params)).collect()
            }
        }
    }

    /// Returns the articles as they are shown, with the copies that match. `counts` has the number of
    /// articles of each story that match. Of a long story, the copies are chosen among the earliest articles
    /// unless all are asked for.
    pub(super) fn with_members(
        &self,
        ranked: Vec<RankedDocument>,
        counts: &StoryCounts,
        params: &SearchParams,
        fetch: &FetchMembers<'_>,
    ) -> Result<Vec<FetchedArticle>, Error> {
        let mut members: FxHashMap<u64, Vec<Document>> = FxHashMap::default();
        if params.max_copies > 0 {
            // The article itself is one of its story.
            let limit = params.max_copies.saturating_add(1).max(NAMED_AMONG);
            let (mut short, mut found) = (Vec::new(), Vec::new());
            for (document, _) in &ranked {
                match (document.stories.own, counts.copies_of(document)) {
                    (None, _) | (_, 0) => {}
                    (Some(key), copies) if copies < limit => short.push(key),
                    // Together with others, it would take their places.
                    (Some(key), _) => found.extend(fetch(vec![key], limit)?),
                }
            }
            if !short.is_empty() {
                found.extend(fetch(short, usize::MAX)?);
            }
            for document in found {
                members.entry(document.stories.own.unwrap_or_default()).or_default().push(document);
            }
        }
        let fetched = ranked.into_iter().map(|(document, score)| {
            let mut copies = document.stories.own.and_then(|key| members.remove(&key)).unwrap_or_default();
            copies.retain(|copy| (&copy.key, copy.record.number) != (&document.key, document.record.number));
            sort_by_day(&mut copies);
            let copies = match params.max_copies {
                usize::MAX => copies,
                max_copies => other_outlets_first(&document, copies).into_iter().take(max_copies).collect(),
            };
            let num_copies = counts.copies_of(&document);
            let copies = copies.into_iter().map(|copy| self.fetched(copy, 0.0, params));
            let copies = copies.collect::<Result<_, _>>()?;
            Ok(FetchedArticle { copies, num_copies, ..self.fetched(document, score, params)? })
        });
        fetched.collect()
    }

    /// Counts the facets of what matches `lowered` as `params` ask for.
    fn facets_of_stories(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        params: &SearchParams,
        (counts, fetch): (&StoryCounts, &FetchMembers<'_>),
    ) -> Result<FacetResults, Error> {
        let (mut removed, mut removed_impossible) = (ValueCounts::default(), 0);
        let repeated = counts.stories.iter().filter(|(_, count)| **count > 1);
        let repeated: Vec<u64> = repeated.map(|(key, _)| *key).collect();
        if params.stories && !repeated.is_empty() {
            let members = RemoteQuery::Unscored(Box::new(lowered.clone()));
            let members = with(&members, &RemoteQuery::InStories(Some(repeated)));
            let counted = first_of_each(remote.index.story_members(&members)?);
            // There may be many, of which only the values are kept.
            remote.index.visit(&members, Sort::Oldest, &mut |batch| {
                let is_removed = |document: &&Document| {
                    !counted.contains(&(document.key.encode(), document.record.number))
                };
                for document in batch.iter().filter(is_removed) {
                    removed.add(document, params);
                    removed_impossible += u64::from(document.metadata.impossible_date.is_some());
                }
                Ok(true)
            })?;
        }
        let values = |by: CountBy| {
            let mut values = remote.index.values(lowered, by)?;
            let removed: FxHashMap<Option<String>, u64> = removed.of(by).into_iter().collect();
            for (value, count) in &mut values {
                *count = count.saturating_sub(removed.get(value).copied().unwrap_or_default());
            }
            values.retain(|(_, count)| *count > 0);
            Ok(values)
        };
        let (values, days) = self.counted_values(params, &values)?;
        let impossible = if params.counts_days() { impossible_days(remote, lowered)? } else { 0 };
        let first = match first_day(&days).filter(|_| params.first) {
            Some(day) => self.all_of_day(remote, lowered, day)?,
            None => Vec::new(),
        };
        let impossible = impossible.saturating_sub(removed_impossible);
        let fetch = |first| self.with_members(first, counts, params, fetch);
        facet_results(params, values, (days, impossible), first, fetch)
    }

    /// Returns the story of the article that `filter` leaves out with its copies.
    fn left_out_story(&self, remote: &Arc<RemoteCounts>, filter: &Filter) -> Result<Option<u64>, Error> {
        let Some(path) = filter.left_out.as_ref().filter(|_| filter.left_out_copies) else { return Ok(None) };
        match self.remote_document(remote, path, filter.left_out_id.as_deref()) {
            Ok(found) => Ok(found.first().and_then(|document| document.stories.own)),
            // No record is meant if several may be.
            Err(Error::AmbiguousRecord { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the articles of a story but for the one that is left out, as far as they are in the folders
    /// and of the days of the search, the earliest first.
    fn left_out_members(
        &self,
        remote: &Arc<RemoteCounts>,
        key: u64,
        params: &SearchParams,
    ) -> Result<Vec<FetchedArticle>, Error> {
        let filter = Filter { left_out: None, ..params.filter.clone() };
        let all = SearchParams { filter, ..params.clone() };
        let (scope, _) = self.lower_remote(remote, &Query::All, &all)?;
        let members = RemoteQuery::Unscored(Box::new(with(&scope, &RemoteQuery::InStories(Some(vec![key])))));
        let (_, mut found) = remote.index.best(&members, Sort::Oldest, usize::MAX)?;
        let path = params.filter.left_out.as_ref();
        let left_out = path.map(|path| self.source_keys(path)).unwrap_or_default();
        let id = params.filter.left_out_id.as_ref();
        found.retain(|document| {
            !left_out.contains(&document.key.encode())
                || id.is_some_and(|id| document.record.id.as_ref() != Some(id))
        });
        // An engine may have another order of the undated.
        sort_by_day(&mut found);
        found.into_iter().map(|document| self.fetched(document, 0.0, params)).collect()
    }
}

/// Sorts articles by day, the undated last, and then by file.
fn sort_by_day(documents: &mut [Document]) {
    documents.sort_by_cached_key(|document| {
        let StoryMember { day, source, record, .. } = StoryMember::of(document);
        (day.is_none(), day, source, record)
    });
}

/// Returns the query for what matches both.
pub(super) fn with(query: &RemoteQuery, also: &RemoteQuery) -> RemoteQuery {
    match also {
        RemoteQuery::All => query.clone(),
        also => RemoteQuery::all_of(vec![query.clone(), also.clone()]),
    }
}

/// Returns the places of the first article of each story: the earliest that has a day.
fn first_of_each(mut members: Vec<StoryMember>) -> FxHashSet<(String, u64)> {
    members.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut seen: FxHashSet<u64> = FxHashSet::default();
    members.retain(|member| member.stories.own.is_some_and(|key| seen.insert(key)));
    members.into_iter().map(|member| (member.source, member.record)).collect()
}

/// Returns copies as they are named beside an article, as an index in a folder does.
fn other_outlets_first(document: &Document, copies: Vec<Document>) -> Vec<Document> {
    let outlet = |document: &Document| {
        let source = document.metadata.source().map(|source| source.into_owned());
        let text_hash = xxh3_64_with_seed(document.body.text.as_bytes(), document.language.ordinal().into());
        (Outlet::of(source, || document.key.encode()), text_hash)
    };
    let all: Vec<_> = [document].into_iter().chain(&copies).map(outlet).collect();
    let mut copies: Vec<Option<Document>> = copies.into_iter().map(Some).collect();
    naming_order(&all).into_iter().filter_map(|index| copies.get_mut(index)?.take()).collect()
}
