//! What a line looks like: counts taken in one pass over its bytes.

use crate::clean::text::lexicon::{Lexicon, WORD_GROUPS};
use crate::clean::text::line_scanner;
use crate::clean::text::line_scanner::Scanner;

/// What the last or first character of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum EdgeChar {
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
pub struct LineStats {
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
    pub all_caps: u32,
    /// Words that begin with a digit.
    pub numbers: u32,
    /// Words of seven letters or more.
    pub long_words: u32,
    /// Length of the longest run of words that begin with a small letter.
    pub lower_run: u32,
    /// Commas and semicolons.
    pub commas: u32,
    /// Ends of sentences inside the line or at its end.
    pub sentence_ends: u32,
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
    pub groups: [u16; WORD_GROUPS],
    /// How it begins.
    pub first: EdgeChar,
    /// How it ends.
    pub last: EdgeChar,
    /// The line by its words, without case, punctuation and the digits of numbers.
    pub hash: u64,
    /// Where the hashes of its words begin in the list they were added to.
    pub words_start: u32,
    /// How many hashes of words were added.
    pub words_len: u32,
}

/// Whether the word with this hash is a grammatical one.
#[inline]
pub fn is_function_word(word: u64) -> bool {
    word & 2 != 0
}

/// The hash of a word as [`LineStats::scan`] makes it.
pub fn hash_word(word: &str) -> u64 {
    let mut words = Vec::new();
    Scanner::new(None, &mut words).run(word);
    words.first().map_or(0, |word| line_scanner::marked(*word, false))
}

/// The hash of a whole line as [`LineStats::scan`] makes it.
pub fn line_hash(line: &str) -> u64 {
    Scanner::new(None, &mut Vec::new()).run(line).hash
}

impl LineStats {
    /// Counts `line`; the hashes of its words are added to `words`.
    pub fn scan(line: &str, lexicon: &Lexicon, words: &mut Vec<u64>) -> LineStats {
        Scanner::new(Some(lexicon), words).run(line)
    }

    /// Words of one group.
    pub fn count(&self, group: crate::clean::text::lexicon::WordGroup) -> u32 {
        u32::from(self.groups[group as usize])
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::line_stats::*;

    fn scan(line: &str) -> LineStats {
        LineStats::scan(line, Lexicon::get(), &mut Vec::new())
    }

    #[test]
    fn a_sentence_is_counted() {
        let shape = scan("“It’s over,” said Dr. Grey on 3 May, “for 1,500 men.”");
        assert_eq!((shape.words, shape.commas, shape.quotes), (12, 2, 4));
        assert_eq!(shape.last, EdgeChar::Stop);
        assert_eq!(shape.first, EdgeChar::Quote);
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
    fn a_line_without_end_is_counted() {
        let shape = scan(&"the ".repeat(70_000));
        assert_eq!((shape.words, shape.groups[0]), (70_000, u16::MAX));
    }

    #[test]
    fn scripts_without_spaces_have_words() {
        assert_eq!(scan("北朝鮮の兵士がロシアに").words, 6);
    }
}
