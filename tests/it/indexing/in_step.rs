//! Incremental updates: the index stays in step with its folders.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use crate::common::Dir;

fn articles(dir: &Dir) -> &Dir {
    dir.write("a/one.txt", "The dam was opened on Monday by the crew.\n");
    dir.write("a/deep/two.txt", "The bridge was opened on Tuesday by the mayor.\n");
    dir.write("b/three.txt", "The ferry stayed in the harbour for a week.\n")
}

fn touch(dir: &Dir, name: &str, seconds: u64) {
    let file = fs::File::options().write(true).open(dir.path(name)).expect("a file");
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).expect("a time");
}

fn segments(dir: &Dir) -> usize {
    let current = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
    let files = fs::read_dir(dir.path("idx").join(current.trim())).expect("a generation").flatten();
    files.filter(|file| file.path().extension().is_some_and(|extension| extension == "store")).count()
}

#[test]
fn touched_but_unchanged_files_are_not_reindexed() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0).shows("3 added");
    touch(&dir, "a/one.txt", 1_000_000);
    dir.run("index").code(0).shows("0 added, 0 updated, 0 removed, 3 unchanged");
    assert_eq!(segments(&dir), 1);
    dir.write("a/one.txt", "The dam was closed on Monday by the crew.\n");
    touch(&dir, "a/one.txt", 1_000_001);
    dir.run("index").code(0).shows("1 updated");
    assert_eq!((dir.search("dam closed").total(), dir.search("dam opened").total()), (1, 0));
}

#[test]
fn unchanged_folders_leave_the_index_untouched() {
    let dir = Dir::new();
    articles(&dir).run("index a").code(0);
    let state = || {
        let current = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
        let files = fs::read_dir(dir.path("idx").join(current.trim())).expect("a generation").flatten();
        let mut files: Vec<_> = files
            .filter(|file| !file.file_name().to_string_lossy().ends_with(".lock"))
            .map(|file| (file.file_name(), file.metadata().and_then(|meta| meta.modified()).ok()))
            .collect();
        files.sort();
        files
    };
    let before = state();
    dir.run("index a").code(0).shows("2 unchanged");
    assert_eq!(state(), before);
}

#[test]
fn moved_files_are_found_at_their_new_path() {
    let dir = Dir::new();
    articles(&dir).run("index a").code(0);
    fs::create_dir(dir.path("a/new")).expect("a folder");
    fs::rename(dir.path("a/one.txt"), dir.path("a/new/uno.txt")).expect("moved");
    dir.run("index a").code(0).shows("0 added, 0 updated, 1 moved, 0 removed, 1 unchanged");
    let answer = dir.search("dam");
    assert_eq!((answer.total(), answer.hits()[0]["path"].as_str()), (1, Some("a/new/uno.txt")));
}

#[test]
fn missing_folders_keep_their_articles() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0);
    fs::rename(dir.path("b"), dir.path("elsewhere")).expect("moved");
    dir.run("index").code(2).says("b: folder not found").says("--prune").shows("3 unchanged");
    dir.run("index b").code(2).says("--prune").shows("\n1 path could not be read\n");
    // A path that never existed is a typing error, even below a known folder.
    dir.run("index a/nothing").fails("folder not found: ");
    dir.run("index b/nothing").fails("folder not found: ");
    fs::create_dir(dir.path("b")).expect("an empty folder, as under a disk that is not mounted");
    dir.run("index").code(2).says("the folder is empty");
    assert_eq!(dir.search("ferry").total(), 1);
    dir.run("index --rebuild").code(2).says("the folder is empty").shows("1 article carried over");
    assert_eq!(dir.search("ferry").total(), 1);
    dir.run("index --prune").code(0);
    assert_eq!((dir.search("ferry").total(), dir.search("dam").total()), (0, 1));
}

#[test]
fn moved_folders_are_remapped_with_at() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0);
    fs::rename(dir.path("b"), dir.path("elsewhere")).expect("moved");
    dir.run("index --at elsewhere").fails("the index has several folders");
    dir.run("index nowhere --at elsewhere").fails("the folder nowhere is not in the index");
    dir.run("index a b --at elsewhere").fails("--at takes one folder: `clippings index OLD --at NEW`");
    dir.run("index b --at elsewhere").code(0).shows("0 added, 0 updated, 0 removed, 1 unchanged");
    assert_eq!(dir.search("ferry").hits()[0]["path"], "elsewhere/three.txt");
    dir.run("index").code(0).shows("3 unchanged");
}

