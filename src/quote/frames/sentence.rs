//! The frames of attributions in a sentence.

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::names::NameTable;
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead, noun_phrase};
use crate::quote::frames::subject::subject_after;
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};

/// The frame that a speaker was found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// Directly behind the quotation.
    Behind,
    /// Before its colon.
    Colon,
    /// A source directly before it.
    SourceBefore,
    /// A verb of speech before it.
    VerbBefore,
    /// Behind a later quotation of the sentence.
    BehindLater,
    /// Behind a later comma.
    BehindComma,
    /// A verb in two parts around it.
    Around,
    /// A source anywhere in the sentence.
    Source,
    /// A verb before it that is a verb of speech in some uses.
    WeakVerbBefore,
    /// A verb of speech behind it.
    VerbBehind,
    /// Somebody who finds something.
    For,
}

impl Frame {
    /// Returns whether nothing stands between the frame and the quotation.
    pub(super) fn is_adjacent(self) -> bool {
        matches!(self, Frame::Behind | Frame::Colon)
    }
}

/// A sentence of a paragraph.
#[derive(Debug, Clone, Copy)]
pub(super) struct FrameSentence<'s, 't> {
    pub tokens: &'s [FrameToken<'t>],
    pub grammar: &'s Grammar,
    pub names: &'s NameTable,
}

impl FrameSentence<'_, '_> {
    /// Returns the speaker of the quotation at token `quote`.
    pub(super) fn speaker(&self, quote: usize) -> Option<(NamingPhrase, Frame)> {
        self.read(quote).filter(|(phrase, _)| self.is_plausible(phrase) && !self.is_denied(quote))
    }

    /// Returns whether a phrase is no adverb with a capital at the beginning of the sentence.
    pub(super) fn is_plausible(&self, phrase: &NamingPhrase) -> bool {
        let PhraseHead::Name(start, end) = phrase.head else { return true };
        start > 0 || end - start > 1 || self.names.has(self.tokens[start].text)
    }

    pub(super) fn read(&self, quote: usize) -> Option<(NamingPhrase, Frame)> {
        let behind = self.behind(quote);
        let is_colon = quote > 0 && self.tokens[quote - 1].is_mark(':');
        // X sagte: „…“, betonte sie: the name counts.
        let is_named =
            |phrase: &NamingPhrase| !is_colon || !matches!(phrase.head, PhraseHead::He | PhraseHead::She);
        if let Some(phrase) = behind.filter(is_named) {
            return Some((phrase, Frame::Behind));
        }
        if let Some(colon) = quote.checked_sub(1).filter(|colon| self.tokens[*colon].is_mark(':')) {
            return self.before_colon(colon).map(|phrase| (phrase, Frame::Colon));
        }
        let by = |frame: Frame| move |phrase: NamingPhrase| (phrase, frame);
        let found = self.source_before(quote).map(by(Frame::SourceBefore));
        let found = found.or_else(|| self.verb_before(quote, true).map(by(Frame::VerbBefore)));
        let found = found.or_else(|| self.behind_later(quote).map(by(Frame::BehindLater)));
        let found = found.or_else(|| self.around(quote).map(by(Frame::Around)));
        let found = found.or_else(|| self.behind_comma(quote).map(by(Frame::BehindComma)));
        let found = found.or_else(|| self.source(quote).map(by(Frame::Source)));
        let found = found.or_else(|| self.verb_before(quote, false).map(by(Frame::WeakVerbBefore)));
        let found = found.or_else(|| self.verb_after(quote).map(by(Frame::VerbBehind)));
        found.or_else(|| self.for_somebody().map(by(Frame::For)))
    }

    /// Returns the speaker of a sentence without the quotation that it announces.
    pub(super) fn announced(&self) -> Option<NamingPhrase> {
        self.before_colon(self.tokens.len()).filter(|phrase| self.is_plausible(phrase))
    }

    /// Returns the name of a person or body that the sentence is about.
    pub(super) fn topic(&self) -> Option<NamingPhrase> {
        let first = noun_phrase(self.tokens, 0, self.grammar).filter(|phrase| !phrase.is_oblique);
        let verb = || {
            let is_verb = |token: &FrameToken<'_>| {
                token.kind == FrameTokenKind::Word && token.classes.has(Classes::FINITE.or(Classes::SPEECH))
            };
            let verb = self.tokens.iter().position(is_verb)?;
            subject_after(self.tokens, verb, self.grammar)
        };
        let topic = first.or_else(verb)?;
        let is_name = matches!(topic.head, PhraseHead::Name(..) | PhraseHead::He | PhraseHead::She);
        (is_name && self.is_plausible(&topic)).then_some(topic)
    }

    /// Returns whether the sentence has a verb in the mood of reported speech.
    pub(super) fn is_reported(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| token.kind == FrameTokenKind::Word && token.classes.has(Classes::REPORTED))
    }

    /// Returns whether the sentence has nothing but quotations and a few words that join them.
    pub(super) fn is_bare(&self) -> bool {
        let joins = |token: &FrameToken<'_>| {
            token.is_quote()
                || matches!(token.kind, FrameTokenKind::Mark(_))
                || token.classes.has(Classes::COORDINATE.or(Classes::ADVERB))
        };
        self.tokens.iter().all(joins)
    }

    /// Returns the tokens from `start` to the end of their clause.
    pub(super) fn clause(&self, start: usize) -> impl Iterator<Item = usize> + '_ {
        let ends = |token: &FrameToken<'_>| {
            matches!(token.kind, FrameTokenKind::Mark('.' | ';' | ':' | '!' | '?')) || token.is_quote()
        };
        (start..self.tokens.len()).take_while(move |index| !ends(&self.tokens[*index]))
    }

    pub(super) fn is_speech(&self, index: usize) -> bool {
        let token = &self.tokens[index];
        token.kind == FrameTokenKind::Word && token.classes.has(Classes::SPEECH)
    }

    pub(super) fn adverbs(&self, start: usize) -> usize {
        self.tokens[start.min(self.tokens.len())..]
            .iter()
            .take_while(|token| token.classes.has(Classes::ADVERB))
            .count()
    }

    /// Returns the number of words of a quotation.
    pub(super) fn words(&self, quote: usize) -> usize {
        self.tokens[quote].text.split_whitespace().count()
    }
}

/// Moves a phrase that was read in a part of the sentence.
pub(super) fn shifted(mut phrase: NamingPhrase, offset: usize) -> NamingPhrase {
    phrase.tokens = phrase.tokens.start + offset..phrase.tokens.end + offset;
    phrase.core = phrase.core.start + offset..phrase.core.end + offset;
    if let PhraseHead::Name(start, end) = &mut phrase.head {
        (*start, *end) = (*start + offset, *end + offset);
    }
    phrase
}
