//! An indexing run that is killed or interrupted.
//!
//! `CLIPPINGS_THOROUGH=1000 cargo test --release --test it killed` kills it 1,000 times; `CLIPPINGS_SEED=7`
//! takes other moments and changes. On a disk in memory (`TMPDIR=/dev/shm`) it is several times as fast.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use clippings::internals::bench::Rng;
use clippings::internals::index::IndexInfo;
use clippings::{Error, Hit, IndexDir, IndexOptions, Indexer, NoProgress, Request, Searcher};
use serde_json::Value;

use crate::common::Dir;
use crate::common::thorough::Trials;

/// An article as a search shows it: the id of its record, and the sentence with its version.
type Shown = (Option<String>, String);

/// An archive that changes, and the model of what an index of it must show.
struct Archive {
    dir: Dir,
    rng: Rng,
    version: u32,
    /// Articles of the files that are there, or were there when their folder went away.
    files: BTreeMap<String, BTreeSet<Shown>>,
    /// Files that have left, with their articles.
    left: Vec<(String, BTreeSet<Shown>)>,
    is_b_away: bool,
}

impl Archive {
    fn new(rng: Rng) -> Archive {
        let (files, left) = (BTreeMap::new(), Vec::new());
        let mut archive = Archive { dir: Dir::new(), rng, version: 0, files, left, is_b_away: false };
        for number in 0..14 {
            archive.write_article(&format!("a/{}/{number}.txt", number % 3));
        }
        archive.write_records("a/records.jsonl");
        archive.write_article("b/1.txt");
        archive.write_records("b/records.jsonl");
        archive
    }

    fn sentence(&mut self) -> String {
        self.version += 1;
        let (bird, quay) = (["crow", "owl", "gull", "tern"][self.below(4)], self.below(50));
        format!("A {bird} left the ferry of version{} for quay{quay}, said the crew.", self.version)
    }

    fn below(&mut self, end: usize) -> usize {
        self.rng.below(end as u64) as usize
    }

    fn write_article(&mut self, name: &str) {
        let sentence = self.sentence();
        self.dir.write(name, format!("Story {}\n\n{sentence}\n", self.version));
        self.files.insert(name.to_owned(), BTreeSet::from([(None, sentence)]));
    }

    fn write_records(&mut self, name: &str) {
        let (mut lines, mut articles) = (String::new(), BTreeSet::new());
        for id in 0..2 + self.below(30) {
            let sentence = self.sentence();
            lines += &format!("{{\"id\": {id}, \"text\": \"{sentence}\"}}\n");
            articles.insert((Some(id.to_string()), sentence));
        }
        self.dir.write(name, lines);
        self.files.insert(name.to_owned(), articles);
    }

    fn pick(&mut self) -> Option<String> {
        let names: Vec<_> = self.files.keys().filter(|name| name.starts_with("a/")).cloned().collect();
        self.rng.pick(&names).cloned()
    }

    /// Makes some changes.
    fn change(&mut self) {
        for _ in 0..1 + self.below(5) {
            let picked = self.pick();
            match (self.below(7), picked) {
                (0, _) => {
                    let name = format!("a/{}/{}.txt", self.below(3), self.version);
                    self.write_article(&name);
                }
                (1 | 2, Some(name)) if name.ends_with(".jsonl") => self.write_records(&name),
                (1, Some(name)) => self.write_article(&name),
                (2, _) => self.write_records("a/records.jsonl"),
                (3, Some(name)) => {
                    let number = self.left.len();
                    self.dir.write("left/x", "");
                    let to = self.dir.path(&format!("left/{number}"));
                    fs::rename(self.dir.path(&name), to).expect("moved");
                    let articles = self.files.remove(&name).unwrap_or_default();
                    self.left.push((name, articles));
                }
                (4, _) => self.come_back(),
                (5, Some(name)) => {
                    let to = format!("a/{}/{name}", self.below(3)).replace("/a/", "/");
                    if !self.files.contains_key(&to) {
                        fs::create_dir_all(self.dir.path(&to).parent().expect("a folder")).expect("made");
                        fs::rename(self.dir.path(&name), self.dir.path(&to)).expect("moved");
                        let articles = self.files.remove(&name).unwrap_or_default();
                        self.files.insert(to, articles);
                    }
                }
                (6, _) => {
                    let (from, to) = if self.is_b_away { ("away", "b") } else { ("b", "away") };
                    fs::rename(self.dir.path(from), self.dir.path(to)).expect("moved");
                    self.is_b_away = !self.is_b_away;
                }
                _ => {}
            }
        }
    }

