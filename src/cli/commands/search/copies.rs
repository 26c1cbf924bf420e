//! `clippings copies`: lists the copies of an article, or all stories.

use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};

use clippings::{Error, Searcher};

use crate::cli::args::{Common, CopiesArgs};
use crate::cli::commands::search::located::{LocatedArticle, not_found, with_shown_path};
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::last_results::LastResults;
use crate::cli::output::copies::CopyPrinter;
use crate::cli::output::messages;
use crate::cli::output::path_display::PathDisplay;

/// Runs `clippings copies`.
pub(crate) fn run(args: &CopiesArgs, common: &Common) -> anyhow::Result<u8> {
    match &args.rank_or_path {
        Some(typed) => list_copies(typed, common),
        None => list_stories(common),
    }
}

/// Lists all stories.
fn list_stories(common: &Common) -> anyhow::Result<u8> {
    let searcher = Searcher::open(&common.index_dir()?).map_err(without_search)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let mut printer = CopyPrinter::new(common.format, BufWriter::new(io::stdout().lock()));
    let (mut stories, mut articles) = (0, 0);
    printer.begin_stories()?;
    for story in searcher.stories()? {
        let story = story?;
        stories += 1;
        articles += 1 + story.copies.len() as u64;
        printer.story(stories, &story)?;
    }
    printer.finish()?;
    if !common.quiet {
        messages::print(&match stories {
            0 => "no article has copies".to_owned(),
            1 => format!("1 story, {}", messages::count_articles(articles)),
            _ => format!("{stories} stories, {}", messages::count_articles(articles)),
        });
    }
    Ok(if stories > 0 { SUCCESS } else { NOTHING_FOUND })
}

/// Lists the copies of the article that is typed.
fn list_copies(typed: &OsStr, common: &Common) -> anyhow::Result<u8> {
    let last = LastResults::read();
    let LocatedArticle { location, index, .. } = LocatedArticle::find(typed, last.as_ref(), common)?;
    let searcher = Searcher::open(&index).map_err(without_search)?;
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
