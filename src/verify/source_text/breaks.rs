//! Where a text breaks off, so that what follows does not go on from what stands before.

use std::ops::Range;

use crate::article::{Quotation, QuotationKind};
use crate::quote::is_mark;
use crate::verify::source_text::{SourceText, WordOrder};
use crate::verify::words::{Joint, Punctuation, Word};

impl SourceText {
    /// Returns whether a word of a quotation is joined to the one before it as the word at `place` of an
    /// order is.
    pub(in crate::verify) fn is_joined_as(&self, typed: &Word, order: &WordOrder, place: usize) -> bool {
        let word = order.indexes.get(place).and_then(|index| self.words.words.get(*index as usize));
        word.is_some_and(|word| typed.is_joined_as(word, self.joint(order, place)))
    }

    /// Returns how the word at `place` of an order is joined to the one before it.
    fn joint(&self, order: &WordOrder, place: usize) -> Joint {
        let joint = order.joints[place];
        let Some(before) = place.checked_sub(1) else { return joint };
        let (before, index) = (order.indexes[before] as usize, order.indexes[place] as usize);
        if joint != Joint::Closed && before + 1 == index {
            return self.break_before(index).unwrap_or(joint);
        }
        joint
    }

    /// Returns whether two words stand in the same sentence and quotation.
    pub(in crate::verify) fn is_within(&self, word: usize, next: usize) -> bool {
        let (word, next) = (&self.words.words[word], &self.words.words[next]);
        let between = self.text.get(word.span.end..next.span.start).unwrap_or_default();
        !between.contains(['“', '”', '"', '«', '»', '„', '\n', '!', '?']) && !between.contains(". ")
    }

    /// Returns whether a quotation ends in a passage or right behind it, or begins right before it.
    pub(in crate::verify) fn is_beside_mark(&self, words: &Range<usize>) -> bool {
        let around = words.start.saturating_sub(1)..(words.end + 1).min(self.words.len());
        let text = self.text.get(self.words.span(around));
        text.is_some_and(|text| text.contains(['”', '"', '»', '“', '’', '\'']))
    }

    /// Returns whether the sentence that the word before `index` is in asks.
    pub(in crate::verify) fn asks_at(&self, index: usize) -> bool {
        let start =
            index.checked_sub(1).and_then(|last| self.words.words.get(last)).map_or(0, |last| last.span.end);
        let start = start + self.stop_length(start);
        let paragraph = self.text[start..].split('\n').next().unwrap_or_default();
        let mut marks =
            paragraph.char_indices().map(|(offset, c)| Punctuation::behind(&self.text[..start + offset], c));
        marks.find(|mark| *mark >= Punctuation::Stop) == Some(Punctuation::Question)
    }

    /// Returns the first mark between the word before `index` and the next word.
    pub(in crate::verify) fn mark_behind(&self, index: usize) -> Punctuation {
        let last = index.checked_sub(1).and_then(|last| self.words.words.get(last));
        let start = last.map_or(0, |last| last.span.end + self.stop_length(last.span.end));
        let marks = self.text[start..].char_indices().take_while(|(_, c)| !c.is_alphanumeric() && *c != '\n');
        let mut marks = marks.map(|(offset, c)| Punctuation::behind(&self.text[..start + offset], c));
        marks.find(|mark| *mark != Punctuation::None).unwrap_or_default()
    }

    /// Returns the length of the stop at `start` if it is that of an abbreviation before another mark: *in
    /// the U.S.?*
    fn stop_length(&self, start: usize) -> usize {
        usize::from(self.text[start..].starts_with(".?") || self.text[start..].starts_with(".!"))
    }

    /// Returns how a quotation or a paragraph that ends between the word at `index` and the one before it
    /// parts them.
    fn break_before(&self, index: usize) -> Option<Joint> {
        let words = &self.words.words;
        let gap = words[index - 1].span.end..words[index].span.start;
        let between = self.text.get(gap.clone())?;
        let ends_block = ends_block(between);
        if !between.contains(is_mark) && !ends_block {
            return None;
        }
        let is_within = |offset: usize| gap.start <= offset && offset <= gap.end;
        let mut beside = self.quotations_around(&gap);
        let closed = beside.clone().filter(|quotation| is_within(quotation.range.end)).last();
        let opened = beside.clone().find(|quotation| is_within(quotation.range.start));
        let runs_on = |first: &Quotation, next: &Quotation| {
            runs_on(self.text.get(first.range.end..next.range.start).unwrap_or_default(), next)
        };
        match (closed, opened) {
            (Some(first), Some(next)) if runs_on(first, next) => None,
            (Some(_), Some(_)) if count_marked(between) > 1 || ends_block => Some(Joint::Closed),
            // The words of a speaker do not go on in those of the writer. A term is one of their words.
            (Some(quotation), _) | (None, Some(quotation)) if !ends_block => {
                (quotation.kind != QuotationKind::Term).then_some(Joint::Quoted)
            }
            (None, None) if !ends_block => None,
            (None, None) if beside.any(|quotation| quotation.range.start < gap.start) => None,
            (None, None) if has_stop(between) && !between.contains(is_item) => Some(Joint::Attributed),
            _ if ends_block => Some(Joint::Closed),
            _ => None,
        }
    }

    /// Returns the quotations that end, begin, or go on in a part of the text.
    fn quotations_around(&self, gap: &Range<usize>) -> impl Iterator<Item = &Quotation> + Clone {
        let quotations = self.quotations();
        let first = quotations.partition_point(|quotation| quotation.range.end < gap.start);
        let end = gap.end;
        quotations[first..].iter().take_while(move |quotation| quotation.range.start <= end)
    }
}

/// Returns whether a quotation goes on from the end of the paragraph before, with `between` before it.
pub(super) fn runs_on(between: &str, next: &Quotation) -> bool {
    next.is_continued && between.contains('\n') && count_marked(between) == 1
}

/// Returns the number of parts between spaces that have marks of quotations.
fn count_marked(between: &str) -> usize {
    between.split_whitespace().filter(|part| part.contains(is_mark)).count()
}

/// Returns whether a paragraph, an item of a list, or a row of a table ends in what stands between two words.
fn ends_block(between: &str) -> bool {
    let Some((_, rest)) = between.split_once('\n') else { return false };
    rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
        || rest.trim_start().starts_with(is_item)
        || between.contains('|')
        || rest.trim_start().starts_with("- ")
}

/// Returns whether a sentence ends.
fn has_stop(between: &str) -> bool {
    between
        .split('\n')
        .next()
        .is_some_and(|line| line.contains(['.', '!', '?', ':', ';', '…', '。', '！', '？']))
}

/// Returns whether `c` begins an item of a list or a row of a table.
fn is_item(c: char) -> bool {
    matches!(c, '•' | '◦' | '▪' | '‣' | '·' | '*' | '|' | '—' | '–')
}
