//! Copies of a result, folded beneath it.

use maud::{Markup, html};

use crate::search::{Hit, HitCopy};
use crate::serve::page::foreign_text::{ForeignName, ForeignText};
use crate::serve::page::results::ResultsPage;
use crate::serve::page::results::hit::origin;
use crate::serve::page::results::hit::place;
use crate::serve::page::text::counted;
use crate::serve::view::{ArticleId, ArticleView};
use crate::text::grouped;

impl ResultsPage<'_> {
    /// Returns the copies of a result: `also in 3: CNN 17 Oct 2016 …`.
    pub(super) fn copies(&self, hit: &Hit) -> Markup {
        let left_out = hit.num_copies.saturating_sub(hit.copies.len()) as u64;
        html! {
            @if hit.num_copies > 0 {
                details.copies {
                    summary { (self.text.also_in.replace("{}", &grouped(hit.num_copies as u64))) }
                    ul {
                        @for copy in &hit.copies { li { (self.copy(copy)) } }
                        @if left_out > 0 {
                            li { a href=(self.all_copies(hit)) { "… " (counted(left_out, self.text.articles)) } }
                        }
                    }
                }
            }
        }
    }

    /// Returns the address of the list of all copies, in the reading view of the result.
    fn all_copies(&self, hit: &Hit) -> String {
        let id = ArticleId::new(&hit.path, hit.id.as_deref());
        let view = ArticleView { compares_all: true, ..ArticleView::new(id, self.view.query_string(), None) };
        format!("{}#copies", view.address())
    }

    /// Returns a copy: its source, day, title and place, linked.
    fn copy(&self, copy: &HitCopy) -> Markup {
        let id = ArticleId::new(&copy.path, copy.id.as_deref());
        let view = ArticleView::new(id, self.view.query_string(), None);
        let address = format!("{}#m1", view.address());
        html! {
            a href=(address) { (origin(self.text, &copy.metadata, None)) } " "
            @if let Some(title) = copy.metadata.title.as_deref() { bdi { (ForeignName(title)) } " " }
            code { (ForeignText(&place(&copy.path, copy.id.as_deref(), copy.position))) }
        }
    }
}
