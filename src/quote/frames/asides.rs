//! Who speaks, within direct speech: behind a dash, *— Nous restons, dit le gardien, et nous attendons*, and
//! within marks, *«Мы остаёмся, — сказал сторож, — и ждём»*.

use std::ops::Range;

use crate::article::Quotation;
use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::phrase::{PhraseHead, noun_phrase};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, tokenize};
use crate::quote::spans::is_mark;

/// Maximum number of words before a verb of speech that belong to it.
const MAX_AUXILIARIES: usize = 2;
/// Maximum number of tokens behind the subject up to the mark that closes the aside.
const MAX_BEHIND: usize = 10;

/// Parts the quotations in which a verb between commas or dashes tells who speaks.
pub(super) fn part(text: &str, grammar: &Grammar, quotations: &mut Vec<Quotation>) {
    let may_part = |quotation: &Quotation| {
        let words = &text[quotation.range.clone()];
        grammar.has_comma_asides() && words.contains(", ")
            || words.contains([' ', ',']) && words.contains(is_dash)
    };
    if !quotations.iter().any(may_part) {
        return;
    }
    let whole = std::mem::take(quotations);
    for quotation in whole {
        let is_behind_dash = is_behind_dash(text, &quotation.range);
        if !may_part(&quotation) || is_behind_dash && !grammar.has_asides {
            quotations.push(quotation);
            continue;
        }
        let ranges = parts(text, grammar, quotation.range.clone(), is_behind_dash);
        for (number, range) in ranges.into_iter().enumerate() {
            let is_continued = quotation.is_continued || number > 0;
            quotations.push(Quotation { range, is_continued, ..quotation.clone() });
        }
    }
}

/// Gives the parts of a quotation in marks the speaker of the part before them.
pub(super) fn carry(text: &str, quotations: &mut [Quotation]) {
    for index in 1..quotations.len() {
        let (before, rest) = quotations.split_at_mut(index);
        let (Some(before), Some(next)) = (before.last(), rest.first_mut()) else { continue };
        let between = text.get(before.range.end..next.range.start).unwrap_or_default();
        if next.is_continued && next.speaker.is_none() && !between.contains(|c| c == '\n' || is_mark(c)) {
            next.speaker = before.speaker.clone();
            next.kind = before.kind;
        }
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '―' | '-')
}

/// Returns whether a quotation has no marks but the dash at the beginning of its line.
fn is_behind_dash(text: &str, range: &Range<usize>) -> bool {
    let is_space = |c: char| c.is_whitespace() && c != '\n';
    let before = text[..range.start].trim_end_matches(is_space);
    let before = before.strip_suffix(['—', '–', '―', '-']).map(|before| before.trim_end_matches(is_space));
    before.is_some_and(|before| before.is_empty() || before.ends_with('\n'))
}

/// Returns the parts of a quotation between the asides.
fn parts(text: &str, grammar: &Grammar, range: Range<usize>, is_behind_dash: bool) -> Vec<Range<usize>> {
    let tokens = tokenize(text, range.clone(), &[], grammar);
    let mut parts = Vec::new();
    let (mut start, mut index) = (range.start, 1);
    while index < tokens.len() {
        let found = match is_behind_dash {
            true => aside(&tokens, index, Classes::INSERTED, grammar).map(|end| (index - 1, end)),
            false => aside_in_marks(text, &tokens, index, grammar),
        };
        match found {
            Some((last, end)) => {
                parts.push(start..tokens[last].range.end);
                start = tokens.get(end).map_or(range.end, |mark| mark.range.end);
                index = end + 1;
            }
            None => index += 1,
        }
    }
    if parts.is_empty() {
        return vec![range];
    }
    parts.push(start..range.end);
    let trimmed = |part: Range<usize>| {
        let words = &text[part.clone()];
        let start = part.start + (words.len() - words.trim_start().len());
        let is_end = |c: char| c == ',' || c.is_whitespace();
        start..start + words.trim().trim_end_matches(is_end).len()
    };
    parts.into_iter().map(trimmed).filter(|part| !part.is_empty()).collect()
}

