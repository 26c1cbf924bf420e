//! clippings, searching for exact words as the other programs do.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use clippings::{IndexDir, IndexOptions, Indexer, NoProgress, Request, Searcher};

use crate::corpus::{Corpus, words_of};
use crate::{Outcome, Peer};

#[derive(Default)]
pub struct Clippings {
    folder: PathBuf,
    searcher: Option<Searcher>,
}

impl Clippings {
    /// Draws `per_kind` queries of every kind from the index.
    pub fn sample_queries(&self, per_kind: usize) -> Outcome<Vec<BenchQuery>> {
        Ok(sample_queries(&IndexSnapshot::open(&IndexDir::new(&self.folder))?, 3, per_kind)?)
    }

    fn search(&self, query: &BenchQuery, limit: usize) -> Outcome<clippings::Response> {
        let searcher = self.searcher.as_ref().ok_or("no index yet")?;
        let mut request = Request::new(query_text(query));
        request.limit = limit;
        request.max_passages = 0;
        request.suggestions = false;
        Ok(searcher.search(&request)?)
    }
}

/// Returns the query in our syntax, with words in quotes so that they are not stemmed.
fn query_text(query: &BenchQuery) -> String {
    let quoted = words_of(query).into_iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    match query.kind {
        QueryKind::Phrase => query.query.clone(),
        QueryKind::Or => quoted.join(" OR "),
        _ => quoted.join(" "),
    }
}

impl Peer for Clippings {
    fn name(&self) -> String {
        format!("clippings {}", env!("CARGO_PKG_VERSION"))
    }

    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()> {
        let index_dir = IndexDir::new(folder);
        let mut options = IndexOptions::default();
        options.overrides.keep_everything = Some(true);
        let indexer =
            Indexer::new(index_dir.clone()).options(options);
        indexer.run(std::slice::from_ref(&corpus.files), &NoProgress)?;
        self.folder = folder.to_owned();
        self.searcher = Some(Searcher::open(&index_dir)?);
        Ok(())
    }

    fn hits(&self, query: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let hits = self.search(query, usize::MAX)?.hits;
        let article_id = |path: &Path| path.file_stem()?.to_str()?.parse().ok();
        Ok(Some(hits.iter().filter_map(|hit| article_id(&hit.path)).collect()))
    }

    fn warm(&self, query: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(Some(self.search(query, 10)?.total))
    }

    fn one_shot(&self, query: &BenchQuery) -> Option<Command> {
        let program = std::env::var_os("CLIPPINGS").unwrap_or_else(|| "target/release/clippings".into());
        let mut command = Command::new(program);
        command.arg("search").arg("--index").arg(&self.folder).arg(query_text(query));
        Some(command)
    }

    fn stores_text(&self) -> bool {
        true
    }
}
