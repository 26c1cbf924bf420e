//! Counts the articles of another engine by facets.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Document;
use crate::error::Error;
use crate::query::DateField;
use crate::search::facets::count::{by_count, periods};
use crate::search::facets::kinds::{CountBy, FacetCounts};
use crate::search::fast_fields::UNDATED;
use crate::search::remote::{RemoteCounts, RemoteField, RemoteQuery};
use crate::search::request::{SearchParams, Sort};
use crate::search::response::{FacetResults, SearchResults};
use crate::search::snapshot::IndexSnapshot;
use crate::text::path_key;

/// Separator of the number of a folder and the path below it.
const FOLDER_SEPARATOR: char = ':';

/// Returns the value of the facet of folders that a file counts for: the number of the folder that it was
/// indexed in, and the folder below that.
#[cfg(any(test, feature = "opensearch"))]
pub(crate) fn folder_value((id, relative): (u32, &str)) -> String {
    format!("{id}{FOLDER_SEPARATOR}{relative}")
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
        let has_times = params.first || params.count_by.iter().any(|by| by.is_time());
        let (mut days, mut impossible_days) = (BTreeMap::new(), 0);
        if has_times {
            for (day, count) in remote.index.values(lowered, CountBy::Day)? {
                let day = day.and_then(|day| day.parse().ok()).unwrap_or(UNDATED);
                *days.entry(day).or_default() += count;
            }
            let is_impossible = RemoteQuery::Term(RemoteField::ImpossibleDay, true.to_string());
            let impossible = RemoteQuery::all_of(vec![lowered.clone(), is_impossible]);
            impossible_days = remote.index.counts(&[impossible])?.iter().sum();
        }
        let count = |by: &CountBy| {
            let values = match by {
                by if by.is_time() => periods(*by, &days),
                by => by_count(self.shown_values(*by, remote.index.values(lowered, *by)?)),
            };
            Ok(FacetCounts { by: *by, values })
        };
        let counts = params.count_by.iter().map(count).collect::<Result<_, Error>>()?;
        let first = match days.keys().find(|day| **day != UNDATED).filter(|_| params.first) {
            Some(day) => {
                let of_day = RemoteQuery::Days(DateField::Published, Some(*day), Some(*day));
                self.fetch_all(remote, &RemoteQuery::all_of(vec![lowered.clone(), of_day]), params)?
            }
            None => Vec::new(),
        };
        let undated = days.get(&UNDATED).copied().filter(|_| params.first).unwrap_or_default();
        Ok(FacetResults { counts, impossible_days, first, undated })
    }

    /// Returns values as facets show them: folders by their paths.
    fn shown_values(
        &self,
        by: CountBy,
        values: Vec<(Option<String>, u64)>,
    ) -> FxHashMap<Option<String>, u64> {
        let mut counts = FxHashMap::default();
        for (value, count) in values {
            let value = match (by, &value) {
                (CountBy::Folder, Some(folder)) => folder
                    .split_once(FOLDER_SEPARATOR)
                    .and_then(|(id, relative)| self.folder_path(id.parse().ok()?, relative))
                    .map(|path| path_key::shown(&path).into_owned()),
                _ => value,
            };
            *counts.entry(value).or_default() += count;
        }
        counts
    }

    /// Fetches all articles that match `lowered`, in the order of their files.
    fn fetch_all(
        &self,
        remote: &Arc<RemoteCounts>,
        lowered: &RemoteQuery,
        params: &SearchParams,
    ) -> Result<Vec<crate::search::response::FetchedArticle>, Error> {
        let mut documents: Vec<Document> = Vec::new();
        remote.index.visit(lowered, Sort::Oldest, &mut |batch| {
            documents.extend(batch);
            Ok(true)
        })?;
        documents.sort_by_cached_key(|document| (document.key.encode(), document.record.number));
        documents.into_iter().map(|document| self.fetched(document, 0.0, params)).collect()
    }
}

/// Sums the counts of one batch of articles after the other.
#[derive(Default)]
pub(super) struct FacetSums {
    counts: Vec<(CountBy, FxHashMap<Option<String>, u64>)>,
    impossible_days: u64,
    undated: u64,
    first: Vec<crate::search::response::FetchedArticle>,
}

impl FacetSums {
    /// Adds the counts of a batch.
    pub(super) fn add(&mut self, results: &mut SearchResults) {
        let Some(facets) = results.facets.take() else { return };
        self.impossible_days += facets.impossible_days;
        self.undated += facets.undated;
        self.first.extend(facets.first);
        for counts in facets.counts {
            let index = self.counts.iter().position(|(by, _)| *by == counts.by).unwrap_or_else(|| {
                self.counts.push((counts.by, FxHashMap::default()));
                self.counts.len() - 1
            });
            for value in counts.values {
                *self.counts[index].1.entry(value.value).or_default() += value.count;
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
