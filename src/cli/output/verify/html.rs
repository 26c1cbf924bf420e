//! Prints reports as a page that needs nothing else.

use std::io::{self, Write};

use clippings::{QuotationReport, QuotationVerdict, SourcePassage, SpeakerVerdict};

use crate::cli::output::escape::escape_controls;
use crate::cli::output::path_display::PathDisplay;
use crate::cli::output::verify::draft::{Draft, DraftPlace};
use crate::cli::output::verify::summary::Summary;

/// Beginning of the page.
const HEADER: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Quotations</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
article { border-left: 4px solid #888; margin: 1.5rem 0; padding: 0 1rem; }
.verbatim { border-color: #2a7d2a; } .edited, .elided { border-color: #b58900; }
.differs, .elsewhere, .absent { border-color: #b22; }
h2 { font-size: 1rem; margin: 0; } h2 span { font-weight: normal; color: #555; }
blockquote { margin: .3rem 0; } mark { background: #fdd; }
p, ul { margin: .3rem 0; font-size: .9rem; } ul { padding-left: 1.2rem; } .source { color: #555; }
.other { color: #b22; font-weight: bold; }
</style>
</head>
<body>
<h1>Quotations</h1>
";

/// Writes the beginning of the page.
pub(super) fn write_header(out: &mut impl Write) -> io::Result<()> {
    out.write_all(HEADER.as_bytes())
}

/// Writes a report.
pub(super) fn write(
    out: &mut impl Write,
    draft: &Draft,
    place: &DraftPlace<'_>,
    report: &QuotationReport,
    display: &PathDisplay,
) -> io::Result<()> {
    let verdict = report.verdict.name();
    let name = draft.path.as_deref().map(|path| display.name(path)).unwrap_or_default();
    let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
    writeln!(out, "<article class=\"{verdict}\">\n<h2>{verdict} <span>{}{line}</span></h2>", escape(&name))?;
    writeln!(out, "<blockquote>“{}”</blockquote>", marked(draft, report))?;
    if !report.changes.is_empty() {
        writeln!(out, "<ul>")?;
        for change in &report.changes {
            writeln!(
                out,
                "<li><del>{}</del> → <ins>{}</ins></li>",
                escape(&change.was),
                escape(&change.now)
            )?;
        }
        writeln!(out, "</ul>")?;
    }
    for passage in &report.matches {
        write_passage(out, "", passage, report.verdict != QuotationVerdict::Verbatim, display)?;
    }
    for passage in &report.nearest {
        write_passage(out, "nearest: ", passage, true, display)?;
    }
    if report.total > report.matches.len() && !report.matches.is_empty() {
        writeln!(out, "<p>in {} articles in all</p>", report.total)?;
    }
    if report.speaker.verdict == SpeakerVerdict::Other {
        let name = |name: &Option<String>| escape(name.as_deref().unwrap_or_default());
        let (draft, archive) = (name(&report.speaker.draft), name(&report.speaker.archive));
        writeln!(
            out,
            "<p class=\"other\">another speaker: {draft} in the draft, {archive} in the archive</p>"
        )?;
    }
    if let Some(note) = &report.note {
        writeln!(out, "<p>{}</p>", escape(note))?;
    }
    writeln!(out, "</article>")
}

/// Writes the end of the page.
pub(super) fn write_footer(out: &mut impl Write, summary: &Summary) -> io::Result<()> {
    writeln!(out, "<p><strong>{}</strong></p>\n</body>\n</html>", escape(&summary.line()))
}

/// Returns a quotation with marks around what differs.
fn marked(draft: &Draft, report: &QuotationReport) -> String {
    let mut html = String::new();
    let mut next = report.range.start;
    for change in report.changes.iter().filter(|change| !change.range.is_empty()) {
        if change.range.start < next || change.range.end > report.range.end {
            continue;
        }
        html.push_str(&escape(draft.quotation(next..change.range.start)));
        html.push_str(&format!("<mark>{}</mark>", escape(draft.quotation(change.range.clone()))));
        next = change.range.end;
    }
    html.push_str(&escape(draft.quotation(next..report.range.end)));
    html
}

fn write_passage(
    out: &mut impl Write,
    label: &str,
    passage: &SourcePassage,
    with_quote: bool,
    display: &PathDisplay,
) -> io::Result<()> {
    let mut text = format!("{}:{}", display.place(&passage.path, passage.id.as_deref()), passage.line);
    let day = passage.published.map(|day| day.to_string());
    for detail in [&day, &passage.source, &passage.title, &passage.speaker].into_iter().flatten() {
        text.push_str(", ");
        text.push_str(detail);
    }
    writeln!(out, "<p class=\"source\">{label}{}</p>", escape(&text))?;
    if with_quote {
        writeln!(out, "<p>“{}”</p>", escape(&passage.source_quote))?;
    }
    Ok(())
}

/// Escapes text for a page.
fn escape(text: &str) -> String {
    let text = escape_controls(text);
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}
