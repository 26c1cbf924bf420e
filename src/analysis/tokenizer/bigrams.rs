//! Bigrams: in scripts without spaces every two adjacent characters are a token.

use unicode_normalization::UnicodeNormalization;

use crate::analysis::normalize::{CharClass, class};
use crate::analysis::tokenizer::TokenStream;

/// Maximum length of a letter with its combining marks, in characters.
const MAX_CLUSTER: usize = 8;

impl TokenStream<'_> {
    /// Reads the next character of a script without spaces and forms a bigram with the previous one or, at
    /// the start of a run, with the next one. A character without neighbors is a token by itself.
    pub(crate) fn read_bigram(&mut self) {
        if !self.is_adjacent() {
            self.read_cluster();
            if !self.has_next() {
                self.word.push_str(&self.last);
                self.span = self.last_span.clone();
                return self.compose();
            }
        }
        self.word.push_str(&self.last);
        self.span.start = self.last_span.start;
        self.read_cluster();
        self.word.push_str(&self.last);
        self.span.end = self.last_span.end;
        self.compose();
    }

    fn compose(&mut self) {
        self.word = self.word.nfc().collect();
    }

    /// Returns whether the next character follows the last one of a script without spaces. A line break may
    /// stand between them.
    fn is_adjacent(&self) -> bool {
        let between = self.source.get(self.last_span.end..self.next_offset());
        !self.last.is_empty() && between.is_some_and(|between| between.chars().all(is_wrap))
    }

    /// Returns whether another character of a script without spaces follows the last one.
    fn has_next(&self) -> bool {
        let mut tail = self.source[self.next_offset()..].chars().skip_while(|c| is_wrap(*c));
        tail.next().is_some_and(|c| class(c) == CharClass::Unspaced)
    }

    /// Returns the offset of the next character.
    fn next_offset(&self) -> usize {
        if self.pending.is_empty() { self.offset } else { self.pending_span.start }
    }

    /// Reads a character and its combining marks into `self.last`.
    fn read_cluster(&mut self) {
        self.last.clear();
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                CharClass::Unspaced if self.last.is_empty() => {
                    self.last.push(c);
                    self.last_span = span;
                }
                CharClass::Mark if self.last.chars().count() < MAX_CLUSTER => {
                    self.last.push(c);
                    self.last_span.end = span.end;
                }
                CharClass::Invisible => {}
                _ if self.last.is_empty() && is_wrap(c) => {}
                _ => return self.unread(c, span),
            }
        }
    }
}

/// Returns whether the normalized `word` is a single letter of a script without spaces, with its combining
/// marks.
pub(crate) fn is_unspaced_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| class(c) == CharClass::Unspaced)
        && letters.all(|c| class(c) == CharClass::Mark)
}

/// Returns whether `c` can stand between two adjacent characters.
fn is_wrap(c: char) -> bool {
    c == '\n' || c == '\r' || class(c) == CharClass::Invisible
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::tokenize;

    fn folded(text: &str) -> Vec<String> {
        tokenize(text).map(|word| word.text).collect()
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_bigrams() {
        assert_eq!(folded("北京大学"), ["北京", "京大", "大学"]);
        assert_eq!(folded("在iPhone上，2024年10月"), ["在", "iphone", "上", "2024", "年", "10", "月"]);
        assert_eq!(folded("カﾞス"), folded("ガス"));
        assert_eq!(folded("北\n京"), ["北京"]);
        assert_eq!(folded("北 京。大学"), ["北", "京", "大学"]);
        assert_eq!(folded("น้ำตาล").len(), 4, "vowel signs go with their letter");
        let spans: Vec<_> = tokenize("x北京大").map(|word| (word.span, word.position)).collect();
        assert_eq!(spans, [(0..1, 0), (1..7, 1), (4..10, 2)]);
    }
}
