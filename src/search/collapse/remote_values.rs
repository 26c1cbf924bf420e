//! Articles of another engine with their scores, and the values of their facets.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::article::Document;
use crate::error::Error;
use crate::search::collapse::top_stories::retain_first_of_stories;
use crate::search::facets::kinds::{CountBy, FacetCounts};
use crate::search::fast_fields::UNDATED;
use crate::search::remote::facets::facet_values;
use crate::search::request::SearchParams;
use crate::search::response::{FacetResults, FetchedArticle};

/// An article with its score.
pub(super) type RankedDocument = (Document, f32);

/// The values of the facets of some articles.
#[derive(Default)]
pub(super) struct ValueCounts(FxHashMap<(CountBy, Option<String>), u64>);

impl ValueCounts {
    /// Adds the values of an article.
    pub(super) fn add(&mut self, document: &Document, params: &SearchParams) {
        let day = params.counts_days().then_some(CountBy::Day);
        let facets = params.count_by.iter().copied().filter(|by| !by.is_time()).chain(day);
        for by in facets {
            for value in facet_values(document, by) {
                *self.0.entry((by, value)).or_default() += 1;
            }
        }
    }

    /// Returns the counts of a facet.
    pub(super) fn of(&self, by: CountBy) -> Vec<(Option<String>, u64)> {
        let counts = self.0.iter().filter(|((of, _), _)| *of == by);
        counts.map(|((_, value), count)| (value.clone(), *count)).collect()
    }
}

/// Puts the results of facets together. Of the articles `first`, which were published first and are in the
/// order of their files, one of each story stands for its copies.
pub(super) fn facet_results(
    params: &SearchParams,
    counts: Vec<FacetCounts>,
    (days, impossible_days): (BTreeMap<i64, u64>, u64),
    first: Vec<Document>,
    fetch: impl FnOnce(Vec<RankedDocument>) -> Result<Vec<FetchedArticle>, Error>,
) -> Result<FacetResults, Error> {
    let mut first: Vec<RankedDocument> = first.into_iter().map(|document| (document, 0.0)).collect();
    retain_first_of_stories(&mut first, |(document, _)| document.stories.own);
    let undated = days.get(&UNDATED).copied().filter(|_| params.first).unwrap_or_default();
    Ok(FacetResults { counts, impossible_days, first: fetch(first)?, undated })
}
