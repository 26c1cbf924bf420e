//! Runs a set of queries and measures their times.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::bench::percentiles::{Histogram, Percentiles};
use crate::bench::query_kind::QueryKind;
use crate::bench::report::{BenchReport, ColdTimes, KindResults, StageTimes, Throughput, WarmTimes};
use crate::bench::sample_queries::BenchQuery;
use crate::error::Error;
use crate::index::IndexDir;
use crate::search::{Request, Response, Searcher};

/// Settings of a measurement.
#[derive(Debug, Clone)]
pub struct BenchPlan {
    /// The queries to run.
    pub queries: Vec<BenchQuery>,
    /// Seed that the queries were drawn with, if they were.
    pub seed: Option<u64>,
    /// Number of rounds over all queries before measuring.
    pub warm_up: usize,
    /// Number of measured rounds over all queries; 0 counts as 1.
    pub repeats: usize,
    /// Number of queries of each kind to run cold as well, at most.
    pub cold: usize,
    /// Number of threads for the highest throughput.
    pub threads: usize,
    /// Request that each query is put into.
    pub request: Request,
}

/// Function that prints the response to a query as a user would see it, so that its time counts.
pub(super) type PrintResponse<'p> = dyn Fn(&str, &Response) + Sync + 'p;

/// Times of one query in nanoseconds, and its number of hits.
#[derive(Debug, Clone, Copy)]
struct QueryTimes {
    total: u64,
    parse: u64,
    search: u64,
    snippets: u64,
    output: u64,
    hits: u64,
}

/// Measures the index in `index_dir` as `plan` says.
///
/// # Errors
/// When there is no index, or it is damaged.
pub fn measure(index_dir: &IndexDir, plan: &BenchPlan, print: &PrintResponse) -> Result<BenchReport, Error> {
    let searcher = Searcher::open(index_dir)?;
    for query in std::iter::repeat_n(&plan.queries, plan.warm_up).flatten() {
        run_query(&searcher, query, plan, print)?;
    }
    // By round, then by query.
    let mut rounds: Vec<Vec<QueryTimes>> = Vec::new();
    for _ in 0..plan.repeats.max(1) {
        let round = plan.queries.iter().map(|query| run_query(&searcher, query, plan, print));
        rounds.push(round.collect::<Result<_, _>>()?);
    }
    let throughput = measure_throughput(&searcher, plan, print)?;
    let articles = searcher.num_articles();
    // Open memory maps would keep the files in the page cache.
    drop(searcher);
    let mut results = Vec::new();
    for kind in QueryKind::ALL.into_iter().map(Some).chain([None]) {
        let query_ids: Vec<usize> = (0..plan.queries.len())
            .filter(|id| kind.is_none_or(|kind| plan.queries[*id].kind == kind))
            .collect();
        if query_ids.is_empty() {
            continue;
        }
        let cold = match kind {
            Some(_) => measure_cold(index_dir, plan, &query_ids, print)?,
            None => None,
        };
        results.push(summarize(kind, &query_ids, &rounds, cold));
    }
    Ok(BenchReport {
        version: env!("CARGO_PKG_VERSION").into(),
        articles,
        seed: plan.seed,
        warm_up: plan.warm_up,
        repeats: plan.repeats.max(1),
        queries: plan.queries.clone(),
        results,
        throughput,
        growth: Vec::new(),
        sqlite: None,
    })
}

/// Runs one query and prints its response.
fn run_query(
    searcher: &Searcher,
    query: &BenchQuery,
    plan: &BenchPlan,
    print: &PrintResponse,
) -> Result<QueryTimes, Error> {
    let request = Request { query: query.query.clone(), ..plan.request.clone() };
    let start = Instant::now();
    let response = searcher.search(&request)?;
    let answered = Instant::now();
    print(&query.query, &response);
    let printed = Instant::now();
    Ok(QueryTimes {
        total: nanoseconds(printed - start),
        parse: nanoseconds(response.timings.parse),
        search: nanoseconds(response.timings.search),
        snippets: nanoseconds(response.timings.snippets),
        output: nanoseconds(printed - answered),
        hits: response.total as u64,
    })
}

