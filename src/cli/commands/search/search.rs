//! `clippings search`: searches the articles.

use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context;
use clippings::Error;
use clippings::IndexOptions;
use clippings::Indexer;
use clippings::query::Query;
use clippings::{Filter, MatchMode, Request, Response, Searcher, Sort};
use clippings::{IndexDir, SearchTarget};

use crate::cli::args::{Common, Order, SearchArgs};
use crate::cli::commands::indexing::freshness::{ago, report_freshness};
use crate::cli::commands::indexing::index;
use crate::cli::commands::search::batch;
use crate::cli::editor;
use crate::cli::exit_code::{FAILURE, INTERRUPTED, NOTHING_FOUND, SUCCESS};
use crate::cli::interrupt;
use crate::cli::last_results::LastResults;
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::csv::CsvRows;
use crate::cli::output::response::facets;
use crate::cli::output::response::printer::{OutputMode, Printer};
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::text;
use crate::cli::query_input::QueryInput;

/// Time limit for finding changed folders without `--check`.
const TIME_LIMIT: Duration = Duration::from_millis(10);
/// Time limit for finding changed folders with `--check`.
const CHECK_TIME_LIMIT: Duration = Duration::from_secs(60);

/// Runs `clippings search`.
pub(crate) fn run(args: &SearchArgs, common: &Common) -> anyhow::Result<u8> {
    if let (Some(option), []) = (args.reading.first_given(), args.folders.as_slice()) {
        anyhow::bail!("{option} says how to read a folder that is indexed: use it with --in FOLDER");
    }
    let input = match args.queries {
        Some(_) => None,
        None => Some(QueryInput::read(&args.query)?),
    };
    run_request(args, common, input, None)
}

/// Runs a search for the text `input`. The articles of the file `left_out` are left out.
pub(crate) fn run_input(
    args: &SearchArgs,
    common: &Common,
    input: QueryInput,
    left_out: Option<PathBuf>,
) -> anyhow::Result<u8> {
    run_request(args, common, Some(input), left_out)
}

fn run_request(
    args: &SearchArgs,
    common: &Common,
    input: Option<QueryInput>,
    left_out: Option<PathBuf>,
) -> anyhow::Result<u8> {
    let index_dir = common.index_dir()?;
    let display = PathDisplay::relative_to_current_dir();
    let incomplete = !args.folders.is_empty() && !update_folders(&index_dir, args, common, &display)?;
    if !args.folders.is_empty() && interrupt::flag().load(Ordering::Relaxed) {
        return Ok(INTERRUPTED); // the folders may be indexed in part
    }
    let mode = OutputMode::new(common.format, args)?;
    let mut request = request(args, mode);
    request.filter.left_out = left_out;
    let searcher = Searcher::open(&index_dir)?;
    let csv_rows = if args.by.is_empty() { CsvRows::Hits } else { CsvRows::Counts };
    let printer = Printer { mode, display: &display, csv_rows, bom: args.bom };
    let has_hits = match (input, &args.queries) {
        (Some(input), _) => {
            let (has_hits, last) = run_query(input, request, &searcher, &printer, common)?;
            let index = std::path::absolute(index_dir.path()).unwrap_or_else(|_| index_dir.path().to_owned());
            let last = LastResults { index, ..last };
            let shows_hits = mode == OutputMode::Cite || args.first || args.shows_hits();
            if matches!(mode, OutputMode::Text | OutputMode::Cite) && shows_hits {
                last.write();
            }
            if let Some(rank) = args.open {
                let hit = last.hit(rank).with_context(|| format!("there is no result {rank} to open"))?;
                editor::open(hit, &index_dir)?;
            }
            has_hits
        }
        (None, Some(file)) => run_batch(file, &request, &searcher, &printer, common)?,
        (None, None) => false, // clap requires one of them
    };
    let check_folders = args.check || std::io::stderr().is_terminal() && args.folders.is_empty();
    if check_folders && (args.check || !common.quiet) {
        report_freshness(&index_dir, if args.check { CHECK_TIME_LIMIT } else { TIME_LIMIT });
    }
    Ok(match (incomplete, has_hits) {
        (true, _) => FAILURE,
        (false, false) => NOTHING_FOUND,
        (false, true) => SUCCESS,
    })
}

