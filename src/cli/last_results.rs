//! Stores the results of the last search for `show 3` and `--open 3`.
//!
//! The file is in the user's state folder and readable by the user only. If it cannot be written or read,
//! nothing else is affected.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clippings::internals::text::path_key;
use clippings::internals::text::regular_file::{Links, open_regular, open_with};
use clippings::{Request, Response};
use serde::{Deserialize, Serialize};

use crate::cli::dirs;

/// Number of attempts to take the lock of the file, which its holders release at once.
const LOCK_ATTEMPTS: u32 = 5;
/// Time between two attempts.
const LOCK_INTERVAL: Duration = Duration::from_millis(2);

/// Query and results of the last search.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct LastResults {
    /// Query in canonical form.
    pub query: String,
    /// Whether the cut text was searched.
    pub cut: bool,
    /// Folder of the index that answered.
    #[serde(with = "path_key::stored")]
    pub index: PathBuf,
    /// Number of articles found.
    #[serde(default)]
    pub found: usize,
    /// Results.
    pub hits: Vec<ResultLocation>,
}

/// Location of a result.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ResultLocation {
    /// Rank in the answer.
    pub rank: usize,
    /// Path of the source file.
    #[serde(with = "path_key::stored")]
    pub path: PathBuf,
    /// Id of the record, if the source has several.
    pub id: Option<String>,
    /// Line of the first match, if the file has lines.
    pub line: Option<u32>,
    /// Page of the first match, if the file has pages.
    #[serde(default)]
    pub page: Option<u32>,
}

impl LastResults {
    /// Takes the results of an answer. The caller sets the index.
    pub(crate) fn new(request: &Request, response: &Response) -> LastResults {
        let location = |hit: &clippings::Hit| ResultLocation {
            rank: hit.rank,
            path: hit.path.clone(),
            id: hit.id.clone(),
            line: hit.passage().position.line(),
            page: hit.passage().position.page(),
        };
        let near_misses = response.near_misses.iter().map(|near_miss| &near_miss.hit);
        LastResults {
            query: response.query.to_string(),
            cut: request.target == clippings::SearchTarget::Cut,
            index: PathBuf::new(),
            found: response.total,
            hits: match &response.first {
                Some(first) if request.limit == 0 => first.hits.iter().map(location).collect(),
                _ => response.hits.iter().chain(near_misses).map(location).collect(),
            },
        }
    }

    /// Reads the results of the last search.
    pub(crate) fn read() -> Option<LastResults> {
        let mut file = open_regular(&results_path()?).ok()?;
        wait_for_lock(|| file.try_lock_shared()).ok()?;
        let mut content = Vec::new();
        io::Read::read_to_end(&mut file, &mut content).ok()?;
        serde_json::from_slice(&content).ok()
    }

    /// Replaces the stored results.
    pub(crate) fn write(&self) {
        let _ = self.try_write(); // a folder that cannot be written to is no reason to fail a search
    }

    /// Replaces the stored results, or returns why that failed.
    fn try_write(&self) -> io::Result<()> {
        let Some(path) = results_path() else { return Ok(()) };
        let content = serde_json::to_vec(self)?;
        let mut file = match open_private(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
                open_private(&path)?
            }
            outcome => outcome?,
        };
        // Overwrite rather than rename, which would wait for the disk, a tenth of a search. Of two concurrent
        // searches one wins; a file torn by a crash does not parse.
        if wait_for_lock(|| file.try_lock()).is_err() {
            return Ok(()); // another search wins
        }
        io::Write::write_all(&mut file, &content)?;
        file.set_len(content.len() as u64)
    }

    /// Returns the result of that rank.
    pub(crate) fn hit(&self, rank: usize) -> Option<&ResultLocation> {
        self.hits.iter().find(|hit| hit.rank == rank)
    }
}

/// Takes a lock that others hold for a moment. A file system without locks does without.
///
/// # Errors
/// If another process keeps holding it.
fn wait_for_lock(try_lock: impl Fn() -> Result<(), TryLockError>) -> Result<(), TryLockError> {
    for _ in 1..LOCK_ATTEMPTS {
        match try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_INTERVAL),
            _ => return Ok(()),
        }
    }
    match try_lock() {
        Err(error @ TryLockError::WouldBlock) => Err(error),
        _ => Ok(()),
    }
}

/// Opens a file that only its owner can read.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    open_with(path, &mut options, Links::Follow)
}

/// Returns the path of the stored results.
fn results_path() -> Option<PathBuf> {
    dirs::state().map(|folder| folder.join("last.json"))
}
