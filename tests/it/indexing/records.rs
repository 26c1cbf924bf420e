//! Archive files with one article per line.

use crate::common::Dir;
use crate::common::packed::gzip;

const RECORDS: &str = r#"{"id": "a1", "title": "Ferry stays in port", "text": "The ferry will stay in port for a week, the harbour authority said.\n\nPassengers go by bus.", "date": "2021-05-03", "source": "Courier"}
{"_id": 7, "headline": "Dam opened", "body": "The dam was opened on Monday by the crew.", "published": "2022-01-02T10:00:00Z"}
not a record at all

{"text": "A record without a name, about a lighthouse."}
"#;

#[test]
fn records_are_articles_with_an_id() {
    let dir = Dir::new();
    dir.write("a/news.jsonl", RECORDS);
    dir.run("index a --no-clean").code(2).says("a/news.jsonl:3: invalid JSON").shows("3 articles").clear();
    let answer = dir.search("\"passengers go by bus\"");
    let hit = &answer.hits()[0];
    assert_eq!((hit["id"].as_str(), hit["line"].as_u64()), (Some("a1"), Some(3)));
    assert_eq!(
        (hit["title"].as_str(), hit["published"].as_str()),
        (Some("Ferry stays in port"), Some("2021-05-03"))
    );
    assert_eq!(dir.search("title:dam").hits()[0]["id"], "7");
    assert_eq!(dir.search("lighthouse").hits()[0]["id"], "5", "without an id the line is the id");
    dir.run("search lighthouse").shows("a/news.jsonl#5:1");
}

#[test]
fn archives_are_read_compressed_or_not_under_any_name() {
    let dir = Dir::new();
    let good = RECORDS.replace("not a record at all\n", "");
    dir.write("a/1.jsonl.gz", gzip(good.as_bytes()))
        .write("a/2.ndjson.zst", zstd::encode_all(good.as_bytes(), 3).expect("packed"));
    dir.write("a/3.txt", &good)
        .write("a/4.gz", gzip(&b"A lighthouse stands here, said the mayor of the town.\n"[..]));
    dir.write("a/5.md", "# Notes\n\nThe lighthouse was seen from afar by the crew of the ship.\n");
    dir.run("index a --no-clean").code(0).shows("5 files, 11 articles");
    assert_eq!(dir.search("lighthouse").total(), 5);
    dir.run("index a").code(0).shows("11 unchanged");
}

#[test]
fn changed_archive_replaces_all_its_records() {
    let dir = Dir::new();
    dir.write("a/news.jsonl", RECORDS.replace("not a record at all\n", ""));
    dir.run("index a").code(0).shows("3 added");
    dir.write(
        "a/news.jsonl",
        "{\"id\": \"new\", \"text\": \"The bridge was opened on Monday by the crew.\"}\n",
    );
    dir.run("index a").code(0).shows("1 article in");
    assert_eq!((dir.search("ferry").total(), dir.search("bridge").total()), (0, 1));
    dir.write("a/other.pdf", "");
    std::fs::remove_file(dir.path("a/news.jsonl")).expect("removed");
    dir.run("index a").code(0).shows("1 removed").shows("0 articles");
}

#[test]
fn read_options_are_remembered_per_folder() {
    let dir = Dir::new();
    let page = "Menu\n\nLog in\n\nFerry stays in port\n\nThe ferry will stay in port for a week, said the harbour authority on Monday.\n\nSubscribe to our newsletter\n";
    dir.write("a/page.txt", page).write("a/x.jsonl", "{\"story\": \"A tale of a lighthouse by the sea.\"}\n");
    dir.run("index a --no-clean --map text=story").code(0);
    assert_eq!((dir.search("newsletter").total(), dir.search("lighthouse").total()), (1, 1));
    dir.run("index a --rebuild").code(0);
    assert_eq!(dir.search("newsletter").total(), 1);
    dir.run("index a --clean").code(0).shows("updated");
    assert_eq!((dir.search("newsletter").total(), dir.search("lighthouse").total()), (0, 1));
    dir.run("search newsletter --in a --no-clean").code(0).shows("**newsletter**");
    dir.write("a/y.jsonl", "{\"title\": \"A harbour\", \"body\": \"A pier by the sea.\"}\n");
    dir.run("index a").says("a/y.jsonl: 1 of its records: a title but no text").shows("1 added");
    dir.run("index a --map text=").code(2).says("--map text=FIELD");
    assert_eq!((dir.search("pier").total(), dir.search("lighthouse").total()), (1, 0));
    std::fs::create_dir(dir.path("a/b")).expect("a folder");
    dir.run("index a/b --clean").fails("apply to a whole folder");
    dir.args(&["index", "a", "--map", "nonsense=x"]).code(2).says("id, title, text, date");
}

#[test]
fn broken_archives_are_reported_and_skipped() {
    let dir = Dir::new();
    let archive = gzip(RECORDS.repeat(2000).as_bytes());
    dir.write("a/cut.jsonl.gz", &archive[..archive.len() / 2])
        .write("a/good.txt", "A lighthouse by the sea.\n");
    dir.write("a/none.jsonl", "rubbish\n".repeat(1000))
        .write("a/empty.jsonl.gz", "")
        .write("a/hollow.jsonl", "\n\n");
    dir.write("a/noise.jsonl.zst", b"\x28\xb5\x2f\xfd noise and more noise");
    let run = dir.run("index a");
    run.code(2)
        .says("a/cut.jsonl.gz:")
        .says("a/none.jsonl:1: invalid JSON")
        .says("a/none.jsonl: 980 more records")
        .clear();
    run.says("a/noise.jsonl.zst");
    assert!(run.stderr.lines().count() < 60, "{}", run.stderr);
    assert!(dir.search("lighthouse").total() > 1);
}

#[test]
fn ties_of_one_file_are_in_record_order() {
    let dir = Dir::new();
    let record = |id: usize| format!("{{\"id\": {id}, \"text\": \"A lighthouse by the sea.\"}}\n");
    dir.write("a/x.jsonl", (1..=30).map(record).collect::<String>());
    dir.run("index a").code(0);
    let ids = |answer: &crate::common::Answer| {
        answer.hits().iter().map(|hit| hit["id"].to_string()).collect::<Vec<_>>()
    };
    let expected: Vec<_> = (1..=10).map(|id| format!("\"{id}\"")).collect();
    assert_eq!(ids(&dir.search("lighthouse")), expected);
}
