//! `clippings search --svg`: draws the articles found over time.

use std::io::{self, Write};
use std::path::Path;

use clippings::internals::search::timeline::Timeline;
use clippings::{CountBy, Request, Response, Searcher};

use crate::cli::args::SearchArgs;
use crate::cli::output::file::write_picture;
use crate::cli::output::response::printer::OutputMode;
use crate::cli::output::response::query_response::count_unit;
use crate::cli::output::response::timeline_svg;

/// Picture that is asked for beside the results.
#[derive(Debug)]
pub(super) struct ChartFile<'a> {
    /// File that it is written to.
    path: &'a Path,
    /// Time that the articles are counted by.
    by: CountBy,
    /// Whether nothing but the picture needs these counts.
    is_apart: bool,
}

impl<'a> ChartFile<'a> {
    /// Returns the picture that the options ask for, by the first time that `--by` names, or by month.
    ///
    /// # Errors
    /// If `--by` names no time, or the picture stands in place of results that are asked for.
    pub(super) fn new(args: &'a SearchArgs, mode: OutputMode) -> anyhow::Result<Option<ChartFile<'a>>> {
        let Some(path) = &args.svg else { return Ok(None) };
        if path == Path::new("-") && (mode != OutputMode::Text || args.open.is_some()) {
            anyhow::bail!(
                "--svg - prints the picture in place of the results, which are asked for: name a file instead"
            );
        }
        let count_by = args.count_by();
        let by = match count_by.iter().find(|by| by.is_time()) {
            Some(by) => *by,
            None if count_by.is_empty() => CountBy::Month,
            None => anyhow::bail!(
                "--svg draws articles over time: use it with --by month, week, day or year, or without --by"
            ),
        };
        Ok(Some(ChartFile { path, by, is_apart: count_by.is_empty() }))
    }

    /// Returns whether the picture is printed, in place of the results: its file is `-`.
    pub(super) fn replaces_results(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Answers `request`, and writes the picture of the answer.
    ///
    /// # Errors
    /// If the index cannot be read, or the file not be written.
    pub(super) fn search(&self, searcher: &Searcher, request: &Request) -> anyhow::Result<Response> {
        let mut counted = request.clone();
        if self.is_apart {
            counted.count_by.push(self.by);
        }
        let mut response = searcher.search(&counted)?;
        let facet = response.counts.iter().find(|facet| facet.by == self.by);
        let timeline = facet.and_then(Timeline::new).unwrap_or_else(|| Timeline::empty(self.by));
        let svg = timeline_svg::draw(&request.query, &timeline, count_unit(request, &response), &response);
        match self.replaces_results() {
            true => io::stdout().lock().write_all(svg.as_bytes())?,
            false => write_picture(self.path, &svg)?,
        }
        if self.is_apart {
            response.counts.clear();
            if !request.first {
                response.impossible_days = 0;
            }
        }
        Ok(response)
    }
}
