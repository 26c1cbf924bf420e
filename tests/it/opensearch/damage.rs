//! What is damaged or out of reach on a cluster is said in a line, and the next run mends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use clippings::{IndexOptions, NoProgress};
use serde_json::{Value, json};

use crate::common::Dir;
use crate::opensearch::machines::indexer;
use crate::opensearch::server::{TestIndex, location};
use crate::opensearch::writing::{check, run, write};

/// Returns an index of a folder with articles and an archive, and the path of the folder.
fn indexed(dir: &Dir) -> Option<(TestIndex, String)> {
    let index = TestIndex::new()?;
    write(dir, 0, 12, 5);
    let folder = dir.path("news").display().to_string();
    run(&index.address(), &folder, |_| ()).expect("indexed");
    Some((index, folder))
}

/// Changes the document with this query.
fn change(index: &TestIndex, query: &Value, change: impl FnOnce(&mut Value)) {
    let found = index.request("POST", "/_search", &json!({ "size": 1, "query": query }));
    let hit = &found["hits"]["hits"][0];
    let id = hit["_id"].as_str().expect("a document");
    let mut source = hit["_source"].clone();
    change(&mut source);
    index.request("PUT", &format!("/_doc/{id}?refresh=true"), &source);
}

fn delete(index: &TestIndex, query: &Value) {
    let found = index.request("POST", "/_search", &json!({ "size": 1, "query": query }));
    let id = found["hits"]["hits"][0]["_id"].as_str().expect("a document").to_owned();
    index.request("DELETE", &format!("/_doc/{id}?refresh=true"), &Value::Null);
}

fn of(kind: &str, source: &str) -> Value {
    json!({ "bool": { "filter": [{ "term": { "kind": kind } }, { "term": { "source": source } }] } })
}

#[test]
fn the_next_run_mends_what_a_check_finds() {
    let dir = Dir::new();
    let Some((index, folder)) = indexed(&dir) else { return };
    index.request("POST", "/_refresh", &Value::Null);
    delete(&index, &of("article", "1:records.jsonl"));
    delete(&index, &of("file", "1:1/5.txt"));
    delete(&index, &of("file", "1:2/6.txt"));
    std::fs::remove_file(dir.path("news/2/6.txt")).expect("removed");
    let problems = location(&index.address()).check_cluster().expect("checked");
    assert_eq!(problems.len(), 3, "{problems:?}");
    run(&index.address(), &folder, |_| ()).expect("indexed");
    assert_eq!(location(&index.address()).check_cluster().expect("checked"), Vec::<String>::new());
    check(&index, &folder);
}

#[test]
fn damaged_metadata_and_rows_do_not_stop_a_rebuild() {
    let dir = Dir::new();
    let Some((index, folder)) = indexed(&dir) else { return };
    let rebuild = || {
        let mut options = IndexOptions::default();
        options.rebuild = true;
        indexer(&index.address(), "desk")?.options(options).run(&[], &NoProgress)
    };
    change(&index, &of("file", "1:records.jsonl"), |row| row["data"] = json!({ "n": "many" }));
    for damaged in [json!({}), json!({ "documents": 2, "meta": [] }), Value::Null] {
        match &damaged {
            Value::Null => drop(index.request("DELETE", "/_doc/meta", &Value::Null)),
            data => drop(index.request("PUT", "/_doc/meta", &json!({ "kind": "meta", "data": data }))),
        }
        let error = run(&index.address(), &folder, |_| ()).expect_err("damaged").to_string();
        assert!(error.contains("run `clippings index --rebuild`"), "{error}");
        let report = rebuild().expect("rebuilt");
        assert_eq!((report.articles, report.added), (17, 17), "{report:?}");
        check(&index, &folder);
    }
}

#[test]
fn an_index_that_may_not_be_written_loses_nothing() {
    let dir = Dir::new();
    let Some((index, folder)) = indexed(&dir) else { return };
    let block = |blocked: Value| {
        let settings = json!({ "index.blocks.read_only_allow_delete": blocked });
        index.request("PUT", "/_settings", &settings);
    };
    write(&dir, 50, 12, 7);
    block(true.into());
    let error = run(&index.address(), &folder, |_| ()).expect_err("read-only").to_string();
    assert!(error.contains("the index is read-only") && !error.contains('\n'), "{error}");
    block(Value::Null);
    index.content().check_rows();
    run(&index.address(), &folder, |_| ()).expect("indexed");
    check(&index, &folder);
}

#[test]
fn an_index_that_no_node_has_is_waited_for_until_the_run_is_stopped() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 12, 5);
    let folder = dir.path("news").display().to_string();
    index.write_template(&json!({ "index.routing.allocation.require._name": "nowhere" }));
    let stopped = || {
        let stop = Arc::new(AtomicBool::new(false));
        let run = || {
            let indexer = indexer(&index.address(), "desk")?.stop_when(Arc::clone(&stop));
            indexer.run(&[folder.clone().into()], &NoProgress)
        };
        thread::scope(|scope| {
            let run = scope.spawn(run);
            thread::sleep(Duration::from_secs(2));
            assert!(!run.is_finished());
            stop.store(true, Ordering::Relaxed);
            run.join().expect("no panic").expect_err("away").to_string()
        })
    };
    let errors = [stopped(), stopped()];
    assert!(errors[0].contains("no answer within 5 seconds"), "{errors:?}");
    assert!(errors[1].contains("parts of the index are not available"), "{errors:?}");
    assert!(errors.iter().all(|error| !error.contains('\n')), "{errors:?}");
    index.request("PUT", "/_settings", &json!({ "index.routing.allocation.require._name": null }));
    run(&index.address(), &folder, |_| ()).expect("indexed");
    check(&index, &folder);
}

#[test]
fn shards_and_replicas_are_as_asked_for() {
    let Some(index) = TestIndex::new() else { return };
    let dir = Dir::new();
    write(&dir, 0, 12, 5);
    let folder = dir.path("news").display().to_string();
    let layout = || {
        let cluster = location(&index.address()).status().expect("a status").cluster.expect("a cluster");
        (cluster.shards, cluster.replicas, cluster.health)
    };
    let run = |shards, replicas, rebuild| {
        run(&index.address(), &folder, |options| {
            (options.shards, options.replicas, options.rebuild) = (shards, replicas, rebuild);
        })
    };
    run(Some(3), Some(0), false).expect("indexed");
    assert_eq!(layout(), (3, 0, "green".into()));
    let error = run(Some(2), None, false).expect_err("other shards").to_string();
    assert!(error.contains("another number of shards without `--rebuild`"), "{error}");
    run(None, Some(1), false).expect("indexed");
    assert_eq!(layout(), (3, 1, "yellow".into()));
    run(Some(2), Some(0), true).expect("rebuilt");
    assert_eq!(layout(), (2, 0, "green".into()));
    // A rebuild keeps them.
    run(None, None, true).expect("rebuilt");
    assert_eq!(layout(), (2, 0, "green".into()));
    let found = index.template();
    let template = &found["index_templates"][0]["index_template"];
    assert_eq!(template["version"], template["template"]["mappings"]["_meta"]["version"], "{found}");
    assert!(template["version"].is_u64(), "{found}");
}
