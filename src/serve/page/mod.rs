//! Pages: HTML from the server, complete without JavaScript.

pub(crate) mod assets;
pub(crate) mod foreign_text;
pub(crate) mod help;
pub(crate) mod layout;
pub(crate) mod results;
pub(crate) mod status;
pub(crate) mod text;

use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use crate::error::Error;
use crate::serve::page::foreign_text::ForeignText;
use crate::serve::page::layout::{Frame, Tab};
use crate::serve::page::text::ENGLISH;
use crate::serve::router::Served;
use crate::serve::view::ResultsView;

/// A page, or the reason that it cannot be shown.
pub(crate) type PageResult = Result<Markup, Error>;

/// Answers with the page that `work` returns, or with one that says why there is none.
pub(crate) async fn answer(
    served: &Served,
    work: impl FnOnce(&Served) -> PageResult + Send + 'static,
) -> Response {
    let (status, page) = match served.run(work).await {
        Some(Ok(page)) => (StatusCode::OK, page),
        Some(Err(error)) => (status_of(&error), failure(&error.to_string())),
        None => (StatusCode::INTERNAL_SERVER_ERROR, failure("internal error: this is a bug in clippings")),
    };
    (status, [(CACHE_CONTROL, "no-store")], Html(page.into_string())).into_response()
}

/// Returns the status of an answer that fails with `error`.
fn status_of(error: &Error) -> StatusCode {
    match error {
        Error::NoIndex { .. } | Error::BeingBuilt { .. } | Error::Locked { .. } => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// Returns a page that says why another one cannot be shown.
fn failure(message: &str) -> Markup {
    let text = &ENGLISH;
    let view = ResultsView::default();
    let frame = Frame { text, title: text.error, tab: Tab::Search, view: &view, freshness: None };
    frame.page(&html! { h1 { (text.error) } p { (ForeignText(message)) } })
}
