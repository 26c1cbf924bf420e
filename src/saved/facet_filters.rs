//! Values of facets that the articles of a saved search must have, or must not have: `site=Wire`,
//! `-site=Wire`.

use crate::search::{CountBy, DrillDown};

/// Facets that a saved search can be restricted by.
const FACETS: [CountBy; 5] =
    [CountBy::Site, CountBy::Language, CountBy::Folder, CountBy::Author, CountBy::Speaker];

/// Writes a value of a facet.
#[cfg(any(test, feature = "serve"))]
pub(crate) fn facet_filter(by: CountBy, value: &str, is_excluded: bool) -> String {
    format!("{}{}={value}", if is_excluded { "-" } else { "" }, by.name())
}

/// Reads values of facets: any of the values of a facet, and none of those that are excluded.
///
/// # Errors
/// The first that cannot be read.
pub(super) fn drill_downs(filters: &[String]) -> Result<Vec<DrillDown>, String> {
    let read = |filter: &String| {
        let (is_excluded, text) = filter.strip_prefix('-').map_or((false, &**filter), |text| (true, text));
        let named = text.split_once('=').and_then(|(name, value)| {
            let by = FACETS.into_iter().find(|by| by.name() == name)?;
            (!value.trim().is_empty()).then(|| (by, value.to_owned(), is_excluded))
        });
        named.ok_or_else(|| {
            let names = FACETS.map(CountBy::name).join(", ");
            format!("{filter:?} is no filter such as \"site=Wire\" or \"-site=Wire\"; the facets are {names}")
        })
    };
    Ok(DrillDown::grouped(filters.iter().map(read).collect::<Result<Vec<_>, _>>()?))
}

#[cfg(test)]
mod tests {
    use crate::saved::facet_filters::*;

    #[test]
    fn values_of_a_facet_are_alternatives() {
        let filters = ["site=The A=B", "-site=Wire", "site=Courier", "-language=de"].map(str::to_owned);
        let read = drill_downs(&filters).expect("filters");
        let read: Vec<_> = read
            .iter()
            .map(|drill_down| (drill_down.by.name(), &drill_down.values[..], drill_down.is_excluded))
            .collect();
        let values = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        let (sites, wire, de) = (values(&["The A=B", "Courier"]), values(&["Wire"]), values(&["de"]));
        assert_eq!(
            read,
            [("site", &sites[..], false), ("site", &wire[..], true), ("language", &de[..], true)]
        );
        assert_eq!(facet_filter(CountBy::Site, "The A=B", true), "-site=The A=B");
        for wrong in ["site", "site= ", "color=red", "month=2024-10", ""] {
            assert!(
                drill_downs(&[wrong.to_owned()]).is_err_and(|error| error.contains("no filter")),
                "{wrong}"
            );
        }
    }
}
