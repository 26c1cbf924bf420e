//! The articles of a cluster, as a search asks for them.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::analysis::Language;
use crate::article::Document;
use crate::error::{ClusterProblem, Error};
use crate::index::Meta;
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::documents::ArticleDecoder;
use crate::opensearch::mapping::{ARTICLE, DAY, KIND, MARKED_START, RECORD, SOURCE, STEM_START, STORED};
use crate::opensearch::query::{articles, as_indexed, column, name, regular_expression};
use crate::opensearch::write::ClusterMeta;
use crate::search::remote::{RemoteField, RemoteIndex, RemoteQuery};
use crate::search::{CountBy, IndexSnapshot, Searcher, Sort};
use crate::verify::Verifier;

/// Number of counts in one request.
const COUNTS_PER_REQUEST: usize = 200;
/// Number of values of a facet in one request.
const VALUES_PER_REQUEST: usize = 10_000;
/// Maximum number of terms near a word.
const NEAR_TERMS: usize = 200;
/// Number of articles that one request fetches.
const BATCH: usize = 500;

/// The articles of an index on a cluster, as of the moment it was opened.
pub(crate) struct ClusterArchive {
    client: ClusterClient,
    decoder: ArticleDecoder,
    meta: Meta,
    num_articles: u64,
}

impl ClusterArchive {
    /// Opens the index with this metadata.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub(crate) fn open(client: ClusterClient, meta: Meta) -> Result<Self, Error> {
        let count = json!({ "size": 0, "track_total_hits": true, "query": { "term": { KIND: ARTICLE } } });
        let num_articles = total(&client, &client.search(&count)?)?;
        Ok(ClusterArchive { client, decoder: ArticleDecoder::new()?, meta, num_articles })
    }

    fn documents(&self, answer: &Value) -> Result<Vec<Document>, Error> {
        let hits = answer["hits"]["hits"].as_array().ok_or_else(|| self.invalid("no hits"))?;
        let article = |hit: &Value| {
            let damaged = || Error::Damaged {
                path: self.client.address().to_string().into(),
                detail: "one of its articles cannot be read".to_owned(),
            };
            self.decoder.article(&hit["_source"]).ok_or_else(damaged)
        };
        hits.iter().map(article).collect()
    }

    fn invalid(&self, detail: &str) -> Error {
        self.client.address().error(ClusterProblem::InvalidAnswer(detail.to_owned()))
    }

    /// Returns a request for the next articles in the order of `sort`.
    fn request(query: &RemoteQuery, sort: Sort, size: usize) -> Value {
        let day = |order| json!({ DAY: { "order": order, "missing": "_last" } });
        // Other scores break ties in memory. As a place to go on from they would have to be exact.
        let first = match sort {
            Sort::Relevance => vec![json!({ "_score": "desc" }), day("desc")],
            Sort::Newest => vec![day("desc")],
            Sort::Oldest => vec![day("asc")],
        };
        let last = [json!({ SOURCE: "asc" }), json!({ RECORD: "asc" })];
        let sort: Vec<Value> = first.into_iter().chain(last).collect();
        json!({ "size": size, "query": articles(query), "sort": sort, "_source": [STORED] })
    }
}

impl RemoteIndex for ClusterArchive {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn num_articles(&self) -> u64 {
        self.num_articles
    }

    fn counts(&self, queries: &[RemoteQuery]) -> Result<Vec<u64>, Error> {
        let mut counts = Vec::with_capacity(queries.len());
        for queries in queries.chunks(COUNTS_PER_REQUEST) {
            let filters: Vec<Value> = queries.iter().map(articles).collect();
            let body = json!({
                "size": 0,
                "track_total_hits": false,
                "aggs": { "counts": { "filters": { "filters": filters } } },
            });
            let answer = self.client.search(&body)?;
            let buckets = answer["aggregations"]["counts"]["buckets"].as_array();
            let buckets = buckets.filter(|buckets| buckets.len() == queries.len());
            let buckets = buckets.ok_or_else(|| self.invalid("no counts"))?;
            counts.extend(buckets.iter().map(|bucket| bucket["doc_count"].as_u64().unwrap_or_default()));
        }
        Ok(counts)
    }

