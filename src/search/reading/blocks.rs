//! Splits the blocks of an article where a line, a match or a quotation begins or ends.

use std::ops::Range;

use crate::analysis::Language;
use crate::article::StoredQuotation;
use crate::search::reading::order::{BlockSource, merged};
use crate::search::snippet::{Highlighter, Style, styled_ranges};
use crate::text::{FilePosition, LineStart};

/// A block of an article: a paragraph, a heading, or a block that was cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadingBlock {
    /// Text that it is a part of.
    pub source: BlockSource,
    /// Position in the original at which it begins.
    pub position: FilePosition,
    /// Range of the text in bytes, without white space at its ends.
    pub range: Range<usize>,
    /// Range of the pieces among those of the article.
    pub pieces: Range<usize>,
    /// Whether something in it matches.
    pub has_match: bool,
}

/// A part of a block that is on one line or page, of one style, and within one quotation or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReadingPiece {
    /// Range of the text in bytes.
    pub range: Range<usize>,
    /// Line or page of the original that begins with it.
    pub position: Option<FilePosition>,
    /// Relation to the query.
    pub style: PieceStyle,
    /// Index of the quotation that it is a part of.
    pub quotation: Option<usize>,
}

/// Relation of a piece to the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceStyle {
    /// Does not match.
    Plain,
    /// Begins the match of this number.
    Match(u32),
    /// Goes on with a match.
    MatchRest,
    /// Text that an ellipsis in a quote leaves out.
    Gap,
}

/// A text with all that it is split at.
pub(super) struct MarkedText<'t> {
    text: &'t str,
    lines: &'t [LineStart],
    blocks: Vec<LineStart>,
    styled: Vec<(Range<usize>, Style)>,
    quotations: &'t [StoredQuotation],
}

/// Place in a text that is split from its beginning on.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    line: usize,
    styled: usize,
    quotation: usize,
    /// Index after that of the match which was numbered last.
    numbered: usize,
    /// End of what was split last.
    end: usize,
}

