//! Words that a sentence passes on from somebody else: *X quoted Y as saying “…”*, *X rejected Y's claim that
//! “…”*, *X says Y came in, telling him “…”*.

use crate::quote::attribution::denials::unclear;
use crate::quote::attribution::noun_phrases::{Head, NounPhrase, name_at_end, noun_phrase};
use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::lexicon::WordClass;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

/// Maximum number of tokens between *quoted* and *as saying*.
const MAX_QUOTED: usize = 10;
/// Maximum number of tokens between a possessive and its noun.
const MAX_ADJECTIVES: usize = 2;

impl Sentences<'_> {
    /// Returns the attribution of the quotation at token `quote`, which the verb at token `verb` introduces,
    /// if the words are those of somebody else than its subject.
    pub(super) fn passed_on(&self, verb: usize, quote: usize, start: usize) -> Option<Attribution> {
        if self.tokens[verb].is(WordClass::SAYING) && self.tokens[verb].kind == SpeechTokenKind::Word {
            let quoted = self.quoted_before(verb, start);
            let is_unclear = || self.may_be_either(verb, start).then(|| unclear(None));
            return quoted.or_else(is_unclear).or_else(|| self.named_by_noun(verb, quote));
        }
        let is_unclear = self.may_be_other(verb, start).then(|| unclear(None));
        is_unclear.or_else(|| self.named_by_noun(verb, quote))
    }

    /// Returns the attribution behind a quotation if the verb at token `verb` tells that somebody else is
    /// quoted: *“…,” X quoted Y as saying*, *“…,” X said, quoting Y*.
    pub(super) fn passed_on_behind(&self, verb: usize, end: usize) -> Option<Attribution> {
        let words = self.lexicon.words;
        if self.is_one_of(verb, words.quotes) {
            let phrase = noun_phrase(self.tokens, verb + 1, end)?;
            let is_quoted = self.is_one_of(phrase.next, words.quoted_as)
                && self.token(phrase.next + 1).is_some_and(|next| next.is(WordClass::SAYING));
            return is_quoted.then_some(Attribution { phrase, cue: Cue::Calls });
        }
        let mut rest = (verb + 1..end).take_while(|position| !self.tokens[*position].is_quote());
        let quoting = rest.find(|position| self.is_one_of(*position, words.quoting))?;
        (self.tokens[quoting - 1].is_mark(',') && quoting + 1 < end).then(|| unclear(None))
    }

    /// Returns who is quoted before the participle at token `verb`: *quoted Y as saying*.
    fn quoted_before(&self, verb: usize, start: usize) -> Option<Attribution> {
        let words = self.lexicon.words;
        let last = verb.checked_sub(1).filter(|before| self.is_one_of(*before, words.quoted_as))?;
        let mut before = (start.max(verb.saturating_sub(MAX_QUOTED))..last).rev();
        let quotes = before.find(|position| {
            self.is_one_of(*position, words.quotes) || self.is_one_of(*position, words.quoting)
        })?;
        if self.is_passive(quotes) {
            return None;
        }
        let phrase = noun_phrase(self.tokens, quotes + 1, last).filter(|phrase| phrase.next == last);
        Some(phrase.map_or_else(|| unclear(None), |phrase| Attribution { phrase, cue: Cue::Calls }))
    }

    /// Returns whether the subject of the participle at token `verb` may be that of the verb of speech before
    /// it, or that of the clause in between: *X says Y came in, telling him*, *X says Y came in before
    /// saying*.
    fn may_be_either(&self, verb: usize, start: usize) -> bool {
        let Some(before) = verb.checked_sub(1).filter(|before| *before > start) else { return false };
        let words = self.lexicon.words;
        let is_within = self.is_one_of(before, words.by);
        let has_object = self.is_one_of(verb, words.telling) && self.is_one_of(verb + 1, words.objects);
        if !is_within && !has_object {
            return false;
        }
        let mut says = (start..before).rev();
        let Some(says) = says.find(|position| self.is_verb(*position, WordClass::SAYS)) else { return false };
        let clause = says + 1 + usize::from(self.is_one_of(says + 1, words.that));
        let subject = noun_phrase(self.tokens, clause, before);
        let other = WordClass::PREPOSITION
            | WordClass::TIME
            | WordClass::CONJUNCTION
            | WordClass::FUNCTION
            | WordClass::HE
            | WordClass::SHE
            | WordClass::THEY;
        subject.is_some_and(|subject| {
            matches!(subject.head, Head::Name | Head::Noun)
                && subject.next < before
                && self.tokens[subject.next].kind == SpeechTokenKind::Word
                && !self.tokens[subject.next].is(other)
                // `X wrote Y a letter`
                && (subject.head == Head::Noun || !self.tokens[subject.next].is(WordClass::DETERMINER))
        })
    }

    /// Returns whether who says it at token `verb` may be somebody else than who speaks before it, since the
    /// subject and the object are pronouns of one kind: *X testified that he told him*.
    fn may_be_other(&self, verb: usize, start: usize) -> bool {
        let words = self.lexicon.words;
        let subject = match () {
            () if self.is_one_of(verb + 1, words.him) => WordClass::HE,
            () if self.is_one_of(verb + 1, words.her) => WordClass::SHE,
            () => return false,
        };
        // No object but *her mother*.
        let is_object = self.token(verb + 2).is_none_or(|next| {
            next.is_quote() || next.is_punctuation() || next.is(WordClass::FUNCTION | WordClass::TIME)
        });
        let pronoun = (start..verb).rev().find(|position| self.tokens[*position].is(subject));
        is_object
            && pronoun
                .is_some_and(|pronoun| (start..pronoun).any(|before| self.is_verb(before, WordClass::SAYS)))
    }

    /// Returns whose words a noun between the verb and the quotation says they are: *rejected Y's claim that
    /// “…”*, *recalled her father's words: “…”*, *read a letter from Y: “…”*.
    fn named_by_noun(&self, verb: usize, quote: usize) -> Option<Attribution> {
        let words = self.lexicon.words;
        let last = quote.checked_sub(1).filter(|last| *last > verb)?;
        let is_inverted = |before: &SpeechToken| before.is_quote() || before.is_mark(',');
        if verb.checked_sub(1).is_some_and(|before| is_inverted(&self.tokens[before])) {
            return None;
        }
        let is_introduced = self.tokens[last].is_mark(':') || self.tokens[last].is_mark(',');
        if is_introduced && (self.is_one_of(verb, words.quotes) || self.is_one_of(verb, words.reads)) {
            let phrase = noun_phrase(self.tokens, verb + 1, last);
            let is_quoted =
                phrase.is_some_and(|phrase| phrase.next == last && phrase.may_speak(self.tokens, self.text));
            let from = (verb + 1..last).find(|position| self.is_one_of(*position, words.from));
            let medium = self.tokens[verb + 1..from.unwrap_or(verb + 1)].iter();
            let is_from = medium.rev().take(2).any(|token| token.is(WordClass::MEDIUM));
            if is_from || is_quoted && self.is_one_of(verb, words.quotes) {
                return Some(unclear(None));
            }
        }
        let owner = (verb + 1..last).find(|position| self.tokens[*position].is_possessive)?;
        let noun = (owner + 1..last.min(owner + 2 + MAX_ADJECTIVES))
            .find(|position| self.is_one_of(*position, words.speech_nouns))?;
        if noun + 1 == last && is_introduced {
            let is_other = |token: &SpeechToken| token.is(WordClass::PREPOSITION);
            return (!self.tokens[verb + 1..owner].iter().any(is_other)).then(|| unclear(None));
        }
        // What the verb calls the claim follows it: `X called Y's claim that he won “a lie”`
        let is_claim =
            self.tokens[noun + 1..=last].iter().skip(1).all(|token| token.is(WordClass::DETERMINER));
        if is_introduced
            || !self.is_one_of(noun + 1, words.that)
            || !is_claim && !self.is_one_of(verb, words.rejects)
        {
            return None;
        }
        let name = name_at_end(self.tokens, verb + 1, owner + 1);
        Some(name.map_or_else(
            || unclear(None),
            |name| Attribution {
                phrase: NounPhrase { head: Head::Name, next: name.end, tokens: name },
                cue: Cue::Calls,
            },
        ))
    }
}

