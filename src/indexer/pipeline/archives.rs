//! Reads archive files: begins and ends them, and adds their records.

use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};

use rayon::prelude::*;

use crate::article::RecordKey;
use crate::corpus::RawRecord;
use crate::error::Error;
use crate::index::{ArticleUpdater, FileEntry, Update};
use crate::indexer::history::known_contents::OldRecords;
use crate::indexer::jobs::{Archive, OpenArchive};
use crate::indexer::pipeline::{CleanedArticle, Pipeline};
use crate::indexer::sources::{HeldRecord, SourceArticle};
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
        let (file, line) = (&archive.file, raw.line);
        match self.parse_record(archive, raw) {
            Ok(parsed) => {
                let HeldRecord { record, key, bytes, content, .. } = parsed;
                let article = self.clean_record(file, key, &record, bytes, content, None);
                if self.is_behind_its_source(&article) {
                    let mut held = archive.held.lock().unwrap_or_else(PoisonError::into_inner);
                    if held.has_room(bytes) {
                        let key = article.document.record;
                        held.push(HeldRecord { record, key, line, bytes, content });
                        archive.finish_job();
                        return Ok(());
                    }
                }
                self.add_cleaned_record(archive, line, article)?;
            }
            Err(reason) => self.state().add_invalid_record(file, line, reason),
        }
        archive.finish_job();
        Ok(())
    }

    /// Returns whether the other articles of a source may tell the language of an article, and nothing is
    /// known of them yet.
    fn is_behind_its_source(&self, article: &CleanedArticle) -> bool {
        let SourceArticle { source, language, .. } = &article.source_article;
        language.is_unsure && self.facts.languages.get(&source.name).is_none()
    }

    fn add_cleaned_record(
        &self,
        archive: &Archive,
        line: Option<u64>,
        article: CleanedArticle,
    ) -> Result<(), Error> {
        let file = &archive.file;
        let update = Update { remove: None, add: Some(&article.document) };
        let bytes = archive.newly_read();
        self.progress.advance(Amount { articles: 1, bytes, ..Amount::default() });
        self.updater.update(&update, || {
            let mut state = self.state();
            state.count_record(file, article.size, &article.source_article, article.is_new);
            state.warn_about_record(file, line, &article.warnings);
            if let Some(damage) = article.damage {
                state.add_invalid_record(file, line, damage);
            }
            archive.articles.fetch_add(1, Ordering::AcqRel);
        })
    }

    /// Parses a record of an archive file.
    fn parse_record(&self, archive: &Archive, raw: RawRecord) -> Result<HeldRecord, String> {
        let file = &archive.file;
        let (bytes, number, line) = (raw.size() as u64, raw.number, raw.line);
        let record = raw.parse(&file.options.fields)?;
        let id = record.id.clone().unwrap_or_else(|| line.unwrap_or(number).to_string());
        let old = archive.old_records.get().unwrap_or(&OldRecords::None);
        let content = self.contents.of_record(old, Some(&id), record.content_hash());
        Ok(HeldRecord { record, key: RecordKey { number, id: Some(id) }, line, bytes, content })
    }

    /// Adds the records of an archive file that have waited for the others. If there were too many, the last
    /// step of the run reads the file again.
    fn add_held_records(&self, archive: &Archive) -> Result<(), Error> {
        let (records, is_all) = archive.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        if records.is_empty() {
            return Ok(());
        }
        let others = is_all.then(|| self.state().archive_languages(&archive.file));
        records.into_par_iter().try_for_each(|held| {
            let HeldRecord { record, key, line, bytes, content } = held;
            let article = self.clean_record(&archive.file, key, &record, bytes, content, others.as_ref());
            self.add_cleaned_record(archive, line, article)
        })
    }

    /// Enters an archive file into the file table once all of it is added.
    pub(super) fn finish_archive(&self, archive: &Archive) -> Result<(), Error> {
        if !archive.is_complete() || archive.finished.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        self.add_held_records(archive)?;
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
