//! What a line looks like: counts taken in one pass over its bytes.

use super::lexicon::{GROUPS, Lexicon};

/// What the last or first character of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Edge {
    /// Nothing that says anything.
    #[default]
    Other = 0,
    /// A small letter.
    Lower,
    /// A capital letter.
    Upper,
    /// A letter of a script without case.
    Letter,
    /// A digit.
    Digit,
    /// The end of a sentence, closing quotes and brackets after it included.
    Stop,
    /// Three dots.
    Ellipsis,
    /// A colon.
    Colon,
    /// A comma or semicolon.
    Comma,
    /// A quotation mark.
    Quote,
    /// A bracket.
    Bracket,
    /// A bullet, arrow, dash or bar.
    Symbol,
}

/// The counts of one line.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shape {
    /// Characters.
    pub chars: u32,
    /// Words; of scripts written without spaces every two characters are one.
    pub words: u32,
    /// Characters that are letters.
    pub letters: u32,
    /// Letters that are capitals.
    pub capitals: u32,
    /// Digits.
    pub digits: u32,
    /// Words that begin with a capital.
    pub title_words: u32,
    /// Words of two letters or more all in capitals.
    pub shouted: u32,
    /// Words that begin with a digit.
    pub numbers: u32,
    /// Words of seven letters or more.
    pub long_words: u32,
    /// Length of the longest run of words that begin with a small letter.
    pub lower_run: u32,
    /// Commas and semicolons.
    pub commas: u32,
    /// Ends of sentences inside the line or at its end.
    pub stops: u32,
    /// Colons.
    pub colons: u32,
    /// Bars, bullets, arrows and the like.
    pub separators: u32,
    /// Quotation marks.
    pub quotes: u32,
    /// Opening brackets.
    pub brackets: u32,
    /// Slashes.
    pub slashes: u32,
    /// Signs that stand in addresses: `@`, `#`, `_`, `=`, `&`.
    pub address_signs: u32,
    /// Places where a capital follows a small letter inside a word: lines that were glued together.
    pub glued: u32,
    /// Signs of copyright.
    pub copyright: u32,
    /// Words by group of the lexicon.
    pub groups: [u16; GROUPS],
    /// How it begins.
    pub first: Edge,
    /// How it ends.
    pub last: Edge,
    /// The line by its words, without case, punctuation and the digits of numbers.
    pub hash: u64,
    /// Where the hashes of its words begin in the list they were added to.
    pub words_at: u32,
    /// How many hashes of words were added.
    pub words_len: u32,
}

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
fn marked(hash: u64, function: bool) -> u64 {
    hash & !2 | u64::from(function) << 1
}

/// Whether the word with this hash is a grammatical one.
#[inline]
pub fn is_function(word: u64) -> bool {
    word & 2 != 0
}

/// The hash of a word as [`Shape::scan`] makes it.
pub fn hash_word(word: &str) -> u64 {
    let mut words = Vec::new();
    Scanner::new(None, &mut words).run(word);
    words.first().map_or(0, |word| marked(*word, false))
}

/// The hash of a whole line as [`Shape::scan`] makes it.
pub fn line_hash(line: &str) -> u64 {
    Scanner::new(None, &mut Vec::new()).run(line).hash
}

impl Shape {
    /// Counts `line`; the hashes of its words are added to `words`.
    pub fn scan(line: &str, lexicon: &Lexicon, words: &mut Vec<u64>) -> Shape {
        Scanner::new(Some(lexicon), words).run(line)
    }

    /// Words of one group.
    pub fn count(&self, group: super::lexicon::Group) -> u32 {
        u32::from(self.groups[group as usize])
    }
}

/// What a byte is, for the fast path.
const OTHER: u8 = 0;
const SPACE: u8 = 1;
const LOWER: u8 = 2;
const UPPER: u8 = 3;
const DIGIT: u8 = 4;
const STOP: u8 = 5;
const COMMA: u8 = 6;
const QUOTE: u8 = 7;
const BAR: u8 = 8;
const SIGN: u8 = 9;
const WIDE: u8 = 10;
const OPEN: u8 = 11;
const CLOSE: u8 = 12;
const COLON: u8 = 13;
const SLASH: u8 = 14;
const HYPHEN: u8 = 15;

