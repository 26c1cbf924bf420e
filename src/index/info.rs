//! Reads the metadata, files and statistics of an index without searching it, and checks its integrity.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::de::IgnoredAny;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, SegmentReader, TERMINATED, TantivyError, Term};

use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::dir::entries::unlisted_files;
use crate::index::doc_store::text_codec::TextEncoder;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::file_table;
use crate::index::file_table::FileTable;
use crate::index::generation::Generation;
use crate::index::meta::Meta;
use crate::index::schema::{Fields, PUBLISHED, day_of};
use crate::index::site_lines;
use crate::index::spellings::table::SpellingFile;
use crate::index::stories::table::StoryFile;
use crate::index::term_vectors::DocFreqFile;
use crate::text::path_key;

/// The state of an index at its last commit.
pub struct IndexInfo {
    path: PathBuf,
    generation: PathBuf,
    index: Index,
    fields: Fields,
    is_being_built: bool,
    /// Metadata of the index.
    pub meta: Meta,
    /// Files the index was made of.
    pub files: FileTable,
}

/// Statistics of an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndexStats {
    /// Number of articles.
    pub articles: u64,
    /// Number of deleted articles that still take up space.
    pub deleted: u64,
    /// Number of segments.
    pub segments: usize,
    /// Size of all files in bytes.
    pub bytes: u64,
    /// First and last day of publication.
    pub days: Option<(Date, Date)>,
}

impl IndexInfo {
    /// Reads the metadata and the file table of the index in `dir`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::NewerVersion`], [`Error::Damaged`], or
    /// [`Error::Io`].
    pub fn open(dir: &IndexDir) -> Result<Self, Error> {
        // Another process may commit between the read of the metadata and that of the file table.
        match IndexInfo::try_open(dir) {
            Err(Error::Damaged { .. }) => IndexInfo::try_open(dir),
            result => result,
        }
    }

    fn try_open(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.path().to_owned();
        let Generation { path: generation, directory, meta, index, fields } = Generation::open(dir)?;
        let files = file_table::read(&path, &*directory, &meta.file_table)?;
        let is_being_built = dir.first_builder().is_some();
        Ok(IndexInfo { path, generation, index, fields, is_being_built, meta, files })
    }

    /// Returns notes on the state of the index, such as an older format.
    pub fn notes(&self) -> Vec<String> {
        let segments = self.index.searchable_segment_metas().unwrap_or_default();
        let articles = segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        let mut notes = self.meta.notes(self.is_being_built.then_some(articles));
        let stories = StoryFile::open(&self.generation, &self.meta.stories);
        if matches!(stories.of_commit(&self.meta), Ok(None)) {
            notes.extend(self.meta.not_compared_note(&IndexDir::new(&self.path)));
        }
        notes
    }

