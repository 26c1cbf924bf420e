//! The articles that share values of their sketches or their content, a file beside the segments.
//!
//! From it a run tells which articles its changes concern, and compares only those. Most values occur once;
//! they are in the columns of the articles only.

use std::borrow::Cow;

use crate::index::stories::table::TableDoc;
use crate::index::table_file::Table;
use crate::stories::shared_values::{SharedValues, article_of, entry, value_of};

/// Version of the rules by which articles are compared and grouped. Under other rules all are compared again.
pub(super) const RULES: u32 = 2;
/// Number of hexadecimal digits in the identifier of a segment.
const SEGMENT_ID_LENGTH: usize = 32;
/// Stands for the number of an article that shares nothing.
const NONE: u32 = u32::MAX;

/// Articles that share values or content with others. Their numbers are those in canonical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LinkedArticles {
    /// Identifiers of the segments of all articles.
    pub segments: Vec<String>,
    pub articles: Vec<TableDoc>,
    pub values: SharedValues,
    pub contents: SharedContents,
}

/// The contents that several articles have before cleaning, each with its articles in canonical order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SharedContents(Vec<(u64, u32)>);

impl SharedContents {
    /// Keeps the contents that several articles have.
    pub(crate) fn of(mut contents: Vec<(u64, u32)>) -> Self {
        contents.sort_unstable();
        let lists = contents.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() > 1);
        SharedContents(lists.flatten().copied().collect())
    }

    /// Returns each content with its articles.
    pub(crate) fn lists(&self) -> impl Iterator<Item = &[(u64, u32)]> {
        self.0.chunk_by(|a, b| a.0 == b.0)
    }

    /// Returns the articles of each content of which one is `changed`.
    pub(crate) fn concerned(&self, changed: impl Fn(u32) -> bool) -> Vec<u32> {
        let lists = self.lists().filter(|list| list.iter().any(|(_, article)| changed(*article)));
        lists.flatten().map(|(_, article)| *article).collect()
    }

    /// Returns the articles with a content; none if it is not shared.
    pub(crate) fn list(&self, content: u64) -> &[(u64, u32)] {
        let start = self.0.partition_point(|(other, _)| *other < content);
        let len = self.0[start..].partition_point(|(other, _)| *other == content);
        &self.0[start..start + len]
    }

    /// Returns all contents with their articles.
    pub(crate) fn entries(&self) -> &[(u64, u32)] {
        &self.0
    }
}

impl LinkedArticles {
    /// Keeps those of `num_articles` articles that share values or contents. Returns also the numbers that
    /// they have here.
    pub(crate) fn of(
        segments: Vec<String>,
        num_articles: u32,
        article: impl Fn(u32) -> TableDoc,
        (mut values, mut contents): (SharedValues, SharedContents),
    ) -> (Self, LinkedNumbers) {
        let mut numbers = vec![NONE; num_articles as usize];
        let of_values = values.entries().iter().map(|entry| article_of(*entry));
        let of_contents = contents.entries().iter().map(|(_, article)| *article);
        for linked in of_values.chain(of_contents) {
            numbers[linked as usize] = 0;
        }
        let mut articles = Vec::new();
        for (old, number) in (0..).zip(&mut numbers).filter(|(_, number)| **number != NONE) {
            *number = articles.len() as u32;
            articles.push(article(old));
        }
        let renumbered = |old: u32| numbers[old as usize];
        values.renumber(renumbered);
        contents.0.iter_mut().for_each(|(_, article)| *article = renumbered(*article));
        (LinkedArticles { segments, articles, values, contents }, LinkedNumbers(numbers))
    }

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (head, mut tail) = bytes.split_first_chunk::<20>()?;
        let mut head = head.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number));
        let mut count = || head.next().map(|count| count as usize);
        let rules = count()?;
        let (num_segments, num_articles, num_contents, num_values) = (count()?, count()?, count()?, count()?);
        if rules != RULES as usize {
            return None;
        }
        let mut segments = Vec::new();
        for _ in 0..num_segments {
            segments.push(std::str::from_utf8(take(&mut tail, SEGMENT_ID_LENGTH)?).ok()?.to_owned());
        }
        let mut articles = Vec::new();
        for _ in 0..num_articles {
            articles.push(TableDoc { segment: take_number(&mut tail)?, doc: take_number(&mut tail)? });
        }
        let contents = take(&mut tail, num_contents.checked_mul(12)?)?.as_chunks::<12>().0.iter();
        let contents: Vec<(u64, u32)> = contents.map(content).collect();
        let mut entries = Vec::new();
        let mut value = 0u32;
        for _ in 0..num_values {
            value = value.checked_add(take_number(&mut tail)?)?;
            let mut number = 0u32;
            for _ in 0..take_number(&mut tail)? {
                number = number.checked_add(take_number(&mut tail)?)?;
                entries.push(entry(value, number));
            }
        }
        let is_valid = tail.is_empty()
            && entries.is_sorted()
            && contents.is_sorted()
            && entries.iter().all(|entry| (article_of(*entry) as usize) < articles.len())
            && contents.iter().all(|(_, article)| (*article as usize) < articles.len())
            && articles.iter().all(|doc| (doc.segment as usize) < segments.len());
        let (values, contents) = (SharedValues::from_entries(entries), SharedContents::of(contents));
        is_valid.then_some(LinkedArticles { segments, articles, values, contents })
    }
}

