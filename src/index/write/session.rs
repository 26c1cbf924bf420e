//! An index open for writing.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use tantivy::directory::error::LockError;
use tantivy::store::Compressor;
use tantivy::{Directory, Index, IndexSettings, IndexWriter, TantivyError};

use crate::analysis::AnalyzerVersion;
use crate::error::{Error, os_error_message};
use crate::index::dir::entries::{mend_file_list, verify_generation};
use crate::index::dir::{IndexDir, KnownFolder, Lock};
use crate::index::doc_store::text_codec;
use crate::index::doc_store::text_codec::{Dictionary, TextEncoder};
use crate::index::error::from_tantivy;
use crate::index::file_table;
use crate::index::file_table::FileTable;
use crate::index::format::IndexFormat;
use crate::index::meta::Meta;
use crate::index::schema::{Fields, schema};
use crate::index::site_lines;
use crate::index::spellings::table::SpellingFile;
use crate::index::stories::table::StoryFile;
use crate::index::term_vectors::DocFreqFile;

/// Size of a block of the document store, in bytes.
const DOC_STORE_BLOCK_SIZE: usize = 16 << 10;
/// The smallest memory budget that tantivy's writer accepts, in bytes.
pub(super) const MIN_MEMORY: usize = 15 << 20;
/// Number of attempts to open tantivy's writer.
const WRITER_ATTEMPTS: u32 = 100;
/// Time between two attempts.
const WRITER_INTERVAL: Duration = Duration::from_millis(10);

/// Returns the settings of a new index. Texts are compressed one by one, so that the store can be read in
/// place without unpacking blocks.
pub(super) fn index_settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_blocksize: DOC_STORE_BLOCK_SIZE,
        ..IndexSettings::default()
    }
}

/// An index open for writing. It holds the lock, so that nobody else can write.
pub struct IndexSession {
    pub(crate) dir: IndexDir,
    pub(crate) lock: Lock,
    pub(crate) generation: PathBuf,
    pub(crate) directory: Box<dyn Directory>,
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    meta: Option<Meta>,
    recovered_folders: Vec<KnownFolder>,
    is_fresh: bool,
    pub(crate) dictionaries: Vec<String>,
    pub(crate) text_encoder: TextEncoder,
}

impl IndexSession {
    /// Takes the lock and opens the current generation. Begins a new generation if there is none, if
    /// `rebuild` is set, or if the current one has another format.
    ///
    /// # Errors
    /// [`Error::NotAnIndex`], [`Error::Locked`], and others if the index cannot be read or written.
    pub fn open(dir: &IndexDir, rebuild: bool) -> Result<Self, Error> {
        IndexSession::open_with(dir, dir.lock()?, rebuild)
    }

    /// As [`IndexSession::open`], with the lock already taken.
    ///
    /// # Errors
    /// [`Error::NewerVersion`] if a later version of this program wrote the index, [`Error::Damaged`] if it
    /// cannot be read and is not rebuilt, and other errors if it cannot be written.
    pub(crate) fn open_with(dir: &IndexDir, mut lock: Lock, rebuild: bool) -> Result<Self, Error> {
        // Only a rebuild may replace what is damaged: what cannot be read is not as good as nothing.
        if rebuild {
            repair_pointer(dir, &lock)?;
        }
        let current = match dir.current() {
            Err(Error::Damaged { .. }) if rebuild => None,
            current => current?.filter(|_| !rebuild),
        };
        let mut recovered_folders = Vec::new();
        let meta = match Meta::of_current(dir) {
            Err(Error::Damaged { .. }) if rebuild => {
                recovered_folders = dir.folder_list()?.unwrap_or_default();
                let folders = recovered_folders.iter().map(|known| known.folder.clone());
                Some(Meta::new(folders.collect())).filter(|meta| !meta.folders.is_empty())
            }
            meta => {
                let meta = meta?;
                // Not before the current one is known to be an index: the pointer may be damaged.
                if meta.is_some() {
                    dir.remove_stale_generations(&lock);
                }
                meta
            }
        };
        let usable = current.filter(|_| meta.as_ref().is_some_and(|meta| meta.index_format().is_current()));
        let is_fresh = usable.is_none();
        if is_fresh && meta.is_none() {
            lock.record_first_build();
        }
        if let Some(generation) = &usable {
            verify_generation(dir.path(), generation)?;
        }
        let generation = usable.map_or_else(|| dir.new_generation(&lock), Ok)?;
        let (schema, fields) = schema(IndexFormat::CURRENT);
        let directory = dir.directory(&generation)?;
        let index = if is_fresh {
            Index::create(directory.box_clone(), schema, index_settings())
        } else {
            mend_file_list(&generation, &*directory)
                .map_err(|error| Error::io("write", dir.path(), error))?;
            Index::open(directory.box_clone())
        };
        let index = index.map_err(|error| from_tantivy(dir.path(), error))?;
        let usable_meta = meta.as_ref().filter(|_| !is_fresh);
        let dictionaries = usable_meta.map(|meta| meta.dictionaries.clone()).unwrap_or_default();
        let text_encoder = TextEncoder::open(&generation, &dictionaries).map_err(|error| Error::Damaged {
            path: dir.path().to_owned(),
            detail: os_error_message(&error),
        })?;
        Ok(IndexSession {
            dir: dir.clone(),
            lock,
            generation,
            directory,
            index,
            fields,
            meta,
            recovered_folders,
            is_fresh,
            dictionaries,
            text_encoder,
        })
    }

