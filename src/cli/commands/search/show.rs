//! `clippings show`: prints or opens an article.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clippings::Error;
use clippings::Searcher;
use clippings::internals::text::path_key;
use clippings::{IndexDir, SearchTarget};

use crate::cli::args::{Common, Format, ShowArgs};
use crate::cli::editor;
use crate::cli::exit_code::SUCCESS;
use crate::cli::last_results::{LastResults, ResultLocation};
use crate::cli::output::advice;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::cite::citation;
use crate::cli::output::{json, messages, pager, text};

/// Runs `clippings show`.
pub(crate) fn run(args: &ShowArgs, common: &Common) -> anyhow::Result<u8> {
    if args.cite && common.format != Format::Text {
        anyhow::bail!("--cite prints text to paste and cannot be used with --format");
    }
    let last = LastResults::read();
    let typed = args.rank_or_path.to_str();
    let rank = typed.and_then(|text| text.parse().ok()).filter(|_| !Path::new(&args.rank_or_path).exists());
    let location = match rank {
        Some(rank) => find_by_rank(rank, last.as_ref())?,
        None => find_by_path(args)?,
    };
    let index = match (&last, rank, &common.index) {
        (Some(last), Some(_), None) => {
            let is_default =
                |dir: IndexDir| std::path::absolute(dir.path()).is_ok_and(|path| path == last.index);
            if !common.index_dir().is_ok_and(is_default) {
                advice::name_index(&last.index);
            }
            IndexDir::new(last.index.clone()) // the one that gave the rank
        }
        _ => common.index_dir()?,
    };
    if args.open {
        editor::open(&location, &index)?;
        return Ok(SUCCESS);
    }
    let mark = args.mark.clone().or_else(|| last.as_ref().map(|last| last.query.clone()));
    let cut = args.cut || rank.is_some() && last.is_some_and(|last| last.cut);
    let target = if cut { SearchTarget::Cut } else { SearchTarget::Article };
    let searcher = Searcher::open(&index)?;
    if !common.quiet {
        messages::print_notes(&searcher.notes());
    }
    let query = searcher.parse(&mark.unwrap_or_default()).query;
    let display = PathDisplay::relative_to_current_dir();
    let relative = |error| match error {
        Error::AmbiguousRecord { path, articles, example } => {
            Error::AmbiguousRecord { path: display.path(&path).to_owned(), articles, example }
        }
        error => error,
    };
    let not_found = || {
        let path = display.name(&location.path);
        format!("no article from {path} in the index; if the file is new, run `clippings index`")
    };
    let (path, id) = (&location.path, location.id.as_deref());
    if args.cite {
        let hit = searcher.hit(path, id, &query, target).map_err(relative)?.with_context(not_found)?;
        text::print(&citation(&hit, &display))?;
        return Ok(SUCCESS);
    }
    let article = searcher.article(path, id, &query, target).map_err(relative)?.with_context(not_found)?;
    match common.format {
        Format::Json => json::full_article(&article, &display)?,
        _ => pager::print(&text::full_article(&article, &display), args.pager && !args.no_pager)?,
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
    let text = args.rank_or_path.to_str().unwrap_or_default();
    // Both file names and record ids, which may be addresses, may contain `#`.
    let splits = || text.match_indices('#').map(|(offset, _)| (&text[..offset], &text[offset + 1..]));
    let split = splits().find(|(path, _)| path_of(path).is_file()).or_else(|| splits().next());
    let (path, id) = match split {
        Some((path, id)) if !whole_path.exists() => (path_of(path), Some(id.to_owned())),
        _ if text.is_empty() => (whole_path, None),
        _ => (path_of(text), None),
    };
    let path = path.canonicalize().or_else(|_| std::path::absolute(&path)).context("not a path")?;
    Ok(ResultLocation { rank: 0, path, id, line: 1 })
}

/// Returns the path that is typed, or shown in results as it is typed.
fn path_of(text: &str) -> PathBuf {
    let (path, shown) = (PathBuf::from(text), path_key::from_shown(text));
    if path.exists() { path } else { shown }
}
