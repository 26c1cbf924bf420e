//! Counts articles by facets.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::Span;
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::ColumnIndex;

use crate::analysis::Language;
use crate::article::SourceKey;
use crate::error::Error;
use crate::index::schema::{AUTHOR, IMPOSSIBLE_DAY, SITE, day_of, decode_day};
use crate::search::facets::kinds::{CountBy, FacetCount, FacetCounts};
use crate::search::facets::source_table::{text_column, values};
use crate::search::fast_fields::UNDATED;
use crate::search::snapshot::IndexSnapshot;

/// Maximum number of days between the first and the last that are counted in a table: some 500 years.
const MAX_DAYS: usize = 200_000;
/// Mark in place of the folder of a file that is indexed alone.
const FILE: &str = "/";

/// Documents that match, segment by segment.
pub(crate) type MatchingDocs = [Vec<DocId>];

impl IndexSnapshot {
    /// Counts the documents `docs` by each of `facets`.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index does not have a facet.
    pub(in crate::search) fn count_facets(
        &self,
        docs: &MatchingDocs,
        facets: &[CountBy],
    ) -> Result<Vec<FacetCounts>, Error> {
        let days = match facets.iter().any(|by| by.is_time()) {
            true => self.count_days(docs).map_err(|error| self.error(error))?,
            false => BTreeMap::new(),
        };
        let count = |by: &CountBy| {
            let counts = match by {
                CountBy::Day | CountBy::Month | CountBy::Week | CountBy::Year => periods(*by, &days),
                CountBy::Site => by_count(self.count_sites(docs)?),
                CountBy::Author => by_count(self.count_authors(docs)?),
                CountBy::Language => by_count(self.count_languages(docs)?),
                CountBy::Folder => by_count(self.count_folders(docs)?),
                CountBy::Speaker => by_count(self.count_speakers(docs)?),
            };
            Ok(FacetCounts { by: *by, values: counts })
        };
        facets.iter().map(count).collect()
    }

    /// Counts the documents whose declared day of publication cannot be one; 0 if the index does not tell.
    pub(in crate::search) fn count_impossible_days(&self, docs: &MatchingDocs) -> Result<u64, Error> {
        let mut count = 0;
        for (reader, docs) in self.searcher.segment_readers().iter().zip(docs) {
            if reader.schema().get_field(IMPOSSIBLE_DAY).is_err() {
                continue;
            }
            let column = reader.fast_fields().column_opt::<bool>(IMPOSSIBLE_DAY);
            let Some(column) = column.map_err(|error| self.error(error))? else { continue };
            // Few articles have such a day, so those are looked up among the documents.
            count += match &column.index {
                ColumnIndex::Optional(index) => {
                    index.iter_non_null_docs().filter(|doc| docs.binary_search(doc).is_ok()).count()
                }
                _ => docs.iter().filter(|doc| column.first(**doc).is_some()).count(),
            } as u64;
        }
        Ok(count)
    }

    /// Counts by day of publication.
    fn count_days(&self, docs: &MatchingDocs) -> tantivy::Result<BTreeMap<i64, u64>> {
        let mut counts = BTreeMap::new();
        let segments = self.searcher.segment_readers().iter().zip(&self.fast_fields);
        for ((reader, fields), docs) in segments.zip(docs) {
            add_days(&mut counts, &fields.encoded_days(reader, docs)?);
        }
        Ok(counts)
    }

    fn count_sites(&self, docs: &MatchingDocs) -> Result<FxHashMap<Option<String>, u64>, Error> {
        self.require_sources("sites")?;
        let (mut counts, mut unnamed) = (FxHashMap::default(), Vec::new());
        for (reader, docs) in self.searcher.segment_readers().iter().zip(docs) {
            let column = text_column(reader, SITE).map_err(|error| self.error(error))?;
            unnamed.push(count_texts(column.as_ref(), docs, &mut counts).map_err(|error| self.error(error))?);
        }
        if unnamed.iter().any(|docs| !docs.is_empty()) {
            let sources = self.sources().map_err(|error| self.error(error))?;
            let mut by_number: FxHashMap<_, u64> = FxHashMap::default();
            for (segment, docs) in unnamed.iter().enumerate() {
                docs.iter().for_each(|doc| *by_number.entry(sources.of_doc(segment, *doc)).or_default() += 1);
            }
            for (numbers, count) in by_number {
                let shown = self.shown_source(numbers).map_err(|error| self.error(error))?;
                *counts.entry(shown.map(str::to_owned)).or_default() += count;
            }
        }
        Ok(counts)
    }

