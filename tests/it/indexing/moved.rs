//! Folders that have moved since they were indexed.

use std::fs;

use crate::common::Dir;

/// Indexes two folders, one of them with four articles and a remembered option.
fn indexed() -> Dir {
    let dir = Dir::new();
    for (name, animal) in [("one", "gull"), ("two", "heron"), ("deep/three", "crane"), ("deep/four", "stork")]
    {
        dir.write(&format!("old/{name}.txt"), format!("A {animal} was seen on the pier on Monday.\n"));
    }
    dir.write("b/five.txt", "The ferry stayed in the harbour for a week.\n");
    dir.run("index old --no-clean").code(0);
    dir.run("index b").code(0);
    dir
}

fn path_of(dir: &Dir, query: &str) -> String {
    let answer = dir.search(query);
    assert_eq!(answer.total(), 1, "{query}");
    answer.hits()[0]["path"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_moved_folder_keeps_its_articles_and_options() {
    let dir = indexed();
    fs::rename(dir.path("old"), dir.path("new")).expect("moved");
    dir.run("index new")
        .code(0)
        .shows("old has moved to new: 4 articles kept\n")
        .shows("0 added, 0 updated, 0 removed, 4 unchanged");
    assert_eq!(path_of(&dir, "heron"), "new/two.txt");
    dir.run("status").shows("new: 4 articles").shows("not cleaned").hides("old:");
    dir.run("index").code(0).shows("0 added, 0 updated, 0 removed, 5 unchanged").hides("has moved");
}

#[test]
fn a_folder_that_changed_after_its_move_is_recognized() {
    let dir = indexed();
    fs::rename(dir.path("old"), dir.path("new")).expect("moved");
    fs::remove_file(dir.path("new/one.txt")).expect("removed");
    dir.write("new/six.txt", "An eider was seen on the pier on Friday.\n");
    let run = dir.run("index new --format json");
    let report: serde_json::Value = serde_json::from_str(&run.code(0).stdout).expect("JSON");
    assert_eq!(
        (&report["added"], &report["removed"], &report["unchanged"]),
        (&1.into(), &1.into(), &3.into())
    );
    assert_eq!(report["moved_folders"][0]["articles"], 4);
}

#[test]
fn a_copy_and_another_folder_are_no_move() {
    let dir = indexed();
    fs::create_dir(dir.path("copy")).expect("a folder");
    for name in ["one.txt", "two.txt"] {
        fs::copy(dir.path("old").join(name), dir.path("copy").join(name)).expect("copied");
    }
    dir.run("index copy").code(0).shows("2 added").hides("has moved");
    // The same names and sizes, but other articles.
    fs::rename(dir.path("b"), dir.path("gone")).expect("moved");
    dir.write("c/five.txt", "The coach stayed in the station for a week.\n");
    dir.run("index c").code(0).shows("1 added").hides("has moved");
    assert_eq!(dir.search("ferry").total(), 1);
}

#[test]
fn a_folder_that_moved_into_another_becomes_a_part_of_it() {
    let dir = indexed();
    fs::rename(dir.path("old"), dir.path("b/old")).expect("moved");
    dir.run("index").code(0).shows("old has moved to b/old: 4 articles kept\n").shows("4 moved, 0 removed");
    assert_eq!(path_of(&dir, "stork"), "b/old/deep/four.txt");
    dir.run("status").shows("5 articles in the index").shows("b: 5 articles").hides("\nold:");
    fs::create_dir(dir.path("all")).expect("a folder");
    fs::rename(dir.path("b"), dir.path("all/b")).expect("moved");
    dir.run("index all").code(0).shows("b has moved to all/b: 5 articles kept\n").shows("5 moved, 0 removed");
    dir.run("status").shows("all: 5 articles").hides("\nb:");
}

#[test]
fn a_moved_archive_file_is_recognized() {
    let dir = Dir::new();
    dir.write("old.jsonl", "{\"id\": 1, \"text\": \"A gull stood there.\"}\n");
    dir.run("index old.jsonl").code(0);
    fs::rename(dir.path("old.jsonl"), dir.path("new.jsonl")).expect("moved");
    dir.run("index new.jsonl").code(0).shows("old.jsonl has moved to new.jsonl: 1 article kept\n");
    assert_eq!(path_of(&dir, "gull"), "new.jsonl");
}

#[test]
fn a_missing_folder_is_found_by_a_path_with_dots() {
    let dir = indexed();
    fs::rename(dir.path("old"), dir.path("new")).expect("moved");
    let inside = |line: &str| {
        let mut command = dir.command();
        crate::common::run(command.current_dir(dir.path("b")).args(line.split(' ')), "")
    };
    inside("index ../nowhere/../old --at ../new").code(0).shows("4 unchanged");
    assert_eq!(path_of(&dir, "gull"), "new/one.txt");
    fs::rename(dir.path("new"), dir.path("newer")).expect("moved");
    inside("forget ../new").code(0).says("4 articles of ../new removed");
}

#[test]
fn a_folder_does_not_move_onto_into_or_above_another() {
    let dir = Dir::new();
    dir.write("a/gull.txt", "A gull.\n")
        .write("b/deep/heron.txt", "A heron.\n")
        .write("c/egret.txt", "An egret.\n");
    dir.run("index --no-clean a b").code(0);
    for target in ["b", "b/deep", "."] {
        dir.args(&["index", "a", "--at", target]).fails("which is in the index already");
    }
    assert_eq!((dir.search("gull").total(), dir.search("heron").total()), (1, 1));
    // Its own path and one in it are free.
    dir.run("index a --at a").code(0).shows("1 unchanged");
    dir.run("index a --at c").code(0).shows("1 added");
}
