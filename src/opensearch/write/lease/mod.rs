//! The lease of the one process that writes an index on a cluster.
//!
//! The lease is a document of the index with its owner. A thread renews it, on the condition that nobody else
//! has changed it. Another process may take it once it has watched it for a term without a renewal, or at
//! once if its owner was a process of the same machine that is no more.
//!
//! A process that was suspended for longer than a term may believe to have it still. It stops at its next
//! renewal, and changes neither the metadata nor the story of an article that another process has changed.
//! What it sends before of files that it was reading may be older than what the index has by then.

mod process;
mod watch;

use std::path::PathBuf;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::Error;
use crate::opensearch::client::{ClusterClient, Conflict, DocumentVersion};
use crate::opensearch::machine::random_id;
use crate::opensearch::mapping::{DATA, KIND, META};
use crate::opensearch::pages::invalid;
use crate::opensearch::write::lease::process::Process;

pub(super) use watch::LeaseWatch;

/// Id of the document.
const LEASE_ID: &str = "lease";
/// Time after which a lease that is not renewed lapses.
pub(super) const TERM: Duration = Duration::from_secs(60);
/// Time between two renewals.
const RENEWAL_INTERVAL: Duration = Duration::from_secs(15);
/// Time after which a renewal that failed is tried again.
const RETRY_INTERVAL: Duration = Duration::from_secs(3);
/// Number of attempts to take a lease that others change meanwhile.
const ATTEMPTS: u32 = 5;

/// The lease of this process. It is given back when it is dropped.
pub(crate) struct Lease {
    shared: Arc<SharedLease>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// State that the thread shares which renews the lease.
struct SharedLease {
    client: Arc<ClusterClient>,
    path: PathBuf,
    owner: Owner,
    state: Mutex<LeaseState>,
}

struct LeaseState {
    version: DocumentVersion,
    /// Time at which it lapses.
    end: Instant,
    /// Description of the process that has it now, if that is another one.
    lost_to: Option<String>,
}

/// The process that has a lease.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Owner {
    /// Random number that tells one lease from another.
    id: String,
    /// Description for messages.
    name: String,
    /// Evidence that the process is still there; `None` where nothing tells.
    process: Option<Process>,
}

/// The content of the document.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LeaseDocument {
    owner: Owner,
    /// Milliseconds since 1970 at which the lease lapses, by the clock of its owner. A hint: clocks differ.
    end: u64,
}

impl Lease {
    /// Takes the lease of the index, which must exist. `watch` is kept from one attempt to the next.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has it, and others if the cluster cannot be asked.
    pub(super) fn take(
        client: Arc<ClusterClient>,
        path: PathBuf,
        watch: &mut Option<LeaseWatch>,
    ) -> Result<Self, Error> {
        let owner = Owner { id: random_id(), name: process::describe(), process: Process::this() };
        for _ in 0..ATTEMPTS {
            let found = read(&client)?;
            if let Some((version, document)) = &found
                && document.owner.id != owner.id
                && !document.owner.process.as_ref().is_some_and(Process::is_gone)
            {
                let now = Instant::now();
                let watch = watch.insert(LeaseWatch::of(*version, document.end <= time(), *watch, now));
                if !watch.has_lapsed(TERM, now) {
                    return Err(Error::Locked { path, holder: document.owner.name.clone() });
                }
            }
            let end = Instant::now() + TERM;
            if let Some(version) = write(&client, &owner, found.map(|(version, _)| version))? {
                let state = Mutex::new(LeaseState { version, end, lost_to: None });
                return Ok(Lease::renewed(Arc::new(SharedLease { client, path, owner, state })));
            }
        }
        Err(Error::Locked { path, holder: "another process".into() })
    }

