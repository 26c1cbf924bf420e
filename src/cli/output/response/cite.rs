//! Prints results as text to paste: title, source, day, address, place and the sentence.

use std::io::{self, Write};

use clippings::Hit;

use crate::cli::output::escape::{escape_controls, single_line};
use crate::cli::output::response::copies::also_in;
use crate::cli::output::response::query_response::QueryResponse;
use crate::cli::output::response::text::speaker_of;
use clippings::internals::wire::PathDisplay;

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

/// Returns what is known of a result, one line each: its title, its source and day, its address, and each
/// passage with its path and line; then the copies that it stands for. Nothing is marked or wrapped.
pub(crate) fn citation(hit: &Hit, display: &PathDisplay) -> String {
    let metadata = &hit.metadata;
    let day = metadata.published.map(|day| day.to_string());
    let source = metadata.source().map(|source| single_line(&source));
    let source: Vec<String> = source.into_iter().chain(day).collect();
    let place = display.place(&hit.path, hit.id.as_deref());
    let mut lines: Vec<String> = metadata.title.as_deref().map(single_line).into_iter().collect();
    lines.push(source.join(", "));
    lines.extend(metadata.url.as_deref().map(single_line));
    for passage in &hit.passages {
        let text: String = passage.segments.iter().map(|segment| segment.text.as_str()).collect();
        let speaker = speaker_of(passage).unwrap_or_default();
        lines.extend([format!("{place}:{}", passage.line), single_line(&text) + &speaker]);
    }
    lines.extend(also_in(hit, display));
    lines.retain(|line| !line.is_empty());
    lines.iter().map(|line| format!("{}\n", escape_controls(line))).collect()
}
