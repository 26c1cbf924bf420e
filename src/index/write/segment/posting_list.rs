//! The posting list of a term in a field while a segment is built.

use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use crate::text::leb128;

/// The articles that a term occurs in, in ascending order: the difference to the previous doc id, then the
/// term frequency or the positions, as far as the field records them. Doc ids count the articles of one
/// thread. The bytes are in blocks of an arena, each of which ends with the offset of the next one.
///
/// Aligned, so that no list lies in two cache lines.
#[derive(Debug, Default, Clone, Copy)]
#[repr(align(32))]
pub(crate) struct PostingList {
    /// Offset of the first block.
    start: u32,
    /// Offset at which the next byte is written.
    end: u32,
    /// End of the bytes of the last block.
    block_end: u32,
    /// Number of bytes before the last block that are not of the list.
    others: u32,
    doc_freq: u32,
    last_doc: DocId,
    /// Last position in the last article.
    last_position: u32,
}

/// Number of bytes in the first block of a list, without the offset of the next block.
const FIRST_BLOCK: usize = 8;
/// Maximum number of bytes in a block, without that offset.
const MAX_BLOCK: usize = 1 << 12;
/// Length of an offset in bytes.
const OFFSET: usize = size_of::<u32>();
/// Set in all bytes of a LEB128 number but the last.
const HIGH_BIT: u32 = 0x80;

/// Ends the positions in an article. The difference between two positions is written plus one.
const END_OF_POSITIONS: u32 = 0;
/// Flag of a doc id difference in a list with term frequencies: the term frequency is 1 and is not written.
const FREQ_IS_ONE: u32 = 1;
/// Bits of that flag.
const FLAG_BITS: u32 = 1;

impl PostingList {
    /// Returns the number of articles.
    pub(crate) fn doc_freq(&self) -> u32 {
        self.doc_freq
    }

    /// Returns the offset in the arena of the first byte.
    #[inline]
    pub(crate) fn start(&self) -> u32 {
        self.start
    }

    /// Returns the offset in the arena at which the next byte is written.
    #[inline]
    pub(crate) fn end(&self) -> u32 {
        self.end
    }

    /// Adds an article, the last one again or a later one.
    pub(crate) fn add_doc(&mut self, arena: &mut Vec<u8>, doc: DocId) {
        if self.doc_freq == 0 || self.last_doc != doc {
            self.push(arena, doc - self.last_doc);
            self.begin_doc(doc);
        }
    }

    /// Adds a later article in which the term occurs `term_freq` times.
    #[inline]
    pub(crate) fn add_term_freq(&mut self, arena: &mut Vec<u8>, doc: DocId, term_freq: u32) {
        let flagged = (doc - self.last_doc) << FLAG_BITS;
        // Most terms occur once in most articles.
        match term_freq {
            1 => self.push(arena, flagged | FREQ_IS_ONE),
            _ => {
                self.push(arena, flagged);
                self.push(arena, term_freq);
            }
        }
        self.begin_doc(doc);
    }

    /// Adds a position in the last article or in a later one. Positions in an article must not decrease.
    #[inline]
    pub(crate) fn add_position(&mut self, arena: &mut Vec<u8>, doc: DocId, position: u32) {
        if self.doc_freq == 0 || self.last_doc != doc {
            if self.doc_freq > 0 {
                self.push(arena, END_OF_POSITIONS);
            }
            self.push(arena, doc - self.last_doc);
            self.begin_doc(doc);
        }
        self.push(arena, position - self.last_position + 1);
        self.last_position = position;
    }

    fn begin_doc(&mut self, doc: DocId) {
        self.doc_freq += 1;
        self.last_doc = doc;
        self.last_position = 0;
    }

    #[inline]
    fn push(&mut self, arena: &mut Vec<u8>, mut number: u32) {
        // Most numbers take one byte.
        while number >= HIGH_BIT {
            self.push_byte(arena, (number | HIGH_BIT) as u8);
            number >>= 7;
        }
        self.push_byte(arena, number as u8);
    }

    #[inline]
    fn push_byte(&mut self, arena: &mut Vec<u8>, byte: u8) {
        let end = self.end;
        // A number that is less than another can be increased without a check.
        if end < self.block_end {
            arena[end as usize] = byte;
            self.end = end + 1;
        } else {
            self.push_to_new_block(arena, byte)
        }
    }

    /// Returns the length of the list in bytes.
    fn length(&self) -> u32 {
        self.end - self.others
    }

    /// Adds a block that is as large as all before together, and the first byte of it.
    #[cold]
    fn push_to_new_block(&mut self, arena: &mut Vec<u8>, byte: u8) {
        let (start, length) = (arena.len() as u32, self.length());
        match length {
            0 => self.start = start,
            _ => {
                let link = self.end as usize;
                arena[link..link + OFFSET].copy_from_slice(&start.to_le_bytes());
            }
        }
        let capacity = block_capacity(length as usize);
        arena.resize(arena.len() + capacity + OFFSET, 0);
        arena[start as usize] = byte;
        (self.end, self.block_end) = (start + 1, start + capacity as u32);
        self.others = start - length;
    }

    /// Appends the bytes of the list in `arena` to `bytes`.
    fn read(&self, arena: &[u8], bytes: &mut Vec<u8>) {
        let length = self.length() as usize;
        let (mut start, mut rest) = (self.start as usize, length);
        while rest > 0 {
            let end = start + block_capacity(length - rest).min(rest);
            bytes.extend_from_slice(&arena[start..end]);
            rest -= end - start;
            if let Some(next) = arena[end..].first_chunk() {
                start = u32::from_le_bytes(*next) as usize; // not read after the last block
            }
        }
    }
}