static CLASS: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => SPACE,
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'!' | b'?' => STOP,
            b',' | b';' => COMMA,
            b'"' | b'\'' => QUOTE,
            b'|' | b'*' | b'>' | b'<' | b'~' | b'+' => BAR,
            b'@' | b'#' | b'_' | b'=' | b'&' | b'%' => SIGN,
            b'(' | b'[' | b'{' => OPEN,
            b')' | b']' | b'}' => CLOSE,
            b':' => COLON,
            b'/' | b'\\' => SLASH,
            b'-' => HYPHEN,
            128.. => WIDE,
            _ => OTHER,
        };
        byte += 1;
    }
    table
};

/// The class of a character beyond ASCII, and the character to hash.
fn wide_class(c: char) -> (u8, char) {
    match c {
        '’' | '‘' | '“' | '”' | '«' | '»' | '„' | '‹' | '›' | '「' | '」' | '『' | '』' => {
            (QUOTE, c)
        }
        '。' | '！' | '？' | '…' | '।' | '؟' => (STOP, c),
        '，' | '、' | '；' | '،' => (COMMA, c),
        '：' => (COLON, c),
        '（' | '【' | '《' => (OPEN, c),
        '）' | '】' | '》' => (CLOSE, c),
        '•' | '·' | '→' | '←' | '↑' | '↓' | '▸' | '►' | '▶' | '●' | '■' | '★' | '☆' | '✓' | '×' | '©'
        | '®' | '™' => (BAR, c),
        '–' | '—' | '‑' | '−' => (HYPHEN, c),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{202a}'..='\u{202e}' => (OTHER, c),
        // Most of what is written beyond ASCII, before the general tables are asked.
        'а'..='я' | 'ё' | 'і' | 'ї' | 'є' | 'ß'..='ö' | 'ø'..='ÿ' => (LOWER, c),
        '\u{4e00}'..='\u{9fff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => (LOWER, c),
        'А'..='Я' => (UPPER, char::from_u32(u32::from(c) + 32).unwrap_or(c)),
        _ if c.is_whitespace() => (SPACE, c),
        _ if c.is_uppercase() => (UPPER, c.to_lowercase().next().unwrap_or(c)),
        _ if c.is_alphabetic() => (LOWER, c),
        _ if c.is_numeric() => (DIGIT, c),
        _ => (OTHER, c),
    }
}

/// Scripts written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '\u{0e00}'..='\u{0eff}')
}

/// The state of a scan.
struct Scanner<'a> {
    lexicon: Option<&'a Lexicon>,
    words: &'a mut Vec<u64>,
    shape: Shape,
    word: Word,
    lower_run: u32,
    /// Characters of unspaced scripts.
    unspaced: u32,
    /// How the line ends so far.
    last: Edge,
    dots: u32,
}

/// The word being read.
#[derive(Default, Clone, Copy)]
struct Word {
    hash: u64,
    letters: u32,
    capitals: u32,
    digits: u32,
    starts_upper: bool,
    open: bool,
}

impl<'a> Scanner<'a> {
    fn new(lexicon: Option<&'a Lexicon>, words: &'a mut Vec<u64>) -> Self {
        let shape = Shape { words_at: words.len() as u32, hash: OFFSET, ..Shape::default() };
        Scanner {
            lexicon,
            words,
            shape,
            word: Word::default(),
            lower_run: 0,
            unspaced: 0,
            last: Edge::Other,
            dots: 0,
        }
    }

