//! Who a quotation is attributed to in its sentence.

use std::ops::Range;

use crate::quote::lexicon::{Lexicon, WordClass};
use crate::quote::noun_phrases::{
    Head, NounPhrase, name_beside, noun_phrase, sentence_subject, subject_before,
};
use crate::quote::steps::step;
use crate::quote::tokens::{Token, TokenKind};

/// Maximum number of tokens between a quotation and the verb that attributes it.
const MAX_DISTANCE: usize = 48;

/// By what a quotation is attributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cue {
    /// A verb of speech beside it, or a phrase such as *according to*.
    Says,
    /// A verb that takes it as its object, or a verb of speech at a distance.
    Calls,
    /// A colon, or the dash before a name at the end of the paragraph.
    Colon,
    /// The attribution of the quotation before it.
    Continues,
}

/// The attribution of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribution {
    pub phrase: NounPhrase,
    pub cue: Cue,
}

/// The tokens of a paragraph and the words of its language.
#[derive(Clone, Copy)]
pub(super) struct Sentences<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub lexicon: &'a Lexicon,
}

impl<'a> Sentences<'a> {
    fn token(&self, at: usize) -> Option<&'a Token> {
        self.tokens.get(at)
    }

    fn word(&self, at: usize) -> &'a str {
        &self.text[self.tokens[at].start..self.tokens[at].end]
    }

    /// Returns whether the token is a verb of one of `classes` here and no noun.
    fn is_verb(&self, at: usize, classes: WordClass) -> bool {
        let Some(token) = self.token(at) else { return false };
        if classes.is(WordClass::SAYS) && self.is_verb_phrase(at) {
            return true;
        }
        if !token.is(classes) {
            return false;
        }
        if token.kind != TokenKind::Word && !token.starts_sentence {
            return false;
        }
        if !token.is(WordClass::OR_NOUN) {
            return true;
        }
        let Some(before) = at.checked_sub(1).map(|before| &self.tokens[before]) else { return false };
        let subjects = WordClass::HE
            | WordClass::SHE
            | WordClass::THEY
            | WordClass::WHO
            | WordClass::FIRST_PERSON
            | WordClass::ADVERB
            | WordClass::CONJUNCTION;
        let is_plural = before.kind == TokenKind::Word && self.word(at - 1).ends_with('s');
        before.is(subjects)
            || before.is_capital() && !before.is_possessive
            || before.is_quote()
            || before.is_mark(',')
            || before.is_mark(')')
            || is_plural && !self.word(at).ends_with('s')
    }

    /// Returns whether a verb of speech of several words is at token `at`: *went on*.
    fn is_verb_phrase(&self, at: usize) -> bool {
        self.tokens[at].is(WordClass::VERB_PHRASE)
            && self.phrase_at(at, self.lexicon.words.verb_phrases).is_some()
    }

    /// Returns the token behind the sentence that token `at` is in, at most [`MAX_DISTANCE`] away.
    fn sentence_end(&self, at: usize) -> usize {
        let limit = self.tokens.len().min(at + MAX_DISTANCE);
        (at + 1..limit).find(|next| self.tokens[*next].starts_sentence).unwrap_or(limit)
    }

    /// Returns the first token of the sentence that token `at` is in.
    fn sentence_start(&self, at: usize) -> usize {
        let limit = at.saturating_sub(MAX_DISTANCE);
        (limit..=at.min(self.tokens.len().saturating_sub(1)))
            .rev()
            .find(|start| self.tokens[*start].starts_sentence || *start < at && self.ends_sentence(*start))
            .map_or(limit, |start| if self.ends_sentence(start) && start < at { start + 1 } else { start })
    }

    /// Returns whether token `at` is a quotation that ends a sentence.
    pub(super) fn ends_sentence(&self, at: usize) -> bool {
        self.closes_with(at, &['.', '!', '?', '…'])
            && self
                .token(at + 1)
                .is_none_or(|next| next.kind != TokenKind::Word && !next.is_mark(',') && !next.is_dash())
    }

    /// Returns whether token `at` is a quotation the words of which end with one of `marks`.
    fn closes_with(&self, at: usize, marks: &[char]) -> bool {
        let token = &self.tokens[at];
        token.is_quote() && {
            let words =
                self.text[token.start..token.end].trim_end_matches(|c| crate::quote::marks::is_mark(c));
            words.trim_end().ends_with(marks)
        }
    }

    /// Returns the attribution of the quotation at token `at` within its sentence.
    pub(super) fn attribution(&self, at: usize) -> Option<Attribution> {
        let behind = self.behind(at);
        let before = self.before(at);
        match (behind, before) {
            (Some(behind), Some(before)) if before.cue == Cue::Colon => {
                Some(if behind.cue == Cue::Says { behind } else { before })
            }
            (Some(behind), _) => Some(behind),
            (None, before) => before,
        }
    }

    /// Returns the attribution behind a quotation: *“…,” said X*, *“…,” X said*.
    fn behind(&self, quote: usize) -> Option<Attribution> {
        let end = self.sentence_end(quote);
        let mut at = quote + 1;
        if self.closes_with(quote, &['.', '…'])
            && self.token(at).is_some_and(|next| next.kind != TokenKind::Word)
        {
            return self.signature(at);
        }
        while at < end && (self.tokens[at].is_mark(',') || self.tokens[at].is_dash()) {
            at += 1;
        }
        let dash = at > quote + 1 && self.tokens[at - 1].is_dash();
        if let Some(phrase) = self.phrase_before_speaker(at) {
            let phrase = noun_phrase(self.tokens, at + phrase, end)?;
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        let mut verb = at;
        while verb < end && self.tokens[verb].is(WordClass::ADVERB) && !self.tokens[verb].is_capital() {
            verb += 1;
        }
        if verb < end && self.is_verb(verb, WordClass::SAYS) {
            let phrase = self.inverted(verb, end)?;
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        if let Some(phrase) = noun_phrase(self.tokens, at, end)
            && let Some((verb, phrase)) = self.verb_behind(phrase, end)
            && !self.is_passive(verb)
            && phrase.may_speak(self.tokens, self.text)
        {
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        if self.closes_with(quote, &[',', '!', '?'])
            && let Some(phrase) = self.beside_unknown_verb(at, end)
        {
            return Some(Attribution { phrase, cue: Cue::Says });
        }
        if dash { self.signature(at - 1) } else { self.far_behind(at, end) }
    }

    /// Returns the subject behind a verb of speech: *said X*. A thing is the object of most verbs.
    fn inverted(&self, verb: usize, end: usize) -> Option<NounPhrase> {
        let phrase = noun_phrase(self.tokens, verb + 1, end)?;
        let titled = self.tokens[phrase.tokens.clone()].iter().any(|token| token.is(WordClass::TITLE));
        let mut commonest = self.lexicon.words.says.split_ascii_whitespace().take(2);
        let is_subject = phrase.head != Head::Noun || titled || commonest.any(|says| says == self.word(verb));
        (is_subject && phrase.may_speak(self.tokens, self.text)).then_some(phrase)
    }

    /// Returns the subject of a verb that is in no list, right behind the comma of a quotation: *“…,” X retorted*.
    fn beside_unknown_verb(&self, at: usize, end: usize) -> Option<NounPhrase> {
        let suffix = self.lexicon.words.past_suffix;
        let is_past = |at: usize| {
            let token = &self.tokens[at];
            token.kind == TokenKind::Word
                && token.class == WordClass::NONE
                && !suffix.is_empty()
                && self.word(at).ends_with(suffix)
        };
        let person = |phrase: &NounPhrase| matches!(phrase.head, Head::Name | Head::He | Head::She);
        if at < end && is_past(at) {
            let phrase = noun_phrase(self.tokens, at + 1, end).filter(person)?;
            return self.token(phrase.next).is_none_or(Token::is_punctuation).then_some(phrase);
        }
        let phrase = noun_phrase(self.tokens, at, end).filter(person)?;
        (phrase.next < end && is_past(phrase.next)).then_some(phrase)
    }

    /// Returns the verb of speech behind `phrase` and what is set beside it, and its subject.
    fn verb_behind(&self, phrase: NounPhrase, end: usize) -> Option<(usize, NounPhrase)> {
        let mut at = phrase.next;
        let skips = WordClass::ADVERB | WordClass::TIME | WordClass::BE;
        let mut verb = at;
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
        let parts = |token: &Token| token.is_mark(',') || token.is_mark('(') || token.is_dash();
        let beside = |token: &Token| parts(token) || token.is(WordClass::PREPOSITION | WordClass::WHO);
        if !self.token(at).is_some_and(beside) {
            return None;
        }
        let mut is_parted = parts(&self.tokens[at]);
        while at < end {
            at += 1;
            if at >= end || self.tokens[at].is_quote() {
                return None;
            }
            let before = &self.tokens[at - 1];
            is_parted |= parts(before);
            let closes = before.is_mark(',') || before.is_mark(')') || before.is_dash() || before.is(skips);
            let is_subject = before.is_capital() || before.is(WordClass::HE | WordClass::SHE);
            if (closes || is_subject) && self.is_verb(at, WordClass::SAYS) {
                if closes || !is_parted {
                    return Some((at, phrase));
                }
                let subject = subject_before(self.tokens, at, phrase.next)?;
                return Some((at, if subject.head == Head::Noun { phrase } else { subject }));
            }
        }
        None
    }

    /// Returns the name that signs a quotation: *“…” — X*.
    fn signature(&self, at: usize) -> Option<Attribution> {
        if !self.token(at)?.is_dash() {
            return None;
        }
        let limit = self.tokens.len().min(at + 12);
        let phrase = name_beside(self.tokens, at + 1, limit)?;
        Some(Attribution { phrase, cue: Cue::Colon })
    }

    /// Returns the attribution at the end of the sentence: *“…” in 2010, according to X*.
    fn far_behind(&self, from: usize, end: usize) -> Option<Attribution> {
        for at in from..end {
            step();
            if self.tokens[at].is_quote() {
                return None;
            }
            if let Some(length) = self.phrase_before_speaker(at) {
                let phrase = noun_phrase(self.tokens, at + length, end)?;
                return Some(Attribution { phrase, cue: Cue::Says });
            }
            if !self.tokens[at].is_mark(',') {
                continue;
            }
            let next = at + 1;
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

    /// Returns the number of tokens of a phrase such as *according to* at token `at`.
    fn phrase_before_speaker(&self, at: usize) -> Option<usize> {
        if !self.token(at)?.is(WordClass::PHRASE) {
            return None;
        }
        self.phrase_at(at, self.lexicon.words.phrases_before)
    }

    /// Returns the number of words of the one of `phrases` that is at token `at`.
    fn phrase_at(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        let matches = |phrase: &&&str| {
            let mut words = phrase.split(' ').enumerate();
            words.all(|(n, word)| at + n < self.tokens.len() && self.word(at + n).eq_ignore_ascii_case(word))
        };
        phrases.iter().find(matches).map(|phrase| phrase.split(' ').count())
    }

    /// Returns whether the verb at `verb` is a passive: *was called*.
    fn is_passive(&self, verb: usize) -> bool {
        let mut at = verb;
        while at > 0
            && self.tokens[at - 1].is(WordClass::ADVERB | WordClass::BE)
            && self.tokens[at - 1].kind == TokenKind::Word
        {
            at -= 1;
            if self.tokens[at].is(WordClass::BE) {
                return !self.tokens[verb].is(WordClass::SAYING);
            }
        }
        false
    }

    /// Returns the attribution of what follows the paragraph, which ends with a colon.
    pub(super) fn introduction(&self) -> Option<Attribution> {
        self.before(self.tokens.len())
    }

    /// Returns the name that signs what is before the paragraph, if the paragraph is nothing else: *— X*.
    pub(super) fn lone_signature(&self) -> Option<Attribution> {
        self.signature(0).filter(|signature| {
            let next = signature.phrase.next;
            next >= self.tokens.len() || next + 1 == self.tokens.len() && self.tokens[next].is_punctuation()
        })
    }

    /// Returns the attribution before a quotation: *X said: “…”*, *X called it “…”*.
    fn before(&self, quote: usize) -> Option<Attribution> {
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
                if let Some(phrase) = subject.filter(|phrase| phrase.may_speak(self.tokens, self.text)) {
                    return Some(Attribution { phrase, cue });
                }
            }
        }
        if colon {
            let phrase = sentence_subject(self.tokens, start, quote - 1)?;
            return Some(Attribution { phrase, cue: Cue::Colon });
        }
        None
    }

    /// Returns who speaks in the tokens of `range`, a sentence, whether or not it quotes them.
    pub(super) fn speakers(&self, range: Range<usize>) -> Vec<NounPhrase> {
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
    pub(super) fn names(&self, verb: usize, quote: usize) -> bool {
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
        for at in (start..verb).rev() {
            if self.tokens[at].is_quote()
                && let Some(behind) = self.behind(at)
            {
                return Some(behind.phrase);
            }
            if self.is_verb(at, WordClass::SAYS) && !self.is_passive(at) {
                let says = subject_before(self.tokens, at, start);
                let says = says.filter(|phrase| phrase.may_speak(self.tokens, self.text));
                return says.or_else(|| sentence_subject(self.tokens, start, verb));
            }
        }
        sentence_subject(self.tokens, start, verb)
    }
}
