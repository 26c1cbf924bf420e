//! What the system has no more of, or replaces at the worst moment. Needs `strace`, or user namespaces.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Dir;

const HERON: &str = "A heron stood on the quay for most of the morning and watched the crews.\n";
/// Time after which a change must have been noticed.
const DEADLINE: Duration = Duration::from_secs(90);

/// A process that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended
        let _ = self.0.wait();
    }
}

impl Running {
    /// Starts `program` with the environment of the program under test, and its messages in a file.
    fn start(dir: &Dir, program: &str, args: &[&str]) -> Running {
        let messages = fs::File::create(dir.path("messages")).expect("a file");
        let environment = dir.command();
        let mut command = Command::new(program);
        command.envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
        command.args(args).current_dir(dir.path("")).stdout(Stdio::null()).stderr(messages);
        Running(command.spawn().expect("started"))
    }

    /// Waits until the messages have `text` this many times.
    #[track_caller]
    fn expect(&mut self, dir: &Dir, text: &str, times: usize) {
        let start = Instant::now();
        while messages(dir).matches(text).count() < times {
            let ended = self.0.try_wait().expect("its state");
            assert!(ended.is_none() && start.elapsed() < DEADLINE, "{text}: {ended:?} {}", messages(dir));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn messages(dir: &Dir) -> String {
    fs::read_to_string(dir.path("messages")).unwrap_or_default()
}

fn program() -> &'static str {
    env!("CARGO_BIN_EXE_clippings")
}

/// Returns whether `command` can be run, and names the test as skipped if not.
fn can_run(command: &mut Command, what: &str) -> bool {
    let output = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let can_run = output.is_ok_and(|status| status.success());
    if !can_run {
        eprintln!("skipped: {what}");
    }
    can_run
}

fn has_strace() -> bool {
    can_run(Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]), "strace cannot be run")
}

/// Runs a script with a small file system at `small`, which nobody else sees.
fn with_small_disk(dir: &Dir, options: &str, script: &str) -> Option<Running> {
    fs::create_dir_all(dir.path("small")).expect("a folder");
    let mount = format!("mount -t tmpfs -o {options} tmpfs small");
    let mut probe = Command::new("unshare");
    probe.args(["-rm", "sh", "-c", &mount]).current_dir(dir.path(""));
    can_run(&mut probe, "unshare cannot mount a file system").then(|| {
        Running::start(dir, "unshare", &["-rm", "sh", "-c", &format!("{mount}; {script}"), program()])
    })
}

#[test]
fn watch_goes_on_without_watches() {
    if !has_strace() {
        return;
    }
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON);
    let inject = "inject=inotify_add_watch:error=ENOSPC";
    let args = ["-D", "-f", "-qq", "-o", "trace", "-e", "trace=inotify_add_watch", "-e", inject, program()];
    let mut watch = Running::start(&dir, "strace", &[args.as_slice(), &["watch", "a"]].concat());
    watch.expect(&dir, "the system allows no more watches: see fs.inotify.max_user_watches", 1);
    watch.expect(&dir, "watching 1 folder with 1 file", 1);
    for (number, bird) in (1..).zip(["egret", "gull"]) {
        dir.write(&format!("a/{bird}.txt"), HERON.replace("heron", bird));
        watch.expect(&dir, "1 added", 1 + number);
        assert_eq!(dir.search(bird).total(), 1);
    }
    assert_eq!(messages(&dir).matches("no more watches").count(), 1);
}

