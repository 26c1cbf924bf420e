//! FIFOs, sockets, devices and files without an end in place of files: refused at once, by their name.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::common::Dir;

const ARTICLE: &str = "The ferry stays in port until the storm has passed, the harbor office said.\n";

fn mkfifo(dir: &Dir, name: &str) {
    let made = Command::new("mkfifo").arg(dir.path(name)).status();
    assert!(made.is_ok_and(|status| status.success()));
}

#[test]
fn rules_that_are_no_regular_file_fail() {
    for make in [
        |dir: &Dir| mkfifo(dir, "a/clippings.rules"),
        |dir: &Dir| {
            symlink("/dev/zero", dir.path("a/clippings.rules")).expect("a link");
        },
    ] {
        let dir = Dir::new();
        dir.write("a/x.txt", ARTICLE);
        make(&dir);
        dir.run("index a").fails("clippings.rules: not a regular file");
        dir.run("clean --rules a/clippings.rules a/x.txt").fails("clippings.rules: not a regular file");
    }
}

#[test]
fn rules_and_settings_are_at_most_1_mb() {
    let dir = Dir::new();
    let large = "# nothing\n".repeat(200_000);
    dir.write("a/x.txt", ARTICLE).write("a/clippings.rules", &large);
    dir.run("index a").fails("clippings.rules: larger than the limit of 1 MB");
}

#[test]
fn arguments_and_files_of_a_folder_that_are_fifos_are_refused() {
    let dir = Dir::new();
    dir.write("a/x.txt", ARTICLE);
    mkfifo(&dir, "a/pipe.txt");
    dir.run("index a").code(2).says("a/pipe.txt: not a regular file");
    dir.run("clean a/pipe.txt").fails("a/pipe.txt: not a regular file");
    dir.run("index a/pipe.txt").fails("a/pipe.txt: not a regular file");
    dir.run("watch a/pipe.txt").fails("a/pipe.txt: not a regular file");
    dir.run("index --at a/pipe.txt").fails("a/pipe.txt: not a regular file");
    dir.run("status").hides("pipe.txt\n");
    dir.run("search --queries a/pipe.txt").fails("not a regular file");
    dir.run("bench --queries a/pipe.txt").fails("not a regular file");
    dir.run("bench --compare a/pipe.txt").fails("not a regular file");
    assert_eq!(dir.search("ferry").files(), ["x.t"]);
}

#[test]
fn settings_and_state_that_are_fifos_are_not_waited_for() {
    let dir = Dir::new();
    dir.write("a/x.txt", ARTICLE)
        .write("home/.local/state/clippings/x", "")
        .write("home/.config/clippings/x", "");
    mkfifo(&dir, "home/.local/state/clippings/last.json");
    mkfifo(&dir, "home/.local/state/clippings/indexes.jsonl");
    dir.run("index a").code(0);
    dir.run("search ferry").code(0);
    dir.run("show 1").code(2);
    mkfifo(&dir, "home/.config/clippings/config.toml");
    dir.run("search ferry").fails("config.toml: not a regular file");
}

#[test]
fn queries_have_a_limit() {
    let dir = Dir::new();
    dir.write("a/x.txt", ARTICLE).write("long.txt", "ferry\n".to_owned() + &"x".repeat((1 << 20) + 1));
    dir.run("index a").code(0);
    dir.run("search --queries /dev/zero").fails("not a regular file");
    dir.run("search --queries long.txt").code(2).says("line 2 is longer than the limit of 1 MB");
    dir.input(&["search", "-"], &"x".repeat((1 << 20) + 1)).fails("longer than the limit of 1 MB");
}
