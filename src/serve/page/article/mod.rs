//! The reading view: a whole article, opened at the first match.

mod body;
mod copies;
mod head;
#[cfg(test)]
mod hostile_tests;
mod neighbors;
#[cfg(test)]
mod tests;

use hyper::StatusCode;
use maud::{Markup, html};

use crate::archive::OpenedArchive;
use crate::cleaner::NoReasons;
use crate::copies::CopyReport;
use crate::error::Error;
use crate::search::Request;
use crate::search::reading::{BlockSource, ReadingArticle};
use crate::serve::freshness::Freshness;
use crate::serve::page::article::body::{ArticleBody, FileLine};
use crate::serve::page::article::neighbors::Neighbors;
use crate::serve::page::foreign_text::{Direction, ForeignName, ForeignText, Message, editor_address, lang};
use crate::serve::page::layout::{PageFrame, Tab, shown};
use crate::serve::page::reading_text::{ReadingText, filled};
use crate::serve::page::results::title_or_name;
use crate::serve::page::text::{ENGLISH, Text, counted};
use crate::serve::page::{self, errors};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::view::{ArticleView, ResultsView};
use crate::text::path_key;
use crate::wire::PathDisplay;
use crate::wire::citation::CitedArticle;

/// Maximum number of copies that an article is compared with unless more are asked for.
const MAX_COMPARED: usize = 12;
/// Maximum size of a file that is cleaned again for the reasons, in bytes, unless they are asked for.
const MAX_CLEANED: usize = 1 << 20;
/// Number of blocks above which only those in sight are laid out, and the numbers of lines are no links.
const LONG: usize = 2000;

/// Shows an article.
pub(crate) fn get(served: &Served, call: &Call) -> ServerResponse {
    let address = call.uri();
    match ArticleView::read(address.path(), address.query().unwrap_or_default()) {
        Some(view) => answer(served, &view),
        None => errors::no_article(served, ""),
    }
}

/// Returns the page of an article, or the one that says why there is none.
fn answer(served: &Served, view: &ArticleView) -> ServerResponse {
    let page = served.archive.current().and_then(|archive| {
        let request = view.to_request(served.options.collapse);
        let (path, record) = (&view.id.path, view.id.record.as_deref());
        let Some(reading) = archive.searcher.reading(path, record, &request)? else { return Ok(None) };
        Ok(Some(ReadingPage::new(served, &archive, view, (&reading, &request)).page()))
    });
    match page {
        Ok(Some(page)) => shown(StatusCode::OK, page),
        Ok(None) | Err(Error::AmbiguousRecord { .. }) => errors::no_article(served, &view.results_address()),
        Err(error) => page::answer(served, Err(error)),
    }
}

/// Returns whether blocks of an article were cut.
fn has_cut(reading: &ReadingArticle) -> bool {
    reading.blocks.iter().any(|block| block.source == BlockSource::Cut)
}

/// Page of an article.
struct ReadingPage<'r> {
    reading: &'r ReadingArticle,
    view: &'r ArticleView,
    body: ArticleBody<'r>,
    neighbors: Option<Neighbors>,
    /// Copies with what differs, if there are not too many.
    copies: Option<CopyReport>,
    compares_copies: bool,
    freshness: Freshness,
    text: &'static ReadingText,
    words: &'static Text,
}

impl<'r> ReadingPage<'r> {
    fn new(
        served: &'r Served,
        archive: &'r OpenedArchive,
        view: &'r ArticleView,
        (reading, request): (&'r ReadingArticle, &'r Request),
    ) -> Self {
        let article = &reading.article;
        let has_cut = has_cut(reading);
        // A record has its line in the file, too.
        let needs_file = has_cut || article.id.is_some();
        let max_bytes = if view.looks_up_reasons { usize::MAX } else { MAX_CLEANED };
        let (path, id) = (&article.path, article.id.as_deref());
        let reasons = needs_file.then(|| archive.cleaner().cut_reasons(path, id, max_bytes));
        let compares = match reading.num_copies {
            Some(copies) => copies > 0 && (copies <= MAX_COMPARED || view.compares_all),
            None => view.compares_all && !archive.searcher.compares_copies(),
        };
        let copies = compares.then(|| archive.searcher.copies_of(path, id));
        let direction = Direction::of(&article.text.text, article.text.language);
        let (text, words) = (&ENGLISH.reading, &ENGLISH);
        let reasons = reasons.unwrap_or(Err(NoReasons::NotFound));
        let template = served.options.link_template.as_deref();
        let editor = template.and_then(|template| editor_address(template, &path_key::shown(path)));
        ReadingPage {
            reading,
            view,
            body: ArticleBody {
                reading,
                file_line: FileLine::of(&reasons, id),
                reasons,
                editor,
                direction,
                has_line_links: reading.blocks.len() <= LONG,
                text,
                lang: words.lang,
            },
            neighbors: Neighbors::find(&archive.searcher, view, request),
            copies: copies.and_then(Result::ok).flatten(),
            compares_copies: archive.searcher.compares_copies(),
            freshness: served.folders.freshness(archive),
            text,
            words,
        }
    }

