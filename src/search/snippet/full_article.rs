//! A whole article with all that matched marked, a passage a paragraph.

use std::ops::Range;

use crate::article::StoredText;
use crate::search::snippet::highlighter::Highlighter;
use crate::search::snippet::render::{Passage, PassageBuilder, Style, styled};
use crate::text::LineStart;

/// The paragraphs of `stored`, each with the line on which it begins.
pub fn highlight_paragraphs(stored: &StoredText, marks: &Highlighter) -> Vec<Passage> {
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    let styled = styled(&marks.find(&stored.text, stored.language, &blocks));
    let ends = blocks.iter().skip(1).map(|block| block.offset).chain([stored.text.len()]);
    let ranges = blocks.iter().zip(ends).map(|(block, end)| trimmed(&stored.text, block.offset..end));
    let paragraphs = ranges.filter(|range| !range.is_empty()).map(|range| {
        let mut builder = PassageBuilder::default();
        let line = stored.lines.line(range.start);
        builder.range(&stored.text, range.clone(), &inside(&styled, &range), &[]);
        Passage { line, segments: builder.segments }
    });
    paragraphs.collect()
}

/// `range` without the white space around its text.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let block = &text[range.clone()];
    let start = range.start + (block.len() - block.trim_start().len());
    start..start + block.trim().len()
}

/// What of `styled` lies in `range`. A quote that runs over two paragraphs is marked in both.
fn inside(styled: &[(Range<usize>, Style)], range: &Range<usize>) -> Vec<(Range<usize>, Style)> {
    let clipped = styled.iter().map(|(piece, style)| {
        (piece.start.clamp(range.start, range.end)..piece.end.clamp(range.start, range.end), *style)
    });
    clipped.filter(|(piece, _)| !piece.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Language, Languages};
    use crate::query::parse;
    use crate::search::snippet::full_article::*;
    use crate::text::{LineIndex, LineMap, MappedText};

    #[test]
    fn every_paragraph_with_its_line_and_its_marks() {
        let text = "We will\nfight on.\n\nWe left. Kursk fell.";
        let blocks = [(0, false), (text.find("We left").unwrap_or_default(), false)];
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), blocks);
        let stored = StoredText { text: text.into(), lines, language: Language::UNKNOWN };
        let shown = highlight_paragraphs(
            &stored,
            &Highlighter::for_body(&parse("\"on we left\" kursk").query, &Languages::default()),
        );
        let text = |passage: &Passage| {
            let piece = |segment: &crate::search::snippet::render::PassageSegment| match segment.matched {
                true => format!("[{}]", segment.text),
                false => segment.text.clone(),
            };
            (passage.line, passage.segments.iter().map(piece).collect::<String>())
        };
        let shown: Vec<_> = shown.iter().map(text).collect();
        assert_eq!(shown, [(1, "We will fight [on.]".into()), (4, "[We left]. [Kursk] fell.".into())]);
    }
}
