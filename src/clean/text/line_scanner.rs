//! Scans a line once, byte by byte, and counts everything [`LineStats`] holds.

use crate::clean::text::char_class::*;
use crate::clean::text::lexicon::hash_table::HashTable;
use crate::clean::text::lexicon::word_group::WordGroup;
use crate::clean::text::lexicon::word_hash::{
    FNV_OFFSET, FNV_PRIME, NUMBER, finish, mix, with_function_flag, without_function_flag,
};
use crate::clean::text::line_stats::{EdgeChar, LineStats, add};

/// The state of a scan.
pub(crate) struct Scanner<'a> {
    word_groups: Option<&'a HashTable<u16>>,
    words: &'a mut Vec<u64>,
    stats: LineStats,
    word: CurrentWord,
    /// Length of the current run of words that begin with a lowercase letter.
    lower_run: u32,
    /// Number of characters of scripts without spaces.
    unspaced: u32,
    /// Class of the last character so far.
    last: EdgeChar,
    /// Number of successive dots so far.
    dots: u32,
}

/// The word being scanned.
#[derive(Default, Clone, Copy)]
struct CurrentWord {
    hash: u64,
    letters: u32,
    capitals: u32,
    starts_upper: bool,
    /// Whether the word may still go on.
    is_open: bool,
}

impl<'a> Scanner<'a> {
    /// Returns a scanner for one line; it appends the hashes of the words to `words`. Without word groups no
    /// group is counted.
    pub(crate) fn new(word_groups: Option<&'a HashTable<u16>>, words: &'a mut Vec<u64>) -> Self {
        let stats = LineStats { words_start: words.len() as u32, hash: FNV_OFFSET, ..LineStats::default() };
        Scanner {
            word_groups,
            words,
            stats,
            word: CurrentWord::default(),
            lower_run: 0,
            unspaced: 0,
            last: EdgeChar::Other,
            dots: 0,
        }
    }

    /// Scans the whole line, which must not have more than 4 GB.
    pub(crate) fn run(mut self, line: &str) -> LineStats {
        assert!(u32::try_from(line.len()).is_ok(), "a line of more than 4 GB");
        let bytes = line.as_bytes();
        let mut offset = 0;
        while offset < bytes.len() {
            let byte = bytes[offset];
            let class = CLASS[byte as usize];
            match class {
                LOWER | UPPER if !self.word.is_open => {
                    offset += self.plain_word(&bytes[offset..], class == UPPER)
                }
                LOWER => offset += self.lowercase_run(&bytes[offset..]),
                SPACE => {
                    self.end_word();
                    add(&mut self.stats.chars, 1);
                    offset += 1;
                }
                WIDE => offset += self.wide(&line[offset..]),
                _ => {
                    let next = bytes.get(offset + 1).copied();
                    self.ascii(byte, class, next);
                    offset += 1;
                }
            }
        }
        self.finish()
    }

    /// Scans the word at the start of `bytes`, a letter followed by lowercase letters, and the white space
    /// after it: most of any text. If something else follows, the word stays open.
    #[inline]
    fn plain_word(&mut self, bytes: &[u8], is_upper: bool) -> usize {
        let mut hash = (FNV_OFFSET ^ u64::from(bytes[0] | 0x20)).wrapping_mul(FNV_PRIME);
        let mut length = 1;
        let next = loop {
            let Some(&byte) = bytes.get(length) else { break SPACE };
            if !byte.is_ascii_lowercase() {
                break CLASS[byte as usize];
            }
            hash = (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME);
            length += 1;
        };
        if self.stats.first == EdgeChar::Other {
            self.stats.first = if is_upper { EdgeChar::Upper } else { EdgeChar::Lower };
        }
        self.last = if is_upper && length == 1 { EdgeChar::Upper } else { EdgeChar::Lower };
        add(&mut self.stats.chars, length as u32);
        let (letters, capitals) = (length as u32, u32::from(is_upper));
        let word = CurrentWord { hash, letters, capitals, starts_upper: is_upper, is_open: true };
        if next == SPACE {
            self.count_word(word, false);
            let space = usize::from(length < bytes.len());
            add(&mut self.stats.chars, space as u32);
            return length + space;
        }
        self.word = word;
        length
    }

