//! The analyzer as tantivy takes it: one tokenizer for lists of words that were cut before, one for texts as they are, and
//! one for the places where sentences begin.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::Words;
use super::forms::take_word;

/// Words of a [`WordList`](super::WordList).
#[derive(Debug, Clone, Copy, Default)]
pub struct ListTokenizer;

/// Words of a text in their exact (folded) form.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExactTokenizer;

/// Names of places, each at its position, as [`PlaceList`] lists them.
#[derive(Debug, Clone, Copy, Default)]
pub struct PlaceTokenizer;

/// Positions in a text, each with a name of one letter, as [`PlaceTokenizer`] takes them.
#[derive(Debug, Clone, Default)]
pub struct PlaceList(String);

impl ListTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "list";
}

impl ExactTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "exact";
}

impl PlaceTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "places";
}

impl PlaceList {
    /// Adds a place; positions do not fall.
    pub fn push(&mut self, position: u32, name: char) {
        use std::fmt::Write as _;
        let _ = write!(self.0, "{position}{name}"); // writing to a string does not fail
    }

    /// As its tokenizer takes it.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl Tokenizer for ListTokenizer {
    type TokenStream<'a> = ListStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> ListStream<'a> {
        ListStream { rest: text, next: 0, token: Token::default() }
    }
}

impl Tokenizer for ExactTokenizer {
    type TokenStream<'a> = WordStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Words::new(text), token: Token::default() }
    }
}

impl Tokenizer for PlaceTokenizer {
    type TokenStream<'a> = PlaceStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> PlaceStream<'a> {
        PlaceStream { rest: text, token: Token::default() }
    }
}

/// The words of a list as a tantivy token stream.
pub struct ListStream<'a> {
    rest: &'a str,
    next: usize,
    token: Token,
}

/// The words of a text as a tantivy token stream.
pub struct WordStream<'a> {
    words: Words<'a>,
    token: Token,
}

/// PlaceList by name as a tantivy token stream.
pub struct PlaceStream<'a> {
    rest: &'a str,
    token: Token,
}

impl TokenStream for ListStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((word, skipped)) = take_word(&mut self.rest) else { return false };
        self.token.position = self.next + skipped as usize;
        self.next = self.token.position + 1;
        self.token.text.clear();
        self.token.text.push_str(word);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let there = self.words.advance();
        if there {
            let (token, span) = (&mut self.token, self.words.span());
            (token.offset_from, token.offset_to) = (span.start, span.end);
            token.position = self.words.position() as usize;
            token.text.clear();
            token.text.push_str(self.words.text());
        }
        there
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl TokenStream for PlaceStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(length) = self.rest.find(|c: char| !c.is_ascii_digit()) else { return false };
        let (position, rest) = self.rest.split_at(length);
        let name = rest.chars().next().map_or(0, char::len_utf8);
        self.token.position = position.parse().unwrap_or_default();
        self.token.text.clear();
        self.token.text.push_str(&rest[..name]);
        self.rest = &rest[name..];
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Forms, GAP, Language};

    fn tokens(mut stream: impl TokenStream) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        stream.process(&mut |token| all.push((token.position, token.text.clone())));
        all
    }

    fn token(position: usize, text: &str) -> (usize, String) {
        (position, text.to_owned())
    }

    #[test]
    fn a_list_gives_its_words_at_their_positions() {
        let mut forms = Forms::default();
        forms.add("Kyiv’s ferries", Language::ENGLISH, |_, _, _| ());
        forms.gap();
        forms.add("Late", Language::ENGLISH, |_, _, _| ());
        let exact = forms.exact.into_string();
        let late = 2 + GAP as usize;
        assert_eq!(
            tokens(ListTokenizer.token_stream(&exact)),
            [token(0, "kyivs"), token(1, "ferries"), token(late, "late")]
        );
        assert_eq!(tokens(ExactTokenizer.token_stream("Kyiv’s F‑16")).len(), 3);
    }

    #[test]
    fn places_stand_at_their_positions() {
        let mut places = PlaceList::default();
        for (position, name) in [(0, 's'), (0, 'p'), (22, 's')] {
            places.push(position, name);
        }
        let places = places.into_string();
        let found = tokens(PlaceTokenizer.token_stream(&places));
        assert_eq!(found, [token(0, "s"), token(0, "p"), token(22, "s")]);
        assert!(tokens(PlaceTokenizer.token_stream("")).is_empty());
    }
}
