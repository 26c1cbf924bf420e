//! Noun phrases: who or what is named, and by which words.

use std::ops::Range;

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::names::place_length;
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};
use crate::quote::given_names::is_given_name;

/// Number of words before the noun of a phrase.
const MAX_MODIFIERS: usize = 6;
/// Number of phrases that belong to another one.
const MAX_ATTACHED: usize = 4;
/// Number of tokens of an apposition or a clause between commas.
const MAX_INSERTED: usize = 30;

/// Words that are no part of a noun phrase.
const FUNCTION: Classes = Classes::FINITE
    .or(Classes::SPEECH)
    .or(Classes::PREPOSITION)
    .or(Classes::SUBORDINATE)
    .or(Classes::COORDINATE)
    .or(Classes::HE)
    .or(Classes::SHE)
    .or(Classes::OTHER_PRONOUN)
    .or(Classes::SOURCE)
    .or(Classes::AS)
    .or(Classes::SO)
    .or(Classes::ADVERB);

/// Head of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhraseHead {
    /// A name, in these tokens.
    Name(usize, usize),
    /// A person or thing without a name.
    Noun,
    He,
    She,
}

/// A noun phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamingPhrase {
    /// Tokens of the phrase.
    pub tokens: Range<usize>,
    /// Tokens of the phrase without what is in brackets or between commas.
    pub core: Range<usize>,
    pub head: PhraseHead,
    /// Whether its case is one that no subject has.
    pub is_oblique: bool,
    pub has_determiner: bool,
}

