//! Compares several search programs on the same articles and queries.
//!
//! Every program gets the same texts and searches for whole words, ignoring case and without stemming, and
//! for phrases. The hits are compared with those of clippings, article by article. Programs that are not
//! installed are skipped with a message. `cargo run --release --manifest-path eval/peers/Cargo.toml --
//! ARCHIVE.jsonl[.gz] [ARTICLES]`.

mod corpus;
mod fts5;
mod ours;
mod programs;
mod table;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clippings::internals::bench::{BenchQuery, QueryKind};
use corpus::Corpus;

/// Result of a step; an error ends the program.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Number of queries of each kind.
const PER_KIND: usize = 20;
/// Number of queries of each kind that are run with a new process for each.
const ONE_SHOT_PER_KIND: usize = 5;
/// Number of rounds after the first; the shortest time counts.
const ROUNDS: usize = 3;

/// A search program.
pub trait Peer {
    /// Returns the name and version.
    fn name(&self) -> String;

    /// Builds its index, if it has one, in `folder`.
    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()>;

    /// Returns the ids of all articles that match; `None` if the program does not support the query.
    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>>;

    /// Fetches the ten best titles and counts the hits without a new process; `None` if the program cannot do
    /// that.
    fn warm(&self, query: &BenchQuery) -> Outcome<Option<usize>>;

    /// Returns the command that a user would type.
    fn one_shot(&self, query: &BenchQuery) -> Option<Command>;

    /// Returns whether the index stores the text.
    fn stores_text(&self) -> bool;
}

/// Results of one program.
pub struct Row {
    pub name: String,
    pub build: Option<Duration>,
    pub size: Option<f64>,
    pub stores_text: bool,
    pub warm: Vec<Duration>,
    pub one_shot: Vec<Duration>,
    pub equal: usize,
    pub compared: usize,
}

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let archive = args.next().ok_or("name an archive: a .jsonl file with the fields title and text")?;
    let limit = args.next().map_or(Ok(usize::MAX), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let corpus = Corpus::read(Path::new(&archive), limit, folder.path())?;
    println!("{} articles, {:.1} MB", corpus.articles.len(), corpus.bytes as f64 / 1e6);
    let mut ours = ours::Clippings::default();
    let mut rows = vec![measure_build(&mut ours, &corpus, folder.path())?];
    let queries = corpus.unambiguous(ours.sample_queries(PER_KIND)?);
    let expected: Vec<BTreeSet<usize>> =
        queries.iter().map(|query| Ok(ours.hits(query)?.unwrap_or_default())).collect::<Outcome<_>>()?;
    run_queries(&ours, &queries, &expected, &mut rows[0])?;
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(fts5::Fts5::default())];
    peers.extend(programs::installed());
    for peer in &mut peers {
        let mut row = measure_build(peer.as_mut(), &corpus, folder.path())?;
        run_queries(peer.as_ref(), &queries, &expected, &mut row)?;
        rows.push(row);
    }
    table::print(&rows, queries.len());
    Ok(())
}

fn measure_build(peer: &mut dyn Peer, corpus: &Corpus, folder: &Path) -> Outcome<Row> {
    let index_folder = folder.join(peer.name());
    std::fs::create_dir_all(&index_folder)?;
    let start = Instant::now();
    peer.build(corpus, &index_folder)?;
    let build = start.elapsed();
    let size = corpus::size_of(&index_folder)?;
    Ok(Row {
        name: peer.name(),
        build: (size > 0).then_some(build),
        size: (size > 0).then_some(100.0 * size as f64 / corpus.bytes as f64),
        stores_text: peer.stores_text(),
        warm: Vec::new(),
        one_shot: Vec::new(),
        equal: 0,
        compared: 0,
    })
}

/// Runs the queries, and adds the times and the number of equal results to `row`.
fn run_queries(
    peer: &dyn Peer,
    queries: &[BenchQuery],
    expected: &[BTreeSet<usize>],
    row: &mut Row,
) -> Outcome<()> {
    let mut one_shot_runs = std::collections::HashMap::<QueryKind, usize>::new();
    for (query, expected) in queries.iter().zip(expected) {
        if let Some(hits) = peer.hits(query)? {
            row.compared += 1;
            row.equal += usize::from(hits == *expected);
            if hits != *expected && std::env::var_os("PEERS_VERBOSE").is_some() {
                println!(
                    "{}: {} finds {}, expected {}",
                    query.query,
                    peer.name(),
                    hits.len(),
                    expected.len()
                );
            }
        } else {
            continue;
        }
        if let Some(time) = shortest(|| Ok(peer.warm(query)?.is_some()))? {
            row.warm.push(time);
        }
        let count = one_shot_runs.entry(query.kind).or_default();
        if *count < ONE_SHOT_PER_KIND
            && let Some(mut command) = peer.one_shot(query)
        {
            *count += 1;
            let mut run = || -> Outcome<bool> {
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                command.status().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
                Ok(true)
            };
            row.one_shot.extend(shortest(&mut run)?);
        }
    }
    Ok(())
}

/// Returns the shortest time of the rounds; `None` if `work` does nothing.
fn shortest(mut work: impl FnMut() -> Outcome<bool>) -> Outcome<Option<Duration>> {
    let mut shortest = None;
    for _ in 0..=ROUNDS {
        let start = Instant::now();
        if !work()? {
            return Ok(None);
        }
        shortest = Some(shortest.map_or(start.elapsed(), |time: Duration| time.min(start.elapsed())));
    }
    Ok(shortest)
}
