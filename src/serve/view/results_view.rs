//! State of the page of results.

use jiff::civil::Date;

use crate::index::SearchTarget;
use crate::search::{CountBy, MatchMode, Request, Sort};
use crate::serve::view::days::read_days;
use crate::serve::view::facet_filter::{FacetField, FacetFilter, drill_downs};
use crate::serve::view::query_string::QueryString;

/// Number of results of a page.
pub(crate) const PAGE_LIMIT: usize = 10;
/// Maximum number of results of a page that an address can ask for.
const MAX_LIMIT: usize = 100;

/// State of the page of results: the query, filters, and what of the results is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ResultsView {
    /// Query as typed.
    pub query: String,
    /// Queries within the results.
    pub within: Vec<String>,
    /// Whether the text that was cut is searched.
    pub cut: bool,
    /// Whether articles match with any of the words.
    pub any: bool,
    /// Whether other spellings of the words are searched for as well.
    pub variants: bool,
    /// Order of the results.
    pub sort: Sort,
    /// Values of facets.
    pub filters: Vec<FacetFilter>,
    /// First day of publication.
    pub since: Option<Date>,
    /// Last day of publication.
    pub until: Option<Date>,
    /// Whether only articles that declare no day are found.
    pub undated: bool,
    /// Whether only articles are found that declare a day which cannot be.
    pub impossible: bool,
    /// Whether each copy is a result of its own; `None` as the options of the server say.
    pub unfold: Option<bool>,
    /// Number of results to skip.
    pub offset: usize,
    /// Maximum number of results.
    pub limit: usize,
    /// Facet all values of which are listed.
    pub all_values: Option<FacetField>,
    /// Text that the listed values contain.
    pub value_text: String,
    /// Whether speakers are counted, which takes time if many articles match.
    pub count_speakers: bool,
    /// Parameters that no page knows, which the page names.
    pub unknown: Vec<String>,
}

impl Default for ResultsView {
    fn default() -> Self {
        ResultsView {
            query: String::new(),
            within: Vec::new(),
            cut: false,
            any: false,
            variants: false,
            sort: Sort::Relevance,
            filters: Vec::new(),
            since: None,
            until: None,
            undated: false,
            impossible: false,
            unfold: None,
            offset: 0,
            limit: PAGE_LIMIT,
            all_values: None,
            value_text: String::new(),
            count_speakers: false,
            unknown: Vec::new(),
        }
    }
}

/// Names of the orders in an address.
const SORTS: [(Sort, &str); 3] =
    [(Sort::Relevance, "relevance"), (Sort::Newest, "newest"), (Sort::Oldest, "oldest")];

impl ResultsView {
    /// Reads the state from an address. Values that cannot be read are named in [`ResultsView::unknown`].
    pub(crate) fn read(address: &QueryString) -> Self {
        let mut view = ResultsView::default();
        for (key, value) in &address.0 {
            // Values are compared with those of the index, spaces included.
            if let Some(filter) = FacetFilter::read(key, value) {
                if !view.filters.contains(&filter) {
                    view.filters.push(filter);
                }
                continue;
            }
            let is_empty_field = value.trim().is_empty() && is_field_of_form(key);
            if !(view.read_pair(key, value.trim()) || is_empty_field) {
                view.unknown.push(format!("{key}={value}"));
            }
        }
        view
    }

    /// Reads a pair of an address; returns whether it means something.
    fn read_pair(&mut self, key: &str, value: &str) -> bool {
        let is_set = value == "1";
        match key {
            "q" => self.query = value.to_owned(),
            "within" if !value.is_empty() => self.within.push(value.to_owned()),
            "cut" if is_set => self.cut = true,
            "any" if is_set => self.any = true,
            "variants" if is_set => self.variants = true,
            "undated" if is_set => self.undated = true,
            "impossible" if is_set => self.impossible = true,
            "count" if value == "speaker" => self.count_speakers = true,
            "copies" if value == "folded" => self.unfold = Some(false),
            "copies" if value == "unfolded" => self.unfold = Some(true),
            "values" => match FacetField::ALL.into_iter().find(|field| field.key() == value) {
                Some(field) => self.all_values = Some(field),
                None => return false,
            },
            "find" if !value.is_empty() => self.value_text = value.to_owned(),
            "sort" => match SORTS.iter().find(|(_, name)| *name == value) {
                Some((sort, _)) => self.sort = *sort,
                None => return false,
            },
            "from" | "to" => match read_days(value) {
                Some((first, _)) if key == "from" => self.since = Some(first),
                Some((_, last)) => self.until = Some(last),
                None => return false,
            },
            "offset" => match value.parse() {
                Ok(offset) => self.offset = offset,
                Err(_) => return false,
            },
            "limit" => match value.parse() {
                Ok(limit @ 1..=MAX_LIMIT) => self.limit = limit,
                _ => return false,
            },
            _ => return false,
        }
        true
    }