#[test]
fn forget_removes_a_folder() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0);
    dir.run("forget nowhere").fails("the folder nowhere is not in the index: it has");
    dir.run("forget a").code(0).says("2 articles of a removed");
    assert_eq!((dir.search("dam").total(), dir.search("ferry").total()), (0, 1));
    dir.run("index").code(0).shows("1 file, 1 article in");
    assert!(dir.path("a/one.txt").exists());
    dir.run("forget b").code(0);
    dir.run("search ferry").code(1).says("the index has no articles: run `clippings index FOLDER`");
    dir.run("index a").code(0).shows("2 added");
}

#[test]
fn failures_are_remembered_and_reported_again() {
    let dir = Dir::new();
    articles(&dir)
        .write("a/broken.jsonl", "{\"text\": \"A lighthouse.\"}\nrubbish\n")
        .write("a/bad.txt", b"\x89PNG\0\0\0\0");
    for _ in 0..2 {
        let run = dir.run("index a");
        run.code(2).says("a/broken.jsonl:2: invalid JSON").says("a/bad.txt: not a text file").clear();
    }
    dir.run("index a").shows("0 added").shows("3 unchanged");
    dir.write("a/broken.jsonl", "{\"text\": \"A lighthouse.\"}\n").write("a/bad.txt", "A text after all.\n");
    dir.run("index a").code(0).shows("4 articles");
}

#[test]
fn many_deletions_trigger_a_merge() {
    let dir = Dir::new();
    for number in 0..20 {
        dir.write(&format!("a/{number}.txt"), format!("Article {number} about the harbour.\n"));
    }
    dir.run("index a").code(0);
    fs::remove_file(dir.path("a/0.txt")).expect("removed");
    dir.write("a/20.txt", "Another one about the harbour.\n");
    dir.run("index a").code(0);
    assert_eq!(segments(&dir), 2);
    for number in 1..6 {
        fs::remove_file(dir.path(&format!("a/{number}.txt"))).expect("removed");
    }
    dir.run("index a").code(0).shows("15 articles");
    assert_eq!(segments(&dir), 1);
    dir.write("a/21.txt", "And another one about the harbour.\n").run("index a").code(0);
    assert_eq!(segments(&dir), 2);
    dir.run("index --optimize").code(0).shows("16 articles");
    assert_eq!((segments(&dir), dir.search("harbour").total()), (1, 16));
}

#[test]
fn status_reports_articles_and_changes() {
    let dir = Dir::new();
    articles(&dir).write("a/bad.txt", b"\x89PNG\0\0\0\0").run("index a b").code(2);
    let run = dir.run("status");
    run.code(0)
        .shows("3 articles in the index")
        .shows("a: 2 articles in 3 files")
        .shows("up to date")
        .clear();
    run.shows("a/bad.txt: not a text file");
    dir.run("search ferry --check").code(0).says("the index is up to date").says("index written just now");
    dir.write("a/new.txt", "A lighthouse.\n").write("b/three.txt", "The ferry is gone.\n");
    fs::remove_file(dir.path("a/one.txt")).expect("removed");
    dir.run("status").shows("1 new, 1 gone files").shows("1 changed file;");
    dir.run("search ferry --check").code(0).says("the index is behind: 1 new, 1 changed, 1 gone files");
    dir.run("status --format json").code(0).shows("\"behind\":{\"new\":1,\"changed\":0,\"gone\":1}");
    assert!(dir.search("ferry").0["written"].as_str().is_some_and(|written| written.ends_with('Z')));
    let status: serde_json::Value =
        serde_json::from_str(&dir.run("status --format json").stdout).expect("JSON");
    assert_eq!(status["written"], dir.search("ferry").0["written"]);
    dir.run("search ferry --index nowhere").fails("no index at");
    dir.run("status --index nowhere").fails("no index at");
}