impl<'t> MarkedText<'t> {
    /// Finds the matches in `text`, which has these lines and quotations.
    pub(super) fn new(
        (text, language): (&'t str, Language),
        lines: &'t [LineStart],
        quotations: &'t [StoredQuotation],
        highlighter: &Highlighter,
    ) -> Self {
        let blocks: Vec<LineStart> = lines.iter().copied().filter(|start| start.block).collect();
        let highlights = match highlighter.clauses() {
            0 => Vec::new(),
            _ => highlighter.find_until((text, language), &blocks, quotations, None),
        };
        MarkedText { text, lines, blocks, styled: styled_ranges(&highlights), quotations }
    }

    /// Returns the pieces of the whole text, without lines.
    pub(super) fn pieces(&self, num_matches: &mut u32) -> Vec<ReadingPiece> {
        let mut pieces = Vec::new();
        let mut cursor = Cursor { line: self.lines.len(), ..Cursor::default() };
        self.split_range(0..self.text.len(), &mut cursor, num_matches, &mut pieces);
        pieces
    }

    /// Returns the text of a block without white space at its ends.
    fn block_range(&self, index: usize) -> Range<usize> {
        let end = self.blocks.get(index + 1).map_or(self.text.len(), |next| next.offset);
        let start = self.blocks.get(index).map_or(end, |block| block.offset);
        let block = self.text.get(start..end).unwrap_or_default();
        let start = start + (block.len() - block.trim_start().len());
        start..start + block.trim().len()
    }

    /// Returns the cursor at `start`, which may lie before what was split last: running heads stand behind
    /// the text, and are shown on their pages.
    fn cursor_at(&self, start: usize, cursor: Cursor) -> Cursor {
        if start >= cursor.end {
            return cursor;
        }
        let styled = self.styled.partition_point(|(styled, _)| styled.end <= start);
        Cursor {
            line: self.lines.partition_point(|line| line.offset < start).saturating_sub(1),
            styled,
            quotation: self.quotations.partition_point(|quotation| quotation.range.end <= start),
            numbered: cursor.numbered.min(styled),
            end: start,
        }
    }

    /// Splits `range`. Returns whether something in it matches.
    fn split_range(
        &self,
        range: Range<usize>,
        cursor: &mut Cursor,
        num_matches: &mut u32,
        pieces: &mut Vec<ReadingPiece>,
    ) -> bool {
        let mut start = range.start;
        let mut has_match = false;
        *cursor = self.cursor_at(start, *cursor);
        cursor.end = range.end;
        while start < range.end {
            let mut position = None;
            while let Some(begun) = self.lines.get(cursor.line).filter(|line| line.offset <= start) {
                position = Some(begun.position);
                cursor.line += 1;
            }
            let mut end = self.lines.get(cursor.line).map_or(range.end, |line| line.offset.min(range.end));
            while self.styled.get(cursor.styled).is_some_and(|(styled, _)| styled.end <= start) {
                cursor.styled += 1;
            }
            let mut style = PieceStyle::Plain;
            if let Some((styled, kind)) = self.styled.get(cursor.styled) {
                end = end.min(if styled.start > start { styled.start } else { styled.end });
                style = match kind {
                    _ if styled.start > start => PieceStyle::Plain,
                    Style::Plain => PieceStyle::Plain,
                    Style::Gap => PieceStyle::Gap,
                    Style::Matched if cursor.numbered > cursor.styled => PieceStyle::MatchRest,
                    Style::Matched => {
                        cursor.numbered = cursor.styled + 1;
                        *num_matches += 1;
                        PieceStyle::Match(*num_matches)
                    }
                };
                has_match |= matches!(style, PieceStyle::Match(_) | PieceStyle::MatchRest);
            }
            while self.quotations.get(cursor.quotation).is_some_and(|quotation| quotation.range.end <= start)
            {
                cursor.quotation += 1;
            }
            let mut quotation = None;
            if let Some(StoredQuotation { range: quoted, .. }) = self.quotations.get(cursor.quotation) {
                quotation = (quoted.start <= start).then_some(cursor.quotation);
                end = end.min(if quotation.is_some() { quoted.end } else { quoted.start });
            }
            // What the index says may not be at the boundary of a character.
            let end = (end.max(start + 1)..range.end).find(|end| self.text.is_char_boundary(*end));
            let end = end.unwrap_or(range.end);
            pieces.push(ReadingPiece { range: start..end, position, style, quotation });
            start = end;
        }
        has_match
    }
}

/// Splits the blocks of a body and of the text that was cut out of it, in the order of the original. Numbers
/// the matches in that order.
pub(super) fn split(
    body: &MarkedText<'_>,
    cut: &MarkedText<'_>,
    num_matches: &mut u32,
) -> (Vec<ReadingBlock>, Vec<ReadingPiece>) {
    let order = merged(&body.blocks, &cut.blocks);
    let mut blocks = Vec::with_capacity(order.len());
    let mut pieces = Vec::with_capacity(body.lines.len() + cut.lines.len());
    let (mut in_body, mut in_cut) = (Cursor::default(), Cursor::default());
    for (source, index) in order {
        let (text, cursor) = match source {
            BlockSource::Body => (body, &mut in_body),
            BlockSource::Cut => (cut, &mut in_cut),
        };
        let range = text.block_range(index);
        if range.is_empty() {
            continue;
        }
        let first = pieces.len();
        let has_match = text.split_range(range.clone(), cursor, num_matches, &mut pieces);
        let position = text.blocks.get(index).map_or(FilePosition::START, |block| block.position);
        blocks.push(ReadingBlock { source, position, range, pieces: first..pieces.len(), has_match });
    }
    (blocks, pieces)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::analysis::Languages;
    use crate::article::QuotationKind;
    use crate::query::parse;
    use crate::search::reading::blocks::*;

    /// Returns the starts of the lines of `text`; those behind an empty line begin a block.
    fn lines(text: &str, step: u32) -> Vec<LineStart> {
        let (mut offset, mut line, mut block) = (0, 1, true);
        let mut starts = Vec::new();
        for part in text.split_inclusive('\n') {
            if part != "\n" {
                starts.push(LineStart {
                    offset,
                    position: FilePosition::Line(line),
                    block,
                    after_gap: line % 3 == 0,
                });
            }
            block = part == "\n";
            offset += part.len();
            line += step;
        }
        starts
    }

    #[test]
    fn matches_are_marked_in_running_heads_behind_the_text() {
        let starts = |starts: &[(usize, u32)]| -> Vec<LineStart> {
            let start = |&(offset, page)| LineStart {
                offset,
                position: FilePosition::Page(page),
                block: true,
                after_gap: false,
            };
            starts.iter().map(start).collect()
        };
        let highlighter = Highlighter::for_body(&parse("tide").query, &Languages::default());
        let (body, cut) = (starts(&[(0, 1), (9, 2)]), starts(&[(0, 2), (12, 1), (24, 2)]));
        let marked = |text, lines| MarkedText::new((text, Language::UNKNOWN), lines, &[], &highlighter);
        let kept = marked("The tide\nThe ferry", &body);
        let dropped = marked("A tide note\nTide Weekly\nThe Tide", &cut);
        let (blocks, pieces) = split(&kept, &dropped, &mut 0);
        let shown = |block: &ReadingBlock| {
            let pieces = pieces[block.pieces.clone()].iter();
            let numbers = pieces.filter_map(|piece| match piece.style {
                PieceStyle::Match(number) => Some(number),
                _ => None,
            });
            (block.position.number(), block.range.start, numbers.collect::<Vec<_>>())
        };
        let shown: Vec<_> = blocks.iter().map(shown).collect();
        let none = Vec::new();
        let expected = [(1, 0, vec![1]), (1, 12, vec![2]), (2, 9, none), (2, 0, vec![3]), (2, 24, vec![4])];
        assert_eq!(shown, expected);
    }

    proptest! {
        /// Every word of both texts is in the blocks, once and in order, and every match has a number.
        #[test]
        fn no_word_is_lost(
            body in "((the |ferry |tide |“no” |ї海 )*\n{1,2}){0,6}",
            cut in "((the |ferry |tide |menu )*\n{1,2}){0,6}",
            query in "ferry|tide ferry|\"the tide\"|\"ferry ... tide\"|the NEAR/3 tide|ї|",
            (quoted_start, quoted_len, step) in (0usize..40, 1usize..20, 0u32..3),
        ) {
            let is_boundary = |offset: usize| body.is_char_boundary(offset) && offset < body.len();
            let end = quoted_start + quoted_len;
            let quotations = [StoredQuotation {
                range: quoted_start..end,
                kind: QuotationKind::Speech,
                is_continued: false,
                speaker: None,
                original: None,
            }];
            let has_quotation = is_boundary(quoted_start) && is_boundary(end);
            let quotations = &quotations[..usize::from(has_quotation)];
            let highlighter = Highlighter::for_body(&parse(&query).query, &Languages::default());
            let (body_lines, cut_lines) = (lines(&body, step), lines(&cut, step));
            let marked = |text, lines, quotations| {
                MarkedText::new((text, Language::UNKNOWN), lines, quotations, &highlighter)
            };
            let (kept, dropped) = (marked(&body, &body_lines, quotations), marked(&cut, &cut_lines, &[]));
            let mut num_matches = 0;
            let (blocks, pieces) = split(&kept, &dropped, &mut num_matches);
            for (source, text) in [(BlockSource::Body, &body), (BlockSource::Cut, &cut)] {
                let of_source = blocks.iter().filter(|block| block.source == source);
                let shown: String = of_source
                    .flat_map(|block| pieces[block.pieces.clone()].iter().map(|piece| &text[piece.range.clone()]).chain(["\n"]))
                    .collect();
                let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                prop_assert_eq!(words(&shown), words(text));
            }
            let numbers = pieces.iter().filter_map(|piece| match piece.style {
                PieceStyle::Match(number) => Some(number),
                _ => None,
            });
            prop_assert!(numbers.eq(1..=num_matches));
        }
    }
}
