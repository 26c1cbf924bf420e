//! The sources of all articles: names of sites and hosts, and how often they stand together.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::analysis::AnalyzerVersion;
use crate::index::schema::{HOST, SITE};
use crate::search::facets::source_docs::SourceDocs;
use crate::search::facets::source_links::{SourceLinks, UNKNOWN};
use crate::search::facets::source_lookup::SourceLookup;

/// Sources that are read when first needed, which takes about as long as a frequent word.
#[derive(Default)]
pub(crate) struct LazySources(OnceLock<SourceTable>);

impl LazySources {
    /// Returns the sources of the articles, which `searcher` reads.
    pub(crate) fn get(
        &self,
        searcher: &Searcher,
        analyzer: AnalyzerVersion,
    ) -> tantivy::Result<&SourceTable> {
        match self.0.get() {
            Some(table) => Ok(table),
            None => {
                let table = SourceTable::read(searcher, analyzer)?;
                Ok(self.0.get_or_init(|| table))
            }
        }
    }
}

/// Names of sites and hosts of all articles, numbered in the order of the alphabet, so that nothing depends
/// on the order in which articles were indexed.
pub(crate) struct SourceTable {
    /// Names of sites, as written.
    pub names: Vec<String>,
    /// Hosts, in lower case and without `www.`.
    pub hosts: Vec<String>,
    /// Links between names and hosts of one source.
    pub links: SourceLinks,
    segments: Vec<SegmentSources>,
    lookup: OnceLock<SourceLookup>,
    docs: OnceLock<SourceDocs>,
}

/// Sources of the articles of a segment.
struct SegmentSources {
    names: NumberedColumn,
    hosts: NumberedColumn,
}

/// Column of texts whose values are numbered across segments.
struct NumberedColumn {
    ords: Option<Column<u64>>,
    /// Number of each ordinal.
    numbers: Vec<u32>,
}

impl NumberedColumn {
    fn number(&self, doc: DocId) -> u32 {
        let ord = self.ords.as_ref().and_then(|ords| ords.first(doc));
        ord.and_then(|ord| self.numbers.get(usize::try_from(ord).ok()?)).copied().unwrap_or(UNKNOWN)
    }
}

impl SourceTable {
    /// Reads the sources of the articles that are not deleted.
    pub(crate) fn read(searcher: &Searcher, analyzer: AnalyzerVersion) -> tantivy::Result<Self> {
        let (names, name_columns) = numbered(searcher, SITE)?;
        let (hosts, host_columns) = numbered(searcher, HOST)?;
        let segments = name_columns.into_iter().zip(host_columns);
        let segments: Vec<_> = segments.map(|(names, hosts)| SegmentSources { names, hosts }).collect();
        // Number of articles with a name and a host, each unknown if there is none.
        let mut pairs: FxHashMap<(u32, u32), u64> = FxHashMap::default();
        for (reader, segment) in searcher.segment_readers().iter().zip(&segments) {
            for doc in reader.doc_ids_alive() {
                *pairs.entry((segment.names.number(doc), segment.hosts.number(doc))).or_default() += 1;
            }
        }
        let links = SourceLinks::new(&names, &hosts, &pairs, analyzer);
        Ok(SourceTable { names, hosts, links, segments, lookup: OnceLock::new(), docs: OnceLock::new() })
    }

    /// Returns the numbers of the name and the host of an article.
    pub(crate) fn of_doc(&self, segment: usize, doc: DocId) -> (u32, u32) {
        match self.segments.get(segment) {
            Some(segment) => (segment.names.number(doc), segment.hosts.number(doc)),
            None => (UNKNOWN, UNKNOWN),
        }
    }

    /// Returns what is shown as the site of articles with these numbers: the name, the name that the host
    /// stands with, or the host.
    pub(crate) fn shown(&self, (name, host): (u32, u32)) -> Option<&str> {
        let name = self.names.get(name as usize).or_else(|| self.names.get(self.links.name_of_host(host)?));
        name.or_else(|| self.hosts.get(host as usize)).map(String::as_str)
    }

    /// Returns what finds names and hosts, which is built when first needed.
    pub(crate) fn lookup(&self) -> &SourceLookup {
        self.lookup.get_or_init(|| SourceLookup::new(&self.links, &self.hosts))
    }

    /// Returns the articles by source, which are sorted when first needed.
    pub(crate) fn docs(&self, searcher: &Searcher) -> &SourceDocs {
        self.docs.get_or_init(|| {
            let segments = (0..).zip(searcher.segment_readers().iter().zip(&self.segments));
            SourceDocs::new(segments.flat_map(|(ord, (reader, segment))| {
                reader.doc_ids_alive().map(move |doc| {
                    let pair = (segment.names.number(doc), segment.hosts.number(doc));
                    (pair, DocAddress::new(ord, doc))
                })
            }))
        })
    }
}

/// Returns the values of a column of texts in all segments, in their order, and the columns with the numbers
/// of their values.
fn numbered(searcher: &Searcher, field: &str) -> tantivy::Result<(Vec<String>, Vec<NumberedColumn>)> {
    let columns = searcher.segment_readers().iter().map(|reader| text_column(reader, field));
    let columns = columns.collect::<tantivy::Result<Vec<_>>>()?;
    let texts = columns.iter().map(|column| column.as_ref().map_or(Ok(Vec::new()), values));
    let texts = texts.collect::<tantivy::Result<Vec<_>>>()?;
    let all: BTreeSet<&String> = texts.iter().flatten().collect();
    let all: Vec<String> = all.into_iter().cloned().collect();
    let number = |text: &String| all.binary_search(text).ok().and_then(|number| u32::try_from(number).ok());
    let numbered = columns.into_iter().zip(&texts).map(|(column, texts)| NumberedColumn {
        ords: column.map(|column| column.ords().clone()),
        numbers: texts.iter().map(|text| number(text).unwrap_or(UNKNOWN)).collect(),
    });
    let numbered = numbered.collect();
    Ok((all, numbered))
}

/// Opens a column of texts; `None` if no article of the segment has a value, or the index no such column.
pub(crate) fn text_column(reader: &SegmentReader, field: &str) -> tantivy::Result<Option<StrColumn>> {
    match reader.schema().get_field(field) {
        Ok(_) => reader.fast_fields().str(field),
        Err(_) => Ok(None),
    }
}

/// Returns all values of a column of texts by their ordinals.
pub(crate) fn values(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let mut values = Vec::with_capacity(column.dictionary().num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        values.push(String::from_utf8_lossy(stream.key()).into_owned());
    }
    Ok(values)
}
