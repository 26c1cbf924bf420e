//! The sketches of all articles, in canonical order.

use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};
use xxhash_rust::xxh3::xxh3_64;

use crate::index::schema::{CONTENT, PUBLISHED, RECORD, SKETCH, SOURCE, TEXT_HASH};
use crate::stories::Day;
use crate::stories::candidates::Sketches;

/// The sketches of all articles that are not deleted.
pub(super) struct ArticleSketches {
    articles: Vec<SketchedArticle<DocAddress>>,
    /// Columns of the values, by segment.
    values: Vec<Column<u64>>,
}

/// An article with its sketch. The order of the fields is the canonical order of articles: by day, undated
/// ones last. Of articles of one day the text decides, which does not depend on where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SketchedArticle<A> {
    is_undated: bool,
    day: Day,
    pub text_hash: u64,
    source_hash: u64,
    record: u32,
    /// Hash of the content before cleaning; `None` if it is not known.
    pub content: Option<u64>,
    /// Place in the index.
    pub address: A,
}

impl<A> SketchedArticle<A> {
    /// Makes the article of a day, if it has one, with the hash of its text, the hash of the key of its file
    /// and its number there.
    pub(crate) fn new(
        day: Option<i64>,
        text_hash: u64,
        (source_hash, record): (u64, Option<u64>),
        content: Option<u64>,
        address: A,
    ) -> Self {
        let day = day.and_then(|day| Day::try_from(day).ok());
        let record = record.and_then(|record| u32::try_from(record).ok()).unwrap_or(u32::MAX);
        let (is_undated, day) = (day.is_none(), day.unwrap_or_default());
        SketchedArticle { is_undated, day, text_hash, source_hash, record, content, address }
    }

    /// Returns the day of publication.
    pub(crate) fn day(&self) -> Option<Day> {
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
                sketches.articles.push(SketchedArticle::new(
                    days.first(doc),
                    text_hashes.first(doc).unwrap_or_default(),
                    (source_hash(doc), records.first(doc)),
                    contents.as_ref().and_then(|contents| contents.first(doc)),
                    DocAddress::new(segment, doc),
                ));
            }
            sketches.values.push(values);
        }
        sketches.articles.sort_unstable();
        Ok(sketches)
    }

    /// Returns the article with this number in the canonical order.
    pub(super) fn article(&self, number: u32) -> SketchedArticle<DocAddress> {
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
