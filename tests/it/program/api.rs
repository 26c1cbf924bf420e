//! The API gives the bytes that the command line prints, run from another folder.

use clippings::IndexDir;
use clippings::internals::serve::{ServeOptions, ask};

use crate::common::{Dir, article, run, words};

/// Creates an archive of the seeds, an article with a copy, and a file of records.
fn archive() -> Dir {
    let dir = Dir::with_seeds();
    let quoted = "“We will reopen the pier before the winter,” said Ann Lee, the harbor master, who had come \
                to see the ferry, the lifeboat and the cranes on the quay at the mouth of the river.";
    for (name, title, day) in [("a", "Ferry delayed", "2024-10-18"), ("b", "Pier closed", "2024-10-20")] {
        dir.write(&format!("news/{name}.txt"), article(title, day, quoted));
    }
    let records = r#"{"id": "1", "title": "A whale", "date": "2024-09-01", "text": "It was seen near the pier."}
{"id": "2", "title": "Another \u202ewhale", "text": "It was seen at sea."}"#;
    dir.write("news/whales.jsonl", records);
    dir.run("index seeds news").code(0);
    dir
}

/// Returns what the command line prints for `line` as JSON in another folder, without the time that it took.
fn printed(dir: &Dir, line: &str) -> String {
    std::fs::create_dir_all(dir.path("elsewhere")).expect("a folder");
    let mut command = dir.command();
    command.current_dir(dir.path("elsewhere")).args(words(line)).args(["--format", "json"]);
    let printed = run(&mut command, "").stdout;
    match printed.split_once("\"took_ms\":") {
        Some((before, after)) => format!("{before}{}", after.split_once(',').expect("more").1),
        None => printed,
    }
}

/// Returns the body of the API's answer.
fn answered(dir: &Dir, target: &str) -> String {
    let options = ServeOptions::new(IndexDir::new(dir.path("idx")));
    let answer = ask(&options, ("GET", &format!("/api/v1{target}")), &[], "").expect("an answer");
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text()
}

/// Returns a list of the JSON values that are one a line.
fn list(lines: &str) -> String {
    format!("[{}]\n", lines.trim_end().replace('\n', ","))
}

#[test]
fn objects_are_those_of_the_command_line() {
    let dir = archive();
    let news = dir.path("news").canonicalize().expect("a folder");
    let news = news.display();
    for (line, target) in [
        ("search pier".to_owned(), "/search?q=pier".to_owned()),
        ("search pier --stories".into(), "/search?q=pier&stories=true".into()),
        ("search whale --snippets 3 -C 1 -n 1".into(), "/search?q=whale&snippets=3&context=1&limit=1".into()),
        ("search pier --sort oldest --offset 1".into(), "/search?q=pier&sort=oldest&offset=1".into()),
        ("search pier --since 2024-10 --until 2024".into(), "/search?q=pier&since=2024-10&until=2024".into()),
        (format!("search it --folder {news}"), format!("/search?q=it&folder={news}")),
        ("search peir --suggest --explain".into(), "/search?q=peir&suggest=true&explain=true".into()),
        (
            "search whale pier ferry --any --variants".into(),
            "/search?q=whale+pier+ferry&any=true&variants=true".into(),
        ),
        ("search pier --cut".into(), "/search?q=pier&cut=true".into()),
        ("search '\"we will open the pier\"'".into(), "/search?q=%22we+will+open+the+pier%22".into()),
        ("search said:pier".into(), "/search?q=said:pier".into()),
        (
            "search pier --by month,folder --first --stories".into(),
            "/search?q=pier&by=month,folder&first=true&stories=true".into(),
        ),
        ("search pier --by site".into(), "/counts?q=pier&by=site".into()),
        (format!("show {news}/a.txt --mark pier"), format!("/article?path={news}/a.txt&mark=pier")),
        (format!("show {news}/whales.jsonl#2"), format!("/article?path={news}/whales.jsonl&id=2")),
        ("quotes pier --by speaker".into(), "/quotes?q=pier&by=speaker".into()),
        ("status --sites --warnings".into(), "/status?sites=true&warnings=true".into()),
    ] {
        assert_eq!(answered(&dir, &target), printed(&dir, &line), "{line}");
    }
}

#[test]
fn lists_have_the_lines_of_the_command_line() {
    let dir = archive();
    let a = dir.path("news").canonicalize().expect("a folder").join("a.txt");
    let a = a.display();
    let copies = printed(&dir, &format!("copies {a}"));
    assert!(copies.contains("b.txt"), "{copies}");
    assert_eq!(answered(&dir, &format!("/copies?path={a}")), list(&copies));
    assert_eq!(answered(&dir, "/stories").replace(",\n", ","), list(&printed(&dir, "copies --all")));
    let quotes = list(&printed(&dir, "quotes pier --stories"));
    let answer = answered(&dir, "/quotes?q=pier&stories=true");
    assert!(quotes.contains("Ann Lee") && answer.contains(quotes.trim_end()), "{quotes}{answer}");
    let draft = "He heard: “We will open the pier before the winter.” “Nobody said this,” she said.";
    dir.write("draft.txt", draft);
    let reports = printed(&dir, &format!("verify {}", dir.path("draft.txt").display()));
    let name = format!("\"draft\":\"{}\"", dir.path("draft.txt").display());
    let reports = list(&reports.replace(&name, "\"draft\":null"));
    let options = ServeOptions::new(IndexDir::new(dir.path("idx")));
    let answer = ask(&options, ("POST", "/api/v1/verify"), &[("content-type", "text/plain")], draft);
    assert_eq!(answer.expect("an answer").text(), reports);
}
