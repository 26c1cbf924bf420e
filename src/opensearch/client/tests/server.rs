//! The client against a real server, which `.ci/opensearch` starts.

use std::env;

use serde_json::json;

use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::tests::scripted::hasty;
use crate::opensearch::client::*;
use crate::opensearch::credentials::ClientSettings;

/// Connects to the index `name` of the server under test, which is made anew. `None` if there is no server.
fn connect(name: &str) -> Option<ClusterClient> {
    let Some(server) = env::var("CLIPPINGS_TEST_OPENSEARCH").ok().filter(|server| !server.is_empty()) else {
        println!("skipped: CLIPPINGS_TEST_OPENSEARCH names no server");
        return None;
    };
    let address = ClusterAddress::parse(&format!("{server}/{name}")).expect("an address");
    let client = ClusterClient::connect(&address).expect("a server");
    client.delete(&format!("/{name}")).expect("deleted");
    let body = json!({
        "settings": {"number_of_shards": 2, "number_of_replicas": 0},
        "mappings": {"dynamic": "strict", "properties": {"text": {"type": "text"}, "number": {"type": "long"}}},
    });
    client.put(&format!("/{name}"), &body).expect("an index");
    Some(client)
}

#[test]
fn a_stale_write_is_a_conflict_on_a_server() {
    let Some(client) = connect("test-conflict") else { return };
    let path = client.address().document_path("a/b c?é");
    assert_eq!(client.get(&path).expect("an answer"), None);
    let create = format!("{path}?op_type=create");
    let created = client.put_if(&create, &json!({"number": 1})).expect("an answer").expect("created");
    assert_eq!(client.put_if(&create, &json!({"number": 2})).expect("an answer"), Err(Conflict));
    let found = client.get(&path).expect("an answer").expect("the document");
    assert_eq!((&found["_id"], &found["_source"]["number"]), (&json!("a/b c?é"), &json!(1)));
    let current =
        format!("{path}?if_seq_no={}&if_primary_term={}", created["_seq_no"], created["_primary_term"]);
    assert!(client.put_if(&current, &json!({"number": 3})).expect("an answer").is_ok());
    assert_eq!(client.put_if(&current, &json!({"number": 4})).expect("an answer"), Err(Conflict));
    assert!(client.delete(&path).expect("an answer").is_some());
    assert_eq!(client.delete(&path).expect("an answer"), None);
}

#[test]
fn a_bulk_is_searchable_after_a_refresh_on_a_server() {
    let Some(client) = connect("test-bulk") else { return };
    let index = |id: usize, field: &str| BulkOperation::Index {
        id: id.to_string(),
        body: json!({"text": format!("ferry {}", "harbor ".repeat(1_000)), field: id}).to_string(),
        routing: None,
    };
    let mut operations: Vec<_> = (0..2_000).map(|id| index(id, "number")).collect();
    operations[1_000] = index(1_000, "unknown");
    operations.push(BulkOperation::Delete { id: "none".into(), routing: None });
    let failures = client.bulk(&operations).expect("an answer");
    assert_eq!(failures.iter().map(|f| (f.position, f.status)).collect::<Vec<_>>(), [(1_000, 400)]);
    assert!(failures[0].reason.contains("unknown"), "{}", failures[0].reason);
    client.refresh().expect("refreshed");
    let body = json!({"query": {"match": {"text": "ferry"}}, "track_total_hits": true, "size": 1});
    let answer = client.search(&body).expect("an answer");
    assert_eq!(answer["hits"]["total"]["value"], 1_999);
    let deletions: Vec<_> =
        (0..2_000).map(|id| BulkOperation::Delete { id: id.to_string(), routing: None }).collect();
    assert_eq!(client.bulk(&deletions).expect("an answer"), []);
    client.refresh().expect("refreshed");
    assert_eq!(client.search(&body).expect("an answer")["hits"]["total"]["value"], 0);
}

#[test]
fn shards_that_are_away_are_told() {
    let Some(client) = connect("test-red") else { return };
    client.delete("/test-red").expect("deleted");
    let body =
        json!({"settings": {"number_of_replicas": 0, "index.routing.allocation.require._name": "nobody"}});
    client.put("/test-red?wait_for_active_shards=0", &body).expect("an index");
    let hasty = ClusterClient::connect_with(client.address(), ClientSettings::default(), hasty());
    let message = hasty.expect("a client").search(&json!({})).expect_err("red").to_string();
    assert!(message.contains("parts of the index are not available"), "{message}");
    client.delete("/test-red").expect("deleted");
}

#[test]
fn refusals_of_a_server_are_told() {
    let Some(client) = connect("test-refusals") else { return };
    let block = |is_on: bool| json!({"index.blocks.read_only_allow_delete": if is_on { json!(true) } else { json!(null) }});
    client.put("/test-refusals/_settings", &block(true)).expect("blocked");
    let operation = BulkOperation::Index { id: "1".into(), body: "{}".into(), routing: None };
    for message in [
        client.bulk(&[operation]).expect_err("read-only").to_string(),
        client.put("/test-refusals/_doc/1", &json!({})).expect_err("read-only").to_string(),
    ] {
        assert!(message.contains("the index is read-only"), "{message}");
    }
    client.put("/test-refusals/_settings", &block(false)).expect("open");
    let query = json!({"query": {"no_such_query": {}}});
    let message = client.search(&query).expect_err("a refusal").to_string();
    assert!(message.contains("status 400") && message.contains("no_such_query"), "{message}");
    client.delete("/test-refusals").expect("deleted");
    let message = client.search(&json!({})).expect_err("no index").to_string();
    assert!(message.contains("no such index [test-refusals]"), "{message}");
}
