//! Merges the segments of an index that was built.
//!
//! The cluster keeps each document as it was sent, for replicas that fall behind: of an index that was just
//! built, more than half. Only segments that are rewritten lose that, and only what all copies have had for
//! half a minute. So the merge of an index that was built in less is put off until the next run.

use serde_json::{Value, json};

use crate::error::{ClusterProblem, Error};
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{DATA, KIND, META};
use crate::opensearch::write::generations::read_layout;

/// Id of the document that says that a merge was put off.
const DUE_ID: &str = "merge";
/// Size of a segment that is not merged into a larger one, as OpenSearch has it.
const MAX_SEGMENT_BYTES: u64 = 5 << 30;
/// Part of the changes, in percent, that must not be kept any longer for a merge to be worth its while.
const MIN_RELEASED: i64 = 80;

/// Returns whether a merge was put off.
///
/// # Errors
/// If the cluster does not answer.
pub(super) fn is_due(client: &ClusterClient) -> Result<bool, Error> {
    Ok(client.get(&client.address().document_path(DUE_ID))?.is_some())
}

/// Asks the cluster to merge the segments, which it does by itself, after the run, or puts that off. If it
/// refuses, the index only stays larger.
///
/// # Errors
/// If the cluster does not answer.
pub(super) fn merge(client: &ClusterClient) -> Result<(), Error> {
    let name = client.address().index();
    let path = format!(
        "/{name}/_stats/store?level=shards&filter_path=_all.primaries.store,indices.*.shards.*.seq_no,\
         indices.*.shards.*.retention_leases"
    );
    let stats = client.get(&path)?.unwrap_or_default();
    let due = client.address().document_path(DUE_ID);
    if !is_released(&stats) {
        return client.put(&due, &json!({ KIND: META, DATA: {} })).map(drop);
    }
    let bytes = stats["_all"]["primaries"]["store"]["size_in_bytes"].as_u64().unwrap_or(0);
    let shards = read_layout(client)?.shards.unwrap_or(1).max(1);
    let segments = 1 + bytes / u64::from(shards) / MAX_SEGMENT_BYTES;
    let flushed = client.post(&format!("/{name}/_flush"), &json!({}));
    let path = format!("/{name}/_forcemerge?max_num_segments={segments}&wait_for_completion=false");
    match flushed.and_then(|_| client.post(&path, &json!({}))) {
        Err(Error::Cluster {
            problem: ClusterProblem::Refused { .. } | ClusterProblem::Forbidden(_),
            ..
        }) => {}
        asked => drop(asked?),
    }
    client.delete(&due).map(drop)
}

/// Returns whether no copy of a shard needs most of the changes any longer.
fn is_released(stats: &Value) -> bool {
    let indexes = stats["indices"].as_object().into_iter().flat_map(|indexes| indexes.values());
    let shards = indexes.filter_map(|index| index["shards"].as_object()).flat_map(|shards| shards.values());
    let mut copies = shards.filter_map(Value::as_array).flatten();
    copies.all(|copy| {
        let changes = copy["seq_no"]["max_seq_no"].as_i64().unwrap_or(-1) + 1;
        let leases = copy["retention_leases"]["leases"].as_array().into_iter().flatten();
        let kept_from = leases.filter_map(|lease| lease["retaining_seq_no"].as_i64()).min();
        kept_from
            .is_none_or(|kept_from| kept_from.saturating_mul(100) >= changes.saturating_mul(MIN_RELEASED))
    })
}

#[cfg(test)]
mod tests {
    use crate::opensearch::write::merge::*;

    #[test]
    fn a_merge_waits_until_all_copies_have_the_changes() {
        let stats = |retained: [i64; 2]| {
            let copy = |from: i64| json!({ "seq_no": { "max_seq_no": 99 }, "retention_leases": { "leases": [{ "retaining_seq_no": from }] } });
            json!({ "indices": { "a": { "shards": { "0": [copy(retained[0]), copy(retained[1])] } } } })
        };
        assert!(is_released(&stats([100, 80])));
        assert!(!is_released(&stats([100, 79])) && !is_released(&stats([0, 100])));
        // An index without anything, or a server that does not tell.
        assert!(is_released(&json!({})));
    }
}
