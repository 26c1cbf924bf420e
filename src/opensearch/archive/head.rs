//! Term vectors of the best articles, and then the articles that are shown.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::article::Document;
use crate::error::Error;
use crate::index::ArticleTerms;
use crate::opensearch::archive::{BATCH, ClusterArchive};
use crate::opensearch::mapping::{STORED, STORY, VECTOR_TERMS, length_field};
use crate::opensearch::pages::{for_each_answer_of_ids, hits, sorted_key, total};
use crate::opensearch::stories::story_keys;
use crate::opensearch::write::article_id;
use crate::search::Sort;
use crate::search::remote::{
    RankedKey, RankedVector, RemoteIndex, RemoteKey, RemotePage, RemoteQuery, RemoteVector,
};

impl ClusterArchive {
    /// Returns the number of articles that match `query`, and the term vectors of the first `limit` of them.
    pub(super) fn vectors_of_best(
        &self,
        query: &RemoteQuery,
        limit: usize,
    ) -> Result<(u64, Vec<RankedVector>), Error> {
        if !self.has_marks {
            return self.extracted_vectors(query, limit);
        }
        let mut body = ClusterArchive::request(query, Sort::Relevance);
        body["size"] = limit.into();
        // To read what is stored of an article takes most of the time, and its id is stored.
        body["stored_fields"] = "_none_".into();
        body["docvalue_fields"] = json!([VECTOR_TERMS, length_field(self.text_field), STORY]);
        let answer = self.client.search_scored(&body)?;
        let total = total(&self.client, &answer)?;
        let read = |hit: &Value| self.ranked_vector(hit).ok_or_else(|| self.damaged());
        Ok((total, hits(&self.client, &answer)?.iter().map(read).collect::<Result<_, _>>()?))
    }

    fn ranked_vector(&self, hit: &Value) -> Option<RankedVector> {
        let columns = &hit["fields"];
        let numbers = |name: &str| columns[name].as_array().into_iter().flatten().filter_map(Value::as_u64);
        let length = numbers(&length_field(self.text_field)).next().unwrap_or_default();
        let vector = RemoteVector { terms: numbers(VECTOR_TERMS).collect(), length };
        let (key, story) = (sorted_key(hit)?, story_keys(hit).own);
        let score = hit["_score"].as_f64()? as f32;
        Some(RankedVector { ranked: RankedKey { key, story, score }, vector })
    }

    /// Returns the best vectors of an index without columns of them: makes them again.
    fn extracted_vectors(
        &self,
        query: &RemoteQuery,
        limit: usize,
    ) -> Result<(u64, Vec<RankedVector>), Error> {
        let mut vectors = Vec::new();
        let page = RemotePage { query, sort: Sort::Relevance, range: 0..limit };
        let total = self.hits(&page, &mut |hits| {
            vectors.extend(hits.into_iter().map(|hit| {
                let of_article = |ArticleTerms { vector, lengths, .. }: ArticleTerms<'_>| (vector, lengths);
                let (vector, lengths) = self.terms.extract(&hit.document, of_article);
                let length = lengths.get(&self.text_field).copied().unwrap_or_default();
                let vector = RemoteVector { terms: vector, length };
                RankedVector { ranked: RankedKey::of(&hit), vector }
            }));
            Ok(true)
        })?;
        Ok((total, vectors))
    }

    /// Fetches the articles with these keys, `None` for one that is gone.
    pub(super) fn documents_with(&self, keys: &[RemoteKey]) -> Result<Vec<Option<Document>>, Error> {
        let ids: Vec<String> = keys.iter().map(|key| article_id(&key.source, key.record)).collect();
        let body = json!({
            // An index of the first version has the articles in the source.
            "_source": !self.has_marks,
            "stored_fields": [STORED],
            "docvalue_fields": self.story_columns(),
        });
        let mut found: FxHashMap<String, Document> = FxHashMap::default();
        for ids in ids.chunks(BATCH) {
            for_each_answer_of_ids(&self.client, ids, &body, &mut |hits| {
                for hit in hits {
                    let id = hit["_id"].as_str().ok_or_else(|| self.damaged())?;
                    found.insert(id.to_owned(), self.hit(hit)?.document);
                }
                Ok(())
            })?;
        }
        Ok(ids.iter().map(|id| found.remove(id.as_str())).collect())
    }
}
