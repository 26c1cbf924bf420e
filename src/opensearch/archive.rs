//! The articles of a cluster, as a search asks for them.

mod facets;
mod head;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::article::Document;
use crate::error::{ClusterProblem, Error};
use crate::index::{Meta, SearchTarget, TermExtractor, counted_fields};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{
    ARTICLE, CONTENT, DAY, KIND, MARKED_START, NAMES, OTHER_STORIES, RECORD, SOURCE, STEM_START, STORED,
    STORY, VECTOR, signed,
};
use crate::opensearch::pages::{Pages, hits, total};
use crate::opensearch::query::{articles, as_indexed, name, regular_expression};
use crate::opensearch::stories::search as stories;
use crate::opensearch::write::ClusterMeta;
use crate::search::remote::{
    RankedKey, RankedVector, RemoteField, RemoteHit, RemoteIndex, RemoteKey, RemotePage, RemoteQuery,
    SourceCount,
};
use crate::search::{CountBy, Sort, StoryCounts, StoryMember, StoryState};

/// Number of counts in one request.
const COUNTS_PER_REQUEST: usize = 200;
/// Number of contents that one request asks for.
const CONTENTS_PER_REQUEST: usize = 10_000;
/// Maximum number of terms near a word.
const NEAR_TERMS: usize = 200;
/// Number of articles that one request fetches.
const BATCH: usize = 500;
/// Maximum place of a hit that a request can begin with, and number of hits in it: the defaults of
/// OpenSearch.
const MAX_WINDOW: usize = 10_000;

/// The articles of an index on a cluster, as of the moment it was opened.
pub(crate) struct ClusterArchive {
    client: Arc<ClusterClient>,
    decoder: ArticleDecoder,
    terms: TermExtractor,
    /// Whether the articles have marks of sentences, and their term vectors in columns.
    has_marks: bool,
    story_state: StoryState,
    /// Whether the hosts of the articles are in a column.
    has_hosts: bool,
    /// Field of the tokens of a text, by its id in an index in a folder.
    text_field: u32,
    meta: Meta,
    num_articles: u64,
    num_shards: u64,
}

