//! Files of an index that are cut short, missing, replaced or longer than they were: no answer is wrong in
//! silence, `check` finds it, an update deletes nothing, and a rebuild mends it.
//!
//! `CLIPPINGS_THOROUGH=300 cargo test --release --test it damaged_files` damages as many files, others with
//! `CLIPPINGS_SEED=7`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clippings::internals::bench::Rng;
use clippings::{Error, IndexDir, IndexOptions, Indexer, NoProgress};

use crate::common::thorough::Trials;
use crate::common::{Dir, copy_folder};
use crate::robustness::flips::{Shown, answers, files, indexed, passes_check};

/// An index of two folders, and its answers.
struct Fixture {
    dir: Dir,
    expected: Vec<Option<Shown>>,
}

impl Fixture {
    fn new() -> Fixture {
        Fixture::with_texts(0)
    }

    /// Returns an index with so many more records. From a megabyte on, texts have a dictionary.
    fn with_texts(count: u64) -> Fixture {
        let dir = indexed();
        let mut rng = Rng::new(count);
        let mut word = || {
            format!(
                "{}{}",
                ["harbour", "lighthouse", "crew", "mayor"][rng.below(4) as usize],
                rng.below(5000)
            )
        };
        let mut text = |id| {
            let words: Vec<_> = (0..120).map(|_| word()).collect();
            format!("{{\"id\": {id}, \"text\": \"The {} were in port.\"}}\n", words.join(" and the "))
        };
        let texts: String = (100..100 + count).map(&mut text).collect();
        let record = |id: u32| {
            format!("{{\"id\": {id}, \"text\": \"Record {id} is of a ferry, said the crew of the crow.\"}}\n")
        };
        dir.write("b/records.jsonl", texts + &(0..10).map(record).collect::<String>());
        dir.run("index b").code(0);
        let expected = answers(&dir.path("idx"));
        assert!(expected.iter().all(Option::is_some) && passes_check(&dir.path("idx")));
        let kinds: Vec<_> = files(&dir.path("idx")).iter().map(|path| kind(path)).collect();
        assert_eq!(count > 0, kinds.contains(&"dictionary".to_owned()), "{kinds:?}");
        Fixture { dir, expected }
    }

    /// Returns a copy of the index, in a folder of its own.
    fn copy(&self) -> PathBuf {
        let copy = self.dir.path("copy");
        let _ = fs::remove_dir_all(&copy);
        copy_folder(&self.dir.path("idx"), &copy);
        copy
    }

    /// Moves the second folder away, or brings it back.
    fn move_folder(&self, from: &str, to: &str) {
        fs::rename(self.dir.path(from), self.dir.path(to)).expect("moved");
    }

    fn index(&self, index: &Path, rebuild: bool) -> Result<(), Error> {
        let mut options = IndexOptions::default();
        options.rebuild = rebuild;
        Indexer::new(IndexDir::new(index)).options(options).run(&[], &NoProgress).map(drop)
    }

    /// Asserts what holds for an index with this damage.
    fn verify(&self, index: &Path, what: &str, is_away: bool) {
        if is_away {
            self.move_folder("b", "away");
        }
        let found = answers(index);
        let is_right = |(answer, expected): (&Option<Shown>, _)| answer.is_none() || answer == expected;
        assert!(found.iter().zip(&self.expected).all(is_right), "{what}: wrong in silence");
        let passes = passes_check(index);
        assert!(!passes || found == self.expected, "{what}: check does not find it");
        let before = contents(index);
        match self.index(index, false) {
            Ok(()) => {
                assert_eq!(answers(index), self.expected, "{what}: index says that all is well");
                assert!(passes_check(index), "{what}: not mended");
                let has = |name: &str| index.join(name).exists();
                assert!(["CURRENT", "ID", "FOLDERS"].into_iter().all(has), "{what}: not mended");
            }
            Err(error) => {
                assert!(!passes, "{what}: check passes, but {error}");
                assert_eq!(error.to_string().lines().count(), 1, "{what}: {error}");
                let after = contents(index);
                let is_kept = |(path, content): (&PathBuf, _)| after.get(path) == Some(content);
                let lost: Vec<_> =
                    before.iter().filter(|file| !is_kept(*file)).map(|(path, _)| path).collect();
                assert!(lost.iter().all(|path| path.ends_with("LOCK")), "{what}: {error}: changed {lost:?}");
            }
        }
        let rebuilt = self.index(index, true);
        if is_away {
            // Its articles are carried over, or the damaged index is kept.
            match &rebuilt {
                Ok(()) => assert_eq!(answers(index), self.expected, "{what}: rebuilt without a folder"),
                Err(error) => assert!(
                    matches!(error, Error::FolderAway { .. } | Error::FolderNotFound { .. }),
                    "{what}: {error}"
                ),
            }
            self.move_folder("away", "b");
            self.index(index, true).unwrap_or_else(|error| panic!("{what}: {error}"));
        } else {
            rebuilt.unwrap_or_else(|error| panic!("{what}: {error}"));
        }
        assert_eq!(answers(index), self.expected, "{what}: rebuilt");
        assert!(passes_check(index), "{what}: rebuilt");
    }
}

