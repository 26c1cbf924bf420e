//! An index on a cluster as readers of it see it.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use serde::de::DeserializeOwned;

use crate::article::{Folder, SourceKey};
use crate::error::Error;
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::archive::ClusterArchive;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::write::{ClusterMeta, read_row, read_sites};
use crate::search::{IndexSnapshot, Searcher};
use crate::text::path_key;
use crate::verify::Verifier;

/// An index on a cluster, which is connected to when something is first asked of it.
#[derive(Debug, Clone)]
pub struct ClusterConnection {
    address: ClusterAddress,
    /// The address as text.
    name: String,
    is_served: bool,
    client: Arc<OnceLock<Arc<ClusterClient>>>,
}

impl ClusterConnection {
    /// Names the index at this address, such as `https://search.example:9200/clippings`.
    ///
    /// # Errors
    /// If the address cannot be read.
    pub fn new(address: &str) -> Result<Self, Error> {
        let address = ClusterAddress::parse(address)?;
        let name = address.to_string();
        Ok(ClusterConnection { address, name, is_served: false, client: Arc::default() })
    }

    /// Gives requests up soon, since somebody waits for the answer and can ask again.
    #[must_use]
    pub fn for_server(self) -> Self {
        ClusterConnection { is_served: true, client: Arc::default(), ..self }
    }

    /// Returns the address, which is the same however it was typed.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Returns the client. Connects if that is still to do.
    ///
    /// # Errors
    /// If the cluster cannot be reached, or is not one that works.
    pub(super) fn client(&self) -> Result<Arc<ClusterClient>, Error> {
        if let Some(client) = self.client.get() {
            return Ok(Arc::clone(client));
        }
        let client = Arc::new(match self.is_served {
            true => ClusterClient::connect_for_server(&self.address)?,
            false => ClusterClient::connect(&self.address)?,
        });
        Ok(Arc::clone(self.client.get_or_init(|| client)))
    }

    /// Returns the client and the metadata.
    ///
    /// # Errors
    /// [`Error::NoIndex`] if there is no index, and others if they cannot be read.
    pub(super) fn open(&self) -> Result<(Arc<ClusterClient>, ClusterMeta), Error> {
        let client = self.client()?;
        let no_index = || Error::NoIndex { path: client.address().to_string().into() };
        let meta = ClusterMeta::read(&client)?.ok_or_else(no_index)?;
        Ok((client, meta))
    }

    /// Returns the folders of the index.
    ///
    /// # Errors
    /// As [`ClusterConnection::searcher`].
    pub fn folders(&self) -> Result<Vec<Folder>, Error> {
        Ok(self.open()?.1.meta.folders)
    }

    /// Returns an identifier of the last commit, which another one changes, and so does an index that takes
    /// the place of this one.
    ///
    /// # Errors
    /// As [`ClusterConnection::searcher`].
    pub fn commit_tag(&self) -> Result<String, Error> {
        let client = self.client()?;
        let version = ClusterMeta::read_commit(&client)?;
        version.ok_or_else(|| Error::NoIndex { path: client.address().to_string().into() })
    }

    /// Returns the folders of the index and its site lines; `None` if they cannot be read.
    pub fn folders_and_site_lines<T: DeserializeOwned + Default>(&self) -> Option<(Vec<Folder>, T)> {
        let (client, meta) = self.open().ok()?;
        Some((meta.meta.folders, read_sites(&client).ok()?))
    }

    /// Returns whether the file at `path` had this fingerprint when it was indexed, on any machine.
    ///
    /// # Errors
    /// As [`ClusterConnection::searcher`].
    pub fn has_file(&self, path: &Path, fingerprint: u64) -> Result<bool, Error> {
        let (client, meta) = self.open()?;
        for folder in meta.meta.folders {
            let below = path.strip_prefix(&folder.path).ok().and_then(path_key::encode);
            let Some(path) = below else { continue };
            let entry = read_row(&client, &SourceKey { folder: folder.id, path })?;
            if entry.is_some_and(|entry| entry.hash == fingerprint && !entry.unfinished) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn archive(&self) -> Result<Arc<ClusterArchive>, Error> {
        let (client, meta) = self.open()?;
        ClusterArchive::open(client, meta).map(Arc::new)
    }

    /// Opens the index for searching.
    ///
    /// # Errors
    /// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
    pub fn searcher(&self) -> Result<Searcher, Error> {
        Searcher::of_remote(self.archive()?)
    }

    /// Opens the index for verifying quotations.
    ///
    /// # Errors
    /// As [`ClusterConnection::searcher`].
    pub fn verifier(&self) -> Result<Verifier, Error> {
        Ok(Verifier::of(IndexSnapshot::of_remote(self.archive()?)?))
    }
}

impl Searcher {
    /// Opens the index at this address on a cluster, such as `https://search.example:9200/clippings`.
    ///
    /// # Errors
    /// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        ClusterConnection::new(address)?.searcher()
    }
}

impl Verifier {
    /// Opens the index at this address on a cluster. Each quotation is compared with some hundreds of
    /// articles that have its words.
    ///
    /// # Errors
    /// As [`Searcher::on_cluster`].
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        ClusterConnection::new(address)?.verifier()
    }
}
