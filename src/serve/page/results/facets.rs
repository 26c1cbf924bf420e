//! Facets beside the results, and the filters that are set.

use maud::{Markup, html};

use crate::search::FacetCount;
use crate::serve::page::foreign_text::{ForeignName, ForeignText};
use crate::serve::page::layout::hidden_fields;
use crate::serve::page::results::ResultsPage;
use crate::serve::view::{FacetField, FacetFilter, ResultsView};
use crate::text::grouped;

/// Number of values of a facet that are listed.
const VALUES: usize = 8;
/// Number of values of a facet that are listed if all are asked for.
const MAX_VALUES: usize = 1000;

impl ResultsPage<'_> {
    /// Returns the facets with their counts.
    pub(super) fn facets(&self) -> Markup {
        html! {
            aside.facets aria-label=(self.text.filters) {
                a.skip href="#found" { (self.text.skip_to_results) }
                details open {
                    summary { (self.text.filters) }
                    @if !self.view.is_blank() { (self.within_form()) }
                    (self.days_form())
                    @for field in FacetField::ALL { (self.facet(field)) }
                }
            }
        }
    }

    /// Returns one facet.
    fn facet(&self, field: FacetField) -> Markup {
        let text = self.text;
        let counts = self.response.counts.iter().find(|counts| counts.by == field.count_by());
        let id = format!("facet-{}", field.key());
        let Some(counts) = counts else {
            let view = ResultsView { count_speakers: true, ..self.view.at_start() };
            return html! {
                // An index of an older format counts no sites.
                @if self.response.total > 0 && field == FacetField::Speaker {
                    section aria-labelledby=(id) {
                        h2 id=(id) { (text.facet(field)) }
                        p { a href=(view.address()) { (text.count_speakers) } }
                    }
                }
            };
        };
        let is_open = self.view.all_values == Some(field);
        let (limit, wanted) = match is_open {
            true => (MAX_VALUES, self.view.value_text.to_lowercase()),
            false => (VALUES, String::new()),
        };
        let has_text = |count: &&FacetCount| {
            wanted.is_empty()
                || count
                    .value
                    .as_deref()
                    .is_some_and(|value| self.shown(field, value).to_lowercase().contains(&wanted))
        };
        let num_values = counts.values.len();
        html! {
            @if num_values > 0 {
                section aria-labelledby=(id) {
                    h2 id=(id) { (text.facet(field)) }
                    @if is_open { (self.value_search(field)) }
                    ul {
                        @for count in counts.values.iter().filter(has_text).take(limit) {
                            li { (self.value(field, count)) }
                        }
                    }
                    @if is_open {
                        p { a href={ (self.view.at_start().address()) "#" (id) } { (text.show_fewer) } }
                    } @else if num_values > VALUES {
                        @let view = ResultsView { all_values: Some(field), ..self.view.at_start() };
                        p { a href={ (view.address()) "#" (id) } {
                            (text.show_all.replace("{}", &grouped(num_values as u64)))
                        } }
                    }
                }
            }
        }
    }

    /// Returns the form that searches the values of a facet.
    fn value_search(&self, field: FacetField) -> Markup {
        let view = ResultsView { all_values: Some(field), ..self.view.at_start() };
        html! {
            form action="/" {
                label for="find" { (self.text.find_value) }
                input id="find" name="find" type="search" value=(self.view.value_text) dir="auto";
                (hidden_fields(&view))
                button { (self.text.show) }
            }
        }
    }

    /// Returns a value with its count: a link to the results with it, and one to those without.
    fn value(&self, field: FacetField, count: &FacetCount) -> Markup {
        let text = self.text;
        let Some(value) = count.value.as_deref() else {
            return html! { span.unknown { (text.unknown_value) } " " span.count { (grouped(count.count)) } };
        };
        let filter = |is_excluded| FacetFilter { field, value: value.to_owned(), is_excluded };
        let shown = self.shown(field, value);
        let is_set = self.view.filters.contains(&filter(false));
        html! {
            @if is_set {
                b dir="auto" { (ForeignName(&shown)) }
            } @else {
                a.value href=(self.view.with_filter(filter(false)).address()) dir="auto" { (ForeignName(&shown)) }
            }
            " " span.count { (grouped(count.count)) } " "
            @if !is_set {
                a.exclude href=(self.view.with_filter(filter(true)).address())
                    aria-label={ (text.exclude) " " (ForeignText(&shown)) } title=(text.exclude) { "−" }
            }
        }
    }

    /// Returns the filters that are set, each with a link that removes it.
    pub(super) fn filters(&self) -> Markup {
        let view = self.view;
        let start = view.at_start();
        let mut chips: Vec<(String, Markup, ResultsView)> = Vec::new();
        let as_text = |name: &str| html! { span dir="auto" { (ForeignName(name)) } };
        let days = [
            (self.text.from, view.since, ResultsView { since: None, ..start.clone() }),
            (self.text.to, view.until, ResultsView { until: None, ..start.clone() }),
        ];
        for (name, day, without) in days {
            let Some(day) = day else { continue };
            let shown = self.text.day(day);
            let markup = html! { span { (name) " " time datetime=(day) { (shown) } } };
            chips.push((format!("{name} {shown}"), markup, without));
        }
        for (index, within) in view.within.iter().enumerate() {
            let mut without = start.clone();
            without.within.remove(index);
            let name = format!("{}: {within}", self.text.within);
            chips.push((name.clone(), as_text(&name), without));
        }
        for filter in &view.filters {
            let not = if filter.is_excluded { format!("{} ", self.text.not) } else { String::new() };
            let (facet, value) = (self.text.facet(filter.field), self.shown(filter.field, &filter.value));
            let name = format!("{facet}: {not}{value}");
            chips.push((name.clone(), as_text(&name), view.without_filter(filter)));
        }
        let flags = [
            (view.undated, self.text.undated, ResultsView { undated: false, ..start.clone() }),
            (view.impossible, self.text.impossible, ResultsView { impossible: false, ..start.clone() }),
        ];
        for (_, name, without) in flags.into_iter().filter(|(is_set, ..)| *is_set) {
            chips.push((name.to_owned(), as_text(name), without));
        }
        html! {
            @if !chips.is_empty() {
                ul.chips aria-label=(self.text.filters) {
                    @for (name, shown, without) in &chips {
                        li {
                            (shown) " "
                            a href=(without.address()) aria-label={ (self.text.remove) " " (ForeignText(name)) } { "×" }
                        }
                    }
                }
            }
        }
    }

    /// Returns a value as it is shown: languages by their names.
    fn shown(&self, field: FacetField, value: &str) -> String {
        match field {
            FacetField::Language => self.text.language(value).to_owned(),
            _ => value.to_owned(),
        }
    }
}
