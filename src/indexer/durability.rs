//! Tests that an index stays correct under random file changes and disk faults.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use crate::bench::Rng;
use crate::error::Error;
use crate::index::{DiskFaults, IndexDir, IndexInfo};
use crate::indexer::{IndexOptions, Indexer};
use crate::progress::{Amount, NoProgress, Progress};
use crate::search::{Request, Searcher};

const WORDS: [&str; 24] = [
    "harbour",
    "ferry",
    "dam",
    "mayor",
    "bridge",
    "crew",
    "storm",
    "island",
    "market",
    "council",
    "river",
    "engine",
    "passenger",
    "lighthouse",
    "winter",
    "budget",
    "school",
    "railway",
    "forest",
    "festival",
    "prize",
    "museum",
    "garden",
    "clock",
];

/// Generates random articles, the same in every run.
struct RandomArticles(Rng);

impl RandomArticles {
    fn new(seed: u64) -> Self {
        RandomArticles(Rng::new(seed))
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.below(end as u64) as usize
    }

    fn article(&mut self) -> String {
        let count = 5 + self.below(60);
        let words: Vec<_> = (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect();
        format!("The {} said the {}.\n", words.join(" and the "), WORDS[self.below(WORDS.len())])
    }

    fn archive(&mut self) -> String {
        let count = 1 + self.below(12);
        (0..count).map(|id| format!("{{\"id\": {id}, \"text\": {:?}}}\n", self.article())).collect()
    }
}

type Answers = Vec<(String, Vec<(PathBuf, Option<String>, u32)>)>;

/// Searches for each word and some phrases. Returns all hits in order, with the bits of their scores.
fn answers(index_dir: &IndexDir) -> Answers {
    let searcher = Searcher::open(index_dir).expect("the index opens");
    let phrases = WORDS.windows(2).map(|pair| format!("\"{} and the {}\"", pair[0], pair[1]));
    let queries = WORDS.iter().map(|word| (*word).to_owned()).chain(phrases);
    let answer = |query: String| {
        let request = Request { query: query.clone(), limit: 1000, ..Request::default() };
        let hits = searcher.search(&request).expect("an answer").hits;
        (query, hits.into_iter().map(|hit| (hit.path, hit.id, hit.score.to_bits())).collect())
    };
    queries.map(answer).collect()
}

/// Returns the matching articles without order and scores.
fn matches(answers: &Answers) -> BTreeSet<(String, PathBuf, Option<String>)> {
    let matching = answers.iter().flat_map(|(query, hits)| {
        hits.iter().map(move |(path, id, _)| (query.clone(), path.clone(), id.clone()))
    });
    matching.collect()
}

fn run(index_dir: &IndexDir, folders: &[PathBuf], options: IndexOptions) {
    let report = Indexer::new(index_dir.clone()).options(options).run(folders, &NoProgress).expect("indexed");
    let failures: Vec<_> = report.failures.iter().filter(|failure| failure.path.exists()).collect();
    assert!(failures.is_empty(), "{failures:?}");
}

fn answers_of_new_index(folders: &[PathBuf], path: &Path) -> Answers {
    let _ = fs::remove_dir_all(path);
    let index_dir = IndexDir::new(path);
    run(&index_dir, folders, IndexOptions { force_merge: true, ..IndexOptions::default() });
    answers(&index_dir)
}

fn optimized() -> IndexOptions {
    IndexOptions { force_merge: true, ..IndexOptions::default() }
}

fn copy(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).expect("copied")),
        }
    }
}

/// Returns the number of repetitions of a long test.
fn repetitions(default: usize) -> usize {
    let requested = std::env::var("CLIPPINGS_THOROUGH").ok().and_then(|times| times.parse().ok());
    requested.unwrap_or(default)
}

#[test]
fn an_index_updated_after_random_changes_equals_a_new_one() {
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, index_dir) = (dir.path().join("a"), IndexDir::new(dir.path().join("idx")));
    let mut random = RandomArticles::new(0x5eed);
    fs::create_dir(&folder).expect("a folder");
    let mut names: Vec<PathBuf> = Vec::new();
    let mut made = 0;
    for change in 0..repetitions(120) {
        match (random.below(5), names.len()) {
            (0 | 1, _) | (_, 0..10) => {
                made += 1;
                let archive = random.below(5) == 0;
                let (name, text) = match archive {
                    true => (folder.join(format!("{made}.jsonl")), random.archive()),
                    false => (folder.join(format!("{made}.txt")), random.article()),
                };
                fs::write(&name, text).expect("written");
                names.push(name);
            }
            (2, count) => {
                let name = &names[random.below(count)];
                let archive = name.extension().is_some_and(|extension| extension == "jsonl");
                fs::write(name, if archive { random.archive() } else { random.article() }).expect("written");
            }
            (3, count) => {
                made += 1;
                let index = random.below(count);
                let extension = names[index].extension().expect("one").to_owned();
                let to = folder.join(format!("moved{made}")).with_extension(extension);
                fs::rename(&names[index], &to).expect("moved");
                names[index] = to;
            }
            (_, count) => fs::remove_file(names.swap_remove(random.below(count))).expect("removed"),
        }
        if change % 6 == 5 {
            run(&index_dir, std::slice::from_ref(&folder), IndexOptions::default());
        }
        if change % 40 == 39 {
            run(&index_dir, std::slice::from_ref(&folder), IndexOptions::default());
            let fresh = answers_of_new_index(std::slice::from_ref(&folder), &dir.path().join("fresh"));
            assert_eq!(matches(&answers(&index_dir)), matches(&fresh), "after {change} changes");
            run(&index_dir, &[], optimized());
            assert_eq!(answers(&index_dir), fresh, "after {change} changes");
        }
    }
}

