//! The metadata of an index, written with every commit.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use memchr::memmem;
use serde::{Deserialize, Serialize};

use crate::analysis::{AnalyzerVersion, Language, Languages};
use crate::article::{Folder, FolderOwner};
use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::dir::checksummed::{COMMIT_FILE, PAYLOAD_KEY, is_intact};
use crate::index::dir::entries::is_index_file;
use crate::index::format::IndexFormat;
use crate::index::statistics::{LanguageTokenCounts, TokenCounts};

/// The key of the list of segments as tantivy writes it.
const SEGMENTS_KEY: &[u8] = b"\n  \"segments\": ";

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
    /// Machines that indexed the folders, by the number of the folder, if several machines share the index.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub owners: BTreeMap<u32, FolderOwner>,
    /// Name of the file that holds the file table.
    #[serde(rename = "sources", default)]
    pub file_table: String,
    /// Name of the file that holds the document frequencies of term vectors.
    #[serde(rename = "rarities", default)]
    pub doc_freqs: String,
    /// Name of the file that holds the spellings of names; empty if they have not been compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub spellings: String,
    /// Name of the file that holds the stories; empty if the articles have not been compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub stories: String,
    /// Name of the file with the stories of the run before, while those of the articles that have come since
    /// have not been compared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_stories: String,
    /// Number of tokens of all articles, by field.
    #[serde(rename = "tokens", default)]
    pub token_counts: TokenCounts,
    /// Number of articles in each language, by language code.
    #[serde(default)]
    pub languages: BTreeMap<String, u64>,
    /// Number of tokens of the articles in each language, by language code and field.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub language_tokens: LanguageTokenCounts,
    /// Names of the files that hold the dictionaries of the stored texts.
    #[serde(default)]
    pub dictionaries: Vec<String>,
    /// Segments of the commit that the metadata was read from.
    #[serde(skip)]
    pub(crate) segments: Vec<CommittedSegment>,
}

/// A segment of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct CommittedSegment {
    segment_id: String,
    /// Number of articles, deleted ones included.
    pub max_doc: u32,
    deletes: Option<CommittedDeletes>,
}

/// The deleted articles of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct CommittedDeletes {
    opstamp: u64,
}

impl CommittedSegment {
    /// Returns the name of the file with the stored articles.
    pub(crate) fn store_file(&self) -> String {
        format!("{}.store", self.file_stem())
    }

    /// Returns the name of the file with the positions of words.
    pub(crate) fn positions_file(&self) -> String {
        format!("{}.pos", self.file_stem())
    }

    /// Returns the name of the file that tells which articles are deleted; `None` if none is.
    pub(crate) fn deletes_file(&self) -> Option<String> {
        self.deletes.as_ref().map(|deletes| format!("{}.{}.del", self.file_stem(), deletes.opstamp))
    }

    /// Returns the identifier of the segment without hyphens.
    pub(crate) fn file_stem(&self) -> String {
        self.segment_id.replace('-', "")
    }
}

impl Meta {
    /// Returns the metadata of an index of `folders` that is written now.
    pub fn new(folders: Vec<Folder>) -> Self {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        Meta {
            format: IndexFormat::CURRENT.number,
            analyzer: IndexFormat::CURRENT.analyzer,
            program: env!("CARGO_PKG_VERSION").into(),
            written: now.map_or(0, |since| since.as_secs() as i64),
            folders,
            owners: BTreeMap::new(),
            file_table: String::new(),
            doc_freqs: String::new(),
            spellings: String::new(),
            stories: String::new(),
            last_stories: String::new(),
            token_counts: TokenCounts::new(),
            languages: BTreeMap::new(),
            language_tokens: LanguageTokenCounts::new(),
            dictionaries: Vec::new(),
            segments: Vec::new(),
        }
    }

