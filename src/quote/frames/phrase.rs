//! Noun phrases: who or what is named, and by which words.

mod names;
mod runs;

use std::ops::Range;

use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::phrase::names::{name_beside, name_in};
use crate::quote::frames::phrase::runs::{FUNCTION, is_full_name, run_end, skip_modifiers};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind};
use crate::quote::given_names::is_given_name;

/// Number of phrases that belong to another one.
const MAX_ATTACHED: usize = 4;
/// Number of tokens of an apposition or a clause between commas.
const MAX_INSERTED: usize = 30;

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
    let has_determiner = first.classes.has(Classes::ARTICLE);
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
        // Ute Brandt der Ministerin: a name has no genitive behind it, and who is spoken to follows.
        let is_article_alone = of.classes.has(Classes::ARTICLE);
        if is_article_alone && is_full_name(tokens, &segment, grammar) {
            break;
        }
        let is_article = |token: &&FrameToken<'_>| token.classes.has(Classes::ARTICLE);
        let article = tokens.get(end + 1).filter(is_article);
        let is_of_name = article.is_some_and(|article| article.classes.has(Classes::PARTICLE));
        let skip = 1 + usize::from(article.is_some());
        let Some(noun) = skip_modifiers(tokens, end + skip, grammar, true) else { break };
        let next = run_end(tokens, noun, grammar);
        let has_article = skip > 1;
        segment = match is_name_particle(tokens, &segment, end, grammar) && (!has_article || is_of_name) {
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
