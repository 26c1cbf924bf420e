//! The head of the reading view: where the article comes from, its place on the disk, and ways on.

use maud::{Markup, html};

use crate::search::reading::PieceStyle;
use crate::serve::page::article::ReadingPage;
use crate::serve::page::article::body::FileLine;
use crate::serve::page::foreign_text::ForeignText;
use crate::serve::page::reading_text::filled;
use crate::serve::page::results::{anchor, place, title_or_name};
use crate::serve::page::text::counted;
use crate::serve::view::{ArticleView, DraftQuotation};
use crate::text::{FilePosition, grouped};
use crate::wire::escape::web_address;

/// Maximum number of matches that the list of matches links to.
const MAX_LISTED: u32 = 20;

impl ReadingPage<'_> {
    /// Returns the link to the quotation of the draft that the article was opened from.
    pub(super) fn way_to_draft(&self, draft: DraftQuotation) -> Markup {
        html! {
            nav.articles aria-label=(self.text.checked) {
                a.back href=(draft.address()) { "‹ " (self.text.back_to_draft) }
            }
        }
    }

    /// Returns the links to the results and to the articles before and behind.
    pub(super) fn navigation(&self) -> Markup {
        let position = self.view.position.map(|position| grouped((position as u64).saturating_add(1)));
        html! {
            nav.articles aria-label=(self.words.results) {
                @if self.view.has_results() {
                    a.back href=(self.view.results_address()) { "‹ " (self.text.back) }
                }
                @if let (Some(neighbors), Some(position)) = (&self.neighbors, position) {
                    span { (filled(self.text.result_of, &[&position, &grouped(neighbors.total as u64)])) }
                    @if let Some(previous) = &neighbors.previous {
                        a rel="prev" href=(opened(previous)) { (self.text.previous_article) }
                    }
                    @if let Some(next) = &neighbors.next {
                        a rel="next" href=(opened(next)) { (self.text.next_article) }
                    }
                }
            }
        }
    }

    /// Returns the title, what is known of the article, and its matches.
    pub(super) fn head(&self) -> Markup {
        let metadata = &self.reading.article.metadata;
        html! {
            header {
                h1 id=[self.body.title_position().map(anchor)] dir="auto" {
                    @if metadata.title.is_some() { (self.body.title()) }
                    @else { (ForeignText(&title_or_name(None, &self.reading.article.path))) }
                }
                div lang=(self.words.lang) dir="ltr" {
                    p.meta {
                        @if let Some(source) = metadata.source() { bdi { (ForeignText(&source)) } }
                        @if let Some(day) = metadata.published {
                            time datetime=(day.to_string()) { (self.words.day(day)) }
                        }
                        @if let Some(author) = metadata.author.as_deref() { bdi { (ForeignText(author)) } }
                    }
                    @if let Some(url) = metadata.url.as_deref() {
                        p.url {
                            @match web_address(url) {
                                Some(address) => a href=(address) rel="noopener noreferrer nofollow" {
                                    (ForeignText(address))
                                },
                                None => (ForeignText(url)),
                            }
                        }
                    }
                    (self.place_on_disk())
                    (self.matches())
                }
            }
        }
    }

    /// Returns the place of the first match, to be copied, the line of the file of a record, and the link to
    /// an editor.
    fn place_on_disk(&self) -> Markup {
        let position = self.first_position();
        let article = &self.reading.article;
        let file_line = self.body.file_line;
        html! {
            p.place {
                // The script has the line of the text, and of the link, follow the match that is shown.
                code #place { (ForeignText(&place(&article.path, article.id.as_deref(), position))) }
                @if let FileLine::OfRecord(line) = file_line {
                    span { (filled(self.text.record_line, &[&line.to_string()])) }
                }
                @if let Some(address) = self.body.editor_address(position) {
                    @let template = self.body.editor.as_deref().filter(|_| file_line == FileLine::OfText);
                    a #editor href=(address) data-link=[template] { (self.text.open_in_editor) }
                }
            }
        }
    }

    /// Returns the position of the first match, or else that of the first text.
    fn first_position(&self) -> FilePosition {
        let mut position = self.reading.article.title_position;
        let is_match = |style| matches!(style, PieceStyle::Match(_));
        if self.reading.title.iter().any(|piece| is_match(piece.style)) {
            return position;
        }
        for piece in &self.reading.pieces {
            position = piece.position.unwrap_or(position);
            if is_match(piece.style) {
                return position;
            }
        }
        self.reading.passages.first().map_or(position, |passage| passage.position)
    }

    /// Returns the number of matches, with links to the next and to the first of them.
    ///
    /// An article opens at the first. The script has the links follow the match that is shown.
    fn matches(&self) -> Markup {
        let count = self.reading.num_matches;
        let matches = counted(u64::from(count), self.text.matches);
        html! {
            @if count > 0 {
                nav.matches aria-label=(matches) {
                    @let step = |number: u32, step: &str, name: &str, sign: &str| html! {
                        @if count > 1 {
                            a href=(format_args!("#m{number}")) data-step=(step) aria-label=(name) { (sign) }
                        }
                    };
                    (step(count, "-1", self.text.previous_match, "‹"))
                    span #matches data-of=(count) data-one=(self.text.match_of) { (matches) }
                    (step(2, "1", self.text.next_match, "›"))
                    @for number in 1..=count.min(MAX_LISTED) {
                        @let name = filled(self.text.match_of, &[&number.to_string(), &count.to_string()]);
                        a href=(format_args!("#m{number}")) aria-label=(name) { (number) }
                    }
                    @if count > MAX_LISTED {
                        "… " a href=(format_args!("#m{count}")) aria-label=(self.text.last_match) { (count) }
                    }
                }
            } @else if self.view.has_results() {
                p.note { (self.text.no_match) }
            }
            @if self.reading.is_truncated { p.note { (self.text.not_all_marked) } }
        }
    }
}

/// Returns the address that opens an article at its first match.
fn opened(view: &ArticleView) -> String {
    format!("{}#m1", view.address())
}
