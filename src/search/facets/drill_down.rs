//! Restricts a search to articles with certain values of a facet, exactly those that the facet counts.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocAddress;

use crate::analysis::Language;
use crate::error::Error;
use crate::index::schema::AUTHOR;
use crate::query::{Query, parse_with};
use crate::search::facets::kinds::{CountBy, DrillDown};
use crate::search::facets::source_table::text_column;
use crate::search::queries::doc_list::DocListQuery;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::request::SearchParams;
use crate::search::snapshot::IndexSnapshot;
use crate::text::path_key;

impl IndexSnapshot {
    /// Returns a query for the articles with any of the values of `drill_down`.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index does not have the facet.
    pub(in crate::search) fn drill_down(&self, drill_down: &DrillDown) -> Result<DocListQuery, Error> {
        self.drill_downs.get_or_find(drill_down, || {
            let docs = self.docs_with(drill_down.by, &drill_down.values)?;
            Ok(DocListQuery::new(&self.searcher, &docs))
        })
    }

    /// Returns the documents with any of `values`, in their order.
    fn docs_with(&self, by: CountBy, values: &[String]) -> Result<Vec<DocAddress>, Error> {
        let values: FxHashSet<&str> = values.iter().map(String::as_str).collect();
        match by {
            CountBy::Site => self.docs_of_sites(&values),
            CountBy::Author => self.docs_of_authors(&values),
            CountBy::Language => self.docs_of_languages(&values),
            CountBy::Folder => self.docs_in_folders(&values),
            CountBy::Speaker => self.docs_quoting(&values),
            CountBy::Month | CountBy::Week | CountBy::Day | CountBy::Year => Ok(Vec::new()),
        }
    }

    fn docs_of_sites(&self, values: &FxHashSet<&str>) -> Result<Vec<DocAddress>, Error> {
        self.require_sources("sites")?;
        let sources = self.sources().map_err(|error| self.error(error))?;
        let mut wanted: FxHashMap<(u32, u32), bool> = FxHashMap::default();
        self.all_sources().map_err(|error| self.error(error))?;
        let shown = |numbers| self.shown_source(numbers).ok().flatten();
        let has_value = |numbers| shown(numbers).is_some_and(|site| values.contains(site));
        Ok(self.docs_where(|segment, doc| {
            let numbers = sources.of_doc(segment, doc);
            *wanted.entry(numbers).or_insert_with(|| has_value(numbers))
        }))
    }

    fn docs_of_authors(&self, values: &FxHashSet<&str>) -> Result<Vec<DocAddress>, Error> {
        self.require_sources("authors")?;
        let mut columns = Vec::new();
        for reader in self.searcher.segment_readers() {
            let column = text_column(reader, AUTHOR).map_err(|error| self.error(error))?;
            let mut ords = FxHashSet::default();
            if let Some(column) = &column {
                for value in values {
                    let ord = column.dictionary().term_ord(value.as_bytes());
                    ords.extend(ord.map_err(|error| self.error(error.into()))?);
                }
            }
            columns.push((column, ords));
        }
        Ok(self.docs_where(|segment, doc| match columns.get(segment) {
            Some((Some(column), ords)) => column.ords().first(doc).is_some_and(|ord| ords.contains(&ord)),
            _ => false,
        }))
    }

    fn docs_of_languages(&self, values: &FxHashSet<&str>) -> Result<Vec<DocAddress>, Error> {
        let mut segments = Vec::new();
        for reader in self.searcher.segment_readers() {
            segments.push(self.doc_languages.of(reader).map_err(|error| self.error(error))?);
        }
        let languages = values.iter().filter_map(|code| Language::named(code));
        let ordinals: FxHashSet<u8> = languages.map(|language| language.ordinal()).collect();
        Ok(self.docs_where(|segment, doc| match segments.get(segment) {
            Some(Some(languages)) => ordinals.contains(&languages.ordinal(doc)),
            _ => false,
        }))
    }

    fn docs_in_folders(&self, values: &FxHashSet<&str>) -> Result<Vec<DocAddress>, Error> {
        let is_wanted = |source: &str| {
            let folder = self.folder_of(source);
            folder.is_some_and(|folder| values.contains(&*path_key::shown(&folder)))
        };
        let ords = self.fast_fields.iter().map(|fields| fields.source_ords(is_wanted));
        let ords = ords.collect::<tantivy::Result<Vec<_>>>().map_err(|error| self.error(error))?;
        Ok(self.docs_where(|segment, doc| {
            let ord = self.fast_fields.get(segment).and_then(|fields| fields.source_ord(doc));
            ord.zip(ords.get(segment)).is_some_and(|(ord, ords)| ords.contains(&ord))
        }))
    }

    /// Returns the documents that quote somebody of exactly these names: some of those that the query
    /// `speaker:` finds.
    fn docs_quoting(&self, values: &FxHashSet<&str>) -> Result<Vec<DocAddress>, Error> {
        self.require_quotations()?;
        let budget = Arc::new(WorkBudget::default());
        let mut found = Vec::new();
        for value in values {
            let query =
                parse_with(self.analyzer(), &format!("speaker:\"{}\"", value.replace('"', " "))).query;
            let Query::Field(..) = query else { continue };
            let (matching, _) = self.matching(&query, &SearchParams::default(), &budget)?;
            for doc in self.scored(&matching) {
                let quotations = self.quotations(&doc)?;
                let mut speeches = quotations.iter().filter(|quotation| quotation.is_speech());
                if speeches.any(|quotation| quotation.speaker.as_deref() == Some(value)) {
                    found.push(doc.address);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Returns the documents for which `is_wanted` returns true, given the number of the segment and of the
    /// document.
    fn docs_where(&self, mut is_wanted: impl FnMut(usize, u32) -> bool) -> Vec<DocAddress> {
        let mut found = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let docs = reader.doc_ids_alive().filter(|doc| is_wanted(segment, *doc));
            found.extend(docs.map(|doc| DocAddress::new(segment as u32, doc)));
        }
        found
    }
}
