//! Builds passages from highlighted text, from words left out by an ellipsis, and from the text around them.

use std::ops::Range;

use crate::analysis::Language;
use crate::article::StoredText;
use crate::search::snippet::highlighter::{Highlight, Highlighter};
use crate::search::snippet::passage_quote::PassageQuote;
use crate::text::{FilePosition, LineStart, SentenceRules, sentence_around};

/// Separator of text that is not contiguous in the original.
pub(crate) const ELLIPSIS: &str = " … ";

/// Part of an article with its matches highlighted.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// Position of the first highlight in the source file; that of the first word if nothing is highlighted.
    pub position: FilePosition,
    /// Text, split at the ends of highlights.
    pub segments: Vec<PassageSegment>,
    /// Quotation that matches in it, if the query asks for quotations.
    pub quote: Option<PassageQuote>,
}

/// Segment of a passage.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "serve", derive(utoipa::ToSchema))]
#[non_exhaustive]
pub struct PassageSegment {
    /// Text with white space collapsed.
    pub text: String,
    /// Whether the segment matches the query.
    #[serde(rename = "match", skip_serializing_if = "std::ops::Not::not")]
    pub matched: bool,
    /// Whether the segment is what an ellipsis in a quote left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gap: bool,
}

/// Style of a range of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Style {
    #[default]
    Plain,
    Matched,
    Gap,
}

impl Passage {
    /// Returns the text without its marks.
    pub(crate) fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect()
    }

    /// Returns the title with its matches highlighted; `None` if nothing matches.
    pub fn of_title(
        title: &str,
        language: Language,
        position: FilePosition,
        highlighter: &Highlighter,
    ) -> Option<Passage> {
        let styled = styled_ranges(&highlighter.find(title, language, &[]));
        if styled.is_empty() {
            return None;
        }
        let mut builder = PassageBuilder::default();
        builder.push_range(title, 0..title.len(), &styled, &[]);
        Some(Passage { position, segments: builder.segments, quote: None })
    }

    /// Returns the first sentence of a text without highlights.
    pub fn beginning(stored: &StoredText) -> Passage {
        let end = stored.lines.blocks().nth(1).map_or(stored.text.len(), |block| block.offset);
        let start = stored.text.len() - stored.text.trim_start().len();
        let mut builder = PassageBuilder::default();
        if start < end {
            let rules = SentenceRules::of(stored.language.code());
            let range = sentence_around(&stored.text, 0..end, start..start, rules);
            builder.push_range(&stored.text, range, &[], &[]);
        }
        Passage { position: stored.lines.position(start), segments: builder.segments, quote: None }
    }

    /// Returns the speaker of the quotation that matches, unless the passage has words of somebody else, too.
    pub fn speaker(&self) -> Option<&str> {
        self.quote.as_ref().filter(|quote| quote.is_alone)?.speaker.as_deref()
    }

    /// Returns the position of the first match in a copy of the text; `None` if the copy has other words
    /// around it.
    pub(crate) fn position_in(&self, copy: &StoredText) -> Option<FilePosition> {
        let first = self.segments.iter().position(|segment| segment.matched)?;
        let (before, rest) = self.segments.split_at(first);
        let mut words: String = before.iter().map(|segment| segment.text.as_str()).collect();
        words.drain(..words.rfind(ELLIPSIS).map_or(0, |start| start + ELLIPSIS.len()));
        let offset = words.len();
        words.extend(rest.iter().map(|segment| segment.text.as_str()));
        if let Some(end) = words[offset..].find(ELLIPSIS) {
            words.truncate(offset + end);
        }
        let start = memchr::memmem::find(copy.text.as_bytes(), words.as_bytes())?;
        Some(copy.lines.position(start + offset))
    }
}

/// Renders passages of one text.
pub(crate) struct PassageRenderer<'t> {
    stored: &'t StoredText,
    highlights: &'t [Highlight],
    /// Offsets at which something was cut out of the original.
    cuts: Vec<usize>,
}

impl<'t> PassageRenderer<'t> {
    /// Creates a renderer of `stored` with its highlights.
    pub(crate) fn new(stored: &'t StoredText, blocks: &[LineStart], highlights: &'t [Highlight]) -> Self {
        let cuts = blocks.iter().filter(|block| block.after_gap).map(|block| block.offset).collect();
        PassageRenderer { stored, highlights, cuts }
    }

