//! Interns terms while a segment is built.
//!
//! Every token of every article is looked up here once. All other data of a term is found by its id.

use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::is_stop_word;

/// The terms that were seen so far.
#[derive(Debug)]
pub(crate) struct TermInterner {
    /// Hash table with linear probing. The number of slots is a power of two, and at least half of them are
    /// empty.
    slots: Vec<HashSlot>,
    terms: Vec<InternedTerm>,
    /// Bytes of the terms, one after the other.
    text: String,
}

/// A slot of the hash table. It holds all that is compared of a short term, because every cache miss costs.
#[derive(Debug, Clone, Copy, Default)]
struct HashSlot {
    head: u64,
    tail: u64,
    length: u32,
    /// Term id plus one; 0 for an empty slot.
    next_id: u32,
}

/// What tells terms apart: all of a term of up to [`TermKey::MAX_WHOLE`] bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct TermKey {
    /// The first eight bytes.
    head: u64,
    /// The last eight bytes; 0 for a term of up to eight bytes.
    tail: u64,
    length: u32,
}

#[derive(Debug, Clone, Copy)]
struct InternedTerm {
    start: u32,
    length: u32,
    hash: u32,
    /// Whether the term is a stop word, which has no stem.
    is_stop_word: bool,
}

/// Initial number of slots.
const INITIAL_SLOTS: usize = 1 << 12;
/// Bits of half a hash.
const HALF_HASH_BITS: u32 = 32;

impl HashSlot {
    #[inline]
    fn key(&self) -> TermKey {
        TermKey { head: self.head, tail: self.tail, length: self.length }
    }
}

impl TermKey {
    /// Length of the longest term that the key holds as a whole.
    const MAX_WHOLE: usize = 16;

    #[inline]
    pub(crate) fn of(term: &[u8]) -> Self {
        let length = term.len() as u32;
        match (term.first_chunk(), term.last_chunk()) {
            (Some(head), Some(tail)) => {
                let tail = if term.len() > 8 { u64::from_le_bytes(*tail) } else { 0 };
                TermKey { head: u64::from_le_bytes(*head), tail, length }
            }
            _ => TermKey { head: short_number(term), tail: 0, length },
        }
    }

    /// Returns whether the key holds the whole term.
    #[inline]
    pub(crate) fn is_whole(self) -> bool {
        self.length as usize <= TermKey::MAX_WHOLE
    }

    /// Returns the length of the term in bytes.
    #[inline]
    pub(crate) fn length(self) -> usize {
        self.length as usize
    }

    /// Returns the bytes of a whole term, and zeros behind them.
    fn bytes(self) -> [u8; TermKey::MAX_WHOLE] {
        let mut bytes = [0; TermKey::MAX_WHOLE];
        bytes[..8].copy_from_slice(&self.head.to_le_bytes());
        if self.length > 8 {
            let end = self.length as usize;
            bytes[end - 8..end].copy_from_slice(&self.tail.to_le_bytes());
        }
        bytes
    }

    /// Returns a hash of the key, in which the lowest bits are as good as the others.
    #[inline]
    fn hash(self) -> usize {
        let low = self.head ^ 0x9e37_79b9_7f4a_7c15;
        let high = (self.tail ^ 0xd6e8_feb8_6659_fd93).wrapping_add(u64::from(self.length) << 56);
        let product = u128::from(low) * u128::from(high);
        (product as u64 ^ (product >> 64) as u64) as usize
    }
}

/// Returns the bytes of a term of up to seven as a number.
#[inline]
fn short_number(term: &[u8]) -> u64 {
    match (term.first_chunk(), term.last_chunk()) {
        // The bytes in both halves are the same.
        (Some(head), Some(tail)) => {
            let tail = u64::from(u32::from_le_bytes(*tail)) << (8 * (term.len() - 4));
            u64::from(u32::from_le_bytes(*head)) | tail
        }
        _ => term.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)),
    }
}

impl Default for TermInterner {
    fn default() -> Self {
        TermInterner {
            slots: vec![HashSlot::default(); INITIAL_SLOTS],
            terms: Vec::new(),
            text: String::new(),
        }
    }
}

impl TermInterner {
    /// Returns the id of `term`, a new one if the term was not seen before. Ids count from 0.
    #[inline]
    pub(crate) fn term_id(&mut self, term: &str) -> u32 {
        let key = TermKey::of(term.as_bytes());
        match self.find(key, |id, interner| key.is_whole() || interner.term(id) == term) {
            Ok(id) => id,
            Err(index) => self.insert(index, key, term),
        }
    }

    /// Returns the id of a term that `key` holds as a whole.
    #[inline]
    pub(crate) fn whole_term_id(&mut self, key: TermKey) -> u32 {
        self.find(key, |_, _| true).unwrap_or_else(|index| self.insert_whole(index, key))
    }

    #[cold]
    fn insert_whole(&mut self, index: usize, key: TermKey) -> u32 {
        let bytes = key.bytes();
        let term = bytes.get(..key.length()).and_then(|bytes| std::str::from_utf8(bytes).ok());
        self.insert(index, key, term.unwrap_or_default()) // made of a string
    }

