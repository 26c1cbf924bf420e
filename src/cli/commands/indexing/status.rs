//! `clippings status`: shows the contents of the index and the changes in its folders.

use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::remarks::counted::describe_folder;
use clippings::status::{ClusterState, FolderStatus, Status};
use clippings::{CountBy, Failure};
use std::fmt::Write as _;
use std::path::Path;

use crate::cli::args::{Common, Format, StatusArgs};
use crate::cli::commands::indexing::freshness::ago;
use crate::cli::config;
use crate::cli::exit_code::SUCCESS;
use crate::cli::output::advice;
use crate::cli::output::escape::{escape_controls, escape_line};
use crate::cli::output::response::facets;
use crate::cli::output::text::{print, print_wrapped};
use crate::cli::output::{json, messages};

/// Runs `clippings status`.
pub(crate) fn run(args: &StatusArgs, common: &Common) -> anyhow::Result<u8> {
    let location = common.index_location()?;
    let facets =
        [(args.sites, CountBy::Site), (args.authors, CountBy::Author), (args.languages, CountBy::Language)];
    let facets: Vec<CountBy> =
        facets.into_iter().filter_map(|(is_given, by)| is_given.then_some(by)).collect();
    if !facets.is_empty() && common.format != Format::Json {
        return list_facets(&location, &facets, common);
    }
    let counts = if facets.is_empty() { Vec::new() } else { location.searcher()?.count_all(facets)? };
    let mut status = location.status()?;
    if !args.warnings {
        status.warnings.clear();
    }
    if common.format != Format::Json && !common.quiet {
        messages::print_notes(&status.notes);
    }
    match common.format {
        Format::Json => json::status(&status, &counts, config::path().as_deref())?,
        _ => {
            let text = format_status(&status, location.name(), &PathDisplay::relative_to_current_dir());
            print_wrapped(&text)?;
        }
    }
    Ok(SUCCESS)
}

/// Prints the values of `facets` with the number of articles of each, and nothing else.
fn list_facets(location: &IndexLocation, facets: &[CountBy], common: &Common) -> anyhow::Result<u8> {
    let searcher = location.searcher()?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let counts = searcher.count_all(facets.to_vec())?;
    let tables = facets::tables(&counts, 0, &PathDisplay::relative_to_current_dir());
    if tables.is_empty() && !common.quiet {
        messages::print("there is nothing to count: the index has no articles");
    }
    print(&tables)?;
    Ok(SUCCESS)
}

/// Formats the status as text.
fn format_status(status: &Status, index: &Path, display: &PathDisplay) -> String {
    let mut text = format!(
        "{} in the index at {}, written {} by clippings {}\n",
        messages::count_articles(status.articles),
        display.name(index),
        ago(status.written),
        status.program
    );
    // Writing to a string does not fail.
    // Those on a cluster may be rows of files, too.
    let what = if status.cluster.is_some() { "deleted document" } else { "deleted article" };
    let deleted = match status.deleted {
        0 => String::new(),
        deleted => format!(", {} among them", messages::count_of(deleted, what)),
    };
    let _ = writeln!(
        text,
        "{} in {}{deleted}",
        messages::format_size(status.bytes),
        messages::count_of(status.segments as u64, "segment")
    );
    if let Some(cluster) = &status.cluster {
        let _ = writeln!(text, "{}", format_cluster(cluster));
    }
    if let (Some(first), Some(last)) = (&status.first_date, &status.last_date) {
        let _ = writeln!(text, "published from {first} to {last}");
    }
    if !status.languages.is_empty() {
        let mut languages: Vec<_> = status.languages.iter().collect();
        languages.sort_by_key(|(_, articles)| u64::MAX - **articles);
        let languages: Vec<_> =
            languages.iter().map(|(code, articles)| format!("{articles} {code}")).collect();
        let _ = writeln!(text, "languages: {}", languages.join(", "));
    }
    for folder in &status.folders {
        let FolderStatus { files, articles, bytes, .. } = folder;
        let changes = describe_folder(folder);
        let not_cleaned = if folder.keep_everything { ", not cleaned" } else { "" };
        let path = display.name(&folder.path);
        let _ = writeln!(
            text,
            "{path}: {} in {}, {}{not_cleaned}; {changes}",
            messages::count_articles(*articles),
            messages::count_files(*files),
            messages::format_size(*bytes)
        );
    }
    if let Some(reader) = &status.pdf_reader {
        let _ = writeln!(text, "PDFs: new ones are read {reader}");
    }
    if !status.failures.is_empty() {
        let failures = match status.failures.len() {
            1 => "1 file or record".to_owned(),
            failures => format!("{failures} files or records"),
        };
        let _ = writeln!(text, "{failures} could not be read:");
    }
    list(&status.failures, display, &mut text);
    if status.warned > 0 {
        let warnings = messages::count_of(status.warned, "warning");
        let _ = match status.warnings.as_slice() {
            [] => writeln!(text, "{warnings}; `clippings status --warnings` lists them"),
            _ => writeln!(text, "{warnings}:"),
        };
    }
    list(&status.warnings, display, &mut text);
    if let Some(path) = config::path() {
        let missing = if path.exists() { "" } else { " (not found)" };
        let _ = writeln!(text, "config file: {}{missing}", display.name(&path));
    }
    escape_controls(&advice::complete(&text)).into_owned()
}

/// Formats the state of a cluster: `health: green; 3 shards with 1 replica each, 5.1 GB with the replicas`.
fn format_cluster(cluster: &ClusterState) -> String {
    let health = match (&cluster.health[..], cluster.unassigned) {
        ("yellow", unassigned) => {
            format!("yellow, since {} on no node", messages::count_of(unassigned, "replica"))
        }
        ("red", _) => "red: articles are on nodes that are away".to_owned(),
        (health, _) => health.to_owned(),
    };
    format!(
        "health: {health}; {} with {} each, {} with the replicas",
        messages::count_of(cluster.shards.into(), "shard"),
        messages::count_of(cluster.replicas.into(), "replica"),
        messages::format_size(cluster.total_bytes)
    )
}

/// Lists files and records, each with what is to say of it.
fn list(failures: &[Failure], display: &PathDisplay, text: &mut String) {
    for failure in messages::format_each_failure(failures, display) {
        let _ = writeln!(text, "  {}", escape_line(&failure));
    }
}
