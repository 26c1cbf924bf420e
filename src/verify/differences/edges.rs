//! The edges of an alignment.

use std::ops::Range;

use crate::verify::differences::{Hunk, QuoteAlignment, Unit};
use crate::verify::source_text::SourceText;

/// Adds what stands before the first word or behind the last and makes another word of it.
pub(super) fn push_edges(alignment: &mut QuoteAlignment, units: &[Unit], source: &SourceText) {
    let (Range { start, end }, hunks) = (alignment.words.clone(), &mut alignment.hunks);
    let [Unit { word: first, .. }, ..] = *units else { return };
    let last = units.last().map_or(first, |unit| unit.word);
    let is_bound = |index: usize| start < end && index > 0 && source.words.is_bound(index);
    if is_bound(start) && hunks.first().is_none_or(|hunk| hunk.was.start > start) {
        hunks.insert(0, Hunk { was: start - 1..start + 1, now: first..first + 1 });
        alignment.words.start = start - 1;
    }
    if is_bound(end) && hunks.last().is_none_or(|hunk| hunk.was.end < end) {
        hunks.push(Hunk { was: end - 1..end + 1, now: last..last + 1 });
        alignment.words.end = end + 1;
    }
}

/// Returns whether two words stand in the same sentence and quotation.
pub(super) fn is_within(source: &SourceText, word: usize, next: usize) -> bool {
    let (word, next) = (&source.words.words[word], &source.words.words[next]);
    let between = source.text.get(word.span.end..next.span.start).unwrap_or_default();
    !between.contains(['“', '”', '"', '«', '»', '„', '\n', '!', '?']) && !between.contains(". ")
}
