//! Warm answers without snippets, as a ratio to bare tantivy in the same run.
//!
//! What is measured: from the text of a query to its ten best hits (title, path, day) and the exact number of all. The
//! floor is given its query built already, and fetches ten titles. Queries are drawn from our index, the same for both.
//! Read the ratios, in microseconds nothing holds from one machine to another. See `benches/common` for the data, and
//! `docs/performance.md` for what was measured with it. `cargo bench --bench query_latency`.

mod common;

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use clippings::{Request, Searcher};
use common::ratio::{Race, head, line, timed};
use common::{Outcome, Pair};

/// Queries of each kind.
const EACH: usize = 40;
const ROUNDS: usize = 7;

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let mut questions = sample_queries(&IndexSnapshot::open(&pair.place)?, 7, EACH)?;
    questions.retain(|question| pair.floor.query(question).is_some());
    let queries: Vec<_> = questions.iter().map(|question| pair.floor.query(question)).collect();
    let searcher = Searcher::open(&pair.place)?;
    let race = Race::run(
        questions.len(),
        ROUNDS,
        |number| {
            let query = queries[number].as_deref().ok_or("the floor has no such query")?;
            Ok(timed(|| pair.floor.answer(query))?.0)
        },
        |number| {
            let query = questions[number].query.clone();
            let request = Request { query, suggestions: false, max_passages: 0, ..Request::default() };
            Ok(timed(|| Ok(searcher.search(&request)?))?.0)
        },
    )?;
    println!("{}", head());
    for kind in QueryKind::ALL {
        let of_kind = |number: usize| questions[number].kind == kind;
        if let Some(result) = race.result(of_kind) {
            println!(
                "{}",
                line(kind.name(), (0..questions.len()).filter(|at| of_kind(*at)).count(), &result)
            );
        }
    }
    let long = |number: usize| is_long(&questions[number]);
    if let Some(result) = race.result(long) {
        println!(
            "{}",
            line("quotes, 5+ words", (0..questions.len()).filter(|at| long(*at)).count(), &result)
        );
    }
    Ok(())
}

fn is_long(question: &BenchQuery) -> bool {
    question.kind == QueryKind::Phrase && question.query.split(' ').count() >= 5
}
