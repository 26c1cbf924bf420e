//! clippings itself, asked for exact words as the others are.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use clippings::IndexDir;
use clippings::Indexer;
use clippings::NoProgress;
use clippings::internals::bench::{BenchQuery, QueryKind, sample_queries};
use clippings::internals::search::IndexSnapshot;
use clippings::{IndexOptions, ReadOverrides};
use clippings::{Request, Searcher};

use crate::corpus::{Corpus, words_of};
use crate::{Outcome, Peer};

#[derive(Default)]
pub struct Clippings {
    folder: PathBuf,
    searcher: Option<Searcher>,
}

impl Clippings {
    /// Questions drawn from the index.
    pub fn questions(&self, each: usize) -> Outcome<Vec<BenchQuery>> {
        Ok(sample_queries(&IndexSnapshot::open(&IndexDir::new(&self.folder))?, 3, each)?)
    }

    fn search(&self, question: &BenchQuery, limit: usize) -> Outcome<clippings::Response> {
        let searcher = self.searcher.as_ref().ok_or("no index yet")?;
        let request = Request {
            query: typed(question),
            limit,
            max_passages: 0,
            suggestions: false,
            ..Request::default()
        };
        Ok(searcher.search(&request)?)
    }
}

/// The question in our language: quoted words are meant as they are.
fn typed(question: &BenchQuery) -> String {
    let quoted = words_of(question).into_iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>();
    match question.kind {
        QueryKind::Phrase => question.query.clone(),
        QueryKind::Or => quoted.join(" OR "),
        _ => quoted.join(" "),
    }
}

impl Peer for Clippings {
    fn name(&self) -> String {
        format!("clippings {}", env!("CARGO_PKG_VERSION"))
    }

    fn build(&mut self, corpus: &Corpus, folder: &Path) -> Outcome<()> {
        let place = IndexDir::new(folder);
        let overrides = ReadOverrides { keep_everything: Some(true), ..ReadOverrides::default() };
        let indexer =
            Indexer::new(place.clone()).options(IndexOptions { overrides, ..IndexOptions::default() });
        indexer.run(std::slice::from_ref(&corpus.files), &NoProgress)?;
        self.folder = folder.to_owned();
        self.searcher = Some(Searcher::open(&place)?);
        Ok(())
    }

    fn all(&self, question: &BenchQuery) -> Outcome<Option<BTreeSet<usize>>> {
        let hits = self.search(question, usize::MAX)?.hits;
        let number = |path: &Path| path.file_stem()?.to_str()?.parse().ok();
        Ok(Some(hits.iter().filter_map(|hit| number(&hit.path)).collect()))
    }

    fn warm(&self, question: &BenchQuery) -> Outcome<Option<usize>> {
        Ok(Some(self.search(question, 10)?.total))
    }

    fn one_shot(&self, question: &BenchQuery) -> Option<Command> {
        let program = std::env::var_os("CLIPPINGS").unwrap_or_else(|| "target/release/clippings".into());
        let mut command = Command::new(program);
        command.arg("search").arg("--index").arg(&self.folder).arg(typed(question));
        Some(command)
    }

    fn keeps_text(&self) -> bool {
        true
    }
}
