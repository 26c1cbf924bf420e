//! Facets of articles, and the counts by them.

use serde::Serialize;

/// Facet that the articles that match are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountBy {
    /// The month of publication.
    Month,
    /// The week of publication, as ISO 8601 counts them: `2016-W41` begins on a Monday.
    Week,
    /// The day of publication.
    Day,
    /// The year of publication.
    Year,
    /// The site: its name, or else its host.
    Site,
    /// The language, by its code.
    Language,
    /// The folder that the file of the article is in.
    Folder,
    /// The author or authors, as printed.
    Author,
    /// The speakers who are quoted, by name: an article counts for each of them.
    Speaker,
}

impl CountBy {
    /// Every facet.
    pub const ALL: [CountBy; 9] = [
        CountBy::Month,
        CountBy::Week,
        CountBy::Day,
        CountBy::Year,
        CountBy::Site,
        CountBy::Language,
        CountBy::Folder,
        CountBy::Author,
        CountBy::Speaker,
    ];

    /// Returns the name of the facet.
    pub fn name(self) -> &'static str {
        match self {
            CountBy::Month => "month",
            CountBy::Week => "week",
            CountBy::Day => "day",
            CountBy::Year => "year",
            CountBy::Site => "site",
            CountBy::Language => "language",
            CountBy::Folder => "folder",
            CountBy::Author => "author",
            CountBy::Speaker => "speaker",
        }
    }

    /// Returns whether the values are times, which are listed in their order.
    pub fn is_time(self) -> bool {
        matches!(self, CountBy::Month | CountBy::Week | CountBy::Day | CountBy::Year)
    }
}

/// Restriction to the articles with values of a facet, as in a drill-down of Lucene's facets. The values are
/// those of [`FacetCounts`], and find as many articles as these count.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DrillDown {
    /// The facet. Times are restricted by [`Filter::since`](crate::Filter::since) and `until` instead, and
    /// find nothing here.
    pub by: CountBy,
    /// Values, any of which an article must have.
    pub values: Vec<String>,
    /// Whether articles with any of the values are left out instead.
    pub is_excluded: bool,
}

impl DrillDown {
    /// Returns the restriction to articles with any of `values`.
    pub fn new(by: CountBy, values: Vec<String>) -> Self {
        DrillDown { by, values, is_excluded: false }
    }

    /// Groups values, each with its facet and whether it is excluded: an article must have any of the values
    /// of a facet, and none of those that are excluded.
    pub(crate) fn grouped(values: impl IntoIterator<Item = (CountBy, String, bool)>) -> Vec<Self> {
        let mut groups: Vec<DrillDown> = Vec::new();
        for (by, value, is_excluded) in values {
            let same = |known: &&mut DrillDown| known.by == by && known.is_excluded == is_excluded;
            match groups.iter_mut().find(same) {
                Some(known) => known.values.push(value),
                None => groups.push(DrillDown { by, values: vec![value], is_excluded }),
            }
        }
        groups
    }
}

/// Number of the articles that match by the values of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCounts {
    /// The facet.
    pub by: CountBy,
    /// All values that occur: times in their order, others the most frequent first; unknown ones last.
    pub values: Vec<FacetCount>,
}

/// Number of articles with a value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
pub struct FacetCount {
    /// The value; `None` if it is unknown.
    pub value: Option<String>,
    /// Number of articles with it.
    pub count: u64,
}
