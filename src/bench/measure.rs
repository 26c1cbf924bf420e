//! Running a set of queries and taking the time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use crate::bench::percentiles::{Histogram, Spread};
use crate::bench::query_kind::Kind;
use crate::bench::report::{Cold, Line, Report, Stages, Throughput, Warm};
use crate::bench::sample_queries::Question;
use crate::error::Error;
use crate::index::IndexDir;
use crate::search::{Request, Response, Searcher};

/// How a measurement is gone about.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The queries.
    pub questions: Vec<Question>,
    /// The seed they were drawn with.
    pub seed: Option<u64>,
    /// Rounds over all of them that are not counted.
    pub warm_up: usize,
    /// Rounds over all of them that are; at least one.
    pub repeats: usize,
    /// Queries of each kind that are asked cold as well, at most.
    pub cold: usize,
    /// The most threads that ask at once.
    pub threads: usize,
    /// What is asked beside the query.
    pub request: Request,
}

/// Prints an answer to the query as it would be printed for people, for the time it takes.
pub type Print<'p> = dyn Fn(&str, &Response) + Sync + 'p;

/// The times of one answer, in nanoseconds.
#[derive(Debug, Clone, Copy)]
struct Times {
    whole: u64,
    parse: u64,
    search: u64,
    snippets: u64,
    output: u64,
    found: u64,
}

/// Measures the index at `place` as `plan` says.
///
/// # Errors
/// When there is no index, or it is damaged.
pub fn measure(place: &IndexDir, plan: &Plan, print: &Print) -> Result<Report, Error> {
    let searcher = Searcher::open(place)?;
    for question in std::iter::repeat_n(&plan.questions, plan.warm_up).flatten() {
        ask(&searcher, question, plan, print)?;
    }
    // By round, and in it by question.
    let mut rounds: Vec<Vec<Times>> = Vec::new();
    for _ in 0..plan.repeats.max(1) {
        let round = plan.questions.iter().map(|question| ask(&searcher, question, plan, print));
        rounds.push(round.collect::<Result<_, _>>()?);
    }
    let throughput = throughput(&searcher, plan, print)?;
    let articles = searcher.num_articles();
    drop(searcher); // whose maps would keep the files in memory
    let mut lines = Vec::new();
    for kind in Kind::ALL.into_iter().map(Some).chain([None]) {
        let numbers: Vec<usize> = (0..plan.questions.len())
            .filter(|number| kind.is_none_or(|kind| plan.questions[*number].kind == kind))
            .collect();
        if numbers.is_empty() {
            continue;
        }
        let cold = match kind {
            Some(_) => cold(place, plan, &numbers, print)?,
            None => None,
        };
        lines.push(line(kind, &numbers, &rounds, cold));
    }
    Ok(Report {
        program: env!("CARGO_PKG_VERSION").into(),
        articles,
        seed: plan.seed,
        warm_up: plan.warm_up,
        repeats: plan.repeats.max(1),
        questions: plan.questions.clone(),
        lines,
        throughput,
    })
}

fn ask(searcher: &Searcher, question: &Question, plan: &Plan, print: &Print) -> Result<Times, Error> {
    let request = Request { query: question.query.clone(), ..plan.request.clone() };
    let start = Instant::now();
    let response = searcher.search(&request)?;
    let answered = Instant::now();
    print(&question.query, &response);
    let printed = Instant::now();
    let nanoseconds = |time: std::time::Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
    Ok(Times {
        whole: nanoseconds(printed - start),
        parse: nanoseconds(response.timings.parse),
        search: nanoseconds(response.timings.search),
        snippets: nanoseconds(response.timings.snippets),
        output: nanoseconds(printed - answered),
        found: response.total as u64,
    })
}

fn line(kind: Option<Kind>, numbers: &[usize], rounds: &[Vec<Times>], cold: Option<Cold>) -> Line {
    let all = |what: fn(&Times) -> u64| -> Vec<u64> {
        rounds.iter().flat_map(|round| numbers.iter().map(move |number| what(&round[*number]))).collect()
    };
    let median = |round: &Vec<Times>| {
        Spread::of(&numbers.iter().map(|number| round[*number].whole).collect::<Vec<_>>()).p50
    };
    let (whole, spread) = (all(|times| times.whole), |what| Spread::of(&all(what)));
    Line {
        kind,
        queries: numbers.len(),
        found: middle(all(|times| times.found)),
        warm: Warm {
            whole: Spread::of(&whole),
            rounds: ends(rounds.iter().map(median)),
            stages: Stages {
                parse: spread(|times| times.parse),
                search: spread(|times| times.search),
                snippets: spread(|times| times.snippets),
                output: spread(|times| times.output),
            },
            histogram: Histogram::of(&whole),
        },
        cold,
    }
}

/// Each query for itself: the index opened anew and, where that can be, read from the disk.
fn cold(place: &IndexDir, plan: &Plan, numbers: &[usize], print: &Print) -> Result<Option<Cold>, Error> {
    let (mut whole, mut open, mut from_disk) = (Vec::new(), Vec::new(), true);
    for number in numbers.iter().take(plan.cold) {
        from_disk &= place.drop_page_cache();
        let start = Instant::now();
        let searcher = Searcher::open(place)?;
        let opened = start.elapsed();
        ask(&searcher, &plan.questions[*number], plan, print)?;
        let all = start.elapsed();
        open.push(u64::try_from(opened.as_nanos()).unwrap_or(u64::MAX));
        whole.push(u64::try_from(all.as_nanos()).unwrap_or(u64::MAX));
    }
    let measured = !whole.is_empty();
    Ok(measured.then(|| Cold { whole: Spread::of(&whole), open: Spread::of(&open), from_disk }))
}

/// All queries by one thread, and by as many as may be.
fn throughput(searcher: &Searcher, plan: &Plan, print: &Print) -> Result<Vec<Throughput>, Error> {
    let mut all = Vec::new();
    for threads in if plan.threads > 1 { vec![1, plan.threads] } else { vec![1] } {
        let mut rounds = Vec::new();
        for _ in 0..plan.repeats.max(1) {
            let start = Instant::now();
            together(searcher, plan, threads, print)?;
            rounds.push(plan.questions.len() as f64 / start.elapsed().as_secs_f64().max(1e-9));
        }
        rounds.sort_by(f64::total_cmp);
        let per_second = rounds[rounds.len() / 2];
        all.push(Throughput { threads, per_second, rounds: ends(rounds.into_iter()) });
    }
    Ok(all)
}

/// Asks every question once, `threads` at a time, and each thread the next that nobody has asked.
fn together(searcher: &Searcher, plan: &Plan, threads: usize, print: &Print) -> Result<(), Error> {
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(question) = plan.questions.get(next.fetch_add(1, Ordering::Relaxed)) {
            ask(searcher, question, plan, print)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let fell = || Error::Internal("a query thread ended early".into());
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or_else(|_| Err(fell())))
    })
}

fn middle(mut numbers: Vec<u64>) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or_default()
}

/// The least and the greatest.
fn ends(numbers: impl Iterator<Item = f64>) -> (f64, f64) {
    let ends = numbers
        .fold((f64::INFINITY, 0.0), |(low, high): (f64, f64), number| (low.min(number), high.max(number)));
    if ends.0.is_finite() { ends } else { (0.0, 0.0) }
}