/// Returns the last token before the aside within marks that begins with the mark before token `index`, and
/// the token that closes it.
fn aside_in_marks(
    text: &str,
    tokens: &[FrameToken<'_>],
    index: usize,
    grammar: &Grammar,
) -> Option<(usize, usize)> {
    let FrameTokenKind::Mark(mark) = tokens[index - 1].kind else { return None };
    if !is_dash(mark) {
        let is_comma_aside = grammar.has_comma_asides() && index > 1;
        let end = is_comma_aside.then(|| aside(tokens, index, Classes::SPEECH, grammar))??;
        return Some((index - 1, end));
    }
    // A dash with a space on either side; one without is a hyphen, or that of a range.
    let dash = &tokens[index - 1].range;
    let is_apart = text[..dash.start].ends_with(char::is_whitespace)
        || text[dash.end..].starts_with(char::is_whitespace);
    let before = index.checked_sub(2).filter(|_| is_apart)?;
    let subject = inserted_subject(tokens, index, Classes::SPEECH, false, grammar)?;
    let closes = |token: &FrameToken<'_>| {
        matches!(token.kind, FrameTokenKind::Mark(mark) if is_dash(mark))
            && (text[token.range.end..].starts_with([' ', '\u{a0}', ','])
                || text[..token.range.start].ends_with(char::is_whitespace))
    };
    let behind = &tokens[subject..];
    let end = match behind.iter().take(MAX_BEHIND).position(closes) {
        Some(close) => subject + close,
        None if behind.len() < MAX_BEHIND => tokens.len(),
        None => return None,
    };
    // *—prometió Soto—, y nadie*: the comma belongs to the aside.
    let end = end + usize::from(tokens.get(end + 1).is_some_and(|next| next.is_mark(',')));
    Some((before, end))
}

/// Returns the token behind the subject of the verb of speech at `verb`, which may have an auxiliary: *dit le
/// gardien*, *a dit Vidal*.
fn inserted_subject(
    tokens: &[FrameToken<'_>],
    verb: usize,
    class: Classes,
    is_between_commas: bool,
    grammar: &Grammar,
) -> Option<usize> {
    let is_word = |index: usize, class: Classes| {
        tokens.get(index).is_some_and(|token| token.kind == FrameTokenKind::Word && token.classes.has(class))
    };
    // The auxiliary is a word that may stand anywhere.
    let is_auxiliary = |index: &usize| is_word(*index, Classes::FINITE.or(Classes::ADVERB));
    let auxiliaries = match class == Classes::SPEECH && !is_word(verb, class) {
        true => (verb..verb + MAX_AUXILIARIES).take_while(is_auxiliary).count(),
        false => 0,
    };
    let last = verb + auxiliaries;
    if !is_word(last, class) {
        return None;
    }
    let subject = noun_phrase(tokens, last + 1, grammar).filter(|subject| !subject.is_oblique)?;
    let is_noun = subject.head == PhraseHead::Noun;
    let is_bare = is_noun && !subject.has_determiner && !grammar.has_bare_nouns;
    // *dit la vérité* tells of no speaker.
    let has_title = || tokens[subject.core.clone()].iter().any(|token| grammar.is_title(&token.lower));
    let is_thing = is_noun && is_between_commas && class == Classes::SPEECH && !has_title();
    (!is_bare && !is_thing).then_some(subject.core.end)
}

/// Returns the token that closes the aside which begins with the verb at `verb`, or the number of tokens.
fn aside(tokens: &[FrameToken<'_>], verb: usize, class: Classes, grammar: &Grammar) -> Option<usize> {
    let is_parted = matches!(tokens[verb - 1].kind, FrameTokenKind::Mark(',' | '!' | '?' | '…'));
    let subject = is_parted.then(|| inserted_subject(tokens, verb, class, true, grammar))??;
    let behind = &tokens[subject..];
    let is_close =
        |token: &FrameToken<'_>| matches!(token.kind, FrameTokenKind::Mark(',' | '.' | ':' | ';' | '…'));
    match behind.iter().take(MAX_BEHIND).position(is_close) {
        Some(close) => Some(subject + close),
        None => (behind.len() < MAX_BEHIND).then_some(tokens.len()),
    }
}
