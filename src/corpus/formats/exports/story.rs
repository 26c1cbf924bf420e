//! A story of an export, taken apart.

use std::ops::Range;

use crate::article::Metadata;
use crate::corpus::formats::exports::lines::TextLine;
use crate::corpus::record::{RecordPart, RecordPartKind};

/// Title, text and fields of a story.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ParsedStory {
    /// Title, author and site.
    pub metadata: Metadata,
    /// Day of publication as it is written.
    pub date: Option<String>,
    /// Number of the story in its database.
    pub id: Option<String>,
    /// Range of the title, if it stands in the text.
    pub title: Option<Range<usize>>,
    /// Ranges of the text, in order.
    pub body: Vec<Range<usize>>,
}

impl ParsedStory {
    /// Returns whether the story has a text that is not blank.
    pub(super) fn has_text(&self, text: &str) -> bool {
        self.body.iter().any(|range| text.get(range.clone()).is_some_and(|text| !text.trim().is_empty()))
    }

    /// Takes the lines of the title, which become one.
    pub(super) fn set_title(&mut self, lines: &[TextLine<'_>]) {
        let filled: Vec<&TextLine<'_>> = lines.iter().filter(|line| !line.is_blank()).collect();
        let (Some(first), Some(last)) = (filled.first(), filled.last()) else { return };
        self.title = Some(first.range().start..last.range().end);
        self.metadata.title = Some(join(lines));
    }

    /// Adds the lines of the text, or a part of them.
    pub(super) fn add_body(&mut self, lines: &[TextLine<'_>]) {
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        self.body.push(first.start..last.end);
    }

    /// Returns the parts of the story `text`, in order. What is neither title nor text is a field.
    pub fn parts(&self, text: &str) -> Vec<RecordPart> {
        let body = self.body.iter().map(|range| (range.clone(), RecordPartKind::Body));
        let title = self.title.iter().map(|range| (range.clone(), RecordPartKind::Title));
        let mut known: Vec<_> = title.chain(body).filter(|(range, _)| !range.is_empty()).collect();
        known.sort_by_key(|(range, _)| range.start);
        let mut parts = Vec::with_capacity(known.len() * 2 + 1);
        let mut end = 0;
        for (range, kind) in known {
            if range.start > end {
                parts.push(RecordPart { range: end..range.start, kind: RecordPartKind::Fields });
            }
            if range.start >= end {
                end = range.end;
                parts.push(RecordPart { range, kind });
            }
        }
        if end < text.len() {
            parts.push(RecordPart { range: end..text.len(), kind: RecordPartKind::Fields });
        }
        parts
    }
}

/// Joins the text of lines.
pub(super) fn join(lines: &[TextLine<'_>]) -> String {
    let texts: Vec<&str> = lines.iter().flat_map(|line| line.text.split_whitespace()).collect();
    texts.join(" ")
}

/// Returns a value that is not empty.
pub(super) fn filled(value: &str) -> Option<String> {
    Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned)
}
