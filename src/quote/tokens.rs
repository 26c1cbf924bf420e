//! A paragraph as words, punctuation and quotations.

use std::ops::Range;

use crate::quote::lexicon::{SpeechLexicon, WordClass};
use crate::quote::name_words::has_arabic_article;
use crate::quote::spans::MarkedSpan;

/// Kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpeechTokenKind {
    /// A word in lower case.
    Word,
    /// A word with a capital.
    Capital,
    Number,
    /// A quotation, by its number in the article.
    Quote(usize),
    Punctuation(char),
}

/// A word, a mark of punctuation or a whole quotation.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpeechToken {
    pub(super) start: usize,
    /// The end; of a possessive, the end without its *'s*.
    pub(super) end: usize,
    pub(super) kind: SpeechTokenKind,
    pub(super) class: WordClass,
    /// Whether it is a possessive: *Clinton's*.
    pub(super) is_possessive: bool,
    /// Whether a sentence begins with it.
    pub(super) starts_sentence: bool,
}

impl SpeechToken {
    pub(super) fn is(&self, classes: WordClass) -> bool {
        self.class.is(classes)
    }

    pub(super) fn is_mark(&self, c: char) -> bool {
        self.kind == SpeechTokenKind::Punctuation(c)
    }

    pub(super) fn is_dash(&self) -> bool {
        matches!(self.kind, SpeechTokenKind::Punctuation('—' | '–' | '-' | '―'))
    }

    pub(super) fn is_quote(&self) -> bool {
        matches!(self.kind, SpeechTokenKind::Quote(_))
    }

    pub(super) fn is_punctuation(&self) -> bool {
        matches!(self.kind, SpeechTokenKind::Punctuation(_))
    }

    pub(super) fn is_capital(&self) -> bool {
        self.kind == SpeechTokenKind::Capital
    }
}

/// Maximum number of tokens of the place and day with which an article begins, with the dash.
const MAX_DATELINE: usize = 10;
/// Number of bytes of a word with its space, of most words less.
const BYTES_PER_TOKEN: usize = 5;

/// Returns the tokens of a paragraph of `text`; `spans` are the quotations in it, the first of which is
/// number `first`.
pub(super) fn tokenize(
    text: &str,
    paragraph: Range<usize>,
    (spans, first): (&[MarkedSpan], usize),
    lexicon: &SpeechLexicon,
) -> Vec<SpeechToken> {
    let tokens = Vec::with_capacity(paragraph.len() / BYTES_PER_TOKEN);
    let mut reader = TokenReader { text, end: paragraph.end, lexicon, tokens, starts_sentence: true };
    let mut offset = paragraph.start;
    for (number, span) in spans.iter().enumerate() {
        reader.read(offset..span.outer.start);
        reader.push_quote(span, first + number);
        offset = span.outer.end;
    }
    reader.read(offset..paragraph.end);
    let mut tokens = reader.tokens;
    if let Some(start) = dateline_end(&tokens) {
        tokens[start].starts_sentence = true;
    }
    tokens
}

/// Returns the token behind the place and day with which an article begins: *WASHINGTON (AP) —*.
fn dateline_end(tokens: &[SpeechToken]) -> Option<usize> {
    let dash = tokens.iter().take(MAX_DATELINE).position(SpeechToken::is_dash)?;
    let is_part = |token: &SpeechToken| {
        token.is_capital() || token.is_punctuation() || token.kind == SpeechTokenKind::Number
    };
    (dash > 0 && dash + 1 < tokens.len() && tokens[..dash].iter().all(is_part)).then_some(dash + 1)
}

/// Marks within a word.
#[derive(Debug, Clone, Copy, Default)]
struct WordShape {
    has_apostrophe: bool,
    has_hyphen: bool,
}

struct TokenReader<'a> {
    text: &'a str,
    end: usize,
    lexicon: &'a SpeechLexicon,
    tokens: Vec<SpeechToken>,
    starts_sentence: bool,
}

