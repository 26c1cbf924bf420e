//! Counts the articles of another engine by facets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::analysis::Language;
use crate::article::Document;
use crate::error::Error;
use crate::index::schema::day_number;
use crate::query::DateField;
use crate::search::facets::count::{by_count, periods, split_folder};
use crate::search::facets::kinds::{CountBy, FacetCounts};
use crate::search::fast_fields::UNDATED;
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery};
use crate::search::request::{SearchParams, Sort};
use crate::search::response::{FacetResults, SearchResults};
use crate::search::snapshot::IndexSnapshot;
use crate::text::path_key;

/// Separator of the number of a folder and the path below it.
const FOLDER_SEPARATOR: char = ':';

/// Values of a facet, each with the number of articles that have it.
pub(in crate::search) type RemoteValues = Vec<(Option<String>, u64)>;

/// Returns the value of the facet of folders that a file counts for: the number of the folder that it was
/// indexed in, and the folder below that.
pub(crate) fn folder_value((id, relative): (u32, &str)) -> String {
    format!("{id}{FOLDER_SEPARATOR}{relative}")
}

/// Returns the values of a facet that another engine has of an article: numbers of days for all facets of
/// time.
pub(in crate::search) fn facet_values(document: &Document, by: CountBy) -> Vec<Option<String>> {
    let metadata = &document.metadata;
    let author = || metadata.author.as_deref().map(str::trim).filter(|author| !author.is_empty());
    let folder = || split_folder(&document.key.encode()).map(|(id, below)| folder_value((id, &below)));
    match by {
        CountBy::Site => vec![metadata.source().map(|site| site.into_owned())],
        CountBy::Author => vec![author().map(str::to_owned)],
        CountBy::Folder => vec![folder()],
        CountBy::Speaker => {
            let speech = document.quotations.iter().filter(|quotation| quotation.is_speech());
            let speakers: BTreeSet<&String> =
                speech.filter_map(|quotation| quotation.speaker.as_ref()).collect();
            match speakers.is_empty() {
                true => vec![None],
                false => speakers.into_iter().cloned().map(Some).collect(),
            }
        }
        CountBy::Language => {
            let is_known = document.language != Language::UNKNOWN;
            vec![is_known.then(|| document.language.code().to_owned())]
        }
        CountBy::Day | CountBy::Week | CountBy::Month | CountBy::Year => {
            vec![metadata.published.map(|day| day_number(day).to_string())]
        }
    }
}

impl IndexSnapshot {
    /// Counts the articles that match `lowered` as `params` ask for, and fetches those that were published
    /// first.
    pub(super) fn remote_facets(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        params: &SearchParams,
    ) -> Result<FacetResults, Error> {
        let values = |by| remote.index.values(lowered, by);
        let (counts, days) = self.counted_values(params, &values)?;
        let impossible_days = match params.counts_days() {
            true => impossible_days(remote, lowered)?,
            false => 0,
        };
        let first = match first_day(&days).filter(|_| params.first) {
            Some(day) => {
                let mut documents = self.all_of_day(remote, lowered, day)?.into_iter();
                documents.try_fold(Vec::new(), |mut fetched, document| {
                    fetched.push(self.fetched(document, 0.0, params)?);
                    Ok::<_, Error>(fetched)
                })?
            }
            None => Vec::new(),
        };
        let undated = days.get(&UNDATED).copied().filter(|_| params.first).unwrap_or_default();
        Ok(FacetResults { counts, impossible_days, first, undated })
    }

    /// Returns the counts of the facets that `params` ask for, and those of all days if days count, from the
    /// `values` of another engine.
    pub(in crate::search) fn counted_values(
        &self,
        params: &SearchParams,
        values: &dyn Fn(CountBy) -> Result<RemoteValues, Error>,
    ) -> Result<(Vec<FacetCounts>, BTreeMap<i64, u64>), Error> {
        let mut days = BTreeMap::new();
        if params.counts_days() {
            for (day, count) in values(CountBy::Day)? {
                let day = day.and_then(|day| day.parse().ok()).unwrap_or(UNDATED);
                *days.entry(day).or_default() += count;
            }
        }
        let count = |by: &CountBy| {
            let values = match by {
                by if by.is_time() => periods(*by, &days),
                by => by_count(self.shown_values(*by, values(*by)?)?),
            };
            Ok(FacetCounts { by: *by, values })
        };
        Ok((params.count_by.iter().map(count).collect::<Result<_, Error>>()?, days))
    }

