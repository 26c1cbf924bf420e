//! Fetches articles from the document store.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::article::{Metadata, StoredQuotation, StoredText};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::StoredDoc;
use crate::index::doc_store::quotations;
use crate::index::error::catch_engine_panic;
use crate::index::schema::day_of;
use crate::search::request::{SearchParams, Sort};
use crate::search::response::FetchedArticle;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::{ScoredDoc, TopDocsCollector};

impl IndexSnapshot {
    /// Returns the article of the source file at `path`: its record `id`, or its only article.
    ///
    /// # Errors
    /// [`Error::AmbiguousRecord`] if `id` is not given and the file contains several records,
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub fn article(
        &self,
        path: &Path,
        id: Option<&str>,
        target: SearchTarget,
    ) -> Result<Option<FetchedArticle>, Error> {
        if let Some(remote) = &self.remote
            && !self.has_candidates
        {
            return self.remote_article(remote, path, id, target);
        }
        catch_engine_panic(&self.path, || match self.find(path, id)? {
            Some(doc) => {
                let quotations = match target {
                    SearchTarget::Cut => Vec::new(),
                    _ => self.quotations(&doc)?,
                };
                Ok(Some(FetchedArticle { quotations, ..self.fetch(&doc, target, true)? }))
            }
            None => Ok(None),
        })
    }

    /// Returns where the index has the record `id` of the source file at `path`, or its only article.
    ///
    /// # Errors
    /// As [`article`](Self::article).
    pub(super) fn find(&self, path: &Path, id: Option<&str>) -> Result<Option<ScoredDoc>, Error> {
        let id_of = |doc: &ScoredDoc| -> Result<Option<String>, Error> {
            Ok(self.fetch(doc, SearchTarget::Article, false)?.id)
        };
        for key in self.source_keys(path) {
            let docs = self.docs_of_file(&key)?;
            if let (None, [first, _, ..]) = (id, docs.as_slice()) {
                let example = id_of(first)?.unwrap_or_default();
                let articles = docs.len();
                return Err(Error::AmbiguousRecord { path: path.to_owned(), articles, example });
            }
            for doc in docs {
                // A file may contain thousands of records, so no text is decoded.
                if id.is_none() || id_of(&doc)?.as_deref() == id {
                    return Ok(Some(doc));
                }
            }
        }
        Ok(None)
    }

    /// Returns the articles of the file with this key.
    pub(super) fn docs_of_file(&self, key: &str) -> Result<Vec<ScoredDoc>, Error> {
        let term = Term::from_field_text(self.fields.source, key);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let collector = TopDocsCollector {
            fast_fields: &self.fast_fields,
            limit: usize::MAX,
            sort: Sort::Relevance,
            watched: &[],
        };
        Ok(self.searcher.search(&query, &collector).map_err(|error| self.error(error))?.top_docs)
    }

    /// Fetches the article of `doc`. Decoding the text takes most of the time, so it is optional.
    pub(super) fn fetch(
        &self,
        doc: &ScoredDoc,
        target: SearchTarget,
        fetch_text: bool,
    ) -> Result<FetchedArticle, Error> {
        let fields = &self.fields;
        let stored = self.stored_doc(doc)?;
        let display = stored.bytes(fields.display).and_then(DisplayFields::decode);
        let display =
            display.ok_or_else(|| self.damaged("the display fields of an article cannot be read"))?;
        let encoded = stored.bytes(if target == SearchTarget::Cut { fields.cut } else { fields.body });
        let mut text = match encoded.filter(|_| fetch_text) {
            Some(encoded) => {
                self.text_decoder.decode(encoded).map_err(|error| Error::reading_index(&self.path, &error))?
            }
            None => StoredText::default(),
        };
        text.language = display.language;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Ok(FetchedArticle {
            score: doc.score,
            path: self
                .file_path(display.folder, display.path)
                .ok_or_else(|| self.damaged("an article has no folder"))?,
            id: owned(display.id),
            metadata: Metadata {
                title: owned(display.title),
                author: owned(display.author),
                site: owned(display.site),
                published: day_of(doc.day),
                url: owned(display.url),
                ..Metadata::default()
            },
            added: self.added_day(doc.address),
            indexed_by: self.meta.owners.get(&display.folder).cloned(),
            title_position: display.title_position,
            text,
            cut_text: StoredText::default(),
            quotations: Vec::new(),
            copies: Vec::new(),
            num_copies: 0,
            key: if self.has_candidates { self.remote_key(doc.address) } else { None },
        })
    }

