//! The list of what a run has added, changed, moved and removed.

use std::fs;

use serde_json::{Value, json};

use crate::common::Dir;

fn text(animal: &str) -> String {
    format!("A {animal} was seen on the pier on Monday morning.\n")
}

fn records(animals: &[&str]) -> String {
    animals.iter().map(|animal| format!("{}\n", json!({ "text": text(animal) }))).collect()
}

fn indexed() -> Dir {
    let dir = Dir::new();
    dir.write("a/one.txt", text("gull"))
        .write("a/two.txt", text("heron"))
        .write("a/three.txt", text("crane"));
    dir.write("a/wire.jsonl", records(&["stork", "eider"]));
    dir
}

#[test]
fn a_run_names_what_it_has_done() {
    let dir = indexed();
    let run = dir.run("index a --list --quiet");
    assert_eq!(
        run.code(0).stdout,
        "added a/one.txt\nadded a/three.txt\nadded a/two.txt\nadded a/wire.jsonl (2 articles)\n"
    );
    fs::rename(dir.path("a/one.txt"), dir.path("a/uno.txt")).expect("moved");
    fs::remove_file(dir.path("a/two.txt")).expect("removed");
    dir.write("a/three.txt", text("plover")).write("a/wire.jsonl", records(&["stork", "eider", "owl"]));
    let run = dir.run("index --list");
    let lines: Vec<&str> = run.code(0).stdout.lines().take(4).collect();
    assert_eq!(
        lines,
        [
            "changed a/three.txt",
            "removed a/two.txt",
            "moved a/one.txt -> a/uno.txt",
            "changed a/wire.jsonl (3 articles, 1 new)"
        ]
    );
    run.shows("1 added, 3 updated, 1 moved, 1 removed");
    let run = dir.run("index --list --quiet");
    assert_eq!(run.code(0).stdout, "");
}

#[test]
fn programs_get_the_same_list() {
    let dir = indexed();
    let report = |line: &str| -> Value { serde_json::from_str(&dir.run(line).stdout).expect("JSON") };
    assert_eq!(report("index a --format json").get("changes"), None);
    assert_eq!(report("index a --format json --list")["changes"], json!([]));
    fs::rename(dir.path("a/one.txt"), dir.path("a/uno.txt")).expect("moved");
    let root = dir.path("a").canonicalize().expect("a folder");
    let path = |name: &str| root.join(name).display().to_string();
    assert_eq!(
        report("index a --format json --list")["changes"],
        json!([{ "change": "moved", "path": path("uno.txt"), "from": path("one.txt"), "articles": 1 }])
    );
}

#[test]
fn a_rebuild_names_only_what_differs() {
    let dir = indexed();
    dir.run("index a").code(0);
    dir.write("a/two.txt", text("plover")).write("a/four.txt", text("owl"));
    let run = dir.run("index --rebuild --list --quiet");
    assert_eq!(run.code(0).stdout, "added a/four.txt\nchanged a/two.txt\n");
}

#[test]
fn a_folder_that_has_moved_is_one_line() {
    let dir = indexed();
    dir.run("index a").code(0);
    fs::rename(dir.path("a"), dir.path("b")).expect("moved");
    let run = dir.run("index b --list --quiet");
    assert_eq!(run.code(0).stdout, "moved a -> b (5 articles)\n");
}

#[test]
fn a_file_renamed_in_a_folder_that_has_moved_is_a_line_of_its_own() {
    let dir = indexed();
    dir.run("index a").code(0);
    fs::rename(dir.path("a"), dir.path("b")).expect("moved");
    fs::rename(dir.path("b/one.txt"), dir.path("b/uno.txt")).expect("moved");
    let run = dir.run("index b --list --quiet");
    assert_eq!(run.code(0).stdout, "moved a -> b (5 articles)\nmoved a/one.txt -> b/uno.txt\n");
}

#[test]
fn files_stay_where_they_are_in_a_folder_that_becomes_part_of_another() {
    let dir = indexed();
    dir.run("index a").code(0);
    dir.write("four.txt", text("owl"));
    let run = dir.run("index . --exclude idx --list --quiet");
    assert_eq!(run.code(0).stdout, "added four.txt\n");
}

#[cfg(unix)]
#[test]
fn names_cannot_control_the_terminal() {
    let dir = Dir::new();
    dir.write("a/x\u{1b}[2J\n.txt", text("gull"));
    let run = dir.run("index a --list --quiet");
    assert_eq!(run.code(0).stdout, "added a/x\\u{1b}[2J\\n.txt\n");
}
