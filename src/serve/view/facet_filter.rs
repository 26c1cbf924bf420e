//! Values of facets that articles must have, or must not have.

use crate::search::{CountBy, DrillDown};

/// Facet that results can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FacetField {
    /// The site.
    Site,
    /// The language.
    Language,
    /// The folder.
    Folder,
    /// A speaker who is quoted.
    Speaker,
}

impl FacetField {
    /// Every facet, in the order of the page.
    pub(crate) const ALL: [FacetField; 4] =
        [FacetField::Site, FacetField::Language, FacetField::Folder, FacetField::Speaker];

    /// Returns the key of an address.
    pub(crate) fn key(self) -> &'static str {
        match self {
            FacetField::Site => "site",
            FacetField::Language => "lang",
            FacetField::Folder => "folder",
            FacetField::Speaker => "speaker",
        }
    }

    /// Returns the counts that give its values.
    pub(crate) fn count_by(self) -> CountBy {
        match self {
            FacetField::Site => CountBy::Site,
            FacetField::Language => CountBy::Language,
            FacetField::Folder => CountBy::Folder,
            FacetField::Speaker => CountBy::Speaker,
        }
    }
}

/// A value of a facet that articles must have, or must not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FacetFilter {
    /// The facet.
    pub field: FacetField,
    /// The value.
    pub value: String,
    /// Whether articles with the value are left out.
    pub is_excluded: bool,
}

impl FacetFilter {
    /// Reads a pair of an address, such as `site=Wire` or `-site=Wire`; `None` if it is no filter.
    pub(crate) fn read(key: &str, value: &str) -> Option<Self> {
        let (is_excluded, name) = key.strip_prefix('-').map_or((false, key), |name| (true, name));
        let field = FacetField::ALL.into_iter().find(|field| field.key() == name)?;
        (!value.trim().is_empty()).then(|| FacetFilter { field, value: value.to_owned(), is_excluded })
    }

    /// Creates the filter by a value of the counts `by`; `None` if no address has it.
    pub(crate) fn of(by: CountBy, value: String, is_excluded: bool) -> Option<Self> {
        let field = FacetField::ALL.into_iter().find(|field| field.count_by() == by)?;
        Some(FacetFilter { field, value, is_excluded })
    }

    /// Returns the key of an address.
    pub(crate) fn key(&self) -> String {
        format!("{}{}", if self.is_excluded { "-" } else { "" }, self.field.key())
    }
}

/// Returns the restrictions that `filters` ask for: any of the values of a facet, and none of those that are
/// excluded.
pub(crate) fn drill_downs(filters: &[FacetFilter]) -> Vec<DrillDown> {
    let value = |filter: &FacetFilter| (filter.field.count_by(), filter.value.clone(), filter.is_excluded);
    DrillDown::grouped(filters.iter().map(value))
}

#[cfg(test)]
mod tests {
    use crate::serve::view::facet_filter::*;

    #[test]
    fn values_are_alternatives_and_exclusions_are_not() {
        let read = |key: &str, value: &str| FacetFilter::read(key, value);
        let keys = [("site", "Wire"), ("-lang", "de"), ("site", "The \"A\""), ("-speaker", "Ann Lee")];
        let filters: Vec<_> = keys.iter().filter_map(|(key, value)| read(key, value)).collect();
        let read_back =
            drill_downs(&filters).into_iter().map(|drill_down| (drill_down.values, drill_down.is_excluded));
        let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let expected =
            [(values(&["Wire", "The \"A\""]), false), (values(&["de"]), true), (values(&["Ann Lee"]), true)];
        assert_eq!(read_back.collect::<Vec<_>>(), expected);
        assert_eq!((read("site", " "), read("q", "a"), read("--site", "a")), (None, None, None));
    }
}
