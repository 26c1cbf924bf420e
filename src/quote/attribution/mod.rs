//! Who a quotation is attributed to in its sentence.

mod before;
mod behind;
mod denials;
mod noun_phrases;
mod passed_on;
mod subjects;

use crate::quote::lexicon::{SpeechLexicon, WordClass};
use crate::quote::spans::is_mark;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

pub(crate) use noun_phrases::{Head, NounPhrase, noun_phrase};
pub(crate) use subjects::sentence_subject;

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
    /// A colon with nothing but a phrase before it, as in a transcript.
    Label,
    /// The attribution of the quotation before it.
    Continues,
    /// Words that deny it, or that leave open whose words are quoted: nobody is named.
    Unclear,
}

/// The attribution of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribution {
    pub(super) phrase: NounPhrase,
    pub(super) cue: Cue,
}

/// The tokens of a paragraph and the words of its language.
#[derive(Clone, Copy)]
pub(super) struct Sentences<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [SpeechToken],
    pub(super) lexicon: &'a SpeechLexicon,
}

impl<'a> Sentences<'a> {
    fn token(&self, position: usize) -> Option<&'a SpeechToken> {
        self.tokens.get(position)
    }

    fn word(&self, position: usize) -> &'a str {
        &self.text[self.tokens[position].start..self.tokens[position].end]
    }

    /// Returns whether the token is a verb of one of `classes` here and no noun.
    fn is_verb(&self, position: usize, classes: WordClass) -> bool {
        let Some(token) = self.token(position) else { return false };
        if classes.is(WordClass::SAYS) && self.is_verb_phrase(position) {
            return true;
        }
        if !token.is(classes) {
            return false;
        }
        if token.kind != SpeechTokenKind::Word && !token.starts_sentence {
            return false;
        }
        if !token.is(WordClass::OR_NOUN) {
            return true;
        }
        let Some(before) = position.checked_sub(1).map(|before| &self.tokens[before]) else { return false };
        let subjects = WordClass::HE
            | WordClass::SHE
            | WordClass::THEY
            | WordClass::WHO
            | WordClass::FIRST_PERSON
            | WordClass::ADVERB
            | WordClass::CONJUNCTION;
        let is_plural = before.kind == SpeechTokenKind::Word && self.word(position - 1).ends_with('s');
        before.is(subjects)
            || before.is_capital() && !before.is_possessive
            || before.is_quote()
            || before.is_mark(',')
            || before.is_mark(')')
            || is_plural && !self.word(position).ends_with('s')
    }

    /// Returns whether a verb of speech of several words is at token `position`: *went on*.
    fn is_verb_phrase(&self, position: usize) -> bool {
        self.tokens[position].is(WordClass::VERB_PHRASE)
            && self.phrase_at(position, self.lexicon.words.verb_phrases).is_some()
    }

    /// Returns the token behind the sentence that token `position` is in, at most [`MAX_DISTANCE`] away.
    fn sentence_end(&self, position: usize) -> usize {
        let limit = self.tokens.len().min(position + MAX_DISTANCE);
        (position + 1..limit).find(|next| self.tokens[*next].starts_sentence).unwrap_or(limit)
    }

    /// Returns the first token of the sentence that token `position` is in.
    fn sentence_start(&self, position: usize) -> usize {
        let limit = position.saturating_sub(MAX_DISTANCE);
        (limit..=position.min(self.tokens.len().saturating_sub(1)))
            .rev()
            .find(|start| {
                self.tokens[*start].starts_sentence || *start < position && self.ends_sentence(*start)
            })
            .map_or(
                limit,
                |start| if self.ends_sentence(start) && start < position { start + 1 } else { start },
            )
    }

    /// Returns whether token `position` is a quotation that ends a sentence.
    pub(super) fn ends_sentence(&self, position: usize) -> bool {
        self.closes_with(position, &['.', '!', '?', '…'])
            && self.token(position + 1).is_none_or(|next| {
                next.kind != SpeechTokenKind::Word && !next.is_mark(',') && !next.is_dash()
            })
    }

    /// Returns whether token `position` is a quotation the words of which end with one of `marks`.
    fn closes_with(&self, position: usize, marks: &[char]) -> bool {
        let token = &self.tokens[position];
        token.is_quote() && {
            let words = self.text[token.start..token.end].trim_end_matches(is_mark);
            words.trim_end().ends_with(marks)
        }
    }

    /// Returns the attribution of the quotation at token `position` within its sentence.
    pub(super) fn attribution(&self, position: usize) -> Option<Attribution> {
        let behind = self.behind(position);
        if behind.as_ref().is_some_and(|behind| behind.cue == Cue::Says) {
            return behind;
        }
        match (behind, self.before(position)) {
            (Some(behind), Some(before)) if !matches!(before.cue, Cue::Colon | Cue::Label) => Some(behind),
            (behind, before) => before.or(behind),
        }
    }

    /// Returns the number of tokens of a phrase such as *according to* at token `position`.
    fn phrase_before_speaker(&self, position: usize) -> Option<usize> {
        if !self.token(position)?.is(WordClass::PHRASE) {
            return None;
        }
        self.phrase_at(position, self.lexicon.words.phrases_before)
    }

    /// Returns the number of words of the one of `phrases` that is at token `position`.
    fn phrase_at(&self, position: usize, phrases: &[&str]) -> Option<usize> {
        let first = self.word(position).as_bytes().first();
        let matches = |phrase: &&&str| {
            // Most phrases begin with another letter.
            let begins_alike =
                first.zip(phrase.as_bytes().first()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
            let mut words = phrase.split(' ').enumerate();
            begins_alike
                && words.all(|(n, word)| {
                    position + n < self.tokens.len() && self.word(position + n).eq_ignore_ascii_case(word)
                })
        };
        phrases.iter().find(matches).map(|phrase| phrase.split(' ').count())
    }

    /// Returns whether the verb at `verb` is a passive: *was called*.
    fn is_passive(&self, verb: usize) -> bool {
        let mut position = verb;
        while position > 0
            && self.tokens[position - 1].is(WordClass::ADVERB | WordClass::BE)
            && self.tokens[position - 1].kind == SpeechTokenKind::Word
        {
            position -= 1;
            if self.tokens[position].is(WordClass::BE) {
                return !self.tokens[verb].is(WordClass::SAYING);
            }
        }
        false
    }
}
