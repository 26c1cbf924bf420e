//! Finds the first day on which the index had a content.
//!
//! An article that is read again, in place or elsewhere, keeps the day of its content. Articles of older
//! formats carry no contents: where the index had one, the day stays unknown.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::article::{Content, SourceKey};
use crate::corpus::fingerprint;
use crate::error::Error;
use crate::index::{AddedDays, ArticleUpdater, FileEntry, FileTable, ReplacedArticles, WriteSession};
use crate::indexer::plan::PendingFile;

/// The contents that the index had before a run, and those that it may have had.
#[derive(Default)]
pub(in crate::indexer) struct KnownContents {
    /// Day of the run.
    today: Date,
    days: AddedDays,
    /// Whether the run replaces an index that cannot be read, so that any content may have been in it.
    is_lost: bool,
    /// Files of the index with articles whose contents are not known.
    files: HashMap<SourceKey, FileEntry>,
    /// Size and fingerprint of these files.
    fingerprints: HashSet<(u64, u64)>,
}

/// The records of an archive file that the index has without their contents.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::indexer) enum OldRecords {
    None,
    All,
    WithIds(HashSet<String>),
}

impl KnownContents {
    /// Reads the contents of the index that `session` writes, or of the one that it replaces, which has the
    /// articles `replaced` as far as they can be read.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(in crate::indexer) fn read<S: WriteSession>(
        session: &S,
        replaced: Option<&S::Replaced>,
        known_files: &FileTable,
        today: Date,
    ) -> Result<Self, Error> {
        let is_lost = session.replaces_older_generation() && replaced.is_none();
        let (days, files) = match replaced {
            Some(stored) => (stored.added_days()?, stored.files()),
            None => (Some(session.added_days()?), known_files),
        };
        let has_articles = |(_, entry): &(&SourceKey, &FileEntry)| entry.articles > 0;
        let files: HashMap<SourceKey, FileEntry> = match &days {
            Some(days) if days.files_without_contents.is_empty() => HashMap::new(),
            days => files
                .iter()
                .filter(has_articles)
                .filter(|(key, _)| {
                    days.as_ref().is_none_or(|days| days.files_without_contents.contains(&key.encode()))
                })
                .map(|(key, entry)| (key.clone(), entry.clone()))
                .collect(),
        };
        let read = files.values().filter(|entry| entry.hash != 0);
        let fingerprints = read.map(|entry| (entry.size, entry.hash)).collect();
        Ok(KnownContents { today, days: days.unwrap_or_default(), is_lost, files, fingerprints })
    }

    /// Returns the content with this hash, and whether it is new to the index. `is_old` tells whether the
    /// index has it in an article without a content.
    fn content(&self, hash: u64, is_old: impl FnOnce() -> bool) -> (Content, bool) {
        let (added, is_new) = match self.days.of(hash) {
            _ if self.is_lost || is_old() => (None, false),
            Some(first) => (first, false),
            None => (Some(self.today), true),
        };
        (Content { hash, added }, is_new)
    }

    /// Returns the content of a file that is one article, with the fingerprint of its bytes.
    pub(in crate::indexer) fn of_file(
        &self,
        file: &PendingFile,
        fingerprint: u64,
        hash: u64,
    ) -> (Content, bool) {
        self.content(hash, || {
            // The fingerprint is missing where a run could not read the file.
            self.fingerprints.contains(&(file.size, fingerprint))
                || self.files.get(&file.key).is_some_and(|entry| entry.hash == 0)
        })
    }

    /// Returns the content of a record of an archive file.
    pub(in crate::indexer) fn of_record(
        &self,
        old: &OldRecords,
        id: Option<&str>,
        hash: u64,
    ) -> (Content, bool) {
        self.content(hash, || match old {
            OldRecords::None => false,
            OldRecords::All => true,
            OldRecords::WithIds(ids) => id.is_some_and(|id| ids.contains(id)),
        })
    }

    /// Finds the records of an archive file that the index of `updater` has without their contents.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(in crate::indexer) fn old_records<U: ArticleUpdater>(
        &self,
        file: &PendingFile,
        updater: &U,
        replaced: Option<&U::Replaced>,
    ) -> Result<OldRecords, Error> {
        let has_size = || self.fingerprints.iter().any(|(size, _)| *size == file.size);
        match self.files.get(&file.key) {
            Some(entry) if !entry.differs(file.size, file.modified, file.identity) => Ok(OldRecords::All),
            Some(_) => match replaced {
                Some(stored) => stored.record_ids(&file.key),
                None => updater.record_ids(&file.key),
            }
            .map(OldRecords::WithIds),
            // The file may have moved.
            None if has_size() => {
                let hash = fingerprint(&file.path).unwrap_or_default();
                let is_known = self.fingerprints.contains(&(file.size, hash));
                Ok(if is_known { OldRecords::All } else { OldRecords::None })
            }
            None => Ok(OldRecords::None),
        }
    }
}
