//! Order, copies, search within, and saving of the results.

use maud::{Markup, html};

use crate::search::Sort;
use crate::serve::page::layout::hidden_fields;
use crate::serve::page::results::ResultsPage;
use crate::serve::view::ResultsView;

impl ResultsPage<'_> {
    /// Returns the options of the list of results.
    pub(super) fn options(&self) -> Markup {
        let (text, view) = (self.text, self.view);
        let orders =
            [(Sort::Relevance, text.relevance), (Sort::Newest, text.newest), (Sort::Oldest, text.oldest)];
        let has_copies = self.response.stories.is_some_and(|stories| stories < self.response.total);
        let unfolded = ResultsView { unfold: Some(self.collapses), ..view.at_start() };
        let export = view.at_start().query_string();
        let mut csv = export.clone();
        csv.push("bom", "1"); // spreadsheets know the encoding by it
        html! {
            div.options {
                p {
                    (text.sort) ": "
                    @for (sort, name) in orders {
                        @let current = (view.sort == sort).then_some("true");
                        a href=(ResultsView { sort, ..view.at_start() }.address()) aria-current=[current] { (name) }
                        " "
                    }
                }
                @if has_copies || !self.collapses {
                    p { a href=(unfolded.address()) {
                        @if self.collapses { (text.unfold_copies) } @else { (text.fold_copies) }
                    } }
                }
                p { a href=(view.at_start().query_string().address("/saved")) { (text.saved.save_this) } }
                p {
                    (text.export) " (" (text.export_note) "): "
                    a href=(csv.address("/export.csv")) download { "CSV" } " "
                    a href=(export.address("/export.json")) download { "JSON" }
                }
            }
        }
    }

    /// Returns the form that searches within the results.
    pub(super) fn within_form(&self) -> Markup {
        html! {
            form.within action="/" {
                label for="within" { (self.text.search_within) }
                input id="within" name="within" type="search" dir="auto";
                (hidden_fields(&self.view.at_start()))
                button { (self.text.search) }
            }
        }
    }
}
