//! What an article is about: the words that stand in it most often, by which hits are ordered anew.
//!
//! Each is a number: a hash of the stem and how often it stands there. They lie in a column, so that neither texts nor
//! dictionaries are read to compare articles. How many articles have a word in their gist is counted anew at every
//! commit and lies beside the segments ([`DocFreqSketch`]).

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::OnceLock;

use tantivy::columnar::Column;
use tantivy::{Directory, Searcher, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

use crate::index::schema::TERM_VECTOR;

/// Words in a gist at most.
const WORDS: usize = 32;
/// Bits of the hash of a word. Among the words of the few articles that are compared two seldom share it.
const HASH_BITS: u32 = 20;
/// Bits of the number of times; what stands there more often counts as often.
const COUNT_BITS: u32 = 4;
/// Bits of the smallest table of rarities.
const FEWEST_BITS: u32 = 8;
/// Steps of a number of articles to its double.
const STEPS: f32 = 8.0;

/// A word of a gist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct VectorTerm {
    /// What of it is compared.
    pub hash: u32,
    /// How often it stands in the article.
    pub count: u32,
}

/// Collects the words of an article.
#[derive(Debug)]
pub(crate) struct TermVector {
    /// The words, each once, in the order in which they first came.
    words: Vec<VectorTerm>,
    /// Where in `words` one is, after its number in the order of hashes or the next free place; 0 for nowhere, 1 for
    /// the first.
    places: Vec<u32>,
}

/// Places for words at the beginning; a power of two, as it must be.
const PLACES: usize = 1 << 10;

impl Default for TermVector {
    fn default() -> Self {
        TermVector { words: Vec::with_capacity(PLACES / 2), places: vec![0; PLACES] }
    }
}

impl TermVector {
    /// Adds a word of the article, by a hash of its stem, and how often it stands there.
    pub fn add(&mut self, hash: u32, count: u32) {
        let hash = hash >> (u32::BITS - HASH_BITS);
        let place = self.place(hash);
        match (self.places[place] as usize).checked_sub(1) {
            Some(known) => self.words[known].count += count,
            None => {
                self.words.push(VectorTerm { hash, count });
                self.places[place] = self.words.len() as u32;
                if self.words.len() > self.places.len() / 2 {
                    self.grow();
                }
            }
        }
    }

    /// The place of the word with this hash, or the free one where it belongs.
    fn place(&self, hash: u32) -> usize {
        let most = self.places.len() - 1;
        let mut place = hash as usize & most;
        while let Some(word) = (self.places[place] as usize).checked_sub(1)
            && self.words[word].hash != hash
        {
            place = (place + 1) & most;
        }
        place
    }

    fn grow(&mut self) {
        self.places = vec![0; self.places.len() * 2];
        for number in 0..self.words.len() {
            let place = self.place(self.words[number].hash);
            self.places[place] = number as u32 + 1;
        }
    }

    /// The words that stand there most often, of equally frequent ones those that come first; by hash.
    pub fn finish(self) -> impl Iterator<Item = u64> {
        // Numbers that are in the same order are compared faster than what they are made of.
        let order =
            |(place, word): (usize, &VectorTerm)| u64::from(u32::MAX - word.count) << 32 | place as u64;
        let mut first: Vec<u64> = self.words.iter().enumerate().map(order).collect();
        if first.len() > WORDS {
            first.select_nth_unstable(WORDS);
            first.truncate(WORDS);
        }
        let mut words: Vec<VectorTerm> =
            first.into_iter().map(|order| self.words[order as u32 as usize]).collect();
        words.sort_unstable_by_key(|word| word.hash);
        words.into_iter().map(VectorTerm::encode)
    }
}

impl VectorTerm {
    fn encode(self) -> u64 {
        u64::from(self.hash) << COUNT_BITS | u64::from(self.count.min((1 << COUNT_BITS) - 1))
    }

    fn decode(number: u64) -> Self {
        VectorTerm { hash: (number >> COUNT_BITS) as u32, count: number as u32 & ((1 << COUNT_BITS) - 1) }
    }
}

/// The column of the gists of a segment.
pub(crate) fn column(reader: &SegmentReader) -> tantivy::Result<Column<u64>> {
    reader.fast_fields().u64(TERM_VECTOR)
}

/// The gist of an article, by hash.
pub(crate) fn terms(column: &Column<u64>, doc: u32) -> impl Iterator<Item = VectorTerm> {
    let rows = column.index.value_row_ids(doc);
    let mut numbers = vec![0; rows.len()];
    column.values.get_range(u64::from(rows.start), &mut numbers); // all at once: one by one costs twice as much
    numbers.into_iter().map(VectorTerm::decode)
}

/// How many articles have a word in their gist, about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DocFreqSketch {
    /// The logarithm of the number for each of 2ⁿ values of the first n bits of a hash.
    table: Vec<u8>,
}

impl DocFreqSketch {
    /// Counts the articles that are not deleted.
    pub fn count(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut counts = vec![0u32; 1 << HASH_BITS];
        for segment in searcher.segment_readers() {
            let column = column(segment)?;
            for doc in segment.doc_ids_alive() {
                terms(&column, doc).for_each(|word| counts[word.hash as usize] += 1);
            }
        }
        Ok(DocFreqSketch::of(&counts))
    }

