//! The client against a server that answers as Elasticsearch does.

use std::sync::Arc;

use serde_json::json;

use crate::error::ClusterProblem;
use crate::opensearch::client::tests::scripted::*;
use crate::opensearch::client::*;
use crate::opensearch::pages::point_in_time::PointInTime;

/// Answer of Elasticsearch to a request for `/`.
const ELASTICSEARCH: &str =
    r#"{"name":"n1","version":{"number":"8.19.0","build_flavor":"default"},"tagline":"T"}"#;

/// Starts a server that greets as Elasticsearch, and answers further requests by `act`.
fn start(act: impl Fn(&Seen) -> Act + Send + Sync + 'static) -> ScriptedServer {
    ScriptedServer::start_raw(move |_, seen| match seen.line.as_str() {
        "GET /" => Act::Answer(200, ELASTICSEARCH.into()),
        _ => act(seen),
    })
}

/// Connects to a server with this greeting.
fn connect(greeting: String) -> Result<ClusterProduct, String> {
    let server = ScriptedServer::start_raw(move |_, _| Act::Answer(200, greeting.clone()));
    server.connect().map(|client| client.product()).map_err(|error| error.to_string())
}

#[test]
fn elasticsearch_is_known_by_its_greeting() {
    assert_eq!(connect(GREETING.into()), Ok(ClusterProduct::OpenSearch));
    for number in ["8.0.0", "8.19.0", "9.0.0", "9.1.0-SNAPSHOT", "10.0.0"] {
        let greeting = ELASTICSEARCH.replace("8.19.0", number);
        assert_eq!(connect(greeting), Ok(ClusterProduct::Elasticsearch), "{number}");
    }
    for number in ["7.17.29", "6.8.23"] {
        let message = connect(ELASTICSEARCH.replace("8.19.0", number)).expect_err("too old");
        let expected = format!("Elasticsearch {number} is too old: at least 8.0 is needed");
        assert!(message.ends_with(&expected), "{message}");
    }
    let message = connect(ELASTICSEARCH.replace("default", "serverless")).expect_err("serverless");
    assert!(message.contains("but Elasticsearch Serverless"), "{message}");
}

#[test]
fn a_point_in_time_is_asked_for_in_the_words_of_the_product() {
    // The end of the id is part of its encoding.
    let opened = |seen: &Seen, id: &str| match seen.line.as_str() {
        line if line.contains("keep_alive") => Act::Answer(200, json!({ id: "a-_b==" }).to_string()),
        "POST /_search?allow_partial_search_results=false" => {
            Act::Answer(200, json!({ "pit_id": "c==", "hits": {} }).to_string())
        }
        _ => Act::Answer(200, "{}".into()),
    };
    let requests = |server: &ScriptedServer| {
        let snapshot = PointInTime::new(Arc::new(server.client())).expect("a point in time");
        let answer = snapshot.search(&json!({ "size": 1 })).expect("an answer");
        assert_eq!(answer["hits"], json!({}));
        drop(snapshot);
        let seen = server.seen();
        assert_eq!(seen[1].body, r#"{"pit":{"id":"a-_b==","keep_alive":"1h"},"size":1}"#);
        [seen[0].line.clone(), seen[2].line.clone()]
    };
    assert_eq!(
        requests(&ScriptedServer::start(move |_, seen| opened(seen, "pit_id"))),
        [
            "POST /clippings/_search/point_in_time?keep_alive=1h",
            "DELETE /_search/point_in_time?source=%7B%22pit_id%22%3A%5B%22c%3D%3D%22%5D%7D&source_content_type=application/json",
        ]
    );
    assert_eq!(
        requests(&start(move |seen| opened(seen, "id"))),
        [
            "POST /clippings/_pit?keep_alive=1h",
            "DELETE /_pit?source=%7B%22id%22%3A%22c%3D%3D%22%7D&source_content_type=application/json",
        ]
    );
}

#[test]
fn a_full_disk_of_elasticsearch_is_told() {
    let block = "index [clippings] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block; for more information, see https://www.elastic.co/guide/fix-watermark-errors.html];";
    let body =
        json!({"error": {"type": "cluster_block_exception", "reason": block}, "status": 429}).to_string();
    let server = start(move |_| Act::Answer(429, body.clone()));
    let error = server.client().put("/clippings/_doc/1", &json!({})).expect_err("read-only");
    assert!(
        matches!(&error, Error::Cluster { problem: ClusterProblem::ReadOnly(words), .. } if words == block),
        "{error}"
    );
    assert_eq!(server.seen().len(), 1);
}
