//! Sentence boundaries.
//!
//! A full stop ends a sentence if white space and something that can begin a sentence follow. Abbreviations,
//! initials and decimals do not end one, nor does a question inside a quote that continues in lower case.
//! Languages have abbreviations of their own ([`SentenceRules`]). Only the neighborhood of the span is read,
//! so the cost does not depend on the length of the text.

mod rules;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::text::char_boundary::floor_char_boundary;

pub(crate) use rules::SentenceRules;

/// Maximum distance from the span to each end of a sentence, in bytes.
pub(super) const MAX_DISTANCE: usize = 600;

/// Returns the sentence of `text` around the bytes `span`, inside `block`. A sentence that extends more than
/// [`MAX_DISTANCE`] bytes to a side is cut there, between two words.
pub(crate) fn sentence_around(
    text: &str,
    block: Range<usize>,
    span: Range<usize>,
    rules: &SentenceRules,
) -> Range<usize> {
    sentence_start(text, block.start, span.start, rules)..sentence_end(text, block.end, span.end, rules)
}

/// Returns the offsets at which the sentences of `block` begin in `text`, in order. The first is the start of
/// its text.
pub(crate) fn sentence_starts(text: &str, block: Range<usize>, rules: &SentenceRules) -> Vec<usize> {
    let slice = &text[block.clone()];
    let first = block.start + (slice.len() - slice.trim_start().len());
    let mut starts = vec![first];
    let mut offset = first;
    while let Some(end) = next_candidate(&text.as_bytes()[..block.end], offset) {
        let Some(c) = text[end..].chars().next() else { break };
        let after = end + c.len_utf8();
        offset = after;
        let start = start_after(&text[..block.end], block.start, (c, after), rules);
        starts.extend(start.filter(|start| *start < block.end));
    }
    starts.dedup();
    starts
}

/// Returns the next offset at which a sentence may end: a non-ASCII character, or white space that does not
/// follow a letter, a digit or a comma.
fn next_candidate(bytes: &[u8], mut offset: usize) -> Option<usize> {
    while offset < bytes.len() {
        offset = skip_blocks(bytes, offset);
        let block = offset..bytes.len().min(offset + BLOCK);
        offset = block.end;
        if let Some(end) = block.into_iter().find(|offset| is_candidate(bytes, *offset)) {
            return Some(end);
        }
    }
    None
}

/// Returns the offset after the last byte from `floor` on that is one of [`next_candidate`].
fn last_candidate(bytes: &[u8], floor: usize) -> Option<usize> {
    (floor..bytes.len()).rev().find(|offset| is_candidate(bytes, *offset)).map(|offset| offset + 1)
}

/// Returns whether a sentence may end at the byte at `offset`.
#[inline]
fn is_candidate(bytes: &[u8], offset: usize) -> bool {
    let class = |offset: usize| BYTE_CLASSES[usize::from(bytes[offset])];
    match class(offset) {
        NON_ASCII => true,
        SPACE => offset == 0 || class(offset - 1) != CONTINUES,
        _ => false,
    }
}

/// Number of bytes scanned at once.
const BLOCK: usize = 32;

/// Skips blocks without a candidate of [`next_candidate`]. Simple enough for the compiler to vectorize.
fn skip_blocks(bytes: &[u8], mut offset: usize) -> usize {
    let block = |offset: usize| bytes.get(offset.wrapping_sub(1)..)?.first_chunk::<{ BLOCK + 1 }>();
    while let Some(block) = block(offset) {
        let mut ends = 0;
        for index in 0..BLOCK {
            let (before, byte) = (block[index], block[index + 1]);
            let letter = u8::from((before | 0x20).wrapping_sub(b'a') < 26);
            let continues = letter | u8::from(before.wrapping_sub(b'0') < 10) | u8::from(before == b',');
            ends |= u8::from(byte >= 0x80) | u8::from(byte <= b' ') & !continues;
        }
        if ends != 0 {
            break;
        }
        offset += BLOCK;
    }
    offset
}

