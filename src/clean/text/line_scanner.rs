//! One pass over the bytes of a line, which counts all there is to count.

use crate::clean::text::char_class::*;
use crate::clean::text::lexicon::Lexicon;
use crate::clean::text::line_stats::{EdgeChar, LineStats};

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
/// Any number, whatever its digits.
const NUMBER: u64 = 0x9e37_79b9_7f4a_7c15;

#[inline]
fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(23) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[inline]
fn finish(hash: u64) -> u64 {
    let hash = hash ^ (hash >> 32);
    (hash.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ (hash >> 29)) & !3 | 1
}

/// The hash of a word with a mark that says whether it is a grammatical one: pages ask that of every word, often.
#[inline]
pub fn marked(hash: u64, function: bool) -> u64 {
    hash & !2 | u64::from(function) << 1
}

/// The state of a scan.
pub struct Scanner<'a> {
    lexicon: Option<&'a Lexicon>,
    words: &'a mut Vec<u64>,
    shape: LineStats,
    word: CurrentWord,
    lower_run: u32,
    /// Characters of unspaced scripts.
    unspaced: u32,
    /// How the line ends so far.
    last: EdgeChar,
    dots: u32,
}

/// The word being read.
#[derive(Default, Clone, Copy)]
struct CurrentWord {
    hash: u64,
    letters: u32,
    capitals: u32,
    starts_upper: bool,
    open: bool,
}

impl<'a> Scanner<'a> {
    /// A scan of one line; the hashes of its words are added to `words`.
    pub fn new(lexicon: Option<&'a Lexicon>, words: &'a mut Vec<u64>) -> Self {
        let shape = LineStats { words_start: words.len() as u32, hash: OFFSET, ..LineStats::default() };
        Scanner {
            lexicon,
            words,
            shape,
            word: CurrentWord::default(),
            lower_run: 0,
            unspaced: 0,
            last: EdgeChar::Other,
            dots: 0,
        }
    }

