//! Prints explanations, articles, statuses and reports as JSON, one object per line.

use std::io::{self, Write};
use std::path::Path;

use clippings::CleanedFile;
use clippings::FullArticle;
use clippings::IndexReport;
use clippings::SourceCheck;
use clippings::WordForms;
use clippings::internals::text::path_key;
use clippings::internals::wire::article::FullArticleJson;
use clippings::internals::wire::explanation::ExplanationJson;
use clippings::internals::wire::status::StatusJson;
use clippings::internals::wire::{PathDisplay, write_line};
use clippings::query::Parsed;
use clippings::{BlockVerdict, FacetCounts, Verdict};
use serde::Serialize;

use crate::cli::output::clean;

/// Prints how a query was understood.
pub(crate) fn explanation(query: &str, parsed: &Parsed, forms: &[WordForms]) -> io::Result<()> {
    print(&ExplanationJson::of(query, parsed, forms))
}

/// Prints a whole article.
pub(crate) fn full_article(article: &FullArticle, display: &PathDisplay) -> io::Result<()> {
    print(&FullArticleJson::of(article, display))
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
    line: Option<u32>,
    page: Option<u32>,
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
    let index = file.record.line_index();
    let row = |number, verdict, rule, confidence: Option<f32>, text| {
        let position = index.position_of_line(number);
        VerdictJson {
            line: position.line(),
            page: position.page(),
            verdict: if verdict == Verdict::Keep { "keep" } else { "cut" },
            reason: clean::reason(verdict, rule, file),
            confidence: confidence.map(|confidence| (f64::from(confidence) * 1000.0).round() / 1000.0),
            text,
        }
    };
    let lines = article.lines.iter().zip(1..);
    let lines = lines.map(|(line, number)| {
        row(number, line.verdict, line.rule, (!line.blank).then_some(line.confidence), None)
    });
    let blocks = article.blocks_with_text().map(|(BlockVerdict { line, label, .. }, text)| {
        row(*line, label.verdict, label.rule, Some(label.confidence), Some(text))
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
    print(&StatusJson::of(status, counts, config.filter(|path| path.exists())))
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
