//! Finds the article that is typed: by its rank in the last search, or by its path and id.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clippings::internals::location::IndexLocation;
use clippings::internals::wire::PathDisplay;
use clippings::query::Query;
use clippings::{Error, FilePosition, SearchTarget, Searcher};

use crate::cli::args::Common;
use crate::cli::last_results::{LastResults, ResultLocation};
use crate::cli::output::{advice, messages};
use crate::cli::place::{Place, places, rank};

/// An article that is typed, and the index that has it.
pub(super) struct LocatedArticle {
    pub location: ResultLocation,
    pub index: IndexLocation,
    /// Whether the rank was typed.
    pub by_rank: bool,
}

impl LocatedArticle {
    /// Finds the article that `typed` names; `last` has the results of the last search.
    pub(super) fn find(
        typed: &OsStr,
        last: Option<&LastResults>,
        common: &Common,
    ) -> anyhow::Result<LocatedArticle> {
        let rank = rank(typed);
        let location = match rank {
            Some(rank) => find_by_rank(rank, last)?,
            None => find_by_path(typed, common)?,
        };
        let index = match (last, rank, &common.index) {
            (Some(last), Some(_), None) => {
                if !common.index_location().is_ok_and(|location| location.absolute() == last.index) {
                    advice::name_index(&last.index);
                }
                IndexLocation::of(last.index.clone())? // the one that gave the rank
            }
            _ => common.index_location()?,
        };
        Ok(LocatedArticle { location, index, by_rank: rank.is_some() })
    }
}

/// Returns the result of that rank in the last search.
pub(super) fn find_by_rank(rank: usize, last: Option<&LastResults>) -> anyhow::Result<ResultLocation> {
    let last = last.context("there is no last search: search first, or name a file")?;
    let hit = last.hit(rank).cloned();
    hit.with_context(|| match (last.hits.first(), last.hits.last()) {
        (Some(first), Some(end)) => {
            format!("the last search has no result {rank}, only {} to {}", first.rank, end.rank)
        }
        _ if last.found > 0 => {
            let articles = messages::count_articles(last.found as u64);
            format!("the last search found {articles} but showed none: repeat it with another --offset or -n")
        }
        _ => "the last search found nothing".into(),
    })
}

/// Returns the article that is typed: the first that the index has of what it may mean.
fn find_by_path(typed: &OsStr, common: &Common) -> anyhow::Result<ResultLocation> {
    let mut locations = Vec::new();
    for Place { path, id, position } in places(typed) {
        for path in paths_of(&path)? {
            let (line, page) = (position.and_then(FilePosition::line), position.and_then(FilePosition::page));
            locations.push(ResultLocation { rank: 0, path, id: id.clone(), line, page });
        }
    }
    if locations.len() > 1
        && let Ok(searcher) = common.index_location().and_then(|location| Ok(location.searcher()?))
        && let Some(known) = locations.iter().position(|location| is_known(&searcher, location))
    {
        return Ok(locations.swap_remove(known));
    }
    locations.pop().context("not a path")
}

/// Returns the paths by which an index may know the file at `path`: it names what a link leads to by the path
/// of the link.
pub(super) fn paths_of(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let absolute = std::path::absolute(path).context("not a path")?;
    let parent = absolute.parent().and_then(|parent| parent.canonicalize().ok());
    let of_link = parent.zip(absolute.file_name()).map(|(parent, name)| parent.join(name));
    let mut paths: Vec<PathBuf> = of_link.into_iter().chain(path.canonicalize().ok()).collect();
    if !paths.contains(&absolute) {
        paths.insert(0, absolute);
    }
    paths.dedup();
    Ok(paths)
}

/// Returns whether the index has the article, or several of its file.
fn is_known(searcher: &Searcher, ResultLocation { path, id, .. }: &ResultLocation) -> bool {
    let article = searcher.article(path, id.as_deref(), &Query::Nothing, SearchTarget::Article);
    !matches!(article, Ok(None))
}

/// Names the path in an error as it is displayed.
pub(super) fn with_shown_path(error: Error, display: &PathDisplay) -> Error {
    match error {
        Error::AmbiguousRecord { path, articles, example } => {
            Error::AmbiguousRecord { path: display.path(&path).to_owned(), articles, example }
        }
        error => error,
    }
}

/// Says that the index does not have an article: its file, or the record of its file.
pub(super) fn not_found(
    searcher: &Searcher,
    location: &ResultLocation,
    display: &PathDisplay,
) -> anyhow::Result<String> {
    let path = display.name(&location.path);
    let whole = ResultLocation { id: None, ..location.clone() };
    let Some(id) = location.id.as_deref().filter(|_| is_known(searcher, &whole)) else {
        let missing = format!("no article from {path} in the index");
        if location.path.exists() {
            return Ok(format!("{missing}; if the file is new, run `clippings index`"));
        }
        return Ok(match searcher.near_article(&location.path)? {
            Some((near, id)) => format!("{missing}: did you mean {}?", display.place(&near, id.as_deref())),
            None => format!("{missing}, which has no file of this name; a record needs FILE#ID"),
        });
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
