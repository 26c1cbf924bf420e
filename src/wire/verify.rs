//! Reports on the quotations of a draft.

use std::path::Path;

use serde::Serialize;

use crate::text::path_key;
use crate::verify::{QuotationReport, SourcePassage};
use crate::wire::draft::{Draft, DraftPlace};
use crate::wire::path_display::PathDisplay;
use crate::wire::quotes::kind_name;

/// Report on a quotation.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = QuotationReport))]
pub struct ReportJson<'a> {
    /// Path of the draft, if it is a file.
    draft: Option<String>,
    /// First character of the quotation in the draft, in code points.
    begin: usize,
    /// Character after the last one.
    end: usize,
    /// Line of the draft.
    line: Option<u32>,
    /// The quotation as it is written in the draft.
    quote: &'a str,
    /// `speech` or `term`.
    kind: &'static str,
    /// `verbatim`, `edited`, `elided`, `differs`, `elsewhere` or `absent`.
    verdict: &'static str,
    /// Number of articles that have it.
    total: usize,
    /// Number of stories among them.
    stories: usize,
    /// Passages that have it, at most a few.
    matches: Vec<PassageOfReportJson<'a>>,
    /// Words that differ.
    changes: Vec<ChangeJson<'a>>,
    /// Passages that come closest, if none has it.
    nearest: Vec<PassageOfReportJson<'a>>,
    speaker: SpeakerJson<'a>,
    note: Option<&'a str>,
}

/// Passage of an article.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = SourcePassage))]
pub struct PassageOfReportJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Line on which the passage begins, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    title: Option<&'a str>,
    source: Option<&'a str>,
    /// Words of the article.
    source_quote: &'a str,
    /// Name of the speaker, if it is known.
    speaker: Option<&'a str>,
    /// Whether it stands in the text that was cut.
    cut: bool,
}

/// Words of an article, and those that a draft has instead.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = WordChange))]
pub struct ChangeJson<'a> {
    was: &'a str,
    now: &'a str,
}

/// Speakers of a quotation in the draft and in the archive.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = SpeakerReport))]
pub struct SpeakerJson<'a> {
    draft: Option<&'a str>,
    archive: Option<&'a str>,
    verdict: &'static str,
}

impl<'a> ReportJson<'a> {
    /// Converts the report on the quotation at `place` of `draft`.
    pub fn of(
        draft: &'a Draft,
        place: &DraftPlace<'a>,
        report: &'a QuotationReport,
        display: &PathDisplay,
    ) -> Self {
        let passages = |passages: &'a [SourcePassage]| {
            passages.iter().map(|passage| PassageOfReportJson::of(passage, display)).collect()
        };
        let changes = report.changes.iter();
        ReportJson {
            draft: draft.path.as_deref().map(|path| path_key::shown(path).to_string()),
            begin: place.begin,
            end: place.end,
            line: place.line,
            quote: place.written,
            kind: kind_name(report.kind),
            verdict: report.verdict.name(),
            total: report.total,
            stories: report.stories,
            matches: passages(&report.matches),
            changes: changes.map(|change| ChangeJson { was: &change.was, now: &change.now }).collect(),
            nearest: passages(&report.nearest),
            speaker: SpeakerJson {
                draft: report.speaker.draft.as_deref(),
                archive: report.speaker.archive.as_deref(),
                verdict: report.speaker.verdict.name(),
            },
            note: report.note.as_deref(),
        }
    }
}

impl<'a> PassageOfReportJson<'a> {
    fn of(passage: &'a SourcePassage, display: &PathDisplay) -> Self {
        PassageOfReportJson {
            path: display.path(&passage.path),
            id: passage.id.as_deref(),
            line: passage.position.line(),
            page: passage.position.page(),
            published: passage.published.map(|day| day.to_string()),
            title: passage.title.as_deref(),
            source: passage.source.as_deref(),
            source_quote: &passage.source_quote,
            speaker: passage.speaker.as_deref(),
            cut: passage.is_cut,
        }
    }
}