impl TokenReader<'_> {
    fn read(&mut self, range: Range<usize>) {
        let mut offset = range.start;
        let bytes = self.text.as_bytes();
        while offset < range.end {
            let byte = bytes[offset];
            if byte == b' ' {
                offset += 1;
                continue;
            }
            if byte.is_ascii_alphanumeric() {
                offset = match end_of_plain_word(&bytes[..range.end], offset) {
                    Some(end) => self.read_plain_word(offset..end, byte),
                    None => self.read_word(offset..range.end, char::from(byte)),
                };
                continue;
            }
            let c = match byte.is_ascii() {
                true => char::from(byte),
                false => match self.text[offset..range.end].chars().next() {
                    Some(c) => c,
                    None => break,
                },
            };
            if c.is_alphanumeric() || matches!(c, '@' | '#') {
                offset = self.read_word(offset..range.end, c);
            } else {
                if !c.is_whitespace() {
                    self.push_punctuation(offset, c);
                }
                offset += c.len_utf8();
            }
        }
    }

    /// Reads the word at the start of `range` and returns the offset behind it.
    fn read_word(&mut self, range: Range<usize>, first: char) -> usize {
        let rest = &self.text[range.clone()];
        let mut length = first.len_utf8();
        length += rest.as_bytes()[length..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let (mut possessive, mut shape) = (None, WordShape::default());
        while rest.as_bytes().get(length).is_some_and(|byte| may_join(*byte))
            && let Some(c) = rest[length..].chars().next()
        {
            let after = &rest[length + c.len_utf8()..];
            let joins = || after.starts_with(char::is_alphanumeric);
            match c {
                _ if c.is_alphanumeric() || c == '_' => {}
                '\'' | '’'
                    if after.starts_with(['s', 'S']) && !after[1..].starts_with(char::is_alphanumeric) =>
                {
                    possessive = Some(length);
                    length += c.len_utf8() + 1;
                    break;
                }
                '\'' | '’' if joins() => shape.has_apostrophe = true,
                '\'' | '’'
                    if rest[..length].ends_with(['s', 'z', 'x']) && !after.starts_with(['\'', '’']) =>
                {
                    possessive = Some(length);
                    length += c.len_utf8();
                    break;
                }
                '-' if joins() => shape.has_hyphen = true,
                '\u{ad}' | '‑' | '&' if joins() => {}
                '.' if joins() && first.is_ascii_digit() => {}
                ',' if first.is_ascii_digit() && after.starts_with(|c: char| c.is_ascii_digit()) => {}
                '.' if joins() && is_initials(&rest[..length]) => {}
                '.' if is_initials(&rest[..length]) && !after.is_empty()
                    || self.is_abbreviation(&rest[..length]) =>
                {
                    let content = length;
                    length += 1;
                    self.push_word(range.start..range.start + content, first, WordShape::default(), false);
                    let is_initial = content == first.len_utf8();
                    if let Some(initial) =
                        self.tokens.last_mut().filter(|token| is_initial && !token.is(WordClass::PLACE))
                    {
                        initial.class = WordClass::NONE;
                    }
                    return range.start + length;
                }
                _ => break,
            }
            length += c.len_utf8();
        }
        let end = possessive.unwrap_or(length);
        self.push_word(range.start..range.start + end, first, shape, possessive.is_some());
        range.start + length
    }

    /// Reads the word at `range`, which is plain, and returns the offset behind it.
    fn read_plain_word(&mut self, range: Range<usize>, first: u8) -> usize {
        let end = range.end;
        if first.is_ascii_lowercase() {
            let class = self.lexicon.class_in_lower_case(&self.text.as_bytes()[range.clone()]);
            self.push(range, SpeechTokenKind::Word, class, false);
        } else {
            self.push_word(range, char::from(first), WordShape::default(), false);
        }
        end
    }

    /// Returns the class of a word, of a contraction that of its first part: he'd, they're.
    fn class(&self, word: &str) -> WordClass {
        match word.split_once(['\'', '’']) {
            Some((base, "d" | "ll" | "re" | "ve" | "m")) => self.lexicon.class(base),
            Some((_, "t")) => WordClass::ADVERB,
            _ => self.lexicon.class(word),
        }
    }

    /// Returns whether a word with a capital is a compound that is no name: Chicago-based.
    fn is_compound(&self, word: &str) -> bool {
        word.rsplit_once('-').is_some_and(|(_, end)| self.lexicon.class(end).is(WordClass::COMPOUND))
    }

    /// Returns whether what follows a month that is a given name, too, is a surname: *said Jan Roe*.
    fn precedes_name(&self, range: &Range<usize>) -> bool {
        let mut words = self.text[range.end..self.end].split(' ');
        let is_month = |word: &str| self.lexicon.words.given_months.split(' ').any(|month| month == word);
        is_month(&self.text[range.clone()])
            && words.next() == Some("")
            && words.next().is_some_and(|next| {
                let next = next.trim_end_matches(|c: char| !c.is_alphanumeric());
                next.starts_with(char::is_uppercase) && self.lexicon.class(next) == WordClass::NONE
            })
    }

    /// Returns whether a word names a party and a state: *R-Ohio*, *D-N.Y.*; within parentheses the party.
    fn is_party(&self, word: &str) -> bool {
        if !matches!(word.as_bytes(), [_] | [_, b'-', ..]) {
            return false;
        }
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && match chars.next() {
                Some('-') => chars.next().is_some_and(char::is_uppercase),
                Some(_) => false,
                None => self.tokens.last().is_some_and(|before| before.is_mark('(')),
            }
    }

    fn is_abbreviation(&self, word: &str) -> bool {
        word.starts_with(char::is_uppercase) && self.lexicon.class(word).is(WordClass::ABBREVIATION)
    }

    fn push_word(&mut self, range: Range<usize>, first: char, shape: WordShape, is_possessive: bool) {
        let word = &self.text[range.clone()];
        let (class, gender) = if !first.is_alphabetic() {
            (WordClass::NONE, WordClass::NONE)
        } else if shape.has_apostrophe {
            (self.class(word), self.lexicon.gender(word))
        } else {
            self.lexicon.class_and_gender(word)
        };
        let kind = if first.is_numeric() {
            SpeechTokenKind::Number
        } else if (first.is_uppercase() || first == '@') && !(shape.has_hyphen && self.is_compound(word))
            || shape.has_hyphen && has_arabic_article(word)
        {
            SpeechTokenKind::Capital
        } else {
            SpeechTokenKind::Word
        };
        let class = match kind {
            SpeechTokenKind::Capital => self.class_of_capital(&range, class, gender),
            _ => class,
        };
        let pronouns =
            WordClass::HE | WordClass::SHE | WordClass::THEY | WordClass::WHO | WordClass::FIRST_PERSON;
        let is_possessive = is_possessive && !class.is(pronouns);
        self.push(range, kind, class, is_possessive);
    }

    /// Returns the class of a word with a capital that may be of `class`, or of `gender` as a given name.
    fn class_of_capital(&self, range: &Range<usize>, class: WordClass, gender: WordClass) -> WordClass {
        let word = &self.text[range.clone()];
        if class.is(WordClass::TIME) && self.precedes_name(range) {
            return gender;
        }
        if self.is_party(word) {
            return WordClass::PLACE;
        }
        if class != WordClass::NONE {
            return class;
        }
        let is_adverb = self.starts_sentence
            && gender == WordClass::NONE
            && self.lexicon.ends_like_adverb(word.as_bytes());
        if is_adverb { WordClass::ADVERB } else { gender }
    }

    fn push(&mut self, range: Range<usize>, kind: SpeechTokenKind, class: WordClass, is_possessive: bool) {
        let starts_sentence = std::mem::take(&mut self.starts_sentence);
        self.tokens.push(SpeechToken {
            start: range.start,
            end: range.end,
            kind,
            class,
            is_possessive,
            starts_sentence,
        });
    }

    fn push_punctuation(&mut self, offset: usize, c: char) {
        let starts_sentence = self.starts_sentence;
        if matches!(c, '-' | '–' | '—' | '―') {
            self.starts_sentence = false;
        }
        self.push(offset..offset + c.len_utf8(), SpeechTokenKind::Punctuation(c), WordClass::NONE, false);
        self.starts_sentence = starts_sentence && !matches!(c, ',' | ';')
            || matches!(c, '.' | '!' | '?' | '…' | ';' | '•' | '|')
                && self.sentence_follows(offset + c.len_utf8());
    }

    /// Returns whether what follows `offset` begins a sentence.
    fn sentence_follows(&self, offset: usize) -> bool {
        let rest = &self.text[offset..self.end];
        let mut chars = rest.chars().skip_while(|c| matches!(c, ')' | ']' | '"' | '”' | '’' | '\''));
        match chars.next() {
            None => true,
            Some(c) if c.is_whitespace() => {
                let next = chars.find(|c| !c.is_whitespace());
                next.is_none_or(|c| !c.is_lowercase() && !matches!(c, ',' | '-' | '—' | '–'))
            }
            Some(_) => false,
        }
    }

    fn push_quote(&mut self, span: &MarkedSpan, number: usize) {
        self.push(span.outer.clone(), SpeechTokenKind::Quote(number), WordClass::NONE, false);
    }
}