    /// Two places for each word there is, so that few share one.
    pub fn of(counts: &[u32]) -> Self {
        let there = counts.iter().filter(|count| **count > 0).count();
        let bits = (there.next_power_of_two().ilog2() + 1).clamp(FEWEST_BITS, HASH_BITS);
        let mut sums = vec![0u32; 1 << bits];
        for (hash, count) in counts.iter().enumerate() {
            sums[hash >> (HASH_BITS - bits)] += count;
        }
        let logarithm = |sum: u32| (sum.max(1) as f32).log2() * STEPS;
        DocFreqSketch { table: sums.into_iter().map(|sum| logarithm(sum).round() as u8).collect() }
    }

    /// How many articles have the word of that hash in their gist, at least one.
    pub fn doc_freq(&self, hash: u32) -> f32 {
        let at = hash >> (HASH_BITS - self.table.len().ilog2());
        (f32::from(self.table[at as usize]) / STEPS).exp2()
    }

    /// Writes it into `directory` as the file `name`, all or nothing.
    pub fn write(&self, directory: &dyn Directory, name: &str) -> io::Result<()> {
        let mut bytes = xxh3_64(&self.table).to_le_bytes().to_vec();
        bytes.extend(&self.table);
        directory.atomic_write(Path::new(name), &bytes)
    }

    /// Reads what [`DocFreqSketch::write`] wrote.
    fn read(mut file: &File) -> io::Result<Self> {
        let mut bytes = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut bytes)?;
        let (sum, table) = bytes.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
        let fits = table.len().is_power_of_two() && table.len() <= 1 << HASH_BITS;
        match fits && xxh3_64(table) == u64::from_le_bytes(*sum) {
            true => Ok(DocFreqSketch { table: table.to_vec() }),
            false => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the document frequencies do not match their checksum",
            )),
        }
    }
}

/// The rarities of an index, read when they are first needed.
pub(crate) struct DocFreqFile {
    /// Open it stays readable, even when another process replaces the index.
    file: Option<File>,
    read: OnceLock<DocFreqSketch>,
}

impl DocFreqFile {
    /// Those in the file `name` of `folder`; of no name there are none.
    pub fn open(folder: &Path, name: &str) -> io::Result<Self> {
        let file = (!name.is_empty()).then(|| File::open(folder.join(name))).transpose()?;
        Ok(DocFreqFile { file, read: OnceLock::new() })
    }

    /// The rarities; `None` where none were counted, as between the two steps of a commit.
    ///
    /// # Errors
    /// When the file cannot be read or does not match its checksum.
    pub fn get(&self) -> io::Result<Option<&DocFreqSketch>> {
        match (self.read.get(), &self.file) {
            (Some(rarity), _) => Ok(Some(rarity)),
            (None, None) => Ok(None),
            (None, Some(file)) => {
                let rarity = DocFreqSketch::read(file)?;
                Ok(Some(self.read.get_or_init(|| rarity)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::index::term_vectors::*;
    use proptest::prelude::*;
    use std::cmp::Reverse;
    use tantivy::directory::MmapDirectory;

    fn hash(word: &str) -> u32 {
        (xxh3_64(word.as_bytes()) >> 32) as u32
    }

    #[test]
    fn the_most_frequent_words_are_the_gist() {
        let mut gist = TermVector::default();
        for number in 0..100 {
            gist.add(hash(&format!("w{number}")), 1);
        }
        (0..4).for_each(|_| gist.add(hash("ferri"), 5));
        let words: Vec<VectorTerm> = gist.finish().map(VectorTerm::decode).collect();
        assert_eq!(words.len(), WORDS);
        assert!(words.is_sorted());
        assert_eq!(words.iter().filter(|word| word.count == 15).count(), 1, "as often as can be said");
        assert_eq!(words.iter().filter(|word| word.count == 1).count(), WORDS - 1);
    }

    proptest! {
        #[test]
        fn words_are_counted_however_many(words in prop::collection::vec(0u32..3000, 0..6000)) {
            let (mut gist, mut counts) = (TermVector::default(), Vec::<(u32, Reverse<u32>, usize)>::new());
            for (place, number) in words.iter().enumerate() {
                let hash = hash(&number.to_string());
                gist.add(hash, 1);
                let hash = hash >> (u32::BITS - HASH_BITS);
                match counts.iter_mut().find(|(known, ..)| *known == hash) {
                    Some((_, count, _)) => count.0 += 1,
                    None => counts.push((hash, Reverse(1), place)),
                }
            }
            counts.sort_by_key(|(_, count, place)| (*count, *place));
            counts.truncate(WORDS);
            counts.sort();
            let expected = counts.iter().map(|(hash, count, _)| VectorTerm { hash: *hash, count: count.0.min(15) });
            prop_assert_eq!(gist.finish().map(VectorTerm::decode).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
        }
    }

    #[test]
    fn rarities_are_about_what_was_counted_and_come_back() -> io::Result<()> {
        let mut counts = vec![0; 1 << HASH_BITS];
        for number in 0..1000usize {
            counts[number << 10] = number as u32;
        }
        let rarity = DocFreqSketch::of(&counts);
        for number in 1..1000u32 {
            let about = rarity.doc_freq(number << 10) / number as f32;
            assert!((0.95..1.05).contains(&about), "{number}: {about}");
        }
        let folder = tempfile::tempdir()?;
        let directory = MmapDirectory::open(folder.path()).map_err(io::Error::other)?;
        rarity.write(&directory, "r")?;
        assert_eq!(DocFreqFile::open(folder.path(), "r")?.get()?, Some(&rarity));
        assert_eq!(DocFreqFile::open(folder.path(), "")?.get()?, None);
        let mut bytes = std::fs::read(folder.path().join("r"))?;
        bytes[20] ^= 1;
        std::fs::write(folder.path().join("r"), bytes)?;
        assert!(DocFreqFile::open(folder.path(), "r")?.get().is_err());
        Ok(())
    }
}