impl ClusterArchive {
    /// Opens the index with this metadata.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub(crate) fn open(client: Arc<ClusterClient>, meta: ClusterMeta) -> Result<Self, Error> {
        let count = json!({ "size": 0, "track_total_hits": true, "query": { "term": { KIND: ARTICLE } } });
        let answer = client.search(&count)?;
        Ok(ClusterArchive {
            num_articles: total(&client, &answer)?,
            num_shards: answer["_shards"]["total"].as_u64().unwrap_or(1),
            decoder: ArticleDecoder::new()?,
            terms: TermExtractor::new(meta.meta.analyzer()),
            has_marks: meta.has_marks(),
            story_state: meta.story_state(),
            has_hosts: meta.has_hosts(),
            text_field: counted_fields()[0],
            meta: meta.meta,
            client,
        })
    }

    fn hit(&self, hit: &Value) -> Result<RemoteHit, Error> {
        let document = self.decoder.article(hit).ok_or_else(|| self.damaged())?;
        Ok(RemoteHit { document, score: hit["_score"].as_f64().unwrap_or_default() as f32 })
    }

    /// Returns the columns that tell the stories of an article.
    fn story_columns(&self) -> &'static [&'static str] {
        match self.story_state {
            StoryState::Missing => &[],
            StoryState::Incomplete | StoryState::Complete => &[STORY, OTHER_STORIES],
        }
    }

    fn damaged(&self) -> Error {
        Error::Damaged {
            path: self.client.address().to_string().into(),
            detail: "one of its articles cannot be read".to_owned(),
        }
    }

    fn invalid(&self, detail: &str) -> Error {
        self.client.address().error(ClusterProblem::InvalidAnswer(detail.to_owned()))
    }

    /// Returns a request for articles in the order of `sort`.
    fn request(query: &RemoteQuery, sort: Sort) -> Value {
        let day = |order| json!({ DAY: { "order": order, "missing": "_last" } });
        let score = || json!({ "_score": "desc" });
        let first = match sort {
            Sort::Relevance => [score(), day("desc")],
            Sort::Newest => [day("desc"), score()],
            Sort::Oldest => [day("asc"), score()],
        };
        let last = [json!({ SOURCE: "asc" }), json!({ RECORD: "asc" })];
        let sort: Vec<Value> = first.into_iter().chain(last).collect();
        json!({ "query": articles(query), "sort": sort, "track_total_hits": true })
    }

    /// Counts the articles with each of these terms by the statistics of the index, as one in a folder does:
    /// those that were deleted count until they are merged away.
    fn doc_freqs(&self, terms: &[(RemoteField, &str)]) -> Result<Vec<u64>, Error> {
        let mut fields: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let names: Vec<(&str, String)> =
            terms.iter().map(|(field, term)| (name(*field), as_indexed(*field, term))).collect();
        for (field, term) in &names {
            fields.entry(field).or_default().push(term.clone());
        }
        // Terms have no spaces. A field of single terms takes them as a list.
        let is_text = |field: &str| !matches!(field, NAMES | VECTOR);
        let values = |(field, terms): (&str, Vec<String>)| match is_text(field) {
            true => (field.to_owned(), terms.join(" ").into()),
            false => (field.to_owned(), terms.into()),
        };
        let analyzers =
            fields.keys().filter(|field| is_text(field)).map(|field| ((*field).to_owned(), "spaced".into()));
        let analyzers: Map<String, Value> = analyzers.collect();
        let document: Map<String, Value> = fields.into_iter().map(values).collect();
        let body = json!({
            "doc": document, "per_field_analyzer": analyzers, "term_statistics": true, "field_statistics": false,
            "positions": false, "offsets": false, "payloads": false,
        });
        let mut counts = vec![0; names.len()];
        let index = self.client.address().index();
        for shard in 0..self.num_shards {
            let answer =
                self.client.post(&format!("/{index}/_termvectors?preference=_shards:{shard}"), &body)?;
            let vectors = answer["term_vectors"].as_object().ok_or_else(|| self.invalid("no counts"))?;
            for (count, (field, term)) in counts.iter_mut().zip(&names) {
                let found = vectors.get(*field).and_then(|vector| vector["terms"].get(term));
                *count += found.and_then(|found| found["doc_freq"].as_u64()).unwrap_or_default();
            }
        }
        // No term is in more articles than there are, for who weights by these counts.
        Ok(counts.into_iter().map(|count| count.min(self.num_articles)).collect())
    }

    /// Counts the articles that match each of `queries` one by one.
    fn totals(&self, queries: &[&RemoteQuery]) -> Result<Vec<u64>, Error> {
        let body =
            |query: &&RemoteQuery| json!({ "size": 0, "track_total_hits": true, "query": articles(query) });
        let mut totals = Vec::with_capacity(queries.len());
        for queries in queries.chunks(COUNTS_PER_REQUEST) {
            let bodies: Vec<Value> = queries.iter().map(body).collect();
            for answer in self.client.search_all(&bodies)? {
                totals.push(total(&self.client, &answer)?);
            }
        }
        Ok(totals)
    }
}

impl RemoteIndex for ClusterArchive {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn path(&self) -> PathBuf {
        self.client.address().to_string().into()
    }

    fn num_articles(&self) -> u64 {
        self.num_articles
    }

    fn has_intervals(&self) -> bool {
        self.has_marks
    }

    fn story_state(&self) -> StoryState {
        self.story_state
    }

    fn story_counts(&self, query: &RemoteQuery) -> Result<StoryCounts, Error> {
        stories::count(&self.client, query)
    }

