//! Finds a quotation in a text, word by word.

mod bracket_search;
#[cfg(test)]
mod false_matches;
mod pronouns;

use crate::verify::pattern::{Edit, FoundPassage, MAX_OMITTED, QuotePart, QuotePattern};
use crate::verify::source_text::{SourceText, WordOrder};
use crate::verify::words::Punctuation;

/// Maximum number of places of a text that are compared in detail.
const MAX_STEPS: usize = 200_000;

impl QuotePattern {
    /// Returns the best passage of a text: verbatim rather than edited, and edited rather than elided.
    pub(super) fn find(&self, source: &SourceText) -> Option<FoundPassage> {
        let mut best: Option<FoundPassage> = None;
        // Two words are not parted by an attribution.
        let orders = if self.elements.len() < 3 { 1 } else { 2 };
        for order in source.orders().take(orders) {
            let found = QuoteSearch { pattern: self, source, order, steps_left: MAX_STEPS }.best();
            if let Some(found) = found
                && best.as_ref().is_none_or(|best| found.rank() < best.rank())
            {
                best = Some(found);
            }
            if best.as_ref().is_some_and(|best| best.rank() == (0, 0)) {
                break;
            }
        }
        best
    }
}

/// A search for a pattern in a text.
struct QuoteSearch<'s> {
    pattern: &'s QuotePattern,
    source: &'s SourceText,
    order: &'s WordOrder,
    steps_left: usize,
}

/// A place that is compared.
#[derive(Clone, Copy)]
struct WordPlace {
    /// The next element.
    element: usize,
    /// The next word, as its place in the order.
    place: usize,
    /// Whether the last word stands right before it, so that the joint counts.
    is_after_word: bool,
}

