//! A table of words that is looked up for every word of a paragraph.

use crate::quote::lexicon::word_class::WordClass;

/// Number of slots: a power of two, several times the number of words, so that most words that are not in the
/// table meet a free slot at once.
const SLOTS: usize = 1 << 14;
/// Number of bits of a hash that do not choose the slot.
const SHIFT: u32 = u64::BITS - SLOTS.trailing_zeros();
/// The highest bit of each byte, which no ASCII character has.
const NOT_ASCII: u64 = 0x8080_8080_8080_8080;
/// One in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;

/// An ASCII word as it is looked up: its first bytes and its last ones, in lower case if it has a capital at
/// its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WordKey {
    head: u64,
    /// The last eight bytes; of a shorter word none.
    tail: u64,
    length: usize,
}

impl WordKey {
    /// Returns the key of `word`, or `None` if it is not ASCII or empty.
    fn of(word: &[u8]) -> Option<Self> {
        let first = word.first()?;
        let key = WordKey::as_written(word);
        if (key.head | key.tail) & NOT_ASCII != 0 || word.len() > 16 && !word.is_ascii() {
            return None;
        }
        match first.is_ascii_uppercase() {
            true => Some(WordKey { head: lower(key.head), tail: lower(key.tail), ..key }),
            false => Some(key),
        }
    }

    /// Returns the key of an ASCII word without a capital at its beginning.
    #[inline]
    fn as_written(word: &[u8]) -> Self {
        let (head, tail) = ends(word);
        WordKey { head, tail, length: word.len() }
    }

    #[inline]
    fn slot(&self) -> usize {
        let mixed = self.head ^ self.tail.rotate_left(29) ^ (self.length as u64);
        (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> SHIFT) as usize
    }
}

/// Returns the first eight bytes and the last eight as numbers, of fewer than eight all and none.
#[inline]
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    let head = match (bytes.first_chunk(), bytes.last_chunk(), bytes) {
        (Some(first), Some(last), _) => {
            let last = u64::from(u32::from_le_bytes(*last));
            u64::from(u32::from_le_bytes(*first)) | last << (8 * (bytes.len() - 4))
        }
        (.., [a, b, c]) => u64::from_le_bytes([*a, *b, *c, 0, 0, 0, 0, 0]),
        (.., [a, b]) => u64::from_le_bytes([*a, *b, 0, 0, 0, 0, 0, 0]),
        (.., [a]) => u64::from(*a),
        _ => 0,
    };
    (head, 0)
}

/// Returns eight ASCII characters in lower case.
fn lower(bytes: u64) -> u64 {
    let from_a = bytes + ONES * u64::from(0x80 - b'A');
    let above_z = bytes + ONES * u64::from(0x7f - b'Z');
    bytes | ((from_a ^ above_z) & NOT_ASCII) >> 2
}

/// A word of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordEntry {
    key: WordKey,
    word: &'static str,
    /// Class of the word, but for a given name.
    pub(super) class: WordClass,
    /// The given name with these letters; empty if there is none.
    pub(super) given_name: &'static str,
    /// Gender that the given name tells.
    pub(super) gender: WordClass,
}

/// Words in lower case by what they do, and given names.
#[derive(Debug)]
pub(super) struct WordTable {
    /// Place of an entry, from 1; 0 where there is none.
    slots: Box<[u16; SLOTS]>,
    entries: Vec<WordEntry>,
}

impl WordTable {
    pub(super) fn new() -> Self {
        WordTable { slots: Box::new([0; SLOTS]), entries: Vec::new() }
    }

    /// Returns the entry of a word, which is added if it is new. A word that is not ASCII, or is one too
    /// many, has none.
    pub(super) fn entry(&mut self, word: &'static str) -> Option<&mut WordEntry> {
        let key = WordKey::of(word.as_bytes())?;
        let mut slot = key.slot();
        while let Some(place) = usize::from(self.slots[slot]).checked_sub(1) {
            if self.entries[place].is(&key, word.as_bytes()) {
                return self.entries.get_mut(place);
            }
            slot = (slot + 1) % SLOTS;
        }
        // Half of the slots stay free, so that every search ends.
        let number = u16::try_from(self.entries.len() + 1).ok();
        self.slots[slot] = number.filter(|number| usize::from(*number) <= SLOTS / 2)?;
        let (class, gender) = (WordClass::NONE, WordClass::NONE);
        self.entries.push(WordEntry { key, word, class, given_name: "", gender });
        self.entries.last_mut()
    }

    /// Returns the entry of a word, which may be written with a capital.
    pub(super) fn get(&self, word: &str) -> Option<&WordEntry> {
        self.find(&WordKey::of(word.as_bytes())?, word.as_bytes())
    }

    /// Returns what an ASCII word in lower case can be.
    #[inline]
    pub(super) fn class_in_lower_case(&self, word: &[u8]) -> WordClass {
        self.find(&WordKey::as_written(word), word).map_or(WordClass::NONE, |entry| entry.class)
    }

    #[inline]
    fn find(&self, key: &WordKey, word: &[u8]) -> Option<&WordEntry> {
        let mut slot = key.slot();
        loop {
            let place = usize::from(self.slots[slot]).checked_sub(1)?;
            let entry = self.entries.get(place)?;
            if entry.is(key, word) {
                return Some(entry);
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

impl WordEntry {
    /// Returns whether it is the entry of `word` with this key.
    #[inline]
    fn is(&self, key: &WordKey, word: &[u8]) -> bool {
        self.key == *key && (key.length <= 16 || is_same(word, self.word.as_bytes()))
    }
}

/// Returns whether a word with the key of another one, in lower case, is that word.
fn is_same(word: &[u8], other: &[u8]) -> bool {
    word == other || word.first().is_some_and(u8::is_ascii_uppercase) && word.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests {
    use crate::quote::lexicon::word_table::*;

    #[test]
    fn words_are_found_whatever_their_length() {
        let words = ["a", "an", "and", "also", "after", "people", "against", "reported", "secretary"];
        let long = ["administrations", "responsibilities", "responsibilitier", "counterproductively"];
        let mut table = WordTable::new();
        let all: Vec<&str> = words.into_iter().chain(long).collect();
        for word in &all {
            table.entry(word).expect("an entry").class = WordClass::SAYS;
        }
        let found = |word: &str| table.get(word).map(|entry| entry.word);
        for word in &all {
            let (upper, inner) = (word.to_uppercase(), word.replace('t', "T"));
            assert_eq!((found(word), found(&upper)), (Some(*word), Some(*word)));
            assert_eq!(found(&inner).is_some(), inner == *word, "{inner}");
            assert_eq!(found(&format!("{word}x")), None);
            assert_eq!(found(&format!("{word}\0")), None);
        }
        assert_eq!(
            (found(""), found("é"), found("counterproductivelx"), found("[nd")),
            (None, None, None, None)
        );
        assert_eq!((found("counterproduxtively"), found("counterprovuctively")), (None, None));
    }
}
