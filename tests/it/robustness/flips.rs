//! Flipped bits: no text, title, path or day is wrong in silence, and `check` finds the damage.
//!
//! `CLIPPINGS_THOROUGH=3000 cargo test --release --test it flips` flips as many bits, others with
//! `CLIPPINGS_SEED=7`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clippings::internals::index::IndexInfo;
use clippings::{IndexDir, Request, Response, Searcher};

use crate::common::thorough::Trials;
use crate::common::{Dir, article};

const QUERIES: [&str; 6] = [
    "ferry",
    "\"the harbour authority\"",
    "crow OR owl",
    "title:calm",
    "after:2021-05-03 ferry",
    "quay w/3 said",
];

pub(super) fn indexed() -> Dir {
    let dir = Dir::new();
    for number in 0..40 {
        let bird = ["crow", "owl", "gull"][number % 3];
        let sentence =
            format!("The harbour authority said on quay {number} that a {bird} had left the ferry.");
        let title = format!("{} {number}", ["Calm", "Storm"][number % 2]);
        let day = format!("{} May 2021", 1 + number % 9);
        dir.write(&format!("a/{number}.txt"), article(&title, &day, &sentence));
    }
    dir.run("index a").code(0);
    fs::remove_file(dir.path("a/3.txt")).expect("removed");
    dir.write("a/41.txt", article("Late", "9 May 2021", "The ferry to the quay was late, said a crow."));
    dir.run("index a").code(0);
    dir
}

/// A hit as a reader sees it, by path.
pub(super) type Shown = BTreeMap<PathBuf, (String, String, String)>;

fn shown(response: &Response) -> Shown {
    let shown = |hit: &clippings::Hit| {
        let (title, day) = (format!("{:?}", hit.metadata.title), format!("{:?}", hit.metadata.published));
        (
            hit.path.clone(),
            (
                title,
                day,
                hit.passage().segments.iter().map(|segment| segment.text.as_str()).collect::<String>(),
            ),
        )
    };
    response.hits.iter().map(shown).collect()
}

/// Searches for each query; `None` for one that fails.
pub(super) fn answers(index: &Path) -> Vec<Option<Shown>> {
    let searcher = Searcher::open(&IndexDir::new(index)).ok();
    let answer = |query: &&str| {
        let mut request = Request::new(*query);
        request.limit = 100;
        Some(shown(&searcher.as_ref()?.search(&request).ok()?))
    };
    QUERIES.iter().map(answer).collect()
}

/// Returns whether `check` calls the index whole.
pub(super) fn passes_check(index: &Path) -> bool {
    let problems = IndexInfo::open(&IndexDir::new(index)).and_then(|info| info.check());
    problems.is_ok_and(|problems| problems.is_empty())
}

pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    let mut files: Vec<_> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.retain(|path| fs::metadata(path).is_ok_and(|file| file.len() > 0));
    files.sort();
    files
}

#[test]
fn a_flipped_bit_is_found_and_shows_nothing_wrong() {
    let dir = indexed();
    let trials = Trials::new(120, 0xf11b);
    let (index, mut rng) = (dir.path("idx"), trials.rng());
    let expected = answers(&index);
    let all: Shown = expected.iter().flatten().flat_map(|shown| shown.clone()).collect();
    assert!(passes_check(&index) && all.len() > 30);
    let mut silent = 0;
    for _ in 0..trials.count {
        let files = files(&index);
        let path = rng.pick(&files).expect("a file");
        let content = fs::read(path).expect("a file");
        let bit = rng.below(content.len() as u64 * 8) as usize;
        let mut flipped = content.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        fs::write(path, flipped).expect("written");
        let answers = answers(&index);
        let name = format!("CLIPPINGS_SEED={}, {}", trials.seed, path.display());
        for (hit, what) in answers.iter().flatten().flatten() {
            let (title, day, _) = all.get(hit).unwrap_or_else(|| panic!("{name} {bit}: {}", hit.display()));
            assert_eq!((title, day), (&what.0, &what.1), "{name}, bit {bit}");
            let source = fs::read_to_string(hit).unwrap_or_default();
            let words: Vec<_> = source.split_whitespace().collect();
            let mut sentences = what.2.split(['…', '.']);
            assert!(
                sentences.all(|text| words.join(" ").contains(text.trim())),
                "{name}, bit {bit}: {what:?}"
            );
        }
        assert!(answers == expected || !passes_check(&index), "{name}, bit {bit}: not found");
        let is_wrong = |(answer, expected): (&Option<Shown>, _)| answer.is_some() && answer != expected;
        silent += u32::from(answers.iter().zip(&expected).any(is_wrong));
        fs::write(path, content).expect("mended");
    }
    trials.say(&format!("ended: {silent} of {} flips changed which articles a query finds", trials.count));
}
