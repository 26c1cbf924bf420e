//! An index on a cluster, open for writing.

use std::collections::BTreeMap;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};

use crate::article::{Folder, FolderOwner};
use crate::error::Error;
use crate::index::{FileTable, Meta};
use crate::opensearch::client::{ClusterClient, DocumentVersion};
use crate::opensearch::machine::Machine;
use crate::opensearch::write::content_days::LookupError;
use crate::opensearch::write::generations;
use crate::opensearch::write::generations::IndexLayout;
use crate::opensearch::write::lease::Lease;
use crate::opensearch::write::meta::{ClusterMeta, write_folders};
use crate::opensearch::write::rows;
use crate::opensearch::write::rows::KnownRows;

/// Number of segments of about a size that are merged into one while an index is first built: ten, as the
/// cluster has it by default, would write each article once more for each size.
const BUILD_SEGMENTS: u32 = 50;

/// An index on a cluster, open for writing. It holds the lease.
pub(crate) struct ClusterSession {
    /// Client of the index that is written.
    pub(super) client: Arc<ClusterClient>,
    /// Client of the index that it replaces when it is complete.
    pub(super) replaced: Option<Arc<ClusterClient>>,
    pub(super) lease: Lease,
    /// Metadata without the folders of other machines.
    pub(super) meta: Option<Meta>,
    machine: Machine,
    /// Folders of other machines.
    pub(super) others: Vec<Folder>,
    /// Owners of all folders.
    owners: BTreeMap<u32, FolderOwner>,
    /// Whether the index that is written is a new one.
    pub(super) is_fresh: bool,
    /// Folders that the index has a second time, if that is known.
    folders: Mutex<Option<Vec<Folder>>>,
    /// Version of the metadata that the index has now.
    version: Mutex<Option<DocumentVersion>>,
    /// Whether the last run was completed.
    pub(super) is_complete: bool,
    /// File table that was read when the session was opened, until it is asked for.
    pub(super) files: Mutex<Option<FileTable>>,
    pub(super) known: KnownRows,
    /// Error of a request for a content.
    pub(super) lookup_error: LookupError,
}

impl ClusterSession {
    /// Opens the index, with the lease already taken. Begins a new one beside it if `rebuild` is set or the
    /// program analyzes texts otherwise now.
    pub(super) fn open(
        client: &Arc<ClusterClient>,
        path: PathBuf,
        (machine, layout): (&Machine, &IndexLayout),
        lease: Lease,
        rebuild: bool,
    ) -> Result<Self, Error> {
        let read = match rebuild {
            true => ClusterMeta::read_to_rebuild(client)?,
            false => ClusterMeta::read_version(client)?,
        };
        generations::delete_unfinished(client)?;
        let is_replaced = read.as_ref().is_some_and(|(read, _)| rebuild || !read.is_current());
        let (replaced, client) = match is_replaced {
            true => (Some(Arc::clone(client)), Arc::new(generations::create_next(client, layout)?)),
            false => (None, Arc::clone(client)),
        };
        client.refresh()?; // what a run has left that died
        let (mut files, mut known) = rows::read(&client)?;
        if !is_replaced && read.is_some() {
            rows::mend(&client, &mut files, &mut known)?;
        }
        if read.is_none() && (!files.is_empty() || rows::num_articles(&client)? > 0) {
            return Err(Error::Damaged { path, detail: "it has articles and no metadata".into() });
        }
        let kept = read.as_ref().filter(|_| !is_replaced);
        let (is_complete, version) =
            (kept.is_some_and(|(read, _)| read.complete), kept.map(|(_, version)| *version));
        let is_fresh = kept.is_none();
        let mut meta = read.map(|(read, _)| read.meta);
        let owners = meta.as_mut().map(|meta| mem::take(&mut meta.owners)).unwrap_or_default();
        let is_other = |folder: &mut Folder| !machine.owns(&owners, folder.id);
        let others =
            meta.as_mut().map(|meta| meta.folders.extract_if(.., is_other).collect()).unwrap_or_default();
        Ok(ClusterSession {
            client,
            replaced,
            lease,
            is_fresh,
            is_complete,
            folders: Mutex::default(),
            version: Mutex::new(version),
            meta,
            machine: machine.clone(),
            others,
            owners,
            files: Mutex::new(Some(files)),
            known,
            lookup_error: LookupError::default(),
        })
    }

    /// Lets the index take the place of the one that it replaces, if it does.
    pub(super) fn publish(&self) -> Result<(), Error> {
        let Some(replaced) = &self.replaced else { return Ok(()) };
        self.lease.end()?; // it is in the index that goes
        generations::publish(replaced, &self.client)
    }

    /// Returns without an error if what was written so far may be kept.
    ///
    /// # Errors
    /// [`Error::Locked`] if another process has the lease, and others if it has lapsed and cannot be renewed,
    /// or a content could not be asked for.
    pub(super) fn check(&self) -> Result<(), Error> {
        match self.lookup_error.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(error) => Err(error),
            None => self.lease.check(),
        }
    }

    /// Writes the metadata in place of those that this session has read or written, with the folders of other
    /// machines as they were. A run that is `complete`, with its articles compared, is the last one of all
    /// folders of this machine.
    pub(super) fn write_meta(&self, mut meta: Meta, complete: bool) -> Result<(), Error> {
        let owner = |folder: &Folder| {
            let known = self.owners.get(&folder.id).filter(|_| !complete);
            let written = known.map_or(meta.written, |owner| owner.written);
            (folder.id, self.machine.owner(written))
        };
        meta.owners = meta.folders.iter().map(owner).collect();
        let owners =
            self.others.iter().filter_map(|folder| Some((folder.id, self.owners.get(&folder.id)?.clone())));
        meta.owners.extend(owners);
        meta.folders.extend(self.others.iter().cloned());
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders.as_ref() != Some(&meta.folders) {
            write_folders(&self.client, &meta)?;
            *folders = Some(meta.folders.clone());
        }
        drop(folders);
        let mut version = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        *version = Some(ClusterMeta::new(meta, complete).write(&self.client, *version)?);
        Ok(())
    }

    /// Lets nothing become visible but by commits, while an index is first built, and merges fewer of its
    /// segments, since all are merged in the end.
    pub(super) fn stop_refreshing(&self) -> Result<(), Error> {
        self.set_intervals("-1".into(), BUILD_SEGMENTS.into())
    }

    /// Lets the server make visible what was written, as often as it does by default, if a first build has
    /// stopped that.
    pub(super) fn refresh_again(&self) -> Result<(), Error> {
        let path = format!("/{}/_settings/index.refresh_interval", self.client.address().index());
        let found = self.client.get(&path)?;
        let mut indexes = found.iter().filter_map(Value::as_object).flat_map(|found| found.values());
        match indexes.any(|index| index["settings"]["index"]["refresh_interval"] == "-1") {
            true => self.set_intervals(Value::Null, Value::Null),
            false => Ok(()),
        }
    }

    /// Sets how often what was written becomes visible, and how many segments of a size are merged into one.
    fn set_intervals(&self, refresh: Value, segments: Value) -> Result<(), Error> {
        let path = format!("/{}/_settings", self.client.address().index());
        let settings = json!({
            "refresh_interval": refresh,
            "merge.policy.segments_per_tier": segments,
            "merge.policy.max_merge_at_once": segments,
        });
        self.client.put(&path, &json!({ "index": settings })).map(drop)
    }
}
