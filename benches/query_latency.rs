//! Measures warm queries without snippets, as a ratio to bare tantivy in the same run.
//!
//! The time is from the text of a query to its ten best hits (title, path, date) and the exact number of
//! hits. Bare tantivy gets a query that is already built, and fetches ten titles. The queries are drawn from
//! our index and are the same for both. Compare the ratios: microseconds differ between machines. See
//! `benches/common` for the data, and `docs/performance.md` for results. `cargo bench --bench query_latency`.

mod common;

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use clippings::{Request, Searcher};
use common::ratio::{Race, head, line, timed};
use common::{Outcome, Pair};

/// Number of queries of each kind.
const EACH: usize = 40;
const ROUNDS: usize = 7;

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let mut queries = sample_queries(&IndexSnapshot::open(&pair.index_dir)?, 7, EACH)?;
    queries.retain(|query| pair.bare.query(query).is_some());
    let bare_queries: Vec<_> = queries.iter().map(|query| pair.bare.query(query)).collect();
    let searcher = Searcher::open(&pair.index_dir)?;
    let race = Race::run(
        queries.len(),
        ROUNDS,
        |number| {
            let query = bare_queries[number].as_deref().ok_or("bare tantivy has no such query")?;
            Ok(timed(|| pair.bare.answer(query))?.0)
        },
        |number| {
            let query = queries[number].query.clone();
            let mut request = Request::new(query);
            request.suggestions = false;
            request.max_passages = 0;
            Ok(timed(|| Ok(searcher.search(&request)?))?.0)
        },
    )?;
    println!("{}", head());
    for kind in QueryKind::ALL {
        let of_kind = |number: usize| queries[number].kind == kind;
        if let Some(result) = race.result(of_kind) {
            println!(
                "{}",
                line(kind.name(), (0..queries.len()).filter(|index| of_kind(*index)).count(), &result)
            );
        }
    }
    let long = |number: usize| is_long(&queries[number]);
    if let Some(result) = race.result(long) {
        println!(
            "{}",
            line("quotes, 5+ words", (0..queries.len()).filter(|index| long(*index)).count(), &result)
        );
    }
    Ok(())
}

fn is_long(query: &BenchQuery) -> bool {
    query.kind == QueryKind::Phrase && query.query.split(' ').count() >= 5
}
