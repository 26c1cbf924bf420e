//! `clippings saved run`: lists what is new to saved searches.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;

use anyhow::Context;
use clippings::internals::location::IndexLocation;
use clippings::internals::saved::{ReportedLog, RunOptions, SavedFiles, SavedSearch, SearchNews, find_news};
use clippings::internals::wire::PathDisplay;
use clippings::{Error, ReadOverrides};
use jiff::Timestamp;

use crate::cli::args::{Common, RunArgs};
use crate::cli::commands::saved::beside::messages_beside;
use crate::cli::commands::saved::files::{self, chosen, of_index, of_named_index, patience};
use crate::cli::commands::saved::{exec, feed};
use crate::cli::commands::search::search::update_folders;
use crate::cli::exit_code::{FAILURE, INTERRUPTED, NOTHING_FOUND, SUCCESS};
use crate::cli::interrupt;
use crate::cli::output::{messages, saved};

/// Runs `clippings saved run`.
pub(crate) fn run(args: &RunArgs, common: &Common) -> anyhow::Result<u8> {
    let files = files::find()?;
    let searches = files.searches()?;
    let searches = of_named_index(chosen(&searches, &args.names)?, common)?;
    if searches.is_empty() {
        if !common.quiet {
            let of_index = common.index.as_ref().map_or("", |_| " for this index");
            messages::print(&format!(
                "no search is saved{of_index}: `clippings saved add NAME QUERY` saves one"
            ));
        }
        return Ok(NOTHING_FOUND);
    }
    let mut is_complete = true;
    for index in by_index(&searches).keys().filter(|_| !args.no_update) {
        is_complete &= update(index, common);
        if interrupt::flag().load(Ordering::Relaxed) {
            return Ok(INTERRUPTED);
        }
    }
    let found = report(&files, args, &searches, common)?;
    Ok(match (is_complete && !found.has_failed, found.has_news) {
        _ if found.is_stopped => INTERRUPTED,
        (false, _) => FAILURE,
        (true, true) => SUCCESS,
        (true, false) => NOTHING_FOUND,
    })
}

/// Reports what is new to the saved searches of the index at `location`, as it is.
///
/// # Errors
/// If it cannot be printed or marked.
pub(crate) fn report_index(location: &IndexLocation, common: &Common) -> anyhow::Result<()> {
    let files = files::find()?;
    let searches = of_index(files.searches()?.searches().to_vec(), location);
    let args = RunArgs { no_update: true, wait: true, ..RunArgs::default() };
    if !searches.is_empty() {
        report(&files, &args, &searches, common)?;
    }
    Ok(())
}

/// Outcome of a run.
struct RunOutcome {
    has_news: bool,
    has_failed: bool,
    /// Whether Ctrl-C ended it before anything was marked.
    is_stopped: bool,
}

/// Finds what is new, prints it, and marks it as reported, in this order: what is interrupted comes again.
fn report(
    files: &SavedFiles,
    args: &RunArgs,
    searches: &[SavedSearch],
    common: &Common,
) -> anyhow::Result<RunOutcome> {
    let _lock = if args.dry_run { None } else { Some(files.lock(patience(args.wait))?) };
    // They may have been edited while the index was brought in step.
    let current = files.searches()?;
    let searches: Vec<SavedSearch> =
        searches.iter().filter_map(|search| current.get(&search.name)).cloned().collect();
    let mut log = files.log()?;
    let options = RunOptions::default().all(args.all).changed(args.changed);
    let mut news = find_all(&searches, &log, options);
    let display = PathDisplay::relative_to_current_dir();
    saved::print_news(&news, common.format, &display)?;
    messages_beside(&news, common);
    let now = Timestamp::now();
    if let Some(path) = &args.atom {
        feed::update(path, &news, now)?;
    }
    for news in news.iter_mut().filter(|news| news.has_news() && !args.exec.is_empty()) {
        if let Err(error) = exec::start(&args.exec, news, common.format) {
            messages::print(&format!("{}: {error:#}; it comes again", news.search.name));
            // What was not passed on is not marked.
            (news.error, news.mark) = (Some(error.to_string()), None);
        }
    }
    let outcome = RunOutcome {
        has_news: news.iter().any(SearchNews::has_news),
        has_failed: news.iter().any(|news| news.error.is_some()),
        // Without an update nothing catches it, and it ends the program.
        is_stopped: !args.no_update && interrupt::flag().load(Ordering::Relaxed),
    };
    if !args.dry_run && !outcome.is_stopped {
        mark(files, &mut log, news, now)?;
    }
    Ok(outcome)
}

/// Marks what was reported.
fn mark(
    files: &SavedFiles,
    log: &mut ReportedLog,
    news: Vec<SearchNews>,
    now: Timestamp,
) -> anyhow::Result<()> {
    let marks: Vec<_> = news.into_iter().filter_map(|news| news.mark).collect();
    if marks.is_empty() {
        return Ok(());
    }
    let marked: HashSet<&str> = marks.iter().map(|mark| mark.search.as_str()).collect();
    let are_all = log.names().all(|name| marked.contains(name));
    let ran = if are_all { Vec::new() } else { marks.iter().map(|mark| mark.search.clone()).collect() };
    files.mark(log, &marks, now.as_second(), ran).context("what was printed is not marked, and comes again")
}

/// Finds what is new to searches of any index, in their order.
fn find_all(searches: &[SavedSearch], log: &ReportedLog, options: RunOptions) -> Vec<SearchNews> {
    let mut found: BTreeMap<usize, SearchNews> = BTreeMap::new();
    for (index, numbered) in by_index(searches) {
        let (numbers, searches): (Vec<usize>, Vec<SavedSearch>) = numbered.into_iter().unzip();
        let news = match IndexLocation::of(index.to_owned()).and_then(|location| location.searcher()) {
            Ok(searcher) => find_news(&searcher, &searches, log, options),
            Err(error) => searches.iter().map(|search| SearchNews::failed(search, &error)).collect(),
        };
        found.extend(numbers.into_iter().zip(news));
    }
    found.into_values().collect()
}

/// Groups searches by their index, with their places.
fn by_index(searches: &[SavedSearch]) -> BTreeMap<&Path, Vec<(usize, SavedSearch)>> {
    let mut groups: BTreeMap<&Path, Vec<(usize, SavedSearch)>> = BTreeMap::new();
    for (place, search) in searches.iter().enumerate() {
        groups.entry(&search.index).or_default().push((place, search.clone()));
    }
    groups
}

/// Brings an index in step with its folders. Returns whether all files could be read; what cannot be updated
/// is searched as it is.
fn update(index: &Path, common: &Common) -> bool {
    let Ok(location) = IndexLocation::of(index.to_owned()) else { return true };
    if !location.exists() {
        return true; // the search says so
    }
    let display = PathDisplay::relative_to_current_dir();
    match update_folders(&location, &[], ReadOverrides::default(), common, &display) {
        Ok(is_complete) => is_complete,
        Err(error) if matches!(error.downcast_ref(), Some(Error::NoFolder)) => true,
        Err(error) => {
            messages::print(&format!("{error:#}; searching the index as it is"));
            false
        }
    }
}