    /// Brings back the file that left last, as it was.
    fn come_back(&mut self) {
        let Some((name, articles)) = self.left.pop() else { return };
        let from = self.dir.path(&format!("left/{}", self.left.len()));
        if !self.files.contains_key(&name) {
            fs::rename(from, self.dir.path(&name)).expect("moved");
            self.files.insert(name, articles);
        }
    }

    /// Returns the articles of all files.
    fn articles(&self) -> BTreeSet<Shown> {
        self.files.values().flatten().cloned().collect()
    }

    /// Begins a run with a commit after nearly every article.
    fn begin(&self, rebuild: bool) -> Child {
        let mut command = self.dir.command();
        command.args(["index", "a", "b", "--commit-every", "0.0001", "--quiet"]);
        if rebuild {
            command.arg("--rebuild");
        }
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("started")
    }
}

/// Returns the hits of each query in order.
fn answers(index: &Path, queries: &[&str]) -> Result<Vec<Vec<Hit>>, Error> {
    let searcher = Searcher::open(&IndexDir::new(index))?;
    let answer = |query: &&str| {
        let mut request = Request::new(*query);
        request.limit = 1000;
        Ok(searcher.search(&request)?.hits)
    };
    queries.iter().map(answer).collect()
}

fn shown(hit: &Hit) -> Shown {
    let passage = hit.passage().segments.iter().map(|segment| segment.text.as_str()).collect::<String>();
    (hit.id.clone(), passage.lines().last().unwrap_or_default().trim().to_owned())
}

/// Returns what a search for all articles shows, and asserts that `check` finds nothing.
fn checked(index: &Path, what: &str) -> BTreeSet<Shown> {
    let problems = IndexInfo::open(&IndexDir::new(index)).and_then(|info| info.check());
    assert!(problems.as_ref().is_ok_and(Vec::is_empty), "{what}: {problems:?}");
    let hits = answers(index, &["ferry"]).unwrap_or_else(|error| panic!("{what}: {error}"));
    hits.iter().flatten().map(shown).collect()
}

/// Returns all that a search shows of the hits of some queries, scores and order included.
fn exact(index: &Path) -> Vec<Vec<(Shown, String, u32)>> {
    let queries = ["ferry crow", "\"said the crew\" -owl", "quay7 OR quay8 OR tern", "record story"];
    let exact = |hit: &Hit| (shown(hit), hit.path.display().to_string(), hit.score.to_bits());
    let answers = answers(index, &queries).expect("an index");
    answers.iter().map(|hits| hits.iter().map(exact).collect()).collect()
}