    /// Scans the lowercase letters at the start of `bytes`, at least one.
    #[inline]
    fn lowercase_run(&mut self, bytes: &[u8]) -> usize {
        self.letter(u64::from(bytes[0]), false);
        let (mut hash, mut length) = (self.word.hash, 1);
        while let Some(byte) = bytes.get(length).filter(|byte| byte.is_ascii_lowercase()) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(FNV_PRIME);
            length += 1;
        }
        self.word.hash = hash;
        add(&mut self.word.letters, length as u32 - 1);
        add(&mut self.stats.chars, length as u32 - 1);
        length
    }

    #[inline]
    fn letter(&mut self, code: u64, is_upper: bool) {
        if !self.word.is_open {
            self.word = CurrentWord {
                hash: FNV_OFFSET,
                starts_upper: is_upper,
                is_open: true,
                ..CurrentWord::default()
            };
        } else if is_upper && self.last == EdgeChar::Lower {
            self.stats.glued += 1;
        }
        self.word.hash = (self.word.hash ^ code).wrapping_mul(FNV_PRIME);
        add(&mut self.word.letters, 1);
        add(&mut self.word.capitals, u32::from(is_upper));
        add(&mut self.stats.chars, 1);
        self.last = if is_upper { EdgeChar::Upper } else { EdgeChar::Lower };
        if self.stats.first == EdgeChar::Other {
            self.stats.first = self.last;
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
                // A stop or comma inside a number or an abbreviation does not end a sentence.
                let is_inside = next.is_some_and(|next| next.is_ascii_alphanumeric());
                self.mark(class, is_inside);
            }
        }
    }

    fn wide(&mut self, tail: &str) -> usize {
        let Some(c) = tail.chars().next() else { return 1 };
        let (class, folded) = wide_class(c);
        match class {
            LOWER if is_unspaced(c) => {
                self.unspaced += 1;
                self.letter(u64::from(u32::from(folded)), false);
                self.last = EdgeChar::Letter;
                if self.stats.chars == 1 {
                    self.stats.first = EdgeChar::Letter;
                }
                if self.word.letters == 2 {
                    self.end_word();
                }
            }
            LOWER | UPPER => self.letter(u64::from(u32::from(folded)), class == UPPER),
            DIGIT => self.digit(),
            SPACE => {
                self.end_word();
                self.stats.chars += 1;
            }
            QUOTE => {
                let next = tail[c.len_utf8()..].chars().next();
                self.quote(c == '’' || c == '‘', next.is_some_and(char::is_alphabetic));
            }
            OTHER => self.stats.chars += 1,
            _ => {
                self.end_word();
                self.stats.copyright += u32::from(c == '©');
                if c == '…' {
                    self.dots = 3;
                }
                self.mark(class, false);
            }
        }
        c.len_utf8()
    }

    fn digit(&mut self) {
        if !self.word.is_open {
            self.word = CurrentWord { hash: FNV_OFFSET, is_open: true, ..CurrentWord::default() };
        }
        self.word.hash = (self.word.hash ^ 1).wrapping_mul(FNV_PRIME);
        self.stats.digits += 1;
        self.stats.chars += 1;
        self.last = EdgeChar::Digit;
        if self.stats.first == EdgeChar::Other {
            self.stats.first = EdgeChar::Digit;
        }
    }

    /// An apostrophe inside a word does not end it.
    fn quote(&mut self, is_apostrophe: bool, letter_follows: bool) {
        self.stats.chars += 1;
        if is_apostrophe && letter_follows && self.word.is_open {
            return;
        }
        self.end_word();
        self.stats.quotes += 1;
        if self.stats.first == EdgeChar::Other {
            self.stats.first = EdgeChar::Quote;
        }
        // A closing quote after a stop leaves the stop as the end of the line.
        if self.last != EdgeChar::Stop && self.last != EdgeChar::Ellipsis {
            self.last = EdgeChar::Quote;
        }
    }

    fn mark(&mut self, class: u8, is_inside_word: bool) {
        self.end_word();
        let stats = &mut self.stats;
        add(&mut stats.chars, 1);
        let edge = match class {
            STOP => {
                if !is_inside_word {
                    stats.sentence_ends +=
                        u32::from(self.last != EdgeChar::Stop && self.last != EdgeChar::Ellipsis);
                }
                self.dots += 1;
                if self.dots >= 3 { EdgeChar::Ellipsis } else { EdgeChar::Stop }
            }
            COMMA => {
                stats.commas += u32::from(!is_inside_word);
                EdgeChar::Comma
            }
            COLON => {
                stats.colons += 1;
                EdgeChar::Colon
            }
            OPEN => {
                stats.brackets += 1;
                EdgeChar::Bracket
            }
            CLOSE if matches!(self.last, EdgeChar::Stop | EdgeChar::Ellipsis) => self.last,
            CLOSE => EdgeChar::Bracket,
            BAR | HYPHEN => {
                stats.separators += u32::from(class == BAR);
                EdgeChar::Symbol
            }
            SLASH => {
                stats.slashes += 1;
                EdgeChar::Symbol
            }
            SIGN => {
                stats.address_signs += 1;
                EdgeChar::Symbol
            }
            _ => EdgeChar::Other,
        };
        if class != STOP && class != CLOSE {
            self.dots = 0;
        }
        if stats.first == EdgeChar::Other {
            stats.first = edge;
        }
        self.last = edge;
    }

    #[inline]
    fn end_word(&mut self) {
        if self.word.is_open {
            self.end_open_word();
        }
    }

    fn end_open_word(&mut self) {
        self.word.is_open = false;
        self.count_word(self.word, self.word.letters == 0);
    }

    /// Counts a finished word or number. Inlined, so that the compiler drops the checks that a plain word
    /// does not need.
    #[inline(always)]
    fn count_word(&mut self, word: CurrentWord, is_number: bool) {
        self.dots = 0;
        let hash = if is_number { NUMBER } else { finish(word.hash) };
        let groups = self.word_groups.map_or(0, |word_groups| word_groups.get(hash));
        self.words.push(with_function_flag(hash, groups & WordGroup::Function.bit() != 0));
        let stats = &mut self.stats;
        stats.hash = mix(stats.hash, hash);
        add(&mut stats.words, 1);
        add(&mut stats.letters, word.letters);
        add(&mut stats.capitals, word.capitals);
        add(&mut stats.numbers, u32::from(is_number));
        add(&mut stats.title_words, u32::from(word.starts_upper));
        add(&mut stats.all_caps, u32::from(word.capitals >= 2 && word.capitals == word.letters));
        add(&mut stats.long_words, u32::from(word.letters >= 7));
        if word.starts_upper || is_number {
            self.lower_run = 0;
        } else {
            add(&mut self.lower_run, 1);
            stats.lower_run = stats.lower_run.max(self.lower_run);
        }
        let mut groups = groups;
        while groups != 0 {
            let count = &mut stats.groups[groups.trailing_zeros() as usize];
            *count = count.saturating_add(1);
            groups &= groups - 1;
        }
    }

    fn finish(mut self) -> LineStats {
        self.end_word();
        self.stats.last = self.last;
        self.stats.words_len = self.words.len() as u32 - self.stats.words_start;
        self.stats.hash = finish(self.stats.hash);
        self.stats
    }
}

