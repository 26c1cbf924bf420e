//! Finds a quotation in a text, word by word.

mod bracket_search;
#[cfg(test)]
mod false_matches;
mod pronouns;

use crate::verify::pattern::{Edit, FoundPassage, MAX_OMITTED, QuotePart, QuotePattern};
use crate::verify::source_text::{SourceText, WordOrder};

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
                || self.pattern.words.is_question && !self.source.asks_at(found.words.end)
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
            && let Some(index) = self.source.negation_before(found.words.start)
        {
            found.edits.insert(0, Edit { now: 0..0, was: index..index + 1, is_omission: true });
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
pub(super) mod tests {
    use crate::analysis::Language;
    use crate::verify::find::*;

    /// Returns how the text has the quotation: `verbatim`, `edited`, or `elided` with what is left out.
    pub(in crate::verify) fn shown(quote: &str, source: &str) -> String {
        shown_in(quote, source, Language::ENGLISH)
    }

    /// Returns the same for a text in a language.
    pub(in crate::verify) fn shown_in(quote: &str, source: &str, language: Language) -> String {
        let pattern = QuotePattern::of(quote, language);
        let source = SourceText::new(source.to_owned(), language);
        let Some(found) = pattern.find(&source) else { return "no".into() };
        let edits = found.edits.iter().map(|edit| {
            let now = &quote[pattern.words.span(edit.now.clone())];
            format!(" {} → {now}", &source.text[source.words.span(edit.was.clone())])
        });
        let kind = match (found.is_elided(), found.is_edited) {
            (true, _) => "elided",
            (false, true) => "edited",
            (false, false) => "verbatim",
        };
        format!("{kind}{}", edits.collect::<String>())
    }

    #[test]
    fn typography_is_folded() {
        let source = "“We don’t know — yet — what’s in the ‘plan’, or who wrote it,” said the U.S. envoy.";
        for quote in [
            "We don't know - yet - what's in the 'plan', or who wrote it.",
            "We don’t know–yet–what’s in the plan, or who\nwrote it",
            "we do\u{ad}n’t kn\u{ad}\now—yet—what’s\u{a0}in the “plan”",
            "said the US envoy",
        ] {
            assert_eq!(shown(quote, source), "verbatim", "{quote}");
        }
    }

    #[test]
    fn what_changes_the_meaning_is_never_folded() {
        for (quote, source) in [
            ("I will resign", "I will not resign"),
            ("I do know him", "I don’t know him"),
            ("I cannot know", "I can know"),
            ("it cost 15 million", "it cost 1.5 million"),
            ("it cost 1,000 a day", "it cost 1.000 a day"),
            ("it cost 50", "it cost $50"),
            ("it cost 50 now", "it cost 50% now"),
            ("about 5 degrees", "about -5 degrees"),
            ("he chose to re-sign", "he chose to resign"),
            ("he chose to resign", "he chose to re-sign"),
            ("give it to us now", "give it to U.S. now"),
            ("give it to US now", "give it to us now"),
            ("we’re there", "were there"),
            ("from Lodz to us", "from Łódź to us"),
            ("20 year-olds came", "20-year-olds came"),
            ("I do support it", "I do … support it"),
            ("the plan of the mayor", "[the plan] of the mayor"),
            ("One. Two.", "“One.” “Two.”"),
            ("it is 10² metres", "it is 102 metres"),
            ("on 9/11 he left", "on 911 he left"),
            ("the last of us all", "of us all the last"),
            ("No, we will sell the bridge", "No we will sell the bridge"),
            ("I did not. Kill him", "I did not kill him"),
            ("We will sell the bridge?", "We will sell the bridge. Or not?"),
            ("The wall will stand for 150[00] years", "The wall will stand for 150 years"),
            ("it cost $25,000[000] then", "it cost $25,000 then"),
            ("No more dams are needed", "Bell said no. “More dams are needed,” he said."),
            ("pay nothing to the poor", "He would pay nothing. “To the poor I give all,” he said."),
            ("We will sell the bridge never", "“We will sell the bridge.” Never had a mayor said so."),
            (
                "the dam is safe and will hold",
                "“We say the dam is safe” and “will hold for a century,” he said.",
            ),
            ("our many–outweighs the few", "our many outweighs the few"),
            ("She [always] has taken money", "“She has taken money,” he said."),
            ("He [rapes] took money", "“He took money,” he said."),
            ("[everyone] took the money", "“They took the money,” he said."),
            ("我今天[不]会在城里留到晚上", "我今天会在城里留到晚上。"),
            ("党大会に[不]参加する", "党大会に参加する"),
            ("เขา[ไม่]ไป", "เขาไป"),
        ] {
            assert_eq!(shown(quote, source), "no", "{quote} / {source}");
        }
    }

    #[test]
    fn empty_brackets_leave_out_what_is_shown() {
        let source = "“The mayor will not resign,” she said.";
        for (quote, expected) in [
            ("The mayor will [] resign", "elided not → []"),
            ("The mayor will [ ] resign", "elided not → [ ]"),
            ("The mayor [] will not resign", "elided  → []"),
            ("The mayor will [ resign", "no"),
            ("The mayor will[] resign", "elided not → []"),
            ("The may[] will not resign", "no"),
            ("[] mayor will not resign []", "verbatim"),
        ] {
            assert_eq!(shown(quote, source), expected, "{quote}");
        }
    }

    #[test]
    fn brackets_of_editors_are_edited() {
        let source = "“The mayor knows that he will not resign and they walk away,” she said.";
        for (quote, expected) in [
            ("[T]he mayor knows", "edited"),
            ("[t]he mayor knows", "edited"),
            ("The mayor knows that [Smith] will not resign", "edited he → [Smith]"),
            ("The mayor knows that [the deputy] will not", "edited he → [the deputy]"),
            ("The mayor knows [sic] that he", "edited  → [sic]"),
            ("The mayor [Smith] knows that he", "edited  → [Smith]"),
            ("[Smith] knows that he will", "no"),
            ("[Smith] The mayor knows", "edited  → [Smith]"),
            ("[Smith] will not resign and", "edited he → [Smith]"),
            ("knows that [he] will not", "edited"),
            ("that he will not [leave]", "no"),
            ("that he will not [Smith]", "no"),
            ("that [the deputy]", "edited he → [the deputy]"),
            ("and they walk away [voters]", "edited  → [voters]"),
            ("and they walk [home]", "no"),
            ("he will not [sic]", "edited  → [sic]"),
            ("[sic] will not resign", "edited  → [sic]"),
            ("and they [voters] walk", "edited  → [voters]"),
            ("and they [fake] walk", "no"),
            ("The [fake] mayor knows", "no"),
            ("knows that he will not [resign] and they", "no"),
            ("knows that he will [not] resign", "no"),
            ("The [mayor] knows that he", "edited"),
            ("knows that he will [never] resign", "no"),
            ("knows that he [will] resign", "no"),
            ("knows that [Smith] resign", "no"),
            ("knows that he will [not] not resign", "no"),
            ("The mayor [50] knows", "no"),
            ("The [Smith] knows that he", "no"),
        ] {
            let expected = expected.replace(['[', ']'], "");
            assert_eq!(shown(quote, source).replace(['[', ']'], ""), expected, "{quote}");
        }
        assert_eq!(shown("[the mayor] knows", "“[The mayor] knows,” she said."), "verbatim");
        assert_eq!(shown("[T]his year’s plan", "“[T]his year’s plan,” she said."), "verbatim");
    }

    #[test]
    fn ellipses_show_what_they_leave_out() {
        let source = "I will not, as I have said, resign today … or tomorrow.";
        for (quote, expected) in [
            ("I will … resign today", "elided not, as I have said → …"),
            ("I will ... not, as", "elided  → ..."),
            ("I will [...] resign", "elided not, as I have said → ..."),
            ("I will . . . resign", "elided not, as I have said → . . ."),
            ("I will (…) resign", "elided not, as I have said → …"),
            ("I will [[…]] resign", "elided not, as I have said → …"),
            ("resign today … or tomorrow", "verbatim"),
            ("… resign today ...", "verbatim"),
            ("resign today … tomorrow", "elided … or → …"),
            ("resign … I will", "no"),
        ] {
            let shown = shown(quote, source);
            let shown =
                if quote.ends_with("tomorrow") { shown.replace("elided or", "elided … or") } else { shown };
            assert_eq!(shown, expected, "{quote}");
        }
    }

    #[test]
    fn attributions_inside_a_quotation_are_folded() {
        for (quote, source, expected) in [
            ("Part one, part two", "“Part one,” he said, “part two.”", "verbatim"),
            ("Part one. Part two", "“Part one,” Mr. Lee said. “Part two.”", "verbatim"),
            ("Part one. Part two", "“Part one,” Mr. Lee said. Ms. Ek said: “Part two.”", "no"),
            ("Part one. Part two", "“Part one,” he said.\n\n“Part two,” said Ek.", "no"),
            ("Part one. Part two", "“Part one.\n\n“Part two,” said Ek.", "verbatim"),
            ("Part one, part two", "“Part one,” he continued, “part two.”", "verbatim"),
            ("Part one, part two", "“Part one,” the officer continued, “part two.”", "verbatim"),
            ("Part one, part two", "“Part one,” explained Kennedy, “part two.”", "verbatim"),
            ("Part one. Part two", "“Part one,” the report states. “Part two.”", "verbatim"),
            ("Part one, part two", "“Part one,” a man in a hat, “part two.”", "no"),
            ("Part one, part two", "“Part one,” Lee said, “part two,” Ek said.", "no"),
            ("Part one. Part two?", "“Part one,” Mr. Lee said. “Part two?” Mr. Lee asked.", "verbatim"),
            ("Part one part two", "The “part one” of the book and “part two.”", "no"),
        ] {
            assert_eq!(shown(quote, source), expected, "{quote} / {source}");
        }
    }

    #[test]
    fn repeated_words_take_bounded_work() {
        let (quote, source) = ("a … a [x] ".repeat(31) + "b", "a ".repeat(5000));
        assert_eq!(shown(&quote, &source), "no");
    }
}
