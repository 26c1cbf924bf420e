//! Attributions before a quotation, and around it: *X sagte: „…“*; *X hat den Plan „…“ genannt*.

use crate::quote::frames::grammar::Classes;
use crate::quote::frames::phrase::{NamingPhrase, PhraseHead, noun_phrase};
use crate::quote::frames::sentence::{FrameSentence, shifted};
use crate::quote::frames::subject::{may_speak, subject, subject_after, subject_before};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, phrase_length};

impl FrameSentence<'_, '_> {
    /// Reads the clause before the colon at `colon`.
    pub(super) fn before_colon(&self, colon: usize) -> Option<NamingPhrase> {
        let head = &self.tokens[..colon];
        let start = head
            .iter()
            .rposition(|token| token.is_mark(':') || token.is_quote())
            .map_or(0, |index| index + 1);
        // The nearest frame counts: he said it, so X:
        let frame = |index: usize| {
            let source = self.named_source_at(index).filter(|phrase| phrase.tokens.end <= colon);
            source.or_else(|| {
                self.subject_of(index, colon, false).filter(|phrase| phrase.tokens.start >= start)
            })
        };
        if let Some(phrase) = (start..colon).rev().find_map(frame) {
            return Some(phrase);
        }
        let clause = &head[start..];
        let is_reported = self.is_reported();
        if (start..colon).any(|index| self.is_speech(index) && !self.tokens[index].classes.has(Classes::WEAK))
        {
            return None;
        }
        // X zeigte sich zuversichtlich: and X zur neuen Heimat:
        if let Some(phrase) = noun_phrase(clause, 0, self.grammar)
            && !phrase.is_oblique
            && may_speak(clause, &phrase, self.grammar)
            && (!is_reported || matches!(phrase.head, PhraseHead::Name(start, end) if end - start > 1))
        {
            return Some(shifted(phrase, start));
        }
        if is_reported {
            return None;
        }
        let verb = clause.iter().position(|token| {
            token.kind == FrameTokenKind::Word && token.classes.has(Classes::FINITE.or(Classes::SPEECH))
        });
        let found = verb.and_then(|verb| subject(clause, verb, self.grammar));
        // Hier sparte X nicht mit Kritik: any verb before its subject.
        let verbs = if self.grammar.has_capital_nouns { 0..clause.len() } else { 0..0 };
        let any_verb = verbs.into_iter().find_map(|verb| {
            let token = &clause[verb];
            let is_verb = token.kind == FrameTokenKind::Word
                && token.classes == Classes::default()
                && token.lower.ends_with(['t', 'e', 'n']);
            let phrase = is_verb.then(|| subject_after(clause, verb, self.grammar))??;
            let is_name = match phrase.head {
                PhraseHead::Name(start, end) => end - start > 1 || self.names.is_surname(clause[start].text),
                PhraseHead::He => true,
                PhraseHead::Noun => phrase.has_determiner && clause[phrase.core.start].lower == "der",
                PhraseHead::She => false,
            };
            let is_subject = is_name;
            (phrase.core.start == verb + 1 && is_subject).then_some(phrase)
        });
        found.or(any_verb).map(|phrase| shifted(phrase, start))
    }

    /// Returns the subject of the nearest verb of speech before a quotation.
    pub(super) fn verb_before(&self, quote: usize, is_strong: bool) -> Option<NamingPhrase> {
        (0..quote).rev().find_map(|verb| self.subject_of(verb, quote, is_strong))
    }

    /// Returns who speaks by the word at `verb`, seen from the tokens before `end`.
    pub(super) fn subject_of(&self, verb: usize, end: usize, is_strong: bool) -> Option<NamingPhrase> {
        let token = &self.tokens[verb];
        let tokens = &self.tokens[..end];
        if let Some(length) = phrase_length(&tokens[verb..], Classes::IT_SAYS, self.grammar) {
            return self.place_before(verb).or_else(|| self.place_of_words(verb + length));
        }
        if token.kind != FrameTokenKind::Word {
            return None;
        }
        if token.classes.has(Classes::CITES) && !self.is_passive(verb) {
            return self.cited(verb).filter(|phrase| phrase.tokens.end <= end);
        }
        if phrase_length(&tokens[verb..], Classes::OPINION, self.grammar).is_some_and(|length| length > 1) {
            return subject(tokens, verb, self.grammar);
        }
        if token.classes.has(Classes::PARTICIPLE) {
            if let Some(auxiliary) = self.auxiliary(verb) {
                return self.subject_or_agent(auxiliary, end);
            }
            let is_last = tokens.get(verb + 1).is_some_and(|next| next.classes.has(Classes::FINITE));
            return is_last.then(|| subject_before(tokens, verb, self.grammar)).flatten();
        }
        if token.classes.has(Classes::SPEECH) && !(is_strong && token.classes.has(Classes::WEAK)) {
            return subject(tokens, verb, self.grammar);
        }
        None
    }

