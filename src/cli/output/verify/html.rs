//! Prints reports as a page that needs nothing else.

use std::io::{self, Write};

use clippings::internals::verify::ChangeInWords;
use clippings::internals::wire::PathDisplay;
use clippings::internals::wire::draft::{Draft, DraftPlace};
use clippings::{QuotationReport, QuotationVerdict, SourcePassage, SpeakerVerdict, WordChange};

use crate::cli::output::escape::{escape_markup, single_line};
use crate::cli::output::messages::count_articles;
use crate::cli::output::origin::origin_parts;
use crate::cli::output::terminal::file_url;
use crate::cli::output::verify::about::RunFacts;
use crate::cli::output::verify::summary::Summary;
use crate::cli::output::verify::witnesses::witnesses;

/// Beginning of the page.
const HEADER: &str = "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>Quotations</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff; }
article, dt { border-left: 4px solid #888; padding: 0 1rem; } article { margin: 1.5rem 0; }
.verbatim { border-color: #2a7d2a; } .edited, .elided { border-color: #b58900; }
.differs, .elsewhere, .absent { border-color: #b22; }
h2 { font-size: 1rem; margin: 0; } h2 span { font-weight: normal; color: #555; }
blockquote { margin: .3rem 0; } mark { background: #fdd; }
p, ul, dl { margin: .3rem 0; font-size: .9rem; } ul { padding-left: 1.2rem; } .source, dd { color: #555; }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1rem; } dd { margin: 0; }
.speaker { font-style: italic; } .other { color: #b22; font-weight: bold; }
</style>
</head>
<body>
<header>
<h1>Quotations</h1>
";

/// Meaning of each verdict.
const LEGEND: [(QuotationVerdict, &str); 6] = [
    (QuotationVerdict::Verbatim, "an article has these words, next to each other"),
    (QuotationVerdict::Edited, "the same, but for what stands in brackets"),
    (QuotationVerdict::Elided, "the same, with words left out at an ellipsis"),
    (QuotationVerdict::Differs, "an article has most of the words; those that differ are marked"),
    (QuotationVerdict::Elsewhere, "the parts stand in another order, far apart, or in different articles"),
    (QuotationVerdict::Absent, "no article has it"),
];

/// Writes the page: its head with the totals, the reports, and the end.
pub(super) fn write_page(
    out: &mut impl Write,
    articles: &[u8],
    summary: &Summary,
    facts: &RunFacts,
) -> io::Result<()> {
    out.write_all(HEADER.as_bytes())?;
    writeln!(out, "<p><strong>{}</strong></p>\n<dl>", escape_markup(&summary.line()))?;
    for draft in &facts.drafts {
        writeln!(out, "<dt>Draft</dt><dd>{}</dd>", escape_markup(draft))?;
    }
    let index = format!("{}, {}", facts.index, count_articles(facts.articles));
    writeln!(out, "<dt>Index</dt><dd>{}</dd>", escape_markup(&index))?;
    writeln!(out, "<dt>Day</dt><dd>{}</dd>\n</dl>\n<dl>", escape_markup(&facts.day))?;
    for (verdict, meaning) in LEGEND {
        let name = verdict.name();
        writeln!(out, "<dt class=\"{name}\">{name}</dt><dd>{meaning}</dd>")?;
    }
    writeln!(out, "</dl>\n</header>")?;
    out.write_all(articles)?;
    writeln!(out, "</body>\n</html>")
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
    let name = draft.name(display).unwrap_or_default();
    let unit = match (place.line, place.paragraph) {
        (Some(line), _) => format!(":{line}"),
        (None, paragraph) => paragraph.map(|paragraph| format!(" ¶{paragraph}")).unwrap_or_default(),
    };
    writeln!(
        out,
        "<article class=\"{verdict}\">\n<h2>{verdict} <span>{}{unit}</span></h2>",
        escape_markup(&name)
    )?;
    writeln!(out, "<blockquote>“{}”</blockquote>", marked(draft, report))?;
    if !report.changes.is_empty() {
        writeln!(out, "<ul>")?;
        for change in &report.changes {
            writeln!(out, "<li>{}</li>", change_html(change, report.verdict))?;
        }
        writeln!(out, "</ul>")?;
    }
    for passage in &report.matches {
        write_passage(out, "", passage, report.verdict != QuotationVerdict::Verbatim, display)?;
    }
    for passage in &report.nearest {
        write_passage(out, "nearest: ", passage, true, display)?;
    }
    if let Some(witnesses) = witnesses(report).filter(|_| !report.matches.is_empty()) {
        writeln!(out, "<p>{witnesses}</p>")?;
    }
    if report.speaker.verdict == SpeakerVerdict::Other {
        let name = |name: &Option<String>| escape_markup(name.as_deref().unwrap_or_default());
        let (draft, archive) = (name(&report.speaker.draft), name(&report.speaker.archive));
        writeln!(
            out,
            "<p class=\"other\">another speaker: {draft} in the draft, {archive} in the archive</p>"
        )?;
    }
    if let Some(note) = &report.note {
        writeln!(out, "<p>{}</p>", escape_markup(note))?;
    }
    writeln!(out, "</article>")
}

/// Returns a change in words.
fn change_html(change: &WordChange, verdict: QuotationVerdict) -> String {
    match ChangeInWords::of(change, verdict) {
        ChangeInWords::NothingLeftOut => "nothing is left out".into(),
        ChangeInWords::LeftOut(was) => format!("left out: <del>{}</del>", escape_markup(was)),
        ChangeInWords::PutIn(now) => format!("put in: <ins>{}</ins>", escape_markup(now)),
        ChangeInWords::Changed { was, now } => {
            format!("was: <del>{}</del> → draft: <ins>{}</ins>", escape_markup(was), escape_markup(now))
        }
    }
}

/// Returns a quotation with marks around what differs.
fn marked(draft: &Draft, report: &QuotationReport) -> String {
    let mut html = String::new();
    let mut next = report.range.start;
    for change in report.changes.iter().filter(|change| !change.range.is_empty()) {
        if change.range.start < next || change.range.end > report.range.end {
            continue;
        }
        html.push_str(&escape_markup(draft.quotation(next..change.range.start)));
        html.push_str(&format!("<mark>{}</mark>", escape_markup(draft.quotation(change.range.clone()))));
        next = change.range.end;
    }
    html.push_str(&escape_markup(draft.quotation(next..report.range.end)));
    html
}

fn write_passage(
    out: &mut impl Write,
    label: &str,
    passage: &SourcePassage,
    with_quote: bool,
    display: &PathDisplay,
) -> io::Result<()> {
    let place = display.position(&passage.path, passage.id.as_deref(), passage.position);
    let place = match passage.path.is_absolute() {
        true => {
            // Browsers open a PDF at the page.
            let page = passage.position.page().map(|page| format!("#page={page}")).unwrap_or_default();
            let address = file_url(&passage.path) + &page;
            format!("<a href=\"{}\">{}</a>", escape_markup(&address), escape_markup(&place))
        }
        false => escape_markup(&place),
    };
    let origin = origin_parts(passage.source.as_deref(), passage.published);
    let origin: String = origin.map(|part| format!("{} · ", escape_markup(&part))).collect();
    let title = passage.title.as_deref().map(|title| format!(" · {}", escape_markup(&single_line(title))));
    let cut = if passage.is_cut { ", in the text that was cut" } else { "" };
    writeln!(out, "<p class=\"source\">{label}{origin}{place}{}{cut}</p>", title.unwrap_or_default())?;
    if let Some(speaker) = &passage.speaker {
        writeln!(out, "<p class=\"speaker\">— {}</p>", escape_markup(&single_line(speaker)))?;
    }
    if with_quote {
        writeln!(out, "<p>“{}”</p>", escape_markup(&passage.source_quote))?;
    }
    Ok(())
}
