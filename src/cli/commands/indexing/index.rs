//! `clippings index`: adds folders to the index, or updates it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clippings::Error;
use clippings::IndexOptions;
use clippings::IndexReport;
use clippings::Indexer;
use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;

use crate::cli::args::{Common, Format, IndexArgs};
use crate::cli::exit_code::{FAILURE, INTERRUPTED, SUCCESS};
use crate::cli::known_indexes;
use crate::cli::output::advice;
use crate::cli::output::escape::{escape_controls, escape_line};
use crate::cli::output::progress_bar::ProgressBar;
use crate::cli::output::text::print;
use crate::cli::output::{changes, json, messages};

/// Number of warnings that are printed one by one.
const LISTED_WARNINGS: usize = 3;

/// Runs `clippings index`.
pub(crate) fn run(args: &IndexArgs, common: &Common) -> anyhow::Result<u8> {
    if args.moved_to.is_some() && args.paths.len() > 1 {
        anyhow::bail!("--at takes one folder: `clippings index OLD --at NEW`");
    }
    if let (Some(option), []) = (args.reading.first_given(), args.paths.as_slice()) {
        anyhow::bail!("{option} says how to read the folders that are named, and none is: name them");
    }
    let location = common.index_location()?;
    let has_layout = args.layout.shards.or(args.layout.replicas).is_some();
    if (args.take_over || has_layout) && matches!(location, IndexLocation::Folder(_)) {
        anyhow::bail!("--take-over, --shards and --replicas are for an index on a cluster");
    }
    let report = {
        let indexer = location.indexer()?.options(options(args, common)?);
        update_index(&indexer, &args.paths, common.quiet)?
    };
    let display = PathDisplay::relative_to_current_dir();
    messages::print_failures(&report.failures, &display);
    if !common.quiet {
        messages::print_warnings(&report, LISTED_WARNINGS, &display);
    }
    match common.format {
        Format::Json => json::report(&report)?,
        _ => changes::print(report.changes.as_deref().unwrap_or_default(), &display)?,
    }
    match common.format {
        Format::Json => {}
        _ if common.quiet => {}
        _ => print(&escape_controls(&advice::complete(&summary(&report, location.name(), &display))))?,
    }
    if report.stopped {
        messages::print(match report.articles {
            0 => "stopped before an article was indexed; the next run begins anew",
            _ => "stopped: what was done is in the index; the next run does the rest",
        });
        return Ok(INTERRUPTED);
    }
    Ok(if report.failures.is_empty() { SUCCESS } else { FAILURE })
}

/// Builds the options of the indexer.
fn options(args: &IndexArgs, common: &Common) -> anyhow::Result<IndexOptions> {
    let mut options = IndexOptions::default();
    options.rebuild = args.rebuild;
    options.prune = args.prune;
    options.include_known = args.include_known;
    options.take_over = args.take_over;
    options.shards = args.layout.shards;
    options.default_shards = args.layout.configured_shards;
    options.replicas = args.layout.replicas.or(args.layout.configured_replicas);
    options.moved_to = args.moved_to.clone();
    options.lock_timeout = if args.wait { Duration::from_secs(24 * 3600) } else { Duration::ZERO };
    options.force_merge = args.optimize;
    options.list_changes = args.list;
    options.commit_interval = Duration::try_from_secs_f64(args.commit_every).unwrap_or(Duration::MAX);
    options.overrides = args.reading.overrides();
    common.configured_filters.apply(&args.filter, &mut options)?;
    Ok(options)
}

/// Updates an index from `folders`, with progress on standard error.
pub(crate) fn update_index(
    indexer: &Indexer,
    folders: &[PathBuf],
    quiet: bool,
) -> anyhow::Result<IndexReport> {
    let progress = ProgressBar::new(quiet);
    let indexer = indexer.clone().stop_when(crate::cli::interrupt::flag()).on_open(known_indexes::remember);
    indexer.run(folders, &progress).map_err(|error| match (error, crate::cli::config::path()) {
        (error @ Error::NoFolder, Some(path)) => {
            anyhow::anyhow!("{error}, or name folders in {}", path.display())
        }
        (error, _) => error.into(),
    })
}

/// Renders the report as text.
fn summary(report: &IndexReport, index: &Path, display: &PathDisplay) -> String {
    let mut text = format!(
        "{}, {} in the index at {}\n",
        messages::count_files(report.files),
        messages::count_articles(report.articles),
        display.name(index)
    );
    text += &format!(
        "{} added, {} updated, {}{} removed, {} unchanged, in {:.2} s\n",
        report.added,
        report.updated,
        if report.moved > 0 { format!("{} moved, ", report.moved) } else { String::new() },
        report.removed,
        report.unchanged,
        report.took.as_secs_f64()
    );
    for moved in &report.moved_folders {
        let (from, to) = (display.name(&moved.from), display.name(&moved.to));
        text += &format!("{from} has moved to {to}: {} kept\n", messages::count_articles(moved.articles));
    }
    if report.carried_over > 0 {
        let articles = messages::count_articles(report.carried_over);
        text += &format!("{articles} carried over from the older index: their files cannot be read now\n");
    }
    if report.lines > 0 {
        let percent = report.lines_cut as f64 * 100.0 / report.lines as f64;
        let lines = messages::count_of(report.lines, "line");
        text += &format!("{} of {lines} cut ({percent:.0}%)", report.lines_cut);
        let percent = report.text_bytes_cut as f64 * 100.0 / report.text_bytes.max(1) as f64;
        text += &format!(", {percent:.0}% of the text\n");
    }
    for filtered in &report.filtered {
        let files = messages::count_of(filtered.files, &format!(".{} file", filtered.extension));
        text += &format!("{files} read by the filter {}\n", escape_line(&filtered.command));
    }
    for line in messages::kept_articles(report) {
        text += &format!("{line}\n");
    }
    for rules in &report.rules {
        let name = display.name(&rules.path);
        if rules.lines > 0 || rules.unmatched.is_empty() {
            text += &format!("{name} decided on {}\n", messages::count_of(rules.lines, "line"));
        }
        if !rules.unmatched.is_empty() {
            let unmatched: Vec<(u32, &str)> =
                rules.unmatched.iter().map(|rule| (rule.line, rule.rule.as_str())).collect();
            text += &format!("{}\n", messages::format_unmatched_rules(&name, &unmatched));
        }
    }
    for folder in &report.folders_without_site_lines {
        text += &format!(
            "{}: run `clippings index --rebuild` to learn which lines its sites repeat\n",
            display.name(folder)
        );
    }
    if report.pages_without_article > 0 {
        text += &match report.pages_without_article {
            1 => "1 page has no article: indexed with its title and what little text it has\n".to_owned(),
            pages => format!(
                "{pages} pages have no article: indexed with their titles and what little text they have\n"
            ),
        };
    }
    if let Some(reader) = &report.pdf_reader {
        text += &format!("PDFs: read {reader}\n");
    }
    if !report.skipped.is_empty() {
        let kinds: Vec<_> =
            report.skipped.iter().map(|(kind, count)| format!("{count} {}", escape_line(kind))).collect();
        text += &format!("not read: {}\n", kinds.join(", "));
    }
    if !report.failures.is_empty() {
        text += &format!("{}\n", messages::format_failures(report));
    }
    text
}
