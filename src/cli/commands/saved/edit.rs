//! `clippings saved add` and `remove`: edit the saved searches.

use clippings::internals::saved::{
    SavedFiles, SavedQuery, SavedSearch, SavedSearches, index_path, is_of_index,
};
use clippings::query::{Parsed, Query};

use crate::cli::args::{AddArgs, Common, RemoveArgs, ScopeArgs};
use crate::cli::commands::saved::files::{self, chosen, is_list, open_index, patience};
use crate::cli::commands::search::search::absolute;
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::messages;
use crate::cli::query_input::QueryInput;

/// Maximum number of searches that a message names.
const MAX_NAMES: usize = 10;

/// Runs `clippings saved add`.
pub(super) fn add(args: &AddArgs, common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    let location = common.index_location()?;
    let index = index_path(&location);
    let QueryInput { query, mut notes } = QueryInput::read_for("clippings saved add NAME -", &args.query)?;
    let mut saved_query = SavedQuery::new(query);
    restrict(&mut saved_query, &args.scope);
    (saved_query.any, saved_query.variants, saved_query.cut) = (args.any, args.variants, args.cut);
    let mut search = SavedSearch::new(args.name.clone(), index, saved_query);
    check(std::slice::from_ref(&search))?;
    let _lock = files.lock(patience(false))?;
    let mut searches = files.searches()?;
    // What was reported of another index says nothing of this one.
    let is_of_other = searches.get(&args.name).is_some_and(|known| !is_of_index(known, &search.index));
    match searches.get(&args.name) {
        Some(known) => {
            anyhow::ensure!(args.replace, "there is a saved search {:?}: --replace replaces it", args.name);
            search.list.clone_from(&known.list);
        }
        None => anyhow::ensure!(
            !is_list(&searches, &args.name),
            "there is a list of saved searches {:?}: give the search another name",
            args.name
        ),
    }
    let mut request = search.saved_query.request().map_err(anyhow::Error::msg)?;
    let Parsed { query, notes: ignored } = clippings::query::parse(&request.query);
    if query == Query::Nothing {
        let reasons: Vec<&str> = ignored.iter().map(|note| note.reason.as_str()).collect();
        anyhow::bail!("the query has no words and would match nothing: {}", reasons.join("; "));
    }
    let matching = match open_index(&location)? {
        Some(searcher) => {
            (request.limit, request.max_passages) = (0, 0);
            let response = searcher.search(&request)?;
            notes.extend(response.notes);
            Some(response.total)
        }
        None => None,
    };
    searches.add(&[search]).map_err(|error| not_edited(&files, &error))?;
    files.write(&searches)?;
    if is_of_other {
        files.forget(&mut files.log()?, &[&args.name])?;
    }
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
        messages::print(&format!("removed {}", first_names(&names)));
    }
    Ok(SUCCESS)
}

/// Restricts a query to folders, which are saved with their whole paths, and days.
pub(super) fn restrict(query: &mut SavedQuery, scope: &ScopeArgs) {
    query.folders = scope.folders.iter().map(|folder| absolute(folder)).collect();
    (query.since, query.until) = (scope.since.clone(), scope.until.clone());
}

/// Checks searches on their own, so that what is wrong with them is not blamed on the file.
pub(super) fn check(searches: &[SavedSearch]) -> anyhow::Result<()> {
    SavedSearches::default().add(searches).map_err(anyhow::Error::msg)
}

/// Names the file that cannot be edited.
pub(super) fn not_edited(files: &SavedFiles, error: &str) -> anyhow::Error {
    anyhow::anyhow!("cannot edit {}: {error}", files.definitions.display())
}

/// Lists the first names, and the number of the others.
pub(super) fn first_names(names: &[impl AsRef<str>]) -> String {
    messages::first_of(names, MAX_NAMES)
}
