//! Tokens as owned values.

use std::ops::Range;

use crate::analysis::tokenizer::TokenStream;
use crate::analysis::version::AnalyzerVersion;

/// A token, as an owned value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The normalized word.
    pub text: String,
    /// Byte range in the text.
    pub span: Range<usize>,
    /// Position in words from the start of the text.
    pub position: u32,
    /// Length of the normalized word without a possessive `'s`.
    pub base_len: usize,
}

impl Token {
    /// Returns the normalized word without a possessive `'s`: the form to stem.
    #[inline]
    pub fn base(&self) -> &str {
        &self.text[..self.base_len]
    }
}

/// Returns the tokens of `text` as owned values, as the current version of the analyzer reads them.
pub fn tokenize(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokenize_with(AnalyzerVersion::CURRENT, text)
}

/// Returns the tokens of `text` as owned values, as a version of the analyzer reads them. The forms of words
/// that tell their marks are left out.
pub fn tokenize_with(analyzer: AnalyzerVersion, text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut words = TokenStream::new(analyzer, text);
    std::iter::from_fn(move || {
        while words.advance() {
            if !words.tells_marks {
                return Some(Token {
                    text: words.text().to_owned(),
                    span: words.span(),
                    position: words.position(),
                    base_len: words.base().len(),
                });
            }
        }
        None
    })
}

/// Returns the tokens of a query: one at each position. Other forms of a word and the marks of notes are left
/// out.
pub(crate) fn query_tokens(analyzer: AnalyzerVersion, text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut next = 0;
    tokenize_with(analyzer, text).filter(move |token| {
        let first = token.position >= next;
        next = token.position + 1;
        first
    })
}
