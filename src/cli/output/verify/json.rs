//! Prints reports as JSON, one object per line.

use std::io::{self, Write};
use std::path::Path;

use clippings::internals::text::path_key;
use clippings::{QuotationKind, QuotationReport, SourcePassage};
use serde::Serialize;

use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::verify::draft::{Draft, DraftPlace};

#[derive(Serialize)]
struct ReportJson<'a> {
    draft: Option<String>,
    /// Code points of the draft.
    begin: usize,
    end: usize,
    line: Option<u32>,
    quote: &'a str,
    /// `speech` or `term`.
    kind: &'static str,
    verdict: &'static str,
    total: usize,
    stories: usize,
    matches: Vec<PassageOfReportJson<'a>>,
    changes: Vec<ChangeJson<'a>>,
    nearest: Vec<PassageOfReportJson<'a>>,
    speaker: SpeakerJson<'a>,
    note: Option<&'a str>,
}

#[derive(Serialize)]
struct PassageOfReportJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    line: u32,
    published: Option<String>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    source_quote: &'a str,
    speaker: Option<&'a str>,
    /// Whether it stands in the text that was cut.
    cut: bool,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    was: &'a str,
    now: &'a str,
}

#[derive(Serialize)]
struct SpeakerJson<'a> {
    draft: Option<&'a str>,
    archive: Option<&'a str>,
    verdict: &'static str,
}

/// Writes a report.
pub(super) fn write(
    out: &mut impl Write,
    draft: &Draft,
    place: &DraftPlace<'_>,
    report: &QuotationReport,
    display: &PathDisplay,
) -> io::Result<()> {
    let json = ReportJson {
        draft: draft.path.as_deref().map(|path| path_key::shown(path).to_string()),
        begin: place.begin,
        end: place.end,
        line: place.line,
        quote: place.written,
        kind: match report.kind {
            QuotationKind::Speech => "speech",
            QuotationKind::Term => "term",
        },
        verdict: report.verdict.name(),
        total: report.total,
        stories: report.stories,
        matches: report.matches.iter().map(|passage| passage_json(passage, display)).collect(),
        changes: report
            .changes
            .iter()
            .map(|change| ChangeJson { was: &change.was, now: &change.now })
            .collect(),
        nearest: report.nearest.iter().map(|passage| passage_json(passage, display)).collect(),
        speaker: SpeakerJson {
            draft: report.speaker.draft.as_deref(),
            archive: report.speaker.archive.as_deref(),
            verdict: report.speaker.verdict.name(),
        },
        note: report.note.as_deref(),
    };
    let mut line = serde_json::to_string(&json)?;
    line.push('\n');
    out.write_all(line.as_bytes())
}

fn passage_json<'a>(passage: &'a SourcePassage, display: &PathDisplay) -> PassageOfReportJson<'a> {
    PassageOfReportJson {
        path: display.path(&passage.path),
        id: passage.id.as_deref(),
        line: passage.line,
        published: passage.published.map(|day| day.to_string()),
        title: passage.title.as_deref(),
        source: passage.source.as_deref(),
        source_quote: &passage.source_quote,
        speaker: passage.speaker.as_deref(),
        cut: passage.is_cut,
    }
}
