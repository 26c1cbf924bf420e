//! `clippings search`: searches the articles.

use std::io::{ErrorKind, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::Context;
use clippings::Error;
use clippings::IndexOptions;
use clippings::ReadOverrides;
use clippings::SearchTarget;
use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;
use clippings::{Filter, MatchMode, Request, Searcher, Sort};

use crate::cli::args::{Common, Order, SearchArgs};
use crate::cli::commands::indexing::freshness::{ago, report_freshness};
use crate::cli::commands::indexing::index;
use crate::cli::commands::search::batch;
use crate::cli::commands::search::chart::ChartFile;
use crate::cli::commands::search::collapsing::set_collapsing;
use crate::cli::commands::search::report::report_response;
use crate::cli::exit_code::{FAILURE, INTERRUPTED, NOTHING_FOUND, SUCCESS};
use crate::cli::folder_args::FilterArgs;
use crate::cli::interrupt;
use crate::cli::last_results::LastResults;
use crate::cli::open;
use crate::cli::output::messages;
use crate::cli::output::response::csv::CsvRows;
use crate::cli::output::response::printer::{OutputMode, Printer};
use crate::cli::output::response::query_response::QueryResponse;
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
        None if args.query.is_empty() => Some(QueryInput { query: "*".to_owned(), notes: Vec::new() }),
        // A text has no phrases and excludes nothing.
        None if args.like => Some(QueryInput { notes: Vec::new(), ..QueryInput::read(&args.query)? }),
        None => Some(QueryInput::read(&args.query)?),
    };
    run_input(args, common, input, Filter::default())
}

/// Runs a search for `input`, or for the queries of a file. The options restrict `filter` further.
pub(super) fn run_input(
    args: &SearchArgs,
    common: &Common,
    input: Option<QueryInput>,
    filter: Filter,
) -> anyhow::Result<u8> {
    if let Some(option) = args.unfit_for_like().filter(|_| args.like) {
        anyhow::bail!(
            "{option} means nothing for articles with any of a text's words: use it with `clippings search QUERY`"
        );
    }
    let mode = OutputMode::new(common.format, args)?;
    let chart = ChartFile::new(args, mode)?;
    let location = common.index_location()?;
    let display = PathDisplay::relative_to_current_dir();
    let incomplete = !args.folders.is_empty()
        && !update_folders(&location, &args.folders, args.reading.overrides(), common, &display)?;
    if !args.folders.is_empty() && interrupt::flag().load(Ordering::Relaxed) {
        return Ok(INTERRUPTED); // the folders may be indexed in part
    }
    let mut request = request(args, mode, filter);
    set_collapsing(&mut request, args, mode)?;
    let searcher = location.searcher()?;
    let csv_rows = if args.count_by().is_empty() { CsvRows::Hits } else { CsvRows::Counts };
    if mode == OutputMode::Csv && csv_rows == CsvRows::Counts && args.shows_hits() && !common.quiet {
        messages::print("a CSV has the counts of --by only: --format text or json print results beside them");
    }
    let printer = Printer { mode, display: &display, csv_rows, bom: args.bom, has_copies: request.collapse };
    let has_hits = match (input, &args.queries) {
        (Some(input), _) => {
            let (has_hits, last) = run_query(input, request, chart.as_ref(), &searcher, &printer, common)?;
            let last = LastResults { index: location.absolute(), ..last };
            let is_shown = !chart.as_ref().is_some_and(ChartFile::replaces_results);
            let shows_hits = is_shown && (mode == OutputMode::Cite || args.first || args.shows_hits());
            if matches!(mode, OutputMode::Text | OutputMode::Cite) && shows_hits {
                last.write();
            }
            if let Some(rank) = args.open {
                let hit = last.hit(rank).with_context(|| format!("there is no result {rank} to open"))?;
                open::open(hit, &location)?;
            }
            has_hits
        }
        (None, Some(file)) => run_batch(file, &request, &searcher, &printer, common)?,
        (None, None) => false, // clap requires one of them
    };
    let check_folders = args.check || std::io::stderr().is_terminal() && args.folders.is_empty();
    // To read the rows of a cluster takes longer than an answer should.
    let is_cheap = matches!(location, IndexLocation::Folder(_)) && !common.quiet;
    if check_folders && (args.check || is_cheap) {
        report_freshness(&location, if args.check { CHECK_TIME_LIMIT } else { TIME_LIMIT });
    }
    Ok(match (incomplete, has_hits) {
        (true, _) => FAILURE,
        (false, false) => NOTHING_FOUND,
        (false, true) => SUCCESS,
    })
}

/// Builds the request from the options; the query is added later.
fn request(args: &SearchArgs, mode: OutputMode, mut filter: Filter) -> Request {
    let folders = if args.only_folders.is_empty() { &args.folders } else { &args.only_folders };
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
        _ if !args.shows_hits() => (0, args.snippets.unwrap_or(1).max(1)),
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
pub(crate) fn absolute(folder: &Path) -> PathBuf {
    let path = folder.canonicalize().ok().or_else(|| {
        messages::print(&format!(
            "{}: folder not found; searching its articles in the index",
            folder.display()
        ));
        std::path::absolute(folder).ok()
    });
    path.unwrap_or_else(|| folder.to_owned())
}

/// Runs one query, draws `chart`, and prints the response. Returns whether there are hits, and the results
/// to store for `show`.
fn run_query(
    input: QueryInput,
    mut request: Request,
    chart: Option<&ChartFile<'_>>,
    searcher: &Searcher,
    printer: &Printer<'_>,
    common: &Common,
) -> anyhow::Result<(bool, LastResults)> {
    let QueryInput { query, mut notes } = input;
    request.query = query;
    let mut response = match chart {
        Some(chart) => chart.search(searcher, &request)?,
        None => searcher.search(&request)?,
    };
    let is_reported = !common.quiet && printer.mode != OutputMode::Json;
    if is_reported && response.total == 0 && printer.mode == OutputMode::Count {
        // A count is fast, and one of nothing says what could have been meant.
        let mut asked = request.clone();
        asked.suggestions = true;
        response.also_spelled = searcher.search(&asked)?.also_spelled;
    }
    notes.append(&mut response.notes);
    response.notes = notes;
    // What is known of a query that nothing matches comes before the near misses.
    let are_near = !response.near_misses.is_empty();
    if is_reported && are_near {
        report_response(&response, searcher, &request, printer.mode)?;
    }
    if !chart.is_some_and(ChartFile::replaces_results) {
        printer.print(&QueryResponse::new(&request, &response))?;
    }
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

/// Updates the index from `folders`, all of its own if there are none, and reports changes. Returns whether
/// all files could be read.
pub(crate) fn update_folders(
    location: &IndexLocation,
    folders: &[PathBuf],
    overrides: ReadOverrides,
    common: &Common,
    display: &PathDisplay,
) -> anyhow::Result<bool> {
    let mut options = IndexOptions::default();
    options.overrides = overrides;
    common.configured_filters.apply(&FilterArgs::default(), &mut options)?;
    let quiet = common.quiet;
    let indexer = location.indexer()?.options(options);
    let report = match index::update_index(&indexer, folders, quiet) {
        // Another process is writing, or this one may not. The last commit can still be searched.
        Err(error) if error.downcast_ref().is_some_and(cannot_write) && location.searcher().is_ok() => {
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
    if !quiet {
        messages::print_warnings(&report, 1, display);
        if report.kept.values().any(|kept| kept.changed_files > 0) {
            messages::kept_articles(&report).for_each(|line| messages::print(&line));
        }
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
