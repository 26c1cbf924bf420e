//! The console transcripts in the README and the tutorial match the output of the program.
//!
//! Checks every block that begins with ```` ```console ```` in the sections named below (`""` is the whole
//! file). A shell runs the lines after `$ ` in a folder that contains `seeds/`, and must print what follows.
//! A line `…` matches any number of lines, and any time matches any other.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Dir, run};

/// A command and its output.
type Step = (String, Vec<String>);

fn steps(file: &str, part: &str) -> Vec<Step> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a text");
    let mut steps: Vec<Step> = Vec::new();
    let (mut here, mut in_block) = (part.is_empty(), false);
    for line in text.lines() {
        match line {
            line if line.starts_with("# ") || line.starts_with("## ") => {
                here = part.is_empty() || line.trim_matches(['#', ' ']) == part
            }
            line if line.starts_with("```") => in_block = here && line == "```console",
            line if in_block => match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push((command.into(), Vec::new())),
                (None, Some((_, printed))) => printed.push(line.into()),
                (None, None) => panic!("printed before any command: {line}"),
            },
            _ => {}
        }
    }
    steps
}

/// Runs `command` in `dir` with `clippings` on the path; returns the output.
fn printed(dir: &Dir, command: &str) -> Vec<String> {
    let bin = Path::new(env!("CARGO_BIN_EXE_clippings")).parent().expect("a folder").display().to_string();
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("({command}) 2>&1")).current_dir(dir.path("")).env_clear();
    shell.env("HOME", dir.path("home")).env("PATH", format!("{bin}:/usr/local/bin:/usr/bin:/bin"));
    let home = dir.path("home").display().to_string();
    run(&mut shell, "").stdout.replace(&home, "/home/you").lines().map(without_times).collect()
}

/// Replaces every time in a line by the same text.
fn without_times(line: &str) -> String {
    let words = line.split(' ').collect::<Vec<_>>();
    let unit = |index: usize| words.get(index + 1).map(|word| word.trim_end_matches([':', ',', ';', ')']));
    let is_time = |index: usize| {
        matches!(unit(index), Some("s" | "ms")) && words[index].trim_start_matches('(').parse::<f64>().is_ok()
    };
    let word = |index: usize| {
        if is_time(index) { words[index].replace(|c: char| c != '(', "") + "0" } else { words[index].into() }
    };
    (0..words.len()).map(word).collect::<Vec<_>>().join(" ")
}

/// Returns whether `actual` matches `expected`, in which `…` matches any lines.
fn output_matches(expected: &[String], actual: &[String]) -> bool {
    match expected.split_first() {
        None => actual.is_empty(),
        Some((any, tail)) if any == "…" => {
            (0..=actual.len()).any(|left| output_matches(tail, &actual[left..]))
        }
        Some((first, tail)) => actual.first() == Some(first) && output_matches(tail, &actual[1..]),
    }
}

fn walk(dir: &Dir, steps: &[Step]) {
    for (command, expected) in steps {
        let expected: Vec<String> = expected.iter().map(|line| without_times(line)).collect();
        let actual = printed(dir, command);
        assert!(
            output_matches(&expected, &actual),
            "$ {command}\n{}\n-- is shown as --\n{}",
            actual.join("\n"),
            expected.join("\n")
        );
    }
}

#[test]
fn tutorial_transcripts_hold() {
    let steps = steps("docs/tutorial.md", "");
    assert!(steps.len() > 10, "{steps:?}");
    let dir = Dir::with_seeds();
    dir.write("index/README.md", "As in the repository, where this folder exists.\n");
    walk(&dir, &steps);
}

#[test]
fn readme_transcripts_hold() {
    let mut steps = steps("README.md", "clippings");
    assert_eq!(steps.len(), 1, "{steps:?}");
    steps[0].0 = steps[0].0.replace("cargo run --release -- ", "clippings ");
    walk(&Dir::with_seeds(), &steps);
}

#[test]
fn wrong_transcripts_are_detected() {
    let lines = |text: &str| text.split('\n').map(without_times).collect::<Vec<_>>();
    assert!(output_matches(&lines("a\n(0.5 ms; b)"), &lines("a\n(12.25 ms; b)")));
    assert!(
        output_matches(&lines("a\n…\nc"), &lines("a\nb\nb\nc"))
            && output_matches(&lines("a\n…"), &lines("a"))
    );
    for expected in ["a", "b\n…", "a\n(0.5 ms; c)", "a\n…\nc", "a\n(0.5 ms; b)\nc"] {
        assert!(!output_matches(&lines(expected), &lines("a\n(12.25 ms; b)")), "{expected}");
    }
}
