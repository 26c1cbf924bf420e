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

/// A slot of the hash table. It holds all that most comparisons need, because every cache miss costs.
#[derive(Debug, Clone, Copy, Default)]
struct HashSlot {
    /// Upper half of the hash of the term.
    hash: u32,
    /// Term id plus one; 0 for an empty slot.
    next_id: u32,
    start: u32,
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
        let hash = xxh3_64(term.as_bytes());
        let (mask, upper_hash) = (self.slots.len() - 1, (hash >> HALF_HASH_BITS) as u32);
        let mut index = hash as usize & mask;
        loop {
            let slot = self.slots[index];
            if slot.next_id == 0 {
                break;
            }
            let range = slot.start as usize..(slot.start + slot.length) as usize;
            if slot.hash == upper_hash && self.text.as_bytes()[range] == *term.as_bytes() {
                return slot.next_id - 1;
            }
            index = (index + 1) & mask;
        }
        self.insert(index, upper_hash, term)
    }

    fn insert(&mut self, index: usize, hash: u32, term: &str) -> u32 {
        let (start, length) = (self.text.len() as u32, term.len() as u32);
        self.text.push_str(term);
        self.terms.push(InternedTerm { start, length, hash, is_stop_word: is_stop_word(term) });
        let next_id = self.terms.len() as u32;
        self.slots[index] = HashSlot { hash, next_id, start, length };
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
                let term = &self.text[slot.start as usize..(slot.start + slot.length) as usize];
                let mut index = xxh3_64(term.as_bytes()) as usize & mask;
                while self.slots[index].next_id > 0 {
                    index = (index + 1) & mask;
                }
                self.slots[index] = slot;
            }
        }
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
        fn terms_and_ids_correspond(terms in prop::collection::vec("[ab\u{0}é]{0,12}", 0..400)) {
            let mut interner = TermInterner::default();
            let ids: Vec<u32> = terms.iter().map(|term| interner.term_id(term)).collect();
            for (term, term_id) in terms.iter().zip(ids) {
                prop_assert_eq!(interner.term(term_id), term);
                prop_assert_eq!(interner.term_id(term), term_id);
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
