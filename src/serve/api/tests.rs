//! Requests to the API, answered in process.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use crate::index::IndexDir;
use crate::indexer::Indexer;
use crate::progress::NoProgress;
use crate::serve::api::route;
use crate::serve::ask::{Answered, ask};
use crate::serve::drafts::MAX_DRAFT;
use crate::serve::options::ServeOptions;
use crate::serve::view::ArticleId;

/// Archive of a few articles, two of them copies and two records of one file.
struct Fixture {
    dir: TempDir,
}

const STORY: &str = "The ferry to the island was delayed on Monday because the harbor was closed for repairs. \
                     “We will reopen the pier before the winter,” said Ann Lee, the harbor master, on Tuesday. \
                     Passengers waited for hours in the cold and were given tea by the crew of the lifeboat.";

impl Fixture {
    fn new() -> Self {
        let fixture = Fixture { dir: tempfile::tempdir().expect("a folder") };
        let news = fixture.dir.path().join("news");
        fs::create_dir_all(&news).expect("a folder");
        fs::write(news.join("a.txt"), format!("Ferry delayed\n\n{STORY}\n")).expect("written");
        fs::write(news.join("b.txt"), format!("Harbor closed\n\n{STORY}\n")).expect("written");
        fs::write(news.join("c.txt"), "Lighthouse\n\nThe lighthouse is painted.\n").expect("written");
        let records = [
            r#"{"id": "1", "title": "One", "date": "2024-10-18", "text": "A whale was seen near the pier."}"#,
            r#"{"id": "2", "title": "Two", "date": "2024-10-19", "text": "Another whale was seen."}"#,
        ];
        fs::write(news.join("d.jsonl"), records.join("\n")).expect("written");
        fixture.index();
        fixture
    }

    fn news(&self) -> PathBuf {
        self.dir.path().join("news").canonicalize().expect("a folder")
    }

    fn options(&self) -> ServeOptions {
        ServeOptions::new(IndexDir::new(self.dir.path().join("idx")))
    }

    fn index(&self) {
        let dir = IndexDir::new(self.dir.path().join("idx"));
        Indexer::new(dir).run(&[self.dir.path().join("news")], &NoProgress).expect("a run");
    }