    /// Returns the subject of the auxiliary of a participle, or who acts if they are a passive: von X.
    pub(super) fn subject_or_agent(&self, auxiliary: usize, end: usize) -> Option<NamingPhrase> {
        let is_cited = self.tokens.iter().any(|token| token.lower == "zitiert");
        if !self.tokens[auxiliary].classes.has(Classes::PASSIVE) || is_cited {
            return subject(&self.tokens[..end], auxiliary, self.grammar);
        }
        let is_by = |token: &FrameToken<'_>| {
            token.kind == FrameTokenKind::Word
                && token.classes.has(Classes::OF)
                && token.classes.has(Classes::PREPOSITION)
        };
        let by = (auxiliary + 1..end).find(|index| is_by(&self.tokens[*index]))?;
        noun_phrase(&self.tokens[..end], by + 1, self.grammar)
    }

    /// Reads a verb in two parts around a quotation: X hat den Plan „…“ genannt.
    pub(super) fn around(&self, quote: usize) -> Option<NamingPhrase> {
        let mut clause = self.clause(quote + 1).take_while(|index| !self.tokens[*index].is_mark(','));
        let participle = clause.find(|index| {
            let token = &self.tokens[*index];
            token.kind == FrameTokenKind::Word && token.classes.has(Classes::PARTICIPLE)
        })?;
        if self.tokens.get(participle + 1).is_some_and(|next| next.classes.has(Classes::FINITE)) {
            let begins = |token: &FrameToken<'_>| token.classes.has(Classes::SUBORDINATE);
            let start = self.tokens[..quote].iter().rposition(begins)? + 1;
            return noun_phrase(&self.tokens[..quote], start, self.grammar)
                .filter(|phrase| !phrase.is_oblique);
        }
        let auxiliary = self.auxiliary(participle).filter(|auxiliary| *auxiliary < quote)?;
        let has_other_verb =
            (auxiliary + 1..quote).any(|index| self.is_speech(index) || self.tokens[index].is_mark(':'));
        if has_other_verb {
            return None;
        }
        self.subject_or_agent(auxiliary, quote)
    }

    /// Returns whether the participle at `verb` has an auxiliary in its clause.
    pub(super) fn is_passive(&self, verb: usize) -> bool {
        self.auxiliary(verb).is_some()
    }

    /// Returns the auxiliary before the participle at `verb`, in its clause.
    pub(super) fn auxiliary(&self, verb: usize) -> Option<usize> {
        let ends = |token: &FrameToken<'_>| matches!(token.kind, FrameTokenKind::Mark('.' | ';' | ':'));
        let clause = (0..verb).rev().take_while(|index| !ends(&self.tokens[*index]));
        clause.into_iter().find(|index| {
            let token = &self.tokens[*index];
            token.kind == FrameTokenKind::Word
                && token.classes.has(Classes::FINITE)
                && !token.classes.has(Classes::SPEECH)
        })
    }

    /// Reads where words stand before the verb: in dem Bericht heißt es.
    pub(super) fn place_before(&self, verb: usize) -> Option<NamingPhrase> {
        let starts = (verb.saturating_sub(40)..verb).filter(|index| {
            let token = &self.tokens[*index];
            token.is_word() && token.classes.has(Classes::PREPOSITION)
        });
        starts.into_iter().find_map(|start| {
            let phrase = noun_phrase(&self.tokens[..verb], start + 1, self.grammar)?;
            let is_inserted = self.tokens.get(phrase.core.end).is_some_and(|token| token.is_mark(','))
                && self.tokens[verb - 1].is_mark(',');
            (phrase.tokens.end == verb || phrase.core.end == verb || is_inserted || start == 0)
                .then_some(phrase)
        })
    }
}
