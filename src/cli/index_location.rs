//! The place of an index: a folder, or an address on a cluster.

use std::path::{Path, PathBuf};

use clippings::status::{Status, status};
use clippings::{Error, IndexDir, Indexer, Searcher, Verifier};

/// The place of an index.
#[derive(Debug, Clone)]
pub(crate) enum IndexLocation {
    /// A folder.
    Folder(IndexDir),
    /// An address, such as `https://search.example:9200/clippings`.
    Cluster(String),
}

impl IndexLocation {
    /// Returns the place that is typed: an address if it begins as one.
    pub(crate) fn of(typed: PathBuf) -> Self {
        match typed.to_str().filter(|typed| is_address(typed)) {
            Some(address) => IndexLocation::Cluster(address.to_owned()),
            None => IndexLocation::Folder(IndexDir::new(typed)),
        }
    }

    /// Returns the place as messages name it.
    pub(crate) fn name(&self) -> &Path {
        match self {
            IndexLocation::Folder(dir) => dir.path(),
            IndexLocation::Cluster(address) => Path::new(address),
        }
    }

    /// Returns the place so that it can be used from any folder.
    pub(crate) fn absolute(&self) -> PathBuf {
        match self {
            IndexLocation::Folder(dir) => {
                std::path::absolute(dir.path()).unwrap_or_else(|_| dir.path().to_owned())
            }
            IndexLocation::Cluster(address) => address.into(),
        }
    }

    /// Returns the folder of the index.
    ///
    /// # Errors
    /// [`Error::NotOnCluster`] if it is on a cluster.
    pub(crate) fn into_folder(self) -> Result<IndexDir, Error> {
        match self {
            IndexLocation::Folder(dir) => Ok(dir),
            IndexLocation::Cluster(_) => Err(Error::NotOnCluster { what: "this command".into() }),
        }
    }

    /// Opens the index for searching.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn searcher(&self) -> Result<Searcher, Error> {
        match self {
            IndexLocation::Folder(dir) => Searcher::open(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(address) => Searcher::on_cluster(address),
            #[cfg(not(feature = "opensearch"))]
            IndexLocation::Cluster(_) => Err(not_built_in()),
        }
    }

    /// Opens the index for verifying quotations.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn verifier(&self) -> Result<Verifier, Error> {
        match self {
            IndexLocation::Folder(dir) => Verifier::open(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(address) => Verifier::on_cluster(address),
            #[cfg(not(feature = "opensearch"))]
            IndexLocation::Cluster(_) => Err(not_built_in()),
        }
    }

    /// Returns the status of the index. Walks its folders.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub(crate) fn status(&self) -> Result<Status, Error> {
        match self {
            IndexLocation::Folder(dir) => status(dir),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(address) => clippings::internals::opensearch::cluster_status(address),
            #[cfg(not(feature = "opensearch"))]
            IndexLocation::Cluster(_) => Err(not_built_in()),
        }
    }

    /// Checks an index on a cluster. Returns the problems.
    ///
    /// # Errors
    /// If there is none, or the cluster does not answer.
    pub(crate) fn check_cluster(&self) -> Result<Vec<String>, Error> {
        match self {
            IndexLocation::Folder(_) => Ok(Vec::new()),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(address) => clippings::internals::opensearch::check_cluster(address),
            #[cfg(not(feature = "opensearch"))]
            IndexLocation::Cluster(_) => Err(not_built_in()),
        }
    }

    /// Returns an indexer of the index.
    ///
    /// # Errors
    /// If the address cannot be read.
    pub(crate) fn indexer(&self) -> Result<Indexer, Error> {
        match self {
            IndexLocation::Folder(dir) => Ok(Indexer::new(dir.clone())),
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(address) => Indexer::on_cluster(address),
            #[cfg(not(feature = "opensearch"))]
            IndexLocation::Cluster(_) => Err(not_built_in()),
        }
    }
}

/// Returns whether a place is an address on a cluster.
pub(crate) fn is_address(typed: &str) -> bool {
    let scheme = |name: &str| typed.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    typed.contains("://") || scheme("http:/") || scheme("https:/")
}

#[cfg(not(feature = "opensearch"))]
fn not_built_in() -> Error {
    Error::NotBuiltIn { what: "clusters".into(), feature: "opensearch" }
}

#[cfg(test)]
mod tests {
    use crate::cli::index_location::*;

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
