//! `clippings show`: prints or opens an article.

use anyhow::Context;
use clippings::Error;
use clippings::Searcher;
use clippings::query::Query;
use clippings::{IndexDir, SearchTarget};

use crate::cli::args::{Common, Format, ShowArgs};
use crate::cli::editor;
use crate::cli::exit_code::SUCCESS;
use crate::cli::last_results::{LastResults, ResultLocation};
use crate::cli::output::advice;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::cite::citation;
use crate::cli::output::{json, messages, pager, text};
use crate::cli::place::{Place, places, rank};

/// Runs `clippings show`.
pub(crate) fn run(args: &ShowArgs, common: &Common) -> anyhow::Result<u8> {
    if args.cite && common.format != Format::Text {
        anyhow::bail!("--cite prints text to paste and cannot be used with --format");
    }
    let last = LastResults::read();
    let rank = rank(&args.rank_or_path);
    let location = match rank {
        Some(rank) => find_by_rank(rank, last.as_ref())?,
        None => find_by_path(args, common)?,
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
    let (path, id) = (&location.path, location.id.as_deref());
    if args.cite {
        let hit = searcher.hit(path, id, &query, target).map_err(relative)?;
        let Some(hit) = hit else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
        text::print(&citation(&hit, &display))?;
        return Ok(SUCCESS);
    }
    let article = searcher.article(path, id, &query, target).map_err(relative)?;
    let Some(article) = article else { anyhow::bail!(not_found(&searcher, &location, &display)?) };
    match common.format {
        Format::Json => json::full_article(&article, &display)?,
        _ => pager::print(&text::full_article(&article, &display), args.pager && !args.no_pager)?,
    }
    Ok(SUCCESS)
}

/// Returns the result of that rank in the last search.
pub(super) fn find_by_rank(rank: usize, last: Option<&LastResults>) -> anyhow::Result<ResultLocation> {
    let last = last.context("there is no last search: search first, or name a file")?;
    let hit = last.hit(rank).cloned();
    hit.with_context(|| match (last.hits.first(), last.hits.last()) {
        (Some(first), Some(end)) => {
            format!("the last search has no result {rank}, only {} to {}", first.rank, end.rank)
        }
        _ => "the last search found nothing".into(),
    })
}

/// Returns the article that is typed: the first that the index has of what it may mean.
fn find_by_path(args: &ShowArgs, common: &Common) -> anyhow::Result<ResultLocation> {
    let mut locations = Vec::new();
    for Place { path, id, line } in places(&args.rank_or_path) {
        let path = path.canonicalize().or_else(|_| std::path::absolute(&path)).context("not a path")?;
        locations.push(ResultLocation { rank: 0, path, id, line: line.unwrap_or(1) });
    }
    if locations.len() > 1
        && let Ok(searcher) = common.index_dir().and_then(|dir| Ok(Searcher::open(&dir)?))
        && let Some(known) = locations.iter().position(|location| is_known(&searcher, location))
    {
        return Ok(locations.swap_remove(known));
    }
    locations.pop().context("not a path")
}

/// Returns whether the index has the article, or several of its file.
fn is_known(searcher: &Searcher, ResultLocation { path, id, .. }: &ResultLocation) -> bool {
    let article = searcher.article(path, id.as_deref(), &Query::Nothing, SearchTarget::Article);
    !matches!(article, Ok(None))
}

/// Says that the index does not have an article: its file, or the record of its file.
fn not_found(
    searcher: &Searcher,
    location: &ResultLocation,
    display: &PathDisplay,
) -> anyhow::Result<String> {
    let path = display.name(&location.path);
    let whole = ResultLocation { id: None, ..location.clone() };
    let Some(id) = location.id.as_deref().filter(|_| is_known(searcher, &whole)) else {
        return Ok(format!("no article from {path} in the index; if the file is new, run `clippings index`"));
    };
    Ok(match searcher.article(&location.path, None, &Query::Nothing, SearchTarget::Article) {
        Err(Error::AmbiguousRecord { articles, example, .. }) => {
            format!("no article of {path} has the id {id}: it has {articles} articles, as {path}#{example}")
        }
        Err(error) => return Err(error.into()),
        Ok(article) => match article.and_then(|article| article.id) {
            Some(only) => format!("no article of {path} has the id {id}: it has one, {path}#{only}"),
            None => format!("no article of {path} has the id {id}: it is one article, without an id"),
        },
    })
}
