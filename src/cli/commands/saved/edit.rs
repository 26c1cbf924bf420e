//! `clippings saved add` and `remove`: edit the saved searches.

use clippings::internals::saved::{SavedFiles, SavedQuery, SavedSearch, index_path};
use clippings::{Error, Searcher};

use crate::cli::args::{AddArgs, Common, RemoveArgs};
use crate::cli::commands::saved::files::{self, chosen, patience};
use crate::cli::commands::search::search::absolute;
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::messages;
use crate::cli::query_input::QueryInput;

/// Runs `clippings saved add`.
pub(super) fn add(args: &AddArgs, common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    let index_dir = common.index_dir()?;
    let index = index_path(&index_dir);
    let QueryInput { query, mut notes } = QueryInput::read(&args.query)?;
    let mut saved_query = SavedQuery::new(query);
    saved_query.folders = args.folders.iter().map(|folder| absolute(folder)).collect();
    (saved_query.since, saved_query.until) = (args.since.clone(), args.until.clone());
    (saved_query.any, saved_query.variants, saved_query.cut) = (args.any, args.variants, args.cut);
    let mut search = SavedSearch::new(args.name.clone(), index, saved_query);
    let _lock = files.lock(patience(false))?;
    let mut searches = files.searches()?;
    if let Some(known) = searches.get(&args.name) {
        anyhow::ensure!(args.replace, "there is a saved search {:?}: --replace replaces it", args.name);
        search.list.clone_from(&known.list);
    }
    let request = search.saved_query.request().map_err(anyhow::Error::msg)?;
    let matching = match Searcher::open(&index_dir) {
        Ok(searcher) => {
            let mut request = request;
            (request.limit, request.max_passages) = (0, 0);
            let response = searcher.search(&request)?;
            notes.extend(response.notes);
            Some(response.total)
        }
        Err(error @ (Error::NoIndex { .. } | Error::BeingBuilt { .. })) => {
            messages::print(&error.to_string());
            None
        }
        Err(error) => return Err(error.into()),
    };
    searches.add(&[search]).map_err(|error| not_edited(&files, &error))?;
    files.write(&searches)?;
    if !common.quiet {
        notes.iter().for_each(|note| messages::print(&messages::format_note(note)));
        let matching = matching.map(|count| format!("; {} now", messages::count_matching(count as u64)));
        messages::print(&format!("saved {}{}", args.name, matching.unwrap_or_default()));
    }
    Ok(SUCCESS)
}

/// Runs `clippings saved remove`.
pub(super) fn remove(args: &RemoveArgs, common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    let _lock = files.lock(patience(false))?;
    let mut searches = files.searches()?;
    let removed = chosen(&searches, &args.names)?;
    let names: Vec<&str> = removed.iter().map(|search| search.name.as_str()).collect();
    let mut log = files.log()?;
    searches.remove(&names).map_err(|error| not_edited(&files, &error))?;
    files.write(&searches)?;
    files.forget(&mut log, &names)?;
    if !common.quiet {
        messages::print(&format!("removed {}", names.join(", ")));
    }
    Ok(SUCCESS)
}

/// Names the file that cannot be edited.
pub(super) fn not_edited(files: &SavedFiles, error: &str) -> anyhow::Error {
    anyhow::anyhow!("cannot edit {}: {error}", files.definitions.display())
}
