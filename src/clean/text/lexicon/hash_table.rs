//! Small tables that are asked for every word of every page.

/// An open-addressing table from the hash of a word or a line to what is known of it.
pub struct HashTable<T> {
    /// The upper half of each hash, 0 where the slot is free.
    tags: Vec<u32>,
    values: Vec<T>,
    mask: usize,
}

impl<T: Copy + Default> HashTable<T> {
    /// A table with room for so many entries and as many free slots.
    pub fn new(entries: usize) -> Self {
        let size = (entries * 2).next_power_of_two();
        HashTable { tags: vec![0; size], values: vec![T::default(); size], mask: size - 1 }
    }

    /// The slot of a hash, or the free one where it belongs.
    #[inline]
    fn slot(&self, hash: u64) -> (usize, u32) {
        let tag = (hash >> 32) as u32 | 1;
        let mut at = hash as usize >> 2 & self.mask;
        while self.tags[at] != tag && self.tags[at] != 0 {
            at = (at + 1) & self.mask;
        }
        (at, tag)
    }

    /// The value of a hash, to be written. There must be room.
    pub fn entry(&mut self, hash: u64) -> &mut T {
        let (at, tag) = self.slot(hash);
        self.tags[at] = tag;
        &mut self.values[at]
    }

    /// What is known of a hash. Free slots hold the default.
    #[inline]
    pub fn get(&self, hash: u64) -> T {
        self.values[self.slot(hash).0]
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::hash_table::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        // One slot, four hashes.
        let hashes = [1u64, 3, 5, 7].map(|upper| upper << 32 | 5);
        let mut table = HashTable::new(3);
        for (value, hash) in hashes[..3].iter().enumerate() {
            *table.entry(*hash) = value + 1;
        }
        assert_eq!(hashes.map(|hash| table.get(hash)), [1, 2, 3, 0]);
    }
}
