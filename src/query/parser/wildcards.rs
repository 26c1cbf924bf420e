//! Wildcards in a word: which asterisks and question marks are some, and the tokens that they join. Beside
//! letters they are no punctuation.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use crate::analysis::{AnalyzerVersion, query_tokens, spaced_initials};
use crate::query::ast::Slot;
use crate::query::glob::{Glob, umlaut_base};

/// Returns whether the asterisks and question marks in `word` are wildcards: next to a letter, in a word of
/// only letters, digits, apostrophes and hyphens. At the end of a word a question mark is punctuation, and at
/// its start it is the remains of a quotation mark in a text that lost them.
pub(crate) fn is_pattern(analyzer: AnalyzerVersion, word: &str) -> bool {
    if word.contains("**") || !word.contains(['*', '?']) {
        return false;
    }
    let joins = |c: char| matches!(c, '-' | '\'' | '`' | '.');
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?') || joins(c) || !c.is_ascii();
    word.trim_matches('?').contains(['*', '?']) && word.chars().all(fits) && has_glob(analyzer, word)
}

fn has_glob(analyzer: AnalyzerVersion, word: &str) -> bool {
    slots(analyzer, word).iter().any(|slot| matches!(slot, Slot::Glob(_)))
}

/// Returns the tokens of a word, those with wildcards as globs. Wildcards without a letter are left out.
pub(crate) fn slots(analyzer: AnalyzerVersion, word: &str) -> Vec<Slot> {
    let word = word.trim_end_matches('?');
    let mut slots = Vec::new();
    // The tokenizer knows nothing of wildcards: tokenize the text between them, and join what a wildcard
    // joins.
    let mut glob = String::new();
    let mut literal = 0;
    let mut flush = |glob: &mut String| {
        glob.truncate(glob.trim_end_matches('?').len()); // a trailing question mark is punctuation
        let bare = glob.trim_matches(['*', '?']);
        if !bare.is_empty() {
            let wild = glob.trim_matches('?').contains(['*', '?']);
            match Glob::new(glob) {
                Some(_) if wild => slots.push(Slot::Glob(glob.clone())),
                // Too long for a glob: use the words without the wildcards.
                _ => {
                    let words = glob.replace(['*', '?'], "");
                    slots.extend(query_tokens(analyzer, &words).map(|word| Slot::Word(word.text)));
                }
            }
        }
        glob.clear();
    };
    let is_break = |c: char| is_break(analyzer, c);
    let mut read = |piece: &str, glob: &mut String| {
        let tokens: Vec<_> = query_tokens(analyzer, piece).collect();
        for (index, token) in tokens.iter().enumerate() {
            if index > 0 || token.span.start > 0 && !piece[..token.span.start].chars().all(|c| !is_break(c)) {
                flush(glob);
            }
            glob.push_str(&with_umlauts(analyzer, &piece[token.span.clone()], &token.text));
        }
        let end = tokens.last().map_or(0, |token| token.span.end);
        if piece[end..].chars().any(is_break) {
            flush(glob);
        }
    };
    for (offset, wildcard) in word.match_indices(['*', '?']) {
        read(&word[literal..offset], &mut glob);
        if wildcard != "*" || !glob.ends_with('*') {
            glob.push_str(wildcard);
        }
        literal = offset + 1;
    }
    read(&word[literal..], &mut glob);
    flush(&mut glob);
    slots
}

/// Returns the normalized `word` with the umlauts that were `typed`: a pattern finds both spellings of them.
fn with_umlauts<'w>(analyzer: AnalyzerVersion, typed: &str, word: &'w str) -> Cow<'w, str> {
    if typed.is_ascii() {
        return Cow::Borrowed(word);
    }
    let mut umlauts = String::new();
    let mut rest = word;
    for c in typed.nfc().flat_map(char::to_lowercase) {
        match umlaut_base(c) {
            Some(base) if rest.as_bytes().first() == Some(&base) => {
                umlauts.push(c);
                rest = &rest[1..];
            }
            _ => {
                let letter = query_tokens(analyzer, c.encode_utf8(&mut [0; 4])).next();
                let Some((letter, tail)) = letter.and_then(|letter| {
                    rest.strip_prefix(letter.text.as_str()).map(|tail| (letter.text, tail))
                }) else {
                    return Cow::Borrowed(word);
                };
                umlauts.push_str(&letter);
                rest = tail;
            }
        }
    }
    if rest.is_empty() { Cow::Owned(umlauts) } else { Cow::Borrowed(word) }
}

/// Returns whether `c` separates words when it stands between two letters.
fn is_break(analyzer: AnalyzerVersion, c: char) -> bool {
    query_tokens(analyzer, &format!("aa{c}aa")).count() > 1
}

/// Returns whether `c` can surround a word without being part of it.
pub(crate) fn is_edge(analyzer: AnalyzerVersion, c: char) -> bool {
    !c.is_alphanumeric()
        && !matches!(c, '*' | '?')
        && !unicode_normalization::char::is_combining_mark(c)
        && query_tokens(analyzer, c.encode_utf8(&mut [0; 4])).next().is_none()
}

/// Trims surrounding punctuation from `word`; wildcards, a tilde, the last dot of initials and
/// the bracket after the mark of a note stay.
pub(crate) fn trim(analyzer: AnalyzerVersion, word: &str) -> &str {
    let is_edge = |c: char| is_edge(analyzer, c);
    let word = word.trim_start_matches(is_edge);
    let initials = if analyzer >= AnalyzerVersion::V7 { spaced_initials(word).unwrap_or(0) } else { 0 };
    let length = word.trim_end_matches(|c: char| is_edge(c) && c != '~').len();
    // A bracket that closes the mark of a note.
    let closes = word[length..].starts_with(']') && word[..length].contains('[');
    &word[..(length + usize::from(closes)).max(initials)]
}
