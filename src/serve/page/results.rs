//! The page of results.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};

use crate::search::Request;
use crate::serve::page::layout::page;
use crate::serve::router::Served;

/// Answers a search.
pub(crate) async fn get(State(served): State<Served>, RawQuery(query): RawQuery) -> Response {
    let typed = form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(key, _)| key == "q")
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default();
    match served.run(move |served| results(served, &typed)).await {
        Some(page) => Html(page.into_string()).into_response(),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Returns the page of results of the query as typed.
fn results(served: &Served, typed: &str) -> Markup {
    let response = served.archive.current().and_then(|archive| archive.searcher.search(&Request::new(typed)));
    match response {
        Ok(response) => page(typed, &html! { p { (response.total) } }),
        Err(error) => page("No index", &html! { p { (error) } }),
    }
}
