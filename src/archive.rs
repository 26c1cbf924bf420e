//! The opened index, opened again after each commit.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use crate::cleaner::Cleaner;
use crate::error::{ClusterProblem, Error};
use crate::location::IndexLocation;
use crate::search::Searcher;

/// Time for which an opened index is used without a look whether another commit has come.
const RECHECK: Duration = Duration::from_millis(250);
/// The same for an index on a cluster, which is asked over a network.
#[cfg(feature = "opensearch")]
const CLUSTER_RECHECK: Duration = Duration::from_secs(1);

/// An index that is opened when it is first asked for, and again after each commit.
pub(crate) struct LiveArchive {
    location: IndexLocation,
    opened: Mutex<Opened>,
}

/// What was found at the last look.
#[derive(Default)]
struct Opened {
    archive: Option<(Arc<OpenedArchive>, Instant)>,
    /// Problem with the cluster, of which who waited for the same look need not wait again.
    problem: Option<(String, ClusterProblem, Instant)>,
}

/// An index as of one commit.
pub(crate) struct OpenedArchive {
    /// Searcher of this commit.
    pub searcher: Searcher,
    /// Identifier of the commit, for the tags of answers.
    pub tag: String,
    location: IndexLocation,
    cleaner: OnceLock<Cleaner>,
}

impl OpenedArchive {
    /// Opens the index at `location`, the last commit of which is `tag`.
    fn open(location: &IndexLocation, tag: String) -> Result<Self, Error> {
        let searcher = location.searcher()?;
        Ok(OpenedArchive { searcher, tag, location: location.clone(), cleaner: OnceLock::new() })
    }

    /// Returns a cleaner with what the index knows of its sites.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "the server alone asks for it"))]
    pub(crate) fn cleaner(&self) -> &Cleaner {
        self.cleaner.get_or_init(|| self.location.cleaner())
    }
}

impl LiveArchive {
    /// Creates an archive of the index at `location`, which need not be there yet.
    pub(crate) fn new(location: IndexLocation) -> Self {
        LiveArchive { location, opened: Mutex::default() }
    }

    /// Returns the place of the index.
    pub(crate) fn location(&self) -> &IndexLocation {
        &self.location
    }

    /// Returns the index as of its last commit, at most a second ago.
    ///
    /// # Errors
    /// If there is no index, or it cannot be read.
    pub(crate) fn current(&self) -> Result<Arc<OpenedArchive>, Error> {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let recheck = self.recheck();
        if let Some((archive, _)) = opened.archive.as_ref().filter(|(_, looked)| looked.elapsed() < recheck) {
            return Ok(Arc::clone(archive));
        }
        if let Some((address, problem, _)) =
            opened.problem.as_ref().filter(|(.., looked)| looked.elapsed() < recheck)
        {
            return Err(Error::Cluster { address: address.clone(), problem: problem.clone() });
        }
        let looked = self.look(opened.archive.take());
        opened.problem = match &looked {
            Err(Error::Cluster { address, problem }) => {
                Some((address.clone(), problem.clone(), Instant::now()))
            }
            _ => None,
        };
        let archive = looked?;
        opened.archive = Some((Arc::clone(&archive), Instant::now()));
        Ok(archive)
    }

    fn look(&self, last: Option<(Arc<OpenedArchive>, Instant)>) -> Result<Arc<OpenedArchive>, Error> {
        let tag = self.location.commit_tag()?;
        match last {
            Some((archive, _)) if archive.tag == tag => Ok(archive),
            _ => OpenedArchive::open(&self.location, tag).map(Arc::new),
        }
    }

    fn recheck(&self) -> Duration {
        match self.location {
            IndexLocation::Folder(_) => RECHECK,
            #[cfg(feature = "opensearch")]
            IndexLocation::Cluster(_) => CLUSTER_RECHECK,
        }
    }

    /// Returns whether another commit has come since the index was opened. It is opened again then.
    #[cfg_attr(not(feature = "serve"), expect(dead_code, reason = "the server alone asks for it"))]
    pub(crate) fn is_replaced(&self) -> bool {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if opened.archive.is_none() {
            return false;
        }
        let tag = self.location.commit_tag().ok();
        let is_replaced =
            opened.archive.as_ref().is_some_and(|(archive, _)| Some(&archive.tag) != tag.as_ref());
        opened.archive.take_if(|_| is_replaced);
        is_replaced && tag.is_some()
    }
}
