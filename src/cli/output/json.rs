//! Prints results as JSON, one object per line.

use std::io::{self, Write};
use std::path::Path;

use clippings::CleanedFile;
use clippings::IndexReport;
use clippings::query;
use clippings::query::{Note, Parsed};
use clippings::status::time_of;
use clippings::{BlockVerdict, Verdict};
use clippings::{FullArticle, Hit, PartialMatch, SpellingSuggestion};
use clippings::{Passage, PassageSegment};
use serde::Serialize;

use crate::cli::dirs::PathDisplay;
use crate::cli::output::{Answer, clean};

#[derive(Serialize)]
struct AnswerJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    qid: Option<&'a str>,
    query: &'a str,
    understood: String,
    notes: &'a [Note],
    total: usize,
    took_ms: f64,
    /// Time at which the index was written.
    written: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    relaxed: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also_spelled: &'a [SpellingSuggestion],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    alone: &'a [PartialMatch],
    hits: Vec<HitJson<'a>>,
}

#[derive(Serialize)]
struct HitJson<'a> {
    rank: usize,
    score: f32,
    path: &'a Path,
    id: Option<&'a str>,
    line: u32,
    title: Option<&'a str>,
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    site: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    snippet: &'a [PassageSegment],
    #[serde(skip_serializing_if = "Option::is_none")]
    passages: Option<Vec<Piece<'a>>>,
}

#[derive(Serialize)]
struct Piece<'a> {
    line: u32,
    segments: &'a [PassageSegment],
}

impl<'a> Piece<'a> {
    fn of(passage: &'a Passage) -> Self {
        Piece { line: passage.line, segments: &passage.segments }
    }
}

/// Writes an answer.
pub fn response(out: &mut dyn Write, answer: &Answer<'_>, display: &PathDisplay) -> io::Result<()> {
    let response = answer.response;
    let to_json = |hit| hit_json(hit, display, answer.several);
    write(
        out,
        &AnswerJson {
            qid: answer.qid,
            query: answer.query,
            understood: response.query.to_string(),
            notes: &response.notes,
            total: response.total,
            took_ms: (response.took.as_secs_f64() * 1e6).round() / 1e3,
            written: time_of(response.written),
            relaxed: response.relaxed,
            also_spelled: &response.also_spelled,
            alone: &response.partial_matches,
            hits: response.hits.iter().map(to_json).collect(),
        },
    )
}

#[derive(Serialize)]
struct ExplanationJson<'a> {
    query: &'a str,
    understood: String,
    notes: &'a [Note],
    words: String,
    tree: String,
}

/// Prints how a query was understood.
pub fn reading(query: &str, parsed: &Parsed) -> io::Result<()> {
    print(&ExplanationJson {
        query,
        understood: parsed.query.to_string(),
        notes: &parsed.notes,
        words: query::explain(&parsed.query),
        tree: query::tree(&parsed.query),
    })
}

fn hit_json<'a>(hit: &'a Hit, display: &PathDisplay, several: bool) -> HitJson<'a> {
    HitJson {
        rank: hit.rank,
        score: hit.score,
        path: display.path(&hit.path),
        id: hit.id.as_deref(),
        line: hit.passage().line,
        title: hit.metadata.title.as_deref(),
        published: hit.metadata.published.map(|day| day.to_string()),
        author: hit.metadata.author.as_deref(),
        site: hit.metadata.site.as_deref(),
        url: hit.metadata.url.as_deref(),
        snippet: &hit.passage().segments,
        passages: several.then(|| hit.passages.iter().map(Piece::of).collect()),
    }
}

#[derive(Serialize)]
struct WholeArticle<'a> {
    path: &'a Path,
    id: Option<&'a str>,
    title: Option<Piece<'a>>,
    published: Option<String>,
    paragraphs: Vec<Piece<'a>>,
}

/// Prints a whole article.
pub fn full_article(article: &FullArticle, display: &PathDisplay) -> io::Result<()> {
    print(&WholeArticle {
        path: display.path(&article.path),
        id: article.id.as_deref(),
        title: article.heading.as_ref().map(Piece::of),
        published: article.metadata.published.map(|day| day.to_string()),
        paragraphs: article.paragraphs.iter().map(Piece::of).collect(),
    })
}

#[derive(Serialize)]
struct Cleaned<'a> {
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
    found: bool,
    /// Path of the rules file.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<&'a Path>,
    text: &'a str,
    lines: Vec<Row<'a>>,
    blocks: Vec<Row<'a>>,
}

/// Verdict on a line, or on a block with its text.
#[derive(Serialize)]
struct Row<'a> {
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
pub fn article(path: &Path, file: &CleanedFile) -> io::Result<()> {
    let (article, about) = (&file.cleaned.article, &file.cleaned.article.metadata);
    let row = |line, verdict, rule, sure: Option<f32>, text| Row {
        line,
        verdict: if verdict == Verdict::Keep { "keep" } else { "cut" },
        reason: clean::reason(verdict, rule, file),
        confidence: sure.map(|sure| (f64::from(sure) * 1000.0).round() / 1000.0),
        text,
    };
    let lines = article.lines.iter().zip(1..);
    let lines = lines.map(|(line, number)| {
        row(number, line.verdict, line.rule, (!line.blank).then_some(line.confidence), None)
    });
    let blocks = article.blocks_with_text().map(|(BlockVerdict { line, label }, text)| {
        row(*line as usize, label.verdict, label.rule, Some(label.confidence), Some(text))
    });
    print(&Cleaned {
        path,
        id: file.id.as_deref(),
        title: about.title.as_deref(),
        author: about.author.as_deref(),
        published: about.published.map(|day| day.to_string()),
        site: about.site.as_deref(),
        url: about.url.as_deref(),
        reading_minutes: about.reading_minutes,
        found: file.cleaned.is_article,
        rules: file.rules.as_deref(),
        text: article.body.text.as_str(),
        lines: lines.collect(),
        blocks: blocks.collect(),
    })
}

/// Prints the status of an index.
pub fn status(status: &clippings::status::Status, config: Option<&Path>) -> io::Result<()> {
    print(&StatusJson { status, config: config.filter(|path| path.exists()) })
}

#[derive(Serialize)]
struct StatusJson<'a> {
    #[serde(flatten)]
    status: &'a clippings::status::Status,
    /// Path of the config file, if there is one.
    config: Option<&'a Path>,
}

/// Prints the report of an indexing run.
pub fn report(report: &IndexReport) -> io::Result<()> {
    print(report)
}

/// Prints any value as one line of JSON.
pub fn print(value: &impl Serialize) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write(&mut out, value)?;
    out.flush()
}

/// Serializes to one line. Control characters are escaped, which JSON allows in strings, the only place they occur.
fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let text = serde_json::to_string(value)?;
    let mut line = String::with_capacity(text.len() + 1);
    for c in text.chars() {
        if crate::cli::output::is_unsafe(c) {
            line.push_str(&format!("\\u{:04x}", c as u32)); // all of them lie in the basic plane
        } else {
            line.push(c);
        }
    }
    line.push('\n');
    out.write_all(line.as_bytes())
}
