//! Putting passages together: pieces that are marked, that an ellipsis left out, or that are neither.

use std::ops::Range;

use crate::analysis::Language;
use crate::article::StoredText;
use crate::search::snippet::highlighter::{Highlight, Highlighter};
use crate::text::{LineStart, sentence_around};

/// What stands between two pieces that do not follow each other.
pub(crate) const BETWEEN: &str = " … ";

/// A piece of an article with what matched marked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The line of the original on which the first mark stands; that of its first word when nothing is marked.
    pub line: u32,
    /// The text, in pieces that are marked or not.
    pub segments: Vec<PassageSegment>,
}

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PassageSegment {
    /// The text, white space made single.
    pub text: String,
    /// Whether it is what matched.
    #[serde(rename = "match", skip_serializing_if = "std::ops::Not::not")]
    pub matched: bool,
    /// Whether an ellipsis in a quote stands for it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub gap: bool,
}

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Style {
    #[default]
    Plain,
    Matched,
    Gap,
}

impl Passage {
    /// A short text in `language`, such as a title, with what `marks` looks for marked in it; `None` when that is nothing.
    pub fn of_title(title: &str, language: Language, line: u32, marks: &Highlighter) -> Option<Passage> {
        let styled = styled(&marks.find(title, language, &[]));
        if styled.is_empty() {
            return None;
        }
        let mut builder = PassageBuilder::default();
        builder.range(title, 0..title.len(), &styled, &[]);
        Some(Passage { line, segments: builder.segments })
    }

    /// The first sentence of a text, nothing marked.
    pub fn beginning(stored: &StoredText) -> Passage {
        let end = stored.lines.blocks().nth(1).map_or(stored.text.len(), |block| block.offset);
        let start = stored.text.len() - stored.text.trim_start().len();
        let mut builder = PassageBuilder::default();
        if start < end {
            let range = sentence_around(&stored.text, 0..end, start..start);
            builder.range(&stored.text, range, &[], &[]);
        }
        Passage { line: stored.lines.line(start), segments: builder.segments }
    }
}

/// Makes passages of one text.
pub(crate) struct PassageRenderer<'t> {
    stored: &'t StoredText,
    found: &'t [Highlight],
    /// Where something was cut out of the original.
    cuts: Vec<usize>,
}

impl<'t> PassageRenderer<'t> {
    pub fn new(stored: &'t StoredText, blocks: &[LineStart], found: &'t [Highlight]) -> Self {
        let cuts = blocks.iter().filter(|block| block.after_gap).map(|block| block.offset).collect();
        PassageRenderer { stored, found, cuts }
    }

    /// The passage made of the bytes `ranges`, which are in order; all that matches in them is marked.
    pub fn passage(&self, ranges: Vec<Range<usize>>) -> Passage {
        let inside = |mark: &&Highlight| {
            ranges.iter().any(|range| range.start <= mark.span.start && mark.span.end <= range.end)
        };
        let marks: Vec<Highlight> = self.found.iter().filter(inside).cloned().collect();
        let styled = styled(&marks);
        let first = styled.iter().find(|(_, style)| *style == Style::Matched).map(|(range, _)| range.start);
        let first = first.or(ranges.first().map(|range| range.start)).unwrap_or(0);
        let mut builder = PassageBuilder::default();
        for (index, range) in ranges.into_iter().enumerate() {
            if index > 0 {
                builder.push(BETWEEN, Style::Plain);
            }
            builder.range(&self.stored.text, range, &styled, &self.cuts);
        }
        Passage { line: self.stored.lines.line(first), segments: builder.segments }
    }
}

/// What is marked and what an ellipsis left out, in order and without overlap.
pub(crate) fn styled(marks: &[Highlight]) -> Vec<(Range<usize>, Style)> {
    let matched = apart(marks.iter().flat_map(Highlight::ranges).collect());
    let mut styled: Vec<_> = matched.iter().cloned().map(|range| (range, Style::Matched)).collect();
    for mark in marks.iter().filter(|mark| mark.elided) {
        for pair in mark.pieces.windows(2) {
            let gap = pair[0].end..pair[1].start;
            // Two quotes that share their end leave out overlapping words: the first says so for both.
            let free = styled.iter().all(|(range, _)| range.end <= gap.start || range.start >= gap.end);
            if free && !gap.is_empty() {
                styled.push((gap, Style::Gap));
            }
        }
    }
    styled.sort_by_key(|(range, _)| range.start);
    styled
}

/// Highlighter that do not overlap: of two that do the first, which is the longer where both begin together.
fn apart(mut marks: Vec<Range<usize>>) -> Vec<Range<usize>> {
    marks.sort_by_key(|mark| (mark.start, usize::MAX - mark.end));
    let mut apart: Vec<Range<usize>> = Vec::new();
    for mark in marks {
        if apart.last().is_none_or(|last| mark.start >= last.end) {
            apart.push(mark);
        }
    }
    apart
}

/// Puts segments together, white space made single.
#[derive(Default)]
pub(crate) struct PassageBuilder {
    pub segments: Vec<PassageSegment>,
}

impl PassageBuilder {
    /// Appends the bytes `range` of `text`, in the styles `styled`; where something was cut there is an ellipsis.
    pub fn range(
        &mut self,
        text: &str,
        range: Range<usize>,
        styled: &[(Range<usize>, Style)],
        cuts: &[usize],
    ) {
        let mut at = range.start;
        for (piece, style) in
            styled.iter().filter(|(piece, _)| piece.start >= range.start && piece.end <= range.end)
        {
            self.cut_range(text, at..piece.start, Style::Plain, cuts);
            self.cut_range(text, piece.clone(), *style, cuts);
            at = piece.end;
        }
        self.cut_range(text, at..range.end, Style::Plain, cuts);
    }

    fn cut_range(&mut self, text: &str, range: Range<usize>, style: Style, cuts: &[usize]) {
        let mut at = range.start;
        for &cut in cuts.iter().filter(|cut| range.contains(cut)) {
            self.push(&text[at..cut], style);
            // Nothing is shown yet where a passage begins with the cut, or it is said already.
            if let Some(last) = self.segments.last_mut().filter(|last| !last.text.ends_with(BETWEEN)) {
                last.text.truncate(last.text.trim_end().len());
                self.push(BETWEEN, Style::Plain);
            }
            at = cut;
        }
        self.push(&text[at..range.end], style);
    }

    fn push(&mut self, text: &str, style: Style) {
        let mut clean = String::with_capacity(text.len());
        let mut spaced = self.segments.last().is_some_and(|last| last.text.ends_with(' '));
        for c in text.chars() {
            if !c.is_whitespace() {
                clean.push(c);
            } else if !spaced {
                clean.push(' ');
            }
            spaced = c.is_whitespace();
        }
        let (matched, gap) = (style == Style::Matched, style == Style::Gap);
        match self.segments.last_mut() {
            _ if clean.is_empty() => {}
            Some(last) if last.matched == matched && last.gap == gap && !matched => {
                last.text.push_str(&clean)
            }
            _ => self.segments.push(PassageSegment { text: clean, matched, gap }),
        }
    }
}