#[test]
fn check_detects_damage() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0);
    dir.run("check").code(0).shows("is intact");
    dir.run("check --format json").code(0).shows("\"intact\":true,\"problems\":[]}\n");
    for part in [".store", "rarities-"] {
        let current = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
        let files = fs::read_dir(dir.path("idx").join(current.trim())).expect("a generation").flatten();
        let damaged = files.map(|file| file.path()).find(|path| path.to_string_lossy().contains(part));
        let damaged = damaged.expect(part);
        let mut bytes = fs::read(&damaged).expect("read");
        bytes[20] ^= 1;
        fs::write(&damaged, bytes).expect("written");
        dir.run("check")
            .code(2)
            .says("does not match its checksum")
            .says("clippings index --rebuild")
            .clear();
        let run = dir.run("check --format json");
        let check: serde_json::Value = serde_json::from_str(&run.code(2).stdout).expect("JSON");
        assert_eq!(check["intact"], false);
        assert!(check["problems"][0].as_str().is_some_and(|problem| problem.contains("checksum")), "{check}");
        dir.run("index --rebuild").code(0);
        dir.run("check").code(0);
    }
}

/// Writes a file and keeps the time of its last change, as a damaged disk would.
fn write_unnoticed(path: &Path, content: &str) {
    let modified = fs::metadata(path).and_then(|file| file.modified()).expect("a time");
    fs::write(path, content).expect("written");
    let file = fs::File::options().append(true).open(path).expect("opened");
    file.set_modified(modified).expect("a time");
}

#[test]
fn check_compares_articles_with_their_files() {
    let dir = Dir::new();
    let records: String = (0..450)
        .map(|number| {
            format!("{{\"title\": \"Ferry {number}\", \"text\": \"It stays in port {number}.\"}}\n")
        })
        .collect();
    dir.write("a/one.txt", "The ferry stays in port.\n\nIts engine is examined today.\n");
    dir.write("a/many.jsonl", &records).write("a/b/gone.md", "# Rain\n\nIt rains.\n");
    dir.run("index a").code(0);
    dir.run("check").code(0).shows("200 of 452 articles compared with their files: no text is missing\n");
    dir.run("check --all").code(0).shows("452 of 452 articles compared");
    fs::remove_file(dir.path("a/b/gone.md")).expect("removed");
    dir.run("check --all").code(0).shows("451 of 452 articles compared").shows("missing; 1 skipped, since");
    write_unnoticed(&dir.path("a/many.jsonl"), &records.replace("port 449", "town 449"));
    write_unnoticed(&dir.path("a/one.txt"), "The ferry stays in port.\n\nIts rudder is examined today.\n");
    let run = dir.run("check --all");
    run.code(2).says("one.txt:3: in neither the article nor its cut text: rudder").says("many.jsonl:450: in");
    run.shows("is intact").shows("2 texts missing");
    let run = dir.run("check --all --format json");
    let check: serde_json::Value = serde_json::from_str(&run.code(2).stdout).expect("JSON");
    assert_eq!((check["sources"]["compared"].as_u64(), check["intact"].as_bool()), (Some(451), Some(true)));
    assert_eq!(check["sources"]["missing"][0]["line"], 450);
    dir.write("a/one.txt", "Changed, but not indexed.\n");
    dir.run("check --all").code(2).shows("450 of 452 articles compared").shows("2 skipped");
}

#[test]
fn globs_select_files() {
    let dir = Dir::new();
    articles(&dir)
        .run("index a --exclude 'deep/**'")
        .code(0)
        .shows("1 article in")
        .shows("not read: 1 excluded");
    dir.run("index").code(0).shows("1 unchanged");
    dir.run("status").shows("up to date");
    dir.run("index a --include '*.txt'").code(0).shows("1 added, 0 updated, 0 removed, 1 unchanged");
    dir.args(&["index", "a", "--include", "a{"]).code(2).says("invalid pattern a{");
}

#[test]
fn completions_and_man_page() {
    let dir = Dir::new();
    for shell in ["bash", "zsh", "fish"] {
        dir.args(&["completions", shell]).code(0).shows("clippings");
    }
    let man = dir.run("man");
    man.code(0).shows(".TH clippings").shows(".SH \"CLIPPINGS INDEX\"\n.SS SYNOPSIS").shows("commit");
    man.shows(".SS EXAMPLES\n.nf\n").hides(".SH EXTRA").hides("clippings\\-index(1)");
}

