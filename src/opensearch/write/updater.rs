//! Adds, removes and commits articles of an index on a cluster.

use std::borrow::Borrow;
use std::collections::HashSet;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use crate::analysis::AnalyzerVersion;
use crate::article::SourceKey;
use crate::error::Error;
use crate::index::{ArticleUpdater, FileTable, Meta, Update};
use crate::opensearch::client::BulkOperation;
use crate::opensearch::documents::ArticleEncoder;
use crate::opensearch::write::bulk_queue::{Batch, BulkQueue};
use crate::opensearch::write::replaced::{ClusterArticles, record_ids};
use crate::opensearch::write::rows::{KnownRows, SourceId, mark};
use crate::opensearch::write::session::ClusterSession;
use crate::opensearch::write::written_files::WrittenFiles;

/// Size of a batch of articles, in bytes.
const BATCH_BYTES: usize = 4 << 20;

/// Updates an index on a cluster.
pub(crate) struct ClusterUpdater {
    pub(super) session: ClusterSession,
    pub(super) encoder: ArticleEncoder,
    /// Shared by the threads that add articles, locked exclusively for a commit.
    pub(super) gate: RwLock<()>,
    pub(super) queue: BulkQueue,
    pub(super) state: Mutex<UpdateState>,
}

/// State that the threads share which add articles.
pub(super) struct UpdateState {
    pub batch: Batch,
    pub files: WrittenFiles,
    /// Rows of the index.
    pub known: KnownRows,
    /// Folders that are being removed.
    pub removed_folders: Vec<u32>,
    /// Files of which the cluster has refused something, with the reason.
    pub refused: FxHashMap<SourceKey, String>,
}

impl UpdateState {
    /// Opens a file and marks it.
    pub(super) fn open(&mut self, key: &SourceKey, is_replaced: bool, record: Option<u64>) -> SourceId {
        let id = SourceId::of(key);
        let is_known = self.known.contains_key(&id);
        let (file, is_new) = self.files.open(id, key, || is_known, is_replaced);
        if let Some((written, record)) = file.written.as_mut().zip(record) {
            written.insert(record);
        }
        if is_new {
            self.batch.marks.push(mark(id, key, is_known), &file.key);
        }
        id
    }

    /// Records what the cluster has refused. The rows of these files stay unfinished.
    pub(super) fn refuse(&mut self, refused: Vec<(Arc<SourceKey>, String)>) {
        self.refused.extend(refused.into_iter().map(|(key, reason)| (SourceKey::clone(&key), reason)));
    }

    /// Adds the JSON of an article.
    fn add(&mut self, key: &SourceKey, record: u64, body: String) {
        let id = self.open(key, false, Some(record));
        let operation = BulkOperation::Index { id: id.article(record), body, routing: None };
        let (file, _) = self.files.open(id, key, || false, false);
        self.batch.articles.push(operation, &file.key);
    }
}

impl ClusterUpdater {
    pub(super) fn new(session: ClusterSession, known: KnownRows) -> Result<Self, Error> {
        let state = UpdateState {
            batch: Batch::default(),
            files: WrittenFiles::default(),
            known,
            removed_folders: Vec::new(),
            refused: FxHashMap::default(),
        };
        let queue = BulkQueue::new(&session.client);
        let encoder = ArticleEncoder::new(AnalyzerVersion::CURRENT)?;
        Ok(ClusterUpdater { session, encoder, gate: RwLock::new(()), queue, state: Mutex::new(state) })
    }

    pub(super) fn state(&self) -> MutexGuard<'_, UpdateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends all articles, and waits until they are acknowledged.
    pub(super) fn send_all(&self) -> Result<(), Error> {
        self.send_batch(0)?;
        let refused = self.queue.drain()?;
        self.state().refuse(refused);
        Ok(())
    }

    /// Sends the batch if it has at least this size.
    pub(super) fn send_batch(&self, min_bytes: usize) -> Result<(), Error> {
        let mut state = self.state();
        if state.batch.is_empty() || state.batch.bytes() < min_bytes {
            return Ok(());
        }
        // Put into the queue under the lock: a later batch relies on the marks of this one.
        let batch = mem::take(&mut state.batch);
        self.queue.push(batch)
    }
}

impl ArticleUpdater for ClusterUpdater {
    type Session = ClusterSession;
    type Replaced = ClusterArticles;
    type Replacement = ();

    fn update(&self, update: &Update, on_applied: impl FnOnce()) -> Result<(), Error> {
        self.session.check()?;
        let encode = |document| Ok((document, self.encoder.article_json(document)?));
        let body = update.add.map(encode).transpose()?;
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        if let Some(key) = update.remove {
            if state.files.is_open(SourceId::of(key)) {
                // What two requests write of the same article they write in any order.
                drop(state);
                self.send_all()?;
                state = self.state();
            }
            state.open(key, true, None);
        }
        if let Some((document, body)) = body {
            state.add(&document.key, document.record.number, body);
        }
        drop(state);
        on_applied();
        self.send_batch(BATCH_BYTES)
    }

    /// Nothing is removed yet: a new record takes the place of the old one of the same number.
    fn begin_replacement(&self, key: &SourceKey, on_applied: impl FnOnce()) -> Result<(), Error> {
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        if self.state().files.is_open(SourceId::of(key)) {
            self.send_all()?;
        }
        self.state().open(key, true, None);
        on_applied();
        Ok(())
    }

    /// The commit removes the records that were not written, once the row is final. Of a replacement that is
    /// undone the index has old and new records, and the row stays unfinished.
    fn end_replacement(&self, (): &(), _undone: bool, on_applied: impl FnOnce()) -> Result<(), Error> {
        let _gate = self.gate.read().unwrap_or_else(PoisonError::into_inner);
        on_applied();
        Ok(())
    }

    fn remove_folder(&self, id: u32) -> Result<(), Error> {
        self.state().removed_folders.push(id);
        Ok(())
    }

    fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error> {
        record_ids(&self.session.client, key)
    }

    fn commit<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error> {
        self.commit_with(state, false)
    }

    fn commit_and_merge<T: Borrow<FileTable>>(&self, state: impl FnOnce() -> (Meta, T)) -> Result<(), Error> {
        self.commit_with(state, true)
    }

    fn refused(&self) -> Vec<(SourceKey, String)> {
        self.state().refused.iter().map(|(key, reason)| (key.clone(), reason.clone())).collect()
    }

    fn finish(self) -> Result<ClusterSession, Error> {
        self.queue.drain()?;
        Ok(self.session)
    }
}
