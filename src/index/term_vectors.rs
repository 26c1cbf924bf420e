//! Term vectors: the most frequent stems of an article, which hits are reranked by.
//!
//! A vector is a multi-valued fast field, so that articles can be compared without reading texts or term
//! dictionaries. Each value packs a hash of a stem and its frequency in the article. A commit counts in how
//! many articles' vectors each hash occurs, and stores these document frequencies as a file beside the
//! segments ([`DocFreqSketch`]).

use std::borrow::Cow;

use tantivy::columnar::Column;
use tantivy::{DocId, Searcher, SegmentReader};

use crate::index::schema::TERM_VECTOR;
use crate::index::table_file::{Table, TableFile};

/// Largest number of terms in a vector.
const MAX_TERMS: usize = 32;
/// Bits of the hash of a term. Few enough to pack, and enough that terms of the few articles compared rarely
/// collide.
const HASH_BITS: u32 = 20;
/// Number of different hashes.
const HASHES: usize = 1 << HASH_BITS;
/// Bits of the term frequency.
const FREQ_BITS: u32 = 4;
/// Largest term frequency that is stored; higher ones are stored as this.
const MAX_FREQ: u32 = (1 << FREQ_BITS) - 1;
/// Bits of the hashes that the smallest sketch tells apart.
const MIN_SKETCH_BITS: u32 = 8;
/// Steps of the logarithm of a document frequency from one power of two to the next.
const LOG_STEPS: f32 = 8.0;
/// Initial number of slots of the hash table; must be a power of two.
const INITIAL_SLOTS: usize = 1 << 10;

/// A term of a vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VectorTerm {
    /// Hash of the stem.
    pub hash: u32,
    /// Frequency of the stem in the article.
    pub freq: u32,
}

/// Collects the term vector of an article.
#[derive(Debug)]
pub(crate) struct TermVector {
    /// Distinct terms in the order of their first occurrence.
    terms: Vec<VectorTerm>,
    /// Hash table with linear probing of indices in `terms`, plus one; 0 for an empty slot.
    slots: Vec<u32>,
}

impl Default for TermVector {
    fn default() -> Self {
        TermVector { terms: Vec::with_capacity(INITIAL_SLOTS / 2), slots: vec![0; INITIAL_SLOTS] }
    }
}

impl TermVector {
    /// Adds a stem of the article by its hash, with its frequency.
    pub(crate) fn add(&mut self, hash: u32, freq: u32) {
        let hash = vector_hash(hash);
        let slot = self.slot(hash);
        match (self.slots[slot] as usize).checked_sub(1) {
            Some(index) => self.terms[index].freq += freq,
            None => {
                self.terms.push(VectorTerm { hash, freq });
                self.slots[slot] = self.terms.len() as u32;
                if self.terms.len() > self.slots.len() / 2 {
                    self.grow();
                }
            }
        }
    }

    /// Returns the slot of the term with this hash, or the empty slot where it belongs.
    fn slot(&self, hash: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        while let Some(index) = (self.slots[slot] as usize).checked_sub(1)
            && self.terms[index].hash != hash
        {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for index in 0..self.terms.len() {
            let slot = self.slot(self.terms[index].hash);
            self.slots[slot] = index as u32 + 1;
        }
    }

    /// Returns the most frequent terms, encoded and ordered by hash. Of equally frequent terms the first ones
    /// count.
    pub(crate) fn finish(self) -> impl Iterator<Item = u64> {
        // Packed keys compare faster than tuples: the inverted frequency, then the index.
        let key = |(index, term): (usize, &VectorTerm)| u64::from(u32::MAX - term.freq) << 32 | index as u64;
        let mut keys: Vec<u64> = self.terms.iter().enumerate().map(key).collect();
        if keys.len() > MAX_TERMS {
            keys.select_nth_unstable(MAX_TERMS);
            keys.truncate(MAX_TERMS);
        }
        let mut terms: Vec<VectorTerm> =
            keys.into_iter().map(|key| self.terms[key as u32 as usize]).collect();
        terms.sort_unstable_by_key(|term| term.hash);
        terms.into_iter().map(VectorTerm::encode)
    }
}

impl VectorTerm {
    fn encode(self) -> u64 {
        u64::from(self.hash) << FREQ_BITS | u64::from(self.freq.min(MAX_FREQ))
    }

