//! Reads archive files: begins and ends them, and adds their records.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

use crate::article::RecordKey;
use crate::corpus::RawRecord;
use crate::error::Error;
use crate::index::{ArticleUpdater, FileEntry, Update};
use crate::indexer::history::known_contents::OldRecords;
use crate::indexer::jobs::{Archive, OpenArchive};
use crate::indexer::pipeline::{CleanedArticle, Pipeline};
use crate::progress::Amount;

impl<U: ArticleUpdater> Pipeline<'_, U> {
    /// Begins to read an archive file. The file counts as unfinished until all of it is added, and the
    /// articles that the index has of it stay until then.
    pub(super) fn begin_archive(&self, archive: &Arc<Archive>) -> Result<(), Error> {
        let file = &archive.file;
        let old = self.contents.old_records(file, self.updater, self.replaced)?;
        let _ = archive.old_records.set(old); // a file begins once
        let begin = || self.state().begin_archive(file);
        let replacement = match file.indexed_articles() {
            0 => {
                begin();
                None
            }
            _ => Some(self.updater.begin_replacement(&file.key, begin)?),
        };
        self.open_archives().push(OpenArchive { archive: Arc::clone(archive), replacement });
        Ok(())
    }

    pub(super) fn add_record(&self, archive: &Archive, raw: RawRecord) -> Result<(), Error> {
        let file = &archive.file;
        let line = raw.line;
        match self.clean_raw_record(archive, raw) {
            Ok(article) => {
                let update = Update { remove: None, add: Some(&article.document) };
                let bytes = archive.newly_read();
                self.progress.advance(Amount { articles: 1, bytes, ..Amount::default() });
                self.updater.update(&update, || {
                    let mut state = self.state();
                    state.count_record(file, article.size, article.day.as_ref(), article.is_new);
                    state.warn_about_record(file, line, &article.warnings);
                    if let Some(damage) = article.damage {
                        state.add_invalid_record(file, line, damage);
                    }
                    archive.articles.fetch_add(1, Ordering::AcqRel);
                    archive.finish_job();
                })?;
            }
            Err(reason) => {
                self.state().add_invalid_record(file, line, reason);
                archive.finish_job();
            }
        }
        Ok(())
    }

    /// Parses and cleans a record of an archive file.
    fn clean_raw_record(&self, archive: &Archive, raw: RawRecord) -> Result<CleanedArticle, String> {
        let file = &archive.file;
        let (length, number, line) = (raw.size() as u64, raw.number, raw.line);
        let record = raw.parse(&file.options.fields)?;
        let id = record.id.clone().unwrap_or_else(|| line.unwrap_or(number).to_string());
        let old = archive.old_records.get().unwrap_or(&OldRecords::None);
        let content = self.contents.of_record(old, Some(&id), record.content_hash());
        let key = RecordKey { number, id: Some(id) };
        Ok(self.clean_record(file, key, &record, length, content))
    }

    /// Enters an archive file into the file table once all of it is added.
    pub(super) fn finish_archive(&self, archive: &Archive) -> Result<(), Error> {
        if !archive.is_complete() || archive.finished.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let replacement = {
            let mut all = self.open_archives();
            let mut ended = all.extract_if(.., |open| open.archive.file.key == archive.file.key);
            ended.next().and_then(|open| open.replacement)
        };
        self.progress.advance(Amount { files: 1, bytes: archive.remaining(), ..Amount::default() });
        let interrupted = archive.interrupted.load(Ordering::Acquire);
        let entry = FileEntry {
            articles: archive.articles.load(Ordering::Acquire),
            unfinished: interrupted,
            ..archive.file.new_entry(if interrupted { 0 } else { archive.fingerprint() })
        };
        let finish = || self.state().finish_archive(&archive.file, entry);
        match &replacement {
            Some(replacement) if interrupted => self.undo_archive(archive, replacement),
            Some(replacement) => self.updater.end_replacement(replacement, false, finish),
            None => {
                finish();
                Ok(())
            }
        }
    }

    /// Keeps the articles that the index had of an archive file, instead of those that were read of it.
    fn undo_archive(&self, archive: &Archive, replacement: &U::Replacement) -> Result<(), Error> {
        let undo = || self.state().undo_archive(&archive.file);
        self.updater.end_replacement(replacement, true, undo)
    }

    /// Ends the archive files that the run has begun to read when it was stopped. One that was never read
    /// before keeps what was read of it.
    pub(super) fn close_archives(&self) -> Result<(), Error> {
        let all = std::mem::take(&mut *self.open_archives());
        for OpenArchive { archive, replacement } in all {
            match &replacement {
                Some(replacement) => self.undo_archive(&archive, replacement)?,
                None => {
                    let articles = archive.articles.load(Ordering::Acquire);
                    let entry = FileEntry { articles, unfinished: true, ..archive.file.new_entry(0) };
                    self.state().finish_archive(&archive.file, entry);
                }
            }
        }
        Ok(())
    }

    fn open_archives(&self) -> MutexGuard<'_, Vec<OpenArchive<U::Replacement>>> {
        self.open_archives.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
