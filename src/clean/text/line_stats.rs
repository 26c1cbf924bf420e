//! Statistics of one line: counts of its characters and words.

use crate::clean::text::lexicon::word_group::{WORD_GROUPS, WordGroup};

/// The class of the first or last character of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
pub(crate) enum EdgeChar {
    /// Any other character, or none.
    #[default]
    Other = 0,
    /// A lowercase letter.
    Lower,
    /// An uppercase letter.
    Upper,
    /// A letter of a script without case.
    Letter,
    /// A digit.
    Digit,
    /// The end of a sentence, including closing quotes and brackets after it.
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

/// Adds to a count of the characters or words of a line, without a check: it has no more of them than bytes,
/// and a scan takes no line of more than 4 GB.
#[inline(always)]
pub(crate) fn add(count: &mut u32, number: u32) {
    *count = count.wrapping_add(number);
}

/// Counts over one line.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct LineStats {
    /// Number of characters.
    pub chars: u32,
    /// Number of words; in scripts without spaces two characters count as one.
    pub words: u32,
    /// Number of letters.
    pub letters: u32,
    /// Number of uppercase letters.
    pub capitals: u32,
    /// Number of digits.
    pub digits: u32,
    /// Number of words that begin with an uppercase letter.
    pub title_words: u32,
    /// Number of words of two or more letters that are all uppercase.
    pub all_caps: u32,
    /// Number of words that begin with a digit.
    pub numbers: u32,
    /// Number of words of seven or more letters.
    pub long_words: u32,
    /// Length of the longest run of words that begin with a lowercase letter.
    pub lower_run: u32,
    /// Number of commas and semicolons.
    pub commas: u32,
    /// Number of sentence ends, in the line or at its end.
    pub sentence_ends: u32,
    /// Number of colons.
    pub colons: u32,
    /// Number of bars, bullets, arrows and the like.
    pub separators: u32,
    /// Number of quotation marks.
    pub quotes: u32,
    /// Number of opening brackets.
    pub brackets: u32,
    /// Number of slashes.
    pub slashes: u32,
    /// Number of signs that occur in addresses: `@`, `#`, `_`, `=`, `&`.
    pub address_signs: u32,
    /// Number of uppercase letters after a lowercase one inside a word: two lines were joined there.
    pub glued: u32,
    /// Number of copyright signs.
    pub copyright: u32,
    /// Number of words of each group of the lexicon.
    pub groups: [u16; WORD_GROUPS],
    /// Class of the first character.
    pub first: EdgeChar,
    /// Class of the last character.
    pub last: EdgeChar,
    /// Hash of the words, ignoring case, punctuation and the digits of numbers.
    pub hash: u64,
    /// Index of the first word's hash in the list of the page.
    pub words_start: u32,
    /// Number of hashes in that list.
    pub words_len: u32,
}

impl LineStats {
    /// Returns whether the line reads as running text, judged by these counts alone.
    pub(crate) fn looks_like_prose(&self) -> bool {
        let ends = matches!(self.last, EdgeChar::Stop | EdgeChar::Colon | EdgeChar::Quote);
        (self.words >= 10 && ends || self.words >= 25) && self.lower_run >= 3
            || self.first == EdgeChar::Letter && self.words >= 10 && self.sentence_ends + self.commas > 0
    }

    /// Returns the number of words of one group.
    pub(crate) fn count(&self, group: WordGroup) -> u32 {
        u32::from(self.groups[group as usize])
    }
}
