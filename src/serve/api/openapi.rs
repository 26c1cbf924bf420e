//! The description of the API (OpenAPI 3.1), made of its operations and of the forms of its answers.
//!
//! The repository has it as a file, which is served; a test compares both. The program has the file packed, a
//! tenth of its size.

use hyper::StatusCode;
use zstd::bulk::Decompressor;

use crate::serve::api::operations::OPENAPI;
use crate::serve::api::params::ParamValues;
use crate::serve::api::problem::Problem;
use crate::serve::response::{Call, JSON, ServerResponse, respond};
use crate::serve::served::Served;

/// The description, as it was when the program was built; packed with zstd.
const PACKED: &[u8] = include_bytes!("../assets/openapi.json.zst");
/// Size up to which the description is unpacked, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// Answers with the description.
pub(crate) fn get(_: &Served, call: &Call) -> Result<ServerResponse, Problem> {
    ParamValues::read(call.uri().query(), OPENAPI.params)?;
    let document = document().map_err(|_| Problem::internal())?;
    Ok(respond(StatusCode::OK, JSON, document))
}

/// Returns the description.
fn document() -> std::io::Result<Vec<u8>> {
    Decompressor::new()?.decompress(PACKED, MAX_SIZE)
}

#[cfg(test)]
mod tests;
