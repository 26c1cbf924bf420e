//! Sends articles in the background, while others are read and cleaned.

use std::collections::HashSet;
use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::article::SourceKey;
use crate::error::Error;
use crate::opensearch::client::{BulkFailure, BulkOperation, ClusterClient};

/// Number of threads that send.
const SENDERS: usize = 2;
/// Number of batches that wait.
const WAITING: usize = 1;

/// Operations, each with the file that it is about.
#[derive(Default)]
pub(super) struct Operations {
    list: Vec<BulkOperation>,
    files: Vec<Arc<SourceKey>>,
    bytes: usize,
}

impl Operations {
    pub(super) fn push(&mut self, operation: BulkOperation, file: &Arc<SourceKey>) {
        self.bytes += operation.size();
        self.list.push(operation);
        self.files.push(Arc::clone(file));
    }

    /// Returns about how many bytes they have.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Sends them all. Returns the files of which the cluster has refused something, with the reasons.
    ///
    /// # Errors
    /// If no answer comes, or the cluster refuses all.
    pub(super) fn send(&self, client: &ClusterClient) -> Result<Vec<(Arc<SourceKey>, String)>, Error> {
        let failures = client.bulk(&self.list)?;
        let file_of =
            |failure: BulkFailure| Some((self.files.get(failure.position)?.clone(), failure.reason));
        Ok(failures.into_iter().filter_map(file_of).collect())
    }

    /// Removes the operations of `files`.
    fn remove_files(&mut self, files: &HashSet<Arc<SourceKey>>) {
        let all = mem::take(self);
        for (operation, file) in all.list.into_iter().zip(&all.files) {
            if !files.contains(file) {
                self.push(operation, file);
            }
        }
    }
}

/// Articles to send, and the marks of files that must be there before.
#[derive(Default)]
pub(super) struct Batch {
    pub marks: Operations,
    pub articles: Operations,
}

impl Batch {
    pub(super) fn bytes(&self) -> usize {
        self.marks.bytes() + self.articles.bytes()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.articles.is_empty()
    }
}

/// Threads that send batches. No article is sent before the mark of its file is acknowledged.
pub(super) struct BulkQueue {
    sender: Option<SyncSender<Batch>>,
    state: Arc<QueueState>,
    threads: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct QueueState {
    results: Mutex<QueueResults>,
    is_idle: Condvar,
}

#[derive(Default)]
struct QueueResults {
    /// Number of batches that are not sent yet.
    pending: usize,
    /// Files of which the cluster has refused something, with the reasons.
    refused: Vec<(Arc<SourceKey>, String)>,
    error: Option<Error>,
    has_failed: bool,
}

impl BulkQueue {
    pub(super) fn new(client: &Arc<ClusterClient>) -> Self {
        let (sender, receiver) = sync_channel(WAITING);
        let (receiver, state) = (Arc::new(Mutex::new(receiver)), Arc::<QueueState>::default());
        let spawn = |_| {
            let (client, receiver, state) = (Arc::clone(client), Arc::clone(&receiver), Arc::clone(&state));
            std::thread::spawn(move || while state.send_next(&client, &receiver) {})
        };
        let threads = (0..SENDERS).map(spawn).collect();
        BulkQueue { sender: Some(sender), state, threads }
    }

    /// Adds a batch. Waits while others are in the way.
    ///
    /// # Errors
    /// If an earlier batch could not be sent.
    pub(super) fn push(&self, batch: Batch) -> Result<(), Error> {
        let mut results = self.state.results();
        results.check()?;
        results.pending += 1;
        drop(results);
        let sent = self.sender.as_ref().is_some_and(|sender| sender.send(batch).is_ok());
        if sent { Ok(()) } else { Err(Error::Internal("no thread sends articles".into())) }
    }

    /// Waits until all is sent. Returns the files of which the cluster has refused something.
    ///
    /// # Errors
    /// If a batch could not be sent.
    pub(super) fn drain(&self) -> Result<Vec<(Arc<SourceKey>, String)>, Error> {
        let results = self.state.results();
        let is_busy = |results: &mut QueueResults| results.pending > 0;
        let idle = self.state.is_idle.wait_while(results, is_busy);
        let mut results = idle.unwrap_or_else(PoisonError::into_inner);
        results.check()?;
        Ok(mem::take(&mut results.refused))
    }
}

impl Drop for BulkQueue {
    fn drop(&mut self) {
        drop(self.sender.take());
        for thread in self.threads.drain(..) {
            let _ = thread.join(); // what was not committed is read again
        }
    }
}

impl QueueResults {
    /// Fails once a batch could not be sent.
    fn check(&mut self) -> Result<(), Error> {
        match self.error.take() {
            Some(error) => Err(error),
            None if self.has_failed => Err(Error::Internal("articles could not be sent".into())),
            None => Ok(()),
        }
    }
}

impl QueueState {
    fn results(&self) -> MutexGuard<'_, QueueResults> {
        self.results.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends the next batch. Returns whether there was one.
    fn send_next(&self, client: &ClusterClient, receiver: &Mutex<Receiver<Batch>>) -> bool {
        // Locked until the marks are sent, since articles of the same files may be in the next batch.
        let queue = receiver.lock().unwrap_or_else(PoisonError::into_inner);
        let Ok(Batch { marks, mut articles }) = queue.recv() else { return false };
        let has_failed = self.results().has_failed;
        let send = || {
            let mut refused = if has_failed { Vec::new() } else { marks.send(client)? };
            drop(queue);
            if !has_failed {
                let without_mark = refused.iter().map(|(file, _)| Arc::clone(file)).collect();
                articles.remove_files(&without_mark);
                refused.extend(articles.send(client)?);
            }
            Ok(refused)
        };
        let sent = send();
        let mut results = self.results();
        results.pending -= 1;
        match sent {
            Ok(refused) => results.refused.extend(refused),
            Err(error) if !results.has_failed => {
                results.has_failed = true;
                results.error = Some(error);
            }
            Err(_) => {}
        }
        self.is_idle.notify_all();
        true
    }
}
