//! Adding, removing and committing.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tantivy::schema::document::Document as EngineDocument;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::fields::to_engine;
use super::gist::Rarity;
use super::sources::{self, Sources};
use super::writer::Held;
use super::{Meta, explain, statistics};
use crate::document::{Document, SourceKey};
use crate::error::Error;

/// Memory for the words of all writing threads before they go to disk, in bytes.
const MEMORY: usize = 96 << 20;
/// Articles that wait for a writing thread hold no more than this, in bytes. One that is larger waits alone.
const WAITING: usize = 16 << 20;
/// An article waits no longer than this.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the names of tables of files begin with.
const TABLE: &str = "sources-";
/// What the names of tables of rarities begin with.
const RARITIES: &str = "rarities-";

/// The one who writes an index. Nothing is seen by readers before [`Writer::commit`].
pub struct Writer {
    held: Held,
    /// Whoever adds articles shares it; whoever commits has it alone.
    writer: RwLock<IndexWriter<Queued>>,
    queue: Arc<Queue>,
}

/// What is to happen to the articles of a file in one step, which no commit can fall into.
pub struct Change<'d> {
    /// A file whose articles are removed first.
    pub remove: Option<&'d SourceKey>,
    /// Articles that are added.
    pub add: Option<&'d Document>,
}

impl Writer {
    pub(super) fn new(held: Held, threads: usize) -> Result<Self, Error> {
        let wrong = |error| explain(held.place.path(), error);
        let writer: IndexWriter<Queued> =
            held.index.writer_with_num_threads(threads, MEMORY).map_err(wrong)?;
        // What a run left behind that did not come to its end has names that this one would use again.
        writer.garbage_collect_files().wait().map_err(wrong)?;
        Ok(Writer { held, writer: RwLock::new(writer), queue: Arc::default() })
    }

    /// Makes a change, and runs `note` before any commit can come between. Waits when the engine is behind.
    ///
    /// # Errors
    /// When the engine has failed, for example because the disk is full.
    pub fn change(&self, change: &Change, note: impl FnOnce()) -> Result<(), Error> {
        let document = change.add.map(|document| {
            let document = to_engine(&self.held.fields, &self.held.packer, document)?;
            let room = self.queue.take_room(size_of(change.add));
            Ok::<_, Error>(Queued { document, _room: Some(room) })
        });
        let document = document.transpose()?;
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = change.remove {
            writer.delete_term(Term::from_field_text(self.held.fields.source, &key.encode()));
        }
        if let Some(document) = document {
            writer.add_document(document).map_err(|error| explain(self.held.place.path(), error))?;
        }
        note();
        Ok(())
    }

    /// Removes all articles of a folder, by its number.
    pub fn remove_folder(&self, id: u32) {
        let key = SourceKey { folder: id, path: String::new() }.encode();
        let writer = self.writer.read().unwrap_or_else(PoisonError::into_inner);
        writer.delete_term(Term::from_field_text(self.held.fields.under, &key));
    }

