//! Compares articles of an index with their sources: every text that a reader of the source sees must be
//! stored.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::article::{Document, Folder, SourceKey};
use crate::clean::{StoredLetters, missing_texts};
use crate::corpus::{
    FileFormat, Record, RecordEvent, RecordReader, format_from_name, modified_nanos, open, read_article_file,
};
use crate::error::Error;
use crate::index::{FileEntry, IndexDir, IndexInfo, StoredArticles};
use crate::text::FilePosition;

/// Number of articles that are compared unless all are.
const SAMPLE_SIZE: u64 = 200;

/// The result of comparing articles with their sources.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SourceCheck {
    /// Number of articles that were compared.
    pub compared: u64,
    /// Number of articles in the index.
    pub articles: u64,
    /// Number of chosen articles whose file is gone, cannot be read, or changed since it was indexed.
    pub skipped: u64,
    /// Texts that are in neither the article nor its cut text, in the order of the files.
    pub missing: Vec<MissingLine>,
}

/// A line of a source whose words are not all stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct MissingLine {
    /// Path of the file.
    #[serde(serialize_with = "crate::text::path_key::serialize_shown")]
    pub path: PathBuf,
    /// Line in the file, if the file has lines, or else in its text, from 1; `None` if it has pages.
    pub line: Option<u64>,
    /// Page, if the file has pages.
    pub page: Option<u32>,
    /// Words that are not stored.
    pub words: String,
}

/// An article chosen for the comparison.
struct Chosen<'i> {
    folder: &'i Folder,
    key: &'i SourceKey,
    entry: &'i FileEntry,
    /// Numbers of its chosen articles in the order of the file, from 0.
    articles: Vec<u64>,
}

/// Compares articles of the index in `dir` with their sources: all of them, or a sample of 200 that is
/// spread evenly and always the same.
///
/// # Errors
/// If the index cannot be read.
pub fn check_sources(dir: &IndexDir, all: bool) -> Result<SourceCheck, Error> {
    let info = IndexInfo::open(dir)?;
    let stored = StoredArticles::open(dir)?;
    let (chosen, articles) = choose(&info, all);
    let mut check = SourceCheck { articles, ..SourceCheck::default() };
    for file in chosen {
        let before = check.compared;
        check.compare_file(&file, &stored)?;
        check.skipped += file.articles.len() as u64 - (check.compared - before);
    }
    Ok(check)
}

/// Chooses articles evenly among those of all files, and counts all of them.
fn choose(info: &IndexInfo, all: bool) -> (Vec<Chosen<'_>>, u64) {
    let mut files: BTreeMap<&SourceKey, &FileEntry> = BTreeMap::new();
    files.extend(info.files.iter().filter(|(_, entry)| entry.articles > 0));
    let total: u64 = files.values().map(|entry| entry.articles).sum();
    let size = if all { total } else { total.min(SAMPLE_SIZE) };
    let is_chosen = |number: u64| {
        // Of `size` equal ranges, each has its first number.
        let range = u128::from(number) * u128::from(size) / u128::from(total.max(1));
        number == 0 || range != (u128::from(number) - 1) * u128::from(size) / u128::from(total.max(1))
    };
    let (mut chosen, mut first) = (Vec::new(), 0);
    for (key, entry) in files {
        let articles: Vec<u64> = (0..entry.articles).filter(|number| is_chosen(first + number)).collect();
        first += entry.articles;
        let folder = info.meta.folders.iter().find(|folder| folder.id == key.folder);
        if let Some(folder) = folder.filter(|_| !articles.is_empty()) {
            chosen.push(Chosen { folder, key, entry, articles });
        }
    }
    (chosen, total)
}

impl SourceCheck {
    /// Compares the chosen articles of a file. What cannot be read is not counted.
    fn compare_file(&mut self, file: &Chosen<'_>, stored: &StoredArticles) -> Result<(), Error> {
        let path = file.folder.file_path(&file.key.path);
        if file.entry.is_filtered {
            return Ok(()); // its text is not in it
        }
        let unchanged = |metadata: &fs::Metadata| {
            (metadata.len(), modified_nanos(metadata)) == (file.entry.size, file.entry.modified)
        };
        if !fs::metadata(&path).is_ok_and(|metadata| unchanged(&metadata)) {
            return Ok(());
        }
        let Ok(open_file) = open(&path) else { return Ok(()) };
        let mut by_record = BTreeMap::new();
        for article in stored.of_file(file.key)? {
            by_record.insert(stored.record_number(article), article);
        }
        let mut wanted = BTreeMap::new();
        for (index, (record, article)) in (0..).zip(by_record) {
            if file.articles.binary_search(&index).is_ok() {
                wanted.insert(record, article);
            }
        }
        let format = FileFormat::detect(&open_file, format_from_name(&path));
        if !format.is_archive() {
            let content = read_article_file(format, open_file).ok().map(|content| content.bytes);
            let record = content.and_then(|bytes| format.parse(bytes).ok());
            if let (Some(record), Some(article)) = (record, wanted.remove(&0)) {
                self.compare(&path, None, &record, &stored.read(article)?);
            }
            return Ok(());
        }
        let mut records = RecordReader::new(open_file, format);
        while !wanted.is_empty() {
            match records.next_record() {
                RecordEvent::Record(raw) => {
                    let Some(article) = wanted.remove(&raw.number) else { continue };
                    let line = raw.line;
                    if let Ok(record) = raw.parse(&file.folder.options.fields) {
                        self.compare(&path, line, &record, &stored.read(article)?);
                    }
                }
                RecordEvent::Invalid(..) | RecordEvent::Unsupported(_) => {}
                RecordEvent::ReadError(..) | RecordEvent::End => break,
            }
        }
        Ok(())
    }

    /// Compares a record, which stands on `line` of its file, with its document.
    fn compare(&mut self, path: &Path, line: Option<u64>, record: &Record, document: &Document) {
        self.compared += 1;
        // The parts of a story in an export are lines of the file.
        let line = line.filter(|_| record.parts.is_empty());
        for text in missing_texts(record, &StoredLetters::of_document(document)) {
            let of_text = |line| u64::from(line) + u64::from(record.lines_before);
            let (line, page) = match text.position {
                FilePosition::Line(of_record) => (line.or(Some(of_text(of_record))), None),
                FilePosition::Page(page) => (None, Some(page)),
            };
            self.missing.push(MissingLine { path: path.to_owned(), line, page, words: text.words });
        }
    }
}
