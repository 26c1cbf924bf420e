//! `/api/v1/article` and `/api/v1/article/{article}`.

use std::path::Path;

use axum::extract::{Path as UrlPath, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;

use crate::index::SearchTarget;
use crate::search::Searcher;
use crate::serve::api::operations::{ARTICLE, ARTICLE_BY_ID, CUT_TEXT, ID, MARK, PATH};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::served::Served;
use crate::serve::view::ArticleId;
use crate::text::path_key;
use crate::wire::PathDisplay;
use crate::wire::article::FullArticleJson;

/// Answers with a whole article, by its path.
pub(crate) async fn by_path(
    State(served): State<Served>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let values = ParamValues::read(raw.as_deref(), ARTICLE.params)?;
    let path = path_key::from_shown(values.text(&PATH).unwrap_or_default());
    let id = ArticleId { path, record: values.text(&ID).map(str::to_owned) };
    answer(&served, &headers, id, &values).await
}

/// Answers with a whole article, by its identifier in addresses.
pub(crate) async fn by_id(
    State(served): State<Served>,
    UrlPath(id): UrlPath<String>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let values = ParamValues::read(raw.as_deref(), ARTICLE_BY_ID.params)?;
    let id = id.parse().map_err(|_| Problem::not_found("there is no article with this identifier"))?;
    answer(&served, &headers, id, &values).await
}

/// Answers with the article `id`, with the matches of a query marked.
async fn answer(
    served: &Served,
    headers: &HeaderMap,
    ArticleId { path, record }: ArticleId,
    values: &ParamValues,
) -> Result<Response, Problem> {
    let mark = values.text(&MARK).unwrap_or_default().to_owned();
    let target = if values.flag(&CUT_TEXT)? { SearchTarget::Cut } else { SearchTarget::Article };
    conditional(served, headers, move |archive, _| {
        let searcher = &archive.searcher;
        let query = searcher.parse(&mark).query;
        match searcher.article(&path, record.as_deref(), &query, target)? {
            Some(article) => Reply::of(&FullArticleJson::of(&article, &PathDisplay::absolute())),
            None => Err(missing(searcher, &path, record.as_deref())),
        }
    })
    .await
}

/// Says that the index does not have an article, and names one that may be meant.
pub(crate) fn missing(searcher: &Searcher, path: &Path, id: Option<&str>) -> Problem {
    let display = PathDisplay::absolute();
    let near = searcher.near_article(path).ok().flatten();
    let near = near.map(|(near, id)| display.place(&near, id.as_deref()));
    let detail = format!("no article {} in the index", display.place(path, id));
    Problem::not_found(detail).meaning(near)
}