#[cfg(test)]
mod tests {
    use crate::quote::tests::assert_speakers;

    #[test]
    fn who_is_quoted_by_somebody_else_speaks() {
        assert_speakers(&[
            ("John Doe quoted Jane Roe as saying, “We worry about it.”", &["Jane Roe"]),
            ("“We worry about it,” John Doe quoted Jane Roe as saying.", &["Jane Roe"]),
            ("Jane Roe was quoted by Doe as saying “we worry about it.”", &["Jane Roe"]),
            ("John Doe rejected Jane Roe's claim that “facts are facts.”", &["Jane Roe"]),
            ("John Doe laughed at Jane Roe's claim that “roads are alive.”", &["Jane Roe"]),
            ("John Doe rejected Jane Roe's charge that he was “a road thief.”", &["Jane Roe"]),
        ]);
    }

    #[test]
    fn words_of_which_two_may_be_the_speaker_have_none() {
        for text in [
            "Jane Roe says John Doe invited her to a dinner, telling her, “I need loyalty.”",
            "Jane Roe says John Doe cleared the room before saying, “I hope you see it.”",
            "“I hope you see it,” Jane Roe said, quoting the president.",
            "John Doe testified that in those days he called the chief and told him, “I need loyalty.”",
            "Jane Roe recalled her father's words: “Never sell a road.”",
            "Jane Roe read a letter from Doe: “I give up the road.”",
            "Jane Roe quoted the Bible: “Narrow is the road.”",
        ] {
            assert_speakers(&[(text, &[""])]);
        }
    }

    #[test]
    fn who_speaks_of_somebody_else_speaks() {
        assert_speakers(&[
            ("Jane Roe said John Doe lied, adding that he was “a thief of roads.”", &["Jane Roe"]),
            ("Jane Roe said John Doe lied, calling him “a thief of roads.”", &["Jane Roe"]),
            ("Jane Roe called John Doe's plan “a disgrace for us all.”", &["Jane Roe"]),
            ("Jane Roe called John Doe's claim that he won “a lie of the worst kind.”", &["Jane Roe"]),
            ("Jane Roe said after Doe's remarks, “The road is mine.”", &["Jane Roe"]),
            ("Jane Roe wrote Doe a letter urging him to “give up the road.”", &["Jane Roe"]),
            ("Jane Roe left after telling Doe, “the road is lost.”", &["Jane Roe"]),
        ]);
    }
}