    /// Returns values as facets show them: folders by their paths, and hosts by the names of their sites.
    fn shown_values(
        &self,
        by: CountBy,
        values: Vec<(Option<String>, u64)>,
    ) -> Result<FxHashMap<Option<String>, u64>, Error> {
        let sources = match by {
            CountBy::Site => Some(self.all_sources().map_err(|error| self.error(error))?),
            _ => None,
        };
        let mut counts = FxHashMap::default();
        for (value, count) in values {
            let value = match (by, &value) {
                (CountBy::Folder, Some(folder)) => folder
                    .split_once(FOLDER_SEPARATOR)
                    .and_then(|(id, relative)| self.folder_path(id.parse().ok()?, relative))
                    .map(|path| path_key::shown(&path).into_owned()),
                _ => sources
                    .and_then(|sources| sources.shown_as(value.as_deref()?))
                    .map(str::to_owned)
                    .or(value),
            };
            *counts.entry(value).or_default() += count;
        }
        Ok(counts)
    }

    /// Fetches all articles of a day that match `lowered`, in the order of their files.
    pub(in crate::search) fn all_of_day(
        &self,
        remote: &RemoteCounts,
        lowered: &RemoteQuery,
        day: i64,
    ) -> Result<Vec<Document>, Error> {
        let of_day = RemoteQuery::Days(DateField::Published, Some(day), Some(day));
        let of_day = RemoteQuery::all_of(vec![lowered.clone(), of_day]);
        let mut documents: Vec<Document> = Vec::new();
        remote.index.visit(&of_day, Sort::Oldest, &mut |batch| {
            documents.extend(batch);
            Ok(true)
        })?;
        documents.sort_by_cached_key(|document| (document.key.encode(), document.record.number));
        Ok(documents)
    }
}

/// Returns the first day that has articles.
pub(in crate::search) fn first_day(days: &BTreeMap<i64, u64>) -> Option<i64> {
    days.keys().copied().find(|day| *day != UNDATED)
}

/// Counts the articles that match `lowered` whose declared day of publication cannot be one.
pub(in crate::search) fn impossible_days(remote: &RemoteCounts, lowered: &RemoteQuery) -> Result<u64, Error> {
    let is_impossible = RemoteQuery::Term(RemoteField::ImpossibleDay, true.to_string());
    let impossible = RemoteQuery::all_of(vec![lowered.clone(), is_impossible]);
    Ok(remote.index.counts(&[impossible])?.iter().sum())
}

/// Sums the counts of one batch of articles after the other.
pub(super) struct FacetSums {
    counts: Vec<(CountBy, FxHashMap<Option<String>, u64>)>,
    impossible_days: u64,
    undated: u64,
    first: Vec<crate::search::response::FetchedArticle>,
}

impl FacetSums {
    /// Begins to count by these facets.
    pub(super) fn of(count_by: &[CountBy]) -> Self {
        let counts = count_by.iter().map(|by| (*by, FxHashMap::default())).collect();
        FacetSums { counts, impossible_days: 0, undated: 0, first: Vec::new() }
    }

    /// Adds the counts of a batch.
    pub(super) fn add(&mut self, results: &mut SearchResults) {
        let Some(facets) = results.facets.take() else { return };
        self.impossible_days += facets.impossible_days;
        self.undated += facets.undated;
        self.first.extend(facets.first);
        for counts in facets.counts {
            let Some((_, sums)) = self.counts.iter_mut().find(|(by, _)| *by == counts.by) else { continue };
            for value in counts.values {
                *sums.entry(value.value).or_default() += value.count;
            }
        }
    }

    /// Returns the counts of all batches.
    pub(super) fn finish(mut self) -> FacetResults {
        let first_day = self.first.iter().filter_map(|article| article.metadata.published).min();
        self.first.retain(|article| article.metadata.published == first_day);
        let ordered = |(by, counts): (CountBy, FxHashMap<Option<String>, u64>)| {
            let mut values = by_count(counts);
            if by.is_time() {
                values.sort_by(|a, b| (a.value.is_none(), &a.value).cmp(&(b.value.is_none(), &b.value)));
            }
            FacetCounts { by, values }
        };
        FacetResults {
            counts: self.counts.into_iter().map(ordered).collect(),
            impossible_days: self.impossible_days,
            first: self.first,
            undated: self.undated,
        }
    }
}