/// A folder that has changed since it was indexed, beside one that is away, and the answers for the old and
/// the new state.
struct Changed {
    dir: tempfile::TempDir,
    folders: Vec<PathBuf>,
    before: Answers,
    after: Answers,
}

impl Changed {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let folder = dir.path().join("a");
        fs::create_dir(&folder).expect("a folder");
        let mut random = RandomArticles::new(0xfee1);
        let away = dir.path().join("b");
        fs::create_dir(&away).expect("a folder");
        fs::write(away.join("1.txt"), random.article()).expect("written");
        fs::write(away.join("2.jsonl"), random.archive()).expect("written");
        let write = |name: String, text: String| fs::write(folder.join(name), text).expect("written");
        (0..8).for_each(|number| write(format!("{number}.txt"), random.article()));
        write("x.jsonl".into(), random.archive());
        let folders = vec![folder.clone(), away.clone()];
        let index_dir = IndexDir::new(dir.path().join("idx"));
        run(&index_dir, &folders, IndexOptions::default());
        let before = answers(&index_dir);
        write("1.txt".into(), random.article());
        write("9.txt".into(), random.article());
        write("x.jsonl".into(), random.archive());
        fs::remove_file(folder.join("2.txt")).expect("removed");
        fs::rename(folder.join("3.txt"), folder.join("4b.txt")).expect("moved");
        let after = answers_of_new_index(&folders, &dir.path().join("fresh"));
        fs::rename(&away, dir.path().join("elsewhere")).expect("moved");
        Changed { dir, folders, before, after }
    }

    /// Updates or rebuilds the index on a disk that fails at the operation with this number. Returns whether
    /// there was one.
    fn run_with_fault(&self, operation: u64, permanent: bool, rebuild: bool) -> bool {
        let broken = self.dir.path().join("broken");
        copy(&self.dir.path().join("idx"), &broken);
        let faults = DiskFaults::at(operation, permanent);
        let index_dir = IndexDir::new(&broken);
        let faulty = index_dir.clone().with_faults(faults.clone());
        let options = IndexOptions { rebuild, ..optimized() };
        let result = Indexer::new(faulty).options(options).run(&self.folders, &NoProgress);
        let current = answers(&index_dir);
        let (old, new) = (matches(&self.before), matches(&self.after));
        let state = matches(&current);
        assert!(state == new || result.is_err() && state == old, "failing at {operation}: {result:?}");
        assert!(
            !matches!(result, Err(Error::Damaged { .. } | Error::Internal(_))),
            "{operation}: {result:?}"
        );
        run(&index_dir, &self.folders, optimized());
        assert_eq!(answers(&index_dir), self.after, "failing at {operation}");
        faults.fired()
    }
}

#[test]
fn a_disk_fault_leaves_a_committed_state() {
    let changed = Changed::new();
    let thorough = std::env::var_os("CLIPPINGS_THOROUGH").is_some();
    let mut faults = 0;
    for (permanent, rebuild) in [(false, false), (true, false), (false, true), (true, true)] {
        let step = match (thorough, rebuild) {
            (true, _) => 1,
            (false, false) => 29,
            (false, true) => 97,
        };
        let mut operation = 1 + u64::from(permanent);
        while changed.run_with_fault(operation, permanent, rebuild) {
            operation += step;
            faults += 1;
        }
    }
    assert!(faults > 5, "{faults}");
}

/// Copies the index at every third report of progress, which is how a crash then would leave it.
struct Snapshots {
    index: PathBuf,
    dir: PathBuf,
    reports: AtomicUsize,
}

impl Snapshots {
    fn paths(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }
}

impl Progress for Snapshots {
    fn waiting(&self, _: &str) {}
    fn begin(&self, _: Amount) {}
    fn advance(&self, _: Amount) {
        let number = self.reports.fetch_add(1, Ordering::Relaxed);
        if number.is_multiple_of(3) {
            copy(&self.index, &self.dir.join(number.to_string()));
        }
    }
    fn writing(&self) {}
    fn end(&self) {}
}

