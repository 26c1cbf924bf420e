//! Runs of nouns and names.

use std::ops::Range;

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};
use crate::quote::given_names::is_given_name;

/// Number of words before the noun of a phrase.
const MAX_MODIFIERS: usize = 6;
/// Words that are no part of a noun phrase.
pub(super) const FUNCTION: Classes =
    Classes::CONNECTIVE.or(Classes::FINITE).or(Classes::SPEECH).or(Classes::AS).or(Classes::SO);

/// Returns the index of the noun that a phrase has behind its modifiers.
pub(super) fn skip_modifiers(
    tokens: &[FrameToken<'_>],
    start: usize,
    grammar: &Grammar,
    may_modify: bool,
) -> Option<usize> {
    let mut index = start;
    while index < tokens.len().min(start + MAX_MODIFIERS) {
        let token = &tokens[index];
        match token.kind {
            FrameTokenKind::Capital
                if !token.classes.has(FUNCTION) || index > start && grammar.has_capital_nouns =>
            {
                return Some(index);
            }
            FrameTokenKind::Word
                if !grammar.has_capital_nouns
                    && !token.classes.has(FUNCTION.or(Classes::TIME))
                    && (may_modify || grammar.has_bare_nouns || token.classes.has(Classes::TITLE)) =>
            {
                return Some(index);
            }
            FrameTokenKind::Word | FrameTokenKind::Number if may_modify && !token.classes.has(FUNCTION) => {
                index += 1
            }
            // Experten, internationale Experten.
            FrameTokenKind::Word
                if index == start
                    && grammar.has_capital_nouns
                    && token.lower.ends_with('e')
                    && !token.classes.has(FUNCTION) =>
            {
                index += 1
            }
            _ => return None,
        }
    }
    None
}

/// Returns the index after the nouns and names that begin at `start`.
pub(super) fn run_end(tokens: &[FrameToken<'_>], start: usize, grammar: &Grammar) -> usize {
    let mut end = start;
    let mut has_name = false;
    while let Some(token) = tokens.get(end) {
        let is_capital =
            |index: usize| tokens.get(index).is_some_and(|token| token.kind == FrameTokenKind::Capital);
        let is_next_capital = || is_capital(end + 1);
        let goes_on = match token.kind {
            // Rief Peter Busch Karl Orwin zu: a given name behind a full name begins another.
            FrameTokenKind::Capital
                if is_full_name(tokens, &(start..end), grammar)
                    && grammar.is_given_name(&token.lower)
                    && !grammar.is_given_name(&tokens[end - 1].lower)
                    && is_next_capital() =>
            {
                false
            }
            FrameTokenKind::Capital => !token.classes.has(FUNCTION.or(Classes::TIME)) || end == start,
            FrameTokenKind::Number => end > start && is_next_capital(),
            FrameTokenKind::Word if end > start && has_name && token.classes.has(Classes::PARTICLE) => {
                let is_joined =
                    !token.classes.has(Classes::PREPOSITION) || is_given_name(tokens[end - 1].text);
                // Van den Berg, but not Busch den Zeugen.
                let is_article = |token: &FrameToken<'_>| token.classes.has(Classes::ARTICLE);
                let is_part = !grammar.has_capital_nouns
                    || !is_article(token)
                    || tokens[end - 1].kind == FrameTokenKind::Word
                    || is_given_name(tokens[end - 1].text)
                        && tokens.get(end + 1).is_some_and(|next| !grammar.is_title(&next.lower));
                let leads_on = tokens.get(end + 1).is_some_and(|next| next.classes.has(Classes::PARTICLE))
                    && is_capital(end + 2);
                !token.classes.has(Classes::OF) && (is_next_capital() || leads_on) && is_joined && is_part
            }
            // Тамбовской области Анна Лунина: the noun of a place.
            FrameTokenKind::Word if end > start && is_place_adjective(tokens, end - 1, grammar) => {
                is_next_capital()
            }
            FrameTokenKind::Word => {
                !grammar.has_capital_nouns
                    && !has_name
                    && end < start + MAX_MODIFIERS
                    && !token.classes.has(FUNCTION.or(Classes::OF).or(Classes::TIME).or(Classes::ARTICLE))
            }
            FrameTokenKind::Mark(_) | FrameTokenKind::Quote(_) => false,
        };
        if !goes_on {
            break;
        }
        // Министр обороны: a noun at the beginning of a sentence is no name.
        let begins = end == 0 || tokens[end - 1].is_quote();
        let is_noun = !grammar.has_capital_nouns && (begins || grammar.is_title(&token.lower));
        has_name |= token.kind == FrameTokenKind::Capital && !is_noun;
        end += 1;
    }
    end.max(start + 1)
}

/// Returns whether a word may be the adjective of a place, in the genitive.
fn is_place_adjective(tokens: &[FrameToken<'_>], index: usize, grammar: &Grammar) -> bool {
    let ends = ["ской", "цкой", "ского", "цкого", "ської", "цької", "ського", "цького"];
    let token = &tokens[index];
    grammar.has_bare_nouns
        && token.kind == FrameTokenKind::Capital
        && ends.iter().any(|end| token.lower.ends_with(end))
}

/// Returns whether a run of nouns and names ends with a full name: *Bürgermeisterin Ute Brandt*.
pub(super) fn is_full_name(tokens: &[FrameToken<'_>], run: &Range<usize>, grammar: &Grammar) -> bool {
    let begins = |index: usize| grammar.is_given_name(&tokens[index].lower);
    grammar.has_capital_nouns && run.len() > 1 && (run.start..run.end - 1).any(begins)
}
