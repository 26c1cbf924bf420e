//! What an index says of itself, without searching it: its folders and files, its pieces, whether it is whole.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tantivy::schema::Field;
use tantivy::{Index, SegmentReader, Term};

use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::doc_store::text_codec::TextEncoder;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::file_table;
use crate::index::file_table::FileTable;
use crate::index::meta::Meta;
use crate::index::schema::day_of;
use crate::index::schema::{PUBLISHED, schema};
use crate::index::term_vectors::DocFreqFile;

/// An index as it was at its last commit.
pub struct IndexInfo {
    path: PathBuf,
    generation: PathBuf,
    index: Index,
    /// What the index knows of itself.
    pub meta: Meta,
    /// The files it was made of.
    pub files: FileTable,
}

/// The pieces an index is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct IndexStats {
    /// How many articles there are.
    pub articles: u64,
    /// How many that are deleted still take up room.
    pub deleted: u64,
    /// How many segments they lie in.
    pub segments: usize,
    /// How many bytes all of it takes.
    pub bytes: u64,
    /// The oldest and the newest day of publication.
    pub days: Option<(Date, Date)>,
}

impl IndexInfo {
    /// Reads the catalogue of the index at `place`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Damaged`], or [`Error::Io`].
    pub fn open(place: &IndexDir) -> Result<Self, Error> {
        let opened = IndexInfo::try_open(place);
        // A commit may have come between reading what is there and reading it.
        match opened {
            Err(Error::Damaged { .. }) => IndexInfo::try_open(place),
            opened => opened,
        }
    }

    fn try_open(place: &IndexDir) -> Result<Self, Error> {
        let path = place.path().to_owned();
        let generation = place.current()?.ok_or_else(|| Error::NoIndex { path: path.clone() })?;
        catch_engine_panic(&path.clone(), || {
            let wrong = |error| from_tantivy(&path, error);
            let directory = place.directory(&generation)?;
            let index = Index::open(directory.box_clone()).map_err(wrong)?;
            let other = || Error::OtherVersion { path: path.clone() };
            let payload = index.load_metas().map_err(wrong)?.payload.ok_or_else(other)?;
            let meta: Meta = serde_json::from_str(&payload).map_err(|_| other())?;
            if !meta.is_current() {
                return Err(other());
            }
            let files = file_table::read(&path, &*directory, &meta.file_table)?;
            Ok(IndexInfo { path, generation, index, meta, files })
        })
    }

    /// The pieces it is made of.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn stats(&self) -> Result<IndexStats, Error> {
        let wrong = |error| from_tantivy(&self.path, error);
        catch_engine_panic(&self.path, || {
            let mut pieces = IndexStats { bytes: size_of(&self.generation), ..IndexStats::default() };
            let searcher = self.index.reader().map_err(wrong)?.searcher();
            for segment in searcher.segment_readers() {
                pieces.articles += u64::from(segment.num_docs());
                pieces.deleted += u64::from(segment.num_deleted_docs());
                pieces.segments += 1;
                let days = days(segment).map_err(wrong)?;
                pieces.days = match (pieces.days, days) {
                    (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
                    (one, other) => one.or(other),
                };
            }
            Ok(pieces)
        })
    }

    /// Reads all of the index and compares it with its checksums, and the articles with the table of files. What is
    /// wrong, in words; nothing when all is well.
    ///
    /// # Errors
    /// When the index cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let wrong = |error| from_tantivy(&self.path, error);
        let mut found: Vec<String> = Vec::new();
        let broken = catch_engine_panic(&self.path, || self.index.validate_checksum().map_err(wrong))?;
        let broken = broken.iter().map(|file| file.display().to_string());
        found.extend(
            broken.chain(self.broken_tables()).map(|file| format!("{file} does not match its checksum")),
        );
        found.sort();
        if found.is_empty() {
            found.extend(catch_engine_panic(&self.path, || self.compare())?);
        }
        Ok(found)
    }

    /// The files beside the segments that cannot be read or are not what was written.
    fn broken_tables(&self) -> impl Iterator<Item = String> {
        let rarities = DocFreqFile::open(&self.generation, &self.meta.doc_freqs);
        let rarities =
            rarities.and_then(|rarities| rarities.get().map(drop)).err().map(|_| &self.meta.doc_freqs);
        let is_broken =
            |name: &&String| TextEncoder::open(&self.generation, std::slice::from_ref(*name)).is_err();
        self.meta.dictionaries.iter().filter(is_broken).chain(rarities).cloned()
    }

    /// Compares the number of articles of every file with the table.
    fn compare(&self) -> Result<Vec<String>, Error> {
        let wrong = |error| from_tantivy(&self.path, error);
        let (_, fields) = schema();
        let searcher = self.index.reader().map_err(wrong)?.searcher();
        let (mut found, mut all) = (Vec::new(), 0);
        for (key, source) in &self.files {
            let there = alive(searcher.segment_readers(), fields.source, &key.encode()).map_err(wrong)?;
            all += there;
            if there != source.articles && !source.unfinished {
                found.push(format!("{}: expected {} articles, found {there}", key.path, source.articles));
            }
        }
        if all != searcher.num_docs() {
            found.push(format!(
                "{} articles belong to no file",
                searcher.num_docs() - all.min(searcher.num_docs())
            ));
        }
        found.sort();
        Ok(found)
    }
}

/// How many articles that are not deleted have `word` in `field`.
fn alive(segments: &[SegmentReader], field: Field, word: &str) -> tantivy::Result<u64> {
    use tantivy::{DocSet, TERMINATED, schema::IndexRecordOption};
    let term = Term::from_field_text(field, word);
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

fn days(segment: &SegmentReader) -> tantivy::Result<Option<(Date, Date)>> {
    let column = segment.fast_fields().i64(PUBLISHED)?;
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for day in segment.doc_ids_alive().filter_map(|doc| column.first(doc)) {
        (first, last) = (first.min(day), last.max(day));
    }
    Ok(day_of(first).zip(day_of(last)).filter(|_| first <= last))
}

/// How many bytes the files in a folder have.
fn size_of(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|metadata| metadata.len()).sum()
}
