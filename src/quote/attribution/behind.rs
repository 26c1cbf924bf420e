//! The attribution behind a quotation.

use crate::quote::attribution::noun_phrases::{Head, NounPhrase, name_beside, noun_phrase};
use crate::quote::attribution::subjects::subject_before;
use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::lexicon::WordClass;
use crate::quote::steps::step;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

impl Sentences<'_> {
    /// Returns the attribution behind a quotation: *“…,” said X*, *“…,” X said*.
    pub(super) fn behind(&self, quote: usize) -> Option<Attribution> {
        let end = self.sentence_end(quote);
        let mut position = quote + 1;
        if self.closes_with(quote, &['.', '…'])
            && self.token(position).is_some_and(|next| next.kind != SpeechTokenKind::Word)
        {
            return self.signature(position);
        }
        while position < end && (self.tokens[position].is_mark(',') || self.tokens[position].is_dash()) {
            position += 1;
        }
        let dash = position > quote + 1 && self.tokens[position - 1].is_dash();
        if let Some(phrase) = self.phrase_before_speaker(position) {
            let phrase = noun_phrase(self.tokens, position + phrase, end)?;
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        let mut verb = position;
        while verb < end && self.tokens[verb].is(WordClass::ADVERB) && !self.tokens[verb].is_capital() {
            verb += 1;
        }
        if verb < end && self.is_verb(verb, WordClass::SAYS) {
            let phrase = self.inverted(verb, end)?;
            let denial = self.denial(verb, verb + 1, verb, Some(&phrase));
            let other = denial.or_else(|| self.passed_on_behind(verb, end));
            return other.or(Some(Attribution { phrase, cue: Cue::Says }));
        }
        if let Some(subject) = noun_phrase(self.tokens, position, end) {
            if let Some(denial) = self.denial_behind(&subject, end) {
                return Some(denial);
            }
            if let Some((verb, phrase)) = self.verb_behind(subject, end)
                && !self.is_passive(verb)
                && phrase.may_speak(self.tokens, self.text)
                && !self.is_attribute(quote, &phrase)
            {
                let other = self.passed_on_behind(verb, end);
                return other.or(Some(Attribution { phrase, cue: Cue::Says }));
            }
        }
        // `Lee asked Ek, “…?” Ek hesitated.`
        let is_open = |sentences: &Self| {
            sentences.closes_with(quote, &[','])
                || sentences.closes_with(quote, &['!', '?']) && sentences.before(quote).is_none()
        };
        if is_open(self)
            && let Some(phrase) = self.beside_unknown_verb(position, end)
        {
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        if dash { self.signature(position - 1) } else { self.far_behind(position, end) }
    }

    /// Returns whether the quotation is an attribute of nouns behind it: *“Roe” campaign pins*.
    fn is_attribute(&self, quote: usize, phrase: &NounPhrase) -> bool {
        phrase.head == Head::Noun
            && phrase.tokens.start == quote + 1
            && !self.tokens[quote + 1].is(WordClass::DETERMINER)
            && !self.closes_with(quote, &[',', '!', '?', '…', '—', '-'])
    }

    /// Returns the subject behind a verb of speech: *said X*. A thing is the object of most verbs.
    pub(super) fn inverted(&self, verb: usize, end: usize) -> Option<NounPhrase> {
        let phrase = noun_phrase(self.tokens, verb + 1, end)?;
        let people = WordClass::TITLE | WordClass::PERSON;
        let titled = self.tokens[phrase.tokens.clone()].iter().any(|token| token.is(people));
        let mut commonest = self.lexicon.words.says.split_ascii_whitespace().take(2);
        let is_subject = phrase.head != Head::Noun || titled || commonest.any(|says| says == self.word(verb));
        (is_subject && phrase.may_speak(self.tokens, self.text)).then_some(phrase)
    }

    /// Returns the subject of a verb that is in no list, right behind the comma of a quotation: *“…,” X
    /// retorted*.
    fn beside_unknown_verb(&self, position: usize, end: usize) -> Option<NounPhrase> {
        let suffix = self.lexicon.words.past_suffix;
        let is_past = |position: usize| {
            let token = &self.tokens[position];
            token.kind == SpeechTokenKind::Word
                && token.class == WordClass::NONE
                && !suffix.is_empty()
                && self.word(position).ends_with(suffix)
        };
        let person = |phrase: &NounPhrase| matches!(phrase.head, Head::Name | Head::He | Head::She);
        if position < end && is_past(position) {
            let phrase = noun_phrase(self.tokens, position + 1, end).filter(person)?;
            return self.token(phrase.next).is_none_or(SpeechToken::is_punctuation).then_some(phrase);
        }
        let phrase = noun_phrase(self.tokens, position, end).filter(person)?;
        (phrase.next < end && is_past(phrase.next)).then_some(phrase)
    }

    /// Returns the verb of speech behind `phrase` and what is set beside it, and its subject.
    fn verb_behind(&self, phrase: NounPhrase, end: usize) -> Option<(usize, NounPhrase)> {
        let mut position = phrase.next;
        let skips = WordClass::ADVERB | WordClass::TIME | WordClass::BE;
        let mut verb = position;
        while verb < end && self.tokens[verb].is(skips) && !self.is_verb(verb, WordClass::SAYS) {
            verb += 1;
        }
        if verb < end && self.is_verb(verb, WordClass::SAYS | WordClass::SAYING) {
            return Some((verb, phrase));
        }
        if !matches!(phrase.head, Head::Name | Head::Noun) {
            return None;
        }
        // `Smith of Ohio said`, `Smith, a senator from Ohio, said`, `Smith (R-Ohio) said`.
        let parts = |token: &SpeechToken| token.is_mark(',') || token.is_mark('(') || token.is_dash();
        let beside = |token: &SpeechToken| parts(token) || token.is(WordClass::PREPOSITION | WordClass::WHO);
        if !self.token(position).is_some_and(beside) {
            return None;
        }
        let mut is_parted = parts(&self.tokens[position]);
        while position < end {
            position += 1;
            if position >= end || self.tokens[position].is_quote() {
                return None;
            }
            let before = &self.tokens[position - 1];
            is_parted |= parts(before);
            let closes = before.is_mark(',') || before.is_mark(')') || before.is_dash() || before.is(skips);
            let is_subject = before.is_capital() || before.is(WordClass::HE | WordClass::SHE);
            if (closes || is_subject) && self.is_verb(position, WordClass::SAYS) {
                if closes || !is_parted {
                    return Some((position, phrase));
                }
                let subject = subject_before(self.tokens, position, phrase.next)?;
                return Some((position, if subject.head == Head::Noun { phrase } else { subject }));
            }
        }
        None
    }

    /// Returns the name that signs a quotation: *“…” — X*.
    pub(super) fn signature(&self, position: usize) -> Option<Attribution> {
        if !self.token(position)?.is_dash() {
            return None;
        }
        let limit = self.tokens.len().min(position + 12);
        let phrase = name_beside(self.tokens, position + 1, limit)?;
        Some(Attribution { phrase, cue: Cue::Colon })
    }

    /// Returns the attribution at the end of the sentence: *“…” in 2010, according to X*.
    fn far_behind(&self, from: usize, end: usize) -> Option<Attribution> {
        for position in from..end {
            step();
            if self.tokens[position].is_quote() {
                return None;
            }
            if let Some(length) = self.phrase_before_speaker(position) {
                let phrase = noun_phrase(self.tokens, position + length, end)?;
                return Some(Attribution { phrase, cue: Cue::Says });
            }
            if !self.tokens[position].is_mark(',') {
                continue;
            }
            let next = position + 1;
            if next < end && self.is_verb(next, WordClass::SAYS) {
                let phrase = self.inverted(next, end)?;
                return Some(Attribution { phrase, cue: Cue::Says });
            }
            let phrase = noun_phrase(self.tokens, next, end);
            if let Some(name) = phrase.clone().filter(|phrase| phrase.head == Head::Name && phrase.next < end)
                && self.tokens[name.next].is_punctuation()
                && let Some((_, phrase)) = self.verb_behind(name, end)
            {
                return Some(Attribution { phrase, cue: Cue::Says });
            }
            if let Some(phrase) = phrase
                && phrase.next < end
                && self.is_verb(phrase.next, WordClass::SAYS)
                && self
                    .token(phrase.next + 1)
                    .is_none_or(|token| token.is_punctuation() || token.is(WordClass::TIME))
            {
                return Some(Attribution { phrase, cue: Cue::Says });
            }
        }
        None
    }
}
