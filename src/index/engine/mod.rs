//! The seam between the indexer and what keeps an index: a place, a session that writes it, and an updater.
//!
//! The indexer is generic over these traits, so that a call for each article is a direct one. [`local`]
//! implements them for an index in a folder.

mod local;

use std::borrow::Borrow;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::article::{Document, Folder, SourceKey};
use crate::error::Error;
use crate::index::dir::KnownFolder;
use crate::index::doc_store::text_codec::Dictionary;
use crate::index::file_table::FileTable;
use crate::index::meta::Meta;
use crate::index::write::added_days::AddedDays;
use crate::index::write::updater::Update;

/// A place where an index is or will be.
pub(crate) trait IndexEngine {
    /// The right to write the index, which one process has at a time.
    type Lock;
    /// The index open for writing.
    type Session: WriteSession;

    /// Returns the place for messages.
    fn path(&self) -> &Path;

    /// Returns whether there is an index, readable or not.
    ///
    /// # Errors
    /// If the place cannot be asked.
    fn exists(&self) -> Result<bool, Error>;

    /// Returns without an error if there is an index.
    ///
    /// # Errors
    /// [`Error::NoIndex`] or [`Error::BeingBuilt`] if there is none, and others if it cannot be read.
    fn require_existing(&self) -> Result<(), Error>;

    /// Returns without an error if the index has the current format.
    ///
    /// # Errors
    /// [`Error::OtherVersion`], and others if it cannot be read.
    fn require_current(&self, lock: &Self::Lock) -> Result<(), Error>;

    /// Takes the lock.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process is writing, and others if the index cannot be written.
    fn lock(&self) -> Result<Self::Lock, Error>;

    /// Returns the time between two attempts to take the lock.
    fn lock_interval(&self) -> Duration {
        Duration::from_millis(50)
    }

    /// Returns the time for which to try to take the lock in any case, since its holder seems to be no more.
    fn lock_patience(&self) -> Duration {
        Duration::ZERO
    }

    /// Opens the index. Begins a new generation if there is none, if `rebuild` is set, or if the current one
    /// has another format.
    ///
    /// # Errors
    /// If the index cannot be read or written.
    fn open(&self, lock: Self::Lock, rebuild: bool) -> Result<Self::Session, Error>;
}

/// An index open for writing, which holds the lock.
pub(crate) trait WriteSession: Sized {
    /// Writer of the articles.
    type Updater: ArticleUpdater<Session = Self, Replaced = Self::Replaced>;
    /// The articles of an index that another one replaces.
    type Replaced: ReplacedArticles;

    /// Returns the metadata that the index had when the session was opened, even during a rebuild.
    fn meta(&self) -> Option<&Meta>;

    /// Returns the folders that other machines indexed, which neither [`WriteSession::meta`] nor the file
    /// table has. Their articles stay as they are.
    fn other_folders(&self) -> &[Folder] {
        &[]
    }

    /// Makes those of the other machines' folders this machine's that are at one of `paths` or below.
    fn take_over(&mut self, _paths: &[PathBuf]) {}

    /// Returns the folders of the index, if nothing else of it can be read.
    fn recovered_folders(&self) -> &[KnownFolder];

    /// Returns whether the session began a new, empty generation.
    fn is_fresh(&self) -> bool;

    /// Returns whether the session began a new generation while an older one still answers queries.
    fn replaces_older_generation(&self) -> bool {
        self.is_fresh() && self.meta().is_some()
    }

    /// Returns whether the last run was completed.
    fn is_complete(&self) -> bool;

    /// Returns the number of articles at the last commit.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn num_articles(&self) -> Result<u64, Error>;

    /// Reads the file table of the last commit; it is empty if the session began a new generation.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn file_table(&self) -> Result<FileTable, Error>;

    /// Reads the days of the contents of the last commit.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn added_days(&self) -> Result<AddedDays, Error>;

    /// Opens the articles of the index that the session replaces; `None` if there is none, or none that can
    /// be opened.
    ///
    /// # Errors
    /// If the system fails.
    fn replaced_articles(&self) -> Result<Option<Self::Replaced>, Error>;

    /// Returns whether a dictionary should be learned from the articles of a run before they are added.
    fn needs_dictionary(&self) -> bool {
        false
    }

