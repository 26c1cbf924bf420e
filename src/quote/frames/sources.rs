//! Phrases that name a source: *laut X*, *nach Angaben von X*, *X zufolge*.

use crate::quote::frames::grammar::Classes;
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead, noun_phrase};
use crate::quote::frames::sentence::FrameSentence;
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, phrase_length};

impl FrameSentence<'_, '_> {
    /// Reads a source directly before a quotation: laut X „…“.
    pub(super) fn source_before(&self, quote: usize) -> Option<NamingPhrase> {
        let mut sources = (0..quote).rev().filter_map(|index| self.named_source(index));
        sources.find(|phrase| phrase.tokens.end == quote)
    }

    /// Reads a sentence that says what something is for somebody: für X ist das „…“.
    pub(super) fn for_somebody(&self) -> Option<NamingPhrase> {
        self.tokens.first().filter(|token| token.classes.has(Classes::FOR))?;
        let phrase = noun_phrase(self.tokens, 1, self.grammar)?;
        let verb = self.tokens.get(phrase.tokens.end)?;
        (matches!(phrase.head, PhraseHead::Name(..)) && verb.classes.has(Classes::FINITE)).then_some(phrase)
    }

    /// Returns the source that the sentence names.
    pub(super) fn source(&self, quote: usize) -> Option<NamingPhrase> {
        let mut found = (0..self.tokens.len())
            .filter(|index| *index != quote)
            .filter_map(|index| self.named_source_at(index));
        found.next()
    }

    /// Reads a phrase that names a source at `index`, or one around it: `, so X,`.
    pub(super) fn named_source_at(&self, index: usize) -> Option<NamingPhrase> {
        if let Some(phrase) = self.named_source(index) {
            return Some(phrase);
        }
        let token = &self.tokens[index];
        let follows_comma = index > 0 && self.tokens[index - 1].is_mark(',');
        if token.classes.has(Classes::AS) && (index == 0 || follows_comma) {
            return self.as_says(index);
        }
        if follows_comma && token.classes.has(Classes::SO) {
            let phrase = noun_phrase(self.tokens, index + 1, self.grammar)?;
            let is_closed = self
                .tokens
                .get(phrase.core.end)
                .is_none_or(|token| matches!(token.kind, FrameTokenKind::Mark(_)));
            return (is_closed && !phrase.is_oblique).then_some(phrase);
        }
        if phrase_length(&self.tokens[index..], Classes::AFTER_SOURCE, self.grammar).is_some() {
            let starts = (index.saturating_sub(12)..index).filter(|start| {
                *start == 0
                    || !self.tokens[*start - 1].is_word()
                    || self.tokens[*start].classes.has(Classes::ARTICLE)
                    || self.tokens[*start - 1]
                        .classes
                        .has(Classes::COORDINATE.or(Classes::ADVERB).or(Classes::FINITE))
            });
            return starts
                .filter_map(|start| noun_phrase(&self.tokens[..index], start, self.grammar))
                .find(|phrase| phrase.core.end == index);
        }
        None
    }

    /// Reads a phrase that names a source: laut X, nach Angaben von X.
    pub(super) fn named_source(&self, index: usize) -> Option<NamingPhrase> {
        let tail = &self.tokens[index..];
        let noun_length = phrase_length(tail, Classes::SOURCE_NOUN, self.grammar);
        let length = noun_length.or_else(|| phrase_length(tail, Classes::SOURCE, self.grammar))?;
        let mut start = index + length;
        let is_article = |token: &&FrameToken<'_>| token.classes.has(Classes::ARTICLE);
        let article = usize::from(self.tokens.get(start).filter(is_article).is_some());
        // Nach den Angaben von X, laut einer Meldung der X.
        let words = self.tokens.get(start + article..).unwrap_or_default();
        let adjectives = words.iter().take(2).take_while(|token| token.kind == FrameTokenKind::Word).count();
        let is_source = words.get(adjectives).is_some_and(|token| token.classes.has(Classes::SOURCE_WORD));
        let behind = start + article + adjectives + 1;
        if is_source {
            let token = self.tokens.get(behind)?;
            if token.classes.has(Classes::OF) && token.kind == FrameTokenKind::Word {
                start = behind + usize::from(token.classes.has(Classes::PREPOSITION));
            } else if token.kind == FrameTokenKind::Capital
                || token.classes.has(Classes::OBLIQUE.or(Classes::DETERMINER))
            {
                start = behind;
            }
        } else if noun_length == Some(1) {
            return None;
        }
        noun_phrase(self.tokens, start, self.grammar)
    }
}
