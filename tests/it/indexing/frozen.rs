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
fn frozen_index_says_that_it_is_of_an_older_version() {
    let dir = frozen_index_copy();
    for line in ["search ferry", "show 1", "status", "check"] {
        dir.run(line).code(0).says("note: the index is of an older version (clippings 0.1.0, format 12)");
    }
    dir.run("search --quiet ferry").code(0).silent();
    let answer = dir.search("ferry");
    assert_eq!(answer.notes(), 1);
    let note = answer.0["notes"][0]["reason"].as_str().expect("a note");
    assert!(note.ends_with("the next `clippings index` renews it"), "{note}");
}

/// Replaces `from` by `to` in the metadata of the index.
fn edit_meta(dir: &Dir, from: &str, to: &str) {
    let generation = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
    let path = dir.path("idx").join(generation.trim()).join("meta.json");
    let meta = fs::read_to_string(&path).expect("metadata");
    assert!(meta.contains(from), "{meta}");
    fs::write(path, meta.replace(from, to)).expect("written");
}

#[test]
fn an_index_of_a_later_version_is_refused_and_kept() {
    let dir = frozen_index_copy();
    edit_meta(&dir, r#"\"format\":12"#, r#"\"format\":99,\"unknown\":[1]"#);
    edit_meta(&dir, r#"\"program\":\"0.1.0\""#, r#"\"program\":\"7.2.0\""#);
    dir.write("a/new.txt", "A lighthouse was sold at the market on Friday morning, said the keeper.\n");
    for line in ["search ferry", "status", "check", "index a", "index --rebuild a", "forget a"] {
        dir.run(line).fails("needs clippings 7.2.0 or later");
    }
}

#[test]
fn an_index_of_a_version_that_is_too_old_is_built_again() {
    let dir = frozen_index_copy();
    edit_meta(&dir, r#"\"format\":12"#, r#"\"format\":11"#);
    edit_meta(&dir, "/articles", &dir.path("a").display().to_string());
    dir.write("a/new.txt", "A lighthouse was sold at the market on Friday morning, said the keeper.\n");
    dir.run("search lighthouse").fails("was written by another version: run `clippings index` to rebuild it");
    dir.run("index").code(0).shows("1 added");
    assert_eq!(dir.search("lighthouse").total(), 1);
}
