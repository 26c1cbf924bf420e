//! The same articles and the same questions put to several search programs.
//!
//! Every program gets the same texts, is asked for whole words in any case, unstemmed, and for phrases, and what it finds
//! is compared with what clippings finds, article by article. Programs that are not installed are left out with a line
//! that says so. `cargo run --release --manifest-path eval/peers/Cargo.toml -- ARCHIVE.jsonl[.gz] [ARTICLES]`.

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

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Questions of each kind.
const EACH: usize = 20;
/// Questions of each kind that are asked of programs that start anew for each.
const ONE_SHOT: usize = 5;
/// Rounds, of which the best counts.
const ROUNDS: usize = 3;

/// A search program.
pub trait Peer {
    fn name(&self) -> String;

    /// Makes its index, if it has one, in `folder`.
    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()>;

    /// All articles that match; `None` when it cannot be asked this.
    fn all(&self, question: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>>;

    /// The ten best with their titles and the number of all, without starting anew; `None` when it cannot do that.
    fn warm(&self, question: &BenchQuery) -> Outcome<Option<usize>>;

    /// The program as one types it.
    fn one_shot(&self, question: &BenchQuery) -> Option<Command>;

    /// Whether its index keeps the text.
    fn keeps_text(&self) -> bool;
}

/// What was measured of one.
pub struct Row {
    pub name: String,
    pub build: Option<Duration>,
    pub size: Option<f64>,
    pub keeps_text: bool,
    pub warm: Vec<Duration>,
    pub one_shot: Vec<Duration>,
    pub equal: usize,
    pub compared: usize,
}

fn main() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let archive = args.next().ok_or("name an archive: a .jsonl file with the fields title and text")?;
    let most = args.next().map_or(Ok(usize::MAX), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let corpus = Corpus::read(Path::new(&archive), most, folder.path())?;
    println!("{} articles, {:.1} MB", corpus.articles.len(), corpus.bytes as f64 / 1e6);
    let mut ours = ours::Clippings::default();
    let mut rows = vec![measure_build(&mut ours, &corpus, folder.path())?];
    let questions = corpus.plain(ours.questions(EACH)?);
    let expected: Vec<BTreeSet<usize>> = questions
        .iter()
        .map(|question| Ok(ours.all(question)?.unwrap_or_default()))
        .collect::<Outcome<_>>()?;
    ask(&ours, &questions, &expected, &mut rows[0])?;
    let mut peers: Vec<Box<dyn Peer>> = vec![Box::new(fts5::Fts5::default())];
    peers.extend(programs::installed());
    for peer in &mut peers {
        let mut row = measure_build(peer.as_mut(), &corpus, folder.path())?;
        ask(peer.as_ref(), &questions, &expected, &mut row)?;
        rows.push(row);
    }
    table::print(&rows, questions.len());
    Ok(())
}

fn measure_build(peer: &mut dyn Peer, corpus: &Corpus, folder: &Path) -> Outcome<Row> {
    let own = folder.join(peer.name());
    std::fs::create_dir_all(&own)?;
    let start = Instant::now();
    peer.build(corpus, &own)?;
    let build = start.elapsed();
    let size = corpus::size_of(&own)?;
    Ok(Row {
        name: peer.name(),
        build: (size > 0).then_some(build),
        size: (size > 0).then_some(100.0 * size as f64 / corpus.bytes as f64),
        keeps_text: peer.keeps_text(),
        warm: Vec::new(),
        one_shot: Vec::new(),
        equal: 0,
        compared: 0,
    })
}

fn ask(
    peer: &dyn Peer,
    questions: &[BenchQuery],
    expected: &[BTreeSet<usize>],
    row: &mut Row,
) -> Outcome<()> {
    let mut started = std::collections::HashMap::<QueryKind, usize>::new();
    for (question, expected) in questions.iter().zip(expected) {
        if let Some(found) = peer.all(question)? {
            row.compared += 1;
            row.equal += usize::from(found == *expected);
            if found != *expected && std::env::var_os("PEERS_VERBOSE").is_some() {
                println!(
                    "{}: {} finds {}, expected {}",
                    question.query,
                    peer.name(),
                    found.len(),
                    expected.len()
                );
            }
        } else {
            continue;
        }
        if let Some(time) = best(|| Ok(peer.warm(question)?.is_some()))? {
            row.warm.push(time);
        }
        let count = started.entry(question.kind).or_default();
        if *count < ONE_SHOT
            && let Some(mut command) = peer.one_shot(question)
        {
            *count += 1;
            let mut run = || -> Outcome<bool> {
                command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                command.status().map_err(|error| format!("{command:?} cannot be run: {error}"))?;
                Ok(true)
            };
            row.one_shot.extend(best(&mut run)?);
        }
    }
    Ok(())
}

/// The best time of some rounds; `None` when there was nothing to do.
fn best(mut work: impl FnMut() -> Outcome<bool>) -> Outcome<Option<Duration>> {
    let mut best = None;
    for _ in 0..=ROUNDS {
        let start = Instant::now();
        if !work()? {
            return Ok(None);
        }
        best = Some(best.map_or(start.elapsed(), |best: Duration| best.min(start.elapsed())));
    }
    Ok(best)
}
