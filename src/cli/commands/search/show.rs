//! `clippings show`: prints or opens an article.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clippings::Error;
use clippings::Searcher;
use clippings::{IndexDir, SearchTarget};

use crate::cli::args::{Common, Format, ShowArgs};
use crate::cli::editor;
use crate::cli::exit_code::SUCCESS;
use crate::cli::last_results::{LastResults, ResultLocation};
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::{json, messages, text};

/// Runs `clippings show`.
pub(crate) fn run(args: &ShowArgs, common: &Common) -> anyhow::Result<u8> {
    let last = LastResults::read();
    let rank = args.rank_or_path.parse().ok().filter(|_| !Path::new(&args.rank_or_path).exists());
    let location = match rank {
        Some(rank) => find_by_rank(rank, last.as_ref())?,
        None => find_by_path(args)?,
    };
    if args.open {
        editor::open(&location)?;
        return Ok(SUCCESS);
    }
    let index = match (&last, rank, &common.index) {
        (Some(last), Some(_), None) => IndexDir::new(last.index.clone()), // the one that gave the rank
        _ => common.index_dir()?,
    };
    let mark = args.mark.clone().or_else(|| last.as_ref().map(|last| last.query.clone()));
    let cut = args.cut || rank.is_some() && last.is_some_and(|last| last.cut);
    let target = if cut { SearchTarget::Cut } else { SearchTarget::Article };
    let searcher = Searcher::open(&index)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let query = searcher.parse(&mark.unwrap_or_default()).query;
    let article = searcher.article(&location.path, location.id.as_deref(), &query, target);
    let display = PathDisplay::relative_to_current_dir();
    let article = article.map_err(|error| match error {
        Error::AmbiguousRecord { path, articles, example } => {
            Error::AmbiguousRecord { path: display.path(&path).to_owned(), articles, example }
        }
        error => error,
    })?;
    let article = article.with_context(|| {
        let path = display.name(&location.path);
        format!("no article from {path} in the index; if the file is new, run `clippings index`")
    })?;
    match common.format {
        Format::Json => json::full_article(&article, &display)?,
        _ => text::full_article(&article, &display)?,
    }
    Ok(SUCCESS)
}

/// Returns the result of that rank in the last search.
fn find_by_rank(rank: usize, last: Option<&LastResults>) -> anyhow::Result<ResultLocation> {
    let last = last.context("there is no last search: search first, or name a file")?;
    let hit = last.hit(rank).cloned();
    hit.with_context(|| match (last.hits.first(), last.hits.last()) {
        (Some(first), Some(end)) => {
            format!("the last search has no result {rank}, only {} to {}", first.rank, end.rank)
        }
        _ => "the last search found nothing".into(),
    })
}

/// Returns the article in a file; `FILE#ID` is a record of an archive.
fn find_by_path(args: &ShowArgs) -> anyhow::Result<ResultLocation> {
    let whole_path = PathBuf::from(&args.rank_or_path);
    // Both file names and record ids, which may be addresses, may contain `#`.
    let splits = || {
        args.rank_or_path
            .match_indices('#')
            .map(|(offset, _)| (&args.rank_or_path[..offset], &args.rank_or_path[offset + 1..]))
    };
    let split = splits().find(|(path, _)| Path::new(path).is_file()).or_else(|| splits().next());
    let (path, id) = match split {
        Some((path, id)) if !whole_path.exists() => (PathBuf::from(path), Some(id.to_owned())),
        _ => (whole_path, None),
    };
    let path = path.canonicalize().or_else(|_| std::path::absolute(&path)).context("not a path")?;
    Ok(ResultLocation { rank: 0, path, id, line: 1 })
}
