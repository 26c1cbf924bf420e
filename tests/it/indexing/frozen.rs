//! An index written by an earlier build opens and answers; `tests/frozen/README.md` says how it was made.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common::Dir;

/// Queries that read every kind of file and field of the index.
const QUERIES: [&str; 14] = [
    "ferry",
    "ferry harbour",
    "ferry OR river",
    "ferry -lighthouse",
    "\"sake of a timetable\"",
    "river w/5 days",
    "lightho*",
    "harbuor~1",
    "Fähre",
    "author:hill",
    "site:courier",
    "date:2022",
    "title:ferry",
    "path:letters lang:de",
];

fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen").join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            // Not `fs::copy`: the copy must be writable whatever the permissions of the original.
            false => fs::write(to, fs::read(entry.path()).expect("read")).expect("written"),
        }
    }
}

/// Returns a folder with a copy of the frozen index.
fn frozen_index_copy() -> Dir {
    let dir = Dir::new();
    copy(&frozen("index"), &dir.path("idx"));
    dir
}

fn answers(dir: &Dir) -> Value {
    let answer = |query: &&str| json!({ "query": query, "hits": dir.search(query).0["hits"] });
    QUERIES.iter().map(answer).collect()
}

#[test]
fn frozen_index_answers_as_before() {
    let dir = frozen_index_copy();
    dir.run("check").code(0);
    let actual = answers(&dir);
    if std::env::var_os("CLIPPINGS_PIN").is_some() {
        let text = serde_json::to_string_pretty(&actual).expect("JSON");
        fs::write(frozen("answers.json"), text + "\n").expect("written");
    }
    let pinned = fs::read_to_string(frozen("answers.json")).expect("answers");
    let pinned: Vec<Value> = serde_json::from_str(&pinned).expect("JSON");
    assert_eq!(pinned.len(), QUERIES.len());
    for (pinned, actual) in pinned.iter().zip(actual.as_array().expect("answers")) {
        assert_eq!(pinned, actual);
        assert_ne!(pinned["hits"], json!([]), "{pinned}: every query must find something");
    }
}

#[test]
fn frozen_index_can_be_updated_and_merged() {
    let dir = frozen_index_copy();
    dir.write("a/new.txt", "A lighthouse was sold at the market on Friday morning, said the keeper.\n");
    dir.run("index a --optimize").code(0).shows("1 added, 0 updated, 0 removed");
    dir.run("check").code(0);
    let actual = dir.search("lighthouse");
    assert_eq!(actual.total(), 2);
    assert_eq!(dir.search("\"sake of a timetable\"").marks(0), ["sake of a timetable"]);
}
