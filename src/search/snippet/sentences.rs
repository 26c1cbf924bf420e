//! Finds the sentences of a text around its highlights.

use std::ops::Range;

use crate::article::StoredText;
use crate::search::snippet::highlighter::Highlight;
use crate::search::snippet::text_scan::block_ranges;
use crate::text::{LineStart, SentenceRules, sentence_around, sentence_starts};

/// Sentence with a match, or several that a match spans.
pub(super) struct Sentence {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// Clauses that match in it, with repetitions.
    pub clauses: Vec<usize>,
}

impl Sentence {
    /// Returns the number of distinct clauses that match in the sentence.
    pub(crate) fn distinct_clauses(&self) -> usize {
        let mut clauses = self.clauses.clone();
        clauses.sort_unstable();
        clauses.dedup();
        clauses.len()
    }
}

/// Returns the sentences around the highlights, in order. A highlight that crosses the end of a sentence or a
/// paragraph joins both.
pub(super) fn matching_sentences(
    stored: &StoredText,
    blocks: &[LineStart],
    highlights: &[Highlight],
) -> Vec<Sentence> {
    let rules = SentenceRules::of(stored.language.code());
    let mut sentences: Vec<Sentence> = Vec::new();
    for highlight in highlights {
        let span = &highlight.span;
        match sentences.last_mut() {
            Some(last) if span.start < last.range.end && span.end <= last.range.end => {
                last.clauses.push(highlight.clause);
            }
            _ => {
                let block = block_at(blocks, span.start, &stored.text).start
                    ..block_at(blocks, span.end.saturating_sub(1), &stored.text).end;
                let mut range = sentence_around(&stored.text, block, span.clone(), rules);
                let mut clauses = vec![highlight.clause];
                // Join sentences that overlap.
                while let Some(last) = sentences.pop_if(|last| last.range.end > range.start) {
                    range.start = range.start.min(last.range.start);
                    range.end = range.end.max(last.range.end);
                    clauses.extend(last.clauses);
                }
                sentences.push(Sentence { range, clauses });
            }
        }
    }
    sentences
}

/// Returns the byte range of the block that contains `offset`.
fn block_at(blocks: &[LineStart], offset: usize, text: &str) -> Range<usize> {
    let next = blocks.partition_point(|block| block.offset <= offset);
    let start = next.checked_sub(1).map_or(0, |index| blocks[index].offset);
    start..blocks.get(next).map_or(text.len(), |block| block.offset)
}

/// Widens ranges by the sentences around them.
pub(super) struct SentenceContext<'t> {
    text: &'t str,
    /// Starts of all sentences, and the end of the text; empty if no context is requested.
    starts: Vec<usize>,
    /// Number of sentences to show on each side.
    count: usize,
}

impl<'t> SentenceContext<'t> {
    /// Finds the sentences of a text, if `count` is not zero.
    pub(crate) fn new(stored: &'t StoredText, blocks: &[LineStart], count: usize) -> Self {
        let mut starts = Vec::new();
        if count > 0 {
            let rules = SentenceRules::of(stored.language.code());
            starts = block_ranges(blocks, stored.text.len())
                .flat_map(|range| sentence_starts(&stored.text, range, rules))
                .collect();
            starts.push(stored.text.trim_end().len());
        }
        SentenceContext { text: &stored.text, starts, count }
    }

    /// Returns `range` with the sentences before and after it.
    pub(crate) fn widen(&self, range: Range<usize>) -> Range<usize> {
        let first = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let last = self.starts.partition_point(|start| *start < range.end);
        let start_of = |index: usize| self.starts.get(index.min(self.starts.len().saturating_sub(1)));
        let start =
            start_of(first.saturating_sub(self.count)).map_or(range.start, |start| range.start.min(*start));
        let end = start_of(last.saturating_add(self.count))
            .and_then(|end| self.text.get(..*end))
            .map_or(0, |text| text.trim_end().len());
        if self.count == 0 { range } else { start..end.max(range.end) }
    }
}