    /// Finds the term of this key that `is_term` tells from others by its id. Returns the slot where it
    /// belongs if there is none.
    #[inline]
    fn find(&self, key: TermKey, is_term: impl Fn(u32, &Self) -> bool) -> Result<u32, usize> {
        let mask = self.slots.len() - 1;
        let mut index = key.hash() & mask;
        loop {
            let slot = self.slots[index];
            if slot.next_id == 0 {
                return Err(index);
            }
            if slot.key() == key && is_term(slot.next_id - 1, self) {
                return Ok(slot.next_id - 1);
            }
            index = (index + 1) & mask;
        }
    }

    /// Reads where a term is looked up first. Returns a number that depends on it, so that it is read.
    #[inline]
    pub(crate) fn touch(&self, key: TermKey) -> u32 {
        self.slots[key.hash() & (self.slots.len() - 1)].next_id
    }

    #[cold]
    fn insert(&mut self, index: usize, key: TermKey, term: &str) -> u32 {
        let (start, length) = (self.text.len() as u32, key.length);
        self.text.push_str(term);
        let hash = (xxh3_64(term.as_bytes()) >> HALF_HASH_BITS) as u32;
        self.terms.push(InternedTerm { start, length, hash, is_stop_word: is_stop_word(term) });
        let next_id = self.terms.len() as u32;
        let TermKey { head, tail, .. } = key;
        self.slots[index] = HashSlot { head, tail, length, next_id };
        if self.terms.len() * 2 > self.slots.len() {
            self.grow();
        }
        next_id - 1
    }

    fn grow(&mut self) {
        let slots = vec![HashSlot::default(); self.slots.len() * 2];
        let mask = slots.len() - 1;
        for slot in std::mem::replace(&mut self.slots, slots) {
            if slot.next_id > 0 {
                let mut index = slot.key().hash() & mask;
                while self.slots[index].next_id > 0 {
                    index = (index + 1) & mask;
                }
                self.slots[index] = slot;
            }
        }
    }

    /// Returns the number of terms.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Returns the term with this id.
    #[inline]
    pub(crate) fn term(&self, term_id: u32) -> &str {
        let term = self.terms[term_id as usize];
        &self.text[term.start as usize..(term.start + term.length) as usize]
    }

    /// Returns the upper half of the hash of the term with this id.
    #[inline]
    pub(crate) fn hash(&self, term_id: u32) -> u32 {
        self.terms[term_id as usize].hash
    }

    /// Returns whether the term with this id is a stop word.
    #[inline]
    pub(crate) fn is_stop_word(&self, term_id: u32) -> bool {
        self.terms[term_id as usize].is_stop_word
    }

    /// Returns the approximate memory usage in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        self.slots.len() * size_of::<HashSlot>()
            + self.terms.len() * size_of::<InternedTerm>()
            + self.text.len()
    }

    /// Returns the ids of all terms in the order of the terms.
    pub(crate) fn sorted(&self) -> Vec<u32> {
        // Most terms differ in their first bytes, which are kept next to the id here.
        let mut sorted: Vec<(u64, u32)> = (0..self.terms.len() as u32)
            .map(|term_id| {
                let (mut prefix, term) = ([0; 8], self.term(term_id).as_bytes());
                let length = term.len().min(prefix.len());
                prefix[..length].copy_from_slice(&term[..length]);
                (u64::from_be_bytes(prefix), term_id)
            })
            .collect();
        sorted.sort_unstable_by(|(prefix, term_id), (other_prefix, other_id)| {
            prefix.cmp(other_prefix).then_with(|| self.term(*term_id).cmp(self.term(*other_id)))
        });
        sorted.into_iter().map(|(_, term_id)| term_id).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::interner::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn terms_and_ids_correspond(terms in prop::collection::vec("[ab\u{0}é]{0,20}|[a\u{0}]{0,4}", 0..400)) {
            let mut interner = TermInterner::default();
            let ids: Vec<u32> = terms.iter().map(|term| interner.term_id(term)).collect();
            for (term, term_id) in terms.iter().zip(ids) {
                prop_assert_eq!(interner.term(term_id), term);
                prop_assert_eq!(interner.term_id(term), term_id);
                let key = TermKey::of(term.as_bytes());
                if key.is_whole() {
                    prop_assert_eq!(interner.whole_term_id(key), term_id);
                    let mut other = TermInterner::default();
                    other.whole_term_id(key);
                    prop_assert_eq!(other.term(0), term);
                }
            }
            let mut distinct = terms;
            distinct.sort_unstable();
            distinct.dedup();
            let sorted: Vec<&str> =
                interner.sorted().into_iter().map(|term_id| interner.term(term_id)).collect();
            prop_assert_eq!(sorted, distinct);
        }
    }

    #[test]
    fn ids_survive_the_growth_of_the_table() {
        let mut interner = TermInterner::default();
        for number in 0..3 * INITIAL_SLOTS as u32 {
            assert_eq!(interner.term_id(&format!("w{number}")), number);
        }
        assert_eq!(interner.term_id("w7"), 7);
        let the = interner.term_id("the");
        assert!(interner.is_stop_word(the) && !interner.is_stop_word(7));
    }
}
