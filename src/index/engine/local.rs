//! An index in a folder: the engine of one machine.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::article::{Document, SourceKey};
use crate::error::Error;
use crate::index::dir::{IndexDir, KnownFolder, Lock};
use crate::index::doc_store::stored_articles::{StoredArticle, StoredArticles};
use crate::index::doc_store::text_codec::Dictionary;
use crate::index::engine::{ArticleUpdater, IndexEngine, ReplacedArticles, WriteSession};
use crate::index::file_table::FileTable;
use crate::index::meta::Meta;
use crate::index::write::added_days::AddedDays;
use crate::index::write::session::IndexSession;
use crate::index::write::updater::{IndexUpdater, Replacement, Update};

impl IndexEngine for IndexDir {
    type Lock = Lock;
    type Session = IndexSession;

    fn path(&self) -> &Path {
        self.path()
    }

    fn exists(&self) -> Result<bool, Error> {
        Ok(self.current().map_or(true, |current| current.is_some()))
    }

    fn require_existing(&self) -> Result<(), Error> {
        self.existing().map(drop)
    }

    fn require_current(&self, _lock: &Lock) -> Result<(), Error> {
        match Meta::of_current(self)? {
            Some(meta) if meta.index_format().is_current() => Ok(()),
            _ => Err(Error::OtherVersion { path: self.path().to_owned() }),
        }
    }

    fn lock(&self) -> Result<Lock, Error> {
        self.lock()
    }

    fn open(&self, lock: Lock, rebuild: bool) -> Result<IndexSession, Error> {
        IndexSession::open_with(self, lock, rebuild)
    }
}

impl WriteSession for IndexSession {
    type Updater = IndexUpdater;
    type Replaced = StoredArticles;

    fn meta(&self) -> Option<&Meta> {
        self.meta()
    }

    fn recovered_folders(&self) -> &[KnownFolder] {
        self.recovered_folders()
    }

    fn is_fresh(&self) -> bool {
        self.is_fresh()
    }

    fn is_complete(&self) -> bool {
        self.is_complete()
    }

    fn num_articles(&self) -> Result<u64, Error> {
        self.num_articles()
    }

    fn file_table(&self) -> Result<FileTable, Error> {
        self.file_table()
    }

    fn added_days(&self) -> Result<AddedDays, Error> {
        self.added_days()
    }

    fn replaced_articles(&self) -> Result<Option<StoredArticles>, Error> {
        if !WriteSession::replaces_older_generation(self) {
            return Ok(None);
        }
        match StoredArticles::open(&self.dir) {
            // Without its dictionary no text can be read.
            Ok(stored) => match stored.dictionary() {
                Err(Error::Damaged { .. }) => Ok(None),
                dictionary => dictionary.map(|_| Some(stored)),
            },
            Err(Error::OtherVersion { .. } | Error::Damaged { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn needs_dictionary(&self) -> bool {
        self.needs_dictionary()
    }

    fn set_dictionary(&mut self, dictionary: Dictionary) -> Result<(), Error> {
        self.set_dictionary(dictionary)
    }

    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        self.site_lines()
    }

    fn set_site_lines<T: Serialize>(&self, table: &T) -> Result<(), Error> {
        self.set_site_lines(table)
    }

    fn verify(&self, files: &FileTable) -> Result<(), Error> {
        self.verify_tables()?;
        self.write_folder_list(files)
    }

    fn deleted_ratio(&self) -> Result<f64, Error> {
        self.deleted_ratio()
    }

    fn force_merge(&self) -> Result<(), Error> {
        self.force_merge()
    }

    fn compare_articles(&self) -> Result<(), Error> {
        self.compare_articles()
    }

    fn into_updater(self, _meta: &Meta) -> Result<IndexUpdater, Error> {
        self.into_updater()
    }
}

impl ReplacedArticles for StoredArticles {
    type Place = StoredArticle;

    fn files(&self) -> &FileTable {
        &self.files
    }

    fn dictionary(&self) -> Result<Option<Dictionary>, Error> {
        self.dictionary()
    }

    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        self.site_lines()
    }

    fn has_quotations(&self) -> bool {
        self.has_quotations()
    }

    fn added_days(&self) -> Result<Option<AddedDays>, Error> {
        self.added_days()
    }

    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error> {
        self.record_ids(key)
    }

    fn of_file(&self, key: &SourceKey) -> Result<Vec<StoredArticle>, Error> {
        self.of_file(key)
    }

    fn read(&self, place: StoredArticle) -> Result<Document, Error> {
        self.read(place)
    }
}

impl ArticleUpdater for IndexUpdater {
    type Session = IndexSession;
    type Replaced = StoredArticles;
    type Replacement = Replacement;

    fn update(&self, update: &Update, on_applied: impl FnOnce()) -> Result<(), Error> {
        self.update(update, on_applied)
    }

    fn begin_replacement(&self, key: &SourceKey, on_applied: impl FnOnce()) -> Result<Replacement, Error> {
        self.begin_replacement(key, on_applied)
    }

    fn end_replacement(
        &self,
        replacement: &Replacement,
        undone: bool,
        on_applied: impl FnOnce(),
    ) -> Result<(), Error> {
        self.end_replacement(replacement, undone, on_applied)
    }

    fn remove_folder(&self, id: u32) -> Result<(), Error> {
        self.remove_folder(id)
    }

    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error> {
        StoredArticles::open(&self.session().dir)?.record_ids(key)
    }

    fn commit<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error> {
        self.commit(state)
    }

    fn commit_and_merge<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error> {
        self.commit_and_merge(state)
    }

    fn finish(self) -> Result<IndexSession, Error> {
        self.finish()
    }
}
