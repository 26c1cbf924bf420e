//! An index on the server of the tests.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};

use clippings::internals::location::IndexLocation;
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

/// Returns the place of the index at this address.
pub(super) fn location(address: &str) -> IndexLocation {
    IndexLocation::of(address.into()).expect("an address")
}

/// An index that is deleted at the end of the test.
pub(super) struct TestIndex {
    /// Host and port of the server.
    authority: String,
    name: String,
}

/// What an index has.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Content {
    /// Documents of articles by file and record.
    pub articles: BTreeMap<(String, u64), Value>,
    /// Rows by file.
    pub rows: BTreeMap<String, Value>,
}

impl TestIndex {
    /// Returns a name of an index that is not there yet; `None` without a server.
    pub(super) fn new() -> Option<Self> {
        let Ok(server) = std::env::var("CLIPPINGS_TEST_OPENSEARCH") else {
            println!("skipped: CLIPPINGS_TEST_OPENSEARCH names no server");
            return None;
        };
        Some(TestIndex::on(&server))
    }

    /// Returns an index of a name that is not there yet on the server at `address`.
    pub(super) fn on(address: &str) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let authority = address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        TestIndex { authority, name: format!("test-{}-{number}", std::process::id()) }
    }

    pub(super) fn address(&self) -> String {
        format!("http://{}/{}", self.authority, self.name)
    }

    /// Returns the name of the first index that the address stands for.
    pub(super) fn first(&self) -> String {
        format!("{}-000001", self.name)
    }

    /// Sends a request for the path after the name of the index.
    pub(super) fn request(&self, method: &str, path: &str, body: &Value) -> Value {
        self.request_to(method, &format!("/{}{path}", self.name), body)
    }

    /// Sends a request for a path.
    pub(super) fn request_to(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let agent = Agent::new_with_config(Agent::config_builder().http_status_as_error(false).build());
        let request = Request::builder().method(method).uri(format!("http://{}{path}", self.authority));
        let request = request.header("Content-Type", "application/json").body(body).expect("a request");
        let mut answer = agent.run(request).expect("a server");
        let answer = answer.body_mut().read_to_string().expect("an answer");
        serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{method} {path}: {error}: {answer}"))
    }

    /// Returns the index template of the index.
    pub(super) fn template(&self) -> Value {
        self.request_to("GET", &format!("/_index_template/{}", self.name), &Value::Null)
    }

    /// Writes an index template with these settings, as an administrator does.
    pub(super) fn write_template(&self, settings: &Value) {
        let template = json!({
            "index_patterns": [format!("{}-*", self.name)],
            "priority": 1_000,
            "template": { "settings": settings },
        });
        self.request_to("PUT", &format!("/_index_template/{}-settings", self.name), &template);
    }

    /// Returns the health of the index.
    pub(super) fn health(&self) -> Value {
        self.request_to("GET", &format!("/_cluster/health/{}", self.name), &Value::Null)
    }

    /// Creates the index as another program does.
    pub(super) fn create_foreign(&self) {
        let body = json!({ "aliases": { &self.name: {} } });
        self.request_to("PUT", &format!("/{}-000001", self.name), &body);
    }

    /// Reads all that the index has.
    pub(super) fn content(&self) -> Content {
        self.request("POST", "/_refresh", &Value::Null);
        let mut content = Content::default();
        for kind in ["article", "file"] {
            let query = json!({ "term": { "kind": kind } });
            let body =
                json!({ "size": 10_000, "query": query, "_source": true, "stored_fields": ["stored"] });
            let found = self.request("POST", "/_search", &body);
            for hit in found["hits"]["hits"].as_array().expect("hits") {
                let source = hit["_source"]["source"].as_str().expect("a source").to_owned();
                match hit["_source"]["record"].as_u64() {
                    Some(record) => {
                        let mut article = hit["_source"].clone();
                        article["stored"] = hit["fields"]["stored"].clone();
                        content.articles.insert((source, record), article);
                    }
                    None => drop(content.rows.insert(source, hit["_source"].clone())),
                }
            }
        }
        content
    }
}

impl Drop for TestIndex {
    fn drop(&mut self) {
        let found = self.request_to("GET", &format!("/{}-*", self.name), &Value::Null);
        for suffix in ["", "-settings"] {
            self.request_to("DELETE", &format!("/_index_template/{}{suffix}", self.name), &Value::Null);
        }
        for name in found.as_object().into_iter().flat_map(|indexes| indexes.keys()) {
            self.request_to("DELETE", &format!("/{name}"), &Value::Null);
        }
    }
}

impl Content {
    /// Fails if an article has no row, or a row counts other articles than there are.
    pub(super) fn check(&self) {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        self.articles.keys().for_each(|(source, _)| *counts.entry(source).or_default() += 1);
        for source in counts.keys() {
            assert!(self.rows.contains_key(*source), "{source} has articles and no row");
        }
        for (source, row) in &self.rows {
            let count = counts.get(&source[..]).copied().unwrap_or(0);
            assert!(
                row["unfinished"] == true || row["data"]["n"] == count,
                "{source}: {count} articles, {row}"
            );
        }
    }

    /// Fails if an article has no row.
    pub(super) fn check_rows(&self) {
        for (source, record) in self.articles.keys() {
            assert!(self.rows.contains_key(source), "{source}, {record} has no row");
        }
    }
}
