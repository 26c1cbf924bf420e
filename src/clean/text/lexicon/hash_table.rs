//! A small hash table that is queried for every word of every page.

/// An open-addressing hash table whose keys are hashes of words or lines.
pub(crate) struct HashTable<T> {
    /// Upper half of each key; 0 in a free slot.
    tags: Vec<u32>,
    values: Vec<T>,
    mask: usize,
}

impl<T: Copy + Default> HashTable<T> {
    /// Creates a table with room for `entries` entries and as many free slots.
    pub(crate) fn new(entries: usize) -> Self {
        let size = (entries * 2).next_power_of_two();
        HashTable { tags: vec![0; size], values: vec![T::default(); size], mask: size - 1 }
    }

    /// Finds the slot of a key, or the free slot where it belongs.
    #[inline]
    fn slot(&self, hash: u64) -> (usize, u32) {
        let tag = (hash >> 32) as u32 | 1;
        let mut index = hash as usize >> 2 & self.mask;
        while self.tags[index] != tag && self.tags[index] != 0 {
            index = (index + 1) & self.mask;
        }
        (index, tag)
    }

    /// Returns the value of a key for writing. There must be room.
    pub(crate) fn entry(&mut self, hash: u64) -> &mut T {
        let (index, tag) = self.slot(hash);
        self.tags[index] = tag;
        &mut self.values[index]
    }

    /// Lists the filled slots: the number, the tag and the value of each.
    pub(crate) fn filled(&self) -> impl Iterator<Item = (usize, u32, T)> + '_ {
        let slots = self.tags.iter().zip(&self.values).enumerate();
        slots.filter(|(_, (tag, _))| **tag != 0).map(|(slot, (tag, value))| (slot, *tag, *value))
    }

    /// Fills a slot as one of a table of the same size is; `None` if there is no such slot.
    pub(crate) fn fill(&mut self, slot: usize, tag: u32, value: T) -> Option<()> {
        *self.tags.get_mut(slot)? = tag;
        *self.values.get_mut(slot)? = value;
        Some(())
    }

    /// Returns the value of a key, or the default if it is missing.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> T {
        self.values[self.slot(hash).0]
    }
}

#[cfg(test)]
mod tests {
    use crate::clean::text::lexicon::hash_table::*;

    #[test]
    fn entries_are_found_and_nothing_else() {
        // Four keys that share one slot.
        let hashes = [1u64, 3, 5, 7].map(|upper| upper << 32 | 5);
        let mut table = HashTable::new(3);
        for (value, hash) in hashes[..3].iter().enumerate() {
            *table.entry(*hash) = value + 1;
        }
        assert_eq!(hashes.map(|hash| table.get(hash)), [1, 2, 3, 0]);
    }
}
