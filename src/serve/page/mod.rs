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
use axum::response::Response;
use maud::Markup;

use crate::error::Error;
use crate::serve::page::layout::shown;
use crate::serve::router::Served;

/// A page, or the reason that it cannot be shown.
pub(crate) type PageResult = Result<Markup, Error>;

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