    fn count_authors(&self, docs: &MatchingDocs) -> Result<FxHashMap<Option<String>, u64>, Error> {
        self.require_sources("authors")?;
        let mut counts = FxHashMap::default();
        for (reader, docs) in self.searcher.segment_readers().iter().zip(docs) {
            let column = text_column(reader, AUTHOR).map_err(|error| self.error(error))?;
            let unknown =
                count_texts(column.as_ref(), docs, &mut counts).map_err(|error| self.error(error))?;
            add(&mut counts, None, unknown.len() as u64);
        }
        Ok(counts)
    }

    fn count_languages(&self, docs: &MatchingDocs) -> Result<FxHashMap<Option<String>, u64>, Error> {
        let mut by_ordinal = [0; 256];
        for (reader, docs) in self.searcher.segment_readers().iter().zip(docs) {
            let Some(languages) = self.doc_languages.of(reader).map_err(|error| self.error(error))? else {
                continue;
            };
            docs.iter().for_each(|doc| by_ordinal[usize::from(languages.ordinal(*doc))] += 1);
        }
        let mut counts = FxHashMap::default();
        for (language, count) in Language::all().zip(by_ordinal) {
            let code = (language != Language::UNKNOWN).then(|| language.code().to_owned());
            add(&mut counts, code, count);
        }
        Ok(counts)
    }

    /// Counts by the folder that the file of an article is in, as a path.
    fn count_folders(&self, docs: &MatchingDocs) -> Result<FxHashMap<Option<String>, u64>, Error> {
        let mut by_folder: FxHashMap<(u32, String), u64> = FxHashMap::default();
        for (fields, docs) in self.fast_fields.iter().zip(docs) {
            let by_source = fields.count_sources(docs).map_err(|error| self.error(error))?;
            for (source, count) in by_source {
                let Some(folder) = split_folder(&source) else { continue };
                *by_folder.entry(folder).or_default() += count;
            }
        }
        let mut counts = FxHashMap::default();
        for ((id, relative), count) in by_folder {
            let path = self.folder_path(id, &relative);
            add(&mut counts, path.map(|path| crate::text::path_key::shown(&path).into_owned()), count);
        }
        Ok(counts)
    }

    /// Returns the folder that the file with the key `source` is in.
    pub(super) fn folder_of(&self, source: &str) -> Option<PathBuf> {
        let (id, relative) = split_folder(source)?;
        self.folder_path(id, &relative)
    }

    /// Returns the path of a folder in the folder of that number.
    pub(in crate::search) fn folder_path(&self, id: u32, relative: &str) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|folder| folder.id == id)?;
        Some(match relative {
            FILE => folder.path.parent().unwrap_or(&folder.path).to_owned(),
            "" => folder.path.clone(),
            relative => folder.file_path(relative),
        })
    }

    pub(super) fn require_sources(&self, what: &str) -> Result<(), Error> {
        match self.format().has_sources() {
            true => Ok(()),
            false => Err(Error::NeedsIndexing { path: self.path.clone(), what: what.to_owned() }),
        }
    }
}

/// Returns the number of the folder that the file with the key `source` was indexed in, and the folder below
/// it that the file is in.
pub(crate) fn split_folder(source: &str) -> Option<(u32, String)> {
    let key = SourceKey::decode(source)?;
    let folder = key.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    Some((key.folder, if key.path.is_empty() { FILE } else { folder }.to_owned()))
}

fn add(counts: &mut FxHashMap<Option<String>, u64>, value: Option<String>, count: u64) {
    if count > 0 {
        *counts.entry(value).or_default() += count;
    }
}

/// Adds the numbers of encoded days.
fn add_days(counts: &mut BTreeMap<i64, u64>, encoded: &[u64]) {
    let undated = encoded.iter().filter(|day| **day == 0).count() as u64;
    let dated = || encoded.iter().copied().filter(|day| *day > 0);
    let (first, last) = dated().fold((u64::MAX, 0), |(first, last), day| (day.min(first), day.max(last)));
    let mut add =
        |day: u64, count: u64| *counts.entry(decode_day(day).unwrap_or(UNDATED)).or_default() += count;
    if undated > 0 {
        add(0, undated);
    }
    match last.checked_sub(first).and_then(|days| usize::try_from(days).ok()) {
        Some(length) if length < MAX_DAYS => {
            let mut by_day = vec![0; length + 1];
            dated().for_each(|day| by_day[(day - first) as usize] += 1);
            (first..).zip(by_day).filter(|(_, count)| *count > 0).for_each(|(day, count)| add(day, count));
        }
        _ => dated().for_each(|day| add(day, 1)),
    }
}

