//! The sketches of all articles, in canonical order.

use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};
use xxhash_rust::xxh3::xxh3_64;

use crate::index::schema::{CONTENT, PUBLISHED, RECORD, SKETCH, SOURCE, TEXT_HASH};
use crate::stories::Day;
use crate::stories::shared_values::AllSketches;
use crate::stories::shared_values::Sketches;

/// The sketches of all articles that are not deleted.
pub(super) struct ArticleSketches {
    articles: Vec<SketchedArticle<DocAddress>>,
    columns: SketchColumns,
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

/// The columns of the articles of an index that stories depend on.
pub(super) struct SketchColumns(Vec<SketchedSegment>);

/// The columns of a segment.
struct SketchedSegment {
    values: Column<u64>,
    text_hashes: Column<u64>,
    days: Column<i64>,
    records: Column<u64>,
    sources: Option<StrColumn>,
    contents: Option<Column<u64>>,
}

impl SketchColumns {
    /// Opens the columns of `searcher`.
    pub(super) fn open(searcher: &Searcher) -> tantivy::Result<Self> {
        let open = |reader: &SegmentReader| {
            let columns = reader.fast_fields();
            Ok(SketchedSegment {
                values: columns.u64(SKETCH)?,
                text_hashes: columns.u64(TEXT_HASH)?,
                days: columns.i64(PUBLISHED)?,
                records: columns.u64(RECORD)?,
                sources: columns.str(SOURCE)?,
                contents: columns.column_opt::<u64>(CONTENT)?,
            })
        };
        Ok(SketchColumns(searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?))
    }

    /// Reads an article.
    pub(super) fn article(&self, address: DocAddress) -> SketchedArticle<DocAddress> {
        let columns = self.segment(address);
        columns.article(address, columns.source_hash(address.doc_id))
    }

    /// Reads the values of the sketch of an article into `values`.
    pub(super) fn values(&self, address: DocAddress, values: &mut Vec<u64>) {
        let column = &self.segment(address).values;
        let rows = column.index.value_row_ids(address.doc_id);
        values.clear();
        values.resize(rows.len(), 0);
        column.values.get_range(u64::from(rows.start), values);
    }

    /// Returns the number of values of an article.
    pub(super) fn num_values(&self, address: DocAddress) -> u32 {
        self.segment(address).values.index.value_row_ids(address.doc_id).len() as u32
    }

    /// Returns the day of an article.
    pub(super) fn day(&self, address: DocAddress) -> Option<Day> {
        self.segment(address).days.first(address.doc_id).and_then(|day| Day::try_from(day).ok())
    }

    /// Returns the hash of the text of an article.
    pub(super) fn text_hash(&self, address: DocAddress) -> u64 {
        self.segment(address).text_hashes.first(address.doc_id).unwrap_or_default()
    }

    /// Returns the hash of the content of an article before cleaning; `None` if it is not known.
    pub(super) fn content(&self, address: DocAddress) -> Option<u64> {
        self.segment(address).contents.as_ref()?.first(address.doc_id)
    }

    fn segment(&self, address: DocAddress) -> &SketchedSegment {
        &self.0[address.segment_ord as usize]
    }
}

impl SketchedSegment {
    fn article(&self, address: DocAddress, source_hash: u64) -> SketchedArticle<DocAddress> {
        let doc = address.doc_id;
        SketchedArticle::new(
            self.days.first(doc),
            self.text_hashes.first(doc).unwrap_or_default(),
            (source_hash, self.records.first(doc)),
            self.contents.as_ref().and_then(|contents| contents.first(doc)),
            address,
        )
    }

    fn source_ord(&self, doc: DocId) -> Option<u64> {
        self.sources.as_ref().and_then(|sources| sources.term_ords(doc).next())
    }

    /// Returns the hash of the key of the file of an article.
    fn source_hash(&self, doc: DocId) -> u64 {
        let mut key = Vec::new();
        let found =
            self.sources.as_ref().zip(self.source_ord(doc)).is_some_and(|(sources, ord)| {
                sources.dictionary().ord_to_term(ord, &mut key).unwrap_or(false)
            });
        if found { xxh3_64(&key) } else { 0 }
    }

    /// Returns the hashes of the keys of all files, by ordinal.
    fn source_hashes(&self) -> tantivy::Result<Vec<u64>> {
        let mut hashes = Vec::new();
        if let Some(sources) = &self.sources {
            let mut keys = sources.dictionary().stream()?;
            while keys.advance() {
                hashes.push(xxh3_64(keys.key()));
            }
        }
        Ok(hashes)
    }
}

impl ArticleSketches {
    /// Reads the articles of `searcher`.
    pub(super) fn read(searcher: &Searcher) -> tantivy::Result<Self> {
        let columns = SketchColumns::open(searcher)?;
        let mut articles = Vec::new();
        for ((segment, reader), columns) in (0..).zip(searcher.segment_readers()).zip(&columns.0) {
            let source_hashes = columns.source_hashes()?;
            for doc in reader.doc_ids_alive() {
                let ord = columns.source_ord(doc);
                let source_hash = ord.and_then(|ord| source_hashes.get(ord as usize)).copied();
                let address = DocAddress::new(segment, doc);
                articles.push(columns.article(address, source_hash.unwrap_or_default()));
            }
        }
        articles.sort_unstable();
        Ok(ArticleSketches { articles, columns })
    }

    /// Returns the article with this number in the canonical order.
    pub(super) fn article(&self, number: u32) -> SketchedArticle<DocAddress> {
        self.articles[number as usize]
    }
}

impl AllSketches for ArticleSketches {
    fn len(&self) -> u32 {
        self.articles.len() as u32
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        let mut values = Vec::new();
        for (number, article) in (0..).zip(&self.articles) {
            self.columns.values(article.address, &mut values);
            values.iter().for_each(|value| visit(number, *value as u32));
        }
    }
}

impl Sketches for ArticleSketches {
    fn num_values(&self, article: u32) -> u32 {
        self.columns.num_values(self.article(article).address)
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.article(article).day()
    }
}
