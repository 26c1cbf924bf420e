//! The articles of a snapshot by what tells them from others, whatever files they are in: their contents,
//! texts and sketches. Saved searches compare these with what they have reported.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::DocAddress;
use tantivy::columnar::Column;
use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::error::Error;
use crate::index::error::catch_engine_panic;
use crate::index::schema::{CONTENT, SKETCH, TEXT_HASH};
use crate::query::{Note, Parsed, Query};
use crate::search::fast_fields::UNDATED;
use crate::search::hit_builder::{HitBuilder, has_cut_clauses};
use crate::search::queries::word_docs::ArticleAddress;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::request::{Request, SearchParams};
use crate::search::response::{Hit, HitCopy};
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::Stories;
use crate::search::top_docs::ScoredDoc;
use crate::stories::sketch::{COMPARED_VALUES, MIN_COMPARED_VALUES};
use crate::text::path_key;

/// Traits that tell an article from others: hashes, as they are kept for longer than an index.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(crate) struct ArticleTraits {
    /// Hash of the content as it was read; `None` in an index that does not keep it.
    pub content: Option<u64>,
    /// Hash of the cleaned text; `None` in an index that does not keep it.
    pub text: Option<u64>,
    /// Hash of the path of the file and the id of the record.
    pub source: u64,
    /// Hash of the address at which it was published.
    pub url: Option<u64>,
    /// Smallest values of its sketch, sorted.
    pub sketch: Vec<u32>,
}

/// Articles that match a request.
#[derive(Debug)]
pub(crate) struct MatchingArticles {
    pub query: Query,
    pub notes: Vec<Note>,
    pub articles: Vec<ArticleAddress>,
}

/// The articles of a snapshot.
pub(crate) struct ArticleTable<'s> {
    searcher: &'s Searcher,
    segments: Vec<SegmentTraits>,
    stories: Option<Stories<'s>>,
    /// Members of each story.
    members: Vec<Vec<ArticleAddress>>,
}

/// Columns of a segment, by document.
struct SegmentTraits {
    /// Hashes of the contents; 0 where it is not known.
    contents: Vec<u64>,
    /// Hashes of the texts; 0 where it is not known.
    texts: Vec<u64>,
    sketches: Option<Column<u64>>,
}

impl Searcher {
    /// Reads what tells the articles of the index from each other.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn article_table(&self) -> Result<ArticleTable<'_>, Error> {
        let snapshot = self.snapshot();
        snapshot.require_local("a saved search")?;
        let read = || -> tantivy::Result<Vec<SegmentTraits>> {
            let read_segment = |reader: &tantivy::SegmentReader| -> tantivy::Result<SegmentTraits> {
                let columns = reader.fast_fields();
                let hashes = |name: &str| -> tantivy::Result<Vec<u64>> {
                    let column = columns.column_opt::<u64>(name)?;
                    let hash = |doc| column.as_ref().and_then(|column| column.first(doc)).unwrap_or_default();
                    Ok((0..reader.max_doc()).map(hash).collect())
                };
                Ok(SegmentTraits {
                    contents: hashes(CONTENT)?,
                    texts: hashes(TEXT_HASH)?,
                    sketches: columns.column_opt::<u64>(SKETCH)?,
                })
            };
            snapshot.searcher.segment_readers().iter().map(read_segment).collect()
        };
        let segments = catch_engine_panic(&snapshot.path, || read().map_err(|error| snapshot.error(error)))?;
        let stories = snapshot.stories();
        let mut members = vec![Vec::new(); stories.as_ref().map_or(0, |stories| stories.len() as usize)];
        for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
            let of_segment = stories.as_ref().map(|stories| stories.in_segment(segment as usize));
            let of_segment = of_segment.unwrap_or_default();
            for (doc, story) in of_segment.iter().filter(|(doc, _)| !reader.is_deleted(*doc)) {
                let members = members.get_mut(story as usize);
                members
                    .into_iter()
                    .for_each(|members| members.push(ArticleAddress(DocAddress::new(segment, doc))));
            }
        }
        Ok(ArticleTable { searcher: self, segments, stories, members })
    }
}

