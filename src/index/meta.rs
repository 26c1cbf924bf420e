//! The metadata of an index, written with every commit.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Index;

use crate::analysis::{AnalyzerVersion, Language, Languages};
use crate::article::Folder;
use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::statistics::TokenCounts;

/// Version of the index format. Changes with every change of the content of an index, cleaning verdicts
/// included.
const FORMAT: u32 = 12;

/// The metadata of an index. Each commit carries it as its payload, so that it always agrees with the
/// articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Version of the index format.
    pub format: u32,
    /// Version of the analyzer that made the terms.
    pub analyzer: u32,
    /// Version of the program that wrote the index, for information.
    pub program: String,
    /// Time of the last commit, in seconds since 1970.
    pub written: i64,
    /// Folders that were indexed.
    pub folders: Vec<Folder>,
    /// Name of the file that holds the file table.
    #[serde(rename = "sources", default)]
    pub file_table: String,
    /// Name of the file that holds the document frequencies of term vectors.
    #[serde(rename = "rarities", default)]
    pub doc_freqs: String,
    /// Number of tokens of all articles, by field.
    #[serde(rename = "tokens", default)]
    pub token_counts: TokenCounts,
    /// Number of articles in each language, by language code.
    #[serde(default)]
    pub languages: BTreeMap<String, u64>,
    /// Names of the files that hold the dictionaries of the stored texts.
    #[serde(default)]
    pub dictionaries: Vec<String>,
}

impl Meta {
    /// Returns the metadata of an index of `folders` that is written now.
    pub fn new(folders: Vec<Folder>) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Meta {
            format: FORMAT,
            analyzer: AnalyzerVersion::CURRENT.number(),
            program: env!("CARGO_PKG_VERSION").into(),
            written: now.map_or(0, |since| since.as_secs() as i64),
            folders,
            file_table: String::new(),
            doc_freqs: String::new(),
            token_counts: TokenCounts::new(),
            languages: BTreeMap::new(),
            dictionaries: Vec::new(),
        }
    }

    /// Returns the metadata of an index of the same folders that is written now.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Meta::new(self.folders.clone())
    }

    /// Reads the metadata of the last commit in the folder `generation` of the index at `root`; `None` if
    /// this program does not understand it. Skips the rest of the file, which tantivy reads itself.
    pub(crate) fn read(root: &Path, generation: &Path) -> Result<Option<Meta>, Error> {
        #[derive(Deserialize)]
        struct CommitPayload {
            payload: Option<String>,
        }
        let bytes =
            std::fs::read(generation.join("meta.json")).map_err(|error| from_tantivy(root, error.into()))?;
        let payload = serde_json::from_slice::<CommitPayload>(&bytes).ok().and_then(|commit| commit.payload);
        Ok(payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    }

    /// Reads the metadata of the current generation of the index in `dir`, as far as it can be read at all.
    pub(crate) fn of_current(dir: &IndexDir) -> Option<Meta> {
        let generation = dir.current().ok().flatten()?;
        catch_engine_panic(dir.path(), || {
            let index = Index::open_in_dir(generation).map_err(|error| from_tantivy(dir.path(), error))?;
            let metas = index.load_metas().map_err(|error| from_tantivy(dir.path(), error))?;
            Ok(metas.payload.and_then(|payload| serde_json::from_str(&payload).ok()))
        })
        .ok()
        .flatten()
    }

    /// Returns the version of the analyzer that made the terms.
    pub(crate) fn analyzer(&self) -> AnalyzerVersion {
        AnalyzerVersion::numbered(self.analyzer).unwrap_or_default()
    }

    /// Returns the languages of the articles.
    pub fn languages(&self) -> Languages {
        Languages::new(self.languages.keys().filter_map(|code| Language::named(code)))
    }

    /// Returns whether this program can use an index with this metadata.
    pub(crate) fn is_current(&self) -> bool {
        self.format == FORMAT && AnalyzerVersion::numbered(self.analyzer).is_some()
    }
}
