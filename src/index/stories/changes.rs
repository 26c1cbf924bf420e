//! Finds which articles a run has changed, and those that these share something with.

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::{DocAddress, Searcher};

use crate::index::stories::compare_all::{segment_ids, table_doc};
use crate::index::stories::linked::{LinkedArticles, SharedContents};
use crate::index::stories::sketches::{SketchColumns, SketchedArticle};
use crate::index::stories::table::TableDoc;
use crate::stories::candidates::concerned;
use crate::stories::shared_values::{SharedValues, article_of, entry, value_of};

/// Bits per value in the filter of values that are looked for.
const FILTER_BITS_PER_VALUE: usize = 16;

/// The segments of an index since the last run.
pub(super) struct SegmentChanges<'s> {
    searcher: &'s Searcher,
    ids: Vec<String>,
    /// Number of each segment of the last run now; `None` if it was merged.
    numbers: Vec<Option<u32>>,
}

impl<'s> SegmentChanges<'s> {
    /// Compares the segments of `searcher` with the `last` ones.
    pub(super) fn since(last: &[String], searcher: &'s Searcher) -> Self {
        let ids = segment_ids(searcher);
        let number = |last| ids.iter().position(|id| id == last).map(|number| number as u32);
        let numbers = last.iter().map(number).collect();
        SegmentChanges { searcher, ids, numbers }
    }

    /// Returns where an article of the last run is now; `None` if it is deleted, or its segment was merged.
    pub(super) fn address(&self, doc: TableDoc) -> Option<DocAddress> {
        let segment = self.numbers.get(doc.segment as usize).copied().flatten()?;
        let reader = self.searcher.segment_reader(segment);
        let exists = doc.doc < reader.max_doc() && !reader.is_deleted(doc.doc);
        exists.then(|| DocAddress::new(segment, doc.doc))
    }

    /// Returns the articles of segments that the last run did not have.
    pub(super) fn added(&self) -> Vec<DocAddress> {
        self.docs(false).collect()
    }

    /// Returns the articles of segments that the last run had, or of the others.
    fn docs(&self, known: bool) -> impl Iterator<Item = DocAddress> + '_ {
        let segments = (0..).zip(self.searcher.segment_readers());
        let segments = segments.filter(move |(segment, _)| self.numbers.contains(&Some(*segment)) == known);
        segments.flat_map(|(segment, reader)| {
            reader.doc_ids_alive().map(move |doc| DocAddress::new(segment, doc))
        })
    }
}

/// The articles that share something after a run, and those that its changes concern.
pub(super) struct ArticleChanges {
    pub linked: LinkedArticles,
    /// Articles that may be compared with others than before, sorted.
    pub concerned: Vec<u32>,
}

impl ArticleChanges {
    /// Finds what has changed since the `last` run, besides deleted articles the `added` ones.
    pub(super) fn find(
        segments: &SegmentChanges<'_>,
        columns: &SketchColumns,
        last: &LinkedArticles,
        added: &[DocAddress],
    ) -> Self {
        let mut shared = SharedOfAdded::read(columns, added);
        shared.find_others(segments, columns, last);
        let numbering = Numbering::new(segments, columns, last, &shared);
        let number_of_last = |article: u32| numbering.of_last[article as usize];
        let mut entries = Vec::with_capacity(last.values.entries().len() + shared.values.len());
        let still = last.values.entries().iter();
        entries
            .extend(still.filter_map(|old| Some(entry(value_of(*old), number_of_last(article_of(*old))?))));
        entries.extend(shared.values.iter().map(|(value, doc)| entry(*value, numbering.of_added[doc])));
        let contents = last.contents.entries().iter();
        let contents = contents.filter_map(|(content, old)| Some((*content, number_of_last(*old)?)));
        let mut contents: Vec<(u64, u32)> = contents.collect();
        contents.extend(shared.contents.iter().map(|(content, doc)| (*content, numbering.of_added[doc])));
        let (values, contents) = (SharedValues::from_entries(entries), SharedContents::of(contents));
        let article = |article: u32| table_doc(numbering.addresses[article as usize]);
        let num_articles = numbering.addresses.len() as u32;
        let (linked, numbers) =
            LinkedArticles::of(segments.ids.clone(), num_articles, article, (values, contents));
        let now = |article: u32| number_of_last(article).and_then(|number| numbers.get(number));
        let is_gone = |article: u32| number_of_last(article).is_none();
        let mut is_added = vec![false; linked.articles.len()];
        let added = added.iter().filter_map(|doc| numbers.get(*numbering.of_added.get(doc)?));
        added.for_each(|article| is_added[article as usize] = true);
        let is_added = |article: u32| is_added[article as usize];
        let near_gone = concerned(&last.values, is_gone).into_iter().chain(last.contents.concerned(is_gone));
        let near_added =
            concerned(&linked.values, is_added).into_iter().chain(linked.contents.concerned(is_added));
        let mut concerned: Vec<u32> = near_gone.filter_map(now).chain(near_added).collect();
        concerned.sort_unstable();
        concerned.dedup();
        ArticleChanges { linked, concerned }
    }
}

/// The values and contents of added articles, and those of other articles that had them alone.
#[derive(Default)]
struct SharedOfAdded {
    values: Vec<(u32, DocAddress)>,
    contents: Vec<(u64, DocAddress)>,
    /// All these articles.
    docs: FxHashSet<DocAddress>,
}

