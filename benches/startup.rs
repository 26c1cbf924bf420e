//! Measures one search by one process, from start to exit, as a ratio to a bare tantivy program.
//!
//! Ours prints ten hits with snippets; the bare program (`eval/src/bin/bare_tantivy.rs`) opens its index,
//! searches, and prints ten stored titles and the number of hits. They take turns. See `benches/common` for
//! the data. `cargo bench --bench startup`.

mod common;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use common::ratio::{Race, head, line};
use common::{Outcome, Pair};

/// Number of queries of each kind.
const EACH: usize = 6;
const ROUNDS: usize = 7;

fn main() -> Outcome<()> {
    let pair = Pair::open()?;
    let bare = build_bare_tantivy()?;
    let bare_index = pair.index_dir.path().with_file_name("floor");
    let kinds = [QueryKind::Rare, QueryKind::Common, QueryKind::And, QueryKind::Or, QueryKind::Phrase];
    let mut queries = sample_queries(&IndexSnapshot::open(&pair.index_dir)?, 5, EACH)?;
    queries.retain(|query| kinds.contains(&query.kind));
    let ours = Path::new(env!("CARGO_BIN_EXE_clippings"));
    let state = tempfile::tempdir()?;
    let race = Race::run(
        queries.len(),
        ROUNDS,
        |number| {
            let BenchQuery { kind, query } = &queries[number];
            run(Command::new(&bare).arg(&bare_index).args([kind.name(), query]))
        },
        |number| {
            let mut command = Command::new(ours);
            command.arg("search").arg("--index").arg(pair.index_dir.path()).arg(&queries[number].query);
            run(command.env("XDG_STATE_HOME", state.path()))
        },
    )?;
    println!("{}", head());
    for kind in kinds {
        let of_kind = |number: usize| queries[number].kind == kind;
        if let Some(result) = race.result(of_kind) {
            println!("{}", line(kind.name(), EACH, &result));
        }
    }
    if let Some(result) = race.result(|_| true) {
        println!("{}", line("all", queries.len(), &result));
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

/// Runs `command` and returns its time.
fn run(command: &mut Command) -> Outcome<Duration> {
    let start = Instant::now();
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(start.elapsed())
}

/// Builds the bare program with the profile of this bench; returns its path.
fn build_bare_tantivy() -> Outcome<PathBuf> {
    let deps = std::env::current_exe()?;
    let folder = deps.ancestors().nth(2).ok_or("cannot find the build folder of this bench")?;
    let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a build folder without a name")?;
    let profile = if name == "debug" { "dev" } else { name };
    let build = Command::new(env!("CARGO"))
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
    match build.success() {
        true => Ok(folder.join("bare_tantivy")),
        false => Err("bare_tantivy could not be built".into()),
    }
}
