//! Restriction of a request to folders and days.

use crate::search::{Filter, Searcher};
use crate::serve::api::operations::{FOLDER, SINCE, UNTIL};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::text::path_key;

/// Reads the days and folders of a request.
///
/// # Errors
/// If a day is none.
pub(crate) fn filter(values: &ParamValues) -> Result<Filter, Problem> {
    Ok(Filter {
        // No path is looked up on the disk.
        folders: values.texts(&FOLDER).map(path_key::from_shown).collect(),
        since: values.first_day(&SINCE)?,
        until: values.last_day(&UNTIL)?,
        ..Filter::default()
    })
}

/// Checks that the index has the folders of a filter.
///
/// # Errors
/// If a folder is not in the index: neither one of its folders nor above or below one.
pub(crate) fn check_folders(searcher: &Searcher, filter: &Filter) -> Result<(), Problem> {
    match filter.folders.iter().find(|path| !searcher.has_folder(path)) {
        Some(unknown) => {
            let folders = searcher.folders();
            let known: Vec<_> = folders.iter().map(|folder| path_key::shown(folder)).collect();
            let unknown = path_key::shown(unknown);
            let detail = format!("the index has no folder {unknown}: it has {}", known.join(", "));
            Err(Problem::not_found(detail))
        }
        None => Ok(()),
    }
}
