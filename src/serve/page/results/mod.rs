//! The page of results.

mod copies;
mod facets;
mod histogram;
mod hit;
mod notices;
mod options;
#[cfg(test)]
mod tests;

pub(crate) use hit::{anchor, origin, passage, place, title_or_name};

use maud::{Markup, html};

use crate::error::Error;
use crate::search::{CountBy, MatchesElsewhere, Request, Response, Searcher};
use crate::serve::page::layout::{PageFrame, Tab};
use crate::serve::page::text::{ENGLISH, Text, counted};
use crate::serve::page::{PageResult, answer, errors};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::served::Served;
use crate::serve::view::{QueryString, ResultsView};

/// Number of results up to which matches elsewhere are counted.
const FEW: usize = 10;
/// Number of articles up to which those who are quoted are counted unasked: their quotations are read.
const MAX_READ_FOR_SPEAKERS: usize = 100;

/// A search and its results.
struct ResultsPage<'p> {
    text: &'static Text,
    view: &'p ResultsView,
    response: &'p Response,
    /// Matches outside the filters and in what was cut, if there are few results.
    elsewhere: MatchesElsewhere,
    /// Whether the best article of a story stands for its copies.
    collapses: bool,
}

/// Answers a search.
pub(crate) fn get(served: &Served, call: &Call) -> ServerResponse {
    let view = ResultsView::read(&QueryString::read(call.uri().query().unwrap_or_default()));
    answer(served, results(served, &view))
}

/// Returns the page of results.
fn results(served: &Served, view: &ResultsView) -> PageResult {
    let text = &ENGLISH;
    let archive = served.archive.current()?;
    let frame = |title| PageFrame {
        text,
        title,
        tab: Tab::Search,
        view,
        freshness: Some(served.folders.freshness(&archive)),
    };
    let collapse = served.options.collapse;
    let mut request = view.to_request(collapse);
    request.count_by = view.counts();
    if archive.searcher.num_articles() == 0 {
        return Ok(frame(text.search).page(&errors::empty_index(&served.options)));
    }
    if view.is_blank() {
        request.limit = 0;
        let response = search_with_counts(&archive.searcher, &mut request)?;
        let page = ResultsPage::new(text, view, &response, MatchesElsewhere::default(), collapse);
        return Ok(frame(text.search).page(&page.start()));
    }
    let mut response = search_with_counts(&archive.searcher, &mut request)?;
    for note in &mut response.notes {
        note.reason = served.options.advice(&note.reason).into_owned();
    }
    if response.total <= MAX_READ_FOR_SPEAKERS && !view.count_speakers && response.total > 0 {
        let count_by = vec![CountBy::Speaker];
        let speakers = Request { limit: 0, max_passages: 0, count_by, ..request.for_hits() };
        // An index of an older format has no speakers.
        if let Ok(counted) = archive.searcher.search(&speakers) {
            response.counts.extend(counted.counts);
        }
    }
    let elsewhere = match response.total <= FEW {
        true => archive.searcher.count_elsewhere(&view.to_request(collapse))?,
        false => MatchesElsewhere::default(),
    };
    let title = if view.query.is_empty() { text.results } else { &view.query };
    let page = ResultsPage::new(text, view, &response, elsewhere, collapse);
    Ok(frame(title).page(&page.main()))
}

/// Answers `request` with its counts. An index of an older format counts what it has.
fn search_with_counts(searcher: &Searcher, request: &mut Request) -> Result<Response, Error> {
    match searcher.search(request) {
        Err(Error::NeedsIndexing { .. }) => {
            request.count_by.retain(|by| !matches!(by, CountBy::Site | CountBy::Speaker));
            searcher.search(request)
        }
        response => response,
    }
}

impl<'p> ResultsPage<'p> {
    fn new(
        text: &'static Text,
        view: &'p ResultsView,
        response: &'p Response,
        elsewhere: MatchesElsewhere,
        collapse: bool,
    ) -> Self {
        ResultsPage { text, view, response, elsewhere, collapses: view.collapses(collapse) }
    }

    /// Returns the page before anything is asked for: the archive over time, and its facets.
    fn start(&self) -> Markup {
        html! {
            h1 { (self.text.query) }
            p { (self.text.start_hint) }
            div.columns {
                (self.facets())
                div.found id="found" tabindex="-1" { (self.histogram()) }
            }
        }
    }

    /// Returns the main part.
    fn main(&self) -> Markup {
        html! {
            (self.understood())
            (self.filters())
            @if self.view.num_filters() > 1 {
                p { a href=(self.view.without_filters().address()) { (self.text.clear_filters) } }
            }
            div.columns {
                (self.facets())
                div.found id="found" tabindex="-1" role="region" aria-label=(self.text.results) {
                    @if self.response.total == 0 {
                        (self.nothing_found())
                    } @else {
                        (self.histogram())
                        (self.options())
                    }
                    ol.hits start=(self.view.offset.saturating_add(1)) {
                        @for hit in &self.response.hits { (self.hit(hit, false)) }
                    }
                    (self.pages())
                    (self.near_misses())
                }
            }
        }
    }

    /// Returns the number of articles, and of stories if some are copies: `12 articles, 7 stories`.
    fn count_found(&self) -> String {
        let Response { total, stories, .. } = self.response;
        let articles = counted(*total as u64, self.text.articles);
        match stories.filter(|stories| stories < total) {
            Some(stories) => format!("{articles}, {}", counted(stories as u64, self.text.stories)),
            None => articles,
        }
    }

    /// Returns the number of results, as the pages count them.
    fn num_results(&self) -> usize {
        let stories = self.response.stories.filter(|_| self.collapses);
        stories.unwrap_or(self.response.total)
    }

    /// Returns links to the pages of results.
    fn pages(&self) -> Markup {
        let ResultsView { offset, limit, .. } = *self.view;
        let page = |offset| ResultsView { offset, ..self.view.at_start() }.address();
        let has_next = offset.saturating_add(limit) < self.num_results();
        let last_page = self.num_results().saturating_sub(1) / limit * limit;
        let previous = offset.saturating_sub(limit).min(last_page);
        html! {
            @if offset > 0 && self.response.hits.is_empty() && self.num_results() > 0 {
                p.note { (self.text.behind_last) }
            }
            @if offset > 0 || has_next {
                nav.pages aria-label=(self.text.pages) {
                    @if offset > 0 { a rel="prev" href=(page(previous)) { (self.text.previous) } }
                    " "
                    @if has_next { a rel="next" href=(page(offset + limit)) { (self.text.next) } }
                }
            }
        }
    }
}
