//! TokenStream of scripts that write no spaces: every two neighbouring characters are one.

use unicode_normalization::UnicodeNormalization;

use crate::analysis::normalize::{Class, class};
use crate::analysis::tokenizer::TokenStream;

/// The most characters that a letter and the signs on it have.
const MAX_CLUSTER: usize = 8;

impl TokenStream<'_> {
    /// Reads the character of a script without spaces that comes next and makes a word of it and its neighbour: the one
    /// before, or at the beginning the one after. One that stands alone is a word by itself.
    pub(crate) fn read_pair(&mut self) {
        if !self.adjoins() {
            self.read_cluster();
            if !self.another_adjoins() {
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

    /// Whether the character about to be read follows the last one of a script without spaces; a line may have been
    /// wrapped between them.
    fn adjoins(&self) -> bool {
        let between = self.source.get(self.last_span.end..self.next());
        !self.last.is_empty() && between.is_some_and(|between| between.chars().all(is_wrap))
    }

    /// Whether another character of a script without spaces follows the last one.
    fn another_adjoins(&self) -> bool {
        let mut rest = self.source[self.next()..].chars().skip_while(|c| is_wrap(*c));
        rest.next().is_some_and(|c| class(c) == Class::Unspaced)
    }

    /// Where the character about to be read stands.
    fn next(&self) -> usize {
        if self.pending.is_empty() { self.at } else { self.pending_span.start }
    }

    /// Reads a character and the signs on it into `last`.
    fn read_cluster(&mut self) {
        self.last.clear();
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                Class::Unspaced if self.last.is_empty() => {
                    self.last.push(c);
                    self.last_span = span;
                }
                Class::Mark if self.last.chars().count() < MAX_CLUSTER => {
                    self.last.push(c);
                    self.last_span.end = span.end;
                }
                Class::Invisible => {}
                _ if self.last.is_empty() && is_wrap(c) => {}
                _ => return self.unread(c, span),
            }
        }
    }
}

/// Whether the folded `word` is a single letter, with the signs on it, of a script that writes no spaces between words.
pub fn is_unspaced_letter(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(|c| class(c) == Class::Unspaced) && letters.all(|c| class(c) == Class::Mark)
}

/// Whether `c` can stand between two characters that belong together.
fn is_wrap(c: char) -> bool {
    c == '\n' || c == '\r' || class(c) == Class::Invisible
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::tokenize;

    fn folded(text: &str) -> Vec<String> {
        tokenize(text).map(|word| word.text).collect()
    }

    #[test]
    fn scripts_without_spaces_are_cut_into_pairs() {
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
