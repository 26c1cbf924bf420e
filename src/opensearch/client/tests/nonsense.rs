//! Answers that are not what was asked for, whatever they are: a problem in one line, and no panic.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::opensearch::client::tests::scripted::*;
use crate::opensearch::client::*;
use crate::opensearch::pages::point_in_time::PointInTime;
use crate::opensearch::write::{ClusterMeta, read_layout, read_rows};

/// Names that the readers of answers look for.
const NAMES: [&str; 31] = [
    "hits",
    "total",
    "value",
    "_source",
    "fields",
    "stored",
    "sort",
    "_id",
    "_seq_no",
    "_primary_term",
    "data",
    "documents",
    "complete",
    "meta",
    "folders",
    "items",
    "index",
    "delete",
    "status",
    "error",
    "reason",
    "type",
    "aggregations",
    "files",
    "buckets",
    "key",
    "doc_count",
    "_shards",
    "failed",
    "source",
    "pit_id",
];

fn nonsense() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop_oneof!["1:a.txt", "article", "[a-z\n\u{1b}é]{0,9}"].prop_map(Value::from),
        Just(Value::from(200)),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let name = prop::sample::select(&NAMES[..]).prop_map(str::to_owned);
        let members = prop::collection::vec((name, inner.clone()), 0..5);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Value::from),
            members.prop_map(|members| Value::from(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// An answer in the form of those of OpenSearch, with `inner` at one of the places where something else
/// belongs.
fn answer() -> impl Strategy<Value = Value> {
    (nonsense(), 0..9_u8).prop_map(|(inner, form)| match form {
        0 => json!({ "hits": { "hits": [{ "_id": "f-1", "_source": inner, "sort": [] }], "total": { "value": 1 } } }),
        1 => json!({ "hits": { "hits": [{ "_id": "f-1", "_source": { "source": "1:a.txt", "data": inner } }] } }),
        2 => json!({ "_seq_no": 1, "_primary_term": 1, "_source": { "data": inner } }),
        3 => json!({ "_seq_no": 1, "_primary_term": 1,
            "_source": { "data": { "documents": 2, "complete": true, "meta": inner } } }),
        4 => json!({ "items": [inner] }),
        5 => json!({ "items": [{ "index": inner }] }),
        6 => json!({ "pit_id": "a", "hits": inner, "aggregations": { "files": inner } }),
        7 => json!({ "clippings-000001": { "settings": { "index": inner } } }),
        _ => inner,
    })
}

fn is_one_line<T>(result: Result<T, Error>) -> bool {
    result.err().is_none_or(|error| !error.to_string().contains(['\n', '\u{1b}']))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_answer_is_read_or_a_problem(answer in answer(), status in prop::sample::select(vec![200_u16, 404, 400, 409, 403])) {
        let server = ScriptedServer::start(move |_, _| Act::Answer(status, answer.to_string()));
        let client = Arc::new(server.connect().expect("a client"));
        prop_assert!(is_one_line(ClusterMeta::read(&client)));
        prop_assert!(is_one_line(ClusterMeta::read_to_rebuild(&client)));
        prop_assert!(is_one_line(read_rows(&client)));
        prop_assert!(is_one_line(read_layout(&client)));
        let operation = BulkOperation::Index { id: "a".into(), body: "{}".into(), routing: None };
        prop_assert!(is_one_line(client.bulk(&[operation])));
        let searched = PointInTime::new(client).and_then(|point| point.search(&json!({})));
        prop_assert!(is_one_line(searched));
    }
}