    /// Fetches what `params` asks for of the article of `doc`. Its text need not be decoded if it is `known`.
    pub(super) fn fetch_shown(
        &self,
        doc: &ScoredDoc,
        params: &SearchParams,
        known: Option<&StoredText>,
    ) -> Result<FetchedArticle, Error> {
        let mut document = self.fetch(doc, params.target, params.fetch_text && known.is_none())?;
        if let Some(known) = known {
            document.text = StoredText { language: document.text.language, ..known.clone() };
        }
        if params.fetch_quotations && params.fetch_text {
            document.quotations = self.quotations(doc)?;
        }
        if params.fetch_cut_text {
            document.cut_text = self.fetch(doc, SearchTarget::Cut, true)?.text;
        }
        Ok(document)
    }

    /// Returns whether the texts of two documents are stored as the same bytes: then one need not be decoded.
    pub(super) fn have_same_text(
        &self,
        a: &ScoredDoc,
        b: &ScoredDoc,
        target: SearchTarget,
    ) -> Result<bool, Error> {
        let field = if target == SearchTarget::Cut { self.fields.cut } else { self.fields.body };
        let (a, b) = (self.stored_doc(a)?, self.stored_doc(b)?);
        Ok(a.bytes(field).is_some_and(|bytes| b.bytes(field) == Some(bytes)))
    }

    /// Returns the quotations of the body of `doc`; none if the index does not have them.
    ///
    /// # Errors
    /// [`Error::Damaged`] if they cannot be read.
    pub(super) fn quotations(&self, doc: &ScoredDoc) -> Result<Vec<StoredQuotation>, Error> {
        if !self.fields.has_quotations {
            return Ok(Vec::new());
        }
        let stored = self.stored_doc(doc)?;
        let display = stored.bytes(self.fields.display).and_then(DisplayFields::decode);
        let quotations = display.and_then(|display| quotations::decode(display.quotations));
        quotations.ok_or_else(|| self.damaged("the quotations of an article cannot be read"))
    }

    /// Returns the day on which the content of an article came into the index, if it is known.
    fn added_day(&self, address: DocAddress) -> Option<Date> {
        let segment = address.segment_ord;
        let days =
            self.fast_fields.get(segment as usize)?.added_days(self.searcher.segment_reader(segment))?;
        days.first(address.doc_id).and_then(day_of)
    }

    fn stored_doc(&self, doc: &ScoredDoc) -> Result<StoredDoc<'_>, Error> {
        let store = self.doc_stores.get(doc.address.segment_ord as usize);
        let bytes = store.and_then(|store| store.get(doc.address.doc_id));
        let stored = match self.meta.index_format().has_checksums() {
            true => bytes.and_then(|bytes| StoredDoc::verified(bytes, doc.known_day())),
            false => bytes.map(StoredDoc),
        };
        stored.ok_or_else(|| self.damaged("a stored article does not match its checksum"))
    }

    /// Returns the number of document ids in all segments, including those of deleted articles.
    pub fn max_doc(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// Returns the article with the given ordinal across all segments, from 0; `None` if it was deleted or if
    /// there are not as many.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub fn article_by_ordinal(&self, ordinal: u64) -> Result<Option<FetchedArticle>, Error> {
        let mut doc_in_segment = ordinal;
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            match u32::try_from(doc_in_segment) {
                Ok(doc_id) if doc_id < reader.max_doc() => {
                    let address = DocAddress::new(segment, doc_id);
                    return match reader.is_deleted(doc_id) {
                        true => Ok(None),
                        false => catch_engine_panic(&self.path, || {
                            let day = self.fast_fields[segment as usize].day(doc_id);
                            let doc = ScoredDoc { score: 0.0, day, address };
                            self.fetch(&doc, SearchTarget::Article, true).map(Some)
                        }),
                    };
                }
                _ => doc_in_segment = doc_in_segment.saturating_sub(u64::from(reader.max_doc())),
            }
        }
        Ok(None)
    }

    /// Returns the path of a file of an indexed folder.
    pub(super) fn file_path(&self, folder: u32, path: &str) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|known| known.id == folder)?;
        Some(folder.file_path(path))
    }
}
