//! Counts of articles by facets, and of quotations by speakers.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::path::Path;

use serde::{Serialize, Serializer};

use crate::search::{CountBy, FacetCount, FacetCounts};
use crate::wire::path_display::PathDisplay;

/// Returns the value of a facet as it is shown: a folder as paths are.
pub fn shown_value<'v>(by: CountBy, value: &'v str, display: &PathDisplay) -> Cow<'v, str> {
    match by {
        CountBy::Folder => Cow::Owned(display.path(Path::new(value)).to_string_lossy().into_owned()),
        _ => Cow::Borrowed(value),
    }
}

/// Sorts counts of quotations by speaker: the most first and the unknown last.
pub fn counts_by_speaker(counts: impl IntoIterator<Item = (Option<String>, u64)>) -> FacetCounts {
    let counts = counts.into_iter().map(|(value, count)| FacetCount { value, count });
    let mut values: Vec<FacetCount> = counts.collect();
    values.sort_by(|a, b| {
        let key = |count: &FacetCount| (count.value.is_none(), Reverse(count.count));
        key(a).cmp(&key(b)).then_with(|| a.value.cmp(&b.value))
    });
    FacetCounts { by: CountBy::Speaker, values }
}

/// Counts by the name of their facet, in the order in which they were asked for.
pub struct CountsJson<'a> {
    counts: &'a [FacetCounts],
    display: &'a PathDisplay,
}

impl<'a> CountsJson<'a> {
    /// Converts counts.
    pub fn of(counts: &'a [FacetCounts], display: &'a PathDisplay) -> Self {
        CountsJson { counts, display }
    }
}

impl Serialize for CountsJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let values = |facet: &'_ FacetCounts| {
            let value = |count: &FacetCount| {
                let value = count.value.as_deref().map(|value| shown_value(facet.by, value, self.display));
                CountJson { value: value.map(Cow::into_owned), count: count.count }
            };
            facet.values.iter().map(value).collect::<Vec<_>>()
        };
        serializer.collect_map(self.counts.iter().map(|facet| (facet.by.name(), values(facet))))
    }
}

/// Number of articles, or of quotations, with a value.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Count))]
pub struct CountJson {
    /// The value; null if it is unknown.
    value: Option<String>,
    /// Number with it.
    count: u64,
}

/// Numbers of quotations by speaker.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = SpeakerCounts))]
pub struct SpeakerCountsJson {
    /// Number of all quotations.
    total: usize,
    by: SpeakersJson,
}

/// Speakers with the number of quotations of each, the most first and the unknown last.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Speakers))]
pub struct SpeakersJson {
    speaker: Vec<CountJson>,
}

impl SpeakerCountsJson {
    /// Converts counts by speaker, of `total` quotations.
    pub fn of(total: usize, counts: &FacetCounts) -> Self {
        let speaker = |count: &FacetCount| CountJson { value: count.value.clone(), count: count.count };
        SpeakerCountsJson { total, by: SpeakersJson { speaker: counts.values.iter().map(speaker).collect() } }
    }
}