/// Builds the request from the options; the query is added later.
fn request(args: &SearchArgs, mode: OutputMode) -> Request {
    let folders = if args.only_folders.is_empty() { &args.folders } else { &args.only_folders };
    let mut filter = Filter::default();
    filter.folders = folders.iter().map(|folder| absolute(folder)).collect();
    filter.since = args.since;
    filter.until = args.until;
    let sort = match args.sort {
        Order::Relevance => Sort::Relevance,
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
    };
    let (default_limit, passages) = match mode {
        OutputMode::Count => (0, 0),
        OutputMode::Files | OutputMode::NullFiles => (usize::MAX, 0),
        OutputMode::Trec => (1000, 0),
        OutputMode::Text | OutputMode::Json | OutputMode::Csv if !args.shows_hits() => {
            (0, args.snippets.unwrap_or(1).max(1))
        }
        OutputMode::Text | OutputMode::Json | OutputMode::Csv | OutputMode::Cite => {
            (10, args.snippets.unwrap_or(1).max(1))
        }
    };
    let mut request = Request::default();
    request.target = if args.cut { SearchTarget::Cut } else { SearchTarget::Article };
    request.filter = filter;
    request.sort = sort;
    request.match_mode = match_mode(args);
    request.list_spellings = args.suggest;
    request.list_forms = args.explain;
    request.expand_spellings = args.variants;
    request.suggestions = args.queries.is_none() && matches!(mode, OutputMode::Text | OutputMode::Json);
    request.offset = args.offset;
    request.limit = args.limit.unwrap_or(default_limit);
    request.max_passages = passages;
    request.context_sentences = args.context;
    request.count_by = args.count_by();
    request.first = args.first;
    request
}

/// Returns the reading of the query.
fn match_mode(args: &SearchArgs) -> MatchMode {
    match (args.like, args.any) {
        (true, _) => MatchMode::Like,
        (false, true) => MatchMode::Any,
        (false, false) => MatchMode::All,
    }
}

/// Returns the path of `folder` in the index. A folder on a missing disk can still be searched.
fn absolute(folder: &Path) -> PathBuf {
    let path = folder.canonicalize().ok().or_else(|| {
        messages::print(&format!(
            "{}: folder not found; searching its articles in the index",
            folder.display()
        ));
        std::path::absolute(folder).ok()
    });
    path.unwrap_or_else(|| folder.to_owned())
}

/// Runs one query and prints the response. Returns whether there are hits, and the results to store for
/// `show`.
fn run_query(
    input: QueryInput,
    mut request: Request,
    searcher: &Searcher,
    printer: &Printer<'_>,
    common: &Common,
) -> anyhow::Result<(bool, LastResults)> {
    let QueryInput { query, mut notes } = input;
    request.query = query;
    let mut response = searcher.search(&request)?;
    let is_reported = !common.quiet && printer.mode != OutputMode::Json;
    if is_reported && response.total == 0 && printer.mode == OutputMode::Count {
        // A count is fast, and one of nothing says what could have been meant.
        let mut asked = request.clone();
        asked.suggestions = true;
        response.also_spelled = searcher.search(&asked)?.also_spelled;
    }
    notes.append(&mut response.notes);
    response.notes = notes;
    let query_response = QueryResponse {
        qid: None,
        has_identifier: false,
        query: &request.query,
        response: &response,
        first_only: request.first && request.limit == 0,
        several_passages: request.max_passages > 1,
    };
    // What is known of a query that nothing matches comes before the near misses.
    let are_near = !response.near_misses.is_empty();
    if is_reported && are_near {
        report_response(&response, searcher, &request, printer.mode)?;
    }
    printer.print(&query_response)?;
    if is_reported && !are_near {
        report_response(&response, searcher, &request, printer.mode)?;
    }
    Ok((response.total > 0, LastResults::new(&request, &response)))
}

/// Runs the queries of `file`. Returns whether any of them has hits.
fn run_batch(
    file: &Path,
    request: &Request,
    searcher: &Searcher,
    printer: &Printer<'_>,
    common: &Common,
) -> anyhow::Result<bool> {
    let (with_hits, queries) = batch::run(file, request, searcher, printer)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
        let written = ago(searcher.written());
        messages::print(&format!(
            "{with_hits} of {queries} queries found something (index written {written})"
        ));
    }
    Ok(with_hits > 0)
}

/// Updates the index from its folders and reports changes. Returns whether all files could be read.
fn update_folders(
    index_dir: &IndexDir,
    args: &SearchArgs,
    common: &Common,
    display: &PathDisplay,
) -> anyhow::Result<bool> {
    let mut options = IndexOptions::default();
    options.overrides = args.reading.overrides();
    let indexer = Indexer::new(index_dir.clone()).options(options);
    let report = match index::update_index(&indexer, &args.folders, common.quiet) {
        // Another process is writing, or this one may not. The last commit can still be searched.
        Err(error) if error.downcast_ref().is_some_and(cannot_write) && index_dir.current()?.is_some() => {
            messages::print(&format!("{error:#}; searching the index as it is"));
            return Ok(true);
        }
        report => report?,
    };
    // An answer follows: a line for failures, one for warnings, and one for what was indexed.
    match report.failures.len() {
        0..=1 => messages::print_failures(&report.failures, display),
        _ => {
            let failures = messages::format_failures(&report);
            messages::print(&format!("{failures}: `clippings status` lists them"));
        }
    }
    if !common.quiet {
        messages::print_warnings(&report, 1, display);
        let changes = report.added + report.updated + report.removed;
        messages::print(&match changes {
            0 => format!("index up to date, {}", messages::count_articles(report.articles)),
            _ => format!(
                "indexed {} in {:.2} s: {} added, {} updated, {} removed",
                messages::count_articles(report.added + report.updated),
                report.took.as_secs_f64(),
                report.added,
                report.updated,
                report.removed
            ),
        });
    }
    Ok(report.failures.is_empty())
}

