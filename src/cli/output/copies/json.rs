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
    representative: StoryPlaceJson<'a>,
    copies: Vec<StoryCopyJson<'a>>,
}

#[derive(Serialize)]
struct StoryPlaceJson<'a> {
    #[serde(serialize_with = "path_key::serialize_shown")]
    path: &'a Path,
    id: Option<&'a str>,
}

#[derive(Serialize)]
struct StoryCopyJson<'a> {
    #[serde(flatten)]
    place: StoryPlaceJson<'a>,
    published: Option<String>,
}

#[derive(Serialize)]
struct ComparedCopyJson<'a> {
    #[serde(flatten)]
    copy: StoryCopyJson<'a>,
    site: Option<String>,
    title: Option<&'a str>,
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

fn place<'a>(copy: &'a StoryCopy, display: &PathDisplay) -> StoryPlaceJson<'a> {
    StoryPlaceJson { path: display.path(&copy.path), id: copy.id.as_deref() }
}

fn dated_place<'a>(copy: &'a StoryCopy, display: &PathDisplay) -> StoryCopyJson<'a> {
    let published = copy.metadata.published.map(|day| day.to_string());
    StoryCopyJson { place: place(copy, display), published }
}

fn paragraphs<'p>(paragraphs: &'p [CopyParagraph]) -> Vec<ParagraphOfCopyJson<'p>> {
    let json =
        |paragraph: &'p CopyParagraph| ParagraphOfCopyJson { line: paragraph.line, text: &paragraph.text };
    paragraphs.iter().map(json).collect()
}

/// Writes a story.
pub(super) fn story(out: &mut dyn Write, story: &Story, display: &PathDisplay) -> io::Result<()> {
    let copies = story.copies.iter().map(|copy| dated_place(copy, display)).collect();
    write_line(out, &StoryJson { representative: place(&story.representative, display), copies })
}

/// Writes the copies of an article.
pub(super) fn report(out: &mut dyn Write, report: &CopyReport, display: &PathDisplay) -> io::Result<()> {
    let earliest = report.earliest();
    for compared in &report.copies {
        let metadata = &compared.copy.metadata;
        let changes = compared.changed.iter().flat_map(|paragraph| {
            let line = paragraph.line;
            paragraph.changes().into_iter().map(move |(was, now)| CopyChangeJson { line, was, now })
        });
        let json = ComparedCopyJson {
            copy: dated_place(&compared.copy, display),
            site: metadata.source().map(|source| source.into_owned()),
            title: metadata.title.as_deref(),
            identical: compared.identity.map(name),
            contains: compared.contains,
            contained: compared.is_contained,
            earliest: earliest.is_some() && metadata.published == earliest,
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
