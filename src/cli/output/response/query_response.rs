//! Pairs a query with its response, for all output formats.

use clippings::{Hit, Request, Response};

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::messages::{self, CountUnit};

/// Formats the number of articles found, and that of the stories if some of them are copies: `12 articles, 7
/// stories`.
pub(crate) fn count_found(response: &Response) -> String {
    let articles = messages::count_articles(response.total as u64);
    match response.stories.filter(|stories| *stories < response.total) {
        Some(stories) => format!("{articles}, {}", messages::count_stories(stories as u64)),
        None => articles,
    }
}

/// Returns the unit of the counts of a response. Without a comparison of the articles, every copy counts.
pub(crate) fn count_unit(request: &Request, response: &Response) -> CountUnit {
    match response.stories {
        Some(_) if request.stories => CountUnit::Stories,
        _ => CountUnit::Articles,
    }
}

/// Query with its response.
pub(crate) struct QueryResponse<'a> {
    /// Identifier of the query, if there are many.
    pub qid: Option<&'a str>,
    /// Whether the identifier is in the file of queries, and not the number of the line.
    pub has_identifier: bool,
    /// Query as typed.
    pub query: &'a str,
    /// Response of the searcher.
    pub response: &'a Response,
    /// Whether the first matches stand for the results.
    pub first_only: bool,
    /// Whether several passages per article were requested.
    pub several_passages: bool,
    /// Whether a CSV has a column of speakers.
    pub has_speakers: bool,
    /// Whether results stand for their copies.
    pub has_copies: bool,
    /// Whether each copy is on a line of its own.
    pub unfolds_copies: bool,
    /// Unit of the counts by facets.
    pub count_unit: CountUnit,
}

impl<'a> QueryResponse<'a> {
    /// Pairs the only query of a run with its response.
    pub(crate) fn new(request: &'a Request, response: &'a Response) -> Self {
        QueryResponse {
            qid: None,
            has_identifier: false,
            query: &request.query,
            response,
            first_only: request.first && request.limit == 0,
            several_passages: request.max_passages > 1,
            has_speakers: response.query.has_quote_clause(),
            has_copies: request.collapse,
            unfolds_copies: request.max_copies == usize::MAX,
            count_unit: count_unit(request, response),
        }
    }

    /// Returns the results that are printed: those of the query, or of the day on which it is first matched.
    pub(crate) fn shown_hits(&self) -> &'a [Hit] {
        match &self.response.first {
            Some(first) if self.first_only => &first.hits,
            _ => &self.response.hits,
        }
    }

    /// Returns the line above the results of one query of many, with the number of articles.
    pub(super) fn heading(&self) -> Option<String> {
        let at_least = if self.response.total_is_lower_bound { "at least " } else { "" };
        let total = count_found(self.response);
        let heading = |qid| format!("{qid}: {} ({at_least}{total})", single_line(self.query));
        self.qid.map(|qid| format!("== {}", escape_controls(&heading(qid))))
    }

    /// Returns the identifier and a tab, or nothing if there is only one query.
    pub(crate) fn qid_column(&self) -> String {
        self.qid.map_or(String::new(), |qid| format!("{}\t", escape_controls(qid)))
    }
}
