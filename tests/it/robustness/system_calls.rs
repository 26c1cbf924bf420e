//! System calls that fail or kill the program, at the nth call of each kind or from it on, in an update, a
//! rebuild, a search and a check: nothing is lost, nothing is called damaged, and the next run finishes. Needs
//! `strace`.
//!
//! `CLIPPINGS_THOROUGH=1 cargo test --release --test it system_calls` tries every call, `CLIPPINGS_THOROUGH=5`
//! every fifth, and `CLIPPINGS_SEED=2` others of them.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clippings::internals::index::IndexInfo;
use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Request, Searcher};

use crate::common::thorough::Trials;
use crate::common::{Dir, Run, article, words};

/// Kinds of system calls, as `strace` names them.
const CALLS: [&str; 12] = [
    "openat",
    "read,pread64",
    "write,pwrite64",
    "fsync,fdatasync",
    "rename,renameat,renameat2",
    "mmap",
    "ftruncate",
    "unlink,unlinkat,rmdir",
    "flock",
    "statx,fstat,newfstatat",
    "getdents64",
    "mkdir,mkdirat",
];

/// What happens at the call: only there, or at all from it on.
const INJECTIONS: [(&str, &str); 7] = [
    ("error=EIO", ""),
    ("error=ENOSPC", ""),
    ("error=EMFILE", ""),
    ("error=EIO", "+"),
    ("error=ENOSPC", "+"),
    ("error=EMFILE", "+"),
    ("signal=KILL", ""),
];

const COMMANDS: [&str; 4] = [
    "index a --quiet --commit-every 0.005",
    "index --rebuild --quiet",
    "search --format csv -n 100 'harbour OR lighthouse'",
    "check",
];

fn write_articles(dir: &Dir, year: u32) {
    for number in 0..5 {
        let sentence = format!("The harbour authority said in {year} that ferry {number} stays in port.");
        dir.write(&format!("a/{number}.txt"), article(&format!("Calm {number}"), "4 May 2021", &sentence));
    }
    let record = |id: u32| {
        format!(
            "{{\"id\": {id}, \"text\": \"Record {id} of the year {year} by the lighthouse, said the mayor.\"}}\n"
        )
    };
    dir.write("a/records.jsonl", (0..8).map(record).collect::<String>());
}

/// Returns the files and passages of all hits.
fn answers(index: &Path, what: &str) -> Vec<String> {
    let mut request = Request::new("harbour OR lighthouse");
    request.limit = 100;
    let response = Searcher::open(&IndexDir::new(index)).and_then(|searcher| searcher.search(&request));
    let response = response.unwrap_or_else(|error| panic!("{what}: {error}"));
    let shown = |hit: &clippings::Hit| {
        let texts = hit.passage().segments.iter().map(|segment| segment.text.as_str());
        format!("{} {:?} {}", hit.path.display(), hit.id, texts.collect::<String>())
    };
    let mut hits: Vec<String> = response.hits.iter().map(shown).collect();
    hits.sort();
    hits
}

fn assert_intact(index: &Path, what: &str) {
    let problems = IndexInfo::open(&IndexDir::new(index)).and_then(|info| info.check());
    assert!(problems.as_ref().is_ok_and(Vec::is_empty), "{what}: {problems:?}");
}

/// Copies the index `from`.
fn copy(dir: &Dir, from: &str, to: &str) {
    let _ = fs::remove_dir_all(dir.path(to));
    let copied = Command::new("cp").args(["-a", from, to]).current_dir(dir.path("")).status();
    assert!(copied.is_ok_and(|status| status.success()));
}

/// Runs `line` with `injection` at the calls `when` of `calls`: `3` is the third, `3+` all from it on. Returns
/// `None` if there was no such call.
fn run_with(dir: &Dir, line: &str, calls: &str, injection: &str, when: &str) -> Option<Run> {
    let program = dir.command();
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "signal=none", "-o", "trace", "-e"])
        .arg(format!("trace={calls}"))
        .arg("-e")
        .arg(format!("inject={calls}:{injection}:when={when}"))
        .arg(program.get_program())
        .args(words(line))
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(dir.path(""))
        .stdin(Stdio::null())
        .output()
        .expect("strace");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let run = Run { stdout: text(&output.stdout), stderr: text(&output.stderr), code: output.status.code() };
    let trace = fs::read_to_string(dir.path("trace")).unwrap_or_default();
    (trace.contains("INJECTED") || trace.contains("killed by SIGKILL")).then_some(run)
}

