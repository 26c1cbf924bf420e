//! `clippings watch` goes on, whatever becomes of its folders.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Dir;

const HERON: &str = "A heron stood on the quay for most of the morning and watched the crews.\n";
/// Time after which a change must have been noticed.
const DEADLINE: Duration = Duration::from_secs(40);

/// A running watch, which ends with the test.
struct Watch(Child);

impl Watch {
    fn start(command: &mut Command) -> Watch {
        Watch(command.stdout(Stdio::null()).spawn().expect("started"))
    }

    fn is_running(&mut self) -> bool {
        self.0.try_wait().expect("its state").is_none()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended
        let _ = self.0.wait();
    }
}

/// Returns a folder with an article, and a watch that has indexed it.
fn watched(index: &str) -> (Dir, Watch) {
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON);
    let messages = fs::File::create(dir.path("messages")).expect("a file");
    let mut command = dir.command();
    let watch = Watch::start(command.args(["watch", "a", "--index", index]).stderr(messages));
    expect(&dir, index, "heron", 1);
    (dir, watch)
}

/// Waits until a search finds as many articles.
#[track_caller]
fn expect(dir: &Dir, index: &str, word: &str, articles: u64) {
    let start = Instant::now();
    loop {
        let run = dir.args(&["search", word, "--count", "--index", index]);
        if run.stdout.trim() == articles.to_string() {
            return;
        }
        assert!(start.elapsed() < DEADLINE, "{word}: {} {}", run.stdout, run.stderr);
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn messages(dir: &Dir) -> String {
    fs::read_to_string(dir.path("messages")).unwrap_or_default()
}

/// Waits until the watch has said `text`.
#[track_caller]
fn expect_message(dir: &Dir, watch: &mut Watch, text: &str) {
    let start = Instant::now();
    while !messages(dir).contains(text) {
        assert!(start.elapsed() < DEADLINE && watch.is_running(), "{text}: {}", messages(dir));
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_folder_that_is_removed_and_made_again_is_watched() {
    let (dir, mut watch) = watched("idx");
    fs::remove_dir_all(dir.path("a")).expect("a folder");
    expect_message(&dir, &mut watch, "folder not found");
    dir.write("a/otter.txt", HERON.replace("heron", "otter"));
    expect(&dir, "idx", "otter", 1);
    expect(&dir, "idx", "heron", 0);
    dir.write("a/deep/gull.txt", HERON.replace("heron", "gull"));
    expect(&dir, "idx", "gull", 1);
    assert_eq!(messages(&dir).matches("folder not found").count(), 1);
}

#[test]
fn a_folder_that_is_swapped_is_watched() {
    let (dir, _watch) = watched("idx");
    dir.write("new/otter.txt", HERON.replace("heron", "otter"));
    fs::rename(dir.path("a"), dir.path("old")).expect("renamed");
    fs::rename(dir.path("new"), dir.path("a")).expect("renamed");
    expect(&dir, "idx", "otter", 1);
    dir.write("a/gull.txt", HERON.replace("heron", "gull"));
    expect(&dir, "idx", "gull", 1);
}

#[test]
fn rules_half_typed_are_named_once_and_read_when_they_are_right() {
    let (dir, mut watch) = watched("idx");
    dir.write("a/clippings.rules", "cut: A her");
    fs::write(dir.path("a/clippings.rules"), "cu").expect("a file");
    expect_message(&dir, &mut watch, "clippings.rules: line 1");
    dir.write("a/clippings.rules", "cut: A heron*\n");
    expect(&dir, "idx", "heron", 0);
    assert_eq!(messages(&dir).matches("clippings.rules: line 1").count(), 1);
}

#[test]
fn an_index_that_is_deleted_is_missed_in_one_line_and_updated_when_it_is_there_again() {
    let (dir, mut watch) = watched("idx");
    expect_message(&dir, &mut watch, "watching 1 folder");
    fs::remove_dir_all(dir.path("idx")).expect("an index");
    dir.write("a/otter.txt", HERON.replace("heron", "otter"));
    expect_message(&dir, &mut watch, "the index is gone");
    dir.run("index a --index idx").code(0);
    dir.write("a/gull.txt", HERON.replace("heron", "gull"));
    expect(&dir, "idx", "gull", 1);
    let said = messages(&dir);
    assert!(said.matches("the index is gone").count() == 1 && !said.contains("no folder to index"), "{said}");
    assert!(!said.contains("no index at"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_index_in_the_watched_folder_is_no_change_of_it() {
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON);
    std::os::unix::fs::symlink("a", dir.path("link")).expect("a link");
    let mut command = dir.command();
    let _watch = Watch::start(command.args(["watch", "a", "--index", "link/idx"]).stderr(Stdio::null()));
    expect(&dir, "link/idx", "heron", 1);
    dir.write("a/otter.txt", HERON.replace("heron", "otter"));
    expect(&dir, "link/idx", "otter", 1);
    std::thread::sleep(Duration::from_secs(2));
    let runs = || fs::metadata(dir.path("a/idx/LOCK")).and_then(|lock| lock.modified()).expect("a time");
    let before = runs();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(runs(), before);
}

#[cfg(target_os = "linux")]
#[test]
fn an_ignored_hangup_stays_ignored() {
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON);
    let program = dir.command().get_program().to_owned();
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$0\" watch a --index idx"]).arg(program);
    let mut watch = Watch::start(shell.current_dir(dir.path("")).stderr(Stdio::null()));
    expect(&dir, "idx", "heron", 1);
    let sent = Command::new("kill").args(["-HUP", &watch.0.id().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()));
    dir.write("a/otter.txt", HERON.replace("heron", "otter"));
    expect(&dir, "idx", "otter", 1);
    assert!(watch.is_running());
}
