//! The sketches of all articles of a cluster, in canonical order.

use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use crate::analysis::AnalyzerVersion;
use crate::article::{Document, SourceKey, StoryKeys};
use crate::error::Error;
use crate::index::stories::compare::ComparedArticles;
use crate::index::stories::sketches::SketchedArticle;
use crate::opensearch::client::{ClusterClient, DocumentVersion};
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{
    ARTICLE, CONTENT, DAY, KIND, OTHER_STORIES, RECORD, SKETCH, SOURCE, STORED, STORY,
};
use crate::opensearch::pages::{PagedQuery, column, for_each_answer_of_ids, invalid};
use crate::opensearch::stories::{ArticleSketch, story_keys};
use crate::opensearch::write::SourceId;
use crate::stories::Day;
use crate::stories::shared_values::AllSketches;
use crate::stories::shared_values::Sketches;
use crate::stories::shingles::Shingles;
use crate::stories::words::story_words;

/// An article of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ArticlePlace {
    /// Key of the story that it represents, if it represents one.
    pub key: u64,
    /// Hash of the key of its file, which its id is made of.
    file: SourceId,
    record: u64,
    /// Place of its first value among those of all articles, and number of its values.
    values: (u32, u32),
}

impl ArticlePlace {
    /// Returns the id of the document.
    pub(super) fn id(&self) -> String {
        self.file.article(self.record)
    }
}

/// An article that was read to be compared or written again.
pub(super) struct VersionedArticle {
    /// Number of the article in canonical order.
    pub article: u32,
    pub version: DocumentVersion,
    pub document: Document,
}

/// The sketches of all articles of a cluster.
pub(super) struct ClusterSketches {
    client: Arc<ClusterClient>,
    decoder: ArticleDecoder,
    articles: Vec<SketchedArticle<ArticlePlace>>,
    values: Vec<u32>,
    /// The stories that the articles have in the index, by the keys of the articles.
    pub stories: FxHashMap<u64, StoryKeys>,
    /// The first error of reading texts.
    error: Mutex<Option<Error>>,
}

impl ClusterSketches {
    /// Reads the sketches.
    ///
    /// # Errors
    /// If the cluster does not answer, and [`Error::Stopped`].
    pub(super) fn read(client: &Arc<ClusterClient>) -> Result<Self, Error> {
        let mut sketches = ClusterSketches {
            client: Arc::clone(client),
            decoder: ArticleDecoder::new()?,
            articles: Vec::new(),
            values: Vec::new(),
            stories: FxHashMap::default(),
            error: Mutex::default(),
        };
        let articles = PagedQuery {
            query: &json!({ "term": { KIND: ARTICLE } }),
            sort: &[SOURCE, RECORD],
            source: &[],
            columns: &[SOURCE, RECORD, DAY, CONTENT, SKETCH, STORY, OTHER_STORIES],
        };
        articles.for_each(client, |hit| {
            client.check_stop()?;
            let Some(source) = column(hit, SOURCE).as_str() else { return Ok(()) };
            let Some(key) = SourceKey::decode(source) else { return Ok(()) };
            let record = column(hit, RECORD).as_u64();
            let sketch = column(hit, SKETCH).as_str().and_then(ArticleSketch::decode).unwrap_or_default();
            let number = record.unwrap_or_default();
            let place = ArticlePlace {
                key: StoryKeys::key_of(&key, number),
                file: SourceId::of(&key),
                record: number,
                values: (sketches.values.len() as u32, sketch.values.len() as u32),
            };
            let stories = story_keys(hit);
            if stories != StoryKeys::default() {
                sketches.stories.insert(place.key, stories);
            }
            sketches.values.extend(sketch.values);
            sketches.articles.push(SketchedArticle::new(
                column(hit, DAY).as_i64(),
                sketch.text_hash,
                (xxh3_64(source.as_bytes()), record),
                column(hit, CONTENT).as_i64().map(i64::cast_unsigned),
                place,
            ));
            Ok(())
        })?;
        sketches.articles.sort_unstable();
        Ok(sketches)
    }

    /// Returns the number of articles.
    pub(super) fn num_articles(&self) -> u32 {
        self.articles.len() as u32
    }

    /// Returns the place of an article.
    pub(super) fn place(&self, article: u32) -> ArticlePlace {
        self.articles[article as usize].address
    }

    /// Returns the first error of reading texts, if there was one.
    pub(super) fn take_error(&self) -> Option<Error> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Reads some articles, and passes those of each answer to `visit`.
    ///
    /// # Errors
    /// Those of `visit`, if the cluster does not answer, and [`Error::Stopped`].
    pub(super) fn for_each_answer(
        &self,
        articles: &[u32],
        mut visit: impl FnMut(Vec<VersionedArticle>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.client.check_stop()?;
        let ids: Vec<String> = articles.iter().map(|article| self.place(*article).id()).collect();
        let by_id: FxHashMap<&str, u32> =
            ids.iter().map(String::as_str).zip(articles.iter().copied()).collect();
        let body = json!({ "_source": false, "stored_fields": [STORED], "seq_no_primary_term": true });
        for_each_answer_of_ids(&self.client, &ids, &body, &mut |hits| {
            let mut fetched = Vec::with_capacity(hits.len());
            for hit in hits {
                let article = hit["_id"].as_str().and_then(|id| by_id.get(id));
                let Some((article, document)) = article.copied().zip(self.decoder.article(hit)) else {
                    continue;
                };
                let version = DocumentVersion::of(hit)
                    .ok_or_else(|| self.client.address().error(invalid("an article without version")))?;
                fetched.push(VersionedArticle { article, version, document });
            }
            visit(fetched)
        })
    }
}

impl AllSketches for ClusterSketches {
    fn len(&self) -> u32 {
        self.num_articles()
    }

    fn for_each(&self, visit: &mut dyn FnMut(u32, u32)) {
        for (number, article) in (0..).zip(&self.articles) {
            let (start, len) = article.address.values;
            let values = self.values.get(start as usize..).unwrap_or_default().iter();
            values.take(len as usize).for_each(|value| visit(number, *value));
        }
    }
}

impl Sketches for ClusterSketches {
    fn num_values(&self, article: u32) -> u32 {
        self.place(article).values.1
    }

    fn day(&self, article: u32) -> Option<Day> {
        self.articles[article as usize].day()
    }
}

impl ComparedArticles for ClusterSketches {
    fn text_hash(&self, article: u32) -> u64 {
        self.articles[article as usize].text_hash
    }

    fn content(&self, article: u32) -> Option<u64> {
        self.articles[article as usize].content
    }

    /// An article that cannot be read has no shingles. An error of the cluster is kept.
    fn shingles(&self, articles: &[u32]) -> Vec<Shingles> {
        let mut shingles = vec![Shingles::default(); articles.len()];
        let mut first_error = self.error.lock().unwrap_or_else(PoisonError::into_inner);
        if first_error.is_some() {
            return shingles;
        }
        let read = self.for_each_answer(articles, |fetched| {
            for VersionedArticle { article, document, .. } in fetched {
                let Some(place) = articles.iter().position(|other| *other == article) else { continue };
                let quoted: Vec<_> =
                    document.quotations.into_iter().map(|quotation| quotation.range).collect();
                let (text, language) = (&document.body.text, document.language);
                shingles[place] =
                    Shingles::of(story_words(AnalyzerVersion::CURRENT, text, language, &quoted));
            }
            Ok(())
        });
        *first_error = read.err();
        shingles
    }
}
