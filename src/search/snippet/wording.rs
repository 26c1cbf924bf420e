//! Shows given ranges of a text: the closest wording of a quote.

use std::ops::Range;

use crate::article::StoredText;
use crate::search::snippet::highlighter::Highlight;
use crate::search::snippet::render::{Passage, PassageBuilder, PassageRenderer, Style};
use crate::search::snippet::sentences::matching_sentences;
use crate::text::{FilePosition, LineStart};

/// Returns the sentences with the ranges of `stored`, which must be in order, with these highlighted.
pub(crate) fn passage_of_ranges(stored: &StoredText, ranges: Vec<Range<usize>>) -> Passage {
    let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else {
        return Passage::beginning(stored);
    };
    let blocks: Vec<LineStart> = stored.lines.blocks().collect();
    let span = first.start..last.end;
    let highlights = [Highlight { span, clause: 0, parts: ranges, elided: false }];
    let sentences = matching_sentences(stored, &blocks, &highlights);
    let ranges = sentences.into_iter().map(|sentence| sentence.range).collect();
    PassageRenderer::new(stored, &blocks, &highlights).passage(ranges)
}

/// Returns a title with the ranges highlighted.
pub(crate) fn title_of_ranges(title: &str, position: FilePosition, ranges: Vec<Range<usize>>) -> Passage {
    let styled: Vec<_> = ranges.into_iter().map(|range| (range, Style::Matched)).collect();
    let mut builder = PassageBuilder::default();
    builder.push_range(title, 0..title.len(), &styled, &[]);
    Passage { position, segments: builder.segments, quote: None }
}
