//! An index on a cluster as the indexer sees it: its place and its session.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::article::Folder;
use crate::error::Error;
use crate::index::{AddedDays, FileTable, IndexEngine, KnownFolder, Meta, WriteSession};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::machine::Machine;
use crate::opensearch::transport::StopFlag;
use crate::opensearch::write::generations;
use crate::opensearch::write::generations::IndexLayout;
use crate::opensearch::write::lease::{Lease, LeaseWatch, TERM};
use crate::opensearch::write::merge;
use crate::opensearch::write::meta::{ClusterMeta, read_sites, write_sites};
use crate::opensearch::write::replaced::{ClusterArticles, added_days};
use crate::opensearch::write::rows;
use crate::opensearch::write::session::ClusterSession;
use crate::opensearch::write::updater::ClusterUpdater;

/// Time for which a lease is watched whose owner seems to be no more.
const WATCH_TIME: Duration = TERM.saturating_add(Duration::from_secs(10));

/// An index on a cluster, which need not exist yet.
#[derive(Debug, Clone)]
pub(crate) struct ClusterIndex {
    client: Arc<ClusterClient>,
    /// Address, for messages.
    path: PathBuf,
    machine: Machine,
    layout: IndexLayout,
    /// Layout of a new index, where no other is asked for.
    default_layout: IndexLayout,
    /// The lease of another process.
    watch: Arc<Mutex<Option<LeaseWatch>>>,
}

impl ClusterIndex {
    /// Connects to the cluster. Folders are indexed as those of `machine`, else of the one that this is. Once
    /// `stop` is set, nothing waits long for the cluster.
    ///
    /// # Errors
    /// If it cannot be reached, or is not one that works, or the machine has no id and cannot get one.
    pub(crate) fn connect(
        address: &ClusterAddress,
        machine: Option<&Machine>,
        stop: &Arc<AtomicBool>,
    ) -> Result<Self, Error> {
        let machine = machine.map_or_else(Machine::this, |machine| Ok(machine.clone()))?;
        let client = Arc::new(ClusterClient::connect_until(address, &StopFlag::new(Arc::clone(stop)))?);
        let (layout, default_layout) = Default::default();
        Ok(ClusterIndex {
            layout,
            default_layout,
            client,
            path: address.to_string().into(),
            machine,
            watch: Arc::default(),
        })
    }
}

impl ClusterIndex {
    /// Sets the numbers of shards and replicas that are asked for, and those of a new index otherwise.
    pub(crate) fn with_layout(self, layout: IndexLayout, default_layout: IndexLayout) -> Self {
        ClusterIndex { layout, default_layout, ..self }
    }
}

impl IndexEngine for ClusterIndex {
    type Lock = Lease;
    type Session = ClusterSession;

    fn path(&self) -> &Path {
        &self.path
    }

    fn exists(&self) -> Result<bool, Error> {
        ClusterMeta::exist(&self.client)
    }

    fn require_existing(&self) -> Result<(), Error> {
        if self.exists()? { Ok(()) } else { Err(Error::NoIndex { path: self.path.clone() }) }
    }

    fn require_current(&self, _lease: &Lease) -> Result<(), Error> {
        ClusterMeta::read(&self.client).map(drop)
    }

    fn lock(&self) -> Result<Lease, Error> {
        generations::create_first(&self.client, &self.layout.or(&self.default_layout))?;
        let mut watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        Lease::take(Arc::clone(&self.client), self.path.clone(), &mut watch)
    }

    /// A lease whose owner seems to be no more is watched until it has lapsed.
    fn lock_patience(&self) -> Duration {
        let watch = self.watch.lock().unwrap_or_else(PoisonError::into_inner);
        watch.filter(LeaseWatch::seems_lapsed).map_or(Duration::ZERO, |_| WATCH_TIME)
    }

    fn lock_interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn open(&self, lease: Lease, rebuild: bool) -> Result<ClusterSession, Error> {
        if !rebuild {
            generations::apply_layout(&self.client, &self.layout)?;
        }
        let layout = self.layout.or(&self.default_layout);
        ClusterSession::open(&self.client, self.path.clone(), (&self.machine, &layout), lease, rebuild)
    }
}

impl WriteSession for ClusterSession {
    type Updater = ClusterUpdater;
    type Replaced = ClusterArticles;

    fn meta(&self) -> Option<&Meta> {
        self.meta.as_ref()
    }

    fn other_folders(&self) -> &[Folder] {
        &self.others
    }

    fn take_over(&mut self, paths: &[PathBuf]) {
        let is_taken = |folder: &mut Folder| paths.iter().any(|path| folder.path.starts_with(path));
        let taken: Vec<Folder> = self.others.extract_if(.., is_taken).collect();
        if let Some(meta) = self.meta.as_mut().filter(|_| !taken.is_empty()) {
            meta.folders.extend(taken);
            self.is_complete = false; // the metadata must be written
        }
    }

    fn recovered_folders(&self) -> &[KnownFolder] {
        &[]
    }

    fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    fn is_complete(&self) -> bool {
        self.is_complete
    }

    fn num_articles(&self) -> Result<u64, Error> {
        rows::num_articles(&self.client)
    }

    fn file_table(&self) -> Result<FileTable, Error> {
        let read = self.files.lock().unwrap_or_else(PoisonError::into_inner).take();
        let mut files = match read {
            Some(files) => files,
            None => rows::read(&self.client)?.0,
        };
        files.retain(|key, _| self.others.iter().all(|folder| folder.id != key.folder));
        Ok(files)
    }

    fn added_days(&self) -> Result<AddedDays, Error> {
        if self.is_fresh {
            return Ok(AddedDays::default());
        }
        added_days(&self.client, &self.lookup_error)
    }

    fn replaced_articles(&self) -> Result<Option<ClusterArticles>, Error> {
        let Some(replaced) = &self.replaced else { return Ok(None) };
        replaced.refresh()?; // what a run has left that died
        let (mut files, mut known) = rows::read(replaced)?;
        rows::mend(replaced, &mut files, &mut known)?;
        ClusterArticles::new(Arc::clone(replaced), files, Arc::clone(&self.lookup_error)).map(Some)
    }

    fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        read_sites(&self.client)
    }

    fn set_site_lines<T: Serialize>(&self, table: &T) -> Result<(), Error> {
        write_sites(&self.client, table)
    }

    fn verify(&self, _files: &FileTable) -> Result<(), Error> {
        Ok(())
    }

    /// An index whose merge was put off counts as one that needs it.
    fn deleted_ratio(&self) -> Result<f64, Error> {
        Ok(if merge::is_due(&self.client)? { 1.0 } else { 0.0 })
    }

    fn force_merge(&self) -> Result<(), Error> {
        merge::merge(&self.client)
    }

    /// The metadata are written before any article, so that no row is of an unknown folder. A folder of the
    /// index keeps its options until the commit: what a run that dies has not read is read with the new ones.
    fn into_updater(mut self, meta: &Meta) -> Result<ClusterUpdater, Error> {
        let known = self.meta.as_ref().filter(|_| !self.is_fresh);
        let mut begun = known.unwrap_or(meta).clone();
        let is_new = |id: u32| begun.folders.iter().all(|folder| folder.id != id);
        let new: Vec<_> = meta.folders.iter().filter(|folder| is_new(folder.id)).cloned().collect();
        begun.folders.extend(new);
        self.lease.renew()?;
        if self.is_fresh {
            self.stop_refreshing()?;
        }
        self.write_meta(begun, false)?;
        let known = std::mem::take(&mut self.known);
        ClusterUpdater::new(self, known)
    }
}
