//! Quotes, apostrophes and operators in capitals.

use unicode_normalization::char::is_combining_mark;

use crate::analysis::{is_hebrew, is_typed_gershayim};

/// Returns whether `word` is an operator in capitals.
pub(crate) fn is_operator(word: &str) -> bool {
    matches!(word, "OR" | "AND" | "NOT")
}

/// Returns whether `word` is the name of a proximity operator in capitals, which needs no number.
pub(crate) fn is_bare_near(word: &str) -> bool {
    matches!(word, "NEAR" | "ADJ" | "SAME")
}

/// Returns whether `word` is the name of a proximity operator in capitals, perhaps only with a number.
pub(crate) fn is_near_name(word: &str) -> bool {
    is_bare_near(word) || matches!(word, "AROUND" | "WITHIN")
}

/// Returns whether words in capitals can be operators in `query`: not if all of it is in capitals. Scripts
/// without capitals and numbers do not count.
pub(crate) fn has_operators(query: &str) -> bool {
    let mut words = query.split(|c: char| !c.is_alphanumeric());
    query.chars().any(|c| c.is_alphabetic() && !c.is_uppercase())
        || words.all(|word| is_operator(word) || is_bare_near(word) || !word.contains(char::is_uppercase))
}

/// Returns whether `c` is a quote that opens or closes a phrase in any context.
pub(crate) fn is_double_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '＂'
            | '〝'
            | '〞'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// Returns whether `c` is a quote that is also an apostrophe: it opens a phrase only before a word, and
/// closes it only after one.
pub(crate) fn is_single_quote(c: char) -> bool {
    matches!(c, '‘' | '’' | '‚' | '‛' | '\'')
}

/// Returns whether `c` is a minus or a dash that stands for one; a long dash is punctuation.
pub(crate) fn is_minus(c: char) -> bool {
    matches!(c, '-' | '−' | '–' | '‐' | '‑' | '⁃' | '﹣' | '－')
}

/// Returns whether `c` before a word or a value excludes it.
pub(crate) fn is_sign(c: char) -> bool {
    is_minus(c) || c == '!'
}

/// Returns whether a double quote at `offset` stands between two Hebrew letters, as in abbreviations (צה"ל).
pub(crate) fn is_hebrew_sign(text: &str, offset: usize) -> bool {
    text[offset..].strip_prefix(is_typed_gershayim).is_some_and(|tail| tail.starts_with(is_hebrew))
        && text[..offset].trim_end_matches(is_combining_mark).ends_with(is_hebrew)
}

/// Replaces curly apostrophes by straight ones and removes double quotes and control characters. The double
/// quote in a Hebrew abbreviation becomes the gershayim that it stands for, so that it is not taken for a
/// quote.
pub(crate) fn straighten(surface: &str) -> String {
    let straight = |(offset, c)| match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '`' | '´' | '＇' => '\'',
        _ if is_hebrew_sign(surface, offset) => '״',
        c if is_double_quote(c) || c.is_control() => ' ',
        c => c,
    };
    let text: String = surface.char_indices().map(straight).collect();
    text.trim().to_owned()
}
