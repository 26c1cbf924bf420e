//! SQLite FTS5, with the text stored in its table and hits ranked by its `bm25`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clippings::internals::bench::{BenchQuery, QueryKind};
use rusqlite::{Connection, params};

use crate::corpus::{Corpus, words_of};
use crate::{Outcome, Peer};

#[derive(Default)]
pub struct Fts5 {
    file: PathBuf,
    connection: Option<Connection>,
}

impl Fts5 {
    fn connection(&self) -> Outcome<&Connection> {
        Ok(self.connection.as_ref().ok_or("no index yet")?)
    }
}

/// Returns the query in the syntax of FTS5.
fn query_text(query: &BenchQuery) -> String {
    let quoted = words_of(query).into_iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    match query.kind {
        QueryKind::Phrase => query.query.clone(),
        QueryKind::Or => quoted.join(" OR "),
        _ => quoted.join(" AND "),
    }
}

const TEN_BEST: &str = "SELECT title FROM articles WHERE articles MATCH ?1 ORDER BY rank LIMIT 10";
const COUNT: &str = "SELECT count(*) FROM articles WHERE articles MATCH ?1";

impl Peer for Fts5 {
    fn name(&self) -> String {
        format!("SQLite FTS5 {}", rusqlite::version())
    }

    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()> {
        self.file = folder.join("articles.db");
        let mut connection = Connection::open(&self.file)?;
        connection.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
             CREATE VIRTUAL TABLE articles USING fts5(title, text, tokenize = 'unicode61 remove_diacritics 2');",
        )?;
        let transaction = connection.transaction()?;
        {
            let mut insert =
                transaction.prepare("INSERT INTO articles(rowid, title, text) VALUES (?1, ?2, ?3)")?;
            for (number, (title, text)) in corpus.articles.iter().enumerate() {
                insert.execute(params![number as i64, title, text])?;
            }
        }
        transaction.execute("INSERT INTO articles(articles) VALUES ('optimize')", [])?;
        transaction.commit()?;
        self.connection = Some(connection);
        Ok(())
    }

    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let mut statement =
            self.connection()?.prepare_cached("SELECT rowid FROM articles WHERE articles MATCH ?1")?;
        let rows = statement.query_map([query_text(query)], |row| row.get::<_, i64>(0))?;
        Ok(Some(rows.map(|row| Ok(usize::try_from(row?)?)).collect::<Outcome<_>>()?))
    }

    fn warm(&self, query: &BenchQuery) -> Outcome<Option<usize>> {
        let (connection, query) = (self.connection()?, query_text(query));
        let mut statement = connection.prepare_cached(TEN_BEST)?;
        let titles = statement.query_map([&query], |row| row.get::<_, String>(0))?;
        titles.collect::<Result<Vec<_>, _>>()?;
        let count = connection.prepare_cached(COUNT)?.query_row([&query], |row| row.get::<_, i64>(0))?;
        Ok(Some(usize::try_from(count)?))
    }

    fn one_shot(&self, query: &BenchQuery) -> Option<Command> {
        let query = query_text(query).replace('\'', "''");
        let statements = [TEN_BEST, COUNT].map(|sql| sql.replace("?1", &format!("'{query}'"))).join("; ");
        let mut command = Command::new("sqlite3");
        command.arg(&self.file).arg(statements);
        Some(command)
    }

    fn stores_text(&self) -> bool {
        true
    }
}
