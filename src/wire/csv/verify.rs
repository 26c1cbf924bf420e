//! Rows of reports, one per quotation, with its first passage.

use crate::verify::{QuotationReport, WordChange};
use crate::wire::csv::{cell, optional_cell, plain, row};
use crate::wire::draft::{Draft, DraftPlace};
use crate::wire::path_display::PathDisplay;

/// Header of the reports.
pub const HEADER: &str = "draft,line,begin,end,verdict,quote,was,now,total,path,id,source_line,source_page,\
                          published,source,title,source_quote,draft_speaker,archive_speaker,speaker_verdict,stories\r\n";

/// Returns the row of the report on the quotation at `place` of `draft`.
pub fn of_report(
    draft: &Draft,
    place: &DraftPlace<'_>,
    report: &QuotationReport,
    display: &PathDisplay,
) -> String {
    let changes =
        |side: fn(&WordChange) -> &str| report.changes.iter().map(side).collect::<Vec<_>>().join(" | ");
    let passage = report.matches.first().or(report.nearest.first());
    row(&[
        cell(&draft.path.as_deref().map(|path| display.name(path)).unwrap_or_default()),
        plain(place.line),
        place.begin.to_string(),
        place.end.to_string(),
        report.verdict.name().to_owned(),
        cell(draft.quotation(report.range.clone())),
        cell(&changes(|change| &change.was)),
        cell(&changes(|change| &change.now)),
        report.total.to_string(),
        cell(&passage.map(|passage| display.name(&passage.path)).unwrap_or_default()),
        optional_cell(passage.and_then(|passage| passage.id.as_deref())),
        plain(passage.and_then(|passage| passage.position.line())),
        plain(passage.and_then(|passage| passage.position.page())),
        plain(passage.and_then(|passage| passage.published)),
        optional_cell(passage.and_then(|passage| passage.source.as_deref())),
        optional_cell(passage.and_then(|passage| passage.title.as_deref())),
        optional_cell(passage.map(|passage| passage.source_quote.as_str())),
        optional_cell(report.speaker.draft.as_deref()),
        optional_cell(report.speaker.archive.as_deref()),
        report.speaker.verdict.name().to_owned(),
        report.stories.to_string(),
    ])
}
