//! `/api/v1/article`.

use std::path::Path;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use crate::index::SearchTarget;
use crate::search::Searcher;
use crate::serve::api::operations::{ARTICLE, CUT_TEXT, ID, MARK, PATH};
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::api::reply::{Reply, conditional};
use crate::serve::router::Served;
use crate::text::path_key;
use crate::wire::PathDisplay;
use crate::wire::article::FullArticleJson;

/// Answers with a whole article.
pub(crate) async fn article(
    State(served): State<Served>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let values = ParamValues::read(raw.as_deref(), ARTICLE.params);
    let read = values.and_then(|values| {
        let target = if values.flag(&CUT_TEXT)? { SearchTarget::Cut } else { SearchTarget::Article };
        Ok((values, target))
    });
    let (values, target) = match read {
        Ok(read) => read,
        Err(problem) => return problem.into_response(),
    };
    conditional(&served, &headers, move |archive, _| {
        let searcher = &archive.searcher;
        let query = searcher.parse(values.text(&MARK).unwrap_or_default()).query;
        let (path, id) = (path_key::from_shown(values.text(&PATH).unwrap_or_default()), values.text(&ID));
        match searcher.article(&path, id, &query, target)? {
            Some(article) => Reply::of(&FullArticleJson::of(&article, &PathDisplay::absolute())),
            None => Err(missing(searcher, &path, id)),
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