    pub(crate) fn decode(value: u64) -> Self {
        VectorTerm { hash: (value >> FREQ_BITS) as u32, freq: value as u32 & MAX_FREQ }
    }
}

/// Returns the part of the hash of a stem that a vector has.
pub(crate) fn vector_hash(hash: u32) -> u32 {
    hash >> (u32::BITS - HASH_BITS)
}

/// Returns the term that stands for a hash of a vector in an index of another engine.
pub(crate) fn vector_term(hash: u32) -> String {
    format!("{hash:05x}")
}

/// Returns the term that stands for the hash of an encoded term of a vector.
#[cfg(feature = "opensearch")]
pub(crate) fn encoded_vector_term(encoded: u64) -> String {
    vector_term(VectorTerm::decode(encoded).hash)
}

/// Opens the fast field of the term vectors of a segment.
pub(crate) fn column(reader: &SegmentReader) -> tantivy::Result<Column<u64>> {
    reader.fast_fields().u64(TERM_VECTOR)
}

/// Reads the term vector of an article, ordered by hash.
pub(crate) fn terms(column: &Column<u64>, doc: DocId) -> impl Iterator<Item = VectorTerm> {
    let rows = column.index.value_row_ids(doc);
    let mut values = vec![0; rows.len()];
    column.values.get_range(u64::from(rows.start), &mut values); // twice as fast as one by one
    values.into_iter().map(VectorTerm::decode)
}

/// Approximate document frequencies of the terms of vectors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocFreqSketch {
    /// Logarithm of the document frequency, for each of the 2ⁿ values of the first n bits of a hash.
    log_freqs: Vec<u8>,
}

impl DocFreqSketch {
    /// Counts the terms in the vectors of all articles that are not deleted.
    pub(crate) fn count(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut counts = vec![0u32; HASHES];
        for segment in searcher.segment_readers() {
            let column = column(segment)?;
            for doc in segment.doc_ids_alive() {
                terms(&column, doc).for_each(|term| counts[term.hash as usize] += 1);
            }
        }
        Ok(DocFreqSketch::of(&counts))
    }

    /// Makes a sketch of the document frequency of each hash. It has at least two entries per distinct hash,
    /// so that few hashes share one.
    pub(crate) fn of(counts: &[u32]) -> Self {
        // Neither sum can wrap: there are 2²⁰ counts of 32 bits. Without checks they are vector instructions.
        let add_distinct = |sum: u32, count: &u32| sum.wrapping_add(u32::from(*count > 0));
        let num_distinct = counts.iter().fold(0, add_distinct);
        let bits = (num_distinct.next_power_of_two().ilog2() + 1).clamp(MIN_SKETCH_BITS, HASH_BITS);
        let add = |sum: u64, count: &u32| sum.wrapping_add(u64::from(*count));
        let sums = counts.chunks(HASHES >> bits).map(|counts| counts.iter().fold(0, add));
        DocFreqSketch { log_freqs: sums.map(log_freq).collect() }
    }

    /// Returns the approximate document frequency of the term with this hash, at least 1.
    pub(crate) fn doc_freq(&self, hash: u32) -> f32 {
        DocFreqSketch::doc_freq_of(self.log_freq(hash))
    }

    /// Returns the logarithm of the document frequency of the term with this hash.
    pub(crate) fn log_freq(&self, hash: u32) -> u8 {
        self.log_freqs[(hash >> (HASH_BITS - self.log_freqs.len().ilog2())) as usize]
    }

    /// Returns the document frequency with this logarithm.
    pub(crate) fn doc_freq_of(log_freq: u8) -> f32 {
        (f32::from(log_freq) / LOG_STEPS).exp2()
    }
}

