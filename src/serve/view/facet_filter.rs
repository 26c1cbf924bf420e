//! Values of facets that articles must have, or must not have.

use std::path::PathBuf;

use crate::search::CountBy;

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

    /// Returns the name of the field in a query.
    fn query_field(self) -> &'static str {
        match self {
            FacetField::Folder => "path",
            field => field.key(),
        }
    }

    /// Returns the clause of a query for `value`.
    fn clause(self, value: &str) -> String {
        // A mark of quotation would end the value; no value is told from another by one.
        let value = value.replace(['"', '“', '”', '„', '«', '»', '\n'], " ");
        format!("{}:\"{value}\"", self.query_field())
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

    /// Returns the key of an address.
    pub(crate) fn key(&self) -> String {
        format!("{}{}", if self.is_excluded { "-" } else { "" }, self.field.key())
    }
}

/// Returns the queries that `filters` ask for, and the folders: any of the values of a facet, and none of
/// those that are excluded.
pub(crate) fn queries(filters: &[FacetFilter]) -> (Vec<String>, Vec<PathBuf>) {
    let mut queries = Vec::new();
    let mut folders = Vec::new();
    for field in FacetField::ALL {
        let of_field = filters.iter().filter(|filter| filter.field == field);
        let (without, with): (Vec<_>, Vec<_>) = of_field.partition(|filter| filter.is_excluded);
        match field {
            FacetField::Folder => folders.extend(with.iter().map(|filter| PathBuf::from(&filter.value))),
            _ if with.is_empty() => {}
            _ => {
                let clauses: Vec<String> = with.iter().map(|filter| field.clause(&filter.value)).collect();
                queries.push(clauses.join(" OR "));
            }
        }
        queries.extend(without.iter().map(|filter| format!("-{}", field.clause(&filter.value))));
    }
    (queries, folders)
}

#[cfg(test)]
mod tests {
    use crate::serve::view::facet_filter::*;

    #[test]
    fn values_are_alternatives_and_exclusions_are_not() {
        let read = |key: &str, value: &str| FacetFilter::read(key, value);
        let keys = [("site", "Wire"), ("-lang", "de"), ("site", "The \"A\""), ("-speaker", "Ann Lee")];
        let filters: Vec<_> = keys.iter().filter_map(|(key, value)| read(key, value)).collect();
        let (queries, folders) = queries(&filters);
        let expected = ["site:\"Wire\" OR site:\"The  A \"", "-lang:\"de\"", "-speaker:\"Ann Lee\""];
        assert_eq!((queries, folders.len()), (expected.map(str::to_owned).to_vec(), 0));
        assert_eq!((read("site", " "), read("q", "a"), read("--site", "a")), (None, None, None));
    }
}