    /// Returns whether a dictionary should be learned from the articles of a run before they are added.
    pub fn needs_dictionary(&self) -> bool {
        self.dictionaries.is_empty()
    }

    /// Writes `dictionary` into the index and compresses all further texts with it.
    ///
    /// # Errors
    /// If the index cannot be written.
    pub fn set_dictionary(&mut self, Dictionary(dictionary): Dictionary) -> Result<(), Error> {
        let name = text_codec::write(&*self.directory, &dictionary)
            .map_err(|error| Error::io("write", self.dir.path(), error))?;
        self.dictionaries.push(name);
        self.text_encoder = TextEncoder::new(self.dictionaries.len(), dictionary);
        Ok(())
    }

    /// Returns the metadata that the current generation had when the session was opened, even during a
    /// rebuild.
    pub fn meta(&self) -> Option<&Meta> {
        self.meta.as_ref()
    }

    /// Returns the folders of the index, if nothing else of it can be read.
    pub(crate) fn recovered_folders(&self) -> &[KnownFolder] {
        &self.recovered_folders
    }

    /// Returns the version of the analyzer of the index; that of a new generation is the current one.
    pub(crate) fn analyzer(&self) -> AnalyzerVersion {
        match &self.meta {
            Some(meta) if !self.is_fresh => meta.analyzer(),
            _ => AnalyzerVersion::CURRENT,
        }
    }