/// Returns the logarithm of a document frequency, as a sketch has it.
pub(crate) fn log_freq(doc_freq: u64) -> u8 {
    ((doc_freq.max(1) as f32).log2() * LOG_STEPS).round() as u8
}

impl Table for DocFreqSketch {
    const CONTENT: &'static str = "document frequencies";

    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.log_freqs)
    }

    fn from_bytes(log_freqs: Vec<u8>) -> Option<Self> {
        let is_valid_length = log_freqs.len().is_power_of_two() && log_freqs.len() <= HASHES;
        is_valid_length.then_some(DocFreqSketch { log_freqs })
    }
}

/// The document frequencies of an index; none if they were not counted, as between the two steps of a commit.
pub(crate) type DocFreqFile = TableFile<DocFreqSketch>;

#[cfg(test)]
mod tests {
    use crate::index::term_vectors::*;
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use std::io;
    use tantivy::directory::MmapDirectory;
    use xxhash_rust::xxh3::xxh3_64;

    fn hash(word: &str) -> u32 {
        (xxh3_64(word.as_bytes()) >> 32) as u32
    }

    #[test]
    fn a_vector_has_the_most_frequent_terms() {
        let mut vector = TermVector::default();
        for number in 0..100 {
            vector.add(hash(&format!("w{number}")), 1);
        }
        (0..4).for_each(|_| vector.add(hash("ferri"), 5));
        let terms: Vec<VectorTerm> = vector.finish().map(VectorTerm::decode).collect();
        assert_eq!(terms.len(), MAX_TERMS);
        assert!(terms.is_sorted());
        assert_eq!(
            terms.iter().filter(|term| term.freq == 15).count(),
            1,
            "the highest frequency that is stored"
        );
        assert_eq!(terms.iter().filter(|term| term.freq == 1).count(), MAX_TERMS - 1);
    }

    proptest! {
        #[test]
        fn any_number_of_terms_is_counted(words in prop::collection::vec(0u32..3000, 0..6000)) {
            let (mut vector, mut counts) = (TermVector::default(), Vec::<(u32, Reverse<u32>, usize)>::new());
            for (position, number) in words.iter().enumerate() {
                let hash = hash(&number.to_string());
                vector.add(hash, 1);
                let hash = hash >> (u32::BITS - HASH_BITS);
                match counts.iter_mut().find(|(other, ..)| *other == hash) {
                    Some((_, count, _)) => count.0 += 1,
                    None => counts.push((hash, Reverse(1), position)),
                }
            }
            counts.sort_by_key(|(_, count, position)| (*count, *position));
            counts.truncate(MAX_TERMS);
            counts.sort();
            let expected = counts.iter().map(|(hash, count, _)| VectorTerm { hash: *hash, freq: count.0.min(MAX_FREQ) });
            prop_assert_eq!(vector.finish().map(VectorTerm::decode).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_sketch_is_close_to_the_counts_and_survives_a_round_trip() -> io::Result<()> {
        let mut counts = vec![0; 1 << HASH_BITS];
        for number in 0..1000usize {
            counts[number << 10] = number as u32;
        }
        let sketch = DocFreqSketch::of(&counts);
        for number in 1..1000u32 {
            let ratio = sketch.doc_freq(number << 10) / number as f32;
            assert!((0.95..1.05).contains(&ratio), "{number}: {ratio}");
        }
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        sketch.write(&directory, "r")?;
        assert_eq!(DocFreqFile::open(folder.path(), "r")?.get()?, Some(&sketch));
        assert_eq!(DocFreqFile::open(folder.path(), "")?.get()?, None);
        let mut bytes = std::fs::read(folder.path().join("r"))?;
        bytes[20] ^= 1;
        std::fs::write(folder.path().join("r"), bytes)?;
        assert!(DocFreqFile::open(folder.path(), "r")?.get().is_err());
        Ok(())
    }
}
