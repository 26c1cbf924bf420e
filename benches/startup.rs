//! One answer by one process, from its start to its end, as a ratio to a bare tantivy program.
//!
//! Ours prints ten hits with their snippets; the floor (`eval/src/bin/bare_tantivy.rs`) opens its index, searches, and prints
//! ten stored titles and the number of all. They take turns. See `benches/common` for the data.
//! `cargo bench --bench startup`.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use common::ratio::{Race, head, line};
use common::{Outcome, Pair};

/// Queries of each kind.
const EACH: usize = 6;
const ROUNDS: usize = 7;

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let bare = bare_tantivy()?;
    let floor = pair.place.path().with_file_name("floor");
    let kinds = [QueryKind::Rare, QueryKind::Common, QueryKind::And, QueryKind::Or, QueryKind::Phrase];
    let mut questions = sample_queries(&IndexSnapshot::open(&pair.place)?, 5, EACH)?;
    questions.retain(|question| kinds.contains(&question.kind));
    let ours = Path::new(env!("CARGO_BIN_EXE_clippings"));
    let state = tempfile::tempdir()?;
    let race = Race::run(
        questions.len(),
        ROUNDS,
        |number| {
            let BenchQuery { kind, query } = &questions[number];
            run(Command::new(&bare).arg(&floor).args([kind.name(), query]))
        },
        |number| {
            let mut command = Command::new(ours);
            command.arg("search").arg("--index").arg(pair.place.path()).arg(&questions[number].query);
            run(command.env("XDG_STATE_HOME", state.path()))
        },
    )?;
    println!("{}", head());
    for kind in kinds {
        let of_kind = |number: usize| questions[number].kind == kind;
        if let Some(result) = race.result(of_kind) {
            println!("{}", line(kind.name(), EACH, &result));
        }
    }
    if let Some(result) = race.result(|_| true) {
        println!("{}", line("all", questions.len(), &result));
    }
    let version = Race::run(
        1,
        ROUNDS * 3,
        |_| run(&mut Command::new("true")),
        |_| run(Command::new(ours).arg("--version")),
    )?;
    if let Some(result) = version.result(|_| true) {
        println!("\n{}", line("--version vs true", 1, &result));
    }
    Ok(())
}

/// How long `command` runs.
fn run(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(start.elapsed())
}

/// The bare program, built as this bench was.
fn bare_tantivy() -> Outcome<PathBuf> {
    let deps = std::env::current_exe()?;
    let folder = deps.ancestors().nth(2).ok_or("this bench lies in no folder of builds")?;
    let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a folder without a name")?;
    let profile = if name == "debug" { "dev" } else { name };
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "clippings-eval",
            "--bin",
            "bare_tantivy",
            "--profile",
            profile,
        ])
        .status()?;
    match built.success() {
        true => Ok(folder.join("bare_tantivy")),
        false => Err("bare_tantivy could not be built".into()),
    }
}
