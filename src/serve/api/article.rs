//! `/api/v1/article` and `/api/v1/article/{article}`.

use std::path::Path;

use crate::index::SearchTarget;
use crate::search::Searcher;
use crate::serve::api::operations::{ARTICLE, ARTICLE_BY_ID, ARTICLES, CUT_TEXT, ID, MARK, PATH};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::response::{Call, ServerResponse};
use crate::serve::router::route::name_in;
use crate::serve::served::Served;
use crate::serve::view::ArticleId;
use crate::text::path_key;
use crate::wire::PathDisplay;
use crate::wire::article::FullArticleJson;

/// Answers with a whole article, by its path.
pub(crate) fn by_path(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let values = ParamValues::read(call.uri().query(), ARTICLE.params)?;
    let path = path_key::from_shown(values.text(&PATH).unwrap_or_default());
    let id = ArticleId { path, record: values.text(&ID).map(str::to_owned) };
    answer(served, call, &id, &values)
}

/// Answers with a whole article, by its identifier in addresses.
pub(crate) fn by_id(served: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    let values = ParamValues::read(call.uri().query(), ARTICLE_BY_ID.params)?;
    let id = name_in(call.uri().path(), ARTICLES).unwrap_or_default();
    let id = id.parse().map_err(|_| Problem::not_found("there is no article with this identifier"))?;
    answer(served, call, &id, &values)
}

/// Answers with the article `id`, with the matches of a query marked.
fn answer(
    served: &Served,
    call: &Call,
    ArticleId { path, record }: &ArticleId,
    values: &ParamValues,
) -> Result<ServerResponse, Problem> {
    let mark = values.text(&MARK).unwrap_or_default();
    let target = if values.flag(&CUT_TEXT)? { SearchTarget::Cut } else { SearchTarget::Article };
    conditional(served, call, |archive, _| {
        let searcher = &archive.searcher;
        let query = searcher.parse(mark).query;
        match searcher.article(path, record.as_deref(), &query, target)? {
            Some(article) => Reply::of(&FullArticleJson::of(&article, &PathDisplay::absolute())),
            None => Err(missing(searcher, path, record.as_deref())),
        }
    })
}

/// Says that the index does not have an article, and names one that may be meant.
pub(crate) fn missing(searcher: &Searcher, path: &Path, id: Option<&str>) -> Problem {
    let display = PathDisplay::absolute();
    let near = searcher.near_article(path).ok().flatten();
    let near = near.map(|(near, id)| display.place(&near, id.as_deref()));
    let detail = format!("no article {} in the index", display.place(path, id));
    Problem::not_found(detail).meaning(near)
}
