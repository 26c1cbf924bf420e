//! Who a quotation is attributed to in its sentence.

mod before;
mod behind;
mod noun_phrases;
mod subjects;

use crate::quote::lexicon::{Lexicon, WordClass};
use crate::quote::spans::is_mark;
use crate::quote::tokens::{Token, TokenKind};

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
            let words = self.text[token.start..token.end].trim_end_matches(is_mark);
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
}
