//! Compares what a quotation has in brackets.

use std::ops::Range;

use crate::quote::is_double_mark;
use crate::verify::brackets::{BracketKind, is_plural_pronoun, is_pronoun};
use crate::verify::find::pronouns::is_pronoun_in;
use crate::verify::find::{QuoteSearch, WordPlace};
use crate::verify::pattern::{Edit, QuotePart};
use crate::verify::words::Joint;

/// Maximum number of words that brackets stand in place of.
const MAX_REPLACED: usize = 1;
/// Brackets before the first word.
pub(super) struct LeadingBracket {
    /// Place where the passage begins.
    pub begin: usize,
    /// Whether the text has the same brackets.
    pub is_literal: bool,
    /// Words of the text that they stand for, if it has others.
    pub was: Option<Range<usize>>,
}

impl QuoteSearch<'_> {
    /// Compares brackets before the first word, which stands at `start`: the text has the same words, or a
    /// pronoun, or nothing in its sentence.
    pub(super) fn before(
        &self,
        now: &Range<usize>,
        kind: BracketKind,
        start: usize,
    ) -> Option<LeadingBracket> {
        if let Some(begin) = start.checked_sub(now.len())
            && now.clone().zip(begin..start).all(|(word, place)| self.is_same(word, place))
        {
            let is_literal = self.source.words.words[self.order.indexes[begin] as usize].bracket > 0;
            let found = LeadingBracket { begin, is_literal, was: None };
            return (is_literal || kind.is_editing()).then_some(found);
        }
        let index = self.order.words(start..start + 1).start;
        let nothing = LeadingBracket { begin: start, is_literal: false, was: Some(index..index) };
        match start.checked_sub(1) {
            _ if !kind.is_editing() => None,
            Some(_) if kind == BracketKind::Remark => Some(nothing),
            Some(before) if !self.is_parted(start) => {
                let was = Some(self.order.words(before..start));
                (self.is_pronoun(before) && !self.is_across_mark(start)).then_some(LeadingBracket {
                    begin: before,
                    is_literal: false,
                    was,
                })
            }
            _ => (kind != BracketKind::Bare).then_some(nothing),
        }
    }

    /// Returns whether a sentence ends before the word at `place`.
    fn is_parted(&self, place: usize) -> bool {
        match (place.checked_sub(1), self.order.indexes.get(place)) {
            (Some(before), Some(index)) => {
                self.source.is_parted(self.order.indexes[before] as usize, *index as usize)
            }
            _ => true,
        }
    }

    /// Returns whether no words and ellipses follow an element of the quotation.
    fn is_last(&self, element: usize) -> bool {
        self.pattern.elements[element + 1..].iter().all(|part| matches!(part, QuotePart::Bracket(..)))
    }

    /// Returns whether a quotation ends or begins between the word at `place` and the one before it.
    fn is_across_mark(&self, place: usize) -> bool {
        let (Some(before), Some(next)) =
            (place.checked_sub(1).map(|before| self.order.indexes[before]), self.order.indexes.get(place))
        else {
            return false;
        };
        let words = &self.source.words.words;
        let between = words[before as usize].span.end..words[*next as usize].span.start;
        self.source.text.get(between).is_none_or(|between| between.contains(is_double_mark))
    }

    /// Returns whether words in brackets may be put in before the word at `place`: names and nouns anywhere,
    /// what may be an adjective only where no noun is missing.
    fn may_be_put_in(&self, kind: BracketKind, element: usize, place: usize) -> bool {
        // A noun in the plural behind one for a single person may be a verb: *she [murders]*.
        let is_behind_pronoun = place.checked_sub(1).is_some_and(|before| self.is_plural_pronoun(before));
        match kind {
            BracketKind::Change => false,
            BracketKind::Remark => true,
            BracketKind::Bare => false,
            _ if self.is_last(element) => self.is_parted(place),
            BracketKind::Name => true,
            BracketKind::Plural => is_behind_pronoun,
        }
    }

    /// Compares words in brackets and what follows them: the source has the same, or they are put in, or
    /// stand for a pronoun.
    pub(super) fn bracket(
        &mut self,
        now: &Range<usize>,
        kind: BracketKind,
        at_place: WordPlace,
        edits: &mut Vec<Edit>,
    ) -> Option<(usize, bool)> {
        let WordPlace { element, place, .. } = at_place;
        let known = edits.len();
        if now.clone().zip(place..).all(|(word, place)| self.is_same(word, place)) {
            let is_literal = (place..place + now.len())
                .all(|place| self.source.words.words[self.order.indexes[place] as usize].bracket > 0);
            let next = WordPlace { element: element + 1, place: place + now.len(), is_after_word: false };
            if (is_literal || kind.is_editing())
                && let Some((end, edited)) = self.rest(next, edits)
            {
                return Some((end, edited | !is_literal));
            }
            edits.truncate(known);
        }
        if !kind.is_editing() {
            return None;
        }
        for replaced in 0..=MAX_REPLACED {
            if replaced == 0 && !self.may_be_put_in(kind, element, place) {
                continue;
            }
            if replaced > 0 && !self.is_pronoun(place + replaced - 1)
                || replaced > 0
                    && kind == BracketKind::Plural
                    && !self.is_plural_pronoun(place + replaced - 1)
            {
                break;
            }
            if replaced > 0 && self.is_last(element) && self.is_across_mark(place) {
                break;
            }
            let was = match replaced {
                0 => {
                    let before = self.order.words(place.saturating_sub(1)..place);
                    before.end..before.end
                }
                _ => self.order.words(place..place + replaced),
            };
            edits.push(Edit { now: now.clone(), was, is_omission: false });
            let next = WordPlace { element: element + 1, place: place + replaced, is_after_word: false };
            if let Some((end, _)) = self.rest(next, edits) {
                return Some((end, true));
            }
            edits.truncate(known);
        }
        None
    }

    /// Returns whether the word at a place is a pronoun for several persons or things.
    fn is_plural_pronoun(&self, place: usize) -> bool {
        let index = self.order.indexes.get(place);
        index.is_some_and(|index| is_plural_pronoun(self.source.words.text(*index as usize)))
    }

    /// Returns whether the word at a place is one that editors replace by a noun.
    fn is_pronoun(&self, place: usize) -> bool {
        self.order.indexes.get(place).is_some_and(|index| {
            let index = *index as usize;
            let text = self.source.words.text(index);
            let is_pronoun = is_pronoun(text) || is_pronoun_in(text, self.source.language.code());
            is_pronoun && self.order.joints.get(place) != Some(&Joint::Hyphen)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::verify::find::tests::shown;

    #[test]
    fn brackets_at_an_end_stand_for_no_word_of_the_sentence() {
        for (quote, source, expected) in [
            ("sold the old [Bridge]", "We sold the old crane.", "no"),
            ("sold the old [Bridge]", "We sold the old. Crane by crane.", "edited  → Bridge"),
            ("sold the [Bridge]", "We sold the “old” crane.", "no"),
            ("the “old” [Bridge]", "We sold the “old” crane.", "no"),
            ("sold by the U.S. [Bridge]", "We sold by the U.S. Navy, too.", "no"),
            ("sold by Mr. [Bridge]", "We were sold by Mr. Lee, too.", "no"),
            ("[Bridge] was old", "“The crane was old,” she said.", "no"),
            ("[Bridge] was old", "“The crane,” she said, “was old.”", "no"),
            ("The [Bridge]", "“The,” she said, “crane was old.”", "no"),
            ("[The bridge] was old", "She said that the crane “was old and large.”", "edited  → The bridge"),
            ("was old [and large]", "She said that it “was old,” he was large.", "no"),
            ("was old [the bridge]", "“The crane was old,” she said.", "edited  → the bridge"),
        ] {
            assert_eq!(shown(quote, source), expected, "{quote} / {source}");
        }
    }
}
