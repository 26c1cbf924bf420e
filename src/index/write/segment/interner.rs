//! Numbers for words, while a segment is collected.
//!
//! Every word of every article is looked up here, once: what else is kept of a word is found by its number.

use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::is_stop_word;

/// The words met so far.
#[derive(Debug)]
pub(crate) struct TermInterner {
    /// A table of them by their hash; a number of places that is a power of two, at least half of them free.
    places: Vec<Place>,
    words: Vec<Word>,
    /// Their letters, one word after the other.
    letters: String,
}

/// A place in the table. In one piece with what decides most comparisons, since every piece of memory that is fetched costs.
#[derive(Debug, Clone, Copy, Default)]
struct Place {
    /// The upper half of the hash of the word.
    hash: u32,
    /// One more than the number of the word; 0 where there is none.
    next: u32,
    start: u32,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
struct Word {
    start: u32,
    length: u32,
    hash: u32,
    /// Whether it is a function word, which has no stem.
    silent: bool,
}

/// Places at the beginning.
const PLACES: usize = 1 << 12;

impl Default for TermInterner {
    fn default() -> Self {
        TermInterner { places: vec![Place::default(); PLACES], words: Vec::new(), letters: String::new() }
    }
}

impl TermInterner {
    /// The number of `word`, a new one where it was not met before. Numbers count from 0.
    #[inline]
    pub fn number(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let (most, short) = (self.places.len() - 1, (hash >> 32) as u32);
        let mut at = hash as usize & most;
        loop {
            let place = self.places[at];
            if place.next == 0 {
                break;
            }
            let letters = place.start as usize..(place.start + place.length) as usize;
            if place.hash == short && self.letters.as_bytes()[letters] == *word.as_bytes() {
                return place.next - 1;
            }
            at = (at + 1) & most;
        }
        self.insert(at, short, word)
    }

    fn insert(&mut self, at: usize, hash: u32, word: &str) -> u32 {
        let (start, length) = (self.letters.len() as u32, word.len() as u32);
        self.letters.push_str(word);
        self.words.push(Word { start, length, hash, silent: is_stop_word(word) });
        let next = self.words.len() as u32;
        self.places[at] = Place { hash, next, start, length };
        if self.words.len() * 2 > self.places.len() {
            self.grow();
        }
        next - 1
    }

    fn grow(&mut self) {
        let places = vec![Place::default(); self.places.len() * 2];
        let most = places.len() - 1;
        for place in std::mem::replace(&mut self.places, places) {
            if place.next > 0 {
                let word = &self.letters[place.start as usize..(place.start + place.length) as usize];
                let mut at = xxh3_64(word.as_bytes()) as usize & most;
                while self.places[at].next > 0 {
                    at = (at + 1) & most;
                }
                self.places[at] = place;
            }
        }
    }

    /// The word of that number.
    #[inline]
    pub fn word(&self, number: u32) -> &str {
        let word = self.words[number as usize];
        &self.letters[word.start as usize..(word.start + word.length) as usize]
    }

    /// The upper half of the hash of the word of that number.
    #[inline]
    pub fn hash(&self, number: u32) -> u32 {
        self.words[number as usize].hash
    }

    /// Whether the word of that number is a function word.
    #[inline]
    pub fn is_stop_word(&self, number: u32) -> bool {
        self.words[number as usize].silent
    }

    /// About how much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.places.len() * size_of::<Place>() + self.words.len() * size_of::<Word>() + self.letters.len()
    }

    /// The numbers of all words in the order of the words.
    pub fn sorted(&self) -> Vec<u32> {
        // Most words differ in their first letters, which lie side by side here.
        let mut all: Vec<(u64, u32)> = (0..self.words.len() as u32)
            .map(|number| {
                let (mut head, word) = ([0; 8], self.word(number).as_bytes());
                let length = word.len().min(head.len());
                head[..length].copy_from_slice(&word[..length]);
                (u64::from_be_bytes(head), number)
            })
            .collect();
        all.sort_unstable_by(|(head, number), (other_head, other)| {
            head.cmp(other_head).then_with(|| self.word(*number).cmp(self.word(*other)))
        });
        all.into_iter().map(|(_, number)| number).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::interner::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_has_one_number_and_a_number_one_word(words in prop::collection::vec("[ab\u{0}é]{0,12}", 0..400)) {
            let mut vocabulary = TermInterner::default();
            let numbers: Vec<u32> = words.iter().map(|word| vocabulary.number(word)).collect();
            for (word, number) in words.iter().zip(numbers) {
                prop_assert_eq!(vocabulary.word(number), word);
                prop_assert_eq!(vocabulary.number(word), number);
            }
            let mut distinct = words;
            distinct.sort_unstable();
            distinct.dedup();
            let sorted: Vec<&str> = vocabulary.sorted().into_iter().map(|number| vocabulary.word(number)).collect();
            prop_assert_eq!(sorted, distinct);
        }
    }

    #[test]
    fn words_keep_their_numbers_when_there_are_many() {
        let mut vocabulary = TermInterner::default();
        for number in 0..3 * PLACES as u32 {
            assert_eq!(vocabulary.number(&format!("w{number}")), number);
        }
        assert_eq!(vocabulary.number("w7"), 7);
        let the = vocabulary.number("the");
        assert!(vocabulary.is_stop_word(the) && !vocabulary.is_stop_word(7));
    }
}
