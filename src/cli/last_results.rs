//! The last answer, kept so that `show 3` and `--open 3` know what was third.
//!
//! It lies in the user's state folder, readable by nobody else. It is a convenience: where it cannot be written or read,
//! nothing else is affected.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use clippings::search::{Request, Response};
use serde::{Deserialize, Serialize};

use crate::cli::dirs;

/// What was asked last and what was found.
#[derive(Debug, Serialize, Deserialize)]
pub struct Last {
    /// The query, as it was understood.
    pub query: String,
    /// Whether what was cut was searched.
    pub cut: bool,
    /// The index that answered.
    pub index: PathBuf,
    /// What was found.
    pub hits: Vec<Place>,
}

/// Where a hit is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Place {
    /// Its place in the answer.
    pub rank: usize,
    /// Its source.
    pub path: PathBuf,
    /// The record of the source, where a source holds several.
    pub id: Option<String>,
    /// The line of the first mark.
    pub line: u32,
}

impl Last {
    /// What to keep of an answer, the index left open.
    pub fn new(request: &Request, response: &Response) -> Last {
        let place = |hit: &clippings::search::Hit| Place {
            rank: hit.rank,
            path: hit.path.clone(),
            id: hit.id.clone(),
            line: hit.passage().line,
        };
        Last {
            query: response.query.to_string(),
            cut: request.part == clippings::index::Part::Cut,
            index: PathBuf::new(),
            hits: response.hits.iter().map(place).collect(),
        }
    }

    /// Reads what was kept.
    pub fn read() -> Option<Last> {
        let mut file = File::open(file()?).ok()?;
        let _ = file.lock_shared(); // as for writing
        let mut content = Vec::new();
        io::Read::read_to_end(&mut file, &mut content).ok()?;
        serde_json::from_slice(&content).ok()
    }

    /// Keeps it in place of what was kept before.
    pub fn write(&self) {
        let _ = self.try_write(); // a folder that cannot be written to is no reason to fail a search
    }

    fn try_write(&self) -> io::Result<()> {
        let Some(path) = file() else { return Ok(()) };
        let content = serde_json::to_vec(self)?;
        let mut file = match private(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
                private(&path)?
            }
            outcome => outcome?,
        };
        // Written over, not renamed: that would wait for the disk, a tenth of a search. Two searches at once leave one of
        // the two; what was torn by a crash is not read as an answer.
        let _ = file.lock(); // not every file system has locks
        io::Write::write_all(&mut file, &content)?;
        file.set_len(content.len() as u64)
    }

    /// The hit of that rank.
    pub fn hit(&self, rank: usize) -> Option<&Place> {
        self.hits.iter().find(|hit| hit.rank == rank)
    }
}

/// Opens a file that only its owner can read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn file() -> Option<PathBuf> {
    dirs::state().map(|folder| folder.join("last.json"))
}
