//! Quotations whose parts stand in another order, far apart, or in different articles.

use std::ops::Range;

use crate::verify::pattern::{MAX_OMITTED, QuotePart, QuotePattern};
use crate::verify::source_text::{SourceText, WordOrder};

/// Minimum number of words of a part that is not marked by an ellipsis.
pub(super) const MIN_PART: usize = 6;
/// Maximum number of such parts.
pub(super) const MAX_PARTS: usize = 4;

/// A run of words that a text has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WordRun {
    /// Number of elements of the quotation.
    pub length: usize,
    /// Words of the text.
    pub words: Range<usize>,
}

/// Returns the longest run of the elements of a quotation from `start` on that a text has.
pub(super) fn longest_run(pattern: &QuotePattern, start: usize, source: &SourceText) -> Option<WordRun> {
    let mut best: Option<WordRun> = None;
    let order = source.plain_order();
    for place in 0..order.len() {
        let length = run_length(pattern, start, source, order, place);
        if length > best.as_ref().map_or(0, |best| best.length) {
            best = Some(WordRun { length, words: order.words(place..place + length) });
        }
    }
    best
}

fn run_length(
    pattern: &QuotePattern,
    start: usize,
    source: &SourceText,
    order: &WordOrder,
    place: usize,
) -> usize {
    let elements = pattern.elements[start..].iter().zip(place..order.len());
    let is_same = |(element, at_place): &(&QuotePart, usize)| {
        let QuotePart::Word(word) = element else { return false };
        let index = order.indexes[*at_place] as usize;
        source.words.words[index].bracket == 0
            && pattern.words.is_word(*word, &source.words, index)
            && (*at_place == place || source.is_joined_as(&pattern.words.words[*word], order, *at_place))
    };
    elements.take_while(is_same).count()
}

/// Returns whether the second of two passages of a text follows the first, with few words between them: then
/// nothing but these words is missing.
pub(super) fn is_next(first: &Range<usize>, second: &Range<usize>) -> bool {
    first.end <= second.start && second.start - first.end <= MAX_OMITTED
}
