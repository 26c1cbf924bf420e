//! Where the index of an indexer is, and its lock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::error::Error;
use crate::index::{IndexDir, IndexEngine};
use crate::indexer::Indexer;
use crate::indexer::options::IndexOptions;
#[cfg(feature = "opensearch")]
use crate::opensearch::{ClusterAddress, Machine};
use crate::progress::Progress;

/// The place of an index.
#[derive(Debug, Clone)]
pub(super) enum IndexPlace {
    Dir(IndexDir),
    #[cfg(feature = "opensearch")]
    Cluster(ClusterAddress, Option<Machine>),
}

impl Indexer {
    /// Returns an indexer of the index in `index_dir`.
    pub fn new(index_dir: IndexDir) -> Self {
        Indexer::of(IndexPlace::Dir(index_dir))
    }

    /// Returns an indexer of the index at this address on a cluster, such as
    /// `https://search.example:9200/clippings`. The folders that it indexes belong to this machine, which has a
    /// random id in the user's state folder.
    ///
    /// # Errors
    /// [`Error::Cluster`] if it is not an address.
    #[cfg(feature = "opensearch")]
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        ClusterAddress::parse(address).map(|address| Indexer::of(IndexPlace::Cluster(address, None)))
    }

    /// Indexes the folders as those of `machine`, if the index is on a cluster.
    #[cfg(feature = "opensearch")]
    #[doc(hidden)]
    #[must_use]
    pub fn on_machine(mut self, machine: Machine) -> Self {
        if let IndexPlace::Cluster(_, of) = &mut self.place {
            *of = Some(machine);
        }
        self
    }

    fn of(place: IndexPlace) -> Self {
        Indexer { place, options: IndexOptions::default(), stop: Arc::default(), on_open: |_, _| {} }
    }
}

/// Takes the lock of an index. Waits for another process for as long as `options` allow.
pub(super) fn lock<E: IndexEngine>(
    engine: &E,
    options: &IndexOptions,
    stop: &AtomicBool,
    progress: &dyn Progress,
) -> Result<E::Lock, Error> {
    let start = Instant::now();
    let mut reported = false;
    loop {
        match engine.lock() {
            Err(Error::Locked { holder, .. })
                if start.elapsed() < options.lock_timeout.max(engine.lock_patience())
                    && !stop.load(Ordering::Relaxed) =>
            {
                if !std::mem::replace(&mut reported, true) {
                    progress.waiting(&holder);
                }
                std::thread::sleep(engine.lock_interval());
            }
            result => return result,
        }
    }
}
