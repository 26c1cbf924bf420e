//! The analyzer as tantivy takes it: one tokenizer for the exact form of words, one for their stems.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Words, stem};

/// Words in their exact (folded) form.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExactTokenizer;

/// Stems of words.
#[derive(Debug, Clone, Copy, Default)]
pub struct StemTokenizer;

impl ExactTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "exact";
}

impl StemTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "stem";
}

impl Tokenizer for ExactTokenizer {
    type TokenStream<'a> = WordStream<'a, false>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a, false> {
        WordStream::new(text)
    }
}

impl Tokenizer for StemTokenizer {
    type TokenStream<'a> = WordStream<'a, true>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a, true> {
        WordStream::new(text)
    }
}

/// [`Words`] as a tantivy token stream.
pub struct WordStream<'a, const STEM: bool> {
    words: Words<'a>,
    token: Token,
}

impl<'a, const STEM: bool> WordStream<'a, STEM> {
    fn new(text: &'a str) -> Self {
        WordStream { words: Words::new(text), token: Token::default() }
    }
}

impl<const STEM: bool> TokenStream for WordStream<'_, STEM> {
    fn advance(&mut self) -> bool {
        if !self.words.advance() {
            return false;
        }
        let span = self.words.span();
        self.token.offset_from = span.start;
        self.token.offset_to = span.end;
        self.token.position = self.words.position() as usize;
        self.token.text.clear();
        if STEM {
            self.token.text.push_str(&stem(self.words.base()));
        } else {
            self.token.text.push_str(self.words.text());
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
