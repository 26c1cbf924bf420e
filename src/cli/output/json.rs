//! Prints explanations, articles, statuses and reports as JSON, one object per line.

use std::io::{self, Write};
use std::path::Path;

use clippings::CleanedFile;
use clippings::FullArticle;
use clippings::IndexReport;
use clippings::SourceCheck;
use clippings::WordForms;
use clippings::internals::text::path_key;
use clippings::query;
use clippings::query::{Note, Parsed};
use clippings::{BlockVerdict, CountBy, FacetCount, FacetCounts, Verdict};
use clippings::{Passage, PassageQuote, PassageSegment, QuoteSpan};
use serde::Serialize;

use crate::cli::output::clean;
use crate::cli::output::escape::is_terminal_control;
use crate::cli::output::path_display::PathDisplay;

#[derive(Serialize)]
pub(super) struct PassageJson<'a> {
    line: u32,
    segments: &'a [PassageSegment],
    #[serde(flatten)]
    quote: Option<PassageQuoteJson<'a>>,
}

/// Quotation in which a passage matches.
#[derive(Serialize)]
pub(super) struct PassageQuoteJson<'a> {
    speaker: Option<&'a str>,
    quote: &'a [QuoteSpan],
}

impl<'a> PassageQuoteJson<'a> {
    /// Converts a quotation.
    pub(super) fn of(quote: &'a PassageQuote) -> Self {
        PassageQuoteJson { speaker: quote.speaker.as_deref(), quote: &quote.spans }
    }
}

impl<'a> PassageJson<'a> {
    /// Converts a passage.
    pub(super) fn of(passage: &'a Passage) -> Self {
        let quote = passage.quote.as_ref().map(PassageQuoteJson::of);
        PassageJson { line: passage.line, segments: &passage.segments, quote }
    }
}

#[derive(Serialize)]
struct ExplanationJson<'a> {
    query: &'a str,
    understood: String,
    notes: &'a [Note],
    words: String,
    tree: String,
    /// Forms of an index that can be read.
    forms: &'a [WordForms],
}

/// Prints how a query was understood.
pub(crate) fn explanation(query: &str, parsed: &Parsed, forms: &[WordForms]) -> io::Result<()> {
    print(&ExplanationJson {
        query,
        understood: parsed.query.to_string(),
        notes: &parsed.notes,
        words: query::explain(&parsed.query),
        tree: query::tree(&parsed.query),
        forms,
    })
}

#[derive(Serialize)]
struct FullArticleJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    title: Option<PassageJson<'a>>,
    published: Option<String>,
    /// First day on which the index had the content.
    #[serde(skip_serializing_if = "Option::is_none")]
    added: Option<String>,
    paragraphs: Vec<PassageJson<'a>>,
}

/// Prints a whole article.
pub(crate) fn full_article(article: &FullArticle, display: &PathDisplay) -> io::Result<()> {
    print(&FullArticleJson {
        path: display.path(&article.path),
        id: article.id.as_deref(),
        title: article.heading.as_ref().map(PassageJson::of),
        published: article.metadata.published.map(|day| day.to_string()),
        added: article.added.map(|day| day.to_string()),
        paragraphs: article.paragraphs.iter().map(PassageJson::of).collect(),
    })
}

#[derive(Serialize)]
struct CleanedJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    title: Option<&'a str>,
    author: Option<&'a str>,
    published: Option<String>,
    site: Option<&'a str>,
    url: Option<&'a str>,
    reading_minutes: Option<u32>,
    /// Whether the page has an article.
    #[serde(rename = "found")]
    is_article: bool,
    /// Path of the rules file.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'a Path>,
    text: &'a str,
    lines: Vec<VerdictJson<'a>>,
    blocks: Vec<VerdictJson<'a>>,
}

/// Verdict on a line, or on a block with its text.
#[derive(Serialize)]
struct VerdictJson<'a> {
    line: usize,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// Prints a cleaned article, with a row for every line and every block of the original.
pub(crate) fn article(path: &Path, file: &CleanedFile) -> io::Result<()> {
    let (article, metadata) = (&file.cleaned.article, &file.cleaned.article.metadata);
    let row = |line, verdict, rule, confidence: Option<f32>, text| VerdictJson {
        line,
        verdict: if verdict == Verdict::Keep { "keep" } else { "cut" },
        reason: clean::reason(verdict, rule, file),
        confidence: confidence.map(|confidence| (f64::from(confidence) * 1000.0).round() / 1000.0),
        text,
    };
    let before = file.record.lines_before as usize;
    let lines = article.lines.iter().zip(before + 1..);
    let lines = lines.map(|(line, number)| {
        row(number, line.verdict, line.rule, (!line.blank).then_some(line.confidence), None)
    });
    let blocks = article.blocks_with_text().map(|(BlockVerdict { line, label, .. }, text)| {
        row(before + *line as usize, label.verdict, label.rule, Some(label.confidence), Some(text))
    });
    print(&CleanedJson {
        path,
        id: file.id.as_deref(),
        title: metadata.title.as_deref(),
        author: metadata.author.as_deref(),
        published: metadata.published.map(|day| day.to_string()),
        site: metadata.site.as_deref(),
        url: metadata.url.as_deref(),
        reading_minutes: metadata.reading_minutes,
        is_article: file.cleaned.is_article,
        rules: file.rules.as_deref(),
        text: article.body.text.as_str(),
        lines: lines.collect(),
        blocks: blocks.collect(),
    })
}

/// Prints the status of an index.
pub(crate) fn status(
    status: &clippings::status::Status,
    counts: &[FacetCounts],
    config: Option<&Path>,
) -> io::Result<()> {
    let counts_by = |by| counts.iter().find(|facet| facet.by == by).map(|facet| facet.values.as_slice());
    print(&StatusJson {
        status,
        sites: counts_by(CountBy::Site),
        authors: counts_by(CountBy::Author),
        config: config.filter(|path| path.exists()),
    })
}

#[derive(Serialize)]
struct StatusJson<'a> {
    #[serde(flatten)]
    status: &'a clippings::status::Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    sites: Option<&'a [FacetCount]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authors: Option<&'a [FacetCount]>,
    /// Path of the config file, if there is one.
    config: Option<&'a Path>,
}

#[derive(Serialize)]
struct CheckJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    notes: &'a [String],
    sources: &'a SourceCheck,
    intact: bool,
    problems: &'a [String],
}

/// Prints the problems of the index at `path`, notes on its state, and texts of the sources that it lacks.
pub(crate) fn check(
    path: &Path,
    problems: &[String],
    notes: &[String],
    sources: &SourceCheck,
) -> io::Result<()> {
    print(&CheckJson { path, notes, sources, intact: problems.is_empty(), problems })
}

/// Prints the report of an indexing run.
pub(crate) fn report(report: &IndexReport) -> io::Result<()> {
    print(report)
}

/// Prints any value as one line of JSON.
pub(crate) fn print(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write_line(&mut out, value)?;
    out.flush()
}

/// Serializes to one line. Control characters and separators of lines are escaped, which JSON allows in
/// strings, the only place they occur.
pub(super) fn write_line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_string(value)?;
    if !text.contains(is_terminal_control) {
        text.push('\n');
        return out.write_all(text.as_bytes());
    }
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if is_terminal_control(c) {
            line.push_str(&format!("\\u{:04x}", c as u32)); // all of them lie in the basic plane
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}