    fn get(&self, target: &str) -> Answered {
        self.ask("GET", target, &[], "")
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answered {
        ask(&self.options(), (method, &format!("/api/v1{target}")), headers, body).expect("an answer")
    }

    /// Returns the path of a file of the archive for a query string.
    fn path(&self, name: &str) -> String {
        form_urlencoded::byte_serialize(self.news().join(name).to_string_lossy().as_bytes()).collect()
    }
}

fn json(answer: &Answered) -> Value {
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[track_caller]
fn assert_problem(answer: &Answered, status: u16, code: &str) -> Value {
    let problem = json(answer);
    assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(problem["status"], status);
    problem
}

#[test]
fn an_empty_query_finds_nothing_and_none_at_all_everything() {
    let fixture = Fixture::new();
    let empty = json(&fixture.get("/search?q="));
    assert_eq!((&empty["total"], empty["notes"].as_array().map(Vec::len)), (&0.into(), Some(1)), "{empty}");
    assert_eq!(json(&fixture.get("/search"))["total"], 5);
}

#[test]
fn a_search_has_the_hits_of_the_library() {
    let fixture = Fixture::new();
    let answer = fixture.get("/search?q=ferry&stories=true");
    let response = json(&answer);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"));
    assert_eq!((&response["total"], &response["stories"]), (&2.into(), &1.into()));
    assert_eq!(response["hits"][0]["copies"].as_array().map(Vec::len), Some(1));
    assert!(response["hits"][0]["path"].as_str().is_some_and(|path| PathBuf::from(path).is_absolute()));
    assert!(response.get("took_ms").is_none() && answer.header("server-timing").starts_with("search;dur="));
    assert_eq!(json(&fixture.get("/search?by=site&q=whale"))["hits"], Value::Array(Vec::new()));
    assert_eq!(json(&fixture.get("/search?limit=1&offset=1"))["hits"][0]["rank"], 2);
    let counts = json(&fixture.get("/counts?by=month,year&q=whale"));
    assert_eq!(counts["by"]["month"][0]["count"], 2, "{counts}");
}

#[test]
fn an_answer_is_sent_again_only_after_a_commit() {
    let fixture = Fixture::new();
    let target = "/search?q=ferry";
    let tag = fixture.get(target).header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 10, "{tag}");
    let again = |tag: &str| fixture.ask("GET", target, &[("if-none-match", tag)], "");
    let unchanged = again(&tag);
    assert_eq!((unchanged.status, unchanged.body.len()), (304, 0));
    assert_eq!(unchanged.header("etag"), tag);
    assert_eq!(again("\"another\"").status, 200);
    fs::write(fixture.news().join("e.txt"), "Ferry\n\nThe ferry is back.\n").expect("written");
    fixture.index();
    let changed = again(&tag);
    assert_eq!((changed.status, &json(&changed)["total"]), (200, &3.into()));
    assert_ne!(changed.header("etag"), tag);
}

#[test]
fn what_cannot_be_used_is_named() {
    let fixture = Fixture::new();
    let problem = assert_problem(&fixture.get("/search?limt=3"), 400, "unknown_parameter");
    assert_eq!((&problem["parameter"], &problem["did_you_mean"]), (&"limt".into(), &"limit".into()));
    for target in [
        "/search?limit=-1",
        "/search?q=a&q=b",
        "/search?sort=best",
        "/search?since=soon",
        "/search?by=colour",
        "/search?cut=yes",
        "/article",
        "/quotes?speaker=-",
    ] {
        assert_problem(&fixture.get(target), 400, "bad_parameter");
    }
    assert_problem(&fixture.get("/counts?limit=1"), 400, "unknown_parameter");
    assert_problem(&fixture.get("/search?folder=/none"), 404, "not_found");
    assert_problem(&fixture.get("/search?folder=news"), 404, "not_found");
    assert_problem(&fixture.get("/serach?q=a"), 404, "not_found");
    assert_problem(&fixture.get(""), 404, "not_found");
    let wrong = fixture.ask("DELETE", "/search?q=a", &[], "");
    assert_problem(&wrong, 405, "wrong_method");
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    assert_eq!(fixture.ask("OPTIONS", "/verify", &[], "").header("allow"), "POST");
}

#[test]
fn an_article_is_named_by_its_path_and_record() {
    let fixture = Fixture::new();
    let (a, d) = (fixture.path("a.txt"), fixture.path("d.jsonl"));
    let article = json(&fixture.get(&format!("/article?path={a}&mark=pier")));
    let segments = article["paragraphs"].to_string();
    assert!(segments.contains(r#""match":true"#), "{segments}");
    assert_eq!(json(&fixture.get(&format!("/article?path={d}&id=2")))["title"]["segments"][0]["text"], "Two");
    let by_id = ArticleId::new(&fixture.news().join("a.txt"), None);
    assert_eq!(json(&fixture.get(&format!("/article/{by_id}?mark=pier"))), article);
    assert_problem(&fixture.get("/article/..%2f..%2fetc"), 404, "not_found");
    assert_problem(&fixture.get(&format!("/article?path={d}")), 409, "ambiguous_record");
    assert_problem(&fixture.get(&format!("/article?path={d}&id=9")), 404, "not_found");
    let near = assert_problem(&fixture.get("/article?path=/elsewhere/c.txt"), 404, "not_found");
    assert!(near["did_you_mean"].as_str().is_some_and(|near| near.ends_with("news/c.txt")), "{near}");
    let outside = fixture.dir.path().join("outside.txt");
    fs::write(&outside, "secret").expect("written");
    assert_problem(&fixture.get(&format!("/article?path={}", outside.display())), 404, "not_found");
}

#[test]
fn copies_quotations_and_the_status_are_listed() {
    let fixture = Fixture::new();
    let copies = json(&fixture.get(&format!("/copies?path={}", fixture.path("a.txt"))));
    assert_eq!((copies.as_array().map(Vec::len), &copies[0]["identical"]), (Some(1), &"words".into()));
    let stories = json(&fixture.get("/stories"));
    assert_eq!(
        (stories.as_array().map(Vec::len), json(&fixture.get("/stories?limit=0"))),
        (Some(1), Value::Array(Vec::new()))
    );
    let quotes = json(&fixture.get("/quotes?q=winter&limit=1"));
    assert_eq!((&quotes["quotations"][0]["speaker"], &quotes["more"]), (&"Ann Lee".into(), &true.into()));
    assert_eq!(json(&fixture.get("/quotes?q=winter&stories=true"))["quotations"][0]["copies"], 1);
    assert_eq!(json(&fixture.get("/quotes?by=speaker"))["by"]["speaker"][0]["value"], "Ann Lee");
    let status = json(&fixture.get("/status?sites=true"));
    assert_eq!((&status["articles"], status["sites"].is_array()), (&5.into(), true));
    assert_eq!(json(&fixture.get("/openapi.json"))["openapi"], "3.1.0");
}

#[test]
fn a_draft_is_text_or_json() {
    let fixture = Fixture::new();
    let post =
        |media_type: &str, body: &str| fixture.ask("POST", "/verify", &[("content-type", media_type)], body);
    let draft = "She said: “We will reopen the pier before the summer.”";
    let text = json(&post("text/plain; charset=utf-8", draft));
    assert_eq!((&text[0]["verdict"], &text[0]["line"]), (&"differs".into(), &1.into()), "{text}");
    assert_eq!(json(&post("application/json", &serde_json::json!({ "text": draft }).to_string())), text);
    assert_problem(&post("application/json", "{\"txt\": \"a\"}"), 400, "bad_body");
    assert_problem(&post("text/html", draft), 415, "bad_media_type");
    assert_problem(&post("text/plain; charset=latin1", draft), 415, "bad_media_type");
    assert_problem(&post("text/plain", &"a".repeat(MAX_DRAFT + 1)), 413, "too_large");
    assert_eq!(json(&post("text/plain", "")), Value::Array(Vec::new()));
}

#[test]
fn an_index_that_cannot_be_read_is_a_problem_of_the_server() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = ServeOptions::new(IndexDir::new(dir.path().join("idx")));
    for target in ["/search?q=a", "/quotes", "/stories", "/status", "/counts"] {
        let answer = ask(&options, ("GET", &format!("/api/v1{target}")), &[], "").expect("an answer");
        assert_problem(&answer, 503, "no_index");
    }
    let fixture = Fixture::new();
    let generation =
        fixture.options().index.clone().into_folder().and_then(|dir| dir.existing()).expect("a generation");
    fs::write(generation.join("meta.json"), "{}").expect("written");
    assert_problem(&fixture.get("/search?q=a"), 500, "damaged");
}

#[test]
fn operations_have_methods() {
    let methods_of = |path: &str| route(path).map(|route| route.methods());
    assert_eq!(methods_of("/api/v1/search"), Some("GET,HEAD"));
    assert_eq!(methods_of("/api/v1/article/YQ"), Some("GET,HEAD"));
    assert_eq!(methods_of("/api/v1/verify"), Some("POST"));
    assert_eq!((methods_of("/api/v1/serach"), methods_of("/")), (None, None));
}