    /// Returns a passage of the given byte ranges, which must be in order, with all matches in them
    /// highlighted.
    pub(crate) fn passage(&self, ranges: Vec<Range<usize>>) -> Passage {
        let is_inside = |highlight: &&Highlight| {
            let span = &highlight.span;
            ranges.iter().any(|range| range.start <= span.start && span.end <= range.end)
        };
        let highlights: Vec<Highlight> = self.highlights.iter().filter(is_inside).cloned().collect();
        let styled = styled_ranges(&highlights);
        let start = styled.iter().find(|(_, style)| *style == Style::Matched).map(|(range, _)| range.start);
        let start = start.or(ranges.first().map(|range| range.start)).unwrap_or(0);
        let mut builder = PassageBuilder::default();
        for (index, range) in ranges.into_iter().enumerate() {
            if index > 0 {
                builder.push(ELLIPSIS, Style::Plain);
            }
            builder.push_range(&self.stored.text, range, &styled, &self.cuts);
        }
        Passage { position: self.stored.lines.position(start), segments: builder.segments, quote: None }
    }
}

/// Returns the ranges that match and those left out by an ellipsis, in order and without overlap.
pub(crate) fn styled_ranges(highlights: &[Highlight]) -> Vec<(Range<usize>, Style)> {
    let matched = without_overlap(highlights.iter().flat_map(Highlight::ranges).collect());
    let mut styled: Vec<_> = matched.iter().cloned().map(|range| (range, Style::Matched)).collect();
    for highlight in highlights.iter().filter(|highlight| highlight.elided) {
        for pair in highlight.parts.windows(2) {
            let gap = pair[0].end..pair[1].start;
            // Two quotes that share their end leave out overlapping words: only the first gap is kept.
            let is_free = styled.iter().all(|(range, _)| range.end <= gap.start || range.start >= gap.end);
            if is_free && !gap.is_empty() {
                styled.push((gap, Style::Gap));
            }
        }
    }
    styled.sort_by_key(|(range, _)| range.start);
    styled
}

/// Returns a range of a text, split at the ends of the highlights in it.
pub(crate) fn segments_of(text: &str, range: Range<usize>, highlights: &[Highlight]) -> Vec<PassageSegment> {
    let mut builder = PassageBuilder::default();
    builder.push_range(text, range, &styled_ranges(highlights), &[]);
    builder.segments
}

/// Drops overlapping ranges: of two that overlap, the first is kept, and the longer if both begin together.
fn without_overlap(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, usize::MAX - range.end));
    let mut disjoint: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        if disjoint.last().is_none_or(|last| range.start >= last.end) {
            disjoint.push(range);
        }
    }
    disjoint
}

/// Builds the segments of a passage, collapsing white space.
#[derive(Default)]
pub(crate) struct PassageBuilder {
    pub segments: Vec<PassageSegment>,
}

impl PassageBuilder {
    /// Appends a byte range of `text` in the given styles, with an ellipsis at every cut.
    pub(crate) fn push_range(
        &mut self,
        text: &str,
        range: Range<usize>,
        styled: &[(Range<usize>, Style)],
        cuts: &[usize],
    ) {
        let mut start = range.start;
        for (piece, style) in
            styled.iter().filter(|(piece, _)| piece.start >= range.start && piece.end <= range.end)
        {
            self.push_with_cuts(text, start..piece.start, Style::Plain, cuts);
            self.push_with_cuts(text, piece.clone(), *style, cuts);
            start = piece.end;
        }
        self.push_with_cuts(text, start..range.end, Style::Plain, cuts);
    }

    /// Appends a byte range of one style, with an ellipsis at every cut.
    fn push_with_cuts(&mut self, text: &str, range: Range<usize>, style: Style, cuts: &[usize]) {
        let mut start = range.start;
        for &cut in cuts.iter().filter(|cut| range.contains(cut)) {
            self.push(&text[start..cut], style);
            // No ellipsis at the start of a passage, and no two in a row.
            if let Some(last) = self.segments.last_mut().filter(|last| !last.text.ends_with(ELLIPSIS)) {
                last.text.truncate(last.text.trim_end().len());
                self.push(ELLIPSIS, Style::Plain);
            }
            start = cut;
        }
        self.push(&text[start..range.end], style);
    }

    fn push(&mut self, text: &str, style: Style) {
        let mut collapsed = String::with_capacity(text.len());
        let mut ends_with_space = self.segments.last().is_some_and(|last| last.text.ends_with(' '));
        for c in text.chars() {
            if !c.is_whitespace() {
                collapsed.push(c);
            } else if !ends_with_space {
                collapsed.push(' ');
            }
            ends_with_space = c.is_whitespace();
        }
        let (matched, gap) = (style == Style::Matched, style == Style::Gap);
        match self.segments.last_mut() {
            _ if collapsed.is_empty() => {}
            Some(last) if last.matched == matched && last.gap == gap && !matched => {
                last.text.push_str(&collapsed)
            }
            _ => self.segments.push(PassageSegment { text: collapsed, matched, gap }),
        }
    }
}
