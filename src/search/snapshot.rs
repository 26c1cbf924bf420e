//! Searching an index.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use tantivy::query::{BooleanQuery, Occur, Query as EngineQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Index, ReloadPolicy, Searcher, Term};

use crate::analysis::Languages;
use crate::article::{Metadata, SourceKey, StoredText};
use crate::error::{Error, plain};
use crate::index::doc_store::reader::DocStore;
use crate::index::doc_store::text_codec::TextDecoder;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::schema::{Fields, schema};
use crate::index::statistics::CollectionStats;
use crate::index::term_vectors::DocFreqFile;
use crate::index::{IndexDir, Meta, SearchTarget};
use crate::query::{Occur as QueryOccur, Query};
use crate::search::expand::InflectionCache;
use crate::search::fast_fields::SegmentFastFields;
use crate::search::plan::{Planner, QueryPlan, days, only_stop_words, under};
use crate::search::spelling::Spelling;
use crate::search::top_docs::{Sort, TopDocsCollector};
use crate::search::{rerank, spelling};

/// An index opened for searching, as it was at its last commit.
pub struct IndexSnapshot {
    pub(crate) place: PathBuf,
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) meta: Meta,
    pub(crate) texts: TextDecoder,
    /// The stores of the segments, in their order.
    pub(crate) stores: Vec<DocStore>,
    /// The columns of the segments, in their order.
    pub(crate) columns: Vec<Arc<SegmentFastFields>>,
    pub(crate) doc_freqs: DocFreqFile,
    languages: Languages,
    inflections: InflectionCache,
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

impl Filter {
    /// Whether every article may be found.
    fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.since.is_none() && self.until.is_none()
    }
}

/// What is params of a search.
#[derive(Debug, Clone, Default)]
pub struct SearchParams {
    /// What is searched.
    pub part: SearchTarget,
    /// Which articles may be found.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many to give at most.
    pub limit: usize,
    /// Whether their texts are params too; without them the texts of the hits are empty.
    pub fetch_text: bool,
}

/// The outcome of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchResults {
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
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// The line of the original on which the title stands.
    pub title_line: u32,
    /// The text that was searched: the body, or what was cut.
    pub text: StoredText,
}

impl IndexSnapshot {
    /// Opens the index at `place`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::Damaged`], or [`Error::Io`].
    pub fn open(place: &IndexDir) -> Result<Self, Error> {
        let path = place.path();
        let generation = place.current()?.ok_or_else(|| Error::NoIndex { path: path.to_owned() })?;
        catch_engine_panic(path, || {
            let wrong = |error| from_tantivy(path, error);
            let index = Index::open_in_dir(&generation).map_err(wrong)?;
            let other = || Error::OtherVersion { path: path.to_owned() };
            let meta = Meta::read(path, &generation)?.ok_or_else(other)?;
            let (expected, fields) = schema();
            if !meta.is_current() || index.schema() != expected {
                return Err(other());
            }
            let builder =
                index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(0);
            let searcher = builder.try_into().map_err(wrong)?.searcher();
            let languages = meta.languages();
            let damaged = |error| Error::Damaged { path: path.to_owned(), detail: plain(&error) };
            let texts = TextDecoder::open(&generation, &meta.dictionaries).map_err(damaged)?;
            let stores = searcher.segment_readers().iter().map(DocStore::open);
            let stores = stores.collect::<std::io::Result<_>>().map_err(damaged)?;
            let columns = searcher
                .segment_readers()
                .iter()
                .map(|segment| SegmentFastFields::open(segment).map(Arc::new));
            let columns = columns.collect::<tantivy::Result<_>>().map_err(wrong)?;
            let doc_freqs = DocFreqFile::open(&generation, &meta.doc_freqs).map_err(damaged)?;
            let place = path.to_owned();
            let inflections = InflectionCache::default();
            Ok(IndexSnapshot {
                place,
                searcher,
                fields,
                meta,
                texts,
                stores,
                columns,
                doc_freqs,
                languages,
                inflections,
            })
        })
    }

