//! The metadata of an index as a document of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use crate::article::{Folder, FolderOwner};
use crate::error::Error;
use crate::index::{IndexFormat, Meta};
use crate::opensearch::client::{ClusterClient, Conflict, DocumentVersion};
use crate::opensearch::machine::known_id;
use crate::opensearch::mapping::{DATA, KIND, META};
use crate::opensearch::pages::invalid;
use crate::search::StoryState;

/// Id of the document with the metadata.
const META_ID: &str = "meta";
/// Id of the document with the folders, a second time.
const FOLDERS_ID: &str = "folders";
/// Id of the document with the site lines.
const SITES_ID: &str = "sites";
/// Version of the documents, which a change of their fields or ids raises.
pub(super) const DOCUMENTS_VERSION: u32 = 3;
/// The first version that has marks of sentences, term vectors in columns, and articles as stored fields.
const MARKS_VERSION: u32 = 2;
/// The first version that has sketches and stories of the articles.
const STORIES_VERSION: u32 = 3;
/// The first version that has a column of hosts.
const HOSTS_VERSION: u32 = 3;

/// The metadata of an index on a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ClusterMeta {
    /// Version of the documents.
    documents: u32,
    /// Whether the last run was completed.
    pub complete: bool,
    pub meta: Meta,
}

/// The folders of an index, which a rebuild takes from here when the metadata are damaged.
#[derive(Serialize, Deserialize)]
struct FolderCopy {
    folders: Vec<Folder>,
    owners: BTreeMap<u32, FolderOwner>,
}

/// The part of the metadata that all versions share.
#[derive(Deserialize)]
struct Version {
    documents: u32,
}

impl ClusterMeta {
    pub(crate) fn new(meta: Meta, complete: bool) -> Self {
        ClusterMeta { documents: DOCUMENTS_VERSION, complete, meta }
    }

    /// Reads the metadata; `None` if there is no index, or none that a run has begun to write. Folders of
    /// this machine have no owner in them.
    ///
    /// # Errors
    /// [`Error::NewerVersion`] or [`Error::OtherVersion`] if another version of this program wrote the index,
    /// and others if it cannot be read.
    pub(crate) fn read(client: &ClusterClient) -> Result<Option<Self>, Error> {
        match ClusterMeta::read_version(client)? {
            Some((read, _)) if !read.has_current_terms() => {
                Err(Error::OtherVersion { path: client.address().to_string().into() })
            }
            read => Ok(read.map(|(mut read, _)| {
                let this = known_id();
                read.meta.owners.retain(|_, owner| Some(&owner.id) != this.as_ref());
                read
            })),
        }
    }

    /// Reads the metadata and their version, of an older version of this program too.
    ///
    /// # Errors
    /// As [`ClusterMeta::read`].
    pub(super) fn read_version(client: &ClusterClient) -> Result<Option<(Self, DocumentVersion)>, Error> {
        let Some((data, found)) = read_data::<Value>(client, META_ID)? else { return Ok(None) };
        let path = || client.address().to_string().into();
        let damaged = || damaged(client, "its metadata cannot be read");
        let version = Version::deserialize(&data).map_err(|_| damaged())?.documents;
        if version > DOCUMENTS_VERSION {
            return Err(Error::NewerVersion { path: path(), program: "a later version of clippings".into() });
        }
        let read = ClusterMeta::deserialize(&data).map_err(|_| damaged())?;
        let format = read.meta.index_format();
        if format.is_newer() {
            let program = format!("clippings {} or later", read.meta.program);
            return Err(Error::NewerVersion { path: path(), program });
        }
        match are_valid(&read.meta.folders) {
            true => Ok(Some((read, found))),
            false => Err(damaged()),
        }
    }

    /// Reads the metadata for a rebuild: of damaged ones the folders only, as of an index of another version.
    ///
    /// # Errors
    /// As [`ClusterMeta::read`], if the folders cannot be read either.
    pub(crate) fn read_to_rebuild(client: &ClusterClient) -> Result<Option<(Self, DocumentVersion)>, Error> {
        let read = ClusterMeta::read_version(client);
        if !matches!(read, Ok(None) | Err(Error::Damaged { .. })) {
            return read;
        }
        let copy = match read_data::<FolderCopy>(client, FOLDERS_ID) {
            Err(Error::Damaged { .. }) => None,
            copy => copy?.filter(|(copy, _)| are_valid(&copy.folders)),
        };
        let Some((FolderCopy { folders, owners }, version)) = copy else { return read };
        let mut meta = Meta::new(folders);
        meta.owners = owners;
        Ok(Some((ClusterMeta { documents: 0, complete: false, meta }, version)))
    }

