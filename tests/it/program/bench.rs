//! `clippings bench`.

use crate::common::{Dir, article};
use serde_json::Value;

/// Indexes articles with enough words to draw every kind of query.
fn town() -> Dir {
    let dir = Dir::new();
    let events = ["storm", "festival", "election", "flooding", "harvest", "strike", "marathon", "auction"];
    for number in 0..120 {
        let sentence = format!(
            "The {} in district {number} surprised the mayor, who promised bridge{} and repairs to the harbour.",
            events[number % events.len()],
            number % 40
        );
        dir.write(&format!("a/{number}.txt"), article(&format!("Town {number}"), "3 May 2021", &sentence));
    }
    dir.run("index a").code(0);
    dir
}

fn report(text: &str) -> Value {
    serde_json::from_str(text).expect("a report in JSON")
}

#[test]
fn sampled_queries_depend_on_the_seed() {
    let dir = town();
    let first = report(&dir.run("bench --format json --each 4 --repeats 2 --cold 1 --threads 2").stdout);
    let again = report(&dir.run("bench --format json --each 4 --repeats 1 --cold 0 --threads 1").stdout);
    let other = report(&dir.run("bench --format json --each 4 --repeats 1 --cold 0 --seed 2").stdout);
    assert_eq!(first["questions"], again["questions"]);
    assert_ne!(first["questions"], other["questions"]);
    let lines = first["lines"].as_array().expect("lines");
    let kinds: Vec<_> = lines.iter().filter_map(|line| line["kind"].as_str()).collect();
    assert_eq!(kinds, ["rare", "common", "and", "or", "phrase", "near", "wildcard", "fuzzy"]);
    for line in lines {
        let warm = &line["warm"];
        let time = |what: &str| warm["whole"][what].as_f64().expect("a time");
        assert!(0.0 < time("p50") && time("p50") <= time("p99") && time("p99") <= time("max"), "{line}");
        let answers: u64 =
            warm["histogram"]["bars"].as_array().expect("bars").iter().filter_map(Value::as_u64).sum();
        assert_eq!(answers, 2 * line["queries"].as_u64().expect("a number"));
        assert!(line["found"].as_u64() > Some(0) || line["kind"] == "fuzzy", "{line}");
    }
    let threads: Vec<_> =
        first["throughput"].as_array().expect("throughput").iter().map(|line| &line["threads"]).collect();
    assert_eq!(threads, [1, 2]);
}

#[test]
fn saved_runs_can_be_compared() {
    let dir = town();
    dir.run("bench --each 2 --repeats 2 --seed 9 --save before.json").code(0);
    let run = dir.run("bench --repeats 2 --compare before.json --save after.json --svg h.svg");
    run.code(0).shows("before").clear();
    assert_eq!(run.stderr, "");
    let read = |name: &str| std::fs::read_to_string(dir.path(name)).expect("a file");
    assert_eq!(report(&read("before.json"))["questions"], report(&read("after.json"))["questions"]);
    let svg = read("h.svg");
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>") && svg.contains("p99"), "{svg}");
    dir.write("q.tsv", "mayor\n");
    let other = dir.run("bench --repeats 1 --queries q.tsv --compare before.json");
    other.code(0).says("the two runs cannot be compared");
}

#[test]
fn queries_from_a_file_are_classified() {
    let dir = town();
    dir.write("q.tsv", "1\tharbour\n2\tbridge7\n3\tmayor harbour\n4\t\"the mayor\"\n5\ttitle:town\n");
    let report = report(&dir.run("bench --format json --repeats 1 --cold 0 --queries q.tsv").stdout);
    let questions = report["questions"].as_array().expect("questions").clone();
    let kinds: Vec<_> = questions.iter().filter_map(|question| question["kind"].as_str()).collect();
    assert_eq!(kinds, ["common", "common", "and", "phrase", "other"]);
}

#[test]
fn samples_and_sqlite_are_measured() {
    let dir = town();
    let run = dir.run("bench --format json --each 3 --repeats 2 --cold 0 --threads 1 --growth");
    let growth = report(&run.stdout)["growth"].clone();
    // A tenth of the articles, then all: a hundredth would be one.
    assert_eq!(growth[0]["articles"], 12, "{growth}");
    assert_eq!(growth[1]["articles"], 120, "{growth}");
    assert!(growth[0]["times"][0][1]["p50"].as_f64() > Some(0.0), "{growth}");
    dir.run("bench --each 3 --repeats 1 --cold 0 --growth").code(0).shows("growth, p99");

    let with_sqlite = |path: &str, format: &str| {
        let mut command = dir.command();
        let options =
            ["bench", "--each", "3", "--repeats", "1", "--cold", "0", "--sqlite", "--format", format];
        crate::common::run(command.env("PATH", path).args(options), "")
    };
    with_sqlite("", "text").fails("SQLite is not installed");
    let path = std::env::var("PATH").unwrap_or_default();
    if std::process::Command::new("sqlite3").arg("--version").output().is_err() {
        eprintln!("skipped: sqlite3 is not installed");
        return;
    }
    let sqlite = report(&with_sqlite(&path, "json").stdout)["sqlite"].clone();
    let kinds: Vec<_> =
        sqlite["kinds"].as_array().expect("kinds").iter().filter_map(|kind| kind["kind"].as_str()).collect();
    assert_eq!(kinds, ["rare", "common", "and", "or", "phrase", "near", "wildcard"]);
    with_sqlite(&path, "text").code(0).shows("SQLite FTS5 3");
}

#[test]
fn invalid_input_is_reported() {
    let dir = town();
    dir.write("no.json", "{}").write("none.tsv", "");
    dir.run("bench --compare no.json").fails("was not saved by");
    dir.run("bench --queries gone.tsv").fails("cannot read the queries in gone.tsv");
    dir.run("bench --queries none.tsv").fails("no queries to run");
    dir.run("bench --index nowhere").fails("no index");
    dir.run("bench --each 1 --repeats 1 --save no/such/folder.json").fails("cannot write");
}
