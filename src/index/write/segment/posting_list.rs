//! The posting list of a term in a field while a segment is built.

use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use crate::text::leb128;

/// The articles that a term occurs in, in ascending order: the difference to the previous doc id, then the
/// term frequency or the positions, as far as the field records them. Doc ids count the articles of one
/// thread.
#[derive(Debug, Default)]
pub(crate) struct PostingList {
    bytes: Vec<u8>,
    doc_freq: u32,
    last_doc: DocId,
    /// Last position in the last article.
    last_position: u32,
}

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

    /// Adds an article, the last one again or a later one.
    pub(crate) fn add_doc(&mut self, doc: DocId) {
        if self.doc_freq == 0 || self.last_doc != doc {
            self.push(doc - self.last_doc);
            self.begin_doc(doc);
        }
    }

    /// Adds a later article in which the term occurs `term_freq` times.
    #[inline]
    pub(crate) fn add_term_freq(&mut self, doc: DocId, term_freq: u32) {
        let flagged = (doc - self.last_doc) << FLAG_BITS;
        // Most terms occur once in most articles.
        match term_freq {
            1 => self.push(flagged | FREQ_IS_ONE),
            _ => {
                self.push(flagged);
                self.push(term_freq);
            }
        }
        self.begin_doc(doc);
    }

    /// Adds a position in the last article or in a later one. Positions in an article must not decrease.
    #[inline]
    pub(crate) fn add_position(&mut self, doc: DocId, position: u32) {
        if self.doc_freq == 0 || self.last_doc != doc {
            if self.doc_freq > 0 {
                self.push(END_OF_POSITIONS);
            }
            self.push(doc - self.last_doc);
            self.begin_doc(doc);
        }
        self.push(position - self.last_position + 1);
        self.last_position = position;
    }

    fn begin_doc(&mut self, doc: DocId) {
        self.doc_freq += 1;
        self.last_doc = doc;
        self.last_position = 0;
    }

    #[inline]
    fn push(&mut self, number: u32) {
        leb128::put(&mut self.bytes, number.into());
    }
}

/// Reads posting lists one after the other, article by article.
#[derive(Debug)]
pub(crate) struct PostingListReader<'l> {
    bytes: &'l [u8],
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
            bytes: &[],
            option,
            doc_ids,
            list_doc: 0,
            is_exhausted: true,
            doc: 0,
            term_freq: 0,
            position_deltas: Vec::new(),
        }
    }

    /// Moves to the first article of `list`.
    #[inline]
    pub(crate) fn begin(&mut self, list: Option<&'l PostingList>) {
        self.bytes = list.map_or(&[], |list| &list.bytes);
        self.list_doc = 0;
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
        leb128::take(&mut self.bytes).map(|number| number as u32) // written from a u32
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

    fn read(list: &PostingList, option: IndexRecordOption) -> Vec<(u32, u32, Vec<u32>)> {
        let mut reader = PostingListReader::new(option, &[]);
        reader.begin(Some(list));
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
            let mut basic = PostingList::default();
            let mut with_freqs = PostingList::default();
            let mut with_positions = PostingList::default();
            for (doc, positions) in &docs {
                basic.add_doc(*doc);
                basic.add_doc(*doc);
                with_freqs.add_term_freq(*doc, positions.len() as u32);
                positions.iter().for_each(|position| with_positions.add_position(*doc, *position));
            }
            let expected = |recorded: fn(&Vec<u32>) -> (u32, Vec<u32>)| {
                docs.iter().map(|(doc, positions)| {
                    let (term_freq, positions) = recorded(positions);
                    (*doc, term_freq, positions)
                }).collect::<Vec<_>>()
            };
            prop_assert_eq!(read(&basic, IndexRecordOption::Basic), expected(|_| (0, vec![])));
            prop_assert_eq!(
                read(&with_freqs, IndexRecordOption::WithFreqs),
                expected(|positions| (positions.len() as u32, vec![]))
            );
            prop_assert_eq!(
                read(&with_positions, IndexRecordOption::WithFreqsAndPositions),
                expected(|positions| (positions.len() as u32, positions.clone()))
            );
            for list in [basic, with_freqs, with_positions] {
                prop_assert_eq!(list.doc_freq() as usize, docs.len());
            }
        }
    }
}
