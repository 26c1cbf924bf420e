//! Stories, and the copies of an article.

use std::path::Path;

use jiff::civil::Date;
use serde::Serialize;

use crate::copies::{ComparedCopy, CopyIdentity, CopyParagraph, CopyReport};
use crate::search::{Story, StoryCopy};
use crate::text::path_key;
use crate::wire::path_display::PathDisplay;

/// Articles that tell one story in the same words.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = Story))]
pub struct StoryJson<'a> {
    /// Article that the others are copies of.
    representative: StoryCopyJson<'a>,
    /// The other articles by day, the undated last.
    copies: Vec<StoryCopyJson<'a>>,
}

/// An article of a story.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = StoryCopy))]
pub struct StoryCopyJson<'a> {
    /// Path of the source file.
    #[serde(serialize_with = "path_key::serialize_shown")]
    #[cfg_attr(feature = "serve", schema(value_type = String))]
    path: &'a Path,
    /// Id of the record, if the source file contains several.
    id: Option<&'a str>,
    /// Day of publication.
    #[cfg_attr(feature = "serve", schema(format = Date))]
    published: Option<String>,
    site: Option<String>,
    title: Option<&'a str>,
    /// Whether it belongs to another story.
    guest: bool,
}

/// A copy of an article, compared with it.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = ComparedCopy))]
pub struct ComparedCopyJson<'a> {
    #[serde(flatten)]
    copy: StoryCopyJson<'a>,
    /// `bytes` or `words`; null if something differs.
    identical: Option<&'static str>,
    /// Whether it has all text of the article, and more.
    contains: bool,
    /// Whether the article has all of its text, and more.
    contained: bool,
    /// Whether nothing was published before it.
    earliest: bool,
    /// Agency that it names.
    agency: Option<&'a str>,
    /// Paragraphs that the article does not have.
    added: Vec<ParagraphOfCopyJson<'a>>,
    /// Paragraphs of the article that the copy does not have.
    dropped: Vec<ParagraphOfCopyJson<'a>>,
    /// Paragraphs that the article has in another place.
    moved: Vec<ParagraphOfCopyJson<'a>>,
    /// Words that the article has otherwise.
    changes: Vec<CopyChangeJson<'a>>,
}

/// A paragraph that only one of two copies has.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = CopyParagraph))]
pub struct ParagraphOfCopyJson<'a> {
    /// Line on which it begins, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    text: &'a str,
}

/// Words of an article, and those that a copy has instead.
#[derive(Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema), schema(as = CopyChange))]
pub struct CopyChangeJson<'a> {
    /// Line of the copy on which the paragraph begins, if the file has lines.
    line: Option<u32>,
    /// Page, if the file has pages in place of lines.
    page: Option<u32>,
    was: &'a str,
    now: &'a str,
}

impl<'a> StoryJson<'a> {
    /// Converts a story.
    pub fn of(story: &'a Story, display: &PathDisplay) -> Self {
        StoryJson {
            representative: StoryCopyJson::of(&story.representative, display),
            copies: story.copies.iter().map(|copy| StoryCopyJson::of(copy, display)).collect(),
        }
    }
}

impl<'a> StoryCopyJson<'a> {
    /// Converts an article of a story.
    fn of(copy: &'a StoryCopy, display: &PathDisplay) -> Self {
        StoryCopyJson {
            path: display.path(&copy.path),
            id: copy.id.as_deref(),
            published: copy.metadata.published.map(|day| day.to_string()),
            site: copy.metadata.source().map(|source| source.into_owned()),
            title: copy.metadata.title.as_deref(),
            guest: copy.is_guest,
        }
    }
}

impl<'a> ComparedCopyJson<'a> {
    /// Converts the copies of an article.
    pub fn all(report: &'a CopyReport, display: &PathDisplay) -> Vec<Self> {
        let earliest = report.earliest();
        report.copies.iter().map(|compared| ComparedCopyJson::of(compared, earliest, display)).collect()
    }

    fn of(compared: &'a ComparedCopy, earliest: Option<Date>, display: &PathDisplay) -> Self {
        let changes = compared.changed.iter().flat_map(|paragraph| {
            let (line, page) = (paragraph.position.line(), paragraph.position.page());
            paragraph.changes().into_iter().map(move |(was, now)| CopyChangeJson { line, page, was, now })
        });
        ComparedCopyJson {
            copy: StoryCopyJson::of(&compared.copy, display),
            identical: compared.identity.map(identity_name),
            contains: compared.contains,
            contained: compared.is_contained,
            earliest: earliest.is_some() && compared.copy.metadata.published == earliest,
            agency: compared.agency.as_deref(),
            added: paragraphs(&compared.added),
            dropped: paragraphs(&compared.dropped),
            moved: paragraphs(&compared.moved),
            changes: changes.collect(),
        }
    }
}

fn paragraphs<'p>(paragraphs: &'p [CopyParagraph]) -> Vec<ParagraphOfCopyJson<'p>> {
    let json = |paragraph: &'p CopyParagraph| ParagraphOfCopyJson {
        line: paragraph.position.line(),
        page: paragraph.position.page(),
        text: &paragraph.text,
    };
    paragraphs.iter().map(json).collect()
}

/// Returns the name of what is identical.
pub(super) fn identity_name(identity: CopyIdentity) -> &'static str {
    match identity {
        CopyIdentity::Bytes => "bytes",
        CopyIdentity::Words => "words",
    }
}