/// Adds the numbers of `docs` by their value in a column of texts, and returns those without one.
fn count_texts(
    column: Option<&tantivy::columnar::StrColumn>,
    docs: &[DocId],
    counts: &mut FxHashMap<Option<String>, u64>,
) -> tantivy::Result<Vec<DocId>> {
    let Some(column) = column else { return Ok(docs.to_vec()) };
    let mut by_ord = vec![0; column.num_terms()];
    let mut unknown = Vec::new();
    for doc in docs {
        let ord = column.ords().first(*doc).and_then(|ord| usize::try_from(ord).ok());
        match ord.and_then(|ord| by_ord.get_mut(ord)) {
            Some(count) => *count += 1,
            None => unknown.push(*doc),
        }
    }
    for (value, count) in values(column)?.into_iter().zip(by_ord) {
        add(counts, Some(value), count);
    }
    Ok(unknown)
}

/// Sums days up by the periods of the facet `by`.
pub(in crate::search) fn periods(by: CountBy, days: &BTreeMap<i64, u64>) -> Vec<FacetCount> {
    let name = |format: &'static str| move |day: Date| day.strftime(format).to_string();
    match by {
        CountBy::Month => times(days, Date::first_of_month, name("%Y-%m")),
        CountBy::Week => times(days, monday, name("%G-W%V")),
        CountBy::Year => times(days, Date::first_of_year, name("%Y")),
        _ => times(days, |day| day, |day| day.to_string()),
    }
}

/// Sums days up by the periods that begin with `first_day` and are called `name`, in their order, the undated
/// last.
fn times(
    days: &BTreeMap<i64, u64>,
    first_day: impl Fn(Date) -> Date,
    name: impl Fn(Date) -> String,
) -> Vec<FacetCount> {
    let (mut periods, mut undated): (Vec<(Date, u64)>, u64) = (Vec::new(), 0);
    for (number, count) in days {
        match (day_of(*number).map(&first_day), periods.last_mut()) {
            (None, _) => undated += count,
            (Some(first), Some((last, total))) if first == *last => *total += count,
            (Some(first), _) => periods.push((first, *count)),
        }
    }
    let counts = periods.into_iter().map(|(first, count)| FacetCount { value: Some(name(first)), count });
    counts.chain((undated > 0).then_some(FacetCount { value: None, count: undated })).collect()
}

/// Returns the Monday of the week of `day`.
fn monday(day: Date) -> Date {
    let days = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(Span::new().days(days))
}

/// Orders values by their number, the most frequent first, then by the alphabet, and what is unknown last.
pub(in crate::search) fn by_count(counts: FxHashMap<Option<String>, u64>) -> Vec<FacetCount> {
    let counts = counts.into_iter().map(|(value, count)| FacetCount { value, count });
    let mut counts: Vec<FacetCount> = counts.collect();
    counts.sort_unstable_by(|a, b| {
        (a.value.is_none(), Reverse(a.count), &a.value).cmp(&(b.value.is_none(), Reverse(b.count), &b.value))
    });
    counts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::schema::encode_day_number;
    use crate::search::facets::count::*;

    proptest! {
        #[test]
        fn days_are_counted_whatever_their_range(
            days in prop::collection::vec(-3_000_000..3_000_000i64, 0..60),
            near in prop::collection::vec(17_000..17_100i64, 0..60),
        ) {
            for days in [days, near] {
                let mut expected: BTreeMap<i64, u64> = BTreeMap::new();
                days.iter().for_each(|day| *expected.entry(*day).or_default() += 1);
                let mut counts = BTreeMap::new();
                let encoded: Vec<u64> = days.iter().map(|day| encode_day_number(Some(*day))).collect();
                add_days(&mut counts, &encoded);
                prop_assert_eq!(counts, expected);
            }
        }

        #[test]
        fn periods_are_in_order_and_lose_no_article(
            days in prop::collection::btree_map(-800_000..800_000i64, 1..9u64, 0..40),
            undated in 0..3u64,
        ) {
            let mut days = days;
            if undated > 0 {
                days.insert(UNDATED, undated);
            }
            let months = times(&days, Date::first_of_month, |day| day.strftime("%Y-%m").to_string());
            prop_assert_eq!(months.iter().map(|month| month.count).sum::<u64>(), days.values().sum::<u64>());
            let known: Vec<&String> = months.iter().filter_map(|month| month.value.as_ref()).collect();
            prop_assert!(known.windows(2).all(|pair| pair[0] != pair[1]));
            prop_assert_eq!(months.iter().filter(|month| month.value.is_none()).count(), usize::from(undated > 0));
        }
    }

    #[test]
    fn unknown_values_are_last() {
        let counts = [(Some("b"), 2), (None, 9), (Some("a"), 2), (Some("c"), 3)];
        let counts = counts.into_iter().map(|(value, count)| (value.map(str::to_owned), count)).collect();
        let ordered: Vec<_> =
            by_count(counts).into_iter().map(|count| count.value.unwrap_or_default()).collect();
        assert_eq!(ordered, ["c", "a", "b", ""]);
    }
}
