//! JSON files with articles, and JSON files without.

use crate::common::Dir;

const SENTENCE: &str =
    "The lighthouse was lit again on Monday, the harbour authority said after a long night.";

#[test]
fn articles_in_json_files_are_read() {
    let dir = Dir::new();
    let record = |id: &str| {
        format!("{{\n  \"id\": \"{id}\",\n  \"title\": \"Lit {id}\",\n  \"text\": \"{SENTENCE}\"\n}}")
    };
    dir.write("a/array.json", format!("[\n{},\n{}\n]\n", record("a1"), record("a2")));
    dir.write("a/wrapped.json", format!("{{\"status\": \"ok\", \"articles\": [{}]}}", record("b1")));
    dir.write(
        "a/nested.json",
        format!("{{\"response\": {{\"docs\": [{}]}}}}", record("c1")).replace('\n', ""),
    );
    dir.write("a/single.json", record("d1"));
    dir.write("a/array.txt", format!("[{}]", record("e1")));
    dir.write("a/array.jsonl", format!("[{}]", record("f1")));
    dir.write(
        "a/lines.json",
        format!("{}\n{}\n", record("g1"), record("g2")).replace('\n', "").replace("}{", "}\n{"),
    );
    dir.write("a/package.json", "{\"name\": \"x\", \"description\": \"A lighthouse for all and everyone\"}");
    dir.write("a/settings.json", "{\"editor\": {\"lighthouse\": true}}");
    dir.run("index a").code(0).shows("9 articles").shows("2 json");
    let answer = dir.args(&["search", "lighthouse", "--format", "json", "-n", "20"]);
    for id in ["a1", "a2", "b1", "c1", "d1", "e1", "f1", "g1", "g2"] {
        assert!(answer.stdout.contains(&format!("\"id\":\"{id}\"")), "{id}: {}", answer.stdout);
    }
    dir.run("show a/array.json#a2").code(0).shows("Lit a2");
    dir.run("index a").code(0).shows("9 unchanged");
}

#[test]
fn records_that_are_not_quite_json_are_read() {
    let dir = Dir::new();
    let lines = [
        "\u{feff}{\"id\": \"1\", \"text\": \"The first lighthouse.\", \"score\": NaN, \"x\": [Infinity, -Infinity, 1e999]}",
        "{\"id\": \"2\", \"text\": \"The \\ud83d second lighthouse.\"}",
        "{\"id\": \"3\", \"text\": \"The third\tlighthouse.\", \"text\": \"And the beacon.\"},",
    ];
    dir.write("a/x.jsonl", lines.join("\r\n"));
    dir.run("index a --no-clean").code(0).shows("3 articles");
    assert_eq!(dir.search("lighthouse").total(), 3);
    assert_eq!(dir.search("\"third lighthouse\" beacon").total(), 1);
}
