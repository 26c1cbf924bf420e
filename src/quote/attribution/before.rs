//! The attribution before a quotation, and who else speaks in a sentence.

use std::ops::Range;

use crate::quote::attribution::noun_phrases::{Head, NounPhrase, noun_phrase};
use crate::quote::attribution::subjects::{sentence_subject, subject_before};
use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::lexicon::WordClass;
use crate::quote::steps::step;

/// Maximum number of tokens of a name between a dash and a colon.
const MAX_NAME: usize = 8;

impl Sentences<'_> {
    /// Returns the attribution of what follows the paragraph, which ends with a colon.
    pub(crate) fn introduction(&self) -> Option<Attribution> {
        self.before(self.tokens.len())
    }

    /// Returns the name that signs what is before the paragraph, if the paragraph is nothing else: *— X*.
    pub(crate) fn lone_signature(&self) -> Option<Attribution> {
        let is_whole = |next: usize| {
            next >= self.tokens.len() || next + 1 == self.tokens.len() && self.tokens[next].is_punctuation()
        };
        let signature = self.signature(0).or_else(|| self.lone_surname());
        signature.filter(|signature| is_whole(signature.phrase.next))
    }

    /// Returns the surname behind the dash with which the paragraph begins: *— Lee*.
    fn lone_surname(&self) -> Option<Attribution> {
        let (dash, name) = (self.token(0)?, self.token(1)?);
        let is_surname = dash.is_dash() && name.is_capital() && name.class == WordClass::NONE;
        let phrase = NounPhrase { head: Head::Name, tokens: 1..2, next: 2 };
        is_surname.then_some(Attribution { phrase, cue: Cue::Colon })
    }

    /// Returns the attribution before a quotation: *X said: “…”*, *X called it “…”*.
    pub(super) fn before(&self, quote: usize) -> Option<Attribution> {
        let start = self.sentence_start(quote);
        let colon = quote > start && self.tokens[quote - 1].is_mark(':');
        for verb in (start..quote).rev() {
            step();
            let token = &self.tokens[verb];
            if token.is_quote() && self.closes_with(verb, &['.', '!', '?']) {
                break;
            }
            if let Some(length) = self.phrase_before_speaker(verb) {
                let phrase = noun_phrase(self.tokens, verb + length, quote);
                let phrase = phrase.filter(|phrase| phrase.next < quote)?;
                return Some(Attribution { phrase, cue: Cue::Says });
            }
            if self.is_verb(verb, WordClass::SAYING) {
                let subject = self.subject_of_participle(verb, start);
                let other = self.denial(verb, quote, start, subject.as_ref());
                if let Some(other) = other.or_else(|| self.passed_on(verb, quote, start)) {
                    return Some(other);
                }
                if let Some(phrase) = subject.filter(|phrase| phrase.may_speak(self.tokens, self.text)) {
                    return Some(Attribution { phrase, cue: Cue::Calls });
                }
            }
            if self.is_verb(verb, WordClass::SAYS | WordClass::CALLS)
                && !self.is_passive(verb)
                && !self.names(verb, quote)
            {
                let cue = if quote - verb <= 2 && token.is(WordClass::SAYS) { Cue::Says } else { Cue::Calls };
                let subject = subject_before(self.tokens, verb, start);
                let subject = subject.or_else(|| self.inverted_before(verb, start, quote));
                let other = self.denial(verb, quote, start, subject.as_ref());
                if let Some(other) = other.or_else(|| self.passed_on(verb, quote, start)) {
                    return Some(other);
                }
                if let Some(phrase) = subject.filter(|phrase| phrase.may_speak(self.tokens, self.text)) {
                    return Some(Attribution { phrase, cue });
                }
            }
        }
        if colon {
            // `Polls were wrong - Jane Roe: “…”`
            let from = start.max(quote.saturating_sub(MAX_NAME));
            let dash = (from..quote).rev().find(|position| self.tokens[*position].is_dash());
            let named = dash.and_then(|dash| noun_phrase(self.tokens, dash + 1, quote - 1));
            let named = named.filter(|phrase| phrase.head == Head::Name && phrase.next == quote - 1);
            let phrase = named.or_else(|| sentence_subject(self.tokens, start, quote - 1))?;
            let cue = if phrase.next + 1 == quote { Cue::Label } else { Cue::Colon };
            return Some(Attribution { phrase, cue });
        }
        None
    }

    /// Returns who speaks in the tokens of `range`, a sentence, whether or not it quotes them.
    pub(crate) fn speakers(&self, range: Range<usize>) -> Vec<NounPhrase> {
        let mut speakers = Vec::new();
        for verb in range.clone() {
            step();
            if !self.is_verb(verb, WordClass::SAYS) || self.is_passive(verb) {
                continue;
            }
            let begins = verb > range.start
                && (self.tokens[verb - 1].is_mark(',') || self.tokens[verb - 1].is_quote());
            let inverted = if begins { self.inverted(verb, range.end) } else { None };
            let subject = inverted.or_else(|| subject_before(self.tokens, verb, range.start));
            speakers.extend(subject.filter(|phrase| phrase.next <= range.end));
        }
        speakers
    }

    /// Returns whether the verb gives a thing the name that is quoted: *a show called “…”*.
    pub(crate) fn names(&self, verb: usize, quote: usize) -> bool {
        let follows =
            quote == verb + 1 || quote == verb + 2 && self.tokens[verb + 1].is(WordClass::DETERMINER);
        follows && self.tokens[verb].is(WordClass::NAMES)
    }

    /// Returns the subject between its verb and a quotation: *Said X: “…”*.
    fn inverted_before(&self, verb: usize, start: usize, quote: usize) -> Option<NounPhrase> {
        let begins = verb == start || self.tokens[verb - 1].is_mark(',') || self.tokens[verb - 1].is_quote();
        let phrase = noun_phrase(self.tokens, verb + 1, quote).filter(|_| begins)?;
        (phrase.next == quote || self.tokens[phrase.next].is_punctuation()).then_some(phrase)
    }

    /// Returns who says what a participle introduces: *X left, saying “…”*.
    fn subject_of_participle(&self, verb: usize, start: usize) -> Option<NounPhrase> {
        let before = verb.checked_sub(1).filter(|before| *before >= start)?;
        let token = &self.tokens[before];
        if token.is(WordClass::BE | WordClass::ADVERB) {
            let subject = subject_before(self.tokens, verb, start);
            return subject.or_else(|| subject_before(self.tokens, before, start));
        }
        if token.is_capital() && !token.is_possessive {
            let name = subject_before(self.tokens, verb, start);
            if name.as_ref().is_some_and(|name| name.head == Head::Name) {
                return name;
            }
        }
        for position in (start..verb).rev() {
            if self.tokens[position].is_quote()
                && let Some(behind) = self.behind(position)
            {
                return (behind.cue != Cue::Unclear).then_some(behind.phrase);
            }
            if self.is_verb(position, WordClass::SAYS) && !self.is_passive(position) {
                let says = subject_before(self.tokens, position, start);
                let says = says.filter(|phrase| phrase.may_speak(self.tokens, self.text));
                return says.or_else(|| sentence_subject(self.tokens, start, verb));
            }
        }
        sentence_subject(self.tokens, start, verb)
    }
}