    /// Writes the state as the part of an address behind `?`; what is as usual is left out.
    pub(crate) fn query_string(&self) -> QueryString {
        let mut pairs = QueryString::default();
        if !self.query.is_empty() {
            pairs.push("q", &self.query);
        }
        self.within.iter().for_each(|within| pairs.push("within", within));
        let flags = [
            ("cut", self.cut),
            ("any", self.any),
            ("variants", self.variants),
            ("undated", self.undated),
            ("impossible", self.impossible),
        ];
        flags.iter().filter(|(_, is_set)| *is_set).for_each(|(key, _)| pairs.push(key, "1"));
        if self.sort != Sort::Relevance {
            let name = SORTS.iter().find(|(sort, _)| *sort == self.sort).map_or("", |(_, name)| name);
            pairs.push("sort", name);
        }
        self.filters.iter().for_each(|filter| pairs.push(&filter.key(), &filter.value));
        for (key, day) in [("from", self.since), ("to", self.until)] {
            day.into_iter().for_each(|day| pairs.push(key, day.to_string()));
        }
        if let Some(unfold) = self.unfold {
            pairs.push("copies", if unfold { "unfolded" } else { "folded" });
        }
        if self.offset > 0 {
            pairs.push("offset", self.offset.to_string());
        }
        if self.limit != PAGE_LIMIT {
            pairs.push("limit", self.limit.to_string());
        }
        self.all_values.into_iter().for_each(|field| pairs.push("values", field.key()));
        if !self.value_text.is_empty() {
            pairs.push("find", &self.value_text);
        }
        if self.count_speakers {
            pairs.push("count", "speaker");
        }
        pairs
    }

    /// Returns the address of the page of results in this state.
    pub(crate) fn address(&self) -> String {
        self.query_string().address("/")
    }

    /// Returns the same state with other results: from the first one on, and with the usual values of facets.
    #[must_use]
    pub(crate) fn at_start(&self) -> Self {
        ResultsView {
            offset: 0,
            all_values: None,
            value_text: String::new(),
            unknown: Vec::new(),
            ..self.clone()
        }
    }

    /// Returns the state with a value of a facet, in place of the same value excluded or not.
    #[must_use]
    pub(crate) fn with_filter(&self, filter: FacetFilter) -> Self {
        let mut view = self.at_start().without_filter(&filter);
        view.filters.push(filter);
        view
    }

    /// Returns the state without a value of a facet.
    #[must_use]
    pub(crate) fn without_filter(&self, filter: &FacetFilter) -> Self {
        let mut view = self.at_start();
        view.filters.retain(|other| (other.field, &other.value) != (filter.field, &filter.value));
        view
    }

    /// Returns the state without filters: the query alone, in the same order.
    #[must_use]
    pub(crate) fn without_filters(&self) -> Self {
        let (within, filters) = (Vec::new(), Vec::new());
        ResultsView { within, filters, ..self.at_any_day() }
    }

    /// Returns the state without restrictions of the day.
    #[must_use]
    pub(crate) fn at_any_day(&self) -> Self {
        ResultsView { since: None, until: None, undated: false, impossible: false, ..self.at_start() }
    }

    /// Returns the number of filters.
    pub(crate) fn num_filters(&self) -> usize {
        let days = [self.since.is_some(), self.until.is_some(), self.undated, self.impossible];
        self.within.len() + self.filters.len() + days.iter().filter(|is_set| **is_set).count()
    }

    /// Returns whether nothing is asked for yet.
    pub(crate) fn is_blank(&self) -> bool {
        self.query.is_empty() && self.num_filters() == 0
    }

    /// Returns whether the best article of a story stands for its copies; `usual` if the address does not
    /// say.
    pub(crate) fn collapses(&self, usual: bool) -> bool {
        self.unfold.map_or(usual, |unfold| !unfold)
    }

    /// Returns the request for the results; `collapse` as the options of the server say.
    pub(crate) fn to_request(&self, collapse: bool) -> Request {
        let mut filter_queries = self.within.clone();
        // An impossible day is none, but has a bar of its own.
        let days = [(self.undated, "date:none -date:impossible"), (self.impossible, "date:impossible")];
        filter_queries
            .extend(days.iter().filter(|(is_set, _)| *is_set).map(|(_, query)| (*query).to_owned()));
        let mut request = Request::new(if self.query.is_empty() { "*" } else { &self.query });
        request.filter_queries = filter_queries;
        request.target = if self.cut { SearchTarget::Cut } else { SearchTarget::Article };
        request.match_mode = if self.any { MatchMode::Any } else { MatchMode::All };
        request.expand_spellings = self.variants;
        request.filter.drill_downs = drill_downs(&self.filters);
        (request.filter.since, request.filter.until) = (self.since, self.until);
        request.sort = self.sort;
        request.collapse = self.collapses(collapse);
        (request.offset, request.limit) = (self.offset, self.limit);
        request
    }

