//! The description of the API (OpenAPI 3.1), made of its operations and of the forms of its answers.
//!
//! The repository has it as a file, which is served; a test compares both.

use axum::extract::RawQuery;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::serve::api::operations::OPENAPI;
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;

/// The description, as it was when the program was built.
const DOCUMENT: &str = include_str!("../../../docs/openapi.json");

/// Answers with the description.
pub(crate) async fn get(RawQuery(raw): RawQuery) -> Result<Response, Problem> {
    ParamValues::read(raw.as_deref(), OPENAPI.params)?;
    Ok(([(CONTENT_TYPE, "application/json")], DOCUMENT).into_response())
}

#[cfg(test)]
mod tests;
