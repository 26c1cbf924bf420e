//! Routes: which handler answers which address.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Uri;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::serve::page::{article, assets, errors, help, results, status, verify};
use crate::serve::refusal::is_for_programs;
use crate::serve::{api, export};

pub(crate) use crate::serve::served::Served;

/// Returns the router of all pages and of the API.
pub(crate) fn router(served: Served) -> Router {
    Router::new()
        .route("/", get(results::get))
        .route("/article/{id}", get(article::get))
        .route("/verify", get(verify::get).post(verify::post).layer(DefaultBodyLimit::max(verify::MAX_BODY)))
        .route("/verify/{id}", get(verify::checked))
        .route("/status", get(status::get))
        .route("/help", get(help::get))
        .route("/opensearch.xml", get(help::open_search))
        .route("/style.css", get(assets::style))
        .route("/script.js", get(assets::script))
        .route("/favicon.ico", get(assets::icon))
        .route("/export.csv", get(export::csv))
        .route("/export.json", get(export::json))
        .merge(api::routes())
        .fallback(unknown)
        .with_state(served)
}

/// Answers a request for an address that nothing is at.
async fn unknown(address: Uri) -> Response {
    match is_for_programs(address.path()) {
        true => api::unknown(address).await.into_response(),
        false => errors::no_page(),
    }
}
