//! Shingles: runs of consecutive words, as hashes.

/// Number of words of a shingle.
pub(crate) const SHINGLE_WORDS: usize = 5;

/// Number of words that tell whether the one in the middle is part of a list.
const LIST_WORDS: usize = 15;

/// Base of the polynomial hash of a shingle.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
/// The base to the power of [`SHINGLE_WORDS`], which takes a word out of the hash.
const BASE_OF_LAST: u64 = BASE.wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE).wrapping_mul(BASE);

/// Hashes the shingles of a text, word by word.
#[derive(Debug, Default)]
pub(crate) struct ShingleHasher {
    /// Hashes of the last words, in a ring.
    words: [u32; SHINGLE_WORDS],
    num_words: usize,
    hash: u64,
}

impl ShingleHasher {
    /// Adds the hash of the next word. Returns the hash of the shingle that ends with it; `None` for the
    /// first words.
    #[inline]
    pub(crate) fn push(&mut self, word: u32) -> Option<u32> {
        let oldest = std::mem::replace(&mut self.words[self.num_words % SHINGLE_WORDS], word);
        self.num_words += 1;
        let entering = self.hash.wrapping_mul(BASE).wrapping_add(u64::from(word));
        self.hash = entering.wrapping_sub(u64::from(oldest).wrapping_mul(BASE_OF_LAST));
        (self.num_words >= SHINGLE_WORDS).then(|| mixed(self.hash))
    }
}

/// Marks words among which two of three are names and numbers as not the reporter's own: lists of countries,
/// roll calls, tables.
fn disown_lists(words: &mut [StoryWord]) {
    let facts = words.iter().scan(0, |sum, word| {
        *sum += usize::from(word.is_fact);
        Some(*sum)
    });
    let sums: Vec<usize> = std::iter::once(0).chain(facts).collect();
    for (index, word) in words.iter_mut().enumerate() {
        let start = index.saturating_sub(LIST_WORDS / 2);
        let end = (index + LIST_WORDS / 2 + 1).min(sums.len() - 1);
        word.is_own = word.is_own && (sums[end] - sums[start]) * 3 < (end - start) * 2;
    }
}

/// Returns 32 bits that depend on all bits of `hash`.
#[inline]
fn mixed(hash: u64) -> u32 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed >> 32) as u32
}

/// The words of an article as shingles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shingles {
    /// Hash of each shingle, in the order of the text.
    pub hashes: Vec<u32>,
    /// The words.
    pub words: Vec<StoryWord>,
}

/// A word of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StoryWord {
    pub hash: u32,
    /// Whether the word is the reporter's own: neither quoted nor part of a list.
    pub is_own: bool,
    /// Whether the word is a number or has a capital within its sentence.
    pub is_fact: bool,
}

impl Shingles {
    /// Collects the shingles of `words`.
    pub(crate) fn of(words: impl Iterator<Item = StoryWord>) -> Self {
        let (mut hasher, mut shingles) = (ShingleHasher::default(), Shingles::default());
        for word in words {
            shingles.hashes.extend(hasher.push(word.hash));
            shingles.words.push(word);
        }
        disown_lists(&mut shingles.words);
        shingles
    }

    /// Returns whether most words of the shingle at `index` are the reporter's own.
    pub(super) fn is_own(&self, index: usize) -> bool {
        let words = self.words.get(index..index + SHINGLE_WORDS).unwrap_or_default();
        words.iter().filter(|word| word.is_own).count() * 2 > SHINGLE_WORDS
    }
}

#[cfg(test)]
mod tests {
    use crate::stories::shingles::*;

    #[test]
    fn a_run_of_words_has_the_same_hash_wherever_it_stands() {
        let word = |number: u32| StoryWord {
            hash: number.wrapping_mul(2_654_435_761),
            is_own: true,
            is_fact: false,
        };
        let long = Shingles::of((0..40).map(word));
        let part = Shingles::of((11..20).map(word));
        assert_eq!((long.hashes.len(), part.hashes.len()), (36, 5));
        assert_eq!(part.hashes, long.hashes[11..16]);
        let reversed = Shingles::of((11..20).rev().map(word));
        assert!(reversed.hashes.iter().all(|hash| !long.hashes.contains(hash)));
        assert!(Shingles::of((0..4).map(word)).hashes.is_empty());
    }
}
