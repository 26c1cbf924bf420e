//! Programs that are run as one runs them: ripgrep, Recoll, Xapian's quest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clippings::internals::bench::{BenchQuery, QueryKind};

use crate::corpus::{Corpus, words_of};
use crate::{Outcome, Peer};

/// Those that are there; for the others a line.
pub fn installed() -> Vec<Box<dyn Peer>> {
    let mut peers: Vec<Box<dyn Peer>> = Vec::new();
    let there = |program: &str, package: &str| {
        let found =
            Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if found.is_err() {
            println!("left out: {program} is not installed (Debian package {package})");
        }
        found.is_ok()
    };
    if there("rg", "ripgrep") {
        peers.push(Box::new(Ripgrep::default()));
    }
    if there("recollq", "recollcmd") {
        peers.push(Box::new(Recoll::default()));
    }
    if there("quest", "xapian-tools") && there("omindex", "xapian-omega") {
        peers.push(Box::new(Xapian::default()));
    }
    peers
}

/// The numbers of the articles whose files stand at the ends of lines.
fn numbers(output: &[u8]) -> BTreeSet<usize> {
    let text = String::from_utf8_lossy(output);
    let number = |line: &str| {
        let line = line.trim_end_matches(']');
        let name = line.rsplit('/').next()?;
        name.strip_suffix(".txt")?.parse().ok()
    };
    text.lines().filter_map(number).collect()
}

fn done(command: &mut Command) -> Outcome<()> {
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { Err(format!("{command:?} failed").into()) }
}

/// ripgrep: no index, no ranking, the files that match.
#[derive(Default)]
struct Ripgrep {
    files: PathBuf,
}

impl Ripgrep {
    fn command(&self, question: &BenchQuery) -> Option<Command> {
        let words = words_of(question);
        let pattern = match question.kind {
            QueryKind::Rare | QueryKind::Common => words.concat(),
            QueryKind::Or => words.join("|"),
            // What stands between two words is anything but letters, digits and apostrophes.
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

    fn all(&self, question: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let Some(mut command) = self.command(question) else { return Ok(None) };
        Ok(Some(numbers(&command.stdin(Stdio::null()).output()?.stdout)))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, question: &BenchQuery) -> Option<Command> {
        self.command(question)
    }

    fn keeps_text(&self) -> bool {
        true
    }
}

/// Recoll, its texts kept, words unstemmed.
#[derive(Default)]
struct Recoll {
    folder: PathBuf,
}

impl Recoll {
    fn command(&self, question: &BenchQuery, most: usize) -> Command {
        let quoted: Vec<_> = words_of(question).iter().map(|word| format!("\"{word}\"l")).collect();
        let query = match question.kind {
            QueryKind::Phrase => format!("{}l", question.query),
            QueryKind::Or => quoted.join(" OR "),
            _ => quoted.join(" "),
        };
        let mut command = Command::new("recollq");
        command.arg("-c").arg(&self.folder).args(["-b", "-n", &most.to_string(), &query]);
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
        done(Command::new("recollindex").arg("-c").arg(folder))
    }

    fn all(&self, question: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        Ok(Some(numbers(&self.command(question, 1_000_000).stdin(Stdio::null()).output()?.stdout)))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, question: &BenchQuery) -> Option<Command> {
        Some(self.command(question, 10))
    }

    fn keeps_text(&self) -> bool {
        true
    }
}

/// Xapian through Omega's indexer and the program quest, words unstemmed.
#[derive(Default)]
struct Xapian {
    database: PathBuf,
}

impl Xapian {
    fn command(&self, question: &BenchQuery, most: usize) -> Command {
        let words = words_of(question);
        let query = match question.kind {
            QueryKind::Phrase => question.query.clone(),
            QueryKind::Or => words.join(" OR "),
            _ => words.join(" AND "),
        };
        let mut command = Command::new("quest");
        command.arg("-d").arg(&self.database).args(["-s", "none", "-m", &most.to_string(), &query]);
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
        done(command.arg("--db").arg(&self.database).args(["--url", "/", "--no-delete"]).arg(&corpus.files))
    }

    fn all(&self, question: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let output = self.command(question, 1_000_000).stdin(Stdio::null()).output()?.stdout;
        // Each hit has its data, and in it a line with the path.
        let text = String::from_utf8_lossy(&output);
        let paths: Vec<&str> = text.lines().filter_map(|line| line.split("url=").nth(1)).collect();
        Ok(Some(numbers(paths.join("\n").as_bytes())))
    }

    fn warm(&self, _: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(None)
    }

    fn one_shot(&self, question: &BenchQuery) -> Option<Command> {
        Some(self.command(question, 10))
    }

    fn keeps_text(&self) -> bool {
        false
    }
}
