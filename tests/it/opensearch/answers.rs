//! An index on a cluster answers as one in a folder does.

use clippings::internals::opensearch::index_documents;
use clippings::{Error, Searcher};
use serde_json::{Value, json};

use crate::opensearch::server::TestIndex;
use crate::search::query_language::{Archive, ROOT, check_examples, documents};

/// Returns an index of the articles of the examples.
fn indexed() -> Option<TestIndex> {
    let index = TestIndex::new()?;
    let documents: Vec<_> = documents().into_iter().map(|(_, document)| document).collect();
    index_documents(&index.address(), ROOT.as_ref(), &documents).expect("an index");
    Some(index)
}

fn check(address: &str) {
    check_examples(&Archive::of(Searcher::on_cluster(address).expect("an index")));
}

#[test]
fn documented_examples_hold_on_a_cluster() {
    let Some(index) = indexed() else { return };
    check(&index.address());
}

#[test]
fn documented_examples_hold_on_several_shards() {
    let Some(index) = indexed() else { return };
    index.request("PUT", "/_settings", &json!({ "index.blocks.write": true }));
    let split = format!("{}-000009", index.address());
    let (_, name) = split.rsplit_once('/').expect("a name");
    let settings = json!({ "settings": { "index.number_of_shards": 4, "index.number_of_replicas": 0 } });
    // An alias cannot be split.
    index.request_to(
        "PUT",
        &format!("/{}/_split/{name}?wait_for_active_shards=all", index.first()),
        &settings,
    );
    check(&split);
}

#[test]
fn an_index_of_the_first_version_answers_without_marks() {
    let Some(index) = indexed() else { return };
    let set_version = |version: u32| {
        let body = json!({ "doc": { "data": { "documents": version } } });
        index.request("POST", "/_update/meta", &body);
        index.request("POST", "/_refresh", &Value::Null);
    };
    set_version(1);
    check(&index.address());
    set_version(99);
    let newer = Searcher::on_cluster(&index.address()).err();
    assert!(matches!(newer, Some(Error::NewerVersion { .. })), "{newer:?}");
}
