//! Prints results as text to paste: title, source, day, address, place and the sentence.

use std::io::{self, Write};

use clippings::Hit;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::citation::CitedArticle;

use crate::cli::output::response::copies::also_in;
use crate::cli::output::response::query_response::QueryResponse;

/// Writes the citation of every result, with an empty line between two, and with many queries below a heading
/// for each.
pub(super) fn write(
    out: &mut dyn Write,
    query_response: &QueryResponse<'_>,
    display: &PathDisplay,
) -> io::Result<()> {
    let heading = query_response.heading().map(|heading| format!("{heading}\n"));
    let end = if heading.is_some() { "\n" } else { "" };
    let response = query_response.response;
    let hits = response.first.iter().flat_map(|first| &first.hits).chain(&response.hits);
    let citations = hits.map(|hit| citation(hit, display));
    let text = heading.into_iter().chain(citations).collect::<Vec<_>>().join("\n");
    out.write_all(format!("{text}{end}").as_bytes())
}

/// Returns the citation of a result, with the copies that it stands for.
pub(crate) fn citation(hit: &Hit, display: &PathDisplay) -> String {
    let Hit { metadata, path, passages, .. } = hit;
    CitedArticle { metadata, path, id: hit.id.as_deref(), passages }.citation(also_in(hit, display), display)
}