/// Summarizes the times of the queries of one kind.
fn summarize(
    kind: Option<QueryKind>,
    query_ids: &[usize],
    rounds: &[Vec<QueryTimes>],
    cold: Option<ColdTimes>,
) -> KindResults {
    let values = |value: fn(&QueryTimes) -> u64| -> Vec<u64> {
        rounds.iter().flat_map(|round| query_ids.iter().map(move |id| value(&round[*id]))).collect()
    };
    let median_of_round = |round: &Vec<QueryTimes>| {
        Percentiles::of(&query_ids.iter().map(|id| round[*id].total).collect::<Vec<_>>()).p50
    };
    let (total, percentiles) = (values(|times| times.total), |value| Percentiles::of(&values(value)));
    KindResults {
        kind,
        queries: query_ids.len(),
        hits: median(values(|times| times.hits)),
        warm: WarmTimes {
            total: Percentiles::of(&total),
            rounds: min_max(rounds.iter().map(median_of_round)),
            stages: StageTimes {
                parse: percentiles(|times| times.parse),
                search: percentiles(|times| times.search),
                snippets: percentiles(|times| times.snippets),
                output: percentiles(|times| times.output),
            },
            histogram: Histogram::of(&total),
        },
        cold,
    }
}

/// Measures queries that each open the index anew and, where possible, read it from the disk.
fn measure_cold(
    index_dir: &IndexDir,
    plan: &BenchPlan,
    query_ids: &[usize],
    print: &PrintResponse,
) -> Result<Option<ColdTimes>, Error> {
    let (mut total_times, mut open_times, mut from_disk) = (Vec::new(), Vec::new(), true);
    for id in query_ids.iter().take(plan.cold) {
        from_disk &= index_dir.drop_page_cache();
        let start = Instant::now();
        let searcher = Searcher::open(index_dir)?;
        let open = start.elapsed();
        run_query(&searcher, &plan.queries[*id], plan, print)?;
        let total = start.elapsed();
        open_times.push(nanoseconds(open));
        total_times.push(nanoseconds(total));
    }
    let measured = !total_times.is_empty();
    Ok(measured.then(|| ColdTimes {
        total: Percentiles::of(&total_times),
        open: Percentiles::of(&open_times),
        from_disk,
    }))
}

/// Measures the throughput of one thread, and of as many as the plan has.
fn measure_throughput(
    searcher: &Searcher,
    plan: &BenchPlan,
    print: &PrintResponse,
) -> Result<Vec<Throughput>, Error> {
    let mut results = Vec::new();
    for threads in if plan.threads > 1 { vec![1, plan.threads] } else { vec![1] } {
        let mut rounds = Vec::new();
        for _ in 0..plan.repeats.max(1) {
            let start = Instant::now();
            run_in_parallel(searcher, plan, threads, print)?;
            rounds.push(plan.queries.len() as f64 / start.elapsed().as_secs_f64().max(1e-9));
        }
        rounds.sort_by(f64::total_cmp);
        let per_second = rounds[rounds.len() / 2];
        results.push(Throughput { threads, per_second, rounds: min_max(rounds.into_iter()) });
    }
    Ok(results)
}

/// Runs every query once, spread over `threads` threads.
fn run_in_parallel(
    searcher: &Searcher,
    plan: &BenchPlan,
    threads: usize,
    print: &PrintResponse,
) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(query) = plan.queries.get(next.fetch_add(1, Ordering::Relaxed)) {
            run_query(searcher, query, plan, print)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let panicked = || Error::Internal("a query thread ended early".into());
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err(panicked())))
    })
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn median(mut values: Vec<u64>) -> u64 {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Returns the smallest and the largest value, or zeros if there are none.
fn min_max(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let range =
        values.fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
    if range.0.is_finite() { range } else { (0.0, 0.0) }
}
