//! Finds the words that a text writes with a capital within its sentences, as most languages write names.

use std::ops::Range;

/// Minimum length of a word that may have other spellings, in bytes.
const MIN_BYTES: usize = 4;
/// Maximum length of such a word, in bytes.
const MAX_BYTES: usize = 60;
/// Minimum length of a long word, in bytes: short ones are in lower case even in a title.
const LONG: usize = 4;
/// Number of capitalized words of a text that memory is set aside for.
const CAPITALS: usize = 128;
/// Maximum length of an abbreviation that a name may follow (`Sen. Reid`), in bytes.
const MAX_ABBREVIATION: usize = 5;

/// Returns whether a normalized word is one whose other spellings are looked for.
pub(crate) fn can_be_spelled_otherwise(word: &str) -> bool {
    (MIN_BYTES..=MAX_BYTES).contains(&word.len()) && word.chars().all(char::is_alphabetic)
}

/// Finder of the capitalized words in a text, which is given its tokens one after the other.
pub(crate) struct CapitalFinder<'t> {
    text: &'t str,
    /// Whether all nouns have a capital, so that only a word after another capitalized one may be a name.
    nouns: bool,
    last: Range<usize>,
    before: Before,
    /// Number of long words of the block: in lower case, and with a capital.
    long_words: [u32; 2],
    /// Words with a capital within a sentence, each with the id of its token.
    found: Vec<(Range<usize>, u32)>,
    /// Number of words in complete blocks.
    complete: usize,
}

/// Context before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing of the same sentence.
    Start,
    LowerCase,
    Capital,
}

impl<'t> CapitalFinder<'t> {
    /// Creates a finder that stands before the first token of `text`. `nouns` tells whether its language
    /// writes all nouns with a capital.
    pub(crate) fn new(text: &'t str, nouns: bool) -> Self {
        CapitalFinder {
            text,
            nouns,
            last: 0..0,
            before: Before::Start,
            long_words: [0; 2],
            found: Vec::with_capacity(CAPITALS),
            complete: 0,
        }
    }

    /// Begins a sentence.
    #[inline]
    pub(crate) fn start_sentence(&mut self) {
        self.before = Before::Start;
    }

    /// Ends a block: a line or a paragraph. In a title, where most words have capitals and
    /// no sign ends them, they tell nothing.
    pub(crate) fn end_block(&mut self) {
        let [lower, capital] = std::mem::take(&mut self.long_words);
        let is_ended =
            self.text.get(self.last.end..).is_some_and(|rest| rest.starts_with(['.', '!', '?', '…']));
        if !is_ended && (lower == 0 || lower * 2 < capital) {
            self.found.truncate(self.complete);
        }
        self.complete = self.found.len();
        self.before = Before::Start;
    }

    /// Reads the next token, which is the term of this id.
    pub(crate) fn push(&mut self, span: Range<usize>, term_id: u32) {
        let capital = match self.text.as_bytes().get(span.start) {
            Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
            _ => self.begins_with_capital(&span),
        };
        if !capital {
            return self.push_lower_case(span);
        }
        self.long_words[1] += u32::from(span.len() >= LONG);
        if self.before != Before::Start && span.len() >= MIN_BYTES && self.is_within_sentence(span.start) {
            self.found.push((span.clone(), term_id));
        }
        self.before = Before::Capital;
        self.last = span;
    }

    /// Reads the next token, which has no capital.
    #[inline]
    pub(crate) fn push_lower_case(&mut self, span: Range<usize>) {
        self.long_words[0] += u32::from(span.len() >= LONG);
        self.before = Before::LowerCase;
        self.last = span;
    }

    fn begins_with_capital(&self, span: &Range<usize>) -> bool {
        let word = self.text.get(span.clone()).unwrap_or_default();
        word.chars().next().is_some_and(char::is_uppercase)
    }

    /// Returns whether a capital at `start`, which does not begin a sentence, may be that of a name.
    fn is_within_sentence(&self, start: usize) -> bool {
        let after_capital = self.before == Before::Capital;
        if self.nouns && !after_capital {
            return false;
        }
        match self.text.as_bytes().get(self.last.end..start) {
            Some(b" " | b"\xc2\xa0" | b", ") => true,
            Some(b". " | b".\xc2\xa0") => after_capital && self.last.len() <= MAX_ABBREVIATION,
            _ => false,
        }
    }

    /// Ends the text and returns the tokens that may be names, each with its id.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = (&'t str, u32)> {
        self.end_block();
        let text = self.text;
        self.found.into_iter().filter_map(move |(span, term_id)| Some((text.get(span)?, term_id)))
    }
}

/// Returns a token with a capital without its possessive, if it may be a name: none that is in capitals
/// throughout or has digits.
pub(crate) fn written_name(token: &str) -> Option<&str> {
    let word = token.strip_suffix("'s").or_else(|| token.strip_suffix("’s")).unwrap_or(token);
    let is_written_as_name = match word.is_ascii() {
        true => {
            word.bytes().skip(1).any(|byte| byte.is_ascii_lowercase())
                && !word.bytes().any(|byte| byte.is_ascii_digit())
        }
        false => word.chars().skip(1).any(char::is_lowercase) && !word.contains(char::is_numeric),
    };
    (is_written_as_name && (MIN_BYTES..=MAX_BYTES).contains(&word.len())).then_some(word)
}

#[cfg(test)]
mod tests {
    use crate::analysis::spelling::capitals::*;

    fn capitals(text: &str, nouns: bool) -> Vec<&str> {
        let mut finder = CapitalFinder::new(text, nouns);
        for paragraph in text.split('\n') {
            let offset = paragraph.as_ptr() as usize - text.as_ptr() as usize;
            let mut start = None;
            for (index, c) in paragraph.char_indices().chain([(paragraph.len(), ' ')]) {
                match (c.is_alphanumeric() || c == '’', start) {
                    (true, None) => start = Some(index),
                    (false, Some(first)) => {
                        finder.push(offset + first..offset + index, 0);
                        start = None;
                    }
                    _ => {}
                }
            }
            finder.end_block();
        }
        finder.finish().filter_map(|(token, _)| written_name(token)).collect()
    }

    #[test]
    fn capitals_within_sentences_are_found() {
        for (text, expected) in [
            (
                "Yesterday the judge Brett Kavanaugh met Sen. Warren of Maine.",
                &["Brett", "Kavanaugh", "Warren", "Maine"][..],
            ),
            ("they read Kavanaugh’s letter to McConnell there", &["Kavanaugh", "McConnell"]),
            ("вчора президент Зеленський приїхав до Харкова", &["Зеленський", "Харкова"]),
            ("he met “Zelensky” and NATO of B52s and Air1 there", &[]),
            ("Judge Kavanaugh Meets Warren", &[]),
        ] {
            assert_eq!(capitals(text, false), expected, "{text}");
        }
    }

    #[test]
    fn among_capitalized_nouns_only_a_name_after_another_capital_counts() {
        let text = "gestern hat der Kanzler mit Wolodymyr Selenskyj über die Lage gesprochen";
        assert_eq!(capitals(text, true), ["Selenskyj"]);
    }
}