    /// Compresses all further texts with `dictionary`.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn set_dictionary(&mut self, _dictionary: Dictionary) -> Result<(), Error> {
        Ok(())
    }

    /// Reads the site lines, which were learned when the index was built.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error>;

    /// Writes the site lines. Must be called before the first article is added, and only once.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn set_site_lines<T: Serialize>(&self, table: &T) -> Result<(), Error>;

    /// Verifies what neither a search nor an update without changes reads, and mends what follows from the
    /// file table.
    ///
    /// # Errors
    /// [`Error::Damaged`], and others if the index cannot be read or written.
    fn verify(&self, files: &FileTable) -> Result<(), Error>;

    /// Returns the ratio of deleted articles to all articles that take up space, from 0 to 1.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn deleted_ratio(&self) -> Result<f64, Error> {
        Ok(0.0)
    }

    /// Merges all articles into one segment without deleted ones.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn force_merge(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Compares the articles and commits which of them are copies of each other.
    ///
    /// # Errors
    /// If the index cannot be read or written.
    fn compare_articles(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Starts to update the index, which will have the folders of `meta`.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn into_updater(self, meta: &Meta) -> Result<Self::Updater, Error>;
}

/// The articles of an index that another one replaces, to be carried over.
pub(crate) trait ReplacedArticles: Sync {
    /// The place of an article.
    type Place: Send;

    /// Returns the files of the articles.
    fn files(&self) -> &FileTable;

    /// Reads the dictionary that the texts are compressed with; `None` if there is none.
    ///
    /// # Errors
    /// If it cannot be read.
    fn dictionary(&self) -> Result<Option<Dictionary>, Error> {
        Ok(None)
    }

    /// Reads the site lines.
    ///
    /// # Errors
    /// If they cannot be read.
    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error>;

    /// Returns whether the quotations of the articles are stored.
    fn has_quotations(&self) -> bool {
        true
    }

    /// Reads the days of the contents; `None` if the articles carry none.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn added_days(&self) -> Result<Option<AddedDays>, Error>;

    /// Returns the ids of the records of an archive file.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error>;

    /// Finds the articles of the file `key`.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn of_file(&self, key: &SourceKey) -> Result<Vec<Self::Place>, Error>;

    /// Reads an article.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&self, place: Self::Place) -> Result<Document, Error>;
}

/// Updates the articles of an index, from several threads. Nothing counts as done before a commit.
pub(crate) trait ArticleUpdater: Sync {
    /// The session that the updater came from.
    type Session;
    /// The articles of an index that another one replaces.
    type Replaced: ReplacedArticles;
    /// A file whose articles are being replaced one by one.
    type Replacement: Send;

    /// Applies `update`, and calls `on_applied` before any commit can come in between.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn update(&self, update: &Update, on_applied: impl FnOnce()) -> Result<(), Error>;

    /// Begins to replace the articles of the file `key`, and calls `on_applied` before any commit can come in
    /// between.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn begin_replacement(
        &self,
        key: &SourceKey,
        on_applied: impl FnOnce(),
    ) -> Result<Self::Replacement, Error>;

    /// Removes the articles that the file had before `replacement` began; or takes back what was added since,
    /// if it is `undone`. Calls `on_applied` before any commit can come in between.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn end_replacement(
        &self,
        replacement: &Self::Replacement,
        undone: bool,
        on_applied: impl FnOnce(),
    ) -> Result<(), Error>;

    /// Removes all articles of the folder with this id.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn remove_folder(&self, id: u32) -> Result<(), Error>;

    /// Returns the ids of the records that the last commit has of an archive file.
    ///
    /// # Errors
    /// If the index cannot be read.
    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error>;

    /// Makes all updates since the last commit visible. Calls `state` for the metadata and the file table of
    /// the index at a moment when no update is half applied.
    ///
    /// # Errors
    /// If the index cannot be written.
    fn commit<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error>;

    /// Commits as [`ArticleUpdater::commit`], for the last time.
    ///
    /// # Errors
    /// As [`ArticleUpdater::commit`].
    fn commit_and_merge<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error>;

    /// Returns the files of which the engine has refused an article, with the reasons. They count as
    /// unfinished.
    fn refused(&self) -> Vec<(SourceKey, String)> {
        Vec::new()
    }

    /// Waits for what is done in the background and returns the session.
    ///
    /// # Errors
    /// If that fails.
    fn finish(self) -> Result<Self::Session, Error>;
}
