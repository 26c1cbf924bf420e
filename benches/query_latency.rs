//! Warm query latency, as a ratio to bare tantivy in the same run.
//!
//! Corpus: the five articles of `seeds/`, so this shows the fixed cost of a query, not how cost grows. The floor is one
//! stored text field with positions over the same cleaned text, queries built by hand, the ten best and the exact count.
//! Read the ratios: times differ from machine to machine. `cargo bench --bench query_latency`.

use std::time::{Duration, Instant};

use clippings::clean::clean_text;
use clippings::engine::IndexPlace;
use clippings::indexer::Indexer;
use clippings::progress::Silent;
use clippings::searcher::{Request, Searcher};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::{Index, Term, doc};

/// Rounds over all queries.
const ROUNDS: usize = 2000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let place = IndexPlace::new(folder.path());
    Indexer::new(place.clone()).run(&["seeds".into()], &Silent)?;
    let searcher = Searcher::open(&place)?;
    let (floor, text) = bare()?;
    let floor = floor.reader()?.searcher();

    let kinds: [(&str, &str, Box<dyn Query>); 3] = [
        ("word", "\"kursk\"", word(text, "kursk")),
        ("phrase", "\"grave security threat\"", phrase(text, &["grave", "security", "threat"])),
        (
            "and",
            "\"north\" \"troops\"",
            Box::new(BooleanQuery::intersection(vec![word(text, "north"), word(text, "troops")])),
        ),
    ];
    println!(
        "{:8} {:>12} {:>12} {:>12} {:>8} {:>8}",
        "kind", "floor p50", "ours p50", "ours p99", "ratio", "+snippet"
    );
    for (kind, typed, bare) in kinds {
        let request = |passages| Request { query: typed.into(), help: false, passages, ..Request::default() };
        let (plain, shown) = (request(0), request(1));
        let base =
            spread(|| floor.search(&bare, &(TopDocs::with_limit(10).order_by_score(), Count)).map(drop))?;
        let ours = spread(|| searcher.search(&plain).map(drop))?;
        let with = spread(|| searcher.search(&shown).map(drop))?;
        let ratio = |time: Duration| time.as_secs_f64() / base.0.as_secs_f64();
        println!(
            "{kind:8} {:>12.1?} {:>12.1?} {:>12.1?} {:>8.2} {:>8.2}",
            base.0,
            ours.0,
            ours.1,
            ratio(ours.0),
            ratio(with.0)
        );
    }
    Ok(())
}

/// The median and the 99th percentile of a repeated piece of work.
fn spread<E>(mut work: impl FnMut() -> Result<(), E>) -> Result<(Duration, Duration), E> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    Ok((times[ROUNDS / 2], times[ROUNDS * 99 / 100]))
}

/// Bare tantivy over the cleaned articles.
fn bare() -> Result<(Index, Field), Box<dyn std::error::Error>> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT | STORED);
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 15_000_000)?;
    for entry in std::fs::read_dir("seeds")? {
        let article = clean_text(&std::fs::read_to_string(entry?.path())?);
        writer.add_document(doc!(text => article.body.text.as_str()))?;
    }
    writer.commit()?;
    Ok((index, text))
}

fn word(field: Field, word: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::WithFreqs))
}

fn phrase(field: Field, words: &[&str]) -> Box<dyn Query> {
    Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()))
}