    /// Returns the identifiers of the segments of the commit, as [`crate::index::stories`] writes them.
    pub(crate) fn segment_ids(&self) -> impl ExactSizeIterator<Item = String> + '_ {
        self.segments.iter().map(CommittedSegment::file_stem)
    }

    /// Returns the name of the file with the stories, or with those of the run before; empty if there is
    /// none.
    pub(crate) fn stories_or_last(&self) -> &str {
        if self.stories.is_empty() { &self.last_stories } else { &self.stories }
    }

    /// Returns the payload of a commit with this metadata.
    ///
    /// # Errors
    /// [`Error::Internal`] if it cannot be written as JSON.
    pub(crate) fn payload(&self) -> Result<String, Error> {
        serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))
    }

    /// Returns the metadata of an index of the same folders that is written now.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Meta::new(self.folders.clone())
    }

    /// Reads the metadata of the last commit in the folder `generation` of the index at `root`.
    ///
    /// # Errors
    /// [`Error::OtherVersion`] or [`Error::NewerVersion`] if this program does not read its format,
    /// [`Error::Damaged`], or [`Error::Io`].
    pub(crate) fn read(root: &Path, generation: &Path) -> Result<Meta, Error> {
        let payload = Payload::read(root, generation)?;
        match payload.format().is_readable() {
            true => payload.meta.filter(Meta::is_valid).ok_or_else(|| damaged(root)),
            false => Err(Error::OtherVersion { path: root.to_owned() }),
        }
    }

    /// Reads the metadata of the current generation of the index in `dir`, even of a format that is too old
    /// to be opened; `None` if there is no index, or one so old that nothing is known of it.
    ///
    /// # Errors
    /// [`Error::NewerVersion`] if a later version of this program wrote the index, [`Error::Damaged`], and
    /// [`Error::Io`].
    pub(crate) fn of_current(dir: &IndexDir) -> Result<Option<Meta>, Error> {
        let Some(generation) = dir.current()? else { return Ok(None) };
        let payload = Payload::read(dir.path(), &generation)?;
        let readable = payload.format().is_readable();
        match payload.meta.filter(Meta::is_valid) {
            None if readable => Err(damaged(dir.path())),
            meta => Ok(meta),
        }
    }

    /// Returns whether its folders are absolute paths and its files are files of an index, as the program
    /// writes them.
    fn is_valid(&self) -> bool {
        let tables = [&self.file_table, &self.doc_freqs, &self.spellings, &self.stories, &self.last_stories];
        let tables = tables.into_iter().filter(|name| !name.is_empty());
        self.folders.iter().all(|folder| folder.path.is_absolute())
            && tables.chain(&self.dictionaries).all(|name| is_index_file(name))
    }

    /// Returns the version of the analyzer that made the terms.
    pub(crate) fn analyzer(&self) -> AnalyzerVersion {
        AnalyzerVersion::numbered(self.analyzer).unwrap_or_default()
    }

    /// Returns the languages of the articles.
    pub fn languages(&self) -> Languages {
        let languages = self.languages.keys().filter_map(|code| Language::named(code));
        Languages::new(languages).with_analyzer(self.analyzer())
    }

    /// Returns the format that the index was built with.
    pub fn index_format(&self) -> IndexFormat {
        IndexFormat { number: self.format, analyzer: self.analyzer }
    }

    /// Returns notes on the state of the index. `articles_so_far` is given while it is being built for the
    /// first time.
    pub(crate) fn notes(&self, articles_so_far: Option<u64>) -> Vec<String> {
        let note = |articles| {
            let noun = if articles == 1 { "article" } else { "articles" };
            format!("the index is being built: {articles} {noun} so far")
        };
        self.format_note().into_iter().chain(articles_so_far.map(note)).collect()
    }

    /// Returns a note that the articles of the index in `dir` have not been compared, as they are in the last
    /// step of a run, and what to do; `None` if there are none, or the format has no stories.
    pub(crate) fn not_compared_note(&self, dir: &IndexDir) -> Option<String> {
        if !self.index_format().has_stories() || self.segments.is_empty() {
            return None;
        }
        // A run may have ended since this commit was read.
        let is_compared = || matches!(Meta::of_current(dir), Ok(Some(meta)) if !meta.stories.is_empty());
        let remedy = match dir.is_being_written() {
            true => "wait for the run that writes the index",
            false if is_compared() => "search again",
            false => "run `clippings index`",
        };
        let counted = match self.last_stories.is_empty() {
            true => "the articles have not been compared yet, so that every copy counts",
            false => "articles that came last have not been compared yet, so that their copies count",
        };
        Some(format!("{counted}: {remedy}"))
    }

    /// Returns a note that the index is of an older format, and what it lacks; `None` if it is current.
    fn format_note(&self) -> Option<String> {
        let missing = self.index_format().missing()?;
        Some(format!(
            "the index is of an older version (clippings {}, format {}): {missing}; the next `clippings index` renews it",
            self.program, self.format
        ))
    }
}

