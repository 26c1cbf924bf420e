//! The tool `check_quote`.

use crate::archive::LiveArchive;
use crate::mcp::fence::{MAX_BYTES, ToolText, USUAL_BYTES};
use crate::mcp::filter::filtered;
use crate::mcp::tools::arguments::Arguments;
use crate::mcp::tools::article_name::article_name;
use crate::mcp::tools::search::excerpt;
use crate::mcp::tools::tool_error::ToolError;
use crate::verify::{ChangeInWords, QuotationReport, QuotationVerdict, SourcePassage};
use crate::wire::draft::without_marks;
use crate::wire::remarks::counted::in_articles;

/// Maximum number of quotations.
const MAX_QUOTES: usize = 20;
/// Maximum length of a quotation in bytes.
const MAX_QUOTE: usize = 8_000;
/// Number of quotations that share the usual length of an answer.
const USUAL_QUOTES: usize = 5;
/// Maximum number of changes that are told of a quotation.
const MAX_CHANGES: usize = 5;
/// Maximum number of bytes of a change.
const MAX_CHANGE: usize = 160;
/// Maximum number of bytes of the name of a source or a speaker.
const MAX_NAME: usize = 80;

/// Compares quotations with the archive.
pub(super) fn check_quote(archive: &LiveArchive, arguments: &Arguments<'_>) -> Result<ToolText, ToolError> {
    let quotes = arguments.texts("quotes")?;
    if quotes.is_empty() {
        return Err(ToolError::new(
            "quotes is empty: give a list of quotations, each the words that somebody said.",
        ));
    }
    if let Some(index) = quotes.iter().position(|quote| quote.trim().is_empty()) {
        let message = format!("Quotation {} is empty: give the words that somebody said.", index + 1);
        return Err(ToolError::new(message));
    }
    if quotes.len() > MAX_QUOTES {
        let message = format!("{} quotations are too many: give at most {MAX_QUOTES}.", quotes.len());
        return Err(ToolError::new(message));
    }
    if let Some(index) = quotes.iter().position(|quote| quote.len() > MAX_QUOTE) {
        let message = format!("Quotation {} is longer than {MAX_QUOTE} bytes: give it in parts.", index + 1);
        return Err(ToolError::new(message));
    }
    let verifier = archive.location().verifier()?;
    let budget = (USUAL_BYTES / USUAL_QUOTES * quotes.len()).clamp(USUAL_BYTES, MAX_BYTES);
    let mut text = ToolText::new("Verdicts, in the order of the quotations:");
    let reports: Vec<QuotationReport> = quotes
        .iter()
        .map(|quote| without_marks(quote))
        .map(|quote| Ok(verifier.verify_quotation(quote, 0..quote.len(), None)?))
        .collect::<Result<_, ToolError>>()?;
    for (index, report) in reports.iter().enumerate() {
        text.say(&verdict_line(index + 1, report));
    }
    for (index, report) in reports.iter().enumerate() {
        let share = budget.saturating_sub(text.len() + 120) / (reports.len() - index);
        quote_report(&mut text, index + 1, report, share);
    }
    if reports.iter().any(|report| report.verdict != QuotationVerdict::Verbatim) {
        text.say_after("Quote the passage as it stands, or say what you have changed.");
    }
    Ok(text)
}

/// Returns the line with the verdict on a quotation.
fn verdict_line(number: usize, report: &QuotationReport) -> String {
    let found = match report.verdict {
        QuotationVerdict::Absent | QuotationVerdict::Elsewhere => String::new(),
        _ => format!(", {}", in_articles(report.total, report.stories)),
    };
    let note = report.note.as_deref().map(|note| format!("; {note}")).unwrap_or_default();
    format!("{number}. {}{found}{note}", report.verdict.name())
}

/// Quotes the passages that vouch for a quotation or come closest to it, in about `budget` bytes.
fn quote_report(text: &mut ToolText, number: usize, report: &QuotationReport, budget: usize) {
    let before = text.len();
    let is_elsewhere = report.verdict == QuotationVerdict::Elsewhere;
    let matches = report.matches.iter().take(if is_elsewhere { 3 } else { 1 });
    let passages: Vec<(&str, &SourcePassage)> = matches
        .map(|passage| ("", passage))
        .chain(report.nearest.iter().take(1).map(|passage| ("nearest: ", passage)))
        .collect();
    let left = |text: &ToolText| budget.saturating_sub(text.len() - before);
    for (index, (label, passage)) in passages.iter().enumerate() {
        let place = format!("{}:{}", article_name(&passage.path, passage.id.as_deref()), passage.position);
        let source = passage.source.as_deref().map(|source| excerpt(&filtered(source), 0, MAX_NAME));
        let day = passage.published.map(|day| day.to_string());
        let cut = passage.is_cut.then(|| "in the text that was cut".to_owned());
        let speaker = passage
            .speaker
            .as_deref()
            .map(|speaker| format!("said by {}", excerpt(&filtered(speaker), 0, MAX_NAME)));
        let parts: Vec<String> =
            source.into_iter().chain(day).chain([place]).chain(cut).chain(speaker).collect();
        text.quote_filtered(&format!("{number}. {label}{}", parts.join(" · ")));
        let share = left(text) / (passages.len() - index);
        let quote = excerpt(&filtered(&passage.source_quote), 0, share.max(MAX_CHANGE));
        text.quote_filtered(&format!("“{quote}”"));
    }
    for change in report.changes.iter().take(MAX_CHANGES) {
        let change = filtered(&ChangeInWords::of(change, report.verdict).to_string());
        if left(text) < MAX_CHANGE {
            break;
        }
        text.quote_filtered(&excerpt(&change, 0, MAX_CHANGE));
    }
}
