//! The first use case: bringing an index in step with folders of articles.
//!
//! Walk, compare with what the index knows, read and clean what is new or changed, remove what is gone, commit once.
//! Articles are cleaned in parallel as files and archive files are read one after the other; the engine has one writer.

mod article;
mod jobs;
mod plan;
mod scope;
mod work;

use std::path::PathBuf;
use std::time::Instant;

use crate::corpus::{FieldMap, Role};
use crate::document::SourceKey;
use crate::engine::{Held, IndexPlace, Meta, Reading};
use crate::error::Error;
use crate::progress::Progress;
use crate::report::IndexReport;
use plan::Plan;
use scope::{absolute, scopes};

/// Below this many bytes to read, one writing thread does it and leaves one segment.
const SMALL: u64 = 32 << 20;

/// Brings an index in step with folders.
#[derive(Debug, Clone)]
pub struct Indexer {
    place: IndexPlace,
    rebuild: bool,
    choices: Choices,
}

/// What was chosen about the folders of a run. What was not chosen stays as it was.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// Whether their articles are clean already, so that nothing is cut.
    pub as_is: Option<bool>,
    /// Fields of records by what they are, where their names are not common ones.
    pub fields: Vec<(Role, String)>,
}

impl Choices {
    /// `before` with what was chosen.
    fn apply(&self, before: &Reading) -> Reading {
        let mut reading = before.clone();
        reading.as_is = self.as_is.unwrap_or(before.as_is);
        if !self.fields.is_empty() {
            reading.fields = FieldMap::default();
            for (role, field) in &self.fields {
                reading.fields.set(*role, field.clone());
            }
        }
        reading
    }
}

impl Indexer {
    /// An indexer of the index at `place`.
    pub fn new(place: IndexPlace) -> Self {
        Indexer { place, rebuild: false, choices: Choices::default() }
    }

    /// Whether to read everything again into a new index, which replaces the old one when it is complete.
    #[must_use]
    pub fn rebuild(mut self, rebuild: bool) -> Self {
        self.rebuild = rebuild;
        self
    }

    /// How the folders named are to be read, from now on.
    #[must_use]
    pub fn choices(mut self, choices: Choices) -> Self {
        self.choices = choices;
        self
    }

    /// Adds `folders` to those the index knows and brings it in step with them, or with all it knows when `folders`
    /// is empty or everything is built anew.
    ///
    /// A file that cannot be read is a failure in the report; what the index holds of it stays there.
    ///
    /// # Errors
    /// When a folder is not there, or the index cannot be read or written. The index is then what it was before.
    pub fn run(&self, folders: &[PathBuf], progress: &dyn Progress) -> Result<IndexReport, Error> {
        let start = Instant::now();
        let wanted: Vec<PathBuf> = folders.iter().map(|folder| absolute(folder)).collect::<Result<_, _>>()?;
        if wanted.is_empty() && self.place.current().is_ok_and(|current| current.is_none()) {
            return Err(Error::NoFolder);
        }
        let held = Held::open(&self.place, self.rebuild)?;
        let mut known = held.known()?;
        let before = held.meta().map(|meta| meta.folders.clone()).unwrap_or_default();
        let mut meta = Meta::new(before.clone());
        let all = self.rebuild || wanted.is_empty() || held.is_fresh();

        let (mut report, mut plan) = (IndexReport::default(), Plan::default());
        for scope in scopes(&mut meta.folders, &wanted, all, &self.choices)? {
            plan.add(&scope, &mut known, &mut report);
        }
        // Articles of folders that have become part of another.
        let forgotten = |key: &&SourceKey| meta.folders.iter().all(|folder| folder.id != key.folder);
        plan.gone.extend(known.keys().filter(forgotten).cloned());

        progress.begin(plan.todo.len() as u64, plan.bytes());
        report.articles = if plan.is_empty() && before == meta.folders && !held.is_fresh() {
            held.articles()?
        } else {
            let writer = held.begin(if plan.bytes() < SMALL { 1 } else { threads() })?;
            plan.gone.iter().for_each(|key| writer.remove(key));
            work::read_all(&writer, plan.todo, progress, &mut report)?;
            progress.writing();
            writer.commit(&meta)?
        };
        progress.end();
        report.took = start.elapsed();
        Ok(report)
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get().min(4))
}