impl SharedOfAdded {
    /// Reads what added articles have.
    fn read(columns: &SketchColumns, added: &[DocAddress]) -> Self {
        let mut shared = SharedOfAdded { docs: added.iter().copied().collect(), ..Self::default() };
        let mut values = Vec::new();
        for doc in added {
            columns.values(*doc, &mut values);
            shared.values.extend(values.iter().map(|value| (*value as u32, *doc)));
            shared.contents.extend(columns.content(*doc).map(|content| (content, *doc)));
        }
        shared
    }

    /// Adds the articles of earlier segments that have one of the values or contents and shared it with none:
    /// it is in their columns only.
    fn find_others(&mut self, segments: &SegmentChanges<'_>, columns: &SketchColumns, last: &LinkedArticles) {
        let values = self.values.iter().map(|(value, _)| *value);
        let values = ValueFilter::new(values.filter(|value| last.values.list(*value).is_empty()).collect());
        let contents = self.contents.iter().map(|(content, _)| *content);
        let contents: FxHashSet<u64> =
            contents.filter(|content| last.contents.list(*content).is_empty()).collect();
        if values.values.is_empty() && contents.is_empty() {
            return;
        }
        let mut values_of_doc = Vec::new();
        for doc in segments.docs(true) {
            columns.values(doc, &mut values_of_doc);
            for value in
                values_of_doc.iter().map(|value| *value as u32).filter(|value| values.contains(*value))
            {
                self.values.push((value, doc));
                self.docs.insert(doc);
            }
            if let Some(content) = columns.content(doc).filter(|content| contents.contains(content)) {
                self.contents.push((content, doc));
                self.docs.insert(doc);
            }
        }
    }
}

/// Values that are looked for among many.
struct ValueFilter {
    values: FxHashSet<u32>,
    /// A bit for the upper bits of each value.
    bits: Vec<u64>,
    shift: u32,
}

impl ValueFilter {
    fn new(values: FxHashSet<u32>) -> Self {
        let log_bits = (values.len() * FILTER_BITS_PER_VALUE).next_power_of_two().ilog2().clamp(6, 24);
        let mut filter = ValueFilter { values, bits: vec![0; 1 << (log_bits - 6)], shift: 32 - log_bits };
        for value in &filter.values {
            let slot = value >> filter.shift;
            filter.bits[slot as usize / 64] |= 1 << (slot % 64);
        }
        filter
    }

    fn contains(&self, value: u32) -> bool {
        let slot = value >> self.shift;
        self.bits[slot as usize / 64] >> (slot % 64) & 1 == 1 && self.values.contains(&value)
    }
}

/// Numbers in canonical order of the articles that are still linked and of those that may be linked now.
struct Numbering {
    addresses: Vec<DocAddress>,
    /// Number of each article that was linked; `None` if it is gone.
    of_last: Vec<Option<u32>>,
    /// Numbers of added articles and of those that share something with them only.
    of_added: FxHashMap<DocAddress, u32>,
}

impl Numbering {
    fn new(
        segments: &SegmentChanges<'_>,
        columns: &SketchColumns,
        last: &LinkedArticles,
        shared: &SharedOfAdded,
    ) -> Self {
        let still = (0..).zip(&last.articles);
        let still = still.filter_map(|(old, article)| Some((old, segments.address(*article)?)));
        let still: Vec<(usize, DocAddress)> = still.collect();
        let mut others = shared.docs.clone();
        for (_, doc) in &still {
            others.remove(doc);
        }
        let mut others: Vec<SketchedArticle<DocAddress>> =
            others.into_iter().map(|doc| columns.article(doc)).collect();
        others.sort_unstable();
        let mut numbering = Numbering {
            addresses: Vec::with_capacity(still.len() + others.len()),
            of_last: vec![None; last.articles.len()],
            of_added: FxHashMap::default(),
        };
        let mut rest = &still[..];
        for other in &others {
            let len = rest.partition_point(|(_, doc)| columns.article(*doc) < *other);
            numbering.push_last(&rest[..len], shared);
            rest = &rest[len..];
            let number = numbering.push(other.address);
            numbering.of_added.insert(other.address, number);
        }
        numbering.push_last(rest, shared);
        numbering
    }

    fn push_last(&mut self, still: &[(usize, DocAddress)], shared: &SharedOfAdded) {
        for (old, doc) in still {
            let number = self.push(*doc);
            self.of_last[*old] = Some(number);
            if shared.docs.contains(doc) {
                self.of_added.insert(*doc, number);
            }
        }
    }

    fn push(&mut self, doc: DocAddress) -> u32 {
        self.addresses.push(doc);
        self.addresses.len() as u32 - 1
    }
}

/// Returns an address of a table of the same segments.
pub(super) fn address_of(doc: TableDoc) -> DocAddress {
    DocAddress::new(doc.segment, doc.doc)
}

#[cfg(test)]
mod tests {
    use crate::index::stories::changes::*;

    #[test]
    fn only_values_that_are_looked_for_are_found() {
        for count in [0, 1, 5_000u32] {
            let value = |number: u32| number.wrapping_mul(2_654_435_761);
            let filter = ValueFilter::new((0..count).map(value).collect());
            assert!((0..count).all(|number| filter.contains(value(number))));
            assert!((count..20_000).all(|number| !filter.contains(value(number))));
        }
    }
}
