//! Random changes of a folder, and an index that is kept in step with it.

use std::fs;
use std::path::PathBuf;

use clippings::internals::bench::Rng;
use clippings::{Request, Searcher};

use crate::common::Dir;
use crate::common::thorough::Trials;
use crate::opensearch::server::TestIndex;
use crate::opensearch::writing::{run, text};

/// Number of changes, unless `CLIPPINGS_THOROUGH` is another.
const CHANGES: u32 = 200;
/// Maximum number of changes before a run.
const CHANGES_PER_RUN: u64 = 12;
/// Number of runs between two comparisons.
const RUNS_PER_CHECK: usize = 6;
const QUERIES: [&str; 6] =
    ["ferry", "“crew said”", "harbour -record", "title:story", "note OR ferry", "s* /s left"];

/// The files of a folder, changed at random.
struct RandomFolder<'d> {
    dir: &'d Dir,
    rng: Rng,
    files: Vec<String>,
    version: u32,
}

impl RandomFolder<'_> {
    fn below(&mut self, limit: usize) -> usize {
        self.rng.below(limit.max(1) as u64) as usize
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path(&format!("news/{name}"))
    }

    /// Returns a name that no file has.
    fn new_name(&mut self) -> String {
        self.version += 1;
        let ending = ["txt", "txt", "txt", "jsonl", "md"][self.below(5)];
        format!("{}/{}.{ending}", self.below(5), self.version)
    }

    /// Writes a new content.
    fn write(&mut self, name: &str) {
        self.version += 1;
        let version = self.version;
        let content = match name.ends_with("jsonl") {
            true => {
                let records = 1 + self.below(40);
                let first = self.below(9);
                (first..first + records)
                    .map(|id| {
                        let body = if self.below(3) == 0 { text(version) } else { text(id as u32) };
                        serde_json::json!({ "id": id, "text": body }).to_string() + "\n"
                    })
                    .collect()
            }
            false if self.below(12) == 0 => String::new(),
            false => text(version % 50) + if version.is_multiple_of(2) { "\nA note of it.\n" } else { "" },
        };
        self.dir.write(&format!("news/{name}"), content);
    }

    fn change(&mut self) {
        let number = self.below(self.files.len());
        match self.below(10) {
            0..4 => {
                let name = self.new_name();
                self.write(&name);
                self.files.push(name);
            }
            _ if self.files.is_empty() => {}
            4..7 => {
                let name = self.files[number].clone();
                self.write(&name);
            }
            7 => {
                let to = self.new_name();
                let from = std::mem::replace(&mut self.files[number], to.clone());
                fs::create_dir_all(self.path(&to).parent().expect("a folder")).expect("created");
                fs::rename(self.path(&from), self.path(&to)).expect("moved");
            }
            8 => {
                let name = self.files.swap_remove(number);
                fs::remove_file(self.path(&name)).expect("removed");
            }
            // A whole folder moves into another.
            _ => {
                self.version += 1;
                let Some((folder, _)) = self.files[number].rsplit_once('/') else { return };
                let (folder, to) = (format!("{folder}/"), format!("{}/", self.version));
                fs::rename(self.path(&folder), self.path(&to)).expect("moved");
                for file in &mut self.files {
                    if let Some(name) = file.strip_prefix(&folder) {
                        *file = format!("{to}{name}");
                    }
                }
            }
        }
    }
}

/// File, record and passage of a result.
type Found = (PathBuf, Option<String>, String);

/// Returns the totals and the results of the answers of an index.
fn answers(address: &str) -> Vec<(usize, Vec<Found>)> {
    let searcher = Searcher::on_cluster(address).expect("an index");
    let answer = |query: &&str| {
        let mut request = Request::new(*query);
        request.limit = 20;
        let response = searcher.search(&request).expect("an answer");
        let hits = response.hits.iter().map(|hit| {
            let passage = hit.passage().segments.iter().map(|segment| &segment.text[..]).collect();
            (hit.path.clone(), hit.id.clone(), passage)
        });
        (response.total, hits.collect())
    };
    QUERIES.iter().map(answer).collect()
}

#[test]
fn random_changes_equal_a_fresh_build() {
    let Some(index) = TestIndex::new() else { return };
    let trials = Trials::new(CHANGES, 11);
    let (changes, seed) = (trials.count as usize, trials.seed);
    let dir = Dir::new();
    let mut folder = RandomFolder { dir: &dir, rng: trials.rng(), files: Vec::new(), version: 0 };
    folder.dir.write("news/first.txt", text(1));
    let path = dir.path("news").display().to_string();
    let (mut done, mut runs, mut checks) = (0, 0, 0);
    while done < changes {
        let count = 1 + folder.rng.below(CHANGES_PER_RUN) as usize;
        (0..count).for_each(|_| folder.change());
        done += count;
        runs += 1;
        run(&index.address(), &path, |_| ())
            .unwrap_or_else(|error| panic!("seed {seed}, run {runs}: {error}"));
        if runs % RUNS_PER_CHECK != 0 && done < changes {
            continue;
        }
        checks += 1;
        let content = index.content();
        content.check();
        let fresh = TestIndex::new().expect("a server");
        run(&fresh.address(), &path, |_| ()).expect("indexed");
        assert!(content == fresh.content(), "seed {seed}, after {done} changes");
        assert_eq!(answers(&index.address()), answers(&fresh.address()), "seed {seed}, after {done} changes");
    }
    let articles = index.content().articles.len();
    println!(
        "seed {seed}: {done} changes in {runs} runs, {checks} comparisons, {articles} articles at the end"
    );
}