    /// Makes everything since the last commit visible at once. `state` is asked what the index knows of itself and of
    /// its files at a moment at which no change is half made.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn commit<S: Borrow<Sources>>(&self, state: impl FnOnce() -> (Meta, S)) -> Result<(), Error> {
        let wrong = |error| explain(self.held.place.path(), error);
        let mut writer = self.writer.write().unwrap_or_else(PoisonError::into_inner);
        let (mut meta, table) = state();
        meta.dictionaries.clone_from(&self.held.dictionaries);
        let mut commit = writer.prepare_commit().map_err(wrong)?;
        meta.sources = format!("{TABLE}{}", commit.opstamp());
        let write_error = |error| Error::io("write", self.held.place.path(), error);
        sources::write(&*self.held.directory, &meta.sources, table.borrow()).map_err(write_error)?;
        drop(table); // whoever counts may go on
        commit
            .set_payload(&serde_json::to_string(&meta).map_err(|error| Error::Internal(error.to_string()))?);
        commit.commit().map_err(wrong)?;
        // What was added can be counted now that it is there. Until then the engine's estimate serves.
        let rarity;
        (meta.tokens, meta.languages, rarity) = self.count()?;
        let mut commit = writer.prepare_commit().map_err(wrong)?;
        meta.rarities = format!("{RARITIES}{}", commit.opstamp());
        rarity.write(&*self.held.directory, &meta.rarities).map_err(write_error)?;
        commit.set_payload(&payload(&meta)?);
        commit.commit().map_err(wrong)?;
        self.held.place.publish(&self.held.generation, &self.held.lock)?;
        self.sweep(&[&meta.sources, &meta.rarities]);
        Ok(())
    }

    /// Waits until nothing is being written any more, and gives the index back.
    ///
    /// # Errors
    /// When the last of it could not be written.
    pub fn finish(self) -> Result<Held, Error> {
        let wrong = |error| explain(self.held.place.path(), error);
        let writer = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.wait_merging_threads().map_err(wrong)?;
        Ok(self.held)
    }

    fn count(&self) -> Result<(statistics::Tokens, BTreeMap<String, u64>, Rarity), Error> {
        let count = || {
            let searcher = self.held.index.reader()?.searcher();
            let languages = statistics::languages(&searcher, self.held.fields.lang)?;
            Ok((statistics::count(&searcher)?, languages, Rarity::count(&searcher)?))
        };
        count().map_err(|error| explain(self.held.place.path(), error))
    }

    /// Deletes the tables of commits before the last.
    fn sweep(&self, current: &[&str]) {
        let Ok(entries) = std::fs::read_dir(&self.held.generation) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let old = |name: &str| {
                [TABLE, RARITIES].iter().any(|kind| name.starts_with(kind)) && !current.contains(&name)
            };
            if name.to_str().is_some_and(old) {
                let _ = self.held.directory.delete(Path::new(&name)); // the next commit tries again
            }
        }
    }
}

fn payload(meta: &Meta) -> Result<String, Error> {
    serde_json::to_string(meta).map_err(|error| Error::Internal(error.to_string()))
}

/// About how much memory an article takes while it waits: its words are there several times, for several fields.
fn size_of(document: Option<&Document>) -> usize {
    document.map_or(0, |document| 4 * document.body.text.len() + 4 * document.cut.text.len() + 1000)
}

/// A document on its way to a writing thread, with the room it takes up on the way.
struct Queued {
    document: TantivyDocument,
    _room: Option<Room>,
}

impl EngineDocument for Queued {
    type Value<'a> = <TantivyDocument as EngineDocument>::Value<'a>;
    type FieldsValuesIter<'a> = <TantivyDocument as EngineDocument>::FieldsValuesIter<'a>;

    fn iter_fields_and_values(&self) -> Self::FieldsValuesIter<'_> {
        self.document.iter_fields_and_values()
    }

    fn into_tantivy_document(self) -> TantivyDocument {
        self.document
    }
}

/// How much waits.
#[derive(Default)]
struct Queue {
    waiting: Mutex<usize>,
    freed: Condvar,
}

/// Room taken up, given back when dropped.
struct Room {
    queue: Arc<Queue>,
    bytes: usize,
}

impl Queue {
    /// Waits until there is room for `bytes`.
    fn take_room(self: &Arc<Self>, bytes: usize) -> Room {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        // A writing thread that has died frees no room; whoever adds next is told of its death.
        let patience = Instant::now() + PATIENCE;
        while Instant::now() < patience {
            if *waiting == 0 || *waiting + bytes <= WAITING {
                break;
            }
            let outcome = self.freed.wait_timeout(waiting, Duration::from_secs(1));
            waiting = outcome.unwrap_or_else(PoisonError::into_inner).0;
        }
        *waiting += bytes;
        Room { queue: Arc::clone(self), bytes }
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        *self.queue.waiting.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.queue.freed.notify_all();
    }
}
