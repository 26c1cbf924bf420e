//! Searching an index.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};

use super::lower::{Lowering, days, only_function_words, under};
use super::rank::{Best, Sort, day_of};
use super::schema::{Fields, Part, schema, tokenizers};
use super::spelling::{self, Spelling};
use super::statistics::Statistics;
use super::{IndexPlace, Meta, explain, feedback, guarded};
use crate::document::{SourceKey, StoredText};
use crate::error::Error;
use crate::query::Query;
use crate::text::LineMap;

/// An index opened for searching, as it was at its last commit.
pub struct Reader {
    place: PathBuf,
    searcher: Searcher,
    fields: Fields,
    meta: Meta,
}

/// Which articles may be found at all.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only articles below one of these folders; all when empty.
    pub folders: Vec<PathBuf>,
    /// Only articles published on this day or later.
    pub since: Option<Date>,
    /// Only articles published on this day or earlier.
    pub until: Option<Date>,
}

/// What is wanted of a search.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What is searched.
    pub part: Part,
    /// Which articles may be found.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many to give at most.
    pub limit: usize,
}

/// The outcome of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// How many articles match.
    pub total: usize,
    /// The best of them, best first.
    pub documents: Vec<ScoredDocument>,
    /// What was searched for otherwise than asked.
    pub notes: Vec<String>,
}

/// An article that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoredDocument {
    /// Its score; higher is better.
    pub score: f32,
    /// Where its source lies.
    pub path: PathBuf,
    /// The record of the source, where a source holds several.
    pub id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// The line of the original on which the title stands.
    pub title_line: u32,
    /// The day it was published.
    pub published: Option<Date>,
    /// The author or authors.
    pub author: Option<String>,
    /// The name or host of the site.
    pub site: Option<String>,
    /// The address at which it was published.
    pub url: Option<String>,
    /// The text that was searched: the body, or what was cut.
    pub text: StoredText,
}

impl Reader {
    /// Opens the index at `place`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Damaged`], or [`Error::Io`].
    pub fn open(place: &IndexPlace) -> Result<Self, Error> {
        let path = place.path();
        let generation = place.current()?.ok_or_else(|| Error::NoIndex { path: path.to_owned() })?;
        guarded(path, || {
            let wrong = |error| explain(path, error);
            let mut index = Index::open_in_dir(generation).map_err(wrong)?;
            let other = || Error::OtherVersion { path: path.to_owned() };
            let payload = index.load_metas().map_err(wrong)?.payload.ok_or_else(other)?;
            let meta: Meta = serde_json::from_str(&payload).map_err(|_| other())?;
            let (expected, fields) = schema();
            if !meta.is_current() || index.schema() != expected {
                return Err(other());
            }
            index.set_tokenizers(tokenizers());
            let builder =
                index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(8);
            let searcher = builder.try_into().map_err(wrong)?.searcher();
            Ok(Reader { place: path.to_owned(), searcher, fields, meta })
        })
    }

