//! Shared parts of the benches: articles, a bare tantivy index of the same text, and ratios between the two.
//!
//! `CLIPPINGS_BENCH_DATA=FILE.jsonl[.gz]` names an archive (fields `title` and `text`); without it, the
//! development corpus of `CLIPPINGS_EVAL_DATA` (default `../shared`) if it exists, else articles of invented
//! words. `CLIPPINGS_BENCH_ARTICLES=N` takes the first N articles (default 1,000). `CLIPPINGS_BENCH_DIR=DIR`
//! keeps the indexes in DIR and reuses them.

#![allow(dead_code, reason = "every bench uses a part of it")]

pub(crate) mod bare_tantivy;
pub(crate) mod data;
pub(crate) mod ratio;

use std::path::PathBuf;

use clippings::{IndexDir, IndexOptions, Indexer, NoProgress};

use bare_tantivy::BareTantivy;
use data::Archive;

/// Result of a step; an error ends the bench.
pub(crate) type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Our index and a bare tantivy index of the same articles.
pub(crate) struct Pair {
    pub archive: Archive,
    pub index_dir: IndexDir,
    pub bare: BareTantivy,
    _folder: Option<tempfile::TempDir>,
}

impl Pair {
    /// Opens both indexes, building those that do not exist yet.
    pub(crate) fn open() -> Outcome<Pair> {
        let (root, folder) = match std::env::var_os("CLIPPINGS_BENCH_DIR") {
            Some(root) => (PathBuf::from(root), None),
            None => {
                let folder = tempfile::tempdir()?;
                (folder.path().to_owned(), Some(folder))
            }
        };
        std::fs::create_dir_all(&root)?;
        let archive = Archive::open(&root)?;
        let index_dir = IndexDir::new(root.join("ours"));
        if index_dir.current()?.is_none() {
            index(&index_dir, &archive, true)?;
        }
        let bare = root.join("floor");
        if !bare.join("meta.json").exists() {
            BareTantivy::build(&bare, &archive)?;
        }
        println!("{}\n", archive.describe());
        Ok(Pair { archive, index_dir, bare: BareTantivy::open(&bare)?, _folder: folder })
    }
}

/// Indexes `archive`; cleans the texts unless `keep_everything`.
pub(crate) fn index(index_dir: &IndexDir, archive: &Archive, keep_everything: bool) -> Outcome<()> {
    let mut options = IndexOptions::default();
    options.overrides.keep_everything = Some(keep_everything);
    let indexer = Indexer::new(index_dir.clone()).options(options);
    let report = indexer.run(std::slice::from_ref(&archive.file), &NoProgress)?;
    match report.failures.first() {
        Some(failure) => Err(format!("{}: {}", failure.path.display(), failure.reason).into()),
        None => Ok(()),
    }
}