/// The numbers of articles among the linked ones.
pub(crate) struct LinkedNumbers(Vec<u32>);

impl LinkedNumbers {
    /// Returns the number of an article; `None` if it shares nothing.
    pub(crate) fn get(&self, article: u32) -> Option<u32> {
        self.0.get(article as usize).copied().filter(|number| *number != NONE)
    }
}

impl Table for LinkedArticles {
    const CONTENT: &'static str = "linked articles";

    fn bytes(&self) -> Cow<'_, [u8]> {
        let num_values = self.values.lists().count();
        let counts = [self.segments.len(), self.articles.len(), self.contents.0.len(), num_values];
        let mut bytes = RULES.to_le_bytes().to_vec();
        bytes.extend(counts.into_iter().flat_map(|count| (count as u32).to_le_bytes()));
        self.segments.iter().for_each(|id| bytes.extend(id.bytes()));
        for TableDoc { segment, doc } in &self.articles {
            put_number(&mut bytes, *segment);
            put_number(&mut bytes, *doc);
        }
        for (content, article) in &self.contents.0 {
            bytes.extend(content.to_le_bytes());
            bytes.extend(article.to_le_bytes());
        }
        let mut last_value = 0;
        for list in self.values.lists() {
            let value = value_of(list[0]);
            put_number(&mut bytes, value - last_value);
            put_number(&mut bytes, list.len() as u32);
            last_value = value;
            let mut last_article = 0;
            for entry in list {
                put_number(&mut bytes, article_of(*entry) - last_article);
                last_article = article_of(*entry);
            }
        }
        Cow::Owned(bytes)
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        LinkedArticles::decode(&bytes)
    }
}

/// Takes bytes from the front; `None` if there are not as many.
fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (head, tail) = bytes.split_at_checked(count)?;
    *bytes = tail;
    Some(head)
}

/// Appends a number, seven bits a byte, the lowest first; all bytes but the last have the highest bit.
fn put_number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes a number that [`put_number`] wrote from the front.
fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0u32;
    for shift in [0, 7, 14, 21, 28] {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Reads a content with the number of an article.
fn content(bytes: &[u8; 12]) -> (u64, u32) {
    let content = bytes.first_chunk().map_or(0, |content| u64::from_le_bytes(*content));
    (content, bytes.last_chunk().map_or(0, |number| u32::from_le_bytes(*number)))
}

#[cfg(test)]
mod tests {
    use crate::index::stories::linked::*;

    fn linked() -> LinkedArticles {
        let entries = [(3, 0), (3, 200), (70_000, 7), (70_000, 0), (u32::MAX, 200), (u32::MAX, 7), (9, 4)];
        let values = entries.map(|(value, article)| entry(value, article)).to_vec();
        let contents = SharedContents::of(vec![(5, 9), (1 << 60, 201), (1 << 60, 0)]);
        let article = |article: u32| TableDoc { segment: article % 2, doc: article };
        let segments = ["a", "b"].map(|id| id.repeat(SEGMENT_ID_LENGTH)).to_vec();
        LinkedArticles::of(segments, 300, article, (SharedValues::from_entries(values), contents)).0
    }

    #[test]
    fn articles_that_share_nothing_are_left_out() {
        let linked = linked();
        let docs: Vec<u32> = linked.articles.iter().map(|article| article.doc).collect();
        assert_eq!(docs, [0, 7, 200, 201]);
        assert_eq!(linked.values.list(70_000), [entry(70_000, 0), entry(70_000, 1)]);
        assert_eq!(linked.contents.list(1 << 60), [(1 << 60, 0), (1 << 60, 3)]);
        assert_eq!((linked.values.list(9), linked.contents.list(5)), (&[][..], &[][..]));
    }

    #[test]
    fn linked_articles_are_read_as_they_were_written() {
        for written in [linked(), LinkedArticles::default()] {
            let bytes = written.bytes().into_owned();
            for length in 0..bytes.len() {
                assert_eq!(LinkedArticles::from_bytes(bytes[..length].to_vec()), None, "{length}");
            }
            assert_eq!(LinkedArticles::from_bytes(bytes), Some(written));
        }
    }

    #[test]
    fn damaged_articles_are_none_or_others() {
        let bytes = linked().bytes().into_owned();
        for index in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[index] = 0xff;
            let read = LinkedArticles::from_bytes(damaged);
            assert!(index >= 20 || read.is_none(), "{index}");
        }
    }
}