    /// Reads the whole line.
    pub fn run(mut self, line: &str) -> LineStats {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let class = CLASS[byte as usize];
            match class {
                LOWER | UPPER if !self.word.open => at += self.plain_word(&bytes[at..], class == UPPER),
                LOWER => at += self.small_letters(&bytes[at..]),
                SPACE => {
                    self.end_word();
                    self.shape.chars += 1;
                    at += 1;
                }
                WIDE => at += self.wide(&line[at..]),
                _ => {
                    let next = bytes.get(at + 1).copied();
                    self.ascii(byte, class, next);
                    at += 1;
                }
            }
        }
        self.close()
    }

    /// Takes in the word at the beginning of `bytes`, a letter and small letters after it, and the white space behind:
    /// most of any text. Where something else follows the word stays open.
    #[inline]
    fn plain_word(&mut self, bytes: &[u8], upper: bool) -> usize {
        let mut hash = (OFFSET ^ u64::from(bytes[0] | 0x20)).wrapping_mul(PRIME);
        let mut length = 1;
        let next = loop {
            let Some(&byte) = bytes.get(length) else { break SPACE };
            if !byte.is_ascii_lowercase() {
                break CLASS[byte as usize];
            }
            hash = (hash ^ u64::from(byte)).wrapping_mul(PRIME);
            length += 1;
        };
        if self.shape.first == EdgeChar::Other {
            self.shape.first = if upper { EdgeChar::Upper } else { EdgeChar::Lower };
        }
        self.last = if upper && length == 1 { EdgeChar::Upper } else { EdgeChar::Lower };
        self.shape.chars += length as u32;
        let (letters, capitals) = (length as u32, u32::from(upper));
        let word = CurrentWord { hash, letters, capitals, starts_upper: upper, open: true };
        if next == SPACE {
            self.count(word, false);
            let space = usize::from(length < bytes.len());
            self.shape.chars += space as u32;
            return length + space;
        }
        self.word = word;
        length
    }

    /// Takes in the small letters at the beginning of `bytes`, of which there is one at least.
    #[inline]
    fn small_letters(&mut self, bytes: &[u8]) -> usize {
        self.letter(u64::from(bytes[0]), false);
        let (mut hash, mut length) = (self.word.hash, 1);
        while let Some(byte) = bytes.get(length).filter(|byte| byte.is_ascii_lowercase()) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(PRIME);
            length += 1;
        }
        self.word.hash = hash;
        self.word.letters += length as u32 - 1;
        self.shape.chars += length as u32 - 1;
        length
    }

    #[inline]
    fn letter(&mut self, code: u64, upper: bool) {
        if !self.word.open {
            self.word =
                CurrentWord { hash: OFFSET, starts_upper: upper, open: true, ..CurrentWord::default() };
        } else if upper && self.last == EdgeChar::Lower {
            self.shape.glued += 1;
        }
        self.word.hash = (self.word.hash ^ code).wrapping_mul(PRIME);
        self.word.letters += 1;
        self.word.capitals += u32::from(upper);
        self.shape.chars += 1;
        self.last = if upper { EdgeChar::Upper } else { EdgeChar::Lower };
        if self.shape.first == EdgeChar::Other {
            self.shape.first = self.last;
        }
    }

    fn ascii(&mut self, byte: u8, class: u8, next: Option<u8>) {
        match class {
            UPPER => self.letter(u64::from(byte | 0x20), true),
            DIGIT => self.digit(),
            QUOTE => {
                self.quote(byte == b'\'', next.is_some_and(|next| next.is_ascii_alphabetic() || next >= 128))
            }
            _ => {
                // A stop or comma inside a number or an abbreviation ends no sentence.
                let inside = next.is_some_and(|next| next.is_ascii_alphanumeric());
                self.mark(class, inside);
            }
        }
    }

    fn wide(&mut self, rest: &str) -> usize {
        let Some(c) = rest.chars().next() else { return 1 };
        let (class, folded) = wide_class(c);
        match class {
            LOWER if is_unspaced(c) => {
                self.unspaced += 1;
                self.letter(u64::from(u32::from(folded)), false);
                self.last = EdgeChar::Letter;
                if self.shape.chars == 1 {
                    self.shape.first = EdgeChar::Letter;
                }
                if self.word.letters == 2 {
                    self.end_word();
                }
            }
            LOWER | UPPER => self.letter(u64::from(u32::from(folded)), class == UPPER),
            DIGIT => self.digit(),
            SPACE => {
                self.end_word();
                self.shape.chars += 1;
            }
            QUOTE => {
                let next = rest[c.len_utf8()..].chars().next();
                self.quote(c == '’' || c == '‘', next.is_some_and(char::is_alphabetic));
            }
            OTHER => self.shape.chars += 1,
            _ => {
                self.end_word();
                self.shape.copyright += u32::from(c == '©');
                if c == '…' {
                    self.dots = 3;
                }
                self.mark(class, false);
            }
        }
        c.len_utf8()
    }

    fn digit(&mut self) {
        if !self.word.open {
            self.word = CurrentWord { hash: OFFSET, open: true, ..CurrentWord::default() };
        }
        self.word.hash = (self.word.hash ^ 1).wrapping_mul(PRIME);
        self.shape.digits += 1;
        self.shape.chars += 1;
        self.last = EdgeChar::Digit;
        if self.shape.first == EdgeChar::Other {
            self.shape.first = EdgeChar::Digit;
        }
    }

    /// An apostrophe inside a word is no end of it.
    fn quote(&mut self, apostrophe: bool, letter_follows: bool) {
        self.shape.chars += 1;
        if apostrophe && letter_follows && self.word.open {
            return;
        }
        self.end_word();
        self.shape.quotes += 1;
        if self.shape.first == EdgeChar::Other {
            self.shape.first = EdgeChar::Quote;
        }
        // A closing quote after a stop leaves the stop as the end of the line.
        if self.last != EdgeChar::Stop && self.last != EdgeChar::Ellipsis {
            self.last = EdgeChar::Quote;
        }
    }

    fn mark(&mut self, class: u8, inside_word: bool) {
        self.end_word();
        let shape = &mut self.shape;
        shape.chars += 1;
        let edge = match class {
            STOP => {
                if !inside_word {
                    shape.sentence_ends +=
                        u32::from(self.last != EdgeChar::Stop && self.last != EdgeChar::Ellipsis);
                }
                self.dots += 1;
                if self.dots >= 3 { EdgeChar::Ellipsis } else { EdgeChar::Stop }
            }
            COMMA => {
                shape.commas += u32::from(!inside_word);
                EdgeChar::Comma
            }
            COLON => {
                shape.colons += 1;
                EdgeChar::Colon
            }
            OPEN => {
                shape.brackets += 1;
                EdgeChar::Bracket
            }
            CLOSE if matches!(self.last, EdgeChar::Stop | EdgeChar::Ellipsis) => self.last,
            CLOSE => EdgeChar::Bracket,
            BAR | HYPHEN => {
                shape.separators += u32::from(class == BAR);
                EdgeChar::Symbol
            }
            SLASH => {
                shape.slashes += 1;
                EdgeChar::Symbol
            }
            SIGN => {
                shape.address_signs += 1;
                EdgeChar::Symbol
            }
            _ => EdgeChar::Other,
        };
        if class != STOP && class != CLOSE {
            self.dots = 0;
        }
        if shape.first == EdgeChar::Other {
            shape.first = edge;
        }
        self.last = edge;
    }

    #[inline]
    fn end_word(&mut self) {
        if self.word.open {
            self.end_open_word();
        }
    }

    fn end_open_word(&mut self) {
        self.word.open = false;
        self.count(self.word, self.word.letters == 0);
    }

    /// Counts a word that is read to its end, or a number: in line, so that nothing is asked of a plain word that is known
    /// of it.
    #[inline(always)]
    fn count(&mut self, word: CurrentWord, number: bool) {
        self.dots = 0;
        let hash = if number { NUMBER } else { finish(word.hash) };
        let groups = self.lexicon.map_or(0, |lexicon| lexicon.groups(hash));
        self.words.push(marked(hash, groups & 1 != 0));
        let shape = &mut self.shape;
        shape.hash = mix(shape.hash, hash);
        shape.words += 1;
        shape.letters += word.letters;
        shape.capitals += word.capitals;
        shape.numbers += u32::from(number);
        shape.title_words += u32::from(word.starts_upper);
        shape.all_caps += u32::from(word.capitals >= 2 && word.capitals == word.letters);
        shape.long_words += u32::from(word.letters >= 7);
        if word.starts_upper || number {
            self.lower_run = 0;
        } else {
            self.lower_run += 1;
            shape.lower_run = shape.lower_run.max(self.lower_run);
        }
        let mut groups = groups;
        while groups != 0 {
            let count = &mut shape.groups[groups.trailing_zeros() as usize];
            *count = count.saturating_add(1);
            groups &= groups - 1;
        }
    }

    fn close(mut self) -> LineStats {
        self.end_word();
        self.shape.last = self.last;
        self.shape.words_len = self.words.len() as u32 - self.shape.words_start;
        self.shape.hash = finish(self.shape.hash);
        self.shape
    }
}
