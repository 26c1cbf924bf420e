//! What an index says of itself, with every commit.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analysis::{Language, Languages};
use crate::error::Error;
use crate::index::error::explain;
use crate::index::folder::Folder;
use crate::index::statistics::Tokens;

/// Changes with every change of what an index holds or how, verdicts of cleaning included.
const FORMAT: u32 = 12;

/// What an index knows of itself. It is written with every commit, so it cannot disagree with the articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Version of what an index holds and how.
    pub format: u32,
    /// Version of the analyzer that made its words.
    pub analyzer: u32,
    /// The version of the program that wrote it, for people.
    pub program: String,
    /// When the last commit was made, in seconds since 1970.
    pub written: i64,
    /// The folders that were indexed.
    pub folders: Vec<Folder>,
    /// The file in which the table of files lies.
    #[serde(default)]
    pub sources: String,
    /// The file that says how many articles are about each word.
    #[serde(default)]
    pub rarities: String,
    /// How many words the articles have, by field.
    #[serde(default)]
    pub tokens: Tokens,
    /// How many articles there are in each language, by its code.
    #[serde(default)]
    pub languages: BTreeMap<String, u64>,
    /// The files with the dictionaries of the stored texts.
    #[serde(default)]
    pub dictionaries: Vec<String>,
}

impl Meta {
    /// What is written into an index of `folders` now.
    pub fn new(folders: Vec<Folder>) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Meta {
            format: FORMAT,
            analyzer: crate::analysis::ANALYZER_VERSION,
            program: env!("CARGO_PKG_VERSION").into(),
            written: now.map_or(0, |since| since.as_secs() as i64),
            folders,
            sources: String::new(),
            rarities: String::new(),
            tokens: Tokens::new(),
            languages: BTreeMap::new(),
            dictionaries: Vec::new(),
        }
    }

    /// The same, written now.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Meta::new(self.folders.clone())
    }

    /// What the last commit in the folder `generation` of the index at `path` says; `None` when it says nothing that this
    /// program understands. Of the file that lists the segments too nothing else is read, as the engine does that.
    pub(crate) fn read(path: &Path, generation: &Path) -> Result<Option<Meta>, Error> {
        #[derive(Deserialize)]
        struct Commit {
            payload: Option<String>,
        }
        let read = std::fs::read(generation.join("meta.json"));
        let text = read.map_err(|error| explain(path, error.into()))?;
        let payload = serde_json::from_slice::<Commit>(&text).ok().and_then(|commit| commit.payload);
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    /// The languages that the articles are in.
    pub fn languages(&self) -> Languages {
        Languages::new(self.languages.keys().filter_map(|code| Language::named(code)))
    }

    pub(crate) fn is_current(&self) -> bool {
        self.format == FORMAT && self.analyzer == crate::analysis::ANALYZER_VERSION
    }
}