    /// Returns whether the session began a new, empty generation.
    pub fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// Returns the number of articles at the last commit.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn num_articles(&self) -> Result<u64, Error> {
        let segments = self.index.searchable_segment_metas().map_err(|error| self.error(error))?;
        Ok(segments.iter().map(|segment| u64::from(segment.num_docs())).sum())
    }

    /// Returns whether the last run was completed: its last commit has counted tokens and compared names, and
    /// articles were compared after it. A damaged table of names or stories is none: it is made again.
    pub fn is_complete(&self) -> bool {
        let are_compared = |meta: &Meta| {
            !meta.spellings.is_empty() && SpellingFile::open(&self.generation, &meta.spellings).get().is_ok()
        };
        let has_stories = |meta: &Meta| {
            let file = StoryFile::open(&self.generation, &meta.stories);
            file.of_commit(meta).is_ok_and(|table| table.is_some())
        };
        let is_complete =
            |meta: &Meta| !meta.token_counts.is_empty() && are_compared(meta) && has_stories(meta);
        !self.is_fresh && self.meta.as_ref().is_some_and(is_complete)
    }

    /// Returns the name of the file with the stories that were compared last; empty if there is none.
    pub(super) fn last_stories(&self) -> String {
        let meta = self.meta.as_ref().filter(|_| !self.is_fresh);
        meta.map(|meta| meta.stories_or_last().to_owned()).unwrap_or_default()
    }

    /// Reads the file table of the last commit; it is empty if the session began a new generation.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn file_table(&self) -> Result<FileTable, Error> {
        match self.meta.as_ref().filter(|_| !self.is_fresh) {
            Some(meta) => file_table::read(self.dir.path(), &*self.directory, &meta.file_table),
            None => Ok(FileTable::new()),
        }
    }

    /// Reads the site lines, which were learned when the index was built.
    ///
    /// # Errors
    /// If the index is damaged.
    pub fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        site_lines::read(self.dir.path(), &*self.directory)
    }

    /// Verifies the tables that neither a search nor an update without changes reads.
    ///
    /// # Errors
    /// [`Error::Damaged`] if one does not match its checksum.
    pub(crate) fn verify_tables(&self) -> Result<(), Error> {
        self.site_lines::<IgnoredAny>()?;
        let Some(meta) = self.meta.as_ref().filter(|_| !self.is_fresh) else { return Ok(()) };
        let doc_freqs = DocFreqFile::open(&self.generation, &meta.doc_freqs);
        let verified = doc_freqs.and_then(|doc_freqs| doc_freqs.get().map(drop));
        verified.map_err(|error| Error::reading_index(self.dir.path(), &error))
    }

    /// Writes the site lines. Must be called before the first article is added, and only once.
    ///
    /// # Errors
    /// If the table cannot be written.
    pub fn set_site_lines<T: Serialize>(&self, table: &T) -> Result<(), Error> {
        site_lines::write(&*self.directory, table).map_err(|error| Error::io("write", self.dir.path(), error))
    }

    /// Returns the ratio of deleted articles to all articles that take up space, from 0 to 1.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn deleted_ratio(&self) -> Result<f64, Error> {
        let segments = self.index.searchable_segment_metas().map_err(|error| self.error(error))?;
        let deleted: u64 = segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
        let total: u64 = segments.iter().map(|segment| u64::from(segment.max_doc())).sum();
        Ok(if total == 0 { 0.0 } else { deleted as f64 / total as f64 })
    }

    /// Opens tantivy's writer. Articles reach the index as whole segments, so the writer needs little memory.
    ///
    /// Nobody else writes while the session has the lock of the index. But a process that another thread
    /// starts holds the files of this one until it runs its program, and with them tantivy's lock, even after
    /// the last writer was dropped: a taken lock is tried again.
    pub(crate) fn tantivy_writer(&self) -> tantivy::Result<IndexWriter> {
        for _ in 1..WRITER_ATTEMPTS {
            match self.index.writer_with_num_threads(1, MIN_MEMORY) {
                Err(TantivyError::LockFailure(LockError::LockBusy, _)) => std::thread::sleep(WRITER_INTERVAL),
                result => return result,
            }
        }
        self.index.writer_with_num_threads(1, MIN_MEMORY)
    }

    /// Turns an error of tantivy about this index into an error of the program.
    pub(crate) fn error(&self, error: TantivyError) -> Error {
        from_tantivy(self.dir.path(), error)
    }
}

/// Makes another generation the current one if that cannot be read, or the pointer cannot. The other must
/// have all folders of the second list, so that none is forgotten.
fn repair_pointer(dir: &IndexDir, lock: &Lock) -> Result<(), Error> {
    let listed = dir.folder_list()?.unwrap_or_default();
    let is_damaged =
        |generation: &Path| matches!(Meta::read(dir.path(), generation), Err(Error::Damaged { .. }));
    let is_whole = |generation: &Path| {
        let has_folder = |meta: &Meta, known: &KnownFolder| {
            meta.folders.iter().any(|folder| folder.path == known.folder.path)
        };
        Meta::read(dir.path(), generation)
            .is_ok_and(|meta| listed.iter().all(|known| has_folder(&meta, known)))
    };
    dir.repair_pointer(lock, is_damaged, is_whole)
}

#[cfg(test)]
mod tests {
    use tantivy::directory::INDEX_WRITER_LOCK;

    use crate::index::write::session::*;

    #[test]
    fn a_lock_that_is_held_for_a_moment_is_waited_for() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let session = IndexSession::open(&IndexDir::new(folder.path()), false)?;
        let held = session.directory.acquire_lock(&INDEX_WRITER_LOCK).expect("nobody else has the lock");
        let holder = std::thread::spawn(move || {
            std::thread::sleep(3 * WRITER_INTERVAL);
            drop(held);
        });
        assert!(session.tantivy_writer().is_ok());
        holder.join().expect("the lock is released");
        Ok(())
    }
}
