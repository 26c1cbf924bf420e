//! Runs of letters that were cut out of a text without spaces within a word.

use super::foreign::found;
use crate::common::Dir;

const ARTICLES: [(&str, &str); 6] = [
    ("zh1", "港务局长Hannigan参加了会议，A股下跌，船只于周一由Katherine号拖走，会议结束后代表离开了港口。"),
    ("zh2", "港口的NATO军演周一结束，13人受伤，船长Riff Regan表示，渡轮将停留在港口，直到工程师检查完为止。"),
    ("ja", "港湾当局は月曜日、Marooned号のエンジンの検査が終わるまでフェリーは港にとどまると発表した。"),
    (
        "en",
        "Sean Hannity said on Monday that the katabatic winds of the harbor would keep the ferry in port.",
    ),
    (
        "hr",
        "Elija je rekao da će trajekt ostati u luci dok inženjeri ne pregledaju motor, javila je lučka uprava.",
    ),
    ("zh3", "Elijah号周一离开港口，拖船的船员表示，他们将在码头上等待，直到风暴过去为止，然后再次出发。"),
];

/// Returns the names of the articles that `query` finds.
fn names(dir: &Dir, query: &str) -> Vec<String> {
    // The exit code tells whether any query finds something.
    let found = found(dir, &[query.to_owned(), "港口".to_owned()], "").remove(0);
    found.into_iter().map(|(name, _)| name).collect()
}

fn archive() -> Dir {
    let dir = Dir::new();
    for (name, text) in ARTICLES {
        let record = serde_json::json!({ "id": name, "text": text });
        dir.write(&format!("news/{name}.jsonl"), format!("{record}\n"));
    }
    dir.run("index news --no-clean").code(0);
    dir
}

#[test]
fn a_run_is_found_where_it_begins_or_ends_within_a_word() {
    let dir = archive();
    for (query, expected) in [
        ("gan参加", &["zh1"][..]),
        ("gan参加了会议", &["zh1"]),
        ("由Kath", &["zh1"]),
        ("gan参加 代表", &["zh1"]),
        ("gan参加 w/9 会议", &["zh1"]),
        ("Hanni", &["zh1"]),
        ("Hanni 会议", &["zh1"]),
        ("RiffReg", &["zh2"]),
        ("Maroo", &["ja"]),
        ("A股", &["zh1"]),
        ("NATO军", &["zh2"]),
        ("13人", &["zh2"]),
    ] {
        assert_eq!(names(&dir, query), expected, "{query}");
    }
}

#[test]
fn what_an_article_has_as_typed_is_a_whole_word_and_so_are_quotes_and_short_parts() {
    let dir = archive();
    for query in
        ["3人", "TO军演", "Elija", "Elij", "\"gan参加\"", "=Hanni", "\"Hanni\"", "Hannit", "n参加", "Kat"]
    {
        let found = names(&dir, query);
        match query {
            "TO军演" => assert_eq!(found, ["zh2"]),
            "Elija" => assert_eq!(found, ["hr"]),
            "Elij" => assert_eq!(found, ["zh3"]),
            _ => assert!(found.is_empty(), "{query}: {found:?}"),
        }
    }
}

#[test]
fn the_reading_is_said_marked_and_reads_back() {
    let dir = archive();
    dir.run("search Hanni").code(0).shows("**Hannigan**").says("no article has the word Hanni");
    dir.run("search gan参加").code(0).shows("**Hannigan参加**").says("read as *gan参加");
    dir.run("explain Hanni").code(0).shows("Hanni OR (hanni* lang:zh,ja)").shows("hannigan (zh 1)");
    assert_eq!(names(&dir, "Hanni OR (hanni* lang:zh,ja)"), ["zh1"]);
}

#[test]
fn an_archive_without_such_languages_reads_whole_words() {
    let dir = Dir::with_articles([("en", ARTICLES[3].1)]);
    let run = dir.run("search Hanni");
    assert!(!run.code(1).stderr.contains("no article has the word"), "{}", run.stderr);
}
