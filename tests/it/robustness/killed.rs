//! An indexing run that is killed or interrupted.
//!
//! `CLIPPINGS_THOROUGH=200 cargo test --test it killed` kills it 200 times.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::Dir;
use serde_json::Value;

fn write_archive(dir: &Dir, year: usize) {
    for number in 0..60 {
        let words: String =
            (0..120).map(|word| format!("harbour{} ferry{} ", number * word % 97, word % 31)).collect();
        let text = format!("Story {number} of {year}\n\nThe crew said {words} and left.\n");
        dir.write(&format!("a/{}/{number}.txt", number % 7), text);
    }
    let record = |id: usize| {
        format!("{{\"id\": {id}, \"text\": \"Record {id} of the year {year} by the lighthouse.\"}}\n")
    };
    dir.write("a/records.jsonl", (0..200).map(record).collect::<String>());
}

fn index(dir: &Dir) -> Command {
    let mut command = dir.command();
    command
        .args(["index", "a", "--commit-every", "0.02", "--quiet"])
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Returns the hits of every query: paths, ids and scores in order.
fn answers(dir: &Dir, index: &str) -> Vec<Value> {
    let queries =
        ["harbour5 ferry3", "lighthouse 2001", "lighthouse 2002", "story 2002", "\"the crew said\""];
    let answer = |query: &&str| {
        let run = dir.args(&["search", "--index", index, "--format", "json", "-n", "1000", "--", query]);
        assert!(matches!(run.code, Some(0 | 1)), "{}", run.stderr);
        let mut answer: Value = serde_json::from_str(&run.stdout).expect("JSON");
        answer["hits"].take()
    };
    queries.iter().map(answer).collect()
}

/// Returns the number of kills.
fn repetitions(default: u32) -> u32 {
    std::env::var("CLIPPINGS_THOROUGH").ok().and_then(|kills| kills.parse().ok()).unwrap_or(default)
}

#[test]
fn index_survives_kill_at_any_moment() {
    let dir = Dir::new();
    write_archive(&dir, 2001);
    dir.run("index a --index before").code(0);
    write_archive(&dir, 2002);
    dir.run("index a --index fresh --optimize").code(0);
    let fresh = answers(&dir, "fresh");
    let start = Instant::now();
    dir.run("index a --index timed --commit-every 0.02").code(0);
    let run_time = start.elapsed();
    let kills = repetitions(5);
    for kill in 0..kills {
        let _ = std::fs::remove_dir_all(dir.path("idx"));
        let copied = Command::new("cp").args(["-r", "before", "idx"]).current_dir(dir.path("")).status();
        assert!(copied.is_ok_and(|status| status.success()));
        let mut child = index(&dir).spawn().expect("started");
        // Moments spread over the whole run, all different.
        std::thread::sleep(
            run_time * (kill * 37 % kills + 1) / (kills + 1) + Duration::from_micros(u64::from(kill) * 61),
        );
        child.kill().expect("killed");
        child.wait().expect("gone");
        answers(&dir, "idx");
        dir.run("check").code(0);
        dir.run("index a --optimize").code(0);
        assert_eq!(answers(&dir, "idx"), fresh, "killed the {kill}th time");
    }
}

#[test]
fn rebuild_survives_kill_at_any_moment_with_a_folder_away() {
    let dir = Dir::new();
    write_archive(&dir, 2001);
    dir.write(
        "b/away.jsonl",
        "{\"id\": 1, \"text\": \"The lighthouse of 2001 was harbour5 to ferry3, the crew said.\"}\n",
    );
    dir.run("index a b").code(0);
    std::fs::rename(dir.path("b"), dir.path("elsewhere")).expect("moved");
    let before = answers(&dir, "idx");
    let start = Instant::now();
    dir.run("index --rebuild").code(2).shows("1 article carried over");
    let run_time = start.elapsed();
    for kill in 1..=repetitions(4) {
        let mut rebuild = dir.command();
        rebuild.args(["index", "--rebuild", "--quiet"]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = rebuild.spawn().expect("started");
        std::thread::sleep(run_time * kill / (repetitions(4) + 1));
        child.kill().expect("killed");
        child.wait().expect("gone");
        assert_eq!(answers(&dir, "idx"), before, "killed the {kill}th time");
        dir.run("check").code(0);
    }
    dir.run("index --rebuild").code(2).shows("1 article carried over");
    assert_eq!(answers(&dir, "idx"), before);
}

#[cfg(unix)]
#[test]
fn interrupted_run_commits_what_is_done() {
    let dir = Dir::new();
    write_archive(&dir, 2001);
    let child = dir.command().args(["index", "a"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let child = child.expect("started");
    std::thread::sleep(Duration::from_millis(60));
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let output = child.wait_with_output().expect("ended");
    // The run may have ended already, or not yet have installed its signal handler.
    if output.status.code() == Some(130) {
        assert!(String::from_utf8_lossy(&output.stderr).contains("the next run does the rest"));
        dir.run("check").code(0);
        let status: Value = serde_json::from_str(&dir.run("status --format json").stdout).expect("JSON");
        assert_eq!(status["folders"][0]["articles"], status["articles"], "{status}");
    }
    dir.run("index a").code(0).shows("260 articles");
    dir.run("check").code(0).shows("is intact");
}