#[test]
fn a_crash_after_any_commit_keeps_articles_and_table_together() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = |name: &str| dir.path().join(name);
    let mut random = RandomArticles::new(0xc0de);
    fs::create_dir(path("a")).expect("a folder");
    let archive = random.archive() + &random.archive();
    fs::write(path("a/archive.jsonl"), &archive).expect("written");
    (0..12).for_each(|n| fs::write(path(&format!("a/{n}.txt")), random.article()).expect("written"));
    let folders = [path("a")];
    run(&IndexDir::new(path("idx")), &folders, IndexOptions::default());
    let before = answers(&IndexDir::new(path("idx")));
    // One file leaves, one moves, all others change, the archive grows.
    fs::rename(path("a/0.txt"), path("0.txt")).expect("moved");
    fs::rename(path("a/1.txt"), path("a/moved.txt")).expect("moved");
    (2..12).for_each(|n| fs::write(path(&format!("a/{n}.txt")), random.article()).expect("written"));
    fs::write(path("a/archive.jsonl"), archive + &random.archive()).expect("written");
    let snapshots = Snapshots { index: path("idx"), dir: path("crashed"), reports: AtomicUsize::new(0) };
    let indexer = Indexer::new(IndexDir::new(path("idx")));
    let often = IndexOptions { commit_interval: Duration::ZERO, ..IndexOptions::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| indexer.options(often).run(&folders, &snapshots)).expect("indexed");
    fs::rename(path("0.txt"), path("a/0.txt")).expect("moved back"); // with its time of modification
    let fresh = answers_of_new_index(&folders, &path("fresh"));
    // A phrase that nothing matches is answered by its words.
    let in_archive = |answers: &Answers| -> BTreeSet<_> {
        let is_word = |query: &str| !query.starts_with('"');
        let matches = matches(answers).into_iter();
        matches.filter(|(query, path, _)| is_word(query) && path.ends_with("archive.jsonl")).collect()
    };
    assert!(snapshots.paths().len() > 10);
    for crashed in snapshots.paths() {
        let index_dir = IndexDir::new(&crashed);
        assert_eq!(IndexInfo::open(&index_dir).and_then(|info| info.check()).ok(), Some(vec![]));
        let missing = &in_archive(&before) - &in_archive(&answers(&index_dir));
        assert!(missing.is_empty(), "{crashed:?}: {missing:?}");
        run(&index_dir, &folders, optimized());
        assert_eq!(answers(&index_dir), fresh, "{crashed:?}");
    }
}

#[test]
fn a_stopped_run_keeps_the_articles_of_an_archive_file_it_reads_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let archive = dir.path().join("a.jsonl");
    let mut random = RandomArticles::new(0xabed);
    let records: String = (0..20).map(|_| random.archive()).collect();
    fs::write(&archive, &records).expect("written");
    let index_dir = IndexDir::new(dir.path().join("idx"));
    run(&index_dir, std::slice::from_ref(&archive), IndexOptions::default());
    let before = answers(&index_dir);
    fs::write(&archive, records + &random.archive()).expect("written");
    let stop = StopAfter { articles: AtomicUsize::new(9), stop: Arc::default() };
    let indexer = Indexer::new(index_dir.clone()).stop_when(stop.stop.clone());
    let report = indexer.run(std::slice::from_ref(&archive), &stop).expect("committed");
    assert!(report.stopped && report.added + report.updated == 0, "{report:?}");
    assert_eq!(answers(&index_dir), before);
    run(&index_dir, std::slice::from_ref(&archive), optimized());
    assert_eq!(answers(&index_dir), answers_of_new_index(&[archive], &dir.path().join("fresh")));
}

#[test]
fn a_run_that_is_stopped_while_it_samples_commits_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let articles = dir.path().join("articles");
    fs::create_dir(&articles).expect("created");
    fs::write(articles.join("a.txt"), RandomArticles::new(0x5a).article()).expect("written");
    let index_dir = IndexDir::new(dir.path().join("idx"));
    let stop = StopAfter { articles: AtomicUsize::new(0), stop: Arc::default() };
    let indexer = Indexer::new(index_dir.clone()).stop_when(stop.stop.clone());
    let report = indexer.run(std::slice::from_ref(&articles), &stop).expect("stopped");
    assert!(report.stopped && index_dir.current().expect("readable").is_none(), "{report:?}");
    run(&index_dir, std::slice::from_ref(&articles), optimized());
    assert_eq!(answers(&index_dir), answers_of_new_index(&[articles], &dir.path().join("fresh")));
}

/// Stops a run after some articles; after none when it begins.
struct StopAfter {
    articles: AtomicUsize,
    stop: Arc<AtomicBool>,
}

impl Progress for StopAfter {
    fn waiting(&self, _: &str) {}
    fn begin(&self, _: Amount) {
        if self.articles.load(Ordering::Relaxed) == 0 {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
    fn advance(&self, _: Amount) {
        if self.articles.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.stop.store(true, Ordering::Relaxed);
        }
    }
    fn writing(&self) {}
    fn end(&self) {}
}
