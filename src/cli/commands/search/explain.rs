//! `clippings explain`: shows how a query is understood.

use clippings::query::{Note, Query, parse};
use clippings::{Error, SearchTarget, Searcher};

use crate::cli::args::{Common, ExplainArgs, Format};
use crate::cli::exit_code::{NOTHING_FOUND, SUCCESS};
use crate::cli::output::{json, messages, text};
use crate::cli::query_input::QueryInput;

/// Runs `clippings explain`.
pub(crate) fn run(args: &ExplainArgs, common: &Common) -> anyhow::Result<u8> {
    let QueryInput { query, mut notes } = QueryInput::read(&args.query)?;
    // Without an index that can be read, a query is understood as on a new one.
    let searcher = common.index_location().and_then(|location| Ok(location.searcher()?));
    if let Err(error) = &searcher
        && error.downcast_ref().is_some_and(|error| !matches!(error, Error::NoIndex { .. }))
    {
        messages::print(&format!("{error:#}; the query is explained without an index"));
    }
    let index_notes = searcher.as_ref().map(Searcher::notes).unwrap_or_default();
    match common.format {
        Format::Json => notes.extend(index_notes.into_iter().map(|reason| Note { position: 0, reason })),
        _ if common.quiet => {}
        _ => messages::print_notes(&index_notes),
    }
    let mut parsed = match &searcher {
        Ok(searcher) => searcher.read(&query, SearchTarget::Article)?,
        Err(_) => parse(&query),
    };
    notes.append(&mut parsed.notes);
    parsed.notes = notes;
    let forms = match &searcher {
        Ok(searcher) => searcher.word_forms(&parsed.query)?,
        Err(_) => Vec::new(),
    };
    match common.format {
        Format::Json => json::explanation(&query, &parsed, &forms)?,
        _ => text::explanation(&parsed, &forms)?,
    }
    Ok(if parsed.query == Query::Nothing { NOTHING_FOUND } else { SUCCESS })
}
