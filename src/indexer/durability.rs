//! What must hold of an index whatever happens to the disk and in the folders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::index::{DiskFaults, IndexDir};
use crate::indexer::{IndexOptions, Indexer};
use crate::progress::NoProgress;
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

/// A generator of numbers that are the same in every run.
struct SeededRng(u64);

impl SeededRng {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
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

/// What an index answers: for each word and some phrases every hit, in order, with its score to the last bit.
fn answers(place: &IndexDir) -> Answers {
    let searcher = Searcher::open(place).expect("the index opens");
    let phrases = WORDS.windows(2).map(|pair| format!("\"{} and the {}\"", pair[0], pair[1]));
    let queries = WORDS.iter().map(|word| (*word).to_owned()).chain(phrases);
    let answer = |query: String| {
        let request = Request { query: query.clone(), limit: 1000, ..Request::default() };
        let hits = searcher.search(&request).expect("an answer").hits;
        (query, hits.into_iter().map(|hit| (hit.path, hit.id, hit.score.to_bits())).collect())
    };
    queries.map(answer).collect()
}

/// Which articles match, without order and scores.
fn matches(answers: &Answers) -> BTreeSet<(String, PathBuf, Option<String>)> {
    let all = answers.iter().flat_map(|(query, hits)| {
        hits.iter().map(move |(path, id, _)| (query.clone(), path.clone(), id.clone()))
    });
    all.collect()
}

fn run(place: &IndexDir, folders: &[PathBuf], options: IndexOptions) {
    let report = Indexer::new(place.clone()).options(options).run(folders, &NoProgress).expect("indexed");
    assert_eq!(report.failures, []);
}

fn fresh(folders: &[PathBuf], at: &Path) -> Answers {
    let _ = fs::remove_dir_all(at);
    let place = IndexDir::new(at);
    run(&place, folders, IndexOptions { force_merge: true, ..IndexOptions::default() });
    answers(&place)
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

/// How often a test that can go on for long is repeated.
fn times(usual: usize) -> usize {
    let wanted = std::env::var("CLIPPINGS_THOROUGH").ok().and_then(|times| times.parse().ok());
    wanted.unwrap_or(usual)
}

#[test]
fn random_changes_give_what_a_fresh_build_gives() {
    let dir = tempfile::tempdir().expect("a folder");
    let (folder, place) = (dir.path().join("a"), IndexDir::new(dir.path().join("idx")));
    let mut numbers = SeededRng(0x5eed);
    fs::create_dir(&folder).expect("a folder");
    let mut names: Vec<PathBuf> = Vec::new();
    let mut made = 0;
    for change in 0..times(120) {
        match (numbers.below(5), names.len()) {
            (0 | 1, _) | (_, 0..10) => {
                made += 1;
                let archive = numbers.below(5) == 0;
                let (name, text) = match archive {
                    true => (folder.join(format!("{made}.jsonl")), numbers.archive()),
                    false => (folder.join(format!("{made}.txt")), numbers.article()),
                };
                fs::write(&name, text).expect("written");
                names.push(name);
            }
            (2, count) => {
                let name = &names[numbers.below(count)];
                let archive = name.extension().is_some_and(|extension| extension == "jsonl");
                fs::write(name, if archive { numbers.archive() } else { numbers.article() })
                    .expect("written");
            }
            (3, count) => {
                made += 1;
                let at = numbers.below(count);
                let extension = names[at].extension().expect("one").to_owned();
                let to = folder.join(format!("moved{made}")).with_extension(extension);
                fs::rename(&names[at], &to).expect("moved");
                names[at] = to;
            }
            (_, count) => fs::remove_file(names.swap_remove(numbers.below(count))).expect("removed"),
        }
        if change % 6 == 5 {
            run(&place, std::slice::from_ref(&folder), IndexOptions::default());
        }
        if change % 40 == 39 {
            run(&place, std::slice::from_ref(&folder), IndexOptions::default());
            let fresh = fresh(std::slice::from_ref(&folder), &dir.path().join("fresh"));
            assert_eq!(matches(&answers(&place)), matches(&fresh), "after {change} changes");
            run(&place, &[], optimized());
            assert_eq!(answers(&place), fresh, "after {change} changes");
        }
    }
}

/// A folder, an index of it, and what it answered before and will answer after the folder has changed.
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
        let mut numbers = SeededRng(0xfee1);
        let write = |name: String, text: String| fs::write(folder.join(name), text).expect("written");
        (0..8).for_each(|number| write(format!("{number}.txt"), numbers.article()));
        write("x.jsonl".into(), numbers.archive());
        let folders = vec![folder.clone()];
        let place = IndexDir::new(dir.path().join("idx"));
        run(&place, &folders, IndexOptions::default());
        let before = answers(&place);
        write("1.txt".into(), numbers.article());
        write("9.txt".into(), numbers.article());
        write("x.jsonl".into(), numbers.archive());
        fs::remove_file(folder.join("2.txt")).expect("removed");
        fs::rename(folder.join("3.txt"), folder.join("4b.txt")).expect("moved");
        let after = fresh(&folders, &dir.path().join("fresh"));
        Changed { dir, folders, before, after }
    }

    /// Runs with the disk failing at the `fails`th thing asked of it; whether it came to that.
    fn fail(&self, fails: u64, for_good: bool) -> bool {
        let broken = self.dir.path().join("broken");
        copy(&self.dir.path().join("idx"), &broken);
        let faults = DiskFaults::at(fails, for_good);
        let place = IndexDir::new(&broken);
        let faulty = place.clone().with_faults(faults.clone());
        let outcome = Indexer::new(faulty).options(optimized()).run(&self.folders, &NoProgress);
        let found = answers(&place);
        let (old, new) = (matches(&self.before), matches(&self.after));
        let state = matches(&found);
        assert!(state == new || outcome.is_err() && state == old, "failing at {fails}: {outcome:?}");
        run(&place, &self.folders, optimized());
        assert_eq!(answers(&place), self.after, "failing at {fails}");
        faults.fired()
    }
}

#[test]
fn a_disk_that_fails_at_any_moment_leaves_a_committed_state() {
    let changed = Changed::new();
    let every = if std::env::var_os("CLIPPINGS_THOROUGH").is_some() { 1 } else { 29 };
    let mut moments = 0;
    for for_good in [false, true] {
        let mut fails = 1 + u64::from(for_good);
        while changed.fail(fails, for_good) {
            fails += every;
            moments += 1;
        }
    }
    assert!(moments > 5, "{moments}");
}
