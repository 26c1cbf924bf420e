//! Speech that is denied: *X hat nie gesagt: „…“*.

use crate::quote::frames::grammar::Classes;
use crate::quote::frames::sentence::FrameSentence;
use crate::quote::frames::tokens::FrameTokenKind;

impl FrameSentence<'_, '_> {
    /// Returns whether the sentence denies the verb of speech of the quotation at token `quote`.
    pub(super) fn is_denied(&self, quote: usize) -> bool {
        let is_negation = |index: &usize| {
            let token = &self.tokens[*index];
            token.kind == FrameTokenKind::Word && token.classes.has(Classes::NEGATION)
        };
        let denies = |index: usize| {
            self.tokens.get(index + 1).is_some_and(|verb| {
                verb.kind == FrameTokenKind::Word
                    && verb.classes.has(Classes::SPEECH.or(Classes::PARTICIPLE))
                    && !verb.classes.has(Classes::WEAK)
            })
        };
        let speaks = |index: usize| self.tokens[index].classes.has(Classes::SPEECH);
        // Another verb of speech between them is the one of the quotation.
        let before = (0..quote).rev().filter(is_negation).any(|index| {
            let direct = index + 1 == quote && (0..index).any(speaks);
            direct || denies(index) && !(index + 2..quote).any(speaks)
        });
        let clause = self.clause(quote + 1).skip_while(|index| self.tokens[*index].is_mark(','));
        let mut behind = clause.take_while(|index| !self.tokens[*index].is_mark(','));
        before || behind.any(|index| is_negation(&index) && denies(index))
    }
}
