//! Programs run on the command line: ripgrep, Recoll, Xapian's quest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clippings::internals::bench::{BenchQuery, QueryKind};

use crate::corpus::{Corpus, words_of};
use crate::{Outcome, Peer};

/// Returns the installed programs, and prints a line for each missing one.
pub fn installed() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = Vec::new();
    let is_installed = |program: &str, package: &str| {
        let status =
            Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if status.is_err() {
            println!("skipped: {program} is not installed (Debian package {package})");
        }
        status.is_ok()
    };
    if is_installed("rg", "ripgrep") {
        peers.push(Box::new(Ripgrep::default()));
    }
    if is_installed("recollq", "recollcmd") {
        peers.push(Box::new(Recoll::default()));
    }
    if is_installed("quest", "xapian-tools") && is_installed("omindex", "xapian-omega") {
        peers.push(Box::new(Xapian::default()));
    }
    peers
}

/// Returns the ids of the articles whose file paths end the lines of `output`.
fn article_ids(output: &[u8]) -> BTreeSet<usize> {
    let text = String::from_utf8_lossy(output);
    let article_id = |line: &str| {
        let line = line.trim_end_matches(']');
        let name = line.rsplit('/').next()?;
        name.strip_suffix(".txt")?.parse().ok()
    };
    text.lines().filter_map(article_id).collect()
}

fn run_to_success(command: &mut Command) -> Outcome<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed").into()) }
}

/// ripgrep: no index and no ranking; lists the files that match.
#[derive(Default)]
struct Ripgrep {
    files: PathBuf,
}

impl Ripgrep {
    fn command(&self, query: &BenchQuery) -> Option<Command> {
        let words = words_of(query);
        let pattern = match query.kind {
            QueryKind::Rare | QueryKind::Common => words.concat(),
            QueryKind::Or => words.join("|"),
            // Words of a phrase are separated by anything but letters, digits and apostrophes.
            QueryKind::Phrase => words.join(r"[^\p{L}\p{N}'’]+"),
            _ => return None,
        };
        let mut command = Command::new("rg");
        command.args(["--no-config", "-l", "-i", "-U"]);
        command.arg(format!(r"(?:^|[^\p{{L}}\p{{N}}])(?:{pattern})(?:$|[^\p{{L}}\p{{N}}])")).arg(&self.files);
        Some(command)
    }
}

impl Peer for Ripgrep {
    fn name(&self) -> String {
        "ripgrep".into()
    }

    fn build(&mut self, corpus: &Corpus, _: &Path) -> Outcome<()> {
        self.files.clone_from(&corpus.files);
        Ok(())
    }

    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let Some(mut command) = self.command(query) else { return Ok(None) };
        Ok(Some(article_ids(&command.stdin(Stdio::null()).output()?.stdout)))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, query: &BenchQuery) -> Option<Command> {
        self.command(query)
    }

    fn stores_text(&self) -> bool {
        true
    }
}

/// Recoll, with stored texts and without stemming.
#[derive(Default)]
struct Recoll {
    folder: PathBuf,
}

impl Recoll {
    fn command(&self, query: &BenchQuery, limit: usize) -> Command {
        let quoted: Vec<_> = words_of(query).iter().map(|word| format!("\"{word}\"l")).collect();
        let text = match query.kind {
            QueryKind::Phrase => format!("{}l", query.query),
            QueryKind::Or => quoted.join(" OR "),
            _ => quoted.join(" "),
        };
        let mut command = Command::new("recollq");
        command.arg("-c").arg(&self.folder).args(["-b", "-n", &limit.to_string(), &text]);
        command
    }
}

impl Peer for Recoll {
    fn name(&self) -> String {
        "Recoll".into()
    }

    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()> {
        self.folder = folder.to_owned();
        let settings = format!("topdirs = {}\nindexStoreDocText = 1\n", corpus.files.display());
        fs::write(folder.join("recoll.conf"), settings)?;
        run_to_success(Command::new("recollindex").arg("-c").arg(folder))
    }

    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        Ok(Some(article_ids(&self.command(query, 1_000_000).stdin(Stdio::null()).output()?.stdout)))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, query: &BenchQuery) -> Option<Command> {
        Some(self.command(query, 10))
    }

    fn stores_text(&self) -> bool {
        true
    }
}

/// Xapian with Omega's indexer and the program `quest`, without stemming.
#[derive(Default)]
struct Xapian {
    database: PathBuf,
}

impl Xapian {
    fn command(&self, query: &BenchQuery, limit: usize) -> Command {
        let words = words_of(query);
        let text = match query.kind {
            QueryKind::Phrase => query.query.clone(),
            QueryKind::Or => words.join(" OR "),
            _ => words.join(" AND "),
        };
        let mut command = Command::new("quest");
        command.arg("-d").arg(&self.database).args(["-s", "none", "-m", &limit.to_string(), &text]);
        command
    }
}

impl Peer for Xapian {
    fn name(&self) -> String {
        "Xapian (quest)".into()
    }

    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()> {
        self.database = folder.join("db");
        let mut command = Command::new("omindex");
        run_to_success(
            command.arg("--db").arg(&self.database).args(["--url", "/", "--no-delete"]).arg(&corpus.files),
        )
    }

    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let output = self.command(query, 1_000_000).stdin(Stdio::null()).output()?.stdout;
        // Every hit has a data record with a line for the path.
        let text = String::from_utf8_lossy(&output);
        let paths: Vec<&str> = text.lines().filter_map(|line| line.split("url=").nth(1)).collect();
        Ok(Some(article_ids(paths.join("\n").as_bytes())))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, query: &BenchQuery) -> Option<Command> {
        Some(self.command(query, 10))
    }

    fn stores_text(&self) -> bool {
        false
    }
}