/// ASCII white space.
const SPACE: u8 = 1;
/// A byte that does not end a sentence before white space.
const CONTINUES: u8 = 2;
/// A byte of a non-ASCII character.
const NON_ASCII: u8 = 3;
/// Class of each byte; 0 for all others.
const BYTE_CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t'..=b'\r' | 0x1c..=b' ' => SPACE,
            b',' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => CONTINUES,
            0x80.. => NON_ASCII,
            _ => 0,
        };
        byte += 1;
    }
    table
};

/// Returns the offset of the sentence that begins after the character `c`, which ends at `after`.
fn start_after(text: &str, floor: usize, (c, after): (char, usize), rules: &SentenceRules) -> Option<usize> {
    if is_unspaced_stop(c) {
        return start_after_stop(text, after);
    }
    (c.is_whitespace() && begins(text, floor, after, rules)).then_some(after)
}

/// Returns the offset of the sentence that begins after a stop of a script without spaces; `None` if none
/// does.
fn start_after_stop(text: &str, after: usize) -> Option<usize> {
    let closed = after + closers(&text[after..]);
    let rest = &text[closed..];
    // 「…。」と述べた, "...？", he said.
    let continues = closed > after && rest.starts_with(['と', '、', '，', ',', '､']);
    let is_last = !rest.starts_with(is_unspaced_stop);
    (is_last && !continues).then(|| closed + rest.len() - rest.trim_start().len())
}

fn sentence_start(text: &str, block: usize, span_start: usize, rules: &SentenceRules) -> usize {
    let floor = floor_char_boundary(text, span_start.saturating_sub(MAX_DISTANCE).max(block));
    let before = &text[floor..span_start];
    // Candidates are the offsets after white space, or after a full stop of a script without spaces, from the
    // last on.
    let mut after = span_start;
    while let Some(end) = last_candidate(&text.as_bytes()[..after], floor) {
        let Some(c) = text[..end].chars().next_back() else { break };
        let found = start_after(text, block, (c, end), rules);
        after = end - c.len_utf8();
        if let Some(start) = found {
            let inner = text[start.min(span_start)..span_start].trim_start();
            return span_start - inner.len();
        }
    }
    if floor == block {
        return span_start - text[block..span_start].trim_start().len();
    }
    before.find(char::is_whitespace).map_or(floor, |space| span_start - before[space..].trim_start().len())
}

fn sentence_end(text: &str, block: usize, span_end: usize, rules: &SentenceRules) -> usize {
    let ceiling = floor_char_boundary(text, span_end.saturating_add(MAX_DISTANCE).min(block));
    let floor = span_end.saturating_sub(MAX_DISTANCE);
    let mut offset = span_end;
    while let Some(end) = next_candidate(&text.as_bytes()[..ceiling], offset) {
        let Some(c) = text[end..].chars().next() else { break };
        let after = end + c.len_utf8();
        offset = after;
        if start_after(&text[..block], floor, (c, after), rules).is_some() {
            return match is_unspaced_stop(c) {
                true => after + closers(&text[after..block]),
                false => span_end + text[span_end..after].trim_end().len(),
            };
        }
    }
    if ceiling == block {
        return span_end + text[span_end..block].trim_end().len();
    }
    text[span_end..ceiling]
        .rfind(char::is_whitespace)
        .map_or(ceiling, |space| span_end + text[span_end..span_end + space].trim_end().len())
}

/// Returns whether a sentence begins at `start`, which follows white space. Reads nothing before `floor`.
fn begins(text: &str, floor: usize, start: usize, rules: &SentenceRules) -> bool {
    let floor = floor_char_boundary(text, floor.max(start.saturating_sub(64)));
    let mut next = text[start..].chars().take(8).skip_while(|c| is_opener(*c));
    let Some(first) = next.next() else { return false };
    if first.is_whitespace() || first.is_lowercase() {
        return false;
    }
    let gap = &text[floor..start];
    let before = gap.trim_end();
    if gap.len() - before.len() > 1 && gap[before.len()..].matches('\n').count() > 1 {
        return true;
    }
    let bare = without_marks(before, rules).trim_end_matches(is_closer);
    match bare.chars().next_back() {
        Some(c) if is_spaced_stop(c, rules) => true,
        Some('.') => !is_abbreviation(bare, first, rules),
        Some(c) if is_unspaced_stop(c) => true,
        _ => false,
    }
}

