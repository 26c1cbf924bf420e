//! Prints stories and copies as JSON, one object per line.

use std::io::{self, Write};
use std::path::Path;

use clippings::internals::text::path_key;
use clippings::{CopyIdentity, CopyParagraph, CopyReport, Story, StoryCopy};
use serde::Serialize;

use crate::cli::output::json::write_line;
use crate::cli::output::path_display::PathDisplay;

#[derive(Serialize)]
struct StoryJson<'a> {
    representative: StoryCopyJson<'a>,
    copies: Vec<StoryCopyJson<'a>>,
}

#[derive(Serialize)]
struct StoryCopyJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
    published: Option<String>,
    site: Option<String>,
    title: Option<&'a str>,
    /// Whether it belongs to another story.
    guest: bool,
}

#[derive(Serialize)]
struct ComparedCopyJson<'a> {
    #[serde(flatten)]
    copy: StoryCopyJson<'a>,
    /// `bytes` or `words`.
    identical: Option<&'static str>,
    /// Whether it has all text of the article, and more.
    contains: bool,
    /// Whether the article has all of its text, and more.
    contained: bool,
    /// Whether nothing was published before it.
    earliest: bool,
    agency: Option<&'a str>,
    added: Vec<ParagraphOfCopyJson<'a>>,
    dropped: Vec<ParagraphOfCopyJson<'a>>,
    moved: Vec<ParagraphOfCopyJson<'a>>,
    changes: Vec<CopyChangeJson<'a>>,
}

#[derive(Serialize)]
struct ParagraphOfCopyJson<'a> {
    line: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct CopyChangeJson<'a> {
    line: u32,
    was: &'a str,
    now: &'a str,
}

fn copy_json<'a>(copy: &'a StoryCopy, display: &PathDisplay) -> StoryCopyJson<'a> {
    StoryCopyJson {
        path: display.path(&copy.path),
        id: copy.id.as_deref(),
        published: copy.metadata.published.map(|day| day.to_string()),
        site: copy.metadata.source().map(|source| source.into_owned()),
        title: copy.metadata.title.as_deref(),
        guest: copy.is_guest,
    }
}

fn paragraphs<'p>(paragraphs: &'p [CopyParagraph]) -> Vec<ParagraphOfCopyJson<'p>> {
    let json =
        |paragraph: &'p CopyParagraph| ParagraphOfCopyJson { line: paragraph.line, text: &paragraph.text };
    paragraphs.iter().map(json).collect()
}

/// Writes a story.
pub(super) fn story(out: &mut dyn Write, story: &Story, display: &PathDisplay) -> io::Result<()> {
    let copies = story.copies.iter().map(|copy| copy_json(copy, display)).collect();
    write_line(out, &StoryJson { representative: copy_json(&story.representative, display), copies })
}

/// Writes the copies of an article.
pub(super) fn report(out: &mut dyn Write, report: &CopyReport, display: &PathDisplay) -> io::Result<()> {
    let earliest = report.earliest();
    for compared in &report.copies {
        let published = compared.copy.metadata.published;
        let changes = compared.changed.iter().flat_map(|paragraph| {
            let line = paragraph.line;
            paragraph.changes().into_iter().map(move |(was, now)| CopyChangeJson { line, was, now })
        });
        let json = ComparedCopyJson {
            copy: copy_json(&compared.copy, display),
            identical: compared.identity.map(name),
            contains: compared.contains,
            contained: compared.is_contained,
            earliest: earliest.is_some() && published == earliest,
            agency: compared.agency.as_deref(),
            added: paragraphs(&compared.added),
            dropped: paragraphs(&compared.dropped),
            moved: paragraphs(&compared.moved),
            changes: changes.collect(),
        };
        write_line(out, &json)?;
    }
    Ok(())
}

/// Returns the name of what is identical.
pub(super) fn name(identity: CopyIdentity) -> &'static str {
    match identity {
        CopyIdentity::Bytes => "bytes",
        _ => "words",
    }
}