    /// Starts the thread that renews the lease.
    fn renewed(shared: Arc<SharedLease>) -> Self {
        let (stop, stopped) = channel();
        let renewing = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            let mut interval = RENEWAL_INTERVAL;
            while stopped.recv_timeout(interval) == Err(RecvTimeoutError::Timeout) {
                interval = if renewing.renew().is_ok() { RENEWAL_INTERVAL } else { RETRY_INTERVAL };
            }
        });
        Lease { shared, stop: Some(stop), thread: Some(thread) }
    }

    /// Returns without an error if this process still has the lease.
    ///
    /// # Errors
    /// [`Error::Locked`] if another one has it, and others if it has lapsed and cannot be renewed.
    pub(super) fn check(&self) -> Result<(), Error> {
        let state = self.shared.state();
        match &state.lost_to {
            Some(holder) => Err(self.shared.locked(holder)),
            None if Instant::now() < state.end => Ok(()),
            None => {
                drop(state);
                self.shared.renew()
            }
        }
    }

    /// Renews the lease for the last time, before the index with it is deleted.
    ///
    /// # Errors
    /// As [`Lease::check`].
    pub(super) fn end(&self) -> Result<(), Error> {
        self.shared.renew()?;
        self.shared.state().lost_to = Some("another process".into());
        Ok(())
    }

    /// Renews the lease now.
    ///
    /// # Errors
    /// As [`Lease::check`].
    pub(super) fn renew(&self) -> Result<(), Error> {
        self.shared.renew()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join(); // it only renews
        }
        let SharedLease { client, state, .. } = &*self.shared;
        let state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.lost_to.is_none() {
            let path = client.address().document_path(LEASE_ID);
            let condition = DocumentVersion::condition(Some(state.version));
            let _ = client.delete(&format!("{path}?{condition}")); // it lapses otherwise
        }
    }
}

impl SharedLease {
    fn state(&self) -> MutexGuard<'_, LeaseState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn locked(&self, holder: &str) -> Error {
        Error::Locked { path: self.path.clone(), holder: holder.to_owned() }
    }

    fn renew(&self) -> Result<(), Error> {
        let mut state = self.state();
        for _ in 0..ATTEMPTS {
            if let Some(holder) = &state.lost_to {
                return Err(self.locked(holder));
            }
            let end = Instant::now() + TERM;
            if let Some(version) = write(&self.client, &self.owner, Some(state.version))? {
                (state.version, state.end) = (version, end);
                return Ok(());
            }
            match read(&self.client)? {
                // The answer to an earlier renewal was lost.
                Some((version, document)) if document.owner.id == self.owner.id => state.version = version,
                Some((_, document)) => state.lost_to = Some(document.owner.name),
                None => state.lost_to = Some("another process".into()),
            }
        }
        Err(self.locked("another process"))
    }
}

fn read(client: &ClusterClient) -> Result<Option<(DocumentVersion, LeaseDocument)>, Error> {
    let Some(found) = client.get(&client.address().document_path(LEASE_ID))? else { return Ok(None) };
    let damaged = || client.address().error(invalid("the lease of the index"));
    let version = DocumentVersion::of(&found).ok_or_else(damaged)?;
    let document = LeaseDocument::deserialize(&found["_source"][DATA]);
    // One that is damaged lapses as that of a process that is no more.
    let unknown = || Owner { id: String::new(), name: "a process that left no name".into(), process: None };
    Ok(Some((version, document.unwrap_or_else(|_| LeaseDocument { owner: unknown(), end: 0 }))))
}

/// Writes the lease in place of this version; `None` if the index has another one, or may have.
fn write(
    client: &ClusterClient,
    owner: &Owner,
    version: Option<DocumentVersion>,
) -> Result<Option<DocumentVersion>, Error> {
    let document = LeaseDocument { owner: owner.clone(), end: time() + TERM.as_millis() as u64 };
    let condition = DocumentVersion::condition(version);
    let path = format!("{}?{condition}", client.address().document_path(LEASE_ID));
    let answer = match client.put_if(&path, &json!({ KIND: META, DATA: document })) {
        Ok(Ok(answer)) => answer,
        Ok(Err(Conflict)) => return Ok(None),
        // The one who asks reads which version there is now.
        Err(Error::Cluster { problem, .. }) if problem.leaves_unknown() => return Ok(None),
        Err(error) => return Err(error),
    };
    let version = DocumentVersion::of(&answer);
    version.map(Some).ok_or_else(|| client.address().error(invalid("the lease of the index")))
}

/// Returns the milliseconds since 1970.
fn time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}
