//! Speech that is denied or only supposed: *X never said “…”*, *X refused to call it “…”*, *if X says “…”*.

use crate::quote::attribution::noun_phrases::{Head, NounPhrase};
use crate::quote::attribution::{Attribution, Cue, Sentences};
use crate::quote::lexicon::WordClass;
use crate::quote::steps::step;
use crate::quote::tokens::{SpeechToken, SpeechTokenKind};

/// Maximum number of tokens between a verb of speech and the word that denies it.
const MAX_GOVERNED: usize = 6;
/// Maximum number of tokens between a word such as *true* and the one that denies it.
const MAX_DENIED: usize = 4;

impl Sentences<'_> {
    /// Returns the attribution of the quotation at token `quote` if the sentence, which begins at token
    /// `start`, denies or supposes that `subject` has said what the verb of speech at token `verb`
    /// introduces.
    pub(super) fn denial(
        &self,
        verb: usize,
        quote: usize,
        start: usize,
        subject: Option<&NounPhrase>,
    ) -> Option<Attribution> {
        let is_governed = self.is_governed(verb, start);
        let is_supposed = || {
            let subject = subject.filter(|subject| subject.tokens.end <= verb)?;
            // `if X wins, “…”`, `if X, who said “…”, wins`
            let commas = &self.tokens[verb..quote.saturating_sub(1).max(verb)];
            let has_comma = commas.iter().any(|token| token.is_mark(','));
            let between = &self.tokens[subject.tokens.end..verb];
            let is_relative = between.iter().any(|token| token.is(WordClass::WHO));
            self.is_supposed(start, subject, !has_comma && !is_relative).then_some(())
        };
        if !is_governed && is_supposed().is_none()
            || self.is_one_of(verb, self.lexicon.words.thinks)
            || !self.introduces(verb, quote)
        {
            return None;
        }
        Some(unclear(subject.filter(|_| is_governed).cloned()))
    }

    /// Returns the attribution behind a quotation if the words behind its subject deny it: *“…,” X did not
    /// say*, *“…,” X said she would never say*.
    pub(super) fn denial_behind(&self, subject: &NounPhrase, end: usize) -> Option<Attribution> {
        let words = self.lexicon.words;
        let is_between = |position: &usize| {
            let token = &self.tokens[*position];
            let lists =
                [words.negations, words.refusals, words.infinitive_marks, words.modals, words.perfect];
            token.is(WordClass::ADVERB | WordClass::BE)
                || lists.into_iter().any(|list| self.is_one_of(*position, list))
        };
        let verb_behind = |start: usize| {
            let limit = end.min(start + MAX_GOVERNED);
            let verb = (start..limit).find(|position| self.is_speech(*position) || !is_between(position))?;
            self.is_speech(verb).then_some(verb)
        };
        let verb = verb_behind(subject.next)?;
        if self.is_nobody(subject.tokens.start) {
            return Some(unclear(None));
        }
        if self.is_governed(verb, subject.next) {
            return Some(unclear(Some(subject.clone())));
        }
        let again = self.token(verb + 1)?;
        let is_again = again.is(WordClass::HE | WordClass::SHE | WordClass::THEY);
        let later = is_again.then(|| verb_behind(verb + 2)).flatten()?;
        let is_last = self.token(later + 1).is_none_or(SpeechToken::is_punctuation);
        (is_last && self.is_governed(later, verb + 2)).then(|| unclear(Some(subject.clone())))
    }

    /// Returns whether nothing but other quotations comes between the object of the verb at token `verb` and
    /// the quotation at token `quote`, and no other clause.
    fn introduces(&self, verb: usize, quote: usize) -> bool {
        let between = &self.tokens[verb + 1..quote];
        let first = between.iter().position(SpeechToken::is_quote).unwrap_or(between.len());
        let joins =
            |token: &SpeechToken| token.is_quote() || token.is_mark(',') || token.is(WordClass::CONJUNCTION);
        let clauses = WordClass::HE | WordClass::SHE | WordClass::THEY | WordClass::FUNCTION;
        let is_clause = |pair: &[SpeechToken]| match pair {
            [one, next] => {
                one.is_mark(',') && next.is(WordClass::CONJUNCTION)
                    || one.is(WordClass::CONJUNCTION) && next.is(clauses)
            }
            _ => false,
        };
        between[first..].iter().all(joins) && !between[..first].windows(2).any(is_clause)
    }

    /// Returns whether the token is a verb of speech in any of its forms.
    fn is_speech(&self, position: usize) -> bool {
        let token = &self.tokens[position];
        let verbs = WordClass::SAYS | WordClass::CALLS | WordClass::SAYING;
        (token.kind == SpeechTokenKind::Word && token.is(verbs)
            || self.is_one_of(position, self.lexicon.words.infinitives))
            && !self.is_one_of(position, self.lexicon.words.thinks)
    }

    /// Returns whether words between the subject and its verb deny it: *did not say*, *refused to say*,
    /// *could have said*.
    fn is_governed(&self, verb: usize, start: usize) -> bool {
        let words = self.lexicon.words;
        let is_participle = self.tokens[verb].is(WordClass::SAYING);
        let mut is_infinitive = false;
        for position in (start.max(verb.saturating_sub(MAX_GOVERNED))..verb).rev() {
            step();
            let token = &self.tokens[position];
            if token.is_punctuation() || token.is_quote() || token.is(WordClass::CONJUNCTION) {
                return false;
            }
            if self.is_negation(position) {
                let is_passive =
                    !is_participle && position + 1 == verb && self.is_passive_auxiliary(position);
                return !is_passive && !self.is_one_of(position + 1, words.not_only);
            }
            let is_mark = self.is_one_of(position + 1, words.infinitive_marks);
            if (is_infinitive || is_participle) && self.is_one_of(position, words.refusals)
                || is_infinitive && !is_mark && self.is_one_of(position, words.wishes)
                || is_mark && self.is_one_of(position, words.instead)
            {
                return true;
            }
            let is_perfect = position + 1 < verb && self.is_one_of(position + 1, words.perfect);
            if is_perfect && self.is_one_of(position, words.modals) {
                return true;
            }
            is_infinitive |= self.is_one_of(position, words.infinitive_marks);
            let goes_on = token.is(WordClass::ADVERB | WordClass::BE | WordClass::TIME)
                || self.is_one_of(position, words.perfect);
            if !goes_on && !is_infinitive {
                return false;
            }
        }
        false
    }

    /// Returns whether the clause of `subject` is denied or a condition, or the subject is nobody: *denied
    /// that X*, *if X*, *it is not true that X*, *nobody*. A condition may end before the quotation.
    fn is_supposed(&self, start: usize, subject: &NounPhrase, is_condition: bool) -> bool {
        let words = self.lexicon.words;
        if self.is_nobody(subject.tokens.start) {
            return true;
        }
        let before = |position: usize| position.checked_sub(1).filter(|before| *before >= start);
        let Some(mut last) = before(subject.tokens.start) else { return false };
        // `if Mayor Bell says`
        while self.tokens[last].is(WordClass::TITLE | WordClass::DETERMINER) {
            if self.is_nobody(last) {
                return true;
            }
            match before(last) {
                Some(earlier) => last = earlier,
                None => return false,
            }
        }
        if is_condition && self.is_one_of(last, words.conditions) || self.is_one_of(last, words.negations) {
            return true;
        }
        let is_that = self.is_one_of(last, words.that);
        let Some(governor) = (if is_that { before(last) } else { Some(last) }) else { return false };
        let from = start.max(governor.saturating_sub(MAX_DENIED));
        self.is_one_of(governor, words.denials)
            || is_that
                && self.is_one_of(governor, words.truths)
                && (from..governor).any(|position| self.is_negation(position))
    }

    /// Returns whether the token is *not*, or a contraction with it.
    fn is_negation(&self, position: usize) -> bool {
        let words = self.lexicon.words;
        let word = self.word(position);
        let is_contraction = || words.contractions.split_ascii_whitespace().any(|end| word.ends_with(end));
        !self.tokens[position].is_quote() && (self.is_one_of(position, words.negations) || is_contraction())
    }

    /// Returns whether the negation at `position` makes a verb of speech behind it a passive: *was not told*,
    /// *wasn't told*.
    fn is_passive_auxiliary(&self, position: usize) -> bool {
        let before = position.checked_sub(1).map(|before| &self.tokens[before]);
        let word = self.word(position);
        let base = word.split(['\'', '’']).next().map_or("", |base| base.strip_suffix('n').unwrap_or(base));
        before.is_some_and(|before| before.is(WordClass::BE)) || self.lexicon.class(base).is(WordClass::BE)
    }

    /// Returns whether a phrase that begins with the token is nobody: *nobody*, *no one*, but not *No. 10*.
    fn is_nobody(&self, position: usize) -> bool {
        let is_number = |token: &SpeechToken| token.kind == SpeechTokenKind::Number || token.is_mark('.');
        self.is_one_of(position, self.lexicon.words.nobody)
            && !self.token(position + 1).is_some_and(is_number)
    }

    /// Returns whether the word at `position` is in `list`, whether or not it begins with a capital.
    pub(super) fn is_one_of(&self, position: usize, list: &str) -> bool {
        self.token(position).is_some_and(|token| !token.is_quote()) && {
            let word = self.word(position);
            list.split_ascii_whitespace().any(|known| known.eq_ignore_ascii_case(word))
        }
    }
}

