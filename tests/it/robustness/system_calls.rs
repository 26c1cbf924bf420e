//! System calls that fail or kill the program, at the nth call of each kind: nothing is lost, and the next run
//! finishes. Needs `strace`.
//!
//! `CLIPPINGS_THOROUGH=3 cargo test --test it system_calls` tries every third call.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common::{Dir, article};

/// Kinds of system calls, as `strace` names them.
const CALLS: [&str; 9] = [
    "openat",
    "read,pread64",
    "write,pwrite64",
    "fsync,fdatasync",
    "rename,renameat,renameat2",
    "mmap",
    "ftruncate",
    "unlink,unlinkat",
    "flock",
];

/// What happens at the call.
const INJECTIONS: [&str; 4] = ["error=EIO", "error=ENOSPC", "error=EMFILE", "signal=KILL"];

fn write_articles(dir: &Dir, year: u32) {
    for number in 0..12 {
        let sentence = format!("The harbour authority said in {year} that ferry {number} stays in port.");
        dir.write(&format!("a/{number}.txt"), article(&format!("Calm {number}"), "4 May 2021", &sentence));
    }
    let record = |id: u32| {
        format!(
            "{{\"id\": {id}, \"text\": \"Record {id} of the year {year} by the lighthouse, said the mayor.\"}}\n"
        )
    };
    dir.write("a/records.jsonl", (0..20).map(record).collect::<String>());
}

/// Returns the files and snippets of all hits; `None` if the index cannot be searched.
fn answers(dir: &Dir, index: &str) -> Option<Vec<String>> {
    let run =
        dir.args(&["search", "--index", index, "--format", "json", "-n", "100", "harbour OR lighthouse"]);
    run.clear();
    let answer: Value = serde_json::from_str(&run.stdout).ok()?;
    let shown = |hit: &Value| format!("{} {} {}", hit["path"], hit["id"], hit["snippet"]);
    let mut hits: Vec<String> = answer["hits"].as_array()?.iter().map(shown).collect();
    hits.sort();
    Some(hits)
}

/// Copies the index `from`.
fn copy(dir: &Dir, from: &str, to: &str) {
    let _ = fs::remove_dir_all(dir.path(to));
    let copied = Command::new("cp").args(["-a", from, to]).current_dir(dir.path("")).status();
    assert!(copied.is_ok_and(|status| status.success()));
}

/// Runs `clippings index` with `injection` at the call number `number` of `calls`. Returns whether there was
/// such a call.
fn index_with(dir: &Dir, calls: &str, injection: &str, number: u32) -> bool {
    let program = dir.command();
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "signal=none", "-o", "trace", "-e"])
        .arg(format!("trace={calls}"))
        .arg("-e")
        .arg(format!("inject={calls}:{injection}:when={number}"))
        .arg(program.get_program())
        .args(["index", "a", "--index", "idx", "--quiet", "--commit-every", "0.01"])
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
        .env("RAYON_NUM_THREADS", "1")
        .current_dir(dir.path(""))
        .stdin(Stdio::null())
        .output()
        .expect("strace");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{calls} {number} {injection}: {stderr}");
    let trace = fs::read_to_string(dir.path("trace")).unwrap_or_default();
    trace.contains("INJECTED") || trace.contains("killed by SIGKILL")
}

#[test]
fn a_system_call_that_fails_loses_nothing() {
    if Command::new("strace").arg("-V").stdout(Stdio::null()).status().is_err() {
        eprintln!("skipped: strace is not installed");
        return;
    }
    let dir = Dir::new();
    write_articles(&dir, 2001);
    dir.run("index a --index before").code(0);
    let old = answers(&dir, "before");
    write_articles(&dir, 2002);
    dir.run("index a --index fresh").code(0);
    let new = answers(&dir, "fresh");
    let step: Option<u32> = std::env::var("CLIPPINGS_THOROUGH").ok().and_then(|step| step.parse().ok());
    let mut tried = 0;
    for (kind, calls) in CALLS.iter().enumerate() {
        for (index, injection) in INJECTIONS.iter().enumerate() {
            // Not all begin with the first call, which opens the libraries.
            let mut number = 1 + (kind * 7 + index * 3) as u32 % step.unwrap_or(40);
            loop {
                copy(&dir, "before", "idx");
                if !index_with(&dir, calls, injection, number) {
                    break;
                }
                let what = format!("{calls} {number} {injection}");
                let between = answers(&dir, "idx");
                let known = |hit: &String| old.iter().chain(&new).flatten().any(|known| known == hit);
                assert!(between.as_ref().is_some_and(|hits| hits.iter().all(known)), "{what}: {between:?}");
                assert!(between.is_some_and(|hits| hits.len() >= 32), "{what}: articles are lost");
                dir.run("index a --index idx").code(0);
                dir.run("check --index idx").code(0);
                assert_eq!(answers(&dir, "idx"), new, "{what}");
                tried += 1;
                match step {
                    Some(step) => number += step,
                    None => break,
                }
            }
        }
    }
    assert!(tried >= INJECTIONS.len(), "{tried}");
}
