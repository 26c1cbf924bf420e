//! Finds the files of the saved searches, and the searches that are named.

use std::time::Duration;

use anyhow::Context;
use clippings::internals::location::IndexLocation;
use clippings::internals::query::edit_distance;
use clippings::internals::saved::{SavedFiles, SavedSearch, SavedSearches, index_path, is_of_index};
use clippings::{Error, Searcher};

use crate::cli::args::Common;
use crate::cli::dirs;
use crate::cli::output::messages;

/// Time to wait for another process that reports or edits.
const PATIENCE: Duration = Duration::from_secs(5);
/// Time to wait for it if asked to.
const LONG_PATIENCE: Duration = Duration::from_secs(24 * 3600);

/// Finds the files.
///
/// # Errors
/// If there is no folder for them.
pub(super) fn find() -> anyhow::Result<SavedFiles> {
    let folders = dirs::config().zip(dirs::state());
    let (config, state) = folders
        .with_context(|| format!("{} is not set, so there is no folder for saved searches", dirs::HOME))?;
    Ok(SavedFiles::new(&config, &state))
}

/// Returns the time to wait for another process that reports or edits: a few seconds, or a day if asked to.
pub(super) fn patience(wait: bool) -> Duration {
    if wait { LONG_PATIENCE } else { PATIENCE }
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

/// Returns the searches of the index at `index`.
pub(super) fn of_index(searches: Vec<SavedSearch>, index: &IndexLocation) -> Vec<SavedSearch> {
    let index = index_path(index);
    searches.into_iter().filter(|search| is_of_index(search, &index)).collect()
}

/// Returns the searches of the index that is named with `--index`; all if none is.
///
/// # Errors
/// If its address cannot be read.
pub(super) fn of_named_index(
    searches: Vec<SavedSearch>,
    common: &Common,
) -> anyhow::Result<Vec<SavedSearch>> {
    match &common.index {
        Some(index) => Ok(of_index(searches, &IndexLocation::of(index.clone())?)),
        None => Ok(searches),
    }
}

/// Returns whether a list of searches has this name.
pub(super) fn is_list(searches: &SavedSearches, name: &str) -> bool {
    searches.searches().iter().any(|search| search.list.as_deref() == Some(name))
}

/// Opens the index that searches are saved for, and says so if it cannot answer yet.
///
/// # Errors
/// If it is damaged.
pub(super) fn open_index(location: &IndexLocation) -> anyhow::Result<Option<Searcher>> {
    match location.searcher() {
        Ok(searcher) => Ok(Some(searcher)),
        Err(Error::NoIndex { path }) => {
            messages::print(&format!("no index at {}: `clippings index FOLDER` makes it", path.display()));
            Ok(None)
        }
        Err(error @ Error::BeingBuilt { .. }) => {
            messages::print(&error.to_string());
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
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
