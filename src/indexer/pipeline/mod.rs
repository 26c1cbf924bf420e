//! Executes the jobs of a run in parallel.

mod archives;
mod carry_over;
mod filtered;
mod settle;

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Content, Document, Folder, RecordKey, SourceKey};
use crate::clean::site_lines::SiteStats;
use crate::clean::{CleanOptions, clean_record, saved_day};
use crate::corpus::{
    ArticleBytes, BlankPages, FileFormat, OpenFile, ReadFailure, Record, is_blank, pdf_reader,
    read_article_file,
};
use crate::error::Error;
use crate::index::{ArticleUpdater, FileEntry, FileTable, LanguagesBySource, Meta, Update};
use crate::indexer::archive_state::ArticleSize;
use crate::indexer::filters::Filters;
use crate::indexer::history::known_contents::KnownContents;
use crate::indexer::jobs::{Job, Jobs, OpenArchive};
use crate::indexer::pipeline::carry_over::carry_over;
use crate::indexer::plan::PendingFile;
use crate::indexer::run_state::RunState;
use crate::indexer::sources::{ArticleSource, SourceArticle, SourceDay, SourceFacts};
use crate::indexer::user_rules::{RulesByFolder, record_unmatched};
use crate::indexer::warnings::{self, Warning, warnings};
use crate::progress::{Amount, Progress};

pub(super) use carry_over::CarriedFile;

/// The state that the jobs of a run share.
pub(super) struct Pipeline<'w, U: ArticleUpdater> {
    pub updater: &'w U,
    pub progress: &'w dyn Progress,
    pub state: Mutex<RunState>,
    /// Metadata of the index after the run.
    pub meta: &'w Meta,
    /// Statistics of the lines that sites repeat.
    pub site_stats: &'w SiteStats,
    /// Facts that the articles of the index tell about their sources.
    pub facts: SourceFacts,
    /// Contents that the index had before the run.
    pub contents: &'w KnownContents,
    /// Articles of the index that the run replaces.
    pub replaced: Option<&'w U::Replaced>,
    /// Filters of the user that read files of other formats.
    pub filters: &'w Filters,
    /// Rules of the user about text to keep and to cut.
    pub rules: RulesByFolder,
    /// Flag that ends the run.
    pub stop: &'w Arc<AtomicBool>,
    /// Time between two commits; `None` to commit only at the end.
    pub commit_interval: Option<Duration>,
    pub last_commit: Mutex<Instant>,
    /// The archive files that are being read.
    pub open_archives: Mutex<Vec<OpenArchive<U::Replacement>>>,
}

/// Borrows the file table for a commit, since a large table is expensive to copy.
struct FileTableGuard<'t>(MutexGuard<'t, RunState>);

impl Borrow<FileTable> for FileTableGuard<'_> {
    fn borrow(&self) -> &FileTable {
        &self.0.files
    }
}

/// A cleaned article, ready to be added.
struct CleanedArticle {
    document: Document,
    size: ArticleSize,
    warnings: Vec<Warning>,
    /// Facts that it tells about its source.
    source_article: SourceArticle,
    /// Whether its content is new to the index.
    is_new: bool,
    /// The damage of the source, of which the readable part was cleaned.
    damage: Option<String>,
}

