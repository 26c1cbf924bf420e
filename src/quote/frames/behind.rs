//! Attributions behind a quotation: *„…“, sagte X*; *„…“, so X*.

use crate::quote::frames::grammar::Classes;
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead, noun_phrase};
use crate::quote::frames::sentence::{FrameSentence, shifted};
use crate::quote::frames::subject::{subject, subject_after};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, phrase_length};

/// Number of words from which a quotation in lower case before an unknown verb is speech.
const MIN_SPEECH_WORDS: usize = 4;

impl FrameSentence<'_, '_> {
    /// Returns who a sentence that attributes the one before it names: Das sagte X.
    pub(super) fn of_before(&self) -> Option<NamingPhrase> {
        let first =
            self.tokens.first().filter(|token| token.classes.has(Classes::OTHER_PRONOUN.or(Classes::SO)))?;
        if self.tokens.iter().any(FrameToken::is_quote) || first.classes.has(Classes::HE.or(Classes::SHE)) {
            return None;
        }
        let verb = self.tokens.get(1)?;
        let has_participle = || self.tokens.iter().any(|token| token.classes.has(Classes::PARTICIPLE));
        let is_speech =
            verb.classes.has(Classes::SPEECH) || verb.classes.has(Classes::FINITE) && has_participle();
        is_speech.then(|| subject_after(self.tokens, 1, self.grammar)).flatten()
    }

    /// Reads the attribution directly behind a quotation.
    pub(super) fn behind(&self, quote: usize) -> Option<NamingPhrase> {
        let is_joint =
            |token: &FrameToken<'_>| matches!(token.kind, FrameTokenKind::Mark(',' | '–' | '—' | '-'));
        let mut index = quote + 1;
        while self.tokens.get(index).is_some_and(is_joint) {
            index += 1;
        }
        let has_comma = index > quote + 1;
        if let Some(phrase) = self.attribution(index, has_comma) {
            return Some(phrase);
        }
        // Any verb behind whole sentences that are said.
        if !self.grammar.has_capital_nouns {
            return None;
        }
        let token = self.tokens.get(index)?;
        let joins = |token: &FrameToken<'_>| token.classes.has(Classes::COORDINATE.or(Classes::ADVERB));
        let is_speech =
            has_comma && self.tokens[..quote].iter().all(joins) && self.words(quote) >= MIN_SPEECH_WORDS;
        let is_verb = token.kind == FrameTokenKind::Word
            && !token.classes.has(Classes::PREPOSITION.or(Classes::SUBORDINATE).or(Classes::DETERMINER))
            && token.lower.len() > 3;
        let phrase = (is_speech && is_verb).then(|| subject_after(self.tokens, index, self.grammar))??;
        let is_finite = token.lower.ends_with(['t', 'e', 'n']) || matches!(phrase.head, PhraseHead::Name(..));
        (is_finite && phrase.tokens.start == index + 1).then_some(phrase)
    }

    /// Returns whether a verb of speech without a subject follows a quotation: «…», añadió.
    pub(super) fn has_bare_verb(&self, quote: usize) -> bool {
        let is_joint =
            |token: &&FrameToken<'_>| matches!(token.kind, FrameTokenKind::Mark(',' | '–' | '—' | '-'));
        let verb = quote + 1 + self.tokens[quote + 1..].iter().take_while(is_joint).count();
        let is_closed =
            self.tokens.get(verb + 1).is_none_or(|token| matches!(token.kind, FrameTokenKind::Mark(_)));
        !self.grammar.has_capital_nouns && verb < self.tokens.len() && self.is_speech(verb) && is_closed
    }

    /// Reads the attribution behind a later comma: he would “stay”, whatever comes, X said.
    pub(super) fn behind_comma(&self, quote: usize) -> Option<NamingPhrase> {
        let commas = self.clause(quote + 1).filter(|index| self.tokens[*index].is_mark(','));
        commas.into_iter().find_map(|comma| {
            let token = self.tokens.get(comma + 1)?;
            let is_aside = token.classes.has(Classes::SO.or(Classes::AS));
            if is_aside { self.named_source_at(comma + 1) } else { self.attribution(comma + 1, true) }
        })
    }