    fn story_members(&self, query: &RemoteQuery) -> Result<Vec<StoryMember>, Error> {
        stories::members(&self.client, query)
    }

    fn stories_of_best(
        &self,
        query: &RemoteQuery,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<RankedKey>, Error> {
        stories::of_best(&self.client, ClusterArchive::request(query, sort), limit)
    }

    fn counts(&self, queries: &[RemoteQuery]) -> Result<Vec<u64>, Error> {
        let term = |query: &RemoteQuery| match query {
            RemoteQuery::Term(field, term) if has_statistics(*field) => Some((*field, term.clone())),
            _ => None,
        };
        let known: Vec<Option<(RemoteField, String)>> = queries.iter().map(term).collect();
        let terms: Vec<(RemoteField, &str)> =
            known.iter().flatten().map(|(field, term)| (*field, term.as_str())).collect();
        let others: Vec<&RemoteQuery> =
            queries.iter().zip(&known).filter(|(_, term)| term.is_none()).map(|(query, _)| query).collect();
        let doc_freqs = if terms.is_empty() { Vec::new() } else { self.doc_freqs(&terms)? };
        let (mut doc_freqs, mut totals) = (doc_freqs.into_iter(), self.totals(&others)?.into_iter());
        let count = |term: &Option<_>| match term {
            Some(_) => doc_freqs.next(),
            None => totals.next(),
        };
        Ok(known.iter().map(count).map(Option::unwrap_or_default).collect())
    }

    fn values(&self, query: &RemoteQuery, by: CountBy) -> Result<Vec<(Option<String>, u64)>, Error> {
        self.facet_values(query, by)
    }

    fn sources(&self) -> Result<Option<Vec<SourceCount>>, Error> {
        self.has_hosts.then(|| self.source_counts()).transpose()
    }

    fn contents_among(&self, contents: &[u64]) -> Result<Vec<u64>, Error> {
        let mut known = Vec::new();
        for contents in contents.chunks(CONTENTS_PER_REQUEST) {
            let contents = signed(contents);
            let of_articles = json!([{ "term": { KIND: ARTICLE } }, { "terms": { CONTENT: contents } }]);
            let body = json!({
                "size": 0,
                "track_total_hits": false,
                "query": { "bool": { "filter": of_articles } },
                "aggs": { "contents": { "terms": { "field": CONTENT, "size": contents.len() } } },
            });
            let answer = self.client.search(&body)?;
            let buckets = answer["aggregations"]["contents"]["buckets"].as_array();
            let buckets = buckets.ok_or_else(|| self.invalid("no counts"))?;
            known.extend(buckets.iter().filter_map(|bucket| bucket["key"].as_i64()).map(i64::cast_unsigned));
        }
        Ok(known)
    }

    fn terms_within_distance(
        &self,
        field: RemoteField,
        word: &str,
        distance: u8,
    ) -> Result<Vec<(String, u64)>, Error> {
        let body = json!({ "size": 0, "track_total_hits": false, "suggest": { "near": {
            "text": as_indexed(field, word),
            "term": {
                "field": name(field), "analyzer": "spaced", "suggest_mode": "always", "sort": "frequency",
                "max_edits": distance.clamp(1, 2), "prefix_length": 0, "min_word_length": 1, "accuracy": 0,
                "max_term_freq": i32::MAX, "size": NEAR_TERMS, "shard_size": NEAR_TERMS, "string_distance": "damerau_levenshtein",
            },
        } } });
        let answer = self.client.search(&body)?;
        let options = answer["suggest"]["near"][0]["options"].as_array();
        let read = |option: &Value| Some((option["text"].as_str()?.to_owned(), option["freq"].as_u64()?));
        let mut near: Vec<(String, u64)> = options.into_iter().flatten().filter_map(read).collect();
        near.retain(|(term, _)| !term.starts_with([STEM_START, MARKED_START]));
        // The word itself is none of its suggestions.
        let of_word =
            self.counts(&[RemoteQuery::Term(field, word.to_owned())])?.first().copied().unwrap_or_default();
        near.extend((of_word > 0).then(|| (word.to_owned(), of_word)));
        Ok(near)
    }

    fn terms_with_prefix(&self, field: RemoteField, prefix: &str) -> Result<Vec<(String, u64)>, Error> {
        let mut pattern = regular_expression(prefix);
        pattern.push_str(".*");
        let body = json!({ "size": 0, "track_total_hits": false, "aggs": { "terms": {
            "terms": { "field": name(field), "include": pattern, "size": NEAR_TERMS },
        } } });
        let answer = self.client.search(&body)?;
        let buckets = answer["aggregations"]["terms"]["buckets"].as_array();
        let read = |bucket: &Value| Some((bucket["key"].as_str()?.to_owned(), bucket["doc_count"].as_u64()?));
        Ok(buckets.into_iter().flatten().filter_map(read).collect())
    }

    fn best_vectors(&self, query: &RemoteQuery, limit: usize) -> Result<(u64, Vec<RankedVector>), Error> {
        self.vectors_of_best(query, limit)
    }

    fn documents(&self, keys: &[RemoteKey]) -> Result<Vec<Option<Document>>, Error> {
        self.documents_with(keys)
    }

    fn hits(
        &self,
        page: &RemotePage<'_>,
        visit: &mut dyn FnMut(Vec<RemoteHit>) -> Result<bool, Error>,
    ) -> Result<u64, Error> {
        let mut pages = Pages::new(ClusterArchive::request(page.query, page.sort));
        let search = |body: &Value| match page.sort {
            Sort::Relevance => self.client.search_scored(body),
            Sort::Newest | Sort::Oldest => self.client.search(body),
        };
        let next = |pages: &mut Pages, size| pages.next(&self.client, search, size);
        let (mut found, mut left) = (None, page.range.len());
        let size = left.min(BATCH);
        if page.range.start + size <= MAX_WINDOW {
            pages.set("from", page.range.start.into());
        } else {
            pages.set("_source", false.into());
            let mut skipped = 0;
            while skipped < page.range.start {
                let size = (page.range.start - skipped).min(MAX_WINDOW);
                let answer = next(&mut pages, size)?;
                let total = *found.get_or_insert(total(&self.client, &answer)?);
                if hits(&self.client, &answer)?.len() < size {
                    return Ok(total);
                }
                skipped += size;
            }
        }
        // An index of the first version has the articles in the source.
        pages.set("_source", (left > 0 && !self.has_marks).into());
        if left > 0 {
            pages.set("stored_fields", json!([STORED]));
        }
        pages.set("docvalue_fields", json!(self.story_columns()));
        loop {
            let size = left.min(BATCH);
            let answer = next(&mut pages, size)?;
            let total = match found {
                Some(total) => total,
                None => *found.insert(total(&self.client, &answer)?),
            };
            let batch = hits(&self.client, &answer)?;
            let is_last = batch.len() < size;
            let batch: Vec<RemoteHit> = batch.iter().map(|hit| self.hit(hit)).collect::<Result<_, _>>()?;
            left -= batch.len().min(left);
            if batch.is_empty() || !visit(batch)? || is_last || left == 0 {
                return Ok(total);
            }
        }
    }
}

/// Returns whether terms of this field are counted by the statistics of the index.
fn has_statistics(field: RemoteField) -> bool {
    match field {
        RemoteField::Words(target) => target != SearchTarget::Lang,
        RemoteField::Stems(_)
        | RemoteField::StopStems(_)
        | RemoteField::Lead
        | RemoteField::Names
        | RemoteField::Vector => true,
        RemoteField::Speech
        | RemoteField::Value(_)
        | RemoteField::ImpossibleDay
        | RemoteField::Host
        | RemoteField::Source
        | RemoteField::Ancestors => false,
    }
}
