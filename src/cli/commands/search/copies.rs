//! `clippings copies`: lists the copies of an article, or all stories.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};

use clippings::internals::wire::PathDisplay;
use clippings::{Error, Filter};

use crate::cli::args::{Common, CopiesArgs, Format};
use crate::cli::commands::search::located::{LocatedArticle, not_found, with_shown_path};
use crate::cli::commands::search::quotes::scope;
use crate::cli::commands::search::search::absolute;
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::last_results::LastResults;
use crate::cli::output::copies::CopyPrinter;
use crate::cli::output::messages::{self, count_stories};

/// Runs `clippings copies`.
pub(crate) fn run(args: &CopiesArgs, common: &Common) -> anyhow::Result<u8> {
    match &args.rank_or_path {
        Some(typed) => list_copies(typed, common),
        None => list_stories(args, common),
    }
}

/// Lists all stories, or those of some folders and days.
fn list_stories(args: &CopiesArgs, common: &Common) -> anyhow::Result<u8> {
    let searcher = common.index_location()?.searcher().map_err(without_search)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let mut filter = Filter::default();
    filter.folders = args.folders.iter().map(|folder| absolute(folder)).collect();
    (filter.since, filter.until) = (args.since, args.until);
    let stories = searcher.stories(&filter)?;
    let found = stories.num_left();
    let mut printer = CopyPrinter::new(common.format, BufWriter::new(io::stdout().lock()));
    printer.begin_stories()?;
    // A digest of two stories is one article.
    let mut articles = HashSet::new();
    let mut listed = 0;
    for story in stories.take(args.limit.unwrap_or(usize::MAX)) {
        let story = story?;
        listed += 1;
        printer.story(listed, &story)?;
        articles
            .extend(story.copies.into_iter().chain([story.representative]).map(|copy| (copy.path, copy.id)));
    }
    printer.finish()?;
    if !common.quiet {
        let scope = scope((args.since, args.until), &args.folders);
        let counted = messages::count_articles(articles.len() as u64);
        messages::print(&match found as u64 {
            0 => format!("no article has copies{scope}"),
            found if found == listed => format!("{}, {counted}{scope}", count_stories(found)),
            found => format!("{listed} of {}, {counted}{scope}; -n shows more", count_stories(found)),
        });
    }
    Ok(if listed > 0 { SUCCESS } else { NOTHING_FOUND })
}

/// Lists the copies of the article that is typed.
fn list_copies(typed: &OsStr, common: &Common) -> anyhow::Result<u8> {
    let last = LastResults::read();
    let LocatedArticle { location, index, .. } = LocatedArticle::find(typed, last.as_ref(), common)?;
    let searcher = index.searcher().map_err(without_search)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let display = PathDisplay::relative_to_current_dir();
    let report = searcher.copies_of(&location.path, location.id.as_deref());
    let report = report.map_err(|error| with_shown_path(error, &display))?;
    let Some(report) = report else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
    if report.copies.is_empty() {
        if !common.quiet {
            let place = display.place(&report.article.path, report.article.id.as_deref());
            messages::print(&format!("{place} has no copies in the index"));
        }
        if common.format == Format::Csv {
            let mut printer = CopyPrinter::new(common.format, io::stdout().lock());
            printer.report(&report)?; // its header
        }
        return Ok(NOTHING_FOUND);
    }
    let mut out = BufWriter::new(io::stdout().lock());
    let mut printer = CopyPrinter::new(common.format, &mut out);
    printer.report(&report)?;
    printer.finish()?;
    out.flush()?;
    Ok(SUCCESS)
}

/// Says what to do without an index: to search a folder at once does not help.
fn without_search(error: Error) -> anyhow::Error {
    match error {
        Error::NoIndex { path } => {
            anyhow::anyhow!("no index at {}: run `clippings index FOLDER` first", path.display())
        }
        error => error.into(),
    }
}