/// Reads the noun phrase that `tokens` have from `start` on.
pub(super) fn noun_phrase(
    tokens: &[FrameToken<'_>],
    start: usize,
    grammar: &Grammar,
) -> Option<NamingPhrase> {
    let first = tokens.get(start)?;
    let pronoun = match first.classes {
        classes if classes.has(Classes::HE) => Some(PhraseHead::He),
        classes if classes.has(Classes::SHE) && !is_determiner_here(tokens, start) => Some(PhraseHead::She),
        _ => None,
    };
    if let Some(head) = pronoun {
        let only = start..start + 1;
        return Some(NamingPhrase {
            tokens: only.clone(),
            core: only,
            head,
            is_oblique: false,
            has_determiner: false,
        });
    }
    // Einer der Männer, eine von ihnen.
    let is_one_of = matches!(first.lower.as_str(), "einer" | "eine" | "eines")
        && tokens.get(start + 1).is_some_and(|of| of.lower == "der");
    if is_one_of {
        let mut phrase = noun_phrase(tokens, start + 1, grammar)?;
        phrase.head = PhraseHead::Noun;
        (phrase.tokens.start, phrase.core.start) = (start, start);
        return Some(phrase);
    }
    let has_determiner = first.classes.has(Classes::DETERMINER.or(Classes::OBLIQUE));
    if let Some(phrase) = named_in_marks(tokens, start, has_determiner) {
        return Some(phrase);
    }
    let is_oblique = first.classes.has(Classes::OBLIQUE) && !first.classes.has(Classes::DETERMINER);
    let noun = skip_modifiers(tokens, start + usize::from(has_determiner), grammar, has_determiner)?;
    let mut end = run_end(tokens, noun, grammar);
    let mut segment = noun..end;
    let mut attached = 0;
    // What belongs to the noun: of the police, of Bayern.
    while attached < MAX_ATTACHED
        && let Some(of) = tokens.get(end).filter(|of| of.classes.has(Classes::OF))
        && of.kind == FrameTokenKind::Word
    {
        let is_article =
            |token: &&FrameToken<'_>| token.classes.has(Classes::DETERMINER.or(Classes::OBLIQUE));
        let skip = 1 + usize::from(tokens.get(end + 1).filter(is_article).is_some());
        let Some(noun) = skip_modifiers(tokens, end + skip, grammar, true) else { break };
        let next = run_end(tokens, noun, grammar);
        let has_article = skip > 1;
        segment = match is_name_particle(tokens, &segment, end, grammar) && !has_article {
            true => segment.start..next,
            // De la Défense Jean-Yves Le Drian.
            false if has_article && !grammar.has_capital_nouns && next - noun > 2 => noun + 1..next,
            false if next - noun > 1 && is_titled_or_long(tokens, noun..next, grammar) => noun..next,
            false => segment,
        };
        end = next;
        attached += 1;
    }
    let core = start..end;
    let mut name = name_in(tokens, &segment, grammar, has_determiner);
    // Of the mayor of Israel's capital, Jane Doe, the name counts.
    let is_genitive = name
        .as_ref()
        .is_some_and(|name| has_determiner && name.len() == 1 && tokens[name.start].lower.ends_with('s'));
    if (name.is_none() || is_genitive)
        && let Some((run, close)) = name_beside(tokens, end, grammar)
    {
        let head = PhraseHead::Name(run.start, run.end);
        return Some(NamingPhrase { tokens: start..close, core, head, is_oblique, has_determiner });
    }
    // A party or a year in brackets.
    if tokens.get(end).is_some_and(|token| token.is_mark('(')) {
        let close = tokens[end..].iter().take(8).position(|token| token.is_mark(')'));
        end = close.map_or(end, |close| end + close + 1);
    }
    if let Some(close) = apposition_end(tokens, end) {
        let inner = skip_modifiers(tokens, end + 1, grammar, false).filter(|noun| *noun == end + 1);
        if name.is_none()
            && let Some(noun) = inner
        {
            let run = noun..run_end(tokens, noun, grammar);
            let run = name_in(tokens, &run, grammar, false).unwrap_or(run);
            if run.len() > 1 {
                name = Some(run);
            }
        }
        end = close;
    }
    let head = name.map_or(PhraseHead::Noun, |name| PhraseHead::Name(name.start, name.end));
    Some(NamingPhrase { tokens: start..end, core, head, is_oblique, has_determiner })
}

/// Reads a name in quotation marks: so der „Spiegel“.
fn named_in_marks(tokens: &[FrameToken<'_>], start: usize, has_determiner: bool) -> Option<NamingPhrase> {
    let index = start + usize::from(has_determiner);
    let name = tokens.get(index).filter(|token| token.is_quote())?;
    let words =
        name.text.split_whitespace().map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let (mut count, mut capitals) = (0, 0);
    for word in words {
        count += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    let ends =
        name.text.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '!' | '?' | ','));
    let is_name = count == capitals && count <= 3 && ends.ends_with(char::is_alphanumeric);
    let tokens = start..index + 1;
    is_name.then(|| NamingPhrase {
        tokens: tokens.clone(),
        core: tokens,
        head: PhraseHead::Name(index, index + 1),
        is_oblique: false,
        has_determiner,
    })
}

/// Returns whether a word that is both a pronoun and a determiner stands before a noun.
fn is_determiner_here(tokens: &[FrameToken<'_>], start: usize) -> bool {
    tokens[start].classes.has(Classes::DETERMINER)
        && tokens.get(start + 1).is_some_and(|next| next.is_word() && !next.classes.has(FUNCTION))
}

/// Returns the index of the noun that a phrase has behind its modifiers.
fn skip_modifiers(
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
fn run_end(tokens: &[FrameToken<'_>], start: usize, grammar: &Grammar) -> usize {
    let mut end = start;
    let mut has_name = false;
    while let Some(token) = tokens.get(end) {
        let is_next_capital = || tokens.get(end + 1).is_some_and(|next| next.kind == FrameTokenKind::Capital);
        let goes_on = match token.kind {
            FrameTokenKind::Capital => !token.classes.has(FUNCTION.or(Classes::TIME)) || end == start,
            FrameTokenKind::Number => end > start && is_next_capital(),
            FrameTokenKind::Word if end > start && has_name && token.classes.has(Classes::PARTICLE) => {
                let is_joined =
                    !token.classes.has(Classes::PREPOSITION) || is_given_name(tokens[end - 1].text);
                !token.classes.has(Classes::OF) && is_next_capital() && is_joined
            }
            // Тамбовской области Анна Лунина: the noun of a place.
            FrameTokenKind::Word if end > start && is_place_adjective(tokens, end - 1, grammar) => {
                is_next_capital()
            }
            FrameTokenKind::Word => {
                !grammar.has_capital_nouns
                    && !has_name
                    && end < start + MAX_MODIFIERS
                    && !token.classes.has(
                        FUNCTION
                            .or(Classes::OF)
                            .or(Classes::TIME)
                            .or(Classes::DETERMINER)
                            .or(Classes::OBLIQUE),
                    )
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

/// Returns whether the word at `of` stands within a name: Ursula von der Leyen, Lula da Silva.
fn is_name_particle(tokens: &[FrameToken<'_>], segment: &Range<usize>, of: usize, grammar: &Grammar) -> bool {
    let (last, word) = (&tokens[segment.end - 1], &tokens[of]);
    if segment.end != of || !word.classes.has(Classes::PARTICLE) || last.kind != FrameTokenKind::Capital {
        return false;
    }
    match grammar.has_capital_nouns {
        true => word.lower.starts_with('v') && is_given_name(last.text),
        false => {
            !grammar.is_title(&last.lower)
                && tokens.get(of + 1).is_some_and(|next| next.kind == FrameTokenKind::Capital)
        }
    }
}

/// Returns whether a run behind the noun that it belongs to has a name: of the minister Jane Doe.
fn is_titled_or_long(tokens: &[FrameToken<'_>], run: Range<usize>, grammar: &Grammar) -> bool {
    run.len() > 2 || tokens[run].iter().rev().skip(1).any(|token| grammar.is_title(&token.lower))
}

/// Returns the name in a run of nouns and names, without titles before it.
fn name_in(
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
fn name_beside(tokens: &[FrameToken<'_>], end: usize, grammar: &Grammar) -> Option<(Range<usize>, usize)> {
    let mut index = end;
    for _ in 0..2 {
        let token = tokens.get(index)?;
        if token.is_mark('(') {
            index += tokens[index..].iter().take(8).position(|token| token.is_mark(')'))? + 1;
        } else if token.kind == FrameTokenKind::Word && token.classes.has(Classes::PREPOSITION) {
            let is_article =
                |token: &&FrameToken<'_>| token.classes.has(Classes::DETERMINER.or(Classes::OBLIQUE));
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

/// Returns the index after the comma that closes an insertion behind a phrase that ends at `end`.
fn apposition_end(tokens: &[FrameToken<'_>], end: usize) -> Option<usize> {
    tokens.get(end).filter(|token| token.is_mark(','))?;
    let inner = tokens
        .get(end + 1)
        .filter(|token| token.kind == FrameTokenKind::Capital || token.classes.has(Classes::DETERMINER))?;
    if inner.classes.has(Classes::SPEECH.or(Classes::FINITE).or(Classes::HE).or(Classes::OTHER_PRONOUN)) {
        return None;
    }
    let tail = &tokens[end + 1..tokens.len().min(end + 1 + MAX_INSERTED)];
    let close = tail.iter().position(|token| {
        token.is_mark(',') || token.is_mark('.') || token.is_mark(':') || token.is_quote()
    })?;
    let is_clause = tail[..close].iter().any(|token| {
        token.classes.has(Classes::SPEECH.or(Classes::FINITE)) && token.kind == FrameTokenKind::Word
    });
    (!is_clause).then_some(end + 1 + close + usize::from(tail[close].is_mark(',')))
}
