//! Counts articles by the values of their columns.

use serde_json::{Value, json};

use crate::error::Error;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::pages::{invalid, total};

/// A query whose matches are counted by the values that they have in some columns together.
pub(crate) struct CountedQuery<'q> {
    pub query: &'q Value,
    pub columns: &'q [&'q str],
    /// Number of combinations that a request counts, at most 65,535 (`search.max_buckets`).
    pub page_size: usize,
}

impl CountedQuery<'_> {
    /// Passes each combination of values with its count to `visit`, and returns the number of all matches. A
    /// document without a value has `null`.
    ///
    /// # Errors
    /// If the cluster does not answer, or not as it was asked.
    pub(crate) fn for_each(
        &self,
        client: &ClusterClient,
        mut visit: impl FnMut(&[&Value], u64),
    ) -> Result<u64, Error> {
        let source =
            |column: &&str| json!({ *column: { "terms": { "field": column, "missing_bucket": true } } });
        let sources: Vec<Value> = self.columns.iter().map(source).collect();
        let mut body = json!({
            "size": 0,
            "track_total_hits": true,
            "query": self.query,
            "aggs": { "values": { "composite": { "size": self.page_size, "sources": sources } } },
        });
        let mut counted = None;
        loop {
            let answer = client.search(&body)?;
            let total = match counted {
                Some(total) => total,
                None => *counted.insert(total(client, &answer)?),
            };
            let page = &answer["aggregations"]["values"];
            let buckets = page["buckets"].as_array();
            let buckets = buckets.ok_or_else(|| client.address().error(invalid("no counts")))?;
            for bucket in buckets {
                let values: Vec<&Value> = self.columns.iter().map(|column| &bucket["key"][*column]).collect();
                visit(&values, bucket["doc_count"].as_u64().unwrap_or_default());
            }
            if buckets.len() < self.page_size || page["after_key"].is_null() {
                return Ok(total);
            }
            body["aggs"]["values"]["composite"]["after"] = page["after_key"].clone();
            body["track_total_hits"] = false.into();
        }
    }
}