/// Returns the number of bytes in a block after blocks with `length` bytes in total.
fn block_capacity(length: usize) -> usize {
    length.clamp(FIRST_BLOCK, MAX_BLOCK)
}

/// Reads posting lists one after the other, article by article.
#[derive(Debug)]
pub(crate) struct PostingListReader<'l> {
    /// The bytes of the list.
    bytes: Vec<u8>,
    /// Offset of the next byte to read.
    offset: usize,
    option: IndexRecordOption,
    /// Doc ids in the segment, by the doc ids in the lists.
    doc_ids: &'l [DocId],
    /// Doc id in the list.
    list_doc: DocId,
    /// Whether the list is exhausted.
    pub is_exhausted: bool,
    /// Doc id in the segment.
    pub doc: DocId,
    /// Term frequency; 0 if the field does not record it.
    pub term_freq: u32,
    /// Differences of the positions; empty if the field does not record them.
    pub position_deltas: Vec<u32>,
}

impl<'l> PostingListReader<'l> {
    /// Reads lists of a field that records `option`, and maps their doc ids to `doc_ids`.
    pub(crate) fn new(option: IndexRecordOption, doc_ids: &'l [DocId]) -> Self {
        PostingListReader {
            bytes: Vec::new(),
            offset: 0,
            option,
            doc_ids,
            list_doc: 0,
            is_exhausted: true,
            doc: 0,
            term_freq: 0,
            position_deltas: Vec::new(),
        }
    }

    /// Moves to the first article of `list`, whose bytes are in `arena`.
    #[inline]
    pub(crate) fn begin(&mut self, list: Option<&PostingList>, arena: &[u8]) {
        self.bytes.clear();
        if let Some(list) = list {
            list.read(arena, &mut self.bytes);
        }
        (self.offset, self.list_doc) = (0, 0);
        self.advance();
    }

    /// Moves to the next article.
    pub(crate) fn advance(&mut self) {
        let delta = self.take();
        self.is_exhausted = delta.is_none();
        let Some(delta) = delta else { return };
        match self.option {
            IndexRecordOption::Basic => self.list_doc += delta,
            IndexRecordOption::WithFreqs => {
                self.list_doc += delta >> FLAG_BITS;
                let is_one = delta & FREQ_IS_ONE != 0;
                self.term_freq = if is_one { 1 } else { self.take().unwrap_or_default() };
            }
            IndexRecordOption::WithFreqsAndPositions => {
                self.list_doc += delta;
                self.position_deltas.clear();
                while let Some(delta) = self.take().filter(|delta| *delta != END_OF_POSITIONS) {
                    self.position_deltas.push(delta - 1);
                }
                self.term_freq = self.position_deltas.len() as u32;
            }
        }
        self.doc = self.doc_ids.get(self.list_doc as usize).copied().unwrap_or(self.list_doc);
    }

    #[inline]
    fn take(&mut self) -> Option<u32> {
        let mut tail = &self.bytes[self.offset..];
        let number = leb128::take(&mut tail)?;
        self.offset = self.bytes.len() - tail.len();
        Some(number as u32) // written from a u32
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::posting_list::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Generates articles with the positions of a term, which may occur twice at one position.
    fn positions_by_doc() -> impl Strategy<Value = BTreeMap<u32, Vec<u32>>> {
        let positions = prop::collection::vec(prop_oneof![0u32..300, 0u32..1 << 30], 1..20);
        prop::collection::btree_map(prop_oneof![0u32..300, 0u32..1 << 30], positions, 0..20).prop_map(
            |mut docs| {
                docs.values_mut().for_each(|positions| positions.sort_unstable());
                docs
            },
        )
    }

    fn read(list: &PostingList, arena: &[u8], option: IndexRecordOption) -> Vec<(u32, u32, Vec<u32>)> {
        let mut reader = PostingListReader::new(option, &[]);
        reader.begin(Some(list), arena);
        let mut postings = Vec::new();
        while !reader.is_exhausted {
            let positions = reader.position_deltas.iter().scan(0, |position, delta| {
                *position += delta;
                Some(*position)
            });
            postings.push((reader.doc, reader.term_freq, positions.collect()));
            reader.advance();
        }
        postings
    }

    proptest! {
        #[test]
        fn postings_survive_a_round_trip(docs in positions_by_doc()) {
            let [mut basic, mut with_freqs, mut with_positions] = [PostingList::default(); 3];
            let arena = &mut Vec::new();
            for (doc, positions) in &docs {
                basic.add_doc(arena, *doc);
                basic.add_doc(arena, *doc);
                with_freqs.add_term_freq(arena, *doc, positions.len() as u32);
                positions.iter().for_each(|position| with_positions.add_position(arena, *doc, *position));
            }
            let expected = |recorded: fn(&Vec<u32>) -> (u32, Vec<u32>)| {
                docs.iter().map(|(doc, positions)| {
                    let (term_freq, positions) = recorded(positions);
                    (*doc, term_freq, positions)
                }).collect::<Vec<_>>()
            };
            prop_assert_eq!(read(&basic, arena, IndexRecordOption::Basic), expected(|_| (0, vec![])));
            prop_assert_eq!(
                read(&with_freqs, arena, IndexRecordOption::WithFreqs),
                expected(|positions| (positions.len() as u32, vec![]))
            );
            prop_assert_eq!(
                read(&with_positions, arena, IndexRecordOption::WithFreqsAndPositions),
                expected(|positions| (positions.len() as u32, positions.clone()))
            );
            for list in [basic, with_freqs, with_positions] {
                prop_assert_eq!(list.doc_freq() as usize, docs.len());
            }
        }
    }
}
