//! The place of an index: a folder, or an address on a cluster.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::article::Folder;
use crate::cleaner::Cleaner;
use crate::error::Error;
use crate::index::{IndexDir, IndexInfo};
use crate::indexer::Indexer;
#[cfg(feature = "opensearch")]
use crate::opensearch::{self, ClusterConnection};
use crate::search::Searcher;
use crate::status::{self, PendingChanges, Status};
use crate::verify::Verifier;

/// The place of an index.
#[derive(Debug, Clone)]
pub enum IndexLocation {
    /// A folder.
    Folder(IndexDir),
    /// An address, such as `https://search.example:9200/clippings`.
    #[cfg(feature = "opensearch")]
    Cluster(ClusterConnection),
}

impl From<IndexDir> for IndexLocation {
    fn from(dir: IndexDir) -> Self {
        IndexLocation::Folder(dir)
    }
}

impl IndexLocation {
    /// Returns the place that is typed: an address if it begins as one.
    ///
    /// # Errors
    /// If the address cannot be read, or names a user.
    pub fn of(typed: PathBuf) -> Result<Self, Error> {
        match typed.to_str().filter(|typed| is_address(typed)) {
            #[cfg(feature = "opensearch")]
            Some(address) => ClusterConnection::new(address).map(IndexLocation::Cluster),
            #[cfg(not(feature = "opensearch"))]
            Some(_) => Err(not_built_in()),
            None => Ok(IndexLocation::Folder(IndexDir::new(typed))),
        }
    }

    /// Returns the place as messages name it.
    pub fn name(&self) -> &Path {
        match self {
            IndexLocation::Folder(dir) => dir.path(),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => Path::new(cluster.as_str()),
        }
    }

    /// Returns the place so that it can be used from any folder.
    pub fn absolute(&self) -> PathBuf {
        match self {
            IndexLocation::Folder(dir) => {
                std::path::absolute(dir.path()).unwrap_or_else(|_| dir.path().to_owned())
            }
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.as_str().into(),
        }
    }

    /// Returns the folder of the index.
    ///
    /// # Errors
    /// [`Error::NotOnCluster`] if it is on a cluster.
    pub fn into_folder(self) -> Result<IndexDir, Error> {
        match self {
            IndexLocation::Folder(dir) => Ok(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(_) => Err(Error::NotOnCluster { what: "this command".into() }),
        }
    }

    /// Returns the path of the folder of the index; `None` if it is on a cluster.
    pub fn folder(&self) -> Option<&Path> {
        match self {
            IndexLocation::Folder(dir) => Some(dir.path()),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(_) => None,
        }
    }

    /// Returns the folders that the index has the articles of.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn folders(&self) -> Result<Vec<Folder>, Error> {
        match self {
            IndexLocation::Folder(dir) => Ok(IndexInfo::open(dir)?.meta.folders),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.folders(),
        }
    }

    /// Returns the place for a server: a cluster that does not answer is given up soon, since readers can ask
    /// again.
    #[must_use]
    pub fn for_server(self) -> Self {
        match self {
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => IndexLocation::Cluster(cluster.for_server()),
            folder @ IndexLocation::Folder(_) => folder,
        }
    }

