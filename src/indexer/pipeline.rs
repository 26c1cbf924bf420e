//! Doing the jobs of a run, in parallel.

use std::borrow::Borrow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::article::{Document, RecordKey};
use crate::clean::site_lines::SiteStats;
use crate::clean::{CleanOptions, clean_record};
use crate::corpus::{FileFormat, OpenFile, RawRecord, Record, read_article_file};
use crate::error::Error;
use crate::index::{FileEntry, FileTable, IndexUpdater, Meta, Update};
use crate::indexer::jobs::{Archive, Job, Jobs};
use crate::indexer::plan::PendingFile;
use crate::indexer::run_state::{ArticleSize, RunState};
use crate::indexer::user_rules::RulesByFolder;
use crate::indexer::warnings::{Warning, warnings};
use crate::progress::{Amount, Progress};
use crate::text::LineIndex;

/// A run at work.
pub(super) struct Pipeline<'w> {
    pub writer: &'w IndexUpdater,
    pub progress: &'w dyn Progress,
    pub tally: Mutex<RunState>,
    /// What the index will know of itself.
    pub meta: &'w Meta,
    /// Lines that come back on the pages of a site.
    pub stats: &'w SiteStats,
    /// The reader's rules about what to keep and to cut.
    pub rules: RulesByFolder,
    /// Whether to stop.
    pub stop: &'w AtomicBool,
    /// How long what is done may wait to be committed; `None` commits at the end only.
    pub commit_interval: Option<Duration>,
    pub committed: Mutex<Instant>,
}

/// The table of files as it is now. Of many files it is large, and is not copied to be written.
struct FileTableGuard<'t>(MutexGuard<'t, RunState>);

impl Borrow<FileTable> for FileTableGuard<'_> {
    fn borrow(&self) -> &FileTable {
        &self.0.sources
    }
}

/// An article that was read, with what is to be counted.
struct Done {
    document: Document,
    weight: ArticleSize,
    remarks: Vec<Warning>,
}

