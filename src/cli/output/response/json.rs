//! Prints the response to a query as one JSON object on one line.

use std::io::{self, Write};

use clippings::internals::wire::hit::HitParts;
use clippings::internals::wire::search::ResponseJson;
use clippings::internals::wire::{PathDisplay, write_line};

use crate::cli::output::response::query_response::QueryResponse;

/// Writes a response.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let QueryResponse { qid, query, response, several_passages, has_copies, .. } = *query_response;
    let parts = HitParts { several_passages, copies: has_copies };
    write_line(out, &ResponseJson::of((qid, query), response, parts, display))
}