/// Kills runs at random moments, each after random changes; `check` passes and nothing is lost after each, and
/// a run that ends leaves what a new index has.
#[test]
fn killed_runs_lose_nothing() {
    let trials = Trials::new(8, 2001);
    let mut archive = Archive::new(trials.rng());
    let (index, fresh) = (archive.dir.path("idx"), archive.dir.path("fresh"));
    let start = Instant::now();
    archive.dir.run("index a b").code(0);
    let mut times = [start.elapsed(); 2];
    let (mut kills, mut rebuilds, mut compared) = (0, 0, 0);
    while kills < trials.count {
        // States since the last run that ended: what all of them have must be there, nothing else may be.
        let mut states = vec![archive.articles()];
        loop {
            archive.change();
            states.push(archive.articles());
            let rebuild = archive.below(3) == 0;
            let what = format!("CLIPPINGS_SEED={}, kill {kills}, rebuild {rebuild}", trials.seed);
            let start = Instant::now();
            let mut child = archive.begin(rebuild);
            let moment = archive.rng.below(times[usize::from(rebuild)].as_micros() as u64 * 5 / 4 + 1);
            std::thread::sleep(Duration::from_micros(moment));
            if child.try_wait().is_ok_and(|ended| ended.is_some()) {
                times[usize::from(rebuild)] = start.elapsed();
            } else {
                child.kill().expect("killed");
                kills += 1;
                rebuilds += u32::from(rebuild);
            }
            child.wait().expect("gone");
            let found = checked(&index, &what);
            let known: BTreeSet<Shown> = states.iter().flatten().cloned().collect();
            let kept = |article: &&Shown| states.iter().all(|state| state.contains(*article));
            let lost: Vec<_> = states[0].iter().filter(kept).filter(|kept| !found.contains(*kept)).collect();
            assert!(lost.is_empty(), "{what}: lost {lost:?}");
            assert!(found.is_subset(&known), "{what}: {:?}", found.difference(&known));
            if archive.below(3) > 0 {
                break;
            }
        }
        let what = format!("CLIPPINGS_SEED={}, after {kills} kills", trials.seed);
        let run = archive.dir.run("index a b");
        run.code(if archive.is_b_away { 2 } else { 0 }).clear();
        let (found, expected) = (checked(&index, &what), archive.articles());
        let wrong: Vec<_> = found.symmetric_difference(&expected).collect();
        assert!(wrong.is_empty(), "{what}: lost or left: {wrong:?}");
        if !archive.is_b_away {
            // Scores count deleted articles until they are merged away.
            archive.dir.run("index --optimize").code(0);
            let _ = fs::remove_dir_all(&fresh);
            let folders = [archive.dir.path("a"), archive.dir.path("b")];
            let mut options = IndexOptions::default();
            options.force_merge = true;
            Indexer::new(IndexDir::new(&fresh)).options(options).run(&folders, &NoProgress).expect("indexed");
            assert!(exact(&index) == exact(&fresh), "{what}: other answers than those of a new index");
            compared += 1;
        }
    }
    trials.say(&format!("ended: {kills} kills, {rebuilds} of them of rebuilds, {compared} times compared"));
}

/// A first build that is killed leaves what it has committed, and the next run finishes.
#[test]
fn killed_first_builds_are_finished() {
    let trials = Trials::new(3, 2002);
    let mut archive = Archive::new(trials.rng());
    let (index, all) = (archive.dir.path("idx"), archive.articles());
    let start = Instant::now();
    archive.dir.run("index a b").code(0);
    let (run_time, expected) = (start.elapsed(), exact(&index));
    for kill in 0..trials.count / if trials.is_thorough { 5 } else { 1 } {
        let what = format!("CLIPPINGS_SEED={}, kill {kill}", trials.seed);
        fs::remove_dir_all(&index).expect("removed");
        let mut child = archive.begin(false);
        std::thread::sleep(Duration::from_micros(archive.rng.below(run_time.as_micros() as u64)));
        child.kill().expect("killed");
        child.wait().expect("gone");
        match answers(&index, &["ferry"]) {
            Ok(_) => assert!(checked(&index, &what).is_subset(&all), "{what}"),
            Err(error) => assert!(matches!(error, Error::NoIndex { .. }), "{what}: {error}"),
        }
        archive.dir.run("index a b").code(0).clear();
        assert_eq!(checked(&index, &what), all, "{what}");
        archive.dir.run("index --optimize").code(0);
        assert!(exact(&index) == expected, "{what}: other answers than those of a new index");
    }
}

#[cfg(unix)]
#[test]
fn interrupted_run_commits_what_is_done() {
    let dir = Dir::new();
    for number in 0..60 {
        let words: String =
            (0..120).map(|word| format!("harbour{} ferry{} ", number * word % 97, word % 31)).collect();
        let text = format!("Story {number}\n\nThe crew said {words} and left.\n");
        dir.write(&format!("a/{}/{number}.txt", number % 7), text);
    }
    let child = dir.command().args(["index", "a"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let child = child.expect("started");
    std::thread::sleep(Duration::from_millis(60));
    crate::common::interrupt(&child);
    let output = child.wait_with_output().expect("ended");
    // The run may have ended already, or not yet have installed its signal handler.
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(130) && !stderr.contains("stopped before an article was indexed") {
        assert!(stderr.contains("the next run does the rest"), "{stderr}");
        dir.run("check").code(0);
        let status: Value = serde_json::from_str(&dir.run("status --format json").stdout).expect("JSON");
        assert_eq!(status["folders"][0]["articles"], status["articles"], "{status}");
    }
    dir.run("index a").code(0).shows("60 articles");
    dir.run("check").code(0).shows("is intact");
}