    /// Returns the counts that the page shows beside the results.
    pub(crate) fn counts(&self) -> Vec<CountBy> {
        let time = match self.since.zip(self.until) {
            Some((since, until)) if is_short(since, until) => CountBy::Day,
            _ => CountBy::Month,
        };
        let speakers = self.count_speakers.then_some(CountBy::Speaker);
        [time, CountBy::Site, CountBy::Language, CountBy::Folder].into_iter().chain(speakers).collect()
    }
}

/// Returns whether a histogram shows the days from `since` to `until` one by one.
fn is_short(since: Date, until: Date) -> bool {
    const MAX_DAYS: i32 = 62;
    until.since(since).is_ok_and(|span| span.get_days() <= MAX_DAYS)
}

/// Returns whether a form of the page has a field of this name, which may be empty.
fn is_field_of_form(key: &str) -> bool {
    ["q", "within", "from", "to", "find"].contains(&key)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::serve::view::results_view::*;

    /// Returns any state that an address can have.
    fn any_view() -> impl Strategy<Value = ResultsView> {
        let text = || "[a-z \"&=+%#é中]{1,8}".prop_map(|text| text.trim().to_owned());
        let texts = || prop::collection::vec(text().prop_filter("no text", |text| !text.is_empty()), 0..3);
        let day = || {
            let day = (1i16..=9999, 1i8..=12, 1i8..=28)
                .prop_map(|(year, month, day)| Date::new(year, month, day).unwrap_or(Date::MIN));
            prop::option::of(day)
        };
        let filter =
            (0usize..4, text(), any::<bool>()).prop_filter_map("no value", |(field, value, is_excluded)| {
                let field = FacetField::ALL[field];
                (!value.is_empty()).then_some(FacetFilter { field, value, is_excluded })
            });
        let flags = any::<(bool, bool, bool, bool, bool, bool, Option<bool>)>();
        let page = (0usize..1_000_000, 1..=MAX_LIMIT, 0usize..3, prop::option::of(0usize..4), text());
        (text(), texts(), flags, prop::collection::vec(filter, 0..4), day(), day(), page).prop_map(
            |(
                query,
                within,
                (cut, any, variants, undated, impossible, count_speakers, unfold),
                mut filters,
                since,
                until,
                page,
            )| {
                let mut seen: Vec<FacetFilter> = Vec::new();
                filters.retain(|filter| {
                    let is_new = !seen.contains(filter);
                    seen.push(filter.clone());
                    is_new
                });
                let (offset, limit, sort, all_values, value_text) = page;
                let (sort, all_values) = (SORTS[sort].0, all_values.map(|field| FacetField::ALL[field]));
                ResultsView {
                    query,
                    within,
                    cut,
                    any,
                    variants,
                    sort,
                    filters,
                    since,
                    until,
                    undated,
                    impossible,
                    unfold,
                    offset,
                    limit,
                    all_values,
                    value_text,
                    count_speakers,
                    unknown: Vec::new(),
                }
            },
        )
    }

    proptest! {
        #[test]
        fn every_state_is_an_address(view in any_view()) {
            let address = view.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            prop_assert_eq!(path, "/");
            prop_assert_eq!(ResultsView::read(&QueryString::read(query)), view);
        }
    }

    #[test]
    fn what_means_nothing_is_named() {
        let view =
            ResultsView::read(&QueryString::read("q=a&q2=b&sort=best&from=2024-13&limit=0&within=&cut=1"));
        assert_eq!(view.unknown, ["q2=b", "sort=best", "from=2024-13", "limit=0"]);
        assert_eq!((view.query.as_str(), view.cut), ("a", true));
    }

    #[test]
    fn months_and_years_are_ranges() {
        let view = ResultsView::read(&QueryString::read("from=f%C3%A9vrier+2024&to=2024"));
        assert_eq!(view.since.map(|day| day.to_string()).as_deref(), Some("2024-02-01"));
        let view = ResultsView::read(&QueryString::read("from=2024-02&to=2024"));
        let days = [view.since, view.until].map(|day| day.map(|day| day.to_string()));
        assert_eq!(days.map(Option::unwrap_or_default), ["2024-02-01", "2024-12-31"]);
    }
}
