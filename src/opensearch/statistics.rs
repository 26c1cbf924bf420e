//! Counts the articles of an index by language, and their tokens.

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::index::{Meta, counted_fields};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{ARTICLE, KIND, LANGUAGE, length_field};

/// Number of languages that are counted.
const MAX_LANGUAGES: usize = 1_000;

/// Counts what the articles of an index contain: sets the counts of `meta`.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn count(client: &ClusterClient, meta: &mut Meta) -> Result<(), Error> {
    let mut sums = json!({});
    for field in counted_fields() {
        sums[field.to_string()] = json!({ "sum": { "field": length_field(field) } });
    }
    let body = json!({
        "size": 0,
        "query": { "term": { KIND: ARTICLE } },
        "aggs": { "languages": { "terms": { "field": LANGUAGE, "size": MAX_LANGUAGES }, "aggs": sums } },
    });
    let answer = client.search(&body)?;
    let buckets = answer["aggregations"]["languages"]["buckets"].as_array();
    let invalid = || client.address().error(ClusterProblem::InvalidAnswer("no counts".to_owned()));
    meta.languages.clear();
    meta.language_tokens.clear();
    meta.token_counts.clear();
    for bucket in buckets.ok_or_else(invalid)? {
        let code = bucket["key"].as_str().unwrap_or_default();
        meta.languages.insert(code.to_owned(), bucket["doc_count"].as_u64().unwrap_or_default());
        for field in counted_fields() {
            let tokens = tokens(&bucket[field.to_string()]["value"]);
            meta.language_tokens.entry(code.to_owned()).or_default().insert(field, tokens);
            *meta.token_counts.entry(field).or_default() += tokens;
        }
    }
    Ok(())
}

/// Reads a sum, which is written as a fraction.
fn tokens(sum: &Value) -> u64 {
    sum.as_f64().unwrap_or_default().max(0.0) as u64
}
