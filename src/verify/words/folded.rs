//! The words of a text for comparisons outside of quotations.

use std::ops::Range;

use crate::verify::words::Words;

/// The words of a text, with typography folded as [`words`](crate::verify::words) says.
pub(crate) struct FoldedWords(Words);

impl FoldedWords {
    /// Reads the words of `text`.
    pub(crate) fn of(text: &str) -> Self {
        FoldedWords(Words::of(text))
    }

    /// Returns the hashes of the words in lower case, in order.
    pub(crate) fn hashes(&self) -> Vec<u64> {
        self.0.words.iter().map(|word| word.key).collect()
    }

    /// Returns where the words stand in the text, in bytes.
    pub(crate) fn spans(&self) -> Vec<Range<usize>> {
        self.0.words.iter().map(|word| word.span.clone()).collect()
    }

    /// Returns whether a word is the same as one of another text: *US* and *us* are not.
    pub(crate) fn is_same(&self, index: usize, other: &FoldedWords, other_index: usize) -> bool {
        self.0.is_word(index, &other.0, other_index)
    }
}
