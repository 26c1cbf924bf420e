//! Measures SQLite FTS5 with the same articles and queries, by its program `sqlite3`.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use anyhow::Context;
use clippings::internals::bench::{BenchPlan, BenchQuery, MeanTimes, QueryKind, SqliteTimes};
use clippings::internals::corpus::find_program;
use clippings::internals::search::IndexSnapshot;
use clippings::{IndexDir, Request, Searcher};
use tempfile::TempDir;

use crate::cli::commands::program::bench::samples::{
    cannot_write, each_article, ensure_running, temporary_folder,
};

/// Makes the table. Words are folded as FTS5 does it best: without marks.
const CREATE: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;
CREATE VIRTUAL TABLE articles USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 2');\n";
/// Merges the parts of the table.
const COMPLETE: &str = "INSERT INTO articles(articles) VALUES ('optimize'); COMMIT;\n";
/// Keeps what queries read in memory.
const OPEN: &str = "PRAGMA mmap_size = 1073741824; PRAGMA cache_size = -262144;\n";
/// Minimum number of queries of a kind that are run, so that the start of the program does not count.
const MIN_RUN: usize = 500;
/// Operator between words near each other in queries that are drawn, before the distance.
const NEAR: &str = " w/";

/// Measures the articles of an index and the queries of `plan` in a database in a temporary folder.
pub(super) fn measure_sqlite(
    index_dir: &IndexDir,
    plan: &BenchPlan,
    stop: &AtomicBool,
) -> anyhow::Result<SqliteTimes> {
    let program = find_program(OsStr::new("sqlite3"), std::env::var_os("PATH").as_deref())
        .context("SQLite is not installed: there is no program sqlite3 on the PATH")?;
    let folder = temporary_folder()?;
    let database = Database { program, file: folder.path().join("articles.db") };
    let version = database.version()?;
    let script = folder.path().join("articles.sql");
    write_articles(index_dir, &script, &folder, stop)?;
    let start = Instant::now();
    database.run(Stdio::from(File::open(&script).with_context(|| cannot_write(&folder))?))?;
    let build_seconds = start.elapsed().as_secs_f64();
    let bytes = std::fs::metadata(&database.file).with_context(|| cannot_write(&folder))?.len();
    // The page cache is for the database.
    let _ = std::fs::remove_file(&script);

    let searcher = Searcher::open(index_dir)?;
    let mut kinds = Vec::new();
    for kind in QueryKind::ALL {
        let queries: Vec<(&BenchQuery, String)> = plan
            .queries
            .iter()
            .filter(|query| query.kind == kind)
            .filter_map(|query| Some((query, fts5_query(query)?)))
            .collect();
        if queries.is_empty() {
            continue;
        }
        ensure_running(stop)?;
        let statements: String = queries.iter().map(|(_, query)| statements(query)).collect();
        let repeats = plan.repeats.max(MIN_RUN.div_ceil(queries.len()));
        let sqlite = database.mean(&statements, queries.len(), repeats, &folder)?;
        let asked = queries.iter().map(|(query, _)| *query);
        kinds.push(MeanTimes {
            kind,
            queries: queries.len(),
            sqlite,
            clippings: mean(&searcher, asked, repeats, plan)?,
        });
    }
    Ok(SqliteTimes { version, build_seconds, bytes, kinds })
}

/// Writes the SQL that makes a table of all articles.
fn write_articles(
    index_dir: &IndexDir,
    script: &Path,
    folder: &TempDir,
    stop: &AtomicBool,
) -> anyhow::Result<()> {
    let snapshot = IndexSnapshot::open(index_dir)?;
    let mut file = BufWriter::new(File::create(script).with_context(|| cannot_write(folder))?);
    let mut write = |sql: &str| file.write_all(sql.as_bytes()).with_context(|| cannot_write(folder));
    write(CREATE)?;
    each_article(&snapshot, 1, stop, |title, text| {
        write(&format!("INSERT INTO articles VALUES ({}, {});\n", quoted(title), quoted(text)))
    })?;
    write(COMPLETE)?;
    file.flush().with_context(|| cannot_write(folder))
}

/// Returns a text as a literal of SQL.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', " ").replace('\'', "''"))
}

/// Returns the statements that count the articles of a query and rank its ten best.
fn statements(query: &str) -> String {
    let matches = format!("FROM articles WHERE articles MATCH {}", quoted(query));
    format!("SELECT count(*) {matches};\nSELECT title {matches} ORDER BY rank LIMIT 10;\n")
}

