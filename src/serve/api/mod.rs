//! The API under `/api/v1`: the answers of the command line as JSON.
//!
//! [`operations`] lists the operations with their parameters; each has a handler. A request that has another
//! parameter, or one that cannot be used, is answered with a problem that names it.

pub(crate) mod article;
pub(crate) mod copies;
pub(crate) mod openapi;
pub(crate) mod operations;
pub(crate) mod params;
pub(crate) mod problem;
pub(crate) mod quotes;
pub(crate) mod reply;
pub(crate) mod scope;
pub(crate) mod search;
pub(crate) mod status;
pub(crate) mod verify;

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::routing::{MethodRouter, get, post};

use crate::serve::api::operations::{
    ALL_STORIES, ARTICLE, ARTICLE_BY_ID, COPIES, COUNTS, OPENAPI, Operation, PREFIX, QUOTES, SEARCH, STATUS,
    VERIFY,
};
use crate::serve::api::problem::Problem;
use crate::serve::served::Served;

/// Returns the routes of the API.
pub(crate) fn routes() -> Router<Served> {
    let route = |router: Router<Served>, (operation, handler): (&Operation, MethodRouter<Served>)| {
        router.route(&format!("{PREFIX}{}", operation.path), handler.fallback(wrong_method))
    };
    let handlers = [
        (&SEARCH, get(search::search)),
        (&COUNTS, get(search::counts)),
        (&ARTICLE, get(article::by_path)),
        (&ARTICLE_BY_ID, get(article::by_id)),
        (&QUOTES, get(quotes::get)),
        (&VERIFY, post(verify::post)),
        (&COPIES, get(copies::copies)),
        (&ALL_STORIES, get(copies::stories)),
        (&STATUS, get(status::get)),
        (&OPENAPI, get(openapi::get)),
    ];
    let router = handlers.into_iter().fold(Router::new(), route);
    router
        .route(PREFIX, get(unknown).fallback(unknown))
        .route(&format!("{PREFIX}/{{*operation}}"), get(unknown).fallback(unknown))
}

/// Answers a request with a method that an operation does not have; the router adds those that it has.
async fn wrong_method() -> Problem {
    let detail = "the operation does not have this method: the header Allow lists those that it has";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", detail)
}

/// Answers a request for an operation that there is none of.
pub(crate) async fn unknown(address: Uri) -> Problem {
    let detail = format!("there is no operation {}: {PREFIX}{} lists them", address.path(), OPENAPI.path);
    Problem::not_found(detail)
}

#[cfg(test)]
mod tests;
