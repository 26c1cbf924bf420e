//! Finds the words that a text writes with a capital within its sentences, as most languages write names.

use std::ops::Range;

/// Minimum length of a word that may have other spellings, in bytes.
const MIN_BYTES: usize = 4;
/// Maximum length of such a word, in bytes.
const MAX_BYTES: usize = 60;
/// Minimum length of a long word, in bytes: short ones are in lower case even in a title.
const LONG: usize = 4;
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
    last_is_capital: bool,
    /// Whether the next token is the first of a sentence.
    starts: bool,
    /// Number of long words of the block: in lower case, and with a capital.
    long_words: [u32; 2],
    /// Words with a capital within a sentence, each with the id of its token.
    found: Vec<(Range<usize>, u32)>,
    /// Number of words in complete blocks.
    complete: usize,
}

impl<'t> CapitalFinder<'t> {
    /// Creates a finder that stands before the first token of `text`. `nouns` tells whether its language
    /// writes all nouns with a capital.
    pub(crate) fn new(text: &'t str, nouns: bool) -> Self {
        CapitalFinder {
            text,
            nouns,
            last: 0..0,
            last_is_capital: false,
            starts: true,
            long_words: [0; 2],
            found: Vec::new(),
            complete: 0,
        }
    }

    /// Begins a sentence.
    #[inline]
    pub(crate) fn start_sentence(&mut self) {
        self.starts = true;
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
        self.starts = true;
    }

    /// Reads the next token, which is the term of this id.
    #[inline]
    pub(crate) fn push(&mut self, span: Range<usize>, term_id: u32) {
        let capital = match self.text.as_bytes().get(span.start) {
            Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
            _ => self
                .text
                .get(span.clone())
                .and_then(|word| word.chars().next())
                .is_some_and(char::is_uppercase),
        };
        self.long_words[usize::from(capital)] += u32::from(span.len() >= LONG);
        if capital && !self.starts && span.len() >= MIN_BYTES {
            self.push_capital(&span, term_id);
        }
        self.starts = false;
        self.last_is_capital = capital;
        self.last = span;
    }

    fn push_capital(&mut self, span: &Range<usize>, term_id: u32) {
        if self.nouns && !self.last_is_capital {
            return;
        }
        let within_sentence = match self.text.get(self.last.end..span.start) {
            Some(" " | "\u{a0}" | ", ") => true,
            Some(". " | ".\u{a0}") => self.last_is_capital && self.last.len() <= MAX_ABBREVIATION,
            _ => false,
        };
        if within_sentence {
            self.found.push((span.clone(), term_id));
        }
    }

    /// Ends the text and returns the words as they are written, without possessives and without those in
    /// capitals throughout: each with the place and the id of its token.
    pub(crate) fn finish(mut self) -> impl Iterator<Item = (Range<usize>, &'t str, u32)> {
        self.end_block();
        let text = self.text;
        self.found.into_iter().filter_map(move |(span, term_id)| {
            let word = text.get(span.clone())?;
            let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
            let is_written_as_name = (MIN_BYTES..=MAX_BYTES).contains(&word.len())
                && match word.is_ascii() {
                    true => {
                        word.bytes().skip(1).any(|byte| byte.is_ascii_lowercase())
                            && !word.bytes().any(|byte| byte.is_ascii_digit())
                    }
                    false => word.chars().skip(1).any(char::is_lowercase) && !word.contains(char::is_numeric),
                };
            is_written_as_name.then_some((span, word, term_id))
        })
    }
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
        finder.finish().map(|(_, word, _)| word).collect()
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
