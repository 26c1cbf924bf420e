//! The sources of all articles: names of sites and hosts, and how often they stand together.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

use crate::analysis::AnalyzerVersion;
use crate::index::schema::{HOST, SITE};
use crate::search::facets::source_docs::{SourceDocs, SourcePair};
use crate::search::facets::source_links::{SourceLinks, UNKNOWN, name_words};
use crate::search::facets::source_lookup::{FoundSources, SourceLookup};
use crate::search::remote::SourceCount;
use crate::text::url::host_name;

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
    /// Numbers of the articles by name and host.
    pub counts: Vec<(SourcePair, u64)>,
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
        let mut pairs: FxHashMap<SourcePair, u64> = FxHashMap::default();
        for (reader, segment) in searcher.segment_readers().iter().zip(&segments) {
            for doc in reader.doc_ids_alive() {
                *pairs.entry((segment.names.number(doc), segment.hosts.number(doc))).or_default() += 1;
            }
        }
        Ok(SourceTable::new((names, hosts), pairs, analyzer, segments))
    }

    /// Makes the table of articles that another engine holds.
    pub(crate) fn of_counts(counts: &[SourceCount], analyzer: AnalyzerVersion) -> Self {
        let distinct = |text: fn(&SourceCount) -> Option<&String>| -> Vec<String> {
            counts.iter().filter_map(text).collect::<BTreeSet<_>>().into_iter().cloned().collect()
        };
        let names = distinct(|count| count.name.as_ref());
        let hosts = distinct(|count| count.host.as_ref());
        let mut pairs: FxHashMap<SourcePair, u64> = FxHashMap::default();
        for count in counts {
            let pair = (number_of(&names, count.name.as_deref()), number_of(&hosts, count.host.as_deref()));
            *pairs.entry(pair).or_default() += count.articles;
        }
        SourceTable::new((names, hosts), pairs, analyzer, Vec::new())
    }

    fn new(
        (names, hosts): (Vec<String>, Vec<String>),
        pairs: FxHashMap<SourcePair, u64>,
        analyzer: AnalyzerVersion,
        segments: Vec<SegmentSources>,
    ) -> Self {
        let links = SourceLinks::new(&names, &hosts, &pairs, analyzer);
        let mut counts: Vec<(SourcePair, u64)> = pairs.into_iter().collect();
        counts.sort_unstable();
        let (lookup, docs) = (OnceLock::new(), OnceLock::new());
        SourceTable { names, hosts, links, counts, segments, lookup, docs }
    }

    /// Returns the numbers in this table of a name and a host of `other`.
    pub(crate) fn numbers_of(&self, other: &SourceTable, (name, host): SourcePair) -> SourcePair {
        let (name, host) = (other.names.get(name as usize), other.hosts.get(host as usize));
        (number_of(&self.names, name.map(String::as_str)), number_of(&self.hosts, host.map(String::as_str)))
    }

    /// Returns those of `found` in `other` that this table has, by its numbers.
    pub(crate) fn renumbered(&self, other: &SourceTable, found: &FoundSources) -> FoundSources {
        let is_known = |number: &u32| *number != UNKNOWN;
        let names = found.names.iter().map(|name| self.numbers_of(other, (*name, UNKNOWN)).0);
        let hosts = found.hosts.iter().map(|host| self.numbers_of(other, (UNKNOWN, *host)).1);
        FoundSources {
            names: names.filter(is_known).collect(),
            hosts: hosts.filter(is_known).collect(),
            domains: found.domains.clone(),
        }
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

    /// Returns what is shown as the site of articles with this name, or of those at this host without one.
    pub(crate) fn shown_as(&self, name_or_host: &str) -> Option<&str> {
        let text = Some(name_or_host);
        match number_of(&self.names, text) {
            UNKNOWN => self.shown((UNKNOWN, number_of(&self.hosts, text))),
            name => self.shown((name, UNKNOWN)),
        }
    }

    /// Returns the names and the hosts that [`SourceTable::shown_as`] shows as `site`.
    pub(crate) fn all_shown_as<'t>(&'t self, site: &'t str) -> impl Iterator<Item = &'t String> {
        self.names.iter().chain(&self.hosts).filter(move |text| self.shown_as(text) == Some(site))
    }

    /// Finds what a clause on sites means.
    pub(crate) fn find(&self, clause: &str, analyzer: AnalyzerVersion) -> FoundSources {
        let words = name_words(analyzer, clause);
        match host_name(clause) {
            Some(domain) => self.lookup().find_host(&self.links, &domain, &words),
            None => self.lookup().find_words(&self.links, &words),
        }
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

/// Returns the number of a text.
fn number_of(texts: &[String], text: Option<&str>) -> u32 {
    let number = text.and_then(|text| texts.binary_search_by(|known| known.as_str().cmp(text)).ok());
    number.and_then(|number| u32::try_from(number).ok()).unwrap_or(UNKNOWN)
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
    let numbered = columns.into_iter().zip(&texts).map(|(column, texts)| NumberedColumn {
        ords: column.map(|column| column.ords().clone()),
        numbers: texts.iter().map(|text| number_of(&all, Some(text.as_str()))).collect(),
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