    /// Counts articles, segments and bytes.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn stats(&self) -> Result<IndexStats, Error> {
        catch_engine_panic(&self.path, || {
            let mut stats = IndexStats { bytes: folder_size(&self.generation), ..IndexStats::default() };
            let searcher = self.index.reader().map_err(|error| self.error(error))?.searcher();
            for segment in searcher.segment_readers() {
                stats.articles += u64::from(segment.num_docs());
                stats.deleted += u64::from(segment.num_deleted_docs());
                stats.segments += 1;
                let days = published_range(segment).map_err(|error| self.error(error))?;
                stats.days = match (stats.days, days) {
                    (Some((first, last)), Some((segment_first, segment_last))) => {
                        Some((first.min(segment_first), last.max(segment_last)))
                    }
                    (total, days) => total.or(days),
                };
            }
            Ok(stats)
        })
    }

    /// Reads the whole index, verifies its checksums, and compares the articles with the file table. Returns
    /// a description of each problem.
    ///
    /// # Errors
    /// If the index cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let damaged = catch_engine_panic(&self.path, || {
            self.index.validate_checksum().map_err(|error| self.error(error))
        })?;
        let damaged = damaged.iter().map(|file| file.display().to_string());
        let damaged =
            damaged.chain(self.damaged_tables()?).chain(IndexDir::new(&self.path).damaged_root_files()?);
        let mut problems: Vec<String> =
            damaged.map(|file| format!("{file} does not match its checksum")).collect();
        let unlisted = unlisted_files(&self.generation);
        let unlisted = unlisted.map_err(|error| Error::reading_index(&self.path, &error))?;
        problems.extend(unlisted.into_iter().map(|file| format!(".managed.json does not list {file}")));
        problems.sort();
        if problems.is_empty() {
            problems.extend(catch_engine_panic(&self.path, || self.compare_with_files())?);
        }
        Ok(problems)
    }

    /// Returns the names of the damaged files among those that tantivy does not know.
    fn damaged_tables(&self) -> Result<Vec<String>, Error> {
        let doc_freqs = DocFreqFile::open(&self.generation, &self.meta.doc_freqs);
        let doc_freqs = doc_freqs.and_then(|doc_freqs| doc_freqs.get().map(drop));
        let doc_freqs = doc_freqs.map_err(|error| Error::reading_index(&self.path, &error));
        let site_lines = site_lines::read::<IgnoredAny>(&self.path, self.index.directory()).map(drop);
        let spellings = SpellingFile::open(&self.generation, &self.meta.spellings);
        let spellings = spellings.get().map(drop).map_err(|error| Error::reading_index(&self.path, &error));
        let stories = StoryFile::open(&self.generation, &self.meta.stories);
        let stories = stories.get().map(drop).map_err(|error| Error::reading_index(&self.path, &error));
        let mut tables = vec![
            (self.meta.doc_freqs.as_str(), doc_freqs),
            (self.meta.spellings.as_str(), spellings),
            (self.meta.stories.as_str(), stories),
            (site_lines::FILE_NAME, site_lines),
        ];
        for name in &self.meta.dictionaries {
            let opened = TextEncoder::open(&self.generation, std::slice::from_ref(name)).map(drop);
            tables.push((name, opened.map_err(|error| Error::reading_index(&self.path, &error))));
        }
        let mut damaged = Vec::new();
        for (name, verified) in tables {
            match verified {
                Ok(()) => {}
                Err(Error::Damaged { .. }) => damaged.push(name.to_owned()),
                Err(error) => return Err(error),
            }
        }
        Ok(damaged)
    }

    /// Compares the number of articles of every file with the file table.
    fn compare_with_files(&self) -> Result<Vec<String>, Error> {
        let searcher = self.index.reader().map_err(|error| self.error(error))?.searcher();
        let (mut problems, mut total) = (Vec::new(), 0);
        for (key, entry) in &self.files {
            let articles = live_doc_freq(searcher.segment_readers(), self.fields.source, &key.encode());
            let articles = articles.map_err(|error| self.error(error))?;
            total += articles;
            if articles != entry.articles {
                let path = path_key::decode(&key.path);
                let (path, expected) = (path_key::shown(&path), entry.articles);
                problems.push(format!("{path}: expected {expected} articles, found {articles}"));
            }
        }
        if total != searcher.num_docs() {
            let orphans = searcher.num_docs() - total.min(searcher.num_docs());
            problems.push(format!("{orphans} articles belong to no file"));
        }
        problems.sort();
        Ok(problems)
    }

    fn error(&self, error: TantivyError) -> Error {
        from_tantivy(&self.path, error)
    }
}

/// Counts the articles that are not deleted and have the term `text` in `field`.
fn live_doc_freq(segments: &[SegmentReader], field: Field, text: &str) -> tantivy::Result<u64> {
    let term = Term::from_field_text(field, text);
    let mut count = 0;
    for segment in segments {
        let postings = segment.inverted_index(field)?.read_postings(&term, IndexRecordOption::Basic)?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            count += u64::from(!segment.is_deleted(postings.doc()));
            postings.advance();
        }
    }
    Ok(count)
}

/// Returns the first and the last day of publication in a segment.
fn published_range(segment: &SegmentReader) -> tantivy::Result<Option<(Date, Date)>> {
    let column = segment.fast_fields().i64(PUBLISHED)?;
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for day in segment.doc_ids_alive().filter_map(|doc| column.first(doc)) {
        (first, last) = (first.min(day), last.max(day));
    }
    Ok(day_of(first).zip(day_of(last)).filter(|_| first <= last))
}

/// Returns the size of the files in a folder, in bytes.
fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}
