//! Where the index of an indexer is, and its lock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use crate::error::Error;
use crate::index::{IndexDir, IndexEngine};
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

#[cfg(feature = "opensearch")]
impl IndexPlace {
    /// Returns the place with the machine whose folders are indexed there.
    pub(super) fn on_machine(self, machine: Machine) -> Self {
        match self {
            IndexPlace::Cluster(address, _) => IndexPlace::Cluster(address, Some(machine)),
            place => place,
        }
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