/// Returns the files of an index with what they contain.
fn contents(index: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    files(index).into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

/// Returns the kind of a file of an index, by its name.
fn kind(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_segment = name.find('.') == Some(32);
    let kind = if is_segment { name.rsplit('.').next() } else { name.split('-').next() };
    kind.unwrap_or_default().to_owned()
}

/// Returns one file of each kind, the locks left out: what they contain means nothing.
fn one_of_each_kind(index: &Path, rng: &mut Rng) -> Vec<PathBuf> {
    let mut by_kind: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in files(index).into_iter().filter(|path| !path.ends_with("LOCK")) {
        by_kind.entry(kind(&path)).or_default().push(path);
    }
    by_kind.values().filter_map(|paths| rng.pick(paths).cloned()).collect()
}

/// Damages the file at `path` and returns a description.
fn damage(path: &Path, rng: &mut Rng) -> String {
    let content = fs::read(path).expect("a file");
    let length = content.len();
    let (what, damaged) = match rng.below(8) {
        0 => ("emptied".to_owned(), vec![]),
        1 => {
            fs::remove_file(path).expect("removed");
            return "removed".into();
        }
        2 => {
            let garbage = (0..1 + rng.below(40)).map(|_| rng.below(256) as u8);
            ("appended to".to_owned(), content.iter().copied().chain(garbage).collect())
        }
        3 => {
            let zeros = 1 + rng.below(5000) as usize;
            (format!("appended {zeros} zeros"), [content, vec![0; zeros]].concat())
        }
        4 => {
            let start = rng.below(length as u64) as usize;
            (format!("zeros from {start}"), [&content[..start], &vec![0; length - start]].concat())
        }
        _ => {
            let end = rng.below(length as u64) as usize;
            (format!("cut to {end} of {length}"), content[..end].to_vec())
        }
    };
    fs::write(path, damaged).expect("written");
    what
}

#[test]
fn a_damaged_file_is_found_and_a_rebuild_mends_it() {
    let trials = Trials::new(16, 0xc07);
    let fixture = Fixture::with_texts(if trials.is_thorough { 1000 } else { 0 });
    let mut rng = trials.rng();
    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let mut left: Vec<PathBuf> = Vec::new();
    for number in 0..trials.count {
        let index = fixture.copy();
        if left.is_empty() {
            left = one_of_each_kind(&index, &mut rng);
        }
        let path = left.swap_remove(rng.below(left.len() as u64) as usize);
        *kinds.entry(kind(&path)).or_default() += 1;
        let done = damage(&path, &mut rng);
        let is_away = rng.below(2) == 0;
        let what =
            format!("CLIPPINGS_SEED={}, {number}: {}: {done}, away: {is_away}", trials.seed, path.display());
        fixture.verify(&index, &what, is_away);
    }
    trials.say(&format!("ended: {kinds:?}"));
}

/// Leaves a second generation in `idx`, as a rebuild does that is killed.
fn begin_generation(fixture: &Fixture) -> PathBuf {
    let begun = fixture.dir.path("idx/generation-000002");
    for _ in 0..50 {
        let mut command = fixture.dir.command();
        let mut rebuild = command.args(["index", "--rebuild", "--quiet"]).spawn().expect("started");
        while !begun.join("meta.json").exists() && rebuild.try_wait().is_ok_and(|ended| ended.is_none()) {
            std::thread::yield_now();
        }
        rebuild.kill().expect("killed");
        rebuild.wait().expect("gone");
        let current = fs::read_to_string(fixture.dir.path("idx/CURRENT")).expect("a pointer");
        if begun.join("meta.json").exists() && current == "generation-000001\n" {
            return begun;
        }
        fixture.dir.run("index").code(0);
        assert_eq!(current, "generation-000001\n", "the rebuild ended before it could be killed");
    }
    panic!("no generation was begun");
}

#[test]
fn a_pointer_to_another_generation_loses_nothing() {
    let fixture = Fixture::new();
    begin_generation(&fixture);
    let pointers = [
        "generation-000002\n",
        "generation-000003\n",
        "generation-000001\ngeneration-000002\n",
        "generation-00001\n",
        "../idx/generation-000001\n",
        "",
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    ];
    for (number, pointer) in pointers.into_iter().enumerate() {
        let (index, is_away) = (fixture.copy(), number % 2 == 0);
        fs::write(index.join("CURRENT"), pointer).expect("written");
        fixture.verify(&index, &format!("CURRENT is {pointer:?}, away: {is_away}"), is_away);
    }
}

#[test]
fn an_identifier_or_folders_of_another_index_harm_nothing() {
    let (fixture, other) = (Fixture::new(), indexed());
    for (name, is_away) in [("ID", true), ("FOLDERS", false), ("FOLDERS", true)] {
        let index = fixture.copy();
        fs::copy(other.path("idx").join(name), index.join(name)).expect("copied");
        fixture.verify(&index, &format!("{name} of another index, away: {is_away}"), is_away);
    }
}