/// Asserts what holds for a run in which a call has failed: it is right, or says why not on one line. An error
/// of the system is no damage.
fn assert_said(run: &Run, expected: &str, what: &str) {
    // Where it is killed, has no memory or cannot write a message, it says nothing.
    if what.contains("KILL") || what.contains("mmap") || what.contains("write") {
        return;
    }
    for text in ["panicked", "internal error", "Os {"] {
        assert!(!run.stderr.contains(text), "{what}: {}", run.stderr);
    }
    let is_loader = run.code == Some(127) || run.stderr.contains("shared librar");
    let is_right = run.code == Some(0) && (expected.is_empty() || run.stdout == expected);
    let is_said = run.code == Some(2) && !run.stderr.trim().is_empty();
    assert!(is_right || is_said || is_loader, "{what}: {:?}\n{}\n{}", run.code, run.stdout, run.stderr);
    for text in ["damaged", "checksum", "--rebuild"] {
        assert!(
            !run.stderr.contains(text) && !run.stdout.contains(text),
            "{what}: {}{}",
            run.stderr,
            run.stdout
        );
    }
}

/// Returns whether `strace` is installed, or says that the test is skipped.
fn has_strace() -> bool {
    let has_strace = Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_ok();
    if !has_strace {
        eprintln!("skipped: strace is not installed");
    }
    has_strace
}

#[test]
fn a_rebuild_keeps_an_index_whose_folder_cannot_be_listed() {
    if !has_strace() {
        return;
    }
    let dir = Dir::new();
    write_articles(&dir, 2001);
    dir.run("index a --index before").code(0);
    let old = answers(&dir.path("before"), "before");
    for number in 1..=4 {
        copy(&dir, "before", "idx");
        let when = format!("{number}+");
        let run = run_with(&dir, "index --rebuild --quiet", "getdents64", "error=EIO", &when);
        assert!(run.is_some_and(|run| run.code == Some(2)), "{when}");
        assert_eq!(answers(&dir.path("idx"), &when), old, "{when}");
    }
}

#[test]
fn a_system_call_that_fails_loses_nothing() {
    if !has_strace() {
        return;
    }
    let (trials, dir) = (Trials::new(1, 0), Dir::new());
    write_articles(&dir, 2001);
    dir.run("index a --index before").code(0);
    let old = answers(&dir.path("before"), "before");
    write_articles(&dir, 2002);
    dir.run("index a --index fresh").code(0);
    let new = answers(&dir.path("fresh"), "fresh");
    let index = dir.path("idx");
    let mut tried = [0; COMMANDS.len()];
    for (kind, calls) in CALLS.iter().enumerate() {
        for (cause, (injection, lasting)) in INJECTIONS.iter().enumerate() {
            for (command, line) in COMMANDS.iter().enumerate() {
                if !trials.is_thorough && (kind * 3 + cause) % INJECTIONS.len() != command {
                    continue;
                }
                copy(&dir, "before", "idx");
                let expected = if line.starts_with("index") { String::new() } else { dir.run(line).stdout };
                // Not all begin with the first call, which opens the libraries.
                let step = if trials.is_thorough { trials.count } else { 40 };
                let mut number = 1 + (kind as u32 * 7 + cause as u32 * 3 + trials.seed as u32) % step;
                loop {
                    let when = format!("{number}{lasting}");
                    let what = format!("{line}: {calls} {when} {injection}");
                    let Some(run) = run_with(&dir, line, calls, injection, &when) else { break };
                    assert_said(&run, &expected, &what);
                    tried[command] += 1;
                    let between = answers(&index, &what);
                    assert_intact(&index, &what);
                    if line.starts_with("index") {
                        let is_known = |hit: &String| old.contains(hit) || new.contains(hit);
                        assert!(between.iter().all(is_known), "{what}: {between:?}");
                        assert!(between.len() >= 13, "{what}: articles are lost");
                        let indexer = Indexer::new(IndexDir::new(&index)).options(IndexOptions::default());
                        indexer.run(&[], &NoProgress).unwrap_or_else(|error| panic!("{what}: {error}"));
                        assert_intact(&index, &what);
                        assert_eq!(answers(&index, &what), new, "{what}");
                        copy(&dir, "before", "idx");
                    } else {
                        assert_eq!(between, old, "{what}");
                    }
                    if !trials.is_thorough {
                        break;
                    }
                    number += step;
                }
            }
        }
    }
    assert!(tried.iter().sum::<u32>() >= 16, "{tried:?}");
    trials.say(&format!("ended: {tried:?} calls failed in an update, a rebuild, a search and a check"));
}