    /// Returns whether there are metadata, readable or not.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub(super) fn exist(client: &ClusterClient) -> Result<bool, Error> {
        let is_there = |id| Ok(client.get(&client.address().document_path(id))?.is_some());
        Ok(is_there(META_ID)? || is_there(FOLDERS_ID)?)
    }

    /// Returns a hash of the name of the index behind the address and of the version of its metadata; `None`
    /// if there are none.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub(crate) fn read_commit(client: &ClusterClient) -> Result<Option<String>, Error> {
        let path = client.address().document_path(META_ID);
        let Some(found) = client.get_little(&format!("{path}?_source=false"))? else { return Ok(None) };
        let version = found["_index"].as_str().zip(DocumentVersion::of(&found));
        let (index, version) = version.ok_or_else(|| client.address().error(invalid(META_ID)))?;
        let commit = format!("{index} {}", DocumentVersion::condition(Some(version)));
        Ok(Some(format!("{:016x}", xxh3_64(commit.as_bytes()))))
    }

    /// Returns whether this version of the program writes such an index.
    pub(super) fn is_current(&self) -> bool {
        self.documents == DOCUMENTS_VERSION && self.has_current_terms()
    }

    /// Returns whether this version of the program makes the same terms.
    fn has_current_terms(&self) -> bool {
        self.meta.index_format().analyzer == IndexFormat::CURRENT.analyzer
    }

    /// Returns whether the articles have marks of sentences and paragraphs, and their term vectors in
    /// columns.
    pub(crate) fn has_marks(&self) -> bool {
        self.documents >= MARKS_VERSION
    }

    /// Returns whether the articles have been compared with each other.
    pub(crate) fn story_state(&self) -> StoryState {
        match self.documents >= STORIES_VERSION {
            true if self.complete => StoryState::Complete,
            true => StoryState::Incomplete,
            false => StoryState::Missing,
        }
    }

    /// Returns whether the hosts of articles are in a column.
    pub(crate) fn has_hosts(&self) -> bool {
        self.documents >= HOSTS_VERSION
    }

    /// Writes the metadata in place of this version. Returns the new one.
    ///
    /// # Errors
    /// [`Error::Locked`] if the index has another version, and others if the cluster does not take them.
    pub(super) fn write(
        &self,
        client: &ClusterClient,
        version: Option<DocumentVersion>,
    ) -> Result<DocumentVersion, Error> {
        let condition = DocumentVersion::condition(version);
        let path = format!("{}?{condition}", client.address().document_path(META_ID));
        let body = json!({ KIND: META, DATA: self });
        let locked =
            || Error::Locked { path: client.address().to_string().into(), holder: "another process".into() };
        for is_last in [false, false, true] {
            match client.put_if(&path, &body) {
                Ok(Ok(answer)) => {
                    let version = DocumentVersion::of(&answer);
                    return version.ok_or_else(|| client.address().error(invalid(META_ID)));
                }
                // Perhaps by an earlier attempt, whose answer was lost.
                Ok(Err(Conflict)) => {
                    let found = read_data::<Value>(client, META_ID)?.filter(|(data, _)| *data == body[DATA]);
                    return found.map(|(_, version)| version).ok_or_else(locked);
                }
                Err(Error::Cluster { problem, .. }) if problem.leaves_unknown() && !is_last => {}
                Err(error) => return Err(error),
            }
        }
        Err(locked())
    }
}

/// Writes the folders a second time.
///
/// # Errors
/// If the cluster does not take them.
pub(super) fn write_folders(client: &ClusterClient, meta: &Meta) -> Result<(), Error> {
    let copy = FolderCopy { folders: meta.folders.clone(), owners: meta.owners.clone() };
    client.put(&client.address().document_path(FOLDERS_ID), &json!({ KIND: META, DATA: copy })).map(drop)
}

/// Returns whether folders have absolute paths.
fn are_valid(folders: &[Folder]) -> bool {
    folders.iter().all(|folder| folder.path.is_absolute())
}

/// Reads the site lines; the default if there are none.
///
/// # Errors
/// If they cannot be read.
pub(crate) fn read_sites<T: for<'d> Deserialize<'d> + Default>(client: &ClusterClient) -> Result<T, Error> {
    Ok(read_data(client, SITES_ID)?.map(|(sites, _)| sites).unwrap_or_default())
}

/// Writes the site lines.
///
/// # Errors
/// If the cluster does not take them.
pub(super) fn write_sites<T: Serialize>(client: &ClusterClient, sites: &T) -> Result<(), Error> {
    let path = client.address().document_path(SITES_ID);
    client.put(&path, &json!({ KIND: META, DATA: sites })).map(drop)
}

/// Returns the error of an index whose documents were changed by another program.
fn damaged(client: &ClusterClient, detail: &str) -> Error {
    Error::Damaged { path: client.address().to_string().into(), detail: detail.to_owned() }
}

/// Reads what a document holds, and its version.
fn read_data<T: for<'d> Deserialize<'d>>(
    client: &ClusterClient,
    id: &str,
) -> Result<Option<(T, DocumentVersion)>, Error> {
    let Some(found) = client.get(&client.address().document_path(id))? else { return Ok(None) };
    let data = T::deserialize(&found["_source"][DATA]).ok();
    let read = data.zip(DocumentVersion::of(&found));
    read.map(Some).ok_or_else(|| damaged(client, &format!("its document `{id}` cannot be read")))
}
