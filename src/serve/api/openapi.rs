//! The description of the API (OpenAPI 3.1), made of its operations and of the forms of its answers.
//!
//! The repository has it as a file, which is served; a test compares both.

use axum::extract::RawQuery;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::serve::api::operations::OPENAPI;
use crate::serve::api::params::ParamValues;

/// The description, as it was when the program was built.
const DOCUMENT: &str = include_str!("../../../docs/openapi.json");

/// Answers with the description.
pub(crate) async fn get(RawQuery(raw): RawQuery) -> Response {
    if let Err(problem) = ParamValues::read(raw.as_deref(), OPENAPI.params) {
        return problem.into_response();
    }
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "private, no-cache")], DOCUMENT).into_response()
}

#[cfg(test)]
mod tests;
