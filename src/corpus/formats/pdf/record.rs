//! Makes a record of the pages of a PDF.

use rustc_hash::FxHashSet;

use crate::article::Metadata;
use crate::corpus::formats::pdf::error::PdfError;
use crate::corpus::formats::pdf::page::{PdfLine, PdfPage, PdfText};
use crate::corpus::formats::pdf::paragraphs::paragraphs;
use crate::corpus::formats::pdf::running_heads::running_heads;
use crate::corpus::formats::pdf::title::{paragraph_text, title_paragraph};
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::Markup;
use crate::corpus::record::{BlankPages, PageStart, Record, RecordPart, RecordPartKind};
use crate::text::url::is_web_address;

/// The text of a record with the beginnings of its pages.
#[derive(Default)]
struct PagedText {
    text: String,
    pages: Vec<PageStart>,
}

impl PagedText {
    /// Appends text of the page at position `index`.
    fn push(&mut self, index: usize, text: &str) {
        let page = u32::try_from(index + 1).unwrap_or(u32::MAX);
        if self.pages.last().is_none_or(|last| last.page != page) {
            self.pages.push(PageStart { offset: self.text.len(), page });
        }
        self.text.push_str(text);
    }
}

/// Returns the pages as a record with a paragraph on each line, and running heads behind the text.
///
/// # Errors
/// [`PdfError::TooLarge`] if they have more text than a record may.
pub(super) fn record(text: PdfText) -> Result<Record, PdfError> {
    let PdfText { mut about, pages, damage } = text;
    let heads = running_heads(&pages);
    if let Some(address) = printed_address(&pages, &heads) {
        about.set_url(address);
    }
    let paragraphs = paragraphs(&pages, &heads);
    let title = title_paragraph(&paragraphs, about.title.as_deref());
    let mut paged = PagedText::default();
    let mut parts = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        let start = paged.text.len();
        for (page, piece) in &paragraph.pieces {
            paged.push(*page, piece);
        }
        if title == Some(index) {
            parts.push(RecordPart { range: 0..start, kind: RecordPartKind::Document });
            parts.push(RecordPart { range: start..paged.text.len(), kind: RecordPartKind::Title });
        }
        paged.text.push_str("\n\n");
    }
    let end_of_title = parts.last().map_or(0, |part| part.range.end);
    parts.push(RecordPart { range: end_of_title..paged.text.len(), kind: RecordPartKind::Document });
    parts.retain(|part| !part.range.is_empty());
    let start = paged.text.len();
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for (index, (page, heads)) in pages.iter().zip(&heads).enumerate() {
        for (line, _) in page.lines.iter().zip(heads).filter(|(_, is_head)| **is_head) {
            if known.insert(&line.text) {
                paged.push(index, &line.text);
                paged.text.push('\n');
            }
        }
    }
    let heads = RecordPart { range: start..paged.text.len(), kind: RecordPartKind::RunningHead };
    let appended = if heads.range.is_empty() { Vec::new() } else { vec![heads] };
    if oversize_reason(&paged.text, Markup::Plain).is_some() {
        return Err(PdfError::TooLarge);
    }
    let blank = pages.iter().filter(|page| page.lines.is_empty()).count();
    let blank_pages = (blank > 0).then_some(BlankPages { blank, pages: pages.len() });
    let title = title.map(|index| paragraph_text(&paragraphs[index])).or(about.title);
    Ok(Record {
        text: paged.text,
        pages: paged.pages,
        metadata: Metadata { title, url: about.url, ..Metadata::default() },
        creator: about.creator,
        parts,
        appended,
        damage,
        blank_pages,
        ..Record::default()
    })
}

/// Returns the address that a browser has printed on the edge of the first page: above the text, or below it
/// beside the number of the page and that of all pages. Any other address there is that of a publisher.
fn printed_address<'p>(pages: &'p [PdfPage], heads: &[Vec<bool>]) -> Option<&'p str> {
    let (page, heads) = pages.first().zip(heads.first())?;
    let lines = || page.lines.iter().zip(heads).filter(|(_, is_head)| **is_head).map(|(line, _)| line);
    let count = format!("1/{}", pages.len());
    lines().find_map(|line| {
        let address = line.text.split_whitespace().next().filter(|word| is_web_address(word))?;
        let path = address.splitn(4, '/').nth(3).unwrap_or_default();
        let is_above = line.bottom < page.height / 2.0;
        let is_beside = |other: &&PdfLine| other.top < line.bottom && line.top < other.bottom;
        let has_count =
            || lines().filter(is_beside).any(|other| other.text.split(' ').any(|word| word == count));
        (is_above && !path.is_empty() || has_count()).then_some(address)
    })
}
