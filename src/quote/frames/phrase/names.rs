//! The names in noun phrases.

use std::ops::Range;

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::names::place_length;
use crate::quote::frames::phrase::runs::{FUNCTION, run_end, skip_modifiers};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};
use crate::quote::given_names::is_given_name;

/// Returns the name in a run of nouns and names, without titles before it.
pub(super) fn name_in(
    tokens: &[FrameToken<'_>],
    run: &Range<usize>,
    grammar: &Grammar,
    has_determiner: bool,
) -> Option<Range<usize>> {
    // Gerhard Richter: a title behind a given name is a surname.
    let begins_with_given = grammar.is_given_name(&tokens[run.start].lower);
    let titles = if begins_with_given { run.start..run.end - 1 } else { run.clone() };
    let title = titles.rev().find(|index| grammar.is_title(&tokens[*index].lower));
    let start = match title {
        Some(title) => title + 1,
        None if !grammar.has_capital_nouns => run.start,
        // Bäcker Emil Lang: a noun before a given name.
        None if run.len() > 2
            && grammar.is_occupation(&tokens[run.start].lower, &tokens[run.start + 1].lower) =>
        {
            run.start + 1
        }
        None if !has_determiner => return Some(run.clone()),
        None if run.len() < 2 => return None,
        // The German Wave, and the Spaniard Nadal.
        None if tokens[run.start].lower.ends_with(['e', 'n', 's']) => return Some(run.clone()),
        None => run.start + 1,
    };
    let mut first = (start..run.end).find(|index| tokens[*index].kind == FrameTokenKind::Capital)?;
    // Губернатор Тамбовской области Анна Лунина.
    if grammar.has_bare_nouns
        && let Some(noun) = (first..run.end - 1).rev().find(|index| {
            tokens[*index].kind == FrameTokenKind::Word && !tokens[*index].classes.has(Classes::PARTICLE)
        })
    {
        first = noun + 1;
    } else if grammar.has_bare_nouns && (title.is_some() || first > run.start) {
        // Президент России Владимир Путин, but not Владимир Владимирович Путин.
        let words: Vec<&str> = tokens[first..run.end].iter().map(|token| token.text).collect();
        first += place_length(&words);
    }
    // Presidente del Consiglio Mario Draghi.
    if !grammar.has_capital_nouns
        && let Some(given) = (first + 1..run.end - 1).find(|index| {
            let name = tokens[*index].text;
            is_given_name(name.split('-').next().unwrap_or(name))
        })
        && run.end - first > 2
    {
        first = given;
    }
    (!grammar.has_capital_nouns || title.is_some() || first > run.start || !has_determiner)
        .then_some(first..run.end)
}

/// Returns the name between commas behind phrases with prepositions, and the index after it: the mayor of the
/// city in the north, Jane Doe, ...
pub(super) fn name_beside(
    tokens: &[FrameToken<'_>],
    end: usize,
    grammar: &Grammar,
) -> Option<(Range<usize>, usize)> {
    let mut index = end;
    for _ in 0..2 {
        let token = tokens.get(index)?;
        if token.is_mark('(') {
            index += tokens[index..].iter().take(8).position(|token| token.is_mark(')'))? + 1;
        } else if token.kind == FrameTokenKind::Word && token.classes.has(Classes::PREPOSITION) {
            let is_article = |token: &&FrameToken<'_>| token.classes.has(Classes::ARTICLE);
            let skip = 1 + usize::from(tokens.get(index + 1).filter(is_article).is_some());
            let noun = skip_modifiers(tokens, index + skip, grammar, true)?;
            index = run_end(tokens, noun, grammar);
        }
    }
    tokens.get(index).filter(|token| token.is_mark(',') || token.is_mark('–'))?;
    tokens
        .get(index + 1)
        .filter(|token| token.kind == FrameTokenKind::Capital && !token.classes.has(FUNCTION))?;
    let run = index + 1..run_end(tokens, index + 1, grammar);
    let run = name_in(tokens, &run, grammar, false)?;
    let close = tokens.get(run.end);
    let is_closed = close.is_none_or(|token| {
        matches!(token.kind, FrameTokenKind::Mark(_) | FrameTokenKind::Quote(_))
            || token.classes.has(Classes::PREPOSITION)
    });
    (run.len() > 1 && is_closed).then(|| {
        let end = run.end + usize::from(close.is_some_and(|token| token.is_mark(',') || token.is_mark('–')));
        (run, end)
    })
}
