//! One result: title, source, day, sentences with marks, and the place in the file.

use std::borrow::Cow;
use std::path::Path;

use maud::{Markup, html};

use crate::article::Metadata;
use crate::search::Hit;
use crate::search::snippet::Passage;
use crate::serve::page::foreign_text::{Direction, ForeignName, ForeignText};
use crate::serve::page::results::ResultsPage;
use crate::serve::page::text::Text;
use crate::serve::view::{ArticleId, ArticleView};
use crate::text::{FilePosition, path_key};

/// Returns a position in a file, with the id of its record: `/news/harbor.txt:5`, `/news/budget.pdf:p.5`.
pub(crate) fn place(path: &Path, id: Option<&str>, position: FilePosition) -> String {
    let id = id.map(|id| format!("#{id}")).unwrap_or_default();
    format!("{}{id}:{position}", path_key::shown(path)).replace('\n', "\\n")
}

/// Returns the identifier of a line or a page in the text of an article: `L5`, `P5`.
pub(crate) fn anchor(position: FilePosition) -> String {
    match position {
        FilePosition::Line(line) => format!("L{line}"),
        FilePosition::Page(page) => format!("P{page}"),
    }
}

/// Returns the title of an article, or else the name of its file.
pub(crate) fn title_or_name<'t>(title: Option<&'t str>, path: &'t Path) -> Cow<'t, str> {
    let name = || path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    title.map_or_else(name, Cow::Borrowed)
}

/// Returns a passage with its matches marked.
pub(crate) fn passage(passage: &Passage) -> Markup {
    html! {
        @for segment in &passage.segments {
            @if segment.matched { mark { (ForeignText(&segment.text)) } }
            @else if segment.gap { span.gap { (ForeignText(&segment.text)) } }
            @else { (ForeignText(&segment.text)) }
        }
    }
}

/// Returns the source of an article, its day and language.
pub(crate) fn origin(text: &Text, metadata: &Metadata, language: Option<&str>) -> Markup {
    let source = metadata.source();
    html! {
        @if let Some(source) = &source { span.source dir="auto" { (ForeignName(source)) } " · " }
        @match metadata.published {
            Some(day) => time datetime=(day) { (text.day(day)) },
            None => (text.undated),
        }
        @if let Some(author) = &metadata.author { " · " span dir="auto" { (ForeignName(author)) } }
        @if let Some(code) = language { " · " (text.language(code)) }
    }
}

impl ResultsPage<'_> {
    /// Returns a result; a near miss opens without marks of its query.
    pub(super) fn hit(&self, hit: &Hit, is_near_miss: bool) -> Markup {
        let lang = hit.language.unwrap_or_default();
        let id = format!("h{}{}", if is_near_miss { "n" } else { "" }, hit.rank);
        let title = title_or_name(hit.metadata.title.as_deref(), &hit.path);
        let address = self.article_address(hit, is_near_miss);
        html! {
            li.hit value=(hit.rank) {
                article aria-labelledby=(id) {
                    h3 id=(id) lang=(lang) dir="auto" {
                        a href=(address) { (ForeignName(&title)) }
                    }
                    p.origin { (origin(self.text, &hit.metadata, hit.language)) }
                    @for found in &hit.passages {
                        p.passage lang=(lang) dir=(direction(found)) {
                            (passage(found))
                            @if let Some(speaker) = found.speaker() { " — " b { (ForeignText(speaker)) } }
                        }
                        p.place {
                            code { (ForeignText(&place(&hit.path, hit.id.as_deref(), found.position))) }
                        }
                    }
                    (self.copies(hit))
                }
            }
        }
    }

    /// Returns the address of the article of a result, which opens at its first match.
    fn article_address(&self, hit: &Hit, is_near_miss: bool) -> String {
        let id = ArticleId::new(&hit.path, hit.id.as_deref());
        let mut results = self.view.query_string();
        if is_near_miss {
            let view = ArticleView::new(id, results, None);
            return format!("{}#{}", view.address(), anchor(hit.passage().position));
        }
        results.0.retain(|(key, _)| key != "offset");
        format!("{}#m1", ArticleView::new(id, results, Some(hit.rank - 1)).address())
    }
}

/// Returns the direction of a passage, for the attribute `dir`.
fn direction(passage: &Passage) -> &'static str {
    Direction::of_text(&passage.text()).unwrap_or(Direction::LeftToRight).name()
}