/// Returns the hash of a word as a scan computes it.
pub(crate) fn hash_word(word: &str) -> u64 {
    let mut words = Vec::new();
    Scanner::new(None, &mut words).run(word);
    words.first().map_or(0, |word| without_function_flag(*word))
}

/// Returns the hash of a whole line as a scan computes it.
pub(crate) fn hash_line(line: &str) -> u64 {
    Scanner::new(None, &mut Vec::new()).run(line).hash
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::Lexicon;
    use crate::clean::text::line_scanner::*;

    fn scan(line: &str) -> LineStats {
        Lexicon::get().scan(line, &mut Vec::new())
    }

    #[test]
    fn a_sentence_is_counted() {
        let stats = scan("“It’s over,” said Dr. Grey on 3 May, “for 1,500 men.”");
        assert_eq!((stats.words, stats.commas, stats.quotes), (12, 2, 4));
        assert_eq!(stats.last, EdgeChar::Stop);
        assert_eq!(stats.first, EdgeChar::Quote);
    }

    #[test]
    fn case_numbers_and_punctuation_do_not_change_the_hash() {
        assert_eq!(hash_line("3:44 PM"), hash_line("1:40 pm."));
        assert_eq!(hash_line("Don’t miss"), hash_line("DON'T MISS!"));
        assert_ne!(hash_line("don't miss"), hash_line("miss don't"));
    }

    #[test]
    fn line_ends_are_classified() {
        for (line, edge) in [
            ("He left.", EdgeChar::Stop),
            ("He left (at last.)", EdgeChar::Stop),
            ("He left...", EdgeChar::Ellipsis),
            ("He left…", EdgeChar::Ellipsis),
            ("He left:", EdgeChar::Colon),
            ("He left »", EdgeChar::Quote),
            ("Read on →", EdgeChar::Symbol),
            ("他走了。", EdgeChar::Stop),
            ("News 24", EdgeChar::Digit),
        ] {
            assert_eq!(scan(line).last, edge, "{line}");
        }
    }

    #[test]
    fn counts_saturate_on_a_very_long_line() {
        let stats = scan(&"the ".repeat(70_000));
        assert_eq!((stats.words, stats.groups[0]), (70_000, u16::MAX));
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        assert_eq!(scan("北朝鮮の兵士がロシアに").words, 6);
    }
}