    /// What the index knows of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// How many articles there are.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The best articles for `query`, and the number of all.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn search(&self, query: &Query, wanted: &Wanted) -> Result<Ranked, Error> {
        guarded(&self.place, || {
            let wrong = |error| explain(&self.place, error);
            let mut lowering = Lowering {
                searcher: &self.searcher,
                fields: &self.fields,
                only_function_words: only_function_words(query),
                notes: Vec::new(),
            };
            let lowered = lowering.lower(query, wanted.part).map_err(wrong)?;
            let notes = lowering.notes;
            let lowered = self.filtered(lowered, &wanted.filter);
            let feedback = wanted.sort == Sort::Relevance && wanted.part == Part::Article && is_plain(query);
            let end = wanted.offset.saturating_add(wanted.limit);
            // Whatever part of the list is shown, it is a part of the same list.
            let limit = if feedback { end.max(feedback::DEPTH) } else { end };
            let statistics = Statistics { searcher: &self.searcher, tokens: &self.meta.tokens };
            let harvest = self.searcher.search_with_statistics_provider(
                &lowered,
                &Best { limit, sort: wanted.sort },
                &statistics,
            );
            let harvest = harvest.map_err(wrong)?;
            let mut best = harvest.best;
            if feedback {
                feedback::rerank(&statistics, &self.fields, &mut best).map_err(wrong)?;
            }
            let shown = best.into_iter().skip(wanted.offset).take(wanted.limit);
            let documents: Result<_, _> =
                shown.map(|found| self.fetch(found.address, found.score, wanted.part)).collect();
            Ok(Ranked { total: harvest.total, documents: documents?, notes })
        })
    }

    /// The article of the source at `path`, and of the record `id` where that is given: the first there is.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn article(
        &self,
        path: &Path,
        id: Option<&str>,
        part: Part,
    ) -> Result<Option<ScoredDocument>, Error> {
        guarded(&self.place, || {
            for key in self.keys_of(path) {
                let term = Term::from_field_text(self.fields.source, &key);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                let best = Best { limit: usize::MAX, sort: Sort::Relevance };
                let found =
                    self.searcher.search(&query, &best).map_err(|error| explain(&self.place, error))?;
                for found in found.best {
                    let document = self.fetch(found.address, 0.0, part)?;
                    if id.is_none() || document.id.as_deref() == id {
                        return Ok(Some(document));
                    }
                }
            }
            Ok(None)
        })
    }

    /// Other spellings in the index of the name that the folded `word` may be.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn variants(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        guarded(&self.place, || {
            spelling::variants(&self.searcher, self.fields.exact, word)
                .map_err(|error| explain(&self.place, error))
        })
    }

    /// The words of the index closest to the folded `word`.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn nearest(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        guarded(&self.place, || {
            spelling::nearest(&self.searcher, self.fields.exact, word)
                .map_err(|error| explain(&self.place, error))
        })
    }

    fn filtered(&self, query: Box<dyn EngineQuery>, filter: &Filter) -> Box<dyn EngineQuery> {
        let mut clauses = vec![(Occur::Must, query)];
        if !filter.folders.is_empty() {
            let folders: Vec<_> = filter.folders.iter().flat_map(|folder| self.keys_of(folder)).collect();
            clauses.push((Occur::Must, under(&folders, &self.fields)));
        }
        if filter.since.is_some() || filter.until.is_some() {
            clauses.push((Occur::Must, days(filter.since, filter.until, &self.fields)));
        }
        match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }

    /// How the index names `folder`: as a folder below one it knows, or as all the folders it knows below it.
    fn keys_of(&self, folder: &Path) -> Vec<String> {
        let name = |known: &super::Folder| {
            let key = |path: String| SourceKey { folder: known.id, path }.encode();
            if known.path.starts_with(folder) {
                return Some(key(String::new()));
            }
            let below = folder.strip_prefix(&known.path).ok()?;
            let parts: Option<Vec<_>> = below.iter().map(|part| part.to_str()).collect();
            Some(key(parts?.join("/")))
        };
        self.meta.folders.iter().filter_map(name).collect()
    }

    fn fetch(&self, address: DocAddress, score: f32, part: Part) -> Result<ScoredDocument, Error> {
        let stored: TantivyDocument =
            self.searcher.doc(address).map_err(|error| explain(&self.place, error))?;
        let text = |field| stored.get_first(field).and_then(|value| value.as_str()).map(str::to_owned);
        let damaged = |detail: &str| Error::Damaged { path: self.place.clone(), detail: detail.into() };
        let key = text(self.fields.source).and_then(|key| SourceKey::decode(&key));
        let key = key.ok_or_else(|| damaged("an article has no source"))?;
        let (text_field, lines_field) = match part {
            Part::Cut => (self.fields.cut, self.fields.cut_lines),
            _ => (self.fields.body, self.fields.body_lines),
        };
        let lines = stored.get_first(lines_field).and_then(|value| value.as_bytes()).unwrap_or_default();
        let lines = LineMap::from_bytes(lines).ok_or_else(|| damaged("the lines of an article are lost"))?;
        let day = stored.get_first(self.fields.published).and_then(|value| value.as_i64());
        let line = stored.get_first(self.fields.title_line).and_then(|value| value.as_u64());
        Ok(ScoredDocument {
            score,
            path: self.path_of(&key).ok_or_else(|| damaged("an article has no folder"))?,
            id: text(self.fields.id),
            title: text(self.fields.title),
            title_line: line.and_then(|line| u32::try_from(line).ok()).unwrap_or(1),
            published: day.and_then(day_of),
            author: text(self.fields.author_words),
            site: text(self.fields.site_words),
            url: text(self.fields.url),
            text: StoredText { text: text(text_field).unwrap_or_default(), lines },
        })
    }

    fn path_of(&self, key: &SourceKey) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|folder| folder.id == key.folder)?;
        Some(if key.path.is_empty() { folder.path.clone() } else { folder.path.join(&key.path) })
    }
}

/// Whether a query is nothing but words, all or any of which must match.
fn is_plain(query: &Query) -> bool {
    match query {
        Query::Term(_) => true,
        Query::Bool(parts) => parts
            .iter()
            .all(|(occur, query)| *occur != crate::query::Occur::MustNot && matches!(query, Query::Term(_))),
        _ => false,
    }
}