impl<U: ArticleUpdater> Pipeline<'_, U> {
    /// Reads, cleans and adds the articles of `files`.
    pub(super) fn run(&self, files: Vec<PendingFile>) -> Result<(), Error> {
        let begin_result = Mutex::new(Ok(()));
        let jobs = Jobs::new(files, self.stop, |archive| {
            let result = self.begin_archive(archive);
            if result.is_err() {
                *begin_result.lock().unwrap_or_else(PoisonError::into_inner) = result;
            }
        });
        jobs.par_bridge().try_for_each(|job| {
            self.execute(job)?;
            self.commit_when_due()
        })?;
        begin_result.into_inner().unwrap_or_else(PoisonError::into_inner)?;
        self.close_archives()
    }

    /// Commits the run.
    pub(super) fn commit_and_merge(&self) -> Result<(), Error> {
        self.updater.commit_and_merge(|| (self.meta_after(), FileTableGuard(self.state())))?;
        self.state().report_refused(self.updater.refused(), self.path_of_key());
        Ok(())
    }

    /// Returns the metadata of the index after what was done so far.
    pub(super) fn meta_after(&self) -> Meta {
        let mut meta = self.meta.renewed();
        record_unmatched(&mut meta.folders, &self.rules);
        meta
    }

    /// Commits the articles added so far.
    fn commit(&self) -> Result<(), Error> {
        self.updater.commit(|| (self.meta_after(), FileTableGuard(self.state())))
    }

    /// Carries over the articles that the replaced index has of files that could not be read: those in
    /// `unreachable` folders, and those that the run has failed to read.
    pub(super) fn carry_over(&self, unreachable: Vec<SourceKey>) -> Result<(), Error> {
        let Some(stored) = self.replaced else { return Ok(()) };
        let (mut keys, mut read_in_part) = (unreachable, HashSet::new());
        let mut state = self.state();
        for key in std::mem::take(&mut state.unread) {
            if state.files.get(&key).is_some_and(|entry| entry.articles > 0) {
                read_in_part.insert(key.clone());
            }
            keys.push(key);
        }
        drop(state); // the threads of the run update it
        let is_read_in_part = |key: &SourceKey| read_in_part.contains(key);
        let carried = carry_over(stored, keys, is_read_in_part, self.updater, self.progress, self.stop)?;
        self.state().add_carried(carried, self.path_of_key());
        Ok(())
    }

    /// Returns a function that returns the path of a file.
    fn path_of_key(&self) -> impl Fn(&SourceKey) -> PathBuf {
        let folders = self.meta.folders.iter();
        let folders: HashMap<u32, &Folder> = folders.map(|folder| (folder.id, folder)).collect();
        move |key| match folders.get(&key.folder) {
            Some(folder) => folder.file_path(&key.path),
            None => PathBuf::from(&key.path),
        }
    }

    fn commit_when_due(&self) -> Result<(), Error> {
        let Some(interval) = self.commit_interval else { return Ok(()) };
        let Ok(mut last) = self.last_commit.try_lock() else { return Ok(()) };
        if last.elapsed() >= interval {
            self.commit()?;
            *last = Instant::now();
        }
        Ok(())
    }

    /// Changes the run state, and returns what `change` does.
    pub(super) fn update_state<T>(&self, change: impl FnOnce(&mut RunState) -> T) -> T {
        change(&mut self.state())
    }

    fn state(&self) -> MutexGuard<'_, RunState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn execute(&self, job: Job) -> Result<(), Error> {
        match job {
            Job::File(file, format, open_file) => self.add_file(&file, format, open_file)?,
            Job::Filtered(file, filter) => self.add_filtered_file(&file, &filter)?,
            Job::Unreadable(file, reason) => {
                self.advance_by_file(&file);
                self.state().fail_temporarily(&file, reason);
            }
            Job::Touched(file) => {
                self.advance_by_file(&file);
                self.state().touch(&file);
            }
            Job::Record(archive, raw) => {
                self.add_record(&archive, raw)?;
                self.finish_archive(&archive)?;
            }
            Job::Invalid(archive, line, reason) => {
                self.state().add_invalid_record(&archive.file, line, reason);
                archive.finish_job();
                self.finish_archive(&archive)?;
            }
            Job::Unsupported(archive, kind) => {
                self.state().count_skipped(kind);
                archive.finish_job();
                self.finish_archive(&archive)?;
            }
            Job::End(archive) => {
                archive.finish_job();
                self.finish_archive(&archive)?;
            }
        }
        Ok(())
    }

    /// Reads, cleans and adds a file that is one article.
    fn add_file(&self, file: &PendingFile, format: FileFormat, open_file: OpenFile) -> Result<(), Error> {
        let read_counter = open_file.read_counter.clone();
        let content = read_article_file(format, open_file);
        self.advance_by_file(file);
        let ArticleBytes { bytes, damage } = match content {
            Ok(content) => content,
            Err(ReadFailure { reason, is_temporary: false }) => {
                self.state().fail(file, reason, read_counter.fingerprint());
                return Ok(());
            }
            Err(ReadFailure { reason, is_temporary: true }) => {
                self.state().fail_temporarily(file, reason);
                return Ok(());
            }
        };
        let hash = read_counter.fingerprint();
        if !file.force_read && file.indexed.as_ref().is_some_and(|entry| entry.has_content(hash)) {
            self.state().touch(file);
            return Ok(());
        }
        if damage.is_none() && is_blank(&bytes) {
            return self.skip_blank_file(file, hash, None);
        }
        if format == FileFormat::Pdf {
            self.state().report.pdf_reader.get_or_insert_with(pdf_reader);
        }
        match self.clean_file(file, format, bytes, hash) {
            Ok(ParsedFile::Blank(pages)) if damage.is_none() => self.skip_blank_file(file, hash, pages),
            Ok(ParsedFile::Blank(_)) => {
                self.state().fail(file, damage.unwrap_or_default(), hash);
                Ok(())
            }
            Ok(ParsedFile::Article(article)) => {
                let damage = damage.or_else(|| article.damage.clone());
                self.add_article(file, &article, file.new_entry(hash), damage)
            }
            // The next run reads it.
            Err(_) if format == FileFormat::Pdf && self.stop.load(Ordering::Relaxed) => Ok(()),
            Err(reason) => {
                self.state().fail(file, damage.unwrap_or(reason), hash);
                Ok(())
            }
        }
    }

    /// Adds the article of a file that is one, in place of what the index has of the file. `entry` is the one
    /// for the file table, without its article.
    fn add_article(
        &self,
        file: &PendingFile,
        article: &CleanedArticle,
        entry: FileEntry,
        damage: Option<String>,
    ) -> Result<(), Error> {
        let remove = file.indexed.is_some().then_some(&file.key);
        let (day_orders, languages) =
            (article.source_article.day_orders(), article.source_article.file_languages());
        let warnings = warnings::of_file(&article.warnings);
        let update = Update { remove, add: Some(&article.document) };
        self.progress.advance(Amount { articles: 1, ..Amount::default() });
        self.updater.update(&update, || {
            let mut state = self.state();
            state.count_article(file, article.size);
            state.warn_about_file(file, &article.warnings);
            let entry = FileEntry { articles: 1, day_orders, languages, warnings, ..entry };
            state.finish_file(file, entry, damage.map(|reason| (None, reason)));
        })
    }

    /// Enters a file without any text, which is no article, into the file table.
    fn skip_blank_file(&self, file: &PendingFile, hash: u64, pages: Option<BlankPages>) -> Result<(), Error> {
        let skip = || self.state().skip_blank_file(file, hash, pages);
        match file.indexed.is_some() {
            true => self.updater.update(&Update { remove: Some(&file.key), add: None }, skip),
            false => {
                skip();
                Ok(())
            }
        }
    }

    /// Parses and cleans a file that is one article.
    fn clean_file(
        &self,
        file: &PendingFile,
        format: FileFormat,
        bytes: Vec<u8>,
        fingerprint: u64,
    ) -> Result<ParsedFile, String> {
        let length = bytes.len() as u64;
        let content_hash = xxh3_64(&bytes);
        let record = format.parse_until(bytes, self.stop)?;
        if matches!(format, FileFormat::Document | FileFormat::Pdf) && record.text.trim().is_empty() {
            return record.damage.map_or(Ok(ParsedFile::Blank(record.blank_pages)), Err);
        }
        let content = self.contents.of_file(file, fingerprint, content_hash);
        let article = self.clean_record(file, RecordKey::default(), &record, length, content, None);
        Ok(ParsedFile::Article(Box::new(article)))
    }

    /// Cleans a record. Where nothing is known of the languages of its source yet, `others` tell them, the
    /// articles of its file.
    fn clean_record(
        &self,
        file: &PendingFile,
        key: RecordKey,
        record: &Record,
        bytes: u64,
        (content, is_new): (Content, bool),
        others: Option<&LanguagesBySource>,
    ) -> CleanedArticle {
        let (path, source_key) = (file.path.to_string_lossy(), file.key.encode());
        let source = ArticleSource::of(record, &source_key);
        let languages = match self.facts.languages.get(&source.name) {
            Some(known) => known.to_vec(),
            None => others.map(|others| source.languages_in(others)).unwrap_or_default(),
        };
        let options = CleanOptions {
            keep_everything: file.options.keep_everything,
            path: &path,
            source_key: &source_key,
            site_stats: Some(self.site_stats),
            rules: self.rules.get(&file.key.folder),
            saved: saved_day(file.modified),
            day_order: self.facts.day_orders.order(&source.name),
            source_languages: &languages,
        };
        let cleaned = clean_record(record, &options);
        let day = SourceDay::of(&cleaned.article.metadata, options.day_order);
        let (size, warnings) =
            (ArticleSize::new(&cleaned.article, record.markup, bytes), warnings(record, &cleaned));
        let lines = record.line_index();
        let language = cleaned.article.language(&languages);
        let document =
            cleaned.article.to_document(language.language, file.key.clone(), key, &record.text, &lines);
        let document = Document { content: Some(content), ..document };
        let source_article = SourceArticle { source, day, language, languages };
        CleanedArticle { document, size, warnings, source_article, is_new, damage: record.damage.clone() }
    }

    /// Removes the articles of `files` and their entries in the file table.
    pub(super) fn remove<'f>(&self, files: impl IntoIterator<Item = &'f SourceKey>) -> Result<(), Error> {
        for key in files {
            if !self.state().files.contains_key(key) {
                continue; // removed before
            }
            let remove = Update { remove: Some(key), add: None };
            self.updater.update(&remove, || drop(self.state().files.remove(key)))?;
        }
        Ok(())
    }

    /// Reports a file that was read completely to the progress display.
    fn advance_by_file(&self, file: &PendingFile) {
        self.progress.advance(Amount { files: 1, bytes: file.size, ..Amount::default() });
    }
}

/// A file that was parsed.
enum ParsedFile {
    /// An article.
    Article(Box<CleanedArticle>),
    /// A document without any text, with what is known of its pages.
    Blank(Option<BlankPages>),
}
