//! A paragraph as words, marks and quotations in a row.

use std::ops::Range;

use crate::article::Quotation;
use crate::quote::frames::grammar::{Classes, Grammar};
use crate::quote::name_words::has_arabic_article;

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameTokenKind {
    /// A word in lower case.
    Word,
    /// A word with a capital letter.
    Capital,
    Number,
    Mark(char),
    /// A quotation with its marks, by its number.
    Quote(usize),
}

/// A word, a mark or a quotation.
#[derive(Debug, Clone)]
pub(super) struct FrameToken<'t> {
    pub text: &'t str,
    /// Text in lower case, without the stop of an abbreviation.
    pub lower: String,
    /// Range in the article, in bytes.
    pub range: Range<usize>,
    pub kind: FrameTokenKind,
    pub classes: Classes,
}

impl FrameToken<'_> {
    /// Returns whether the token is this mark.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        self.kind == FrameTokenKind::Mark(mark)
    }

    /// Returns whether the token is a quotation.
    pub(super) fn is_quote(&self) -> bool {
        matches!(self.kind, FrameTokenKind::Quote(_))
    }

    /// Returns whether the token is a word, with or without a capital letter.
    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, FrameTokenKind::Word | FrameTokenKind::Capital)
    }
}

/// Number of marks around the words of a quotation: two single ones, and one of another.
const MAX_MARKS: usize = 3;

/// Returns the tokens of the paragraph `range` of `text`, in which `quotations` stand.
pub(super) fn tokenize<'t>(
    text: &'t str,
    range: Range<usize>,
    quotations: &[Quotation],
    grammar: &Grammar,
) -> Vec<FrameToken<'t>> {
    let mut tokens: Vec<FrameToken<'t>> = Vec::new();
    let mut offset = range.start;
    for (number, quotation) in quotations.iter().enumerate() {
        let outer = with_marks(text, &range, &quotation.range);
        words(text, offset..outer.start.max(offset), grammar, &mut tokens);
        let range = outer.start.max(offset)..outer.end.max(offset);
        offset = range.end;
        tokens.push(FrameToken {
            text: &text[range.clone()],
            lower: String::new(),
            range,
            kind: FrameTokenKind::Quote(number),
            classes: Classes::default(),
        });
    }
    words(text, offset..range.end.max(offset), grammar, &mut tokens);
    tokens
}

/// Returns the range of a quotation with its marks and the spaces between them and the words.
fn with_marks(text: &str, paragraph: &Range<usize>, range: &Range<usize>) -> Range<usize> {
    let before = text[paragraph.start.min(range.start)..range.start].trim_end();
    let marks = |mark: char| if is_quotation_mark(mark) { mark.len_utf8() } else { 0 };
    let opening: usize =
        before.chars().rev().take(MAX_MARKS).map(marks).take_while(|length| *length > 0).sum();
    let after = &text[range.end..paragraph.end.max(range.end)];
    let closing: usize =
        after.trim_start().chars().take(MAX_MARKS).map(marks).take_while(|length| *length > 0).sum();
    let start = paragraph.start.min(range.start) + before.len() - opening;
    let end = range.end + (after.len() - after.trim_start().len()) + closing;
    let start = if opening > 0 { start } else { range.start };
    start..if closing > 0 { end } else { range.end }
}

fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '’' | '‚' | '\'' | '`' | '´')
}

/// Appends the words and marks of `text` in `range`.
fn words<'t>(text: &'t str, range: Range<usize>, grammar: &Grammar, tokens: &mut Vec<FrameToken<'t>>) {
    let mut offset = range.start;
    while offset < range.end {
        // The pronoun behind a verb: dit-il, a-t-elle.
        let tail = &text[offset..range.end];
        let follows_word = tokens.last().is_some_and(|last| last.range.end == offset && last.is_word());
        if follows_word && tail.starts_with('-') {
            let skipped = if tail.starts_with("-t-") { 3 } else { 1 };
            offset += skipped;
            continue;
        }
        let Some(c) = tail.chars().next() else { return };
        let length = if c.is_alphanumeric() { word_length(tail, grammar) } else { c.len_utf8() };
        let start = offset;
        offset += length;
        if c.is_whitespace() {
            continue;
        }
        let word = &text[start..offset];
        if !c.is_alphanumeric() {
            let token = FrameToken {
                text: word,
                lower: String::new(),
                range: start..offset,
                kind: FrameTokenKind::Mark(c),
                classes: Classes::default(),
            };
            tokens.push(token);
            continue;
        }
        // A hyphen or an apostrophe at an end is no part of the word.
        let lower = word.trim_matches(['’', '\'', '-']).to_lowercase();
        let kind = match c {
            _ if c.is_numeric() => FrameTokenKind::Number,
            _ if c.is_uppercase() || has_arabic_article(word) => FrameTokenKind::Capital,
            _ => FrameTokenKind::Word,
        };
        // The stop of an initial or of a title belongs to it.
        let is_initial = kind == FrameTokenKind::Capital && word.chars().nth(1).is_none();
        let is_abbreviated = is_initial
            || matches!(lower.as_str(), "dr" | "prof" | "st" | "jr" | "mr" | "mrs" | "ing" | "mgr");
        let has_stop = is_abbreviated && text[offset..range.end].starts_with('.');
        offset += usize::from(has_stop);
        let mut classes = grammar.classes(&lower);
        // M. Vidal, J. Vidal: no pronoun.
        if has_stop && is_initial {
            classes = if classes.has(Classes::TITLE) { Classes::TITLE } else { Classes::default() };
        }
        tokens.push(FrameToken { text: &text[start..offset], lower, range: start..offset, kind, classes });
    }
}

/// Returns the length of the word that `text` begins with. Hyphens, apostrophes, slashes and stops between
/// letters belong to it.
fn word_length(text: &str, grammar: &Grammar) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let is_joined = match c {
            '-' | '‑' | '’' | '\'' | '/' | '&' | '\u{ad}' => next.is_some_and(char::is_alphanumeric),
            // 2.000, and ver.di; but no end of a sentence.
            '.' => next.is_some_and(|next| next.is_numeric() || next.is_lowercase()),
            _ => false,
        };
        if !c.is_alphanumeric() && !is_joined && !is_mark(c) {
            break;
        }
        end = start + c.len_utf8();
        // L'ancien, qu'il: two words.
        if matches!(c, '’' | '\'') && grammar.elides(&text[..start]) {
            return end;
        }
    }
    let word = &text[..end];
    grammar.inverted_pronoun(word).unwrap_or(end)
}

/// Returns whether `c` is a combining mark.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Returns the number of words of the phrase or word of this class that `tokens` begin with.
pub(super) fn phrase_length(tokens: &[FrameToken<'_>], class: Classes, grammar: &Grammar) -> Option<usize> {
    let matches = |words: &&[&str]| {
        tokens.len() >= words.len() && tokens.iter().zip(*words).all(|(token, word)| token.lower == *word)
    };
    let phrase = grammar.phrases(class).find(matches).map(<[_]>::len);
    phrase.or_else(|| tokens.first().filter(|token| token.classes.has(class)).map(|_| 1))
}