    fn values(&self, query: &RemoteQuery, by: CountBy) -> Result<Vec<(Option<String>, u64)>, Error> {
        let terms = json!({ "terms": { "field": column(by), "missing_bucket": true } });
        let mut body = json!({
            "size": 0,
            "track_total_hits": false,
            "query": articles(query),
            "aggs": { "values": { "composite": { "size": VALUES_PER_REQUEST, "sources": [{ "value": terms }] } } },
        });
        let mut values = Vec::new();
        loop {
            let mut answer = self.client.search(&body)?;
            let counted = &mut answer["aggregations"]["values"];
            let after = counted["after_key"].take();
            let buckets = counted["buckets"].as_array().ok_or_else(|| self.invalid("no counts"))?;
            for bucket in buckets {
                let value = match &bucket["key"]["value"] {
                    Value::Null => None,
                    Value::String(value) => Some(value.clone()),
                    value => Some(value.to_string()),
                };
                let is_unknown =
                    by == CountBy::Language && value.as_deref() == Some(Language::UNKNOWN.code());
                let value = value.filter(|_| !is_unknown);
                values.push((value, bucket["doc_count"].as_u64().unwrap_or_default()));
            }
            match after {
                Value::Null => return Ok(values),
                after => body["aggs"]["values"]["composite"]["after"] = after,
            }
        }
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

    fn best(&self, query: &RemoteQuery, sort: Sort, limit: usize) -> Result<(u64, Vec<Document>), Error> {
        let mut body = ClusterArchive::request(query, sort, limit.min(BATCH));
        body["track_total_hits"] = true.into();
        let (mut found, mut documents) = (None, Vec::new());
        loop {
            let answer = self.client.search(&body)?;
            let total = total(&self.client, &answer)?;
            let batch = self.documents(&answer)?;
            let is_last = batch.len() < limit.min(BATCH);
            documents.extend(batch);
            let found = *found.get_or_insert(total);
            if is_last || documents.len() >= limit {
                documents.truncate(limit);
                return Ok((found, documents));
            }
            body["search_after"] = last_sort(&answer);
        }
    }

    fn visit(
        &self,
        query: &RemoteQuery,
        sort: Sort,
        visit: &mut dyn FnMut(Vec<Document>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        // The best of all candidates are found here, so that their scores there do not matter.
        let sort = if sort == Sort::Relevance { Sort::Newest } else { sort };
        let mut body = ClusterArchive::request(query, sort, BATCH);
        body["track_total_hits"] = false.into();
        loop {
            let answer = self.client.search(&body)?;
            let documents = self.documents(&answer)?;
            let is_last = documents.len() < BATCH;
            if documents.is_empty() || !visit(documents)? || is_last {
                return Ok(());
            }
            body["search_after"] = last_sort(&answer);
        }
    }
}

/// Opens the index at this address.
fn open(address: &str) -> Result<Arc<ClusterArchive>, Error> {
    let address = ClusterAddress::parse(address)?;
    let client = ClusterClient::connect(&address)?;
    let meta = ClusterMeta::read(&client)?;
    let meta = meta.ok_or_else(|| Error::NoIndex { path: address.to_string().into() })?.meta;
    ClusterArchive::open(client, meta).map(Arc::new)
}

impl Searcher {
    /// Opens the index at this address on a cluster, such as `https://search.example:9200/clippings`.
    ///
    /// # Errors
    /// [`Error::NoIndex`] if there is none, [`Error::Cluster`] if the cluster does not answer.
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        Searcher::of_remote(open(address)?)
    }
}

impl Verifier {
    /// Opens the index at this address on a cluster. Each quotation is compared with some hundreds of
    /// articles that have its words.
    ///
    /// # Errors
    /// As [`Searcher::on_cluster`].
    pub fn on_cluster(address: &str) -> Result<Self, Error> {
        Ok(Verifier::of(IndexSnapshot::of_remote(open(address)?)?))
    }
}

/// Returns the place of the last hit in the order.
fn last_sort(answer: &Value) -> Value {
    let last = answer["hits"]["hits"].as_array().and_then(|hits| hits.last());
    last.map_or(Value::Null, |hit| hit["sort"].clone())
}

fn total(client: &ClusterClient, answer: &Value) -> Result<u64, Error> {
    let total = answer["hits"]["total"]["value"].as_u64();
    total.ok_or_else(|| client.address().error(ClusterProblem::InvalidAnswer("no total".to_owned())))
}