/// Returns a query in the syntax of FTS5, or `None` if it has no such queries.
fn fts5_query(query: &BenchQuery) -> Option<String> {
    let text = query.query.as_str();
    if text.contains('"') && query.kind != QueryKind::Phrase {
        return None;
    }
    let word = |word: &str| format!("\"{word}\"");
    let joined = |separator: &str, operator: &str| {
        text.split(separator).map(|text| word(text.trim())).collect::<Vec<_>>().join(operator)
    };
    match query.kind {
        QueryKind::Rare | QueryKind::Common => Some(word(text)),
        QueryKind::And => Some(joined(" ", " AND ")),
        QueryKind::Or => Some(joined(" OR ", " OR ")),
        QueryKind::Phrase => Some(word(text.strip_prefix('"')?.strip_suffix('"')?)),
        QueryKind::Near => {
            let (first, rest) = text.split_once(NEAR)?;
            let (distance, second) = rest.split_once(' ')?;
            // FTS5 counts the words in between.
            let between = distance.parse::<usize>().ok()?.checked_sub(1)?;
            Some(format!("NEAR({} {}, {between})", word(first), word(second)))
        }
        QueryKind::Wildcard => {
            let prefix = text.strip_suffix('*')?;
            (!prefix.contains(['*', '?'])).then(|| format!("{} *", word(prefix)))
        }
        QueryKind::Fuzzy | QueryKind::Other => None,
    }
}

/// Returns the mean time of the queries in microseconds: the ten best without snippets, and the number of
/// all.
fn mean<'q>(
    searcher: &Searcher,
    queries: impl Iterator<Item = &'q BenchQuery> + Clone,
    repeats: usize,
    plan: &BenchPlan,
) -> anyhow::Result<f64> {
    let search = |query: &BenchQuery| {
        let mut request = plan.request.clone();
        request.query.clone_from(&query.query);
        (request.limit, request.max_passages) = (10, 0);
        searcher.search(&request as &Request).map(drop)
    };
    queries.clone().try_for_each(search)?;
    let (start, mut count) = (Instant::now(), 0);
    for _ in 0..repeats {
        for query in queries.clone() {
            search(query)?;
            count += 1;
        }
    }
    Ok(micros_each(start.elapsed(), count))
}

/// Returns the microseconds of each of `count` queries.
fn micros_each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e6 / count.max(1) as f64
}

/// A database, asked by SQLite's program.
struct Database {
    program: PathBuf,
    file: PathBuf,
}

impl Database {
    /// Returns the version of SQLite.
    fn version(&self) -> anyhow::Result<String> {
        let output = Command::new(&self.program).arg("--version").stdin(Stdio::null()).output();
        let output = output.with_context(|| format!("cannot run {}", self.program.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.split_whitespace().next().unwrap_or("of unknown version").to_owned())
    }

    /// Returns the mean time in microseconds of the `count` queries of `statements`, run `repeats` times. The
    /// time that the program needs to start is not counted.
    fn mean(&self, statements: &str, count: usize, repeats: usize, folder: &TempDir) -> anyhow::Result<f64> {
        let script = folder.path().join("queries.sql");
        let run = |repeats: usize| {
            // The first time reads what the queries need into the cache.
            let text = format!("{OPEN}{}", statements.repeat(1 + repeats));
            std::fs::write(&script, text).with_context(|| cannot_write(folder))?;
            let start = Instant::now();
            self.run(Stdio::from(File::open(&script).with_context(|| cannot_write(folder))?))?;
            anyhow::Ok(start.elapsed())
        };
        let (start, whole) = (run(0)?, run(repeats)?);
        Ok(micros_each(whole.saturating_sub(start), count * repeats))
    }

    /// Runs the script on `input`.
    fn run(&self, input: Stdio) -> anyhow::Result<()> {
        let mut command = Command::new(&self.program);
        command.args(["-init", if cfg!(windows) { "NUL" } else { "/dev/null" }, "-batch", "-bail"]);
        command.arg(&self.file).stdin(input).stdout(Stdio::null()).stderr(Stdio::piped());
        let failed = || format!("cannot run {}", self.program.display());
        let mut child = command.spawn().with_context(failed)?;
        let mut message = String::new();
        if let Some(stderr) = &mut child.stderr {
            stderr.take(1000).read_to_string(&mut message).with_context(failed)?;
        }
        let status = child.wait().with_context(failed)?;
        if !status.success() {
            anyhow::bail!("{} failed ({status}): {}", self.program.display(), message.trim());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_written_for_fts5() {
        for (kind, query, expected) in [
            (QueryKind::Rare, "ferry", Some("\"ferry\"")),
            (QueryKind::And, "ferry gate", Some("\"ferry\" AND \"gate\"")),
            (QueryKind::Or, "ferry OR gate", Some("\"ferry\" OR \"gate\"")),
            (QueryKind::Phrase, "\"the ferry\"", Some("\"the ferry\"")),
            (QueryKind::Near, "ferry w/5 gate", Some("NEAR(\"ferry\" \"gate\", 4)")),
            (QueryKind::Wildcard, "fer*", Some("\"fer\" *")),
            (QueryKind::Wildcard, "f?r*", None),
            (QueryKind::Fuzzy, "fery~1", None),
            (QueryKind::And, "the \"ferry\"", None),
        ] {
            let query = BenchQuery { kind, query: query.into() };
            assert_eq!(fts5_query(&query).as_deref(), expected, "{query:?}");
        }
        assert_eq!(quoted("it's\0"), "'it''s '");
    }
}
