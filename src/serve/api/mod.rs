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

use hyper::StatusCode;

use crate::serve::api::operations::{
    ALL_STORIES, ARTICLE, ARTICLES, COPIES, COUNTS, OPENAPI, PREFIX, QUOTES, SEARCH, STATUS, VERIFY,
};
use crate::serve::api::problem::Problem;
use crate::serve::router::route::{Handler, Route, name_in};

/// Returns the handlers of an operation.
pub(crate) fn route(path: &str) -> Option<Route> {
    let routes = [
        (&SEARCH, Route::get(Handler::Program(search::search))),
        (&COUNTS, Route::get(Handler::Program(search::counts))),
        (&ARTICLE, Route::get(Handler::Program(article::by_path))),
        (&QUOTES, Route::get(Handler::Program(quotes::get))),
        (&VERIFY, Route { get: None, post: Some(Handler::Program(verify::post)) }),
        (&COPIES, Route::get(Handler::Program(copies::copies))),
        (&ALL_STORIES, Route::get(Handler::Stream(copies::stories))),
        (&STATUS, Route::get(Handler::Program(status::get))),
        (&OPENAPI, Route::get(Handler::Program(openapi::get))),
    ];
    let operation = path.strip_prefix(PREFIX)?;
    let found = routes.into_iter().find(|(known, _)| known.path == operation).map(|(_, route)| route);
    found.or_else(|| name_in(path, ARTICLES).map(|_| Route::get(Handler::Program(article::by_id))))
}

/// Returns the problem of a method that an operation does not have; the router adds those that it has.
pub(crate) fn wrong_method() -> Problem {
    let detail = "the operation does not have this method: the header Allow lists those that it has";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "wrong_method", detail)
}

/// Returns the problem of an operation that there is none of.
pub(crate) fn unknown(path: &str) -> Problem {
    Problem::not_found(format!("there is no operation {path}: {PREFIX}{} lists them", OPENAPI.path))
}

#[cfg(test)]
mod tests;
