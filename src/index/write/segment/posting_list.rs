//! In which articles a word stands, and where in each, while a segment is collected.

use tantivy::DocId;
use tantivy::schema::IndexRecordOption;

use crate::text::leb128;

/// The articles a word stands in, in rising order, written down as the differences of their numbers; after each what the
/// field wants to know of it.
#[derive(Debug, Default)]
pub(crate) struct PostingList {
    bytes: Vec<u8>,
    /// How many articles there are.
    articles: u32,
    last: DocId,
    /// The last position in the last article.
    position: u32,
}

/// What ends the positions in an article. A step from one position to the next is written as one more than it is.
const END: u32 = 0;

impl PostingList {
    /// How many articles there are.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// Adds an article, the last that was added or one after it.
    pub fn add(&mut self, article: DocId) {
        if self.articles == 0 || self.last != article {
            self.push(article - self.last);
            self.next(article);
        }
    }

    /// Adds an article after the last, in which the word stands `times`.
    #[inline]
    pub fn add_times(&mut self, article: DocId, times: u32) {
        let step = (article - self.last) << 1;
        // Most words stand once in most texts.
        match times {
            1 => self.push(step | 1),
            _ => {
                self.push(step);
                self.push(times);
            }
        }
        self.next(article);
    }

    /// Adds a position in an article, the last that was added or one after it. Positions in an article do not fall.
    #[inline]
    pub fn add_position(&mut self, article: DocId, position: u32) {
        if self.articles == 0 || self.last != article {
            if self.articles > 0 {
                self.push(END);
            }
            self.push(article - self.last);
            self.next(article);
        }
        self.push(position - self.position + 1);
        self.position = position;
    }

    fn next(&mut self, article: DocId) {
        self.articles += 1;
        self.last = article;
        self.position = 0;
    }

    #[inline]
    fn push(&mut self, number: u32) {
        leb128::put(&mut self.bytes, number.into());
    }
}

/// Reads lists, one after the other, each article by article.
#[derive(Debug)]
pub(crate) struct PostingListReader<'l> {
    rest: &'l [u8],
    option: IndexRecordOption,
    /// The numbers that are given for those of the articles in the lists.
    numbers: &'l [DocId],
    /// The article as the list has it.
    own: DocId,
    /// Whether there is no article any more.
    pub ended: bool,
    /// The article.
    pub article: DocId,
    /// How often the word stands in it; 0 in fields that do not count.
    pub times: u32,
    /// Its positions, each as the step from the one before; none in fields that have none.
    pub steps: Vec<u32>,
}

impl<'l> PostingListReader<'l> {
    /// Reads lists of a field that records `option`. Articles are given the `numbers` at their places.
    pub fn new(option: IndexRecordOption, numbers: &'l [DocId]) -> Self {
        PostingListReader {
            rest: &[],
            option,
            numbers,
            own: 0,
            ended: true,
            article: 0,
            times: 0,
            steps: Vec::new(),
        }
    }

    /// Goes to the first article of `list`.
    #[inline]
    pub fn begin(&mut self, list: Option<&'l PostingList>) {
        self.rest = list.map_or(&[], |list| &list.bytes);
        self.own = 0;
        self.advance();
    }

    /// Goes to the next article.
    pub fn advance(&mut self) {
        let step = self.take();
        self.ended = step.is_none();
        let Some(step) = step else { return };
        match self.option {
            IndexRecordOption::Basic => self.own += step,
            IndexRecordOption::WithFreqs => {
                self.own += step >> 1;
                self.times = if step & 1 == 1 { 1 } else { self.take().unwrap_or_default() };
            }
            IndexRecordOption::WithFreqsAndPositions => {
                self.own += step;
                self.steps.clear();
                while let Some(step) = self.take().filter(|step| *step != END) {
                    self.steps.push(step - 1);
                }
                self.times = self.steps.len() as u32;
            }
        }
        self.article = self.numbers.get(self.own as usize).copied().unwrap_or(self.own);
    }

    #[inline]
    fn take(&mut self) -> Option<u32> {
        leb128::take(&mut self.rest).map(|number| number as u32) // as it was written
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::posting_list::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Articles with the positions of a word, which may stand twice at one.
    fn places() -> impl Strategy<Value = BTreeMap<u32, Vec<u32>>> {
        let positions = prop::collection::vec(prop_oneof![0u32..300, 0u32..1 << 30], 1..20);
        prop::collection::btree_map(prop_oneof![0u32..300, 0u32..1 << 30], positions, 0..20).prop_map(
            |mut all| {
                all.values_mut().for_each(|positions| positions.sort_unstable());
                all
            },
        )
    }

    fn read(list: &PostingList, option: IndexRecordOption) -> Vec<(u32, u32, Vec<u32>)> {
        let mut reading = PostingListReader::new(option, &[]);
        reading.begin(Some(list));
        let mut found = Vec::new();
        while !reading.ended {
            let positions = reading.steps.iter().scan(0, |at, step| {
                *at += step;
                Some(*at)
            });
            found.push((reading.article, reading.times, positions.collect()));
            reading.advance();
        }
        found
    }

    proptest! {
        #[test]
        fn what_was_added_is_read(all in places()) {
            let [mut plain, mut counted, mut placed] = [PostingList::default(), PostingList::default(), PostingList::default()];
            for (article, positions) in &all {
                plain.add(*article);
                plain.add(*article);
                counted.add_times(*article, positions.len() as u32);
                positions.iter().for_each(|position| placed.add_position(*article, *position));
            }
            let of = |each: fn(&Vec<u32>) -> (u32, Vec<u32>)| {
                all.iter().map(|(article, positions)| {
                    let (times, positions) = each(positions);
                    (*article, times, positions)
                }).collect::<Vec<_>>()
            };
            prop_assert_eq!(read(&plain, IndexRecordOption::Basic), of(|_| (0, vec![])));
            prop_assert_eq!(read(&counted, IndexRecordOption::WithFreqs), of(|all| (all.len() as u32, vec![])));
            let with_positions = IndexRecordOption::WithFreqsAndPositions;
            prop_assert_eq!(read(&placed, with_positions), of(|all| (all.len() as u32, all.clone())));
            for list in [plain, counted, placed] {
                prop_assert_eq!(list.articles() as usize, all.len());
            }
        }
    }
}
