//! The sketches of all articles, in canonical order.

use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};
use xxhash_rust::xxh3::xxh3_64;

use crate::index::schema::{CONTENT, PUBLISHED, RECORD, SKETCH, SOURCE, TEXT_HASH};
use crate::stories::Day;
use crate::stories::candidates::Sketches;

/// The sketches of all articles that are not deleted.
pub(super) struct ArticleSketches {
    articles: Vec<SketchedArticle>,
    /// Columns of the values, by segment.
    values: Vec<Column<u64>>,
}

/// An article with its sketch. The order of the fields is the canonical order of articles: by day, undated
/// ones last. Of articles of one day the text decides, which does not depend on where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SketchedArticle {
    is_undated: bool,
    day: Day,
    pub text_hash: u64,
    source_hash: u64,
    record: u32,
    /// Hash of the content before cleaning; `None` if it is not known.
    pub content: Option<u64>,
    pub address: DocAddress,
}

impl SketchedArticle {
    pub(super) fn day(&self) -> Option<Day> {
        (!self.is_undated).then_some(self.day)
    }
}

impl ArticleSketches {
    /// Reads the articles of `searcher`.
    pub(super) fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let mut sketches = ArticleSketches { articles: Vec::new(), values: Vec::new() };
        for (segment, reader) in (0..).zip(searcher.segment_readers()) {
            let columns = reader.fast_fields();
            let (values, text_hashes) = (columns.u64(SKETCH)?, columns.u64(TEXT_HASH)?);
            let (days, records, sources) =
                (columns.i64(PUBLISHED)?, columns.u64(RECORD)?, columns.str(SOURCE)?);
            let contents = columns.column_opt::<u64>(CONTENT)?;
            let mut source_hashes = Vec::new();
            if let Some(sources) = &sources {
                let mut keys = sources.dictionary().stream()?;
                while keys.advance() {
                    source_hashes.push(xxh3_64(keys.key()));
                }
            }
            let source_hash = |doc| {
                let ord = sources.as_ref().and_then(|sources| sources.term_ords(doc).next());
                ord.and_then(|ord| source_hashes.get(ord as usize).copied()).unwrap_or_default()
            };
            for doc in reader.doc_ids_alive() {
                let day = days.first(doc).and_then(|day| Day::try_from(day).ok());
                sketches.articles.push(SketchedArticle {
                    is_undated: day.is_none(),
                    day: day.unwrap_or_default(),
                    text_hash: text_hashes.first(doc).unwrap_or_default(),
                    source_hash: source_hash(doc),
                    record: records
                        .first(doc)
                        .and_then(|record| u32::try_from(record).ok())
                        .unwrap_or(u32::MAX),
                    content: contents.as_ref().and_then(|contents| contents.first(doc)),
                    address: DocAddress::new(segment, doc),
                });
            }
            sketches.values.push(values);
        }
        sketches.articles.sort_unstable();
        Ok(sketches)
    }

    /// Returns the pairs of articles with the same content: the first in the canonical order with each other.
    pub(super) fn identical(&self) -> Vec<(u32, u32)> {
        let contents =
            (0..).zip(&self.articles).filter_map(|(number, article)| Some((article.content?, number)));
        let mut contents: Vec<(u64, u32)> = contents.collect();
        contents.sort_unstable();
        let groups = contents.chunk_by(|(a, _), (b, _)| a == b);
        groups.flat_map(|group| group[1..].iter().map(|(_, other)| (group[0].1, *other))).collect()
    }

    /// Returns whether two articles have the same content.
    pub(super) fn are_identical(&self, a: u32, b: u32) -> bool {
        self.article(a).content.is_some_and(|content| self.article(b).content == Some(content))
    }

    /// Returns the article with this number in the canonical order.
    pub(super) fn article(&self, number: u32) -> SketchedArticle {
        self.articles[number as usize]
    }
}

impl Sketches for ArticleSketches {
    fn len(&self) -> u32 {
        self.articles.len() as u32
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        let mut values = Vec::new();
        for (number, article) in (0..).zip(&self.articles) {
            let column = &self.values[article.address.segment_ord as usize];
            let rows = column.index.value_row_ids(article.address.doc_id);
            values.clear();
            values.resize(rows.len(), 0);
            column.values.get_range(u64::from(rows.start), &mut values);
            values.iter().for_each(|value| visit(number, *value as u32));
        }
    }

    fn num_values(&self, article: u32) -> u32 {
        let address = self.article(article).address;
        self.values[address.segment_ord as usize].index.value_row_ids(address.doc_id).len() as u32
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.article(article).day()
    }
}
