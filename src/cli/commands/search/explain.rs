//! `clippings explain`: shows how a query is understood.

use clippings::query::{Query, parse};

use crate::cli::args::{Common, ExplainArgs, Format};
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::{json, text};
use crate::cli::query_input::QueryInput;

/// Runs `clippings explain`. `unknown_options` has the words of the query that look like options.
pub(crate) fn run(args: &ExplainArgs, common: &Common, unknown_options: &[String]) -> anyhow::Result<u8> {
    let QueryInput { query, mut notes } = QueryInput::read(&args.query, unknown_options)?;
    let mut parsed = parse(&query);
    notes.append(&mut parsed.notes);
    parsed.notes = notes;
    match common.format {
        Format::Json => json::explanation(&query, &parsed)?,
        _ => text::explanation(&parsed)?,
    }
    Ok(if parsed.query == Query::Nothing { NOTHING_FOUND } else { SUCCESS })
}
