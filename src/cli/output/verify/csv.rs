//! Prints reports as CSV, one line per quotation, with its first passage.

use std::io::{self, Write};

use clippings::QuotationReport;

use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::response::csv::cell;
use crate::cli::output::verify::draft::{Draft, DraftPlace};

/// Writes the names of the columns.
pub(super) fn write_header(out: &mut impl Write) -> io::Result<()> {
    let columns = "draft,line,begin,end,verdict,quote,was,now,total,path,id,source_line,published,source,title,\
                   source_quote,draft_speaker,archive_speaker,speaker_verdict,stories";
    write!(out, "{columns}\r\n")
}

/// Writes a report.
pub(super) fn write(
    out: &mut impl Write,
    draft: &Draft,
    place: &DraftPlace<'_>,
    report: &QuotationReport,
    display: &PathDisplay,
) -> io::Result<()> {
    let changes = |side: fn(&clippings::WordChange) -> &str| {
        report.changes.iter().map(side).collect::<Vec<_>>().join(" | ")
    };
    let passage = report.matches.first().or(report.nearest.first());
    let text = |value: Option<&str>| cell(value.unwrap_or_default());
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let cells = [
        cell(&draft.path.as_deref().map(|path| display.name(path)).unwrap_or_default()),
        number(place.line),
        place.begin.to_string(),
        place.end.to_string(),
        report.verdict.name().to_owned(),
        cell(draft.quotation(report.range.clone())),
        cell(&changes(|change| &change.was)),
        cell(&changes(|change| &change.now)),
        report.total.to_string(),
        cell(&passage.map(|passage| display.name(&passage.path)).unwrap_or_default()),
        text(passage.and_then(|passage| passage.id.as_deref())),
        number(passage.map(|passage| passage.line)),
        passage.and_then(|passage| passage.published).map(|day| day.to_string()).unwrap_or_default(),
        text(passage.and_then(|passage| passage.source.as_deref())),
        text(passage.and_then(|passage| passage.title.as_deref())),
        text(passage.map(|passage| passage.source_quote.as_str())),
        text(report.speaker.draft.as_deref()),
        text(report.speaker.archive.as_deref()),
        report.speaker.verdict.name().to_owned(),
        report.stories.to_string(),
    ];
    write!(out, "{}\r\n", cells.join(","))
}