    fn run(mut self, line: &str) -> Shape {
        let bytes = line.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at];
            let class = CLASS[byte as usize];
            match class {
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

    /// Takes in the small letters at the beginning of `bytes`, of which there is one at least: most of any text.
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
            self.word = Word { hash: OFFSET, starts_upper: upper, open: true, ..Word::default() };
        } else if upper && self.last == Edge::Lower {
            self.shape.glued += 1;
        }
        self.word.hash = (self.word.hash ^ code).wrapping_mul(PRIME);
        self.word.letters += 1;
        self.word.capitals += u32::from(upper);
        self.shape.chars += 1;
        self.last = if upper { Edge::Upper } else { Edge::Lower };
        if self.shape.first == Edge::Other {
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
                self.last = Edge::Letter;
                if self.shape.chars == 1 {
                    self.shape.first = Edge::Letter;
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
            self.word = Word { hash: OFFSET, open: true, ..Word::default() };
        }
        self.word.digits += 1;
        self.word.hash = (self.word.hash ^ 1).wrapping_mul(PRIME);
        self.shape.digits += 1;
        self.shape.chars += 1;
        self.last = Edge::Digit;
        if self.shape.first == Edge::Other {
            self.shape.first = Edge::Digit;
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
        if self.shape.first == Edge::Other {
            self.shape.first = Edge::Quote;
        }
        // A closing quote after a stop leaves the stop as the end of the line.
        if self.last != Edge::Stop && self.last != Edge::Ellipsis {
            self.last = Edge::Quote;
        }
    }

    fn mark(&mut self, class: u8, inside_word: bool) {
        self.end_word();
        let shape = &mut self.shape;
        shape.chars += 1;
        let edge = match class {
            STOP => {
                if !inside_word {
                    shape.stops += u32::from(self.last != Edge::Stop && self.last != Edge::Ellipsis);
                }
                self.dots += 1;
                if self.dots >= 3 { Edge::Ellipsis } else { Edge::Stop }
            }
            COMMA => {
                shape.commas += u32::from(!inside_word);
                Edge::Comma
            }
            COLON => {
                shape.colons += 1;
                Edge::Colon
            }
            OPEN => {
                shape.brackets += 1;
                Edge::Bracket
            }
            CLOSE if matches!(self.last, Edge::Stop | Edge::Ellipsis) => self.last,
            CLOSE => Edge::Bracket,
            BAR | HYPHEN => {
                shape.separators += u32::from(class == BAR);
                Edge::Symbol
            }
            SLASH => {
                shape.slashes += 1;
                Edge::Symbol
            }
            SIGN => {
                shape.address_signs += 1;
                Edge::Symbol
            }
            _ => Edge::Other,
        };
        if class != STOP && class != CLOSE {
            self.dots = 0;
        }
        if shape.first == Edge::Other {
            shape.first = edge;
        }
        self.last = edge;
    }

    #[inline]
    fn end_word(&mut self) {
        if !self.word.open {
            return;
        }
        let word = std::mem::take(&mut self.word);
        self.dots = 0;
        let number = word.letters == 0;
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
        shape.shouted += u32::from(word.capitals >= 2 && word.capitals == word.letters);
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

    fn close(mut self) -> Shape {
        self.end_word();
        self.shape.last = self.last;
        self.shape.words_len = self.words.len() as u32 - self.shape.words_at;
        self.shape.hash = finish(self.shape.hash);
        self.shape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(line: &str) -> Shape {
        Shape::scan(line, Lexicon::get(), &mut Vec::new())
    }

    #[test]
    fn a_sentence_is_counted() {
        let shape = scan("“It’s over,” said Dr. Grey on 3 May, “for 1,500 men.”");
        assert_eq!((shape.words, shape.commas, shape.quotes), (12, 2, 4));
        assert_eq!(shape.last, Edge::Stop);
        assert_eq!(shape.first, Edge::Quote);
    }

    #[test]
    fn case_numbers_and_punctuation_do_not_change_the_hash() {
        assert_eq!(line_hash("3:44 PM"), line_hash("1:40 pm."));
        assert_eq!(line_hash("Don’t miss"), line_hash("DON'T MISS!"));
        assert_ne!(line_hash("don't miss"), line_hash("miss don't"));
    }

    #[test]
    fn ends_are_told_apart() {
        for (line, edge) in [
            ("He left.", Edge::Stop),
            ("He left (at last.)", Edge::Stop),
            ("He left...", Edge::Ellipsis),
            ("He left…", Edge::Ellipsis),
            ("He left:", Edge::Colon),
            ("He left »", Edge::Quote),
            ("Read on →", Edge::Symbol),
            ("他走了。", Edge::Stop),
            ("News 24", Edge::Digit),
        ] {
            assert_eq!(scan(line).last, edge, "{line}");
        }
    }

    #[test]
    fn a_line_without_end_is_counted() {
        let shape = scan(&"the ".repeat(70_000));
        assert_eq!((shape.words, shape.groups[0]), (70_000, u16::MAX));
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        assert_eq!(scan("北朝鮮の兵士がロシアに").words, 6);
    }
}
