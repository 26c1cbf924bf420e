//! `clippings bench`: measures query latency.

mod samples;
mod sqlite;

use std::io;
use std::path::Path;

use anyhow::Context;
use clippings::IndexDir;
use clippings::internals::bench::{
    BenchPlan, BenchQuery, BenchReport, QueryKind, SampleTimes, measure, sample_queries,
};
use clippings::internals::error::os_error_message;
use clippings::internals::search::IndexSnapshot;
use clippings::internals::text::regular_file::open_regular;
use clippings::internals::wire::PathDisplay;
use clippings::{Request, Response, Searcher};

use crate::cli::args::{BenchArgs, Common, Format};
use crate::cli::commands::program::bench::samples::measure_samples;
use crate::cli::commands::program::bench::sqlite::measure_sqlite;
use crate::cli::commands::search::batch::{self, QueryLine};
use crate::cli::exit_code::SUCCESS;
use crate::cli::interrupt;
use crate::cli::output::bench::{svg, table};
use crate::cli::output::file::write_file;
use crate::cli::output::messages::CountUnit;
use crate::cli::output::response::csv::CsvRows;
use crate::cli::output::response::printer::{OutputMode, Printer};
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::{json, messages};

/// Runs `clippings bench`.
pub(crate) fn run(args: &BenchArgs, common: &Common) -> anyhow::Result<u8> {
    let index_dir = common.index_dir()?;
    let before = args.compare.as_deref().map(read_report).transpose()?;
    let plan = bench_plan(args, &index_dir, before.as_ref())?;
    if plan.queries.is_empty() {
        anyhow::bail!("no queries to run: the index has no words, or the file has no queries");
    }
    let (display, mode) = (PathDisplay::relative_to_current_dir(), OutputMode::of_format(common.format));
    let printer = Printer { mode, display: &display, csv_rows: CsvRows::Hits, bom: false, has_copies: false };
    let print = |query: &str, response: &Response| {
        let query_response = QueryResponse {
            qid: None,
            has_identifier: false,
            query,
            response,
            first_only: false,
            has_speakers: false,
            several_passages: false,
            has_copies: false,
            unfolds_copies: false,
            count_unit: CountUnit::Articles,
        };
        // Measure rendering only: the writer accepts everything.
        let _ = printer.write(&mut Vec::with_capacity(1 << 16), &query_response);
    };
    if !common.quiet {
        messages::print_notes(&Searcher::open(&index_dir)?.notes());
    }
    let mut report = measure(&index_dir, &plan, &print)?;
    if args.growth {
        report.growth = measure_samples(&index_dir, &plan, args.each, &interrupt::flag(), &print)?;
        report.growth.push(SampleTimes::of(&report));
    }
    if args.sqlite {
        report.sqlite = Some(measure_sqlite(&index_dir, &plan, &interrupt::flag())?);
    }
    match common.format {
        Format::Json => json::print(&report)?,
        _ => table::print(&report, before.as_ref())?,
    }
    if let Some(file) = &args.save {
        write_file(file, &serde_json::to_string_pretty(&report)?)?;
    }
    if let Some(file) = &args.svg {
        write_file(file, &svg::histograms(&report))?;
    }
    if before.as_ref().is_some_and(|before| !before.is_comparable(&report)) {
        messages::print("the two runs cannot be compared: their queries or the size of the index differ");
    }
    Ok(SUCCESS)
}

/// Collects the queries and the settings of the measurement. Queries come from a file, the saved run, or the
/// index.
fn bench_plan(
    args: &BenchArgs,
    index_dir: &IndexDir,
    before: Option<&BenchReport>,
) -> anyhow::Result<BenchPlan> {
    let (queries, seed) = match (&args.queries, before) {
        (Some(file), _) => (read_queries(file, index_dir)?, None),
        (None, Some(before)) => (before.queries.clone(), before.seed),
        (None, None) => {
            let snapshot = IndexSnapshot::open(index_dir)?;
            (sample_queries(&snapshot, args.seed, args.each)?, Some(args.seed))
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut request = Request::default();
    request.suggestions = false;
    request.max_passages = args.snippets;
    request.limit = args.limit;
    Ok(BenchPlan {
        queries,
        seed,
        warm_up: args.warm_up,
        repeats: args.repeats,
        cold: args.cold,
        threads: args.threads.unwrap_or(cores),
        request,
    })
}

/// Reads the queries of a file. Each is run once to find its kind.
fn read_queries(file: &Path, index_dir: &IndexDir) -> anyhow::Result<Vec<BenchQuery>> {
    let searcher = Searcher::open(index_dir)?;
    let mut queries = Vec::new();
    batch::each_query(file, |line| {
        let Some(QueryLine { query, .. }) = line else { return Ok(()) };
        let mut request = Request::new(query);
        request.limit = 0;
        request.max_passages = 0;
        request.suggestions = false;
        let response = searcher.search(&request)?;
        let kind = QueryKind::of(&response.query, response.total as u64, searcher.num_articles());
        queries.push(BenchQuery { kind, query: query.to_owned() });
        Ok(())
    })?;
    Ok(queries)
}

/// Reads a run saved by `--save`.
fn read_report(file: &Path) -> anyhow::Result<BenchReport> {
    let name = file.display();
    let text = open_regular(file)
        .and_then(io::read_to_string)
        .map_err(|error| anyhow::anyhow!(os_error_message(&error)));
    let text = text.with_context(|| format!("cannot read {name}"))?;
    serde_json::from_str(&text).map_err(|_| {
        anyhow::anyhow!("{name} was not saved by `clippings bench --save`, or by another version")
    })
}
