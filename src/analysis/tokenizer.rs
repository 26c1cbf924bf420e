//! The analyzer as tantivy takes it: one tokenizer for the exact form of words, one for their stems, and one for the places
//! where sentences begin.
//!
//! An article is given to the engine once for each. It is cut into words by the first tokenizer that gets it; the
//! others take the words from there.

use std::rc::Rc;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::recording::{Recording, record};
use super::stem::Stems;
use super::{Language, Words};

/// Stands around the language of a text and behind the text itself.
const MARK: char = '\u{1c}';

/// A text together with its language, as the tokenizers take it.
pub fn tagged(language: Language, text: &str) -> String {
    format!("{MARK}{language}{MARK}{text}")
}

/// How long what [`tagged`] puts before a text is.
pub fn tag_length(language: Language) -> usize {
    language.code().len() + 2 * MARK.len_utf8()
}

/// Takes apart what [`tagged`] put together.
fn untagged(text: &str) -> (Language, &str) {
    let tag = text.strip_prefix(MARK).and_then(|rest| rest.split_once(MARK));
    let tag = tag.and_then(|(code, text)| Some((Language::named(code)?, text)));
    tag.unwrap_or((Language::UNKNOWN, text))
}

/// A [`tagged`] text together with places in it, each with a name of one letter, as [`BreakTokenizer`] takes them.
pub fn with_breaks(tagged: &str, breaks: impl IntoIterator<Item = (usize, char)>) -> String {
    use std::fmt::Write as _;
    let mut all = format!("{tagged}{MARK}");
    for (at, name) in breaks {
        let _ = write!(all, "{at}{name}"); // writing to a string does not fail
    }
    all
}

/// Words in their exact (folded) form.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExactTokenizer;

/// Stems of words.
#[derive(Debug, Clone, Copy, Default)]
pub struct StemTokenizer;

/// Names of places, each at the position of the first word that begins there or later.
#[derive(Debug, Clone, Copy, Default)]
pub struct BreakTokenizer;

impl ExactTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "exact";
}

impl StemTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "stem";
}

impl BreakTokenizer {
    /// The name under which indexes know it.
    pub const NAME: &'static str = "breaks";
}

impl Tokenizer for ExactTokenizer {
    type TokenStream<'a> = WordStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { words: Cut::new(untagged(text).1), stems: None, token: Token::default() }
    }
}

impl Tokenizer for StemTokenizer {
    type TokenStream<'a> = WordStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        let (language, text) = untagged(text);
        WordStream { words: Cut::new(text), stems: Some(Stems::of(language)), token: Token::default() }
    }
}

impl Tokenizer for BreakTokenizer {
    type TokenStream<'a> = BreakStream<'a>;
    fn token_stream<'a>(&'a mut self, text: &'a str) -> BreakStream<'a> {
        let (text, breaks) = text.rsplit_once(MARK).unwrap_or((text, ""));
        let token = Token::default();
        BreakStream { words: Cut::new(untagged(text).1), breaks, next: None, token }
    }
}

/// The words of a text, cut now or before.
enum Cut<'a> {
    Now(Words<'a>),
    Before { recording: Rc<Recording>, next: usize, end: usize },
}

impl<'a> Cut<'a> {
    fn new(text: &'a str) -> Self {
        match record(text) {
            Some(recording) => Cut::Before { recording, next: 0, end: text.len() },
            None => Cut::Now(Words::new(text)),
        }
    }

    /// Goes to the next word: gives it, without a possessive `'s` too, to `take`; false after the last.
    fn advance(&mut self, take: impl FnOnce(&str, &str, std::ops::Range<usize>, u32)) -> bool {
        match self {
            Cut::Now(words) => {
                let there = words.advance();
                if there {
                    take(words.text(), words.base(), words.span(), words.position());
                }
                there
            }
            Cut::Before { recording, next, end } => {
                let Some(word) = recording.get(*next, *end) else { return false };
                take(word.text, word.base, word.span, word.position);
                *next += 1;
                true
            }
        }
    }
}

/// Words, or their stems, as a tantivy token stream.
pub struct WordStream<'a> {
    words: Cut<'a>,
    stems: Option<Stems>,
    token: Token,
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let (token, stems) = (&mut self.token, &mut self.stems);
        self.words.advance(|text, base, span, position| {
            token.offset_from = span.start;
            token.offset_to = span.end;
            token.position = position as usize;
            token.text.clear();
            match stems {
                Some(stems) => stems.with(base, |stem| token.text.push_str(stem)),
                None => token.text.push_str(text),
            }
        })
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Places by name as a tantivy token stream.
pub struct BreakStream<'a> {
    words: Cut<'a>,
    /// What is left of the list of places.
    breaks: &'a str,
    /// The next word: where it begins, and its position.
    next: Option<(usize, u32)>,
    token: Token,
}

impl TokenStream for BreakStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(length) = self.breaks.find(|c: char| !c.is_ascii_digit()) else { return false };
        let (at, rest) = self.breaks.split_at(length);
        let name = rest.chars().next().map_or(0, char::len_utf8);
        let at: usize = at.parse().unwrap_or(usize::MAX);
        loop {
            match self.next {
                Some((start, position)) if start >= at => {
                    self.token.position = position as usize;
                    self.token.text.clear();
                    self.token.text.push_str(&rest[..name]);
                    self.breaks = &rest[name..];
                    return true;
                }
                _ => {
                    let next = &mut self.next;
                    if !self.words.advance(|_, _, span, position| *next = Some((span.start, position))) {
                        return false; // there is no word after it
                    }
                }
            }
        }
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
    use crate::analysis::SEPARATE_GAP;

    fn tokens(mut stream: impl TokenStream) -> Vec<(usize, String)> {
        let mut all = Vec::new();
        stream.process(&mut |token| all.push((token.position, token.text.clone())));
        all
    }

    #[test]
    fn the_tag_says_how_words_are_stemmed() {
        let stems = |code: &str| {
            let language = Language::named(code).unwrap_or_default();
            let text = tagged(language, "happy troop’s");
            assert_eq!(tag_length(language) + "happy troop’s".len(), text.len());
            tokens(StemTokenizer.token_stream(&text)).into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(stems("en"), ["happi", "troop"]);
        assert_eq!(stems("und"), ["happi", "troop"]);
        assert_eq!(stems("de"), ["happy", "troop"]);
        let exact = tokens(ExactTokenizer.token_stream("happy troop’s"));
        assert_eq!(exact, [(0, "happy".to_owned()), (1, "troops".to_owned())]);
    }

    #[test]
    fn breaks_stand_at_the_words_after_them() {
        let text = tagged(Language::ENGLISH, "One two. Three four.\n\u{1d}Five");
        let breaks = with_breaks(&text, [(0, 's'), (0, 'p'), (9, 's'), (21, 's'), (40, 's')]);
        let place = |at: usize, name: &str| (at, name.to_owned());
        let found = tokens(BreakTokenizer.token_stream(&breaks));
        assert_eq!(
            found,
            [place(0, "s"), place(0, "p"), place(2, "s"), place(4 + SEPARATE_GAP as usize, "s")]
        );
    }

    #[test]
    fn a_text_too_long_to_record_has_the_same_words() {
        let text = "Troops left. ".repeat(400_000);
        assert!(record(&text).is_none());
        let count = tokens(StemTokenizer.token_stream(&text)).len();
        assert_eq!(count, 800_000);
    }
}