/// The part of a commit that is read here.
#[derive(Deserialize)]
struct Commit {
    segments: Vec<CommittedSegment>,
    payload: String,
}

impl Commit {
    /// Parses the file of a commit; `None` if it is damaged. Skips the schema, which tantivy reads itself.
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (segments, payload) = (memmem::find(bytes, SEGMENTS_KEY), memmem::rfind(bytes, PAYLOAD_KEY));
        let (Some(segments), Some(payload)) = (segments, payload) else {
            return serde_json::from_slice(bytes).ok();
        };
        let value_from = |start: usize| serde_json::Deserializer::from_slice(&bytes[start..]);
        let segments = Deserialize::deserialize(&mut value_from(segments + SEGMENTS_KEY.len())).ok()?;
        let payload = Deserialize::deserialize(&mut value_from(payload + PAYLOAD_KEY.len())).ok()?;
        Some(Commit { segments, payload })
    }
}

/// The payload of a commit.
struct Payload {
    text: String,
    versions: Versions,
    /// The metadata, if they can be read.
    meta: Option<Meta>,
}

/// The part of the metadata that all formats share.
#[derive(Deserialize)]
struct Versions {
    format: u32,
    analyzer: u32,
}

impl Payload {
    /// Reads the payload of the last commit in the folder `generation`. Skips the rest of the file, which
    /// tantivy reads itself.
    fn read(root: &Path, generation: &Path) -> Result<Payload, Error> {
        let path = generation.join(COMMIT_FILE);
        let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => damaged(root),
            _ => Error::io("read", &path, error),
        })?;
        if !is_intact(&bytes) {
            return Err(damaged(root));
        }
        let commit = Commit::parse(&bytes).ok_or_else(|| damaged(root))?;
        let text = commit.payload;
        let meta: Option<Meta> = serde_json::from_str(&text).ok();
        let meta = meta.map(|meta| Meta { segments: commit.segments, ..meta });
        let versions = match &meta {
            Some(meta) => Versions { format: meta.format, analyzer: meta.analyzer },
            None => serde_json::from_str(&text).map_err(|_| damaged(root))?,
        };
        let payload = Payload { text, versions, meta };
        match payload.format().is_newer() {
            true => Err(Error::NewerVersion { path: root.to_owned(), program: payload.program() }),
            false => Ok(payload),
        }
    }

    fn format(&self) -> IndexFormat {
        IndexFormat { number: self.versions.format, analyzer: self.versions.analyzer }
    }

    /// Describes the program that wrote the index, in a payload that may be of a later format.
    fn program(&self) -> String {
        #[derive(Deserialize)]
        struct Program {
            program: String,
        }
        match serde_json::from_str(&self.text) {
            Ok(Program { program }) => format!("clippings {program} or later"),
            Err(_) => "a later version of clippings".into(),
        }
    }
}

fn damaged(root: &Path) -> Error {
    Error::Damaged { path: root.to_owned(), detail: format!("{COMMIT_FILE} cannot be read") }
}
