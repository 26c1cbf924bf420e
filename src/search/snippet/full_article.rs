//! Highlights a whole article, paragraph by paragraph.

use std::ops::Range;

use crate::article::{StoredQuotation, StoredText};
use crate::search::snippet::highlighter::Highlighter;
use crate::search::snippet::render::{Passage, PassageBuilder, Style, styled_ranges};
use crate::search::snippet::text_scan::block_ranges;
use crate::text::LineStart;

/// Returns the paragraphs of `stored`, a text with these quotations, with matches highlighted, each with its
/// first line.
pub(crate) fn highlight_paragraphs(
    stored: &StoredText,
    quotations: &[StoredQuotation],
    highlighter: &Highlighter,
) -> Vec<Passage> {
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    let text = (stored.text.as_str(), stored.language);
    let styled = styled_ranges(&highlighter.find_until(text, &blocks, quotations, None));
    let ranges = block_ranges(&blocks, stored.text.len()).map(|range| trim(&stored.text, range));
    let paragraphs = ranges.filter(|range| !range.is_empty()).map(|range| {
        let mut builder = PassageBuilder::default();
        let position = stored.lines.position(range.start);
        builder.push_range(&stored.text, range.clone(), &clip(&styled, &range), &[]);
        Passage { position, segments: builder.segments, quote: None }
    });
    paragraphs.collect()
}

/// Returns `range` without white space at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let block = &text[range.clone()];
    let start = range.start + (block.len() - block.trim_start().len());
    start..start + block.trim().len()
}

/// Clips `styled` to `range`, so that a quote across two paragraphs is highlighted in both.
fn clip(styled: &[(Range<usize>, Style)], range: &Range<usize>) -> Vec<(Range<usize>, Style)> {
    let first = styled.partition_point(|(piece, _)| piece.end <= range.start);
    let within = styled[first..].iter().take_while(|(piece, _)| piece.start < range.end);
    let clipped = within.map(|(piece, style)| {
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
    fn paragraphs_have_lines_and_highlights() {
        let text = "We will\nfight on.\n\nWe left. Kursk fell.";
        let blocks = [(0, false), (text.find("We left").unwrap_or_default(), false)];
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), blocks);
        let stored = StoredText { text: text.into(), lines, language: Language::UNKNOWN };
        let paragraphs = highlight_paragraphs(
            &stored,
            &[],
            &Highlighter::for_body(&parse("\"on we left\" kursk").query, &Languages::default()),
        );
        let text = |passage: &Passage| {
            let piece = |segment: &crate::search::snippet::render::PassageSegment| match segment.matched {
                true => format!("[{}]", segment.text),
                false => segment.text.clone(),
            };
            (passage.position.number(), passage.segments.iter().map(piece).collect::<String>())
        };
        let lines: Vec<_> = paragraphs.iter().map(text).collect();
        assert_eq!(lines, [(1, "We will fight [on.]".into()), (4, "[We left]. [Kursk] fell.".into())]);
    }
}
