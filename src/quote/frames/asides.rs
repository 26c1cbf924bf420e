//! Who speaks, within direct speech behind a dash or in guillemets: *— Nous restons, dit le gardien, et nous
//! attendons.*

use std::ops::Range;

use crate::article::Quotation;
use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::frames::phrase::{PhraseHead, noun_phrase};
use crate::quote::frames::tokens::{FrameToken, FrameTokenKind, tokenize};

/// Maximum number of tokens behind the subject up to the mark that closes the aside.
const MAX_BEHIND: usize = 10;

/// Parts the quotations behind a dash, or in guillemets, where a verb between commas tells who speaks.
pub(super) fn part(text: &str, grammar: &Grammar, quotations: &mut Vec<Quotation>) {
    if !grammar.has_asides {
        return;
    }
    let whole = std::mem::take(quotations);
    for quotation in whole {
        let is_behind_dash = is_behind_dash(text, &quotation.range);
        if !is_behind_dash && !is_in_guillemets(text, &quotation.range) {
            quotations.push(quotation);
            continue;
        }
        let parts = parts(text, grammar, quotation.range.clone(), is_behind_dash);
        for (number, range) in parts.into_iter().enumerate() {
            let is_continued = quotation.is_continued || number > 0;
            quotations.push(Quotation { range, is_continued, ..quotation.clone() });
        }
    }
}

/// Returns whether a quotation has no marks but the dash at the beginning of its line.
fn is_behind_dash(text: &str, range: &Range<usize>) -> bool {
    let is_space = |c: char| c.is_whitespace() && c != '\n';
    let before = text[..range.start].trim_end_matches(is_space);
    let before = before.strip_suffix(['—', '–', '―', '-']).map(|before| before.trim_end_matches(is_space));
    before.is_some_and(|before| before.is_empty() || before.ends_with('\n'))
}

fn is_in_guillemets(text: &str, range: &Range<usize>) -> bool {
    text[..range.start].trim_end_matches(char::is_whitespace).ends_with('«')
}

/// Returns the parts of a quotation between the asides. `takes_nouns` tells whether the subject of an aside
/// may be any noun, rather than somebody: *dit la vérité* tells of no speaker.
fn parts(text: &str, grammar: &Grammar, range: Range<usize>, takes_nouns: bool) -> Vec<Range<usize>> {
    let tokens = tokenize(text, range.clone(), &[], grammar);
    let mut parts = Vec::new();
    let (mut start, mut index) = (range.start, 1);
    while index < tokens.len() {
        match aside(&tokens, index, grammar, takes_nouns) {
            Some(end) => {
                parts.push(start..tokens[index - 1].range.end);
                start = tokens.get(end).map_or(range.end, |mark| mark.range.end);
                index = end + 1;
            }
            None => index += 1,
        }
    }
    parts.push(start..range.end);
    let trimmed = |part: Range<usize>| {
        let words = &text[part.clone()];
        let start = part.start + (words.len() - words.trim_start().len());
        start..start + words.trim().trim_end_matches(',').trim_end().len()
    };
    parts.into_iter().map(trimmed).filter(|part| !part.is_empty()).collect()
}

/// Returns the token that closes the aside which begins with the verb at `verb`, or the number of tokens.
fn aside(tokens: &[FrameToken<'_>], verb: usize, grammar: &Grammar, takes_nouns: bool) -> Option<usize> {
    let (before, token) = (&tokens[verb - 1], &tokens[verb]);
    let is_parted = matches!(before.kind, FrameTokenKind::Mark(',' | '!' | '?' | '…'));
    if !is_parted || token.kind != FrameTokenKind::Word || !token.classes.has(Classes::INSERTED) {
        return None;
    }
    let subject = noun_phrase(tokens, verb + 1, grammar).filter(|subject| !subject.is_oblique)?;
    if subject.head == PhraseHead::Noun && !subject.has_determiner {
        return None;
    }
    let has_title = || tokens[subject.core.clone()].iter().any(|token| grammar.is_title(&token.lower));
    if subject.head == PhraseHead::Noun && !takes_nouns && !has_title() {
        return None;
    }
    let behind = &tokens[subject.core.end..];
    let is_close =
        |token: &FrameToken<'_>| matches!(token.kind, FrameTokenKind::Mark(',' | '.' | ':' | ';' | '…'));
    match behind.iter().take(MAX_BEHIND).position(is_close) {
        Some(close) => Some(subject.core.end + close),
        None => (behind.len() < MAX_BEHIND).then_some(tokens.len()),
    }
}
