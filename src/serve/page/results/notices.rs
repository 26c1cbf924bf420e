//! What the page says beside the results: how the query was read, and what else may be meant.

use maud::{Markup, html};

use crate::query::explain;
use crate::search::{NearMiss, SpellingSuggestion};
use crate::serve::page::foreign_text::{ForeignText, Message};
use crate::serve::page::reading_text::filled;
use crate::serve::page::results::ResultsPage;
use crate::serve::page::text::counted;
use crate::serve::view::ResultsView;
use crate::text::grouped;

impl ResultsPage<'_> {
    /// Returns how the query was read, and what was found.
    pub(super) fn understood(&self) -> Markup {
        let (text, response) = (self.text, self.response);
        let milliseconds = response.took.as_secs_f64() * 1e3;
        html! {
            section.understood aria-label=(text.read_as) {
                h1.hidden { (text.results) }
                p id="count" role="status" {
                    @if response.total_is_lower_bound { (text.at_least) " " }
                    strong { (self.count_found()) }
                    " " span.took { (format!("{milliseconds:.1} ms")) }
                }
                p.read { (text.read_as) ": " span dir="auto" { (ForeignText(&explain(&response.query))) } }
                @if self.view.cut { p { (text.searches_cut) " " a href=(self.with_cut(false)) { (text.search_articles) } } }
                @if !response.notes.is_empty() || !self.view.unknown.is_empty() {
                    ul.notes {
                        @for note in &response.notes { li { (Message(&note.reason)) } }
                        @for pair in &self.view.unknown {
                            li { (text.no_parameter) ": " code { (ForeignText(pair)) } }
                        }
                    }
                }
                (self.spellings())
                (self.elsewhere())
            }
        }
    }

    /// Returns the address of the same search in what was cut, or in the articles.
    fn with_cut(&self, cut: bool) -> String {
        ResultsView { cut, ..self.view.at_start() }.address()
    }

    /// Returns other spellings of the words.
    fn spellings(&self) -> Markup {
        let suggestions = &self.response.also_spelled;
        let lead = |first: &SpellingSuggestion| {
            let text = if first.similar { self.text.similar_words } else { self.text.also_spelled };
            text.replace("{}", &first.word)
        };
        let search = |spelled: &str| {
            let query = self.view.query.replace(&suggestions[0].word, spelled);
            let query = if query == self.view.query { spelled.to_owned() } else { query };
            ResultsView { query, ..self.view.at_start() }.address()
        };
        let expanded = ResultsView { variants: true, ..self.view.at_start() };
        html! {
            @for spellings in suggestions.chunk_by(SpellingSuggestion::are_listed_together) {
                p.spellings {
                    (ForeignText(&lead(&spellings[0]))) ": "
                    @for (index, spelling) in spellings.iter().enumerate() {
                        @if index > 0 { ", " }
                        a href=(search(&spelling.spelled)) { (ForeignText(&spelling.spelled)) }
                        " (" (grouped(spelling.articles)) ")"
                    }
                }
            }
            @if !suggestions.is_empty() && !self.view.variants {
                p { a href=(expanded.address()) { (self.text.search_spellings) } }
            }
        }
    }

    /// Returns matches outside the filters and in what was cut.
    fn elsewhere(&self) -> Markup {
        let (text, elsewhere) = (self.text, &self.elsewhere);
        let without_filters = self.view.without_filters();
        html! {
            @if elsewhere.outside_filter > self.response.total {
                p { a href=(without_filters.address()) { (counted(elsewhere.outside_filter as u64, text.outside_filter)) } }
            }
            @if elsewhere.in_cut_text > 0 {
                p { a href=(self.with_cut(true)) { (counted(elsewhere.in_cut_text as u64, text.in_cut)) } }
            } @else if !self.view.cut {
                p { a href=(self.with_cut(true)) { (text.search_cut) } }
            }
        }
    }

    /// Says that nothing was found, and how many articles match each part.
    pub(super) fn nothing_found(&self) -> Markup {
        let parts = &self.response.partial_matches;
        html! {
            p { strong { (self.text.nothing_found) } }
            @if self.view.num_filters() > 0 {
                p { a href=(self.view.without_filters().address()) { (self.text.remove_filters) } }
            }
            @if !parts.is_empty() {
                p { (self.text.parts) ": " }
                ul.parts {
                    @for part in parts {
                        @let view = ResultsView { query: part.query.clone(), ..self.view.at_start() };
                        li { a href=(view.address()) { (ForeignText(&part.query)) } " " (grouped(part.total as u64)) }
                    }
                }
            }
        }
    }

    /// Returns articles that come close to the query, apart from the results.
    pub(super) fn near_misses(&self) -> Markup {
        let near_misses = &self.response.near_misses;
        let lead = match near_misses.first() {
            None => return html! {},
            Some(first) if first.run == 0 => self.text.near_parts,
            Some(_) => self.text.near_quote,
        };
        html! {
            section.near aria-labelledby="near" {
                h2 id="near" { (lead) }
                ol.hits { @for near_miss in near_misses { (self.near_miss(near_miss)) } }
            }
        }
    }

    /// Returns a near miss, with the words that it has otherwise.
    fn near_miss(&self, near_miss: &NearMiss) -> Markup {
        html! {
            (self.hit(&near_miss.hit, true))
            @if near_miss.run > 0 {
                li.closeness {
                    (filled(self.text.words_of, &[&near_miss.matched.to_string(), &near_miss.words.to_string()]))
                    @for difference in &near_miss.differences {
                        " · "
                        @if !difference.typed.is_empty() { del { (ForeignText(&difference.typed)) } " " }
                        @if !difference.written.is_empty() { ins { (ForeignText(&difference.written)) } }
                    }
                }
            }
        }
    }
}