impl ArticleTable<'_> {
    fn snapshot(&self) -> &IndexSnapshot {
        self.searcher.snapshot()
    }

    /// Returns whether `path` is a folder of the index, or above or below one.
    pub(crate) fn has_folder(&self, path: &Path) -> bool {
        self.searcher.has_folder(path)
    }

    /// Returns all articles.
    pub(crate) fn all(&self) -> impl Iterator<Item = ArticleAddress> + '_ {
        let readers = (0..).zip(self.snapshot().searcher.segment_readers());
        readers.flat_map(|(segment, reader)| {
            reader.doc_ids_alive().map(move |doc| ArticleAddress(DocAddress::new(segment, doc)))
        })
    }

    /// Returns the articles that match `request`, whatever its limit, and the notes that a search has on it.
    ///
    /// # Errors
    /// If the index is damaged, or lacks what the request asks for.
    pub(crate) fn matching(&self, request: &Request) -> Result<MatchingArticles, Error> {
        let snapshot = self.snapshot();
        let parsed = self.searcher.read_request(request)?;
        let Parsed { query, mut notes } = self.searcher.with_spellings(request, parsed)?;
        if query == Query::Nothing {
            return Ok(MatchingArticles { query, notes, articles: Vec::new() });
        }
        let budget = Arc::new(request.max_steps.map_or_else(WorkBudget::default, WorkBudget::new));
        let (docs, on_work) = snapshot.matching(&query, &request.params(), &budget)?;
        let segments = (0..).zip(&docs);
        let articles: Vec<ArticleAddress> = segments
            .flat_map(|(segment, docs)| {
                docs.iter().map(move |doc| ArticleAddress(DocAddress::new(segment, *doc)))
            })
            .collect();
        let mut reasons = snapshot.unknown_values(&query, !articles.is_empty())?;
        reasons.extend(snapshot.longer_values(&query)?);
        reasons.extend(on_work);
        notes.extend(reasons.into_iter().map(|reason| Note { position: 0, reason }));
        Ok(MatchingArticles { query, notes, articles })
    }

    /// Returns the hash of the content of an article; `None` if the index does not keep it.
    pub(crate) fn content(&self, article: ArticleAddress) -> Option<u64> {
        let contents = &self.segments.get(article.0.segment_ord as usize)?.contents;
        contents.get(article.0.doc_id as usize).copied().filter(|hash| *hash > 0)
    }

    /// Returns the hash of the cleaned text of an article; `None` if the index does not keep it.
    fn text(&self, article: ArticleAddress) -> Option<u64> {
        let texts = &self.segments.get(article.0.segment_ord as usize)?.texts;
        texts.get(article.0.doc_id as usize).copied().filter(|hash| *hash > 0)
    }

    /// Returns the hash of the cleaned text of an article that has enough of it: the same few words may be
    /// all that is left of many.
    pub(crate) fn telling_text(&self, article: ArticleAddress) -> Option<u64> {
        let sketches = self.segments.get(article.0.segment_ord as usize)?.sketches.as_ref()?;
        let is_long = sketches.index.value_row_ids(article.0.doc_id).len() >= MIN_COMPARED_VALUES;
        self.text(article).filter(|_| is_long)
    }

    /// Reads what tells an article from others.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn traits(&self, article: ArticleAddress) -> Result<ArticleTraits, Error> {
        let (params, doc) = (SearchParams::default(), self.scored(article));
        let fetched =
            catch_engine_panic(&self.snapshot().path, || self.snapshot().fetch_shown(&doc, &params, None))?;
        let path = xxh3_64(path_key::encode(&fetched.path).unwrap_or_default().as_bytes());
        let url = fetched.metadata.url.as_deref().and_then(|url| url.split('#').next());
        let segment = self.segments.get(article.0.segment_ord as usize);
        let mut sketch: Vec<u32> =
            segment.and_then(|segment| segment.sketches.as_ref()).map_or_else(Vec::new, |sketches| {
                sketches.values_for_doc(article.0.doc_id).map(|value| value as u32).collect()
            });
        sketch.truncate(COMPARED_VALUES);
        Ok(ArticleTraits {
            content: self.content(article),
            text: self.text(article),
            source: fetched.id.map_or(path, |id| xxh3_64_with_seed(id.as_bytes(), path)),
            url: url.filter(|url| !url.is_empty()).map(|url| xxh3_64(url.as_bytes())),
            sketch,
        })
    }

    /// Returns the number of the story that an article belongs to; `None` if it has no copies, or copies are
    /// not known.
    pub(crate) fn story(&self, article: ArticleAddress) -> Option<u32> {
        self.stories.as_ref()?.story_of(article.0)
    }

    /// Returns the articles of a story.
    pub(crate) fn members(&self, story: u32) -> &[ArticleAddress] {
        self.members.get(story as usize).map_or(&[], Vec::as_slice)
    }

    /// Says why the copies of articles are not known; `None` if they are.
    pub(crate) fn note_without_stories(&self) -> Option<String> {
        self.stories.is_none().then(|| self.snapshot().note_without_stories(true)).flatten()
    }

    /// Sorts articles by day, undated ones last, then by file.
    pub(crate) fn sort_earliest_first(&self, articles: &mut [ArticleAddress]) {
        articles.sort_by_cached_key(|article| {
            let fields = self.snapshot().fast_fields.get(article.0.segment_ord as usize);
            let day = self.scored(*article).day;
            let source = fields.map(|fields| fields.source_key(article.0.doc_id));
            let record = fields.map(|fields| fields.source_ord_and_record(article.0.doc_id).1);
            (day == UNDATED, day, source, record)
        });
    }

    /// Returns the articles as hits of `request`, which reads as `query`, each with its copies. Their ranks
    /// are their places.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn hits(
        &self,
        query: &Query,
        request: &Request,
        articles: &[(ArticleAddress, Vec<ArticleAddress>)],
    ) -> Result<(Vec<Hit>, Vec<Note>), Error> {
        let most_copies = articles.iter().map(|(_, copies)| copies.len()).max().unwrap_or_default();
        let request = Request {
            offset: 0,
            limit: articles.len(),
            collapse: true,
            max_copies: most_copies,
            ..request.clone()
        };
        let params = self.shown_params(query, &request);
        let mut notes = Vec::new();
        let hits = catch_engine_panic(&self.snapshot().path, || {
            let mut documents = Vec::with_capacity(articles.len());
            for (article, copies) in articles {
                let doc = self.scored(*article);
                let mut document = self.snapshot().fetch_shown(&doc, &params, None)?;
                for copy in copies {
                    let copy = self.scored(*copy);
                    let has_same = self.snapshot().have_same_text(&doc, &copy, params.target)?;
                    let known = has_same.then_some(&document.text);
                    let copy = self.snapshot().fetch_shown(&copy, &params, known)?;
                    document.copies.push(copy);
                }
                document.num_copies = copies.len();
                documents.push(document);
            }
            Ok(HitBuilder::new(self.snapshot(), query, &request).hits(documents, &mut notes))
        })?;
        Ok((hits, notes))
    }

    /// Returns the articles as copies, each with the line of the best match.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn copies(
        &self,
        query: &Query,
        request: &Request,
        articles: &[ArticleAddress],
    ) -> Result<Vec<HitCopy>, Error> {
        let request = Request { limit: articles.len(), ..request.clone() };
        let params = self.shown_params(query, &request);
        catch_engine_panic(&self.snapshot().path, || {
            let fetch =
                |article: &ArticleAddress| self.snapshot().fetch_shown(&self.scored(*article), &params, None);
            let fetched = articles.iter().map(fetch).collect::<Result<_, _>>()?;
            Ok(HitBuilder::new(self.snapshot(), query, &request).copies(fetched, None))
        })
    }

    /// Returns the title of an article, and the path of its file.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(crate) fn title(&self, article: ArticleAddress) -> Result<(Option<String>, PathBuf), Error> {
        let (params, doc) = (SearchParams::default(), self.scored(article));
        let fetch = || self.snapshot().fetch_shown(&doc, &params, None);
        let fetched = catch_engine_panic(&self.snapshot().path, fetch)?;
        Ok((fetched.metadata.title, fetched.path))
    }

    fn shown_params(&self, query: &Query, request: &Request) -> SearchParams {
        let fetch_cut_text = has_cut_clauses(request, query);
        SearchParams { fetch_cut_text, fetch_quotations: query.has_quote_clause(), ..request.params() }
    }

    fn scored(&self, article: ArticleAddress) -> ScoredDoc {
        let fields = self.snapshot().fast_fields.get(article.0.segment_ord as usize);
        let day = fields.map_or(UNDATED, |fields| fields.day(article.0.doc_id));
        ScoredDoc { score: 0.0, day, address: article.0 }
    }
}