    /// Reads an attribution that begins with the word at `index`: a verb of speech, or a word for one.
    pub(super) fn attribution(&self, index: usize, has_comma: bool) -> Option<NamingPhrase> {
        // A déclaré X, ha dicho X.
        let skipped = self.adverbs(index);
        let is_verb =
            |token: &FrameToken<'_>| token.kind == FrameTokenKind::Word && token.classes.has(Classes::SPEECH);
        let index =
            if self.tokens.get(index + skipped).is_some_and(is_verb) { index + skipped } else { index };
        let token = self.tokens.get(index)?;
        if let Some(length) = phrase_length(&self.tokens[index..], Classes::IT_SAYS, self.grammar) {
            return self.place_of_words(index + length);
        }
        if token.kind == FrameTokenKind::Word && token.classes.has(Classes::CITES) {
            return self.cited(index);
        }
        if token.kind == FrameTokenKind::Word && token.classes.has(Classes::SPEECH) {
            return subject_after(self.tokens, index, self.grammar);
        }
        if token.kind == FrameTokenKind::Word && token.classes.has(Classes::FINITE) {
            let mut rest = self.clause(index + 1);
            let is_participle =
                |index: usize| self.tokens[index].classes.has(Classes::PARTICIPLE.or(Classes::CITES));
            return rest
                .any(is_participle)
                .then(|| subject_after(self.tokens, index, self.grammar))
                .flatten();
        }
        if !has_comma {
            return None;
        }
        if token.classes.has(Classes::SO.or(Classes::SOURCE)) {
            let start = index + 1 + self.adverbs(index + 1);
            if self
                .tokens
                .get(start)
                .is_some_and(|token| token.kind == FrameTokenKind::Word && token.classes.has(Classes::SPEECH))
            {
                return subject_after(self.tokens, start, self.grammar);
            }
            if token.classes.has(Classes::SOURCE) {
                return self.named_source(index);
            }
            if let Some(length) =
                phrase_length(&self.tokens[start.min(self.tokens.len())..], Classes::IT_SAYS, self.grammar)
            {
                return self.place_of_words(start + length);
            }
            return noun_phrase(self.tokens, start, self.grammar);
        }
        if token.classes.has(Classes::AS) {
            return self.as_says(index);
        }
        self.named_source(index)
    }

    /// Reads who is cited by the verb at `verb`.
    pub(super) fn cited(&self, verb: usize) -> Option<NamingPhrase> {
        let mut start = verb + 1 + self.adverbs(verb + 1);
        if self.tokens.get(start).is_some_and(|token| token.classes.has(Classes::OTHER_PRONOUN)) {
            start += 1;
        }
        noun_phrase(self.tokens, start, self.grammar)
    }

    /// Returns the speaker named behind a later quotation, if no other verb stands between.
    pub(super) fn behind_later(&self, quote: usize) -> Option<NamingPhrase> {
        let later = (quote + 1..self.tokens.len()).filter(|index| self.tokens[*index].is_quote());
        later.into_iter().find_map(|later| self.behind(later))
    }

    /// Returns the subject of the verb of speech behind a quotation that the clause begins with.
    pub(super) fn verb_after(&self, quote: usize) -> Option<NamingPhrase> {
        let has_verb = self.tokens[..quote]
            .iter()
            .any(|token| token.classes.has(Classes::FINITE.or(Classes::SPEECH)) || token.is_mark(','));
        if has_verb {
            return None;
        }
        let mut clause = self.clause(quote + 1).take_while(|index| !self.tokens[*index].is_mark(','));
        clause
            .find(|index| self.is_speech(*index))
            .and_then(|verb| subject_after(self.tokens, verb, self.grammar))
    }

    /// Reads a clause: wie X sagte.
    pub(super) fn as_says(&self, index: usize) -> Option<NamingPhrase> {
        let ends = |index: usize| self.tokens.get(index).is_none_or(|token| !token.is_word());
        let mut clause = self.clause(index + 1);
        let verb = clause.find(|index| self.is_speech(*index) && (ends(*index + 1) || *index == 1))?;
        subject(&self.tokens[index + 1..], verb - index - 1, self.grammar)
            .map(|phrase| shifted(phrase, index + 1))
    }

    /// Reads where words stand: heißt es in dem Bericht.
    pub(super) fn place_of_words(&self, index: usize) -> Option<NamingPhrase> {
        let index = index + self.adverbs(index);
        self.tokens.get(index).filter(|token| token.classes.has(Classes::PREPOSITION))?;
        let phrase = noun_phrase(self.tokens, index + 1, self.grammar)?;
        Some(phrase)
    }
}