/// Whether a byte is an ASCII letter or digit.
static IS_ALPHANUMERIC: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte.is_ascii() {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Returns the end of the word at `offset`, if it has nothing but ASCII letters and digits, and the character
/// behind it tells that it ends there.
fn end_of_plain_word(bytes: &[u8], offset: usize) -> Option<usize> {
    let mut end = offset + 1;
    while bytes.get(end).is_some_and(|byte| IS_ALPHANUMERIC[usize::from(*byte)]) {
        end += 1;
    }
    let is_end = match bytes.get(end) {
        None | Some(b' ' | b'\n') => true,
        // A number goes on with a comma, a number, an initial and an abbreviation with a stop.
        Some(b',') => !bytes[offset].is_ascii_digit(),
        Some(b'.') => bytes[offset].is_ascii_lowercase(),
        Some(byte) => !may_join(*byte),
    };
    is_end.then_some(end)
}

/// Returns whether a word may go on with the character that begins with `byte`.
fn may_join(byte: u8) -> bool {
    !byte.is_ascii()
        || byte.is_ascii_alphanumeric()
        || matches!(byte, b'\'' | b'-' | b'.' | b',' | b'&' | b'_')
}

/// Returns whether `word` is an initial or several with full stops: J, D.C, behind a party, too: R-N.C.
fn is_initials(word: &str) -> bool {
    if !matches!(word.chars().nth(1), None | Some('.' | '-')) {
        return false;
    }
    let (party, rest) = word.split_once('-').unwrap_or(("", word));
    party.len() <= 1
        && rest.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
        })
}