impl QuoteSearch<'_> {
    fn best(&mut self) -> Option<FoundPassage> {
        let pattern = self.pattern;
        let first = pattern.elements.iter().position(|element| matches!(element, QuotePart::Word(_)))?;
        let QuotePart::Word(first_word) = pattern.elements[first] else { return None };
        let mut best: Option<FoundPassage> = None;
        for place in 0..self.order.len() {
            if !self.is_word(first_word, place) {
                continue;
            }
            let mut edits = Vec::new();
            let after = WordPlace { element: first + 1, place: place + 1, is_after_word: true };
            let Some((end, mut is_edited)) = self.rest(after, &mut edits) else { continue };
            is_edited |= self.is_edited(first_word, place);
            let mut start = Some(place);
            for element in pattern.elements[..first].iter().rev() {
                let (QuotePart::Bracket(now, kind), Some(after)) = (element, start) else { continue };
                start = self.before(now, *kind, after).map(|found| {
                    is_edited |= !found.is_literal;
                    if let Some(was) = found.was {
                        edits.insert(0, Edit { now: now.clone(), was, is_omission: false });
                    }
                    found.begin
                });
            }
            let Some(start) = start else { continue };
            let mut found = FoundPassage { words: self.order.words(start..end), edits, is_edited };
            if !self.source.words.is_whole(&found.words)
                || self.joins_utterances(&found)
                || self.has_other_end(found.words.end)
            {
                continue;
            }
            self.add_cut_off(&mut found);
            if best.as_ref().is_none_or(|best| found.rank() < best.rank()) {
                let is_best = found.rank() == (0, 0);
                best = Some(found);
                if is_best {
                    break;
                }
            }
        }
        best
    }

    /// Returns whether the quotation asks where the source does not, or states what the source asks, behind
    /// the words that end at `end`.
    fn has_other_end(&self, end: usize) -> bool {
        let source = self.source.mark_behind(end);
        match self.pattern.words.end_mark {
            Punctuation::None => false,
            Punctuation::Question => !self.source.asks_at(end),
            _ => source == Punctuation::Question,
        }
    }

    /// Returns whether an ellipsis leads from one utterance to another.
    fn joins_utterances(&self, found: &FoundPassage) -> bool {
        let mut gaps = found.edits.iter().filter(|edit| edit.is_omission && edit.was.start > 0);
        gaps.any(|edit| {
            // An attribution may stand on either side, which the order leaves out.
            let place_of = |word: usize| self.order.indexes.partition_point(|index| (*index as usize) < word);
            let word_at = |place: usize| self.order.indexes.get(place).map(|index| *index as usize);
            let before = place_of(edit.was.start).checked_sub(1).and_then(word_at);
            let next = word_at(place_of(edit.was.end));
            before.zip(next).is_some_and(|(before, next)| !self.source.is_one_utterance(before, next))
        })
    }

    /// Adds the negations that the quotation leaves out at its ends.
    fn add_cut_off(&self, found: &mut FoundPassage) {
        let len = self.pattern.words.len();
        if !self.pattern.has_negation_before
            && self.pattern.words.opens_sentence()
            && let Some(index) = self.source.negation_of(found.words.start)
        {
            let was = index..found.words.start;
            found.edits.insert(0, Edit { now: 0..0, was, is_omission: true });
        }
        if !self.pattern.has_negation_behind
            && let Some(index) = self.source.negation_behind(found.words.end)
        {
            found.edits.push(Edit { now: len..len, was: index..index + 1, is_omission: true });
        }
    }

    /// Returns whether a word of the quotation stands at a place, both outside of brackets.
    fn is_word(&self, word: usize, place: usize) -> bool {
        let index = self.order.indexes[place] as usize;
        self.source.words.words[index].bracket == 0 && self.is_same(word, place)
    }

    /// Returns whether a word has letters in brackets where the text has none (`[T]he`).
    fn is_edited(&self, word: usize, place: usize) -> bool {
        let source = &self.source.words.words[self.order.indexes[place] as usize];
        self.pattern.words.words[word].is_edited && !source.is_edited
    }

    fn is_same(&self, word: usize, place: usize) -> bool {
        self.order
            .indexes
            .get(place)
            .is_some_and(|index| self.pattern.words.is_word(word, &self.source.words, *index as usize))
    }

    /// Compares the elements from a place on. Returns the end of the passage, and whether it is edited.
    fn rest(&mut self, mut at_place: WordPlace, edits: &mut Vec<Edit>) -> Option<(usize, bool)> {
        let mut is_edited = false;
        loop {
            let WordPlace { element, place, is_after_word } = at_place;
            self.steps_left = self.steps_left.checked_sub(1)?;
            match self.pattern.elements.get(element) {
                None => return Some((place, is_edited)),
                Some(QuotePart::Word(word)) => {
                    if place >= self.order.len() || !self.is_word(*word, place) {
                        return None;
                    }
                    let typed = &self.pattern.words.words[*word];
                    if !is_after_word && self.source.words.is_bound(self.order.indexes[place] as usize) {
                        return None;
                    }
                    if is_after_word && !self.source.is_joined_as(typed, self.order, place) {
                        return None;
                    }
                    if is_after_word && let Some(was) = self.order.unsure_attribution(place) {
                        edits.push(Edit { now: *word..*word, was, is_omission: true });
                    }
                    is_edited |= self.is_edited(*word, place);
                    at_place = WordPlace { element: element + 1, place: place + 1, is_after_word: true };
                }
                Some(QuotePart::Gap(now)) => {
                    return self.gap(*now, at_place, edits).map(|(end, edited)| (end, edited | is_edited));
                }
                Some(QuotePart::Bracket(now, kind)) => {
                    let (now, kind) = (now.clone(), *kind);
                    return self
                        .bracket(&now, kind, at_place, edits)
                        .map(|(end, edited)| (end, edited | is_edited));
                }
            }
        }
    }

    /// Compares what follows an ellipsis: the source has it itself, or as few words as possible are left out.
    fn gap(&mut self, now: usize, at_place: WordPlace, edits: &mut Vec<Edit>) -> Option<(usize, bool)> {
        let WordPlace { element, place, .. } = at_place;
        let is_ellipsis = |place: usize| {
            self.order.indexes.get(place).is_some_and(|index| self.source.words.is_ellipsis(*index as usize))
        };
        let known = edits.len();
        if is_ellipsis(place) {
            let next = WordPlace { element: element + 1, place: place + 1, is_after_word: false };
            if let Some(found) = self.rest(next, edits) {
                return Some(found);
            }
            edits.truncate(known);
        }
        // An ellipsis leaves out whole words.
        if self.order.indexes.get(place).is_some_and(|index| self.source.words.is_bound(*index as usize)) {
            return None;
        }
        for omitted in 0..=MAX_OMITTED.min(self.order.len().saturating_sub(place)) {
            let was = match omitted {
                0 => {
                    let before = self.order.words(place.saturating_sub(1)..place);
                    before.end..before.end
                }
                _ => self.order.words(place..place + omitted),
            };
            edits.push(Edit { now: now..now + 1, was, is_omission: true });
            let next = WordPlace { element: element + 1, place: place + omitted, is_after_word: false };
            if let Some(found) = self.rest(next, edits) {
                return Some(found);
            }
            edits.truncate(known);
        }
        None
    }
}

#[cfg(test)]
pub(super) mod tests;
