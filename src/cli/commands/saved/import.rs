//! `clippings saved import`: saves a search for each name of a list.

use std::io;
use std::path::Path;

use anyhow::Context;
use clippings::internals::error::os_error_message;
use clippings::internals::location::IndexLocation;
use clippings::internals::saved::{
    ChosenName, NameColumn, NameList, SavedFiles, SavedQuery, SavedSearch, SavedSearches, SkipReason,
    SkippedName, TakenNames, index_path,
};
use clippings::internals::text::regular_file::{open_input, read_limited};

use crate::cli::args::{Common, ImportArgs};
use crate::cli::commands::saved::edit::{check, first_names, not_edited, restrict};
use crate::cli::commands::saved::files::{self, open_index, patience};
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::messages;

/// Maximum size of a list, in bytes.
const MAX_BYTES: u64 = 16 << 20;
/// Maximum number of lines that are named in a message.
const MAX_LINES: usize = 20;
/// Path that stands for standard input.
const STDIN: &str = "-";

/// Runs `clippings saved import`.
pub(super) fn run(args: &ImportArgs, common: &Common) -> anyhow::Result<u8> {
    let shown =
        if args.file == Path::new(STDIN) { "standard input".into() } else { args.file.display().to_string() };
    let bytes = read(&args.file)
        .map_err(|error| anyhow::anyhow!("cannot read {shown}: {}", os_error_message(&error)))?;
    let column = match &args.column {
        None => NameColumn::Detected,
        Some(column) => {
            column.parse().map_or_else(|_| NameColumn::Header(column.clone()), NameColumn::Number)
        }
    };
    let names = NameList::read(bytes, &column).with_context(|| shown.clone())?;
    let list = list_name(args)?;
    let files = files::find()?;
    let location = common.index_location()?;
    let index = index_path(&location);
    let lock = files.lock(patience(false))?;
    let searches = files.searches()?;
    anyhow::ensure!(
        searches.get(&list).is_none(),
        "there is a saved search {list:?}: --list NAME gives the list another name"
    );
    let mut taken = TakenNames::new(searches.searches(), &list);
    let mut added = Vec::new();
    let (mut num_known, mut longer, mut unsaved) = (0, Vec::new(), Vec::new());
    for name in &names.names {
        let line = || SkippedLine { line: name.line, shown: Some(name.name.clone()) };
        match taken.choose(&name.name) {
            ChosenName::InList => num_known += 1,
            ChosenName::Taken => unsaved.push(line()),
            ChosenName::Free(free) => {
                if free != name.name {
                    longer.push(free.clone());
                }
                let mut query = SavedQuery::new(name.query(args.inflected));
                restrict(&mut query, &args.scope);
                let mut search = SavedSearch::new(free, &index, query);
                search.list = Some(list.clone());
                added.push(search);
            }
        }
    }
    if let Some(first) = added.first() {
        check(std::slice::from_ref(first))?;
        add(&files, searches, &added)?;
    }
    drop(lock);
    print_skipped(&shown, &names.skipped);
    print_lines(&shown, "another saved search has the name", &unsaved);
    if !common.quiet {
        if !longer.is_empty() {
            messages::print(&format!(
                "other searches have these names, so that of the list follows: {}",
                first_names(&longer)
            ));
        }
        let known = if num_known > 0 { format!("; {num_known} were in it") } else { String::new() };
        messages::print(&format!(
            "{} saved in the list {list}{known}",
            messages::count_of(added.len() as u64, "name")
        ));
        print_unmatched(&location, &added)?;
    }
    Ok(if added.is_empty() && num_known == 0 { NOTHING_FOUND } else { SUCCESS })
}

/// Says how many of the searches match no article now, if there is an index.
fn print_unmatched(location: &IndexLocation, added: &[SavedSearch]) -> anyhow::Result<()> {
    if added.is_empty() {
        return Ok(());
    }
    let Some(searcher) = open_index(location)? else { return Ok(()) };
    let mut unmatched: Vec<&str> = Vec::new();
    for search in added {
        let mut request = search.saved_query.request().map_err(anyhow::Error::msg)?;
        (request.limit, request.max_passages) = (0, 0);
        if searcher.search(&request)?.total == 0 {
            unmatched.push(&search.name);
        }
    }
    if !unmatched.is_empty() {
        let verb = if unmatched.len() == 1 { "matches" } else { "match" };
        messages::print(&format!(
            "{} of {} {verb} no article now: {}",
            unmatched.len(),
            messages::count_of(added.len() as u64, "name"),
            first_names(&unmatched)
        ));
    }
    Ok(())
}

fn add(files: &SavedFiles, mut searches: SavedSearches, added: &[SavedSearch]) -> anyhow::Result<()> {
    searches.add(added).map_err(|error| not_edited(files, &error))?;
    Ok(files.write(&searches)?)
}

/// Reads a file or standard input.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    match path == Path::new(STDIN) {
        true => read_limited(io::stdin().lock(), MAX_BYTES),
        false => read_limited(open_input(path)?, MAX_BYTES),
    }
}

/// Returns the name of the list: the one that was given, else that of the file.
fn list_name(args: &ImportArgs) -> anyhow::Result<String> {
    let of_file = || args.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let name = args.list.clone().or_else(|| of_file().filter(|_| args.file != Path::new(STDIN)));
    name.context("the list has no name: --list NAME gives it one")
}

/// Line of a list that is not searched for.
struct SkippedLine {
    line: u32,
    /// What the line has, if it is worth showing.
    shown: Option<String>,
}

/// Names the lines that are not searched for, by reason.
fn print_skipped(file: &str, skipped: &[SkippedName]) {
    let lines = |reason: fn(SkipReason) -> bool, is_shown: bool| -> Vec<SkippedLine> {
        let skipped = skipped.iter().filter(|name| reason(name.reason));
        skipped
            .map(|name| SkippedLine { line: name.line, shown: is_shown.then(|| name.name.clone()) })
            .collect()
    };
    print_lines(file, "text above the header", &lines(|reason| reason == SkipReason::AboveHeader, true));
    print_lines(file, "a comment", &lines(|reason| reason == SkipReason::Comment, true));
    print_lines(file, "no name", &lines(|reason| reason == SkipReason::Empty, false));
    print_lines(file, "a single character", &lines(|reason| reason == SkipReason::OneCharacter, true));
    print_lines(file, "too long for a name", &lines(|reason| reason == SkipReason::TooLong, false));
    let repeated = lines(|reason| matches!(reason, SkipReason::Repeated(_)), true);
    print_lines(file, "the name of an earlier line", &repeated);
}

fn print_lines(file: &str, reason: &str, lines: &[SkippedLine]) {
    if lines.is_empty() {
        return;
    }
    let named = lines.iter().map(|skipped| match &skipped.shown {
        Some(shown) => format!("{} ({shown})", skipped.line),
        None => skipped.line.to_string(),
    });
    let named = messages::first_of(&named.collect::<Vec<_>>(), MAX_LINES);
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    messages::print(&format!("{file}: {reason} in {noun} {named}: not searched for"));
}