    /// Returns an identifier of the last commit.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub(crate) fn commit_tag(&self) -> Result<String, Error> {
        match self {
            IndexLocation::Folder(dir) => dir.commit_tag(),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.commit_tag(),
        }
    }

    /// Returns whether there is an index that can be opened, as far as that can be told.
    pub fn exists(&self) -> bool {
        match self {
            IndexLocation::Folder(dir) => dir.current().is_ok_and(|current| current.is_some()),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.commit_tag().is_ok(),
        }
    }

    /// Opens the index for searching.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn searcher(&self) -> Result<Searcher, Error> {
        match self {
            IndexLocation::Folder(dir) => Searcher::open(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.searcher(),
        }
    }

    /// Opens the index for verifying quotations.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn verifier(&self) -> Result<Verifier, Error> {
        match self {
            IndexLocation::Folder(dir) => Verifier::open(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.verifier(),
        }
    }

    /// Returns the status of the index. Walks its folders.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub fn status(&self) -> Result<Status, Error> {
        self.status_until(&|| false)
    }

    /// Returns the status of the index. Folders that are not walked within `timeout` have no changes.
    ///
    /// # Errors
    /// As [`IndexLocation::status`].
    pub(crate) fn status_within(&self, timeout: Duration) -> Result<Status, Error> {
        let start = Instant::now();
        self.status_until(&|| start.elapsed() > timeout)
    }

    fn status_until(&self, stop: &dyn Fn() -> bool) -> Result<Status, Error> {
        match self {
            IndexLocation::Folder(dir) => status::status_until(dir, stop),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => opensearch::cluster_status(cluster, stop),
        }
    }

    /// Counts the changes in the folders of the index since its last run; of one on a cluster, in those of
    /// this machine. Returns `None` if that takes longer than `timeout`, or if a folder is missing.
    ///
    /// # Errors
    /// As [`IndexLocation::status`].
    pub fn pending_changes(&self, timeout: Duration) -> Result<Option<PendingChanges>, Error> {
        match self {
            IndexLocation::Folder(dir) => status::pending_changes(dir, timeout),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => {
                let start = Instant::now();
                opensearch::pending_changes(cluster, &|| start.elapsed() > timeout)
            }
        }
    }

    /// Returns whether the file at `path` is the one that was indexed, as far as that is in doubt: another
    /// machine may have indexed the path to a cluster.
    ///
    /// # Errors
    /// If the cluster does not answer, or the file cannot be read.
    #[cfg_attr(not(feature = "opensearch"), expect(unused_variables, reason = "a folder needs no look"))]
    pub fn has_original(&self, path: &Path) -> Result<bool, Error> {
        match self {
            IndexLocation::Folder(_) => Ok(true),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => cluster.has_file(path, status::content_hash(path)?),
        }
    }

    /// Checks an index on a cluster. Returns the problems.
    ///
    /// # Errors
    /// If there is none, or the cluster does not answer.
    pub fn check_cluster(&self) -> Result<Vec<String>, Error> {
        match self {
            IndexLocation::Folder(_) => Ok(Vec::new()),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => opensearch::check_cluster(cluster),
        }
    }

    /// Returns a cleaner with what the index knows of its sites.
    pub fn cleaner(&self) -> Cleaner {
        match self {
            IndexLocation::Folder(dir) => Cleaner::default().with_index(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => match cluster.folders_and_site_lines() {
                Some((folders, sites)) => Cleaner::default().with_sites(folders, sites),
                None => Cleaner::default(),
            },
        }
    }

    /// Returns an indexer of the index.
    ///
    /// # Errors
    /// If the address cannot be read.
    pub fn indexer(&self) -> Result<Indexer, Error> {
        match self {
            IndexLocation::Folder(dir) => Ok(Indexer::new(dir.clone())),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(cluster) => Indexer::on_cluster(cluster.as_str()),
        }
    }
}

/// Returns whether a place is an address on a cluster.
pub fn is_address(typed: &str) -> bool {
    let scheme = |name: &str| typed.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    typed.contains("://") || scheme("http:/") || scheme("https:/")
}

#[cfg(not(feature = "opensearch"))]
fn not_built_in() -> Error {
    Error::NotBuiltIn { what: "clusters".into(), feature: "opensearch" }
}

#[cfg(test)]
mod tests {
    use crate::location::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for (typed, expected) in [
            ("https://h/a", true),
            ("HTTP://h/a", true),
            ("/data/https", false),
            ("htp://h/a", true),
            ("http:/h/a", true),
            ("https:", false),
            ("é", false),
        ] {
            assert_eq!(is_address(typed), expected, "{typed}");
        }
    }
}