    /// What the index knows of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The languages that the articles are in.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// How many articles there are.
    pub fn num_articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// How many articles have the folded `word` in this very form, deleted ones that still take up room among them.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn doc_freq(&self, word: &str) -> Result<u64, Error> {
        catch_engine_panic(&self.place, || {
            let frequency = self.searcher.doc_freq(&Term::from_field_text(self.fields.exact, word));
            frequency.map_err(|error| from_tantivy(&self.place, error))
        })
    }

    /// The best articles for `query`, and the number of all.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn search(&self, query: &Query, params: &SearchParams) -> Result<SearchResults, Error> {
        catch_engine_panic(&self.place, || {
            let wrong = |error| from_tantivy(&self.place, error);
            let mut lowering = Planner {
                searcher: &self.searcher,
                fields: &self.fields,
                languages: &self.languages,
                inflections: &self.inflections,
                only_stop_words: only_stop_words(query),
                notes: Vec::new(),
            };
            // One word says too little of what is meant for others to be learned from its hits.
            let several = query.plain_words().len() > 1;
            let ranked = params.sort == Sort::Relevance && params.part == SearchTarget::Article;
            let feedback = several && ranked && is_plain(query);
            let end = params.offset.saturating_add(params.limit);
            // Whatever part of the list is shown, it is a part of the same list.
            let limit = if feedback { end.max(rerank::DEPTH) } else { end };
            let statistics = CollectionStats { searcher: &self.searcher, tokens: &self.meta.token_counts };
            let plan = match ranked && params.filter.is_empty() {
                true => lowering.plan(query),
                false => lowering.lower(query, params.part).map(QueryPlan::Tantivy),
            };
            let harvest = match plan.map_err(wrong)? {
                QueryPlan::BagOfWords(bag) => bag.search(self, &statistics, limit),
                QueryPlan::Tantivy(lowered) => {
                    let lowered = self.filtered(lowered, &params.filter);
                    let best = TopDocsCollector { columns: &self.columns, limit, sort: params.sort };
                    self.searcher.search_with_statistics_provider(&lowered, &best, &statistics)
                }
            };
            let harvest = harvest.map_err(wrong)?;
            let notes = lowering.notes;
            let mut best = harvest.best;
            if feedback {
                rerank::rerank(self, &mut best)?;
            }
            let shown = best.iter().skip(params.offset).take(params.limit);
            let documents: Result<_, _> =
                shown.map(|found| self.fetch(found, params.part, params.fetch_text)).collect();
            Ok(SearchResults { total: harvest.total, documents: documents?, notes })
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
        part: SearchTarget,
    ) -> Result<Option<ScoredDocument>, Error> {
        catch_engine_panic(&self.place, || {
            for key in self.keys_of(path) {
                let term = Term::from_field_text(self.fields.source, &key);
                let query = TermQuery::new(term, IndexRecordOption::Basic);
                let best =
                    TopDocsCollector { columns: &self.columns, limit: usize::MAX, sort: Sort::Relevance };
                let found =
                    self.searcher.search(&query, &best).map_err(|error| from_tantivy(&self.place, error))?;
                if let (None, [first, _, ..]) = (id, found.best.as_slice()) {
                    let example = self.fetch(first, part, false)?.id.unwrap_or_default();
                    let articles = found.best.len();
                    return Err(Error::WhichRecord { path: path.to_owned(), articles, example });
                }
                for found in found.best {
                    // An archive file may hold thousands; only of the one that is meant the text is params.
                    if id.is_none() || self.fetch(&found, part, false)?.id.as_deref() == id {
                        return self.fetch(&found, part, true).map(Some);
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
    pub fn spelling_variants(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        catch_engine_panic(&self.place, || {
            spelling::variants(&self.searcher, self.fields.exact, word)
                .map_err(|error| from_tantivy(&self.place, error))
        })
    }

    /// The words of the index closest to the folded `word`.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn nearest_terms(&self, word: &str) -> Result<Vec<Spelling>, Error> {
        catch_engine_panic(&self.place, || {
            spelling::nearest(&self.searcher, self.fields.exact, word)
                .map_err(|error| from_tantivy(&self.place, error))
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
        let name = |known: &crate::article::Folder| {
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
}

/// Whether a query is nothing but words, all or any of which must match. Beside words of which any may match there may be
/// phrases too.
fn is_plain(query: &Query) -> bool {
    let Query::Bool(parts) = query else { return matches!(query, Query::Term(_)) };
    let plain = |(occur, query): &(QueryOccur, Query)| match query {
        Query::Term(_) => *occur != QueryOccur::MustNot,
        Query::Phrase(_) => *occur == QueryOccur::Should,
        _ => false,
    };
    parts.iter().all(plain) && parts.iter().any(|(_, query)| matches!(query, Query::Term(_)))
}