#[cfg(unix)]
#[test]
fn watch_indexes_saved_files() {
    let dir = Dir::new();
    articles(&dir);
    let mut child =
        dir.command().args(["watch", "a"]).stderr(std::process::Stdio::null()).spawn().expect("started");
    let is_found = |query: &str| {
        let deadline = std::time::Instant::now() + Duration::from_secs(60);
        while std::time::Instant::now() < deadline {
            let run = dir.args(&["search", "--quiet", "--", query]);
            if run.code == Some(0) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        false
    };
    let first = is_found("dam");
    dir.write("a/deep/new.txt", "A lighthouse by the sea.\n");
    let second = is_found("lighthouse");
    let _ = std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    let ended = child.wait().expect("ended");
    assert!(first && second);
    assert_eq!(ended.code(), Some(0));
}

#[test]
fn waiting_writer_names_the_lock_holder_and_continues() {
    let dir = Dir::new();
    articles(&dir).run("index a").code(0);
    let lock = fs::File::options().write(true).open(dir.path("idx/LOCK")).expect("a lock");
    lock.lock().expect("locked");
    let mut waiting = dir.command();
    waiting.args(["index", "--wait", "b"]).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut waiting = waiting.spawn().expect("a process");
    let mut messages = BufReader::new(waiting.stderr.take().expect("standard error"));
    let mut first = String::new();
    messages.read_line(&mut first).expect("a line");
    assert!(first.contains("waiting for process") && first.contains("writing the index"), "{first}");
    lock.unlock().expect("unlocked");
    let mut tail = String::new();
    messages.read_to_string(&mut tail).expect("the rest");
    assert!(waiting.wait().expect("an end").success(), "{tail}");
    assert_eq!((tail.as_str(), dir.search("ferry").total()), ("", 1));
}

#[test]
fn rules_with_an_error_cost_no_other_folder() {
    let dir = Dir::new();
    articles(&dir).run("index a b").code(0);
    dir.write("a/four.txt", "The mill was opened on Friday by the crew.\n").write("a/clippings.rules", "cu");
    dir.write("b/five.txt", "The ferry left the harbour on Sunday at last.\n");
    for line in ["index", "index --rebuild"] {
        let run = dir.run(line);
        run.code(2).says("a/clippings.rules: line 1: expected").shows("4 articles in the index");
        assert_eq!((dir.search("dam").total(), dir.search("mill").total()), (1, 0), "{line}");
        assert_eq!(dir.search("sunday").total(), 1, "{line}");
        dir.run("check").code(0);
    }
    dir.run("search sunday --in a --in b").code(2).says("a/clippings.rules: line 1").shows("**Sunday**");
    dir.write("a/clippings.rules", "cut: The bridge*\n");
    dir.run("index").code(0);
    assert_eq!((dir.search("mill").total(), dir.search("bridge").total()), (1, 0));
    // A new folder that comes with such rules is in the index, and read once they are right.
    dir.write("c/six.txt", "The heron stood on the quay for a week.\n").write("c/clippings.rules", "cu");
    dir.write("b/seven.txt", "The ferry came back on Monday.\n");
    dir.run("index b c").code(2).says("c/clippings.rules: line 1").shows("1 added");
    fs::remove_file(dir.path("c/clippings.rules")).expect("rules");
    dir.run("index").code(0).shows("1 added");
    assert_eq!(dir.search("heron").total(), 1);
}

#[test]
fn rules_with_an_error_lose_no_folder_that_another_takes_in() {
    let dir = Dir::new();
    articles(&dir).run("index a/deep").code(0);
    dir.write("a/clippings.rules", "cu");
    dir.run("index a").fails("a/clippings.rules: line 1");
    assert_eq!(dir.search("bridge").total(), 1);
    // Nor an index of which nothing but the folders can be read.
    dir.write("a/clippings.rules", "").run("index a").code(0);
    dir.write("a/clippings.rules", "cu").write("idx/CURRENT", "x");
    let generation = fs::read_dir(dir.path("idx")).expect("an index").flatten().find(|e| e.path().is_dir());
    fs::write(generation.expect("a generation").path().join("meta.json"), "x").expect("a file");
    dir.run("index --rebuild").code(2).says("a/clippings.rules: line 1");
    dir.write("a/clippings.rules", "").run("index --rebuild").code(0).shows("2 articles");
}