    fn page(&self) -> Markup {
        let article = &self.reading.article;
        let title = title_or_name(article.metadata.title.as_deref(), &article.path);
        let main = html! {
            @if let Some(draft) = self.view.draft { (self.way_to_draft(draft)) }
            @else if self.view.has_results() || self.neighbors.is_some() { (self.navigation()) }
            article.reading lang=(lang(article.text.language)) dir=(self.body.direction.name()) {
                (self.head())
                div.text.long[self.reading.blocks.len() > LONG] {
                    @if self.reading.blocks.is_empty() { p.note lang=(self.words.lang) { (self.text.empty) } }
                    @if has_cut(self.reading) && self.body.reasons.as_ref().err() == Some(&NoReasons::TooLong) {
                        p.note lang=(self.words.lang) dir="ltr" {
                            (self.text.not_looked_up) " "
                            a href=(self.view.with_reasons().address()) { (self.text.look_up) }
                        }
                    }
                    (self.body.blocks())
                }
            }
            section.more aria-label=(self.text.more) {
                (self.quotations())
                (self.copies_section())
                (self.citation())
            }
        };
        let results = ResultsView::read(&self.view.results);
        let frame = PageFrame {
            text: self.words,
            title: &title,
            tab: Tab::Search,
            view: &results,
            freshness: Some(self.freshness.clone()),
        };
        frame.page(&main)
    }

    /// Returns the list of what is quoted, folded.
    fn quotations(&self) -> Markup {
        let article = &self.reading.article;
        let speech = article.quotations.iter().enumerate().filter(|(_, quotation)| quotation.is_speech());
        let count = speech.clone().count() as u64;
        html! {
            @if count > 0 {
                details #quotations {
                    summary { (counted(count, self.text.quotations)) }
                    ol {
                        @for (number, quotation) in speech {
                            @let quoted = article.text.text.get(quotation.range.clone()).unwrap_or_default();
                            li {
                                a href=(format_args!("#q{}", number + 1))
                                    lang=(lang(article.text.language)) dir="auto" {
                                    "“" (ForeignName(quoted)) "”"
                                }
                                " — "
                                @match quotation.speaker.as_deref() {
                                    Some(speaker) => bdi { (ForeignText(speaker)) },
                                    None => (self.text.unknown_speaker),
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Returns the copies of the article.
    fn copies_section(&self) -> Markup {
        html! {
            @match (&self.copies, self.reading.num_copies) {
                (Some(report), None) if report.copies.is_empty() => p.note #copies { (self.text.no_copies) },
                (Some(report), _) => (copies::copies(report, self.view, (self.words, self.text))),
                (None, Some(copies @ 1..)) => p.note {
                    (counted(copies as u64, self.text.copies)) ": "
                    a href=(format_args!("{}#copies", self.view.with_all_copies().address())) {
                        (self.text.compare_all)
                    }
                },
                (None, None) if !self.compares_copies => p.note {
                    a href=(format_args!("{}#copies", self.view.with_all_copies().address())) {
                        (self.text.look_for_copies)
                    }
                },
                (None, None) => p.note { (Message(&filled(self.text.not_compared, &[&self.freshness.remedy]))) },
                (None, Some(0)) => {}
            }
        }
    }

    /// Returns a line of the citation. Paths and days are written from left to right, whatever stands around
    /// them.
    fn cited_line(&self, line: &str) -> Markup {
        let article = &self.reading.article;
        let day = article.metadata.published.map(|day| format!(", {day}")).unwrap_or_default();
        html! {
            @if line.starts_with(&*path_key::shown(&article.path)) {
                bdi dir="ltr" { (ForeignText(line)) }
            } @else if !day.is_empty() && let Some(source) = line.strip_suffix(&day) {
                (ForeignText(source)) ", " bdi dir="ltr" { (&day[2..]) }
            } @else {
                (ForeignText(line))
            }
        }
    }

    /// Returns the citation, folded.
    fn citation(&self) -> Markup {
        let ReadingArticle { article, passages, .. } = self.reading;
        let cited = CitedArticle {
            metadata: &article.metadata,
            path: &article.path,
            id: article.id.as_deref(),
            passages,
        };
        let citation = cited.citation(None, &PathDisplay::absolute());
        html! {
            details #cite {
                summary { (self.text.cite) }
                div.place { pre.cite { code {
                    @for line in citation.lines() { (self.cited_line(line)) "\n" }
                } } }
            }
        }
    }
}