impl Pipeline<'_> {
    /// Reads, cleans and adds everything in `todo`.
    pub fn run(&self, todo: Vec<PendingFile>) -> Result<(), Error> {
        let begun = Mutex::new(Ok(()));
        let jobs = Jobs::new(todo, self.stop, |archive| {
            let outcome = self.begin(archive);
            if outcome.is_err() {
                *begun.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
            }
        });
        jobs.par_bridge().try_for_each(|job| {
            self.job(job)?;
            self.commit_when_due()
        })?;
        begun.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes everything that is done visible.
    pub fn commit(&self) -> Result<(), Error> {
        self.writer.commit(|| (self.meta.renewed(), FileTableGuard(self.tally())))
    }

    fn commit_when_due(&self) -> Result<(), Error> {
        let Some(every) = self.commit_interval else { return Ok(()) };
        let Ok(mut last) = self.committed.try_lock() else { return Ok(()) };
        if last.elapsed() >= every {
            self.commit()?;
            *last = Instant::now();
        }
        Ok(())
    }

    /// Changes the tally.
    pub fn with_tally(&self, change: impl FnOnce(&mut RunState)) {
        change(&mut self.tally());
    }

    fn tally(&self) -> MutexGuard<'_, RunState> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn job(&self, job: Job) -> Result<(), Error> {
        match job {
            Job::File(todo, format, file) => self.file(&todo, format, file)?,
            Job::Unreadable(todo, reason) => {
                self.file_read(&todo);
                self.tally().fail_for_now(&todo, reason);
            }
            Job::Touched(todo) => {
                self.file_read(&todo);
                self.tally().touch(&todo);
            }
            Job::Record(archive, raw) => {
                self.record(&archive, raw)?;
                self.finish_archive(&archive);
            }
            Job::Broken(archive, line, reason) => {
                self.tally().broken(&archive.todo, line, reason);
                archive.done();
                self.finish_archive(&archive);
            }
            Job::NotRead(archive, kind) => {
                self.tally().not_read(kind);
                archive.done();
                self.finish_archive(&archive);
            }
            Job::End(archive) => {
                archive.done();
                self.finish_archive(&archive);
            }
        }
        Ok(())
    }

    /// A file that is one article.
    fn file(&self, todo: &PendingFile, format: FileFormat, file: OpenFile) -> Result<(), Error> {
        let raw = file.read_counter.clone();
        let content = read_article_file(format, file);
        self.file_read(todo);
        let (content, lost) = match content {
            Ok(content) => content,
            Err((reason, false)) => {
                self.tally().fail(todo, reason, raw.fingerprint());
                return Ok(());
            }
            Err((reason, true)) => {
                self.tally().fail_for_now(todo, reason);
                return Ok(());
            }
        };
        let hash = raw.fingerprint();
        if !todo.reread && todo.old.as_ref().is_some_and(|old| old.hash == hash && old.articles > 0) {
            self.tally().touch(todo);
            return Ok(());
        }
        match self.cleaned(todo, format, content) {
            Ok(done) => {
                let remove = todo.old.is_some().then_some(&todo.key);
                let change = Update { remove, add: Some(&done.document) };
                self.progress.advance(Amount { articles: 1, ..Amount::default() });
                self.writer.update(&change, || {
                    let mut tally = self.tally();
                    tally.count(todo, done.weight);
                    tally.remark(todo, &done.remarks);
                    let source = FileEntry { articles: 1, ..todo.source(hash) };
                    tally.put(todo, source, lost.map(|reason| (None, reason)));
                })
            }
            Err(reason) => {
                self.tally().fail(todo, lost.unwrap_or(reason), hash);
                Ok(())
            }
        }
    }

    /// Takes what the index has of an archive file out of it. Until all of the file is in, it counts as not read.
    fn begin(&self, archive: &Archive) -> Result<(), Error> {
        let todo = &archive.todo;
        let remove = todo.old.is_some().then_some(&todo.key);
        self.writer.update(&Update { remove, add: None }, || {
            let unfinished = FileEntry { unfinished: true, ..todo.source(0) };
            self.tally().sources.insert(todo.key.clone(), unfinished);
        })
    }

    fn record(&self, archive: &Archive, raw: RawRecord) -> Result<(), Error> {
        let todo = &archive.todo;
        let line = raw.line;
        match self.read(todo, raw) {
            Ok(done) => {
                let change = Update { remove: None, add: Some(&done.document) };
                let bytes = archive.newly_read();
                self.progress.advance(Amount { articles: 1, bytes, ..Amount::default() });
                self.writer.update(&change, || {
                    let mut tally = self.tally();
                    tally.count(todo, done.weight);
                    tally.remark_record(todo, &done.remarks);
                    archive.articles.fetch_add(1, Ordering::AcqRel);
                    archive.done();
                })?;
            }
            Err(reason) => {
                self.tally().broken(todo, line, reason);
                archive.done();
            }
        }
        Ok(())
    }

    /// Reads and cleans the bytes of a file that is one article.
    fn cleaned(&self, todo: &PendingFile, format: FileFormat, bytes: Vec<u8>) -> Result<Done, String> {
        let length = bytes.len() as u64;
        let record = format.parse(bytes)?;
        Ok(self.document(todo, RecordKey::default(), &record, length))
    }

    /// Reads and cleans a record of an archive file.
    fn read(&self, todo: &PendingFile, raw: RawRecord) -> Result<Done, String> {
        let (length, number, line) = (raw.size() as u64, raw.number, raw.line);
        let record = raw.parse(&todo.options.fields)?;
        let id = record.id.clone().unwrap_or_else(|| line.unwrap_or(number).to_string());
        let key = RecordKey { number, id: Some(id) };
        Ok(self.document(todo, key, &record, length))
    }

    fn document(&self, todo: &PendingFile, key: RecordKey, record: &Record, bytes: u64) -> Done {
        let (path, source_key) = (todo.path.to_string_lossy(), todo.key.encode());
        let how = CleanOptions {
            keep_everything: todo.options.keep_everything,
            path: &path,
            source_key: &source_key,
            site_stats: Some(self.stats),
            rules: self.rules.get(&todo.key.folder),
        };
        let cleaned = clean_record(record, &how);
        let (weight, remarks) =
            (ArticleSize::of(&cleaned.article, record.markup, bytes), warnings(record, &cleaned));
        let lines = LineIndex::new(&record.text);
        let document = cleaned.article.to_document(todo.key.clone(), key, &lines);
        Done { document, weight, remarks }
    }

    /// Notes an archive file as read once all of it is in.
    fn finish_archive(&self, archive: &Archive) {
        if archive.is_complete() && !archive.settled.swap(true, Ordering::AcqRel) {
            let interrupted = archive.interrupted.load(Ordering::Acquire);
            let source = FileEntry {
                articles: archive.articles.load(Ordering::Acquire),
                unfinished: interrupted,
                ..archive.todo.source(if interrupted { 0 } else { archive.fingerprint() })
            };
            self.tally().finish_archive(&archive.todo, source);
            self.progress.advance(Amount { files: 1, bytes: archive.remaining(), ..Amount::default() });
        }
    }

    /// Tells of a file that has been read at once.
    fn file_read(&self, todo: &PendingFile) {
        self.progress.advance(Amount { files: 1, bytes: todo.size, ..Amount::default() });
    }
}
