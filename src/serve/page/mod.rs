//! Pages: HTML from the server, complete without JavaScript.

pub(crate) mod article;
pub(crate) mod assets;
pub(crate) mod errors;
pub(crate) mod foreign_text;
pub(crate) mod help;
pub(crate) mod layout;
pub(crate) mod reading_text;
pub(crate) mod results;
pub(crate) mod status;
pub(crate) mod text;
pub(crate) mod verify;

use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{Html, IntoResponse, Response};
use maud::Markup;

use crate::error::Error;
use crate::serve::router::Served;

/// A page, or the reason that it cannot be shown.
pub(crate) type PageResult = Result<Markup, Error>;

/// Returns the answer with a page, which no browser stores.
pub(crate) fn shown(status: StatusCode, page: Markup) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], Html(page.into_string())).into_response()
}

/// Answers with the page that `work` returns, or with one that says why there is none.
pub(crate) async fn answer(
    served: &Served,
    work: impl FnOnce(&Served) -> PageResult + Send + 'static,
) -> Response {
    match served.run(work).await {
        Some(Ok(page)) => shown(StatusCode::OK, page),
        Some(Err(error)) => errors::of_archive(&error, served.archive.is_replaced(), &served.options),
        None => errors::failed(),
    }
}