/// Returns whether an index that cannot be updated can still be searched.
fn cannot_write(error: &Error) -> bool {
    match error {
        Error::Locked { .. } => true,
        Error::Io { action, error, .. } => {
            *action != "read"
                && matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
        }
        _ => false,
    }
}

/// Reports how the query was understood and what it found.
fn report_response(
    response: &Response,
    searcher: &Searcher,
    request: &Request,
    mode: OutputMode,
) -> anyhow::Result<()> {
    for note in &response.notes {
        messages::print(&messages::format_note(note));
    }
    if response.query == Query::Nothing {
        return Ok(());
    }
    messages::print(&status_line(response, searcher, request));
    for message in facets::remarks(response, mode == OutputMode::Csv) {
        messages::print(&message);
    }
    if response.total == 0 {
        report_elsewhere(searcher, request)?;
    }
    for forms in &response.word_forms {
        messages::print(&text::word_forms(forms));
        if let Some(languages) = text::not_joined(forms) {
            messages::print(&format!("not joined: {languages}"));
        }
    }
    for spellings in response.also_spelled.chunk_by(|a, b| a.word == b.word) {
        messages::print(&text::also_spelled(spellings));
    }
    if !response.partial_matches.is_empty() {
        let parts: Vec<_> = response
            .partial_matches
            .iter()
            .map(|part| format!("{} {}", shorten(&part.query), part.total))
            .collect();
        messages::print(&format!("articles with each part: {}", parts.join(", ")));
    }
    Ok(())
}

/// Renders the status line: number of articles found, query and time.
fn status_line(response: &Response, searcher: &Searcher, request: &Request) -> String {
    let written = ago(response.written);
    if searcher.num_articles() == 0 {
        return format!("the index has no articles: run `clippings index FOLDER` (index written {written})");
    }
    let articles = messages::count_articles(searcher.num_articles());
    let canonical = shorten(&response.query.to_string());
    let (total, count) = (response.total, response.hits.len());
    if total == 0 && response.total_is_lower_bound {
        return format!(
            "nothing found in what was searched of {articles} for: {canonical} (index written {written})"
        );
    }
    if total == 0 {
        return format!("nothing found in {articles} for: {canonical} (index written {written})");
    }
    let at_least = if response.total_is_lower_bound { "at least " } else { "" };
    let shown_part = match request.sort {
        _ if count >= total || request.max_passages == 0 => String::new(),
        _ if request.limit == 0 && (request.first || !request.count_by.is_empty()) => String::new(),
        _ if request.offset >= total => format!(", none after result {}", request.offset),
        _ if count == 0 => ", none shown".into(),
        _ if request.offset > 0 => {
            format!(", {count} shown from number {}", request.offset.saturating_add(1))
        }
        Sort::Relevance => format!(", the best {count} shown"),
        Sort::Newest => format!(", the newest {count} shown"),
        Sort::Oldest => format!(", the oldest {count} shown"),
    };
    let milliseconds = response.took.as_secs_f64() * 1e3;
    format!(
        "{at_least}{total} of {articles} for: {canonical} ({milliseconds:.1} ms{shown_part}; index written {written})"
    )
}

/// Reports matches in articles and text that were not searched.
fn report_elsewhere(searcher: &Searcher, request: &Request) -> anyhow::Result<()> {
    let elsewhere = searcher.count_elsewhere(request)?;
    if elsewhere.outside_filter > 0 {
        let articles = messages::count_articles(elsewhere.outside_filter as u64);
        messages::print(&format!("{articles} found outside the given {}", filter_parts(&request.filter)));
    }
    if elsewhere.in_cut_text > 0 {
        let articles = messages::count_articles(elsewhere.in_cut_text as u64);
        messages::print(&format!("not in any article, but in text cut from {articles}: `--cut` shows it"));
    }
    Ok(())
}

/// Names the parts of a filter that were given.
fn filter_parts(filter: &Filter) -> &'static str {
    let has_dates = filter.since.is_some() || filter.until.is_some();
    match (filter.folders.len(), has_dates) {
        (0, _) => "dates",
        (1, false) => "folder",
        (1, true) => "folder and dates",
        (_, false) => "folders",
        (_, true) => "folders and dates",
    }
}

/// Shortens a long query for display.
fn shorten(query: &str) -> String {
    const MAX_CHARS: usize = 400;
    match query.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}… ({} characters)", &query[..end], query.chars().count()),
        None => query.to_owned(),
    }
}
