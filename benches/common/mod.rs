//! What the benches share: articles, bare tantivy over the same text (the floor), and ratios between the two.
//!
//! `CLIPPINGS_BENCH_DATA=FILE.jsonl[.gz]` names an archive (fields `title` and `text`); without it the development
//! corpus of `CLIPPINGS_EVAL_DATA` (default `../shared`) is used if it exists, else made-up words.
//! `CLIPPINGS_BENCH_ARTICLES=N` takes the first N of it (default 1,000). `CLIPPINGS_BENCH_DIR=DIR` keeps the indexes
//! there and uses them again.

#![allow(dead_code, reason = "no bench uses all of it")]

pub mod data;
pub mod floor;
pub mod ratio;

use std::path::PathBuf;

use clippings::IndexDir;
use clippings::Indexer;
use clippings::NoProgress;
use clippings::{IndexOptions, ReadOverrides};

use data::Archive;
use floor::Floor;

/// What goes wrong ends a bench.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// Both indexes over the same articles.
pub struct Pair {
    pub archive: Archive,
    pub place: IndexDir,
    pub floor: Floor,
    _folder: Option<tempfile::TempDir>,
}

impl Pair {
    /// Builds what is not there yet.
    pub fn open() -> Outcome<Pair> {
        let (root, folder) = match std::env::var_os("CLIPPINGS_BENCH_DIR") {
            Some(kept) => (PathBuf::from(kept), None),
            None => {
                let folder = tempfile::tempdir()?;
                (folder.path().to_owned(), Some(folder))
            }
        };
        std::fs::create_dir_all(&root)?;
        let archive = Archive::open(&root)?;
        let place = IndexDir::new(root.join("ours"));
        if place.current()?.is_none() {
            index(&place, &archive, true)?;
        }
        let floor = root.join("floor");
        if !floor.join("meta.json").exists() {
            Floor::build(&floor, &archive)?;
        }
        println!("{}\n", archive.describe());
        Ok(Pair { archive, place, floor: Floor::open(&floor)?, _folder: folder })
    }
}

/// Indexes `archive` at `place`, its texts as they are or cleaned.
pub fn index(place: &IndexDir, archive: &Archive, as_is: bool) -> Outcome<()> {
    let overrides = ReadOverrides { keep_everything: Some(as_is), ..ReadOverrides::default() };
    let indexer = Indexer::new(place.clone()).options(IndexOptions { overrides, ..IndexOptions::default() });
    let report = indexer.run(std::slice::from_ref(&archive.file), &NoProgress)?;
    match report.failures.first() {
        Some(failure) => Err(format!("{}: {}", failure.path.display(), failure.reason).into()),
        None => Ok(()),
    }
}