/// Returns the attribution of words that `subject`, if there is one, cannot be said to have spoken.
pub(super) fn unclear(subject: Option<NounPhrase>) -> Attribution {
    let nobody = NounPhrase { head: Head::Noun, tokens: 0..0, next: 0 };
    Attribution { phrase: subject.unwrap_or(nobody), cue: Cue::Unclear }
}

#[cfg(test)]
mod tests {
    use crate::quote::tests::assert_speakers;

    #[test]
    fn denied_speech_has_no_speaker() {
        for text in [
            "Jane Roe never said “the bridge is broken.”",
            "“The bridge is broken,” Jane Roe did not say.",
            "“I will resign,” the mayor, Jane Roe, didn’t say on Monday.",
            "“I would take the money,” Jane Roe said she would never say.",
            "“We won again,” Jane Roe refused to say.",
            "Jane Roe never called the bridge “a heap of rust.”",
            "Jane Roe refused to say “I am sorry for it.”",
            "Jane Roe stopped short of calling it “a disgrace for us.”",
            "Jane Roe denies saying “the bridge is broken.”",
            "Jane Roe denied that she had said “the bridge is broken” or “we knew of it.”",
            "It is not true that Jane Roe said “I own the bridge.”",
            "If Jane Roe says “the bridge is broken,” nobody comes.",
            "Nobody said “the bridge will fall down.”",
            "No voter said “the bridge will fall down.”",
            "Neither Roe nor Doe said “the bridge will fall down.”",
            "Jane Roe could have said “the bridge is broken.”",
            "Jane Roe wants John Doe to say “the bridge is broken.”",
            "John Doe said that Jane Roe had never told him, “I need loyalty from you.”",
        ] {
            let nobody: &[&str] = if text.contains(" or “") { &["", ""] } else { &[""] };
            assert_speakers(&[(text, nobody)]);
        }
    }

    #[test]
    fn a_denial_of_something_else_denies_no_speech() {
        assert_speakers(&[
            ("Jane Roe not only called it “a grave for cars.”", &["Jane Roe"]),
            ("“We won,” Jane Roe said, but did not say when.", &["Jane Roe"]),
            ("“We won,” Jane Roe said in a talk that didn't claim much.", &["Jane Roe"]),
            ("Jane Roe, who never lies, said “the road is wet.”", &["Jane Roe"]),
            ("Jane Roe refused to resign, saying “the people want me.”", &["Jane Roe"]),
            ("Jane Roe did not think it was “a mistake of ours.”", &["Jane Roe"]),
            ("Jane Roe did not come, but John Doe said “the dam is safe.”", &["John Doe"]),
            ("Jane Roe said it was not asked for and “has to be sold.”", &["Jane Roe"]),
            ("A No 10 source said the court had “made a serious mistake.”", &["A No 10 source"]),
            // She is who is spoken of all the same.
            ("Jane Roe never said “we lost the vote.” “We won,” she said.", &["", "Jane Roe"]),
        ]);
    }
}
