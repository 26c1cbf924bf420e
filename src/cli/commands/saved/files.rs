//! The files of the saved searches: their definitions among the settings, what they have reported in the state.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::query::edit_distance;
use clippings::internals::saved::{ReportedLog, SavedSearch, SavedSearches, StateLock};

use crate::cli::dirs;

/// Time to wait for another process that reports or edits.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time to wait for it if asked to.
const LONG_PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// Paths of the files.
pub(super) struct SavedFiles {
    /// File with the definitions.
    pub definitions: PathBuf,
    /// File with what was reported.
    reported: PathBuf,
    /// Folder of the state.
    state: PathBuf,
}

impl SavedFiles {
    /// Finds the files.
    ///
    /// # Errors
    /// If there is no folder for them.
    pub(super) fn find() -> anyhow::Result<Self> {
        let folders = dirs::config().zip(dirs::state());
        let (config, state) = folders.with_context(|| {
            format!("{} is not set, so there is no folder for saved searches", dirs::HOME)
        })?;
        let (definitions, reported) = (config.join("saved.toml"), state.join("reported.jsonl"));
        Ok(SavedFiles { definitions, reported, state })
    }

    /// Keeps other processes from reporting and editing.
    ///
    /// # Errors
    /// If another process does so and does not end in a few seconds; in a day if asked to `wait`.
    pub(super) fn lock(&self, wait: bool) -> anyhow::Result<StateLock> {
        let lock = StateLock::take(&self.state, if wait { LONG_PATIENCE } else { PATIENCE });
        lock.map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => {
                anyhow::anyhow!("another process is reporting on saved searches: try again when it is done")
            }
            _ => named(&self.state, &error, "lock"),
        })
    }

    /// Reads the definitions.
    pub(super) fn searches(&self) -> anyhow::Result<SavedSearches> {
        SavedSearches::read(&self.definitions).map_err(|error| named(&self.definitions, &error, "read"))
    }

    /// Replaces the definitions.
    pub(super) fn write(&self, searches: &SavedSearches) -> anyhow::Result<()> {
        searches.write(&self.definitions).map_err(|error| named(&self.definitions, &error, "write"))
    }

    /// Reads what was reported.
    pub(super) fn log(&self) -> anyhow::Result<ReportedLog> {
        ReportedLog::read(&self.reported).map_err(|error| named(&self.reported, &error, "read"))
    }

    /// Names the file of what was reported in an error of writing it.
    pub(super) fn not_marked(&self, error: &io::Error) -> anyhow::Error {
        named(&self.reported, error, "write").context("what was printed is not marked, and comes again")
    }
}

/// Returns an error with the path of its file.
fn named(path: &Path, error: &io::Error, action: &str) -> anyhow::Error {
    anyhow::anyhow!("cannot {action} {}: {}", path.display(), os_error_message(error))
}

/// Returns the searches that are named, or of a list that is; all if `names` is empty.
///
/// # Errors
/// If a name is not known, with the nearest.
pub(super) fn chosen(searches: &SavedSearches, names: &[String]) -> anyhow::Result<Vec<SavedSearch>> {
    if names.is_empty() {
        return Ok(searches.searches().to_vec());
    }
    let mut chosen: Vec<SavedSearch> = Vec::new();
    for name in names {
        let mut is_known = false;
        for search in searches.named(name) {
            is_known = true;
            if chosen.iter().all(|other| other.name != search.name) {
                chosen.push(search.clone());
            }
        }
        anyhow::ensure!(is_known, "{}", unknown(searches, name));
    }
    Ok(chosen)
}

/// Says that no saved search has this name, and which is the nearest.
fn unknown(searches: &SavedSearches, name: &str) -> String {
    let letters = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
    let names = searches.searches().iter().flat_map(|search| [Some(&search.name), search.list.as_ref()]);
    let distance = |other: &String| edit_distance(&letters(name), &letters(other));
    let nearest = names.flatten().map(|other| (distance(other), other)).min();
    match nearest.filter(|(distance, other)| distance * 3 <= other.chars().count().max(3)) {
        Some((_, nearest)) => format!("there is no saved search {name:?}: did you mean {nearest:?}?"),
        None => format!("there is no saved search {name:?}: `clippings saved list` names them"),
    }
}