#[test]
fn watch_goes_on_when_the_disk_was_full() {
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON);
    // The file system is seen by the script only, which fills and empties it when the test asks.
    let script = "(wait_for() { n=0; until [ -e $1 ] || [ $n = 1200 ]; do sleep 0.1; n=$((n+1)); done; }; \
                  wait_for fill; cat /dev/zero >small/zero 2>/dev/null; touch filled; \
                  wait_for empty; rm small/zero; touch emptied) & exec \"$0\" watch a --index small/idx";
    let Some(mut watch) = with_small_disk(&dir, "size=2m", script) else { return };
    watch.expect(&dir, "watching 1 folder", 1);
    dir.write("fill", "");
    while !dir.path("filled").exists() {
        std::thread::sleep(Duration::from_millis(50));
    }
    dir.write("a/egret.txt", HERON.replace("heron", "egret"));
    watch.expect(&dir, "the disk is full: free some space", 1);
    assert!(!messages(&dir).contains("damaged"), "{}", messages(&dir));
    dir.write("empty", "");
    while !dir.path("emptied").exists() {
        std::thread::sleep(Duration::from_millis(50));
    }
    dir.write("a/gull.txt", HERON.replace("heron", "gull"));
    watch.expect(&dir, "2 added, 0 updated, 0 moved, 0 removed; 3 articles", 1);
    assert_eq!(messages(&dir).matches("the disk is full").count(), 1, "{}", messages(&dir));
}

#[test]
fn a_disk_without_inodes_is_named_and_loses_nothing() {
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON).write("b/egret.txt", HERON.replace("heron", "egret"));
    let script = "\"$0\" index a --index small/idx -q || exit 9; \
                  n=0; while touch small/$n 2>/dev/null; do n=$((n+1)); done; \
                  \"$0\" index b --index small/idx -q; echo code $? >&2; \
                  \"$0\" search heron --index small/idx --count -q >&2; rm small/[0-9]*; \
                  \"$0\" index b --index small/idx -q; echo code $? >&2; \
                  \"$0\" check --index small/idx -q; echo code $? >&2; \
                  \"$0\" search watched --index small/idx --count -q >&2; echo end >&2; exec sleep 60";
    let Some(mut run) = with_small_disk(&dir, "size=9m,nr_inodes=60", script) else { return };
    run.expect(&dir, "end", 1);
    let messages = messages(&dir);
    assert!(messages.contains("(no inodes are left): delete some files and run again"), "{messages}");
    assert!(messages.contains("code 2\n1\ncode 0\ncode 0\n2\nend"), "{messages}");
    assert!(!messages.contains("damaged"), "{messages}");
}

#[test]
fn a_file_that_becomes_a_fifo_is_not_waited_for() {
    if !has_strace() {
        return;
    }
    let dir = Dir::new();
    dir.write("a/heron.txt", HERON).write("a/swapped.txt", HERON);
    let swapped = dir.path("a/swapped.txt");
    // The file is opened seconds after it was listed, and is another one then.
    let inject = "inject=openat:delay_enter=4000000";
    let path = swapped.to_str().expect("a path");
    let args = ["-D", "-f", "-qq", "-o", "trace", "-P", path, "-e", "trace=openat", "-e", inject, program()];
    let mut run = Running::start(&dir, "strace", &[args.as_slice(), &["index", "a"]].concat());
    let start = Instant::now();
    while !dir.path("idx/LOCK").exists() {
        assert!(start.elapsed() < DEADLINE, "{}", messages(&dir));
        std::thread::sleep(Duration::from_millis(10));
    }
    std::thread::sleep(Duration::from_secs(1)); // the folder is listed
    fs::remove_file(&swapped).expect("a file");
    let made = Command::new("mkfifo").arg(&swapped).status();
    assert!(made.is_ok_and(|status| status.success()));
    let ended = loop {
        if let Some(status) = run.0.try_wait().expect("its state") {
            break status;
        }
        assert!(start.elapsed() < DEADLINE, "waits for the FIFO: {}", messages(&dir));
        std::thread::sleep(Duration::from_millis(50));
    };
    assert_eq!(ended.code(), Some(2), "{}", messages(&dir));
    assert!(messages(&dir).contains("a/swapped.txt: not a regular file"), "{}", messages(&dir));
    assert!(fs::read_to_string(dir.path("trace")).is_ok_and(|trace| trace.contains("DELAYED")));
    assert_eq!(dir.search("heron").total(), 1);
}