/// Returns `before` without the marks of notes at its end: `left.³`, `left.[4]`.
fn without_marks<'t>(before: &'t str, rules: &SentenceRules) -> &'t str {
    let is_superscript = |c: char| matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹');
    let mut bare = before.trim_end_matches(is_superscript);
    while let Some(open) = bare.strip_suffix(']').and_then(|inner| inner.rfind('['))
        && bare.len() - open <= MAX_MARK_BYTES
        && bare[open + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '^')
    {
        bare = bare[..open].trim_end_matches(is_superscript);
    }
    // Anything else in brackets or superscript is part of the sentence.
    let is_stop = |c: char| matches!(c, '.' | '。' | '！' | '？') || is_spaced_stop(c, rules);
    if bare.trim_end_matches(is_closer).ends_with(is_stop) { bare } else { before }
}

/// Maximum length of the mark of a note in bytes.
const MAX_MARK_BYTES: usize = 20;

/// Abbreviations that precede names.
const BEFORE_NAMES: [&str; 36] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "adm", "cmdr", "sen", "rep",
    "gov", "rev", "hon", "st", "mt", "ft", "pres", "supt", "det", "insp", "amb", "sec", "messrs", "mme",
    "mlle", "hr", "fr", "vs", "jr", "sr", "bros",
];
/// Abbreviations that do not end a sentence before a number.
const BEFORE_NUMBERS: [&str; 22] = [
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no", "nos", "nr",
    "vol", "pp", "fig", "art", "ca", "approx", "para",
];
/// Length of the longest abbreviation in the lists, in bytes.
const MAX_ABBREVIATION_BYTES: usize = "messrs".len();

/// Returns whether the full stop at the end of `before` belongs to an abbreviation or an initial. `next`
/// follows it.
fn is_abbreviation(before: &str, next: char, rules: &SentenceRules) -> bool {
    let stem = &before[..before.len() - 1];
    if stem.ends_with('.') {
        return false; // an ellipsis
    }
    let word = stem
        .rsplit(|c: char| c.is_whitespace() || is_opener(c) || c == '-' || c == '—')
        .next()
        .unwrap_or(stem);
    // J. Smith, U.S., e.g.: one letter after each stop.
    let is_letter = |part: &str| {
        let mut chars = part.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
    };
    if word.split('.').all(is_letter) {
        return true;
    }
    if rules.is_abbreviation(word, next) {
        return true;
    }
    if word.len() > MAX_ABBREVIATION_BYTES {
        return false;
    }
    let is_one_of = |list: &[&str]| list.iter().any(|known| word.eq_ignore_ascii_case(known));
    is_one_of(&BEFORE_NAMES) || (next.is_numeric() && is_one_of(&BEFORE_NUMBERS))
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '„' | '‚' | '«' | '‹' | '(' | '[' | '{' | '—' | '–' | '-')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '“'
            | '»'
            | '›'
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '）'
            | '］'
            | '》'
            | '〉'
            | '】'
    )
}

/// Returns whether `c`, other than a full stop, ends a sentence before a space.
fn is_spaced_stop(c: char, rules: &SentenceRules) -> bool {
    match c {
        '!' | '?' | '…' | '۔' | '؟' | '།' | '։' => true,
        ';' | '\u{37e}' => rules.is_greek,
        _ => false,
    }
}

/// Returns whether `c` ends a sentence without a space after it.
fn is_unspaced_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '｡' | '।' | '॥' | '።' | '፧' | '။' | '។')
}

/// Returns the length of the closing quotes and brackets at the start of `text`.
fn closers(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_closer).len()
}
