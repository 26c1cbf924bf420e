//! Counts by facets, and the first match.

use serde_json::{Value, json};

use crate::common::Dir;

const RECORDS: &str = r#"{"id":"a","date":"2018-03-20","source":"Coast","author":"Ann Lee","text":"The ferry was said to be late."}
{"id":"b","date":"2018-03-17","source":"Hill","text":"The ferry was said to be early."}
{"id":"c","date":"2018-03-17","source":"Coast","text":"The ferry is early, the crew said."}
{"id":"d","date":"2019-11-02","source":"Coast","text":"Die Fähre ist heute zu spät, sagte der Kapitän, und das Schiff (ferry) blieb im Hafen liegen."}
{"id":"e","text":"The ferry had no day."}
{"id":"f","date":"2018-02-31","source":"Hill","text":"The ferry of a day that cannot be."}
{"id":"g","date":"2017-01-01","source":"Hill","text":"A train."}
"#;

fn archive() -> Dir {
    let dir = Dir::new();
    dir.write("news/wire.jsonl", RECORDS);
    dir.write("news/notes/one.txt", "The ferry stands in a note.\n");
    dir.run("index news --no-clean").code(0);
    dir
}

fn answer(dir: &Dir, line: &str) -> Value {
    serde_json::from_str(&dir.run(line).stdout).expect("JSON")
}

#[test]
fn all_matches_are_counted() {
    let dir = archive();
    let answer = answer(&dir, "search ferry --by month,site --by folder --by month --format json");
    assert_eq!(answer["total"], 7);
    let count = |value: Value, count: u64| json!({"value": value, "count": count});
    let month = [count("2018-03".into(), 3), count("2019-11".into(), 1), count(Value::Null, 3)];
    assert_eq!(answer["by"]["month"], json!(month));
    assert_eq!(
        answer["by"]["site"],
        json!([count("Coast".into(), 3), count("Hill".into(), 2), count(Value::Null, 2)])
    );
    assert_eq!(answer["by"]["folder"], json!([count("news".into(), 6), count("news/notes".into(), 1)]));
    assert_eq!((&answer["impossible"], &answer["hits"]), (&json!(1), &json!([])));
}

/// Returns the row of a timeline with a bar of so many blocks.
fn row(start: &str, blocks: usize) -> String {
    format!("{start} {}\n", "█".repeat(blocks))
}

#[test]
fn counts_are_bars_and_rows_in_a_pipe_and_rows_in_csv() {
    let dir = archive();
    let run = dir.run("search ferry --by year");
    let years = [row("2018   3", 70), row("2019   1", 23) + "no day 3 (1 declares a day that cannot be)\n"];
    assert_eq!(run.stdout.replace('▍', ""), years.concat());
    run.code(0).says("7 of 8 articles").hides("\x1b");
    assert!(!run.stderr.contains("a day that cannot be"), "{}", run.stderr);
    let days = dir.run("search ferry --by day,language");
    days.shows("day\n2018-03-17 2 ██").shows("\n2018-03-18 0\n2018-03-19 0\n2018-03-20 1 ██");
    days.shows("\n… 591 days without\n2019-11-02 1 ██").shows("be)\n\nlanguage\nen 6\nde 1\n");
    let colored = dir.run("search ferry --by month --color always").stdout.clone();
    assert!(colored.contains("\u{1b}[32m█"), "{colored}");
    let run = dir.run("search ferry --by author --format csv --bom");
    assert_eq!(run.stdout, "\u{feff}by,value,count\r\n\"author\",\"Ann Lee\",1\r\n\"author\",,6\r\n");
}

#[test]
fn hits_stand_beside_counts_if_they_are_asked_for() {
    let dir = archive();
    let oldest = answer(&dir, "search ferry --by month --sort oldest --format json");
    assert_eq!((&oldest["hits"][0]["id"], &oldest["by"]["month"][0]["count"]), (&json!("b"), &json!(3)));
    let two = answer(&dir, "search ferry --by month -n 2 --format json");
    assert_eq!(two["hits"].as_array().map(Vec::len), Some(2));
    dir.run("search ferry --by month --count").code(2);
    dir.run("search ferry --by month --format trec").fails("--by and --first cannot be printed");
    dir.run("search ferry --by moon").code(2).says("month, week, day, year, site, language, folder, author");
    dir.run("search ferry --bom").fails("--format csv");
}

#[test]
fn the_first_match_is_the_first_of_this_archive() {
    let dir = archive();
    let first = &answer(&dir, "search ferry --first --format json")["first"];
    assert_eq!((&first["published"], &first["undated"]), (&json!("2018-03-17"), &json!(3)));
    let places = json!([{"path": "news/wire.jsonl", "id": "b", "line": 1, "page": null}, {"path": "news/wire.jsonl", "id": "c", "line": 1, "page": null}]);
    assert_eq!(first["hits"], places);
    dir.run("search ferry --first")
        .code(0)
        .shows("First in this archive: 2018-03-17 (3 articles without a date beside it)\n")
        .shows("   Hill · 2018-03-17 · news/wire.jsonl#b:1\n   The **ferry** was said");
    dir.run("show 2").code(0).shows("wire.jsonl#c");
    let undated = &answer(&dir, "search note --first --format json")["first"];
    assert_eq!(*undated, json!({"published": null, "hits": [], "undated": 1}));
    dir.run("search note --first").shows("First in this archive: unknown (1 article without a date)\n");
    dir.run("search 'ferry absent' --by month").code(1).hides("No article").says("ferry 7, absent 0");
    dir.run("search nothing --first").code(1).shows("First in this archive: unknown (no article)\n");
    dir.run("search ferry --first --format csv")
        .shows("\r\n1,0,\"news/wire.jsonl\",\"b\",1,,2018-03-17,")
        .says("first in this archive: 2018-03-17 (3 articles without a date beside it)\n");
    dir.run("search nothing --first --by month --format csv")
        .code(1)
        .says("first in this archive: unknown (no article)\n");
}

#[test]
fn many_queries_are_counted_one_by_one() {
    let dir = archive();
    dir.write("q.tsv", "q1\tferry\nq2\ttrain\n");
    let run = dir.run("search --queries q.tsv --by year --first --format json");
    let answers = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let years: Vec<Value> = answers.map(|answer| answer["by"]["year"][0]["value"].clone()).collect();
    assert_eq!(years, ["2018", "2017"]);
    let run = dir.run("search --queries q.tsv --by year");
    run.shows("== q1: ferry (7 articles)\n")
        .shows("\n2018   3 ██")
        .shows("== q2: train (1 article)\n2017 1 ██");
    let run = dir.run("search --queries q.tsv --by year --format csv");
    run.shows("qid,query,by,value,count\r\n").shows("\"q2\",\"train\",\"year\",\"2017\",1\r\n");
}

#[test]
fn a_carried_article_keeps_its_impossible_day() {
    let dir = archive();
    std::fs::rename(dir.path("news"), dir.path("away")).expect("a folder");
    dir.run("index --rebuild");
    assert_eq!(answer(&dir, "search ferry --by month --format json")["impossible"], 1);
}

#[test]
fn facets_are_named_as_people_write_them() {
    let dir = archive();
    let plain = dir.run("search ferry --by month,site -q").code(0).stdout.clone();
    for typed in ["month, site", " Months,sites", "month ,source"] {
        assert_eq!(dir.args(&["search", "ferry", "--by", typed, "-q"]).code(0).stdout, plain, "{typed}");
    }
    dir.run("search ferry --by months,hours").code(2).says("invalid value 'hours'");
    assert_eq!(dir.run("search --by site -q").stdout, dir.run("search '*' --by site -q").stdout);
    dir.run("search --by site -q").code(0).shows("Coast ");
    dir.run("search --first").code(2);
}

#[test]
fn weeks_begin_on_monday_and_belong_to_the_year_of_their_thursday() {
    let texts = ["2016-10-09", "2016-10-10", "2016-10-16", "2021-01-03", "2020-12-28", "2018-12-31"];
    let articles = texts.iter().map(|day| (*day, crate::common::article("Ferry", day, "The ferry left.")));
    let dir = Dir::with_articles(articles);
    let weeks = dir.run("search ferry --by week -q").code(0).stdout.replace(['█', '▌'], "");
    let gap = |weeks: u64| format!("… {weeks} weeks without");
    let expected =
        format!("2016-W40 1 \n2016-W41 2 \n{}\n2019-W01 1 \n{}\n2020-W53 2 \n", gap(115), gap(103));
    assert_eq!(weeks, expected);
}

#[test]
fn results_are_told_apart_from_the_first_match() {
    let dir = archive();
    dir.run("search ferry --first -n 1").code(0).shows("\n\nResults:\n\n1. ");
    dir.run("search ferry --first").hides("Results:");
}

/// Returns the picture of `line`, drawn in a file `h.svg`.
fn svg(dir: &Dir, line: &str) -> String {
    dir.run(line);
    std::fs::read_to_string(dir.path("h.svg")).expect("a picture")
}

#[test]
fn a_picture_shows_the_months_and_what_is_in_none() {
    let dir = archive();
    let drawn = svg(&dir, "search ferry --svg h.svg");
    assert!(drawn.starts_with("<svg") && drawn.ends_with("</svg>\n") && drawn.contains("role=\"img\""));
    for text in [
        "<title id=\"timeline-title\">ferry</title>",
        "Articles by month, from 2018-03 to 2019-11; the most, 3, in 2018-03. 7 articles found.",
        "<title>2018-03: 3 articles</title>",
        ">3 articles without a day (1 declares a day that cannot be)</text>",
        "prefers-color-scheme: dark",
    ] {
        assert!(drawn.contains(text), "{text} not in {drawn}");
    }
    assert!(
        svg(&dir, "search ferry --by author,year --svg h.svg").contains("<title>2019: 1 article</title>")
    );
    assert!(svg(&dir, "search --by week --svg h.svg").contains(">all articles</title>"));
    assert!(svg(&dir, "search absent --svg h.svg").contains("no article with a day of publication"));
}

#[test]
fn a_picture_changes_no_answer() {
    let dir = archive();
    for line in
        ["search ferry -q", "search ferry -l -q", "search ferry --count -q", "search ferry --first -q"]
    {
        let plain = dir.run(line).stdout.clone();
        assert_eq!(dir.run(&format!("{line} --svg h.svg")).stdout, plain, "{line}");
    }
    let answer = answer(&dir, "search ferry --svg h.svg --format json");
    assert!(answer.get("by").is_none() && answer.get("impossible").is_none(), "{answer}");
}

#[test]
fn a_picture_is_printed_in_place_of_the_results() {
    let dir = archive();
    let run = dir.run("search ferry --svg -");
    run.code(0).says("7 of 8 articles").hides("1. ");
    assert!(run.stdout.starts_with("<svg") && run.stdout.ends_with("</svg>\n"), "{}", run.stdout);
    assert!(!dir.path("-").exists());
}

#[test]
fn a_picture_of_all_articles_needs_no_query() {
    let dir = archive();
    let months = dir.run("search --by month -q").stdout.clone();
    assert_eq!(dir.run("search --svg h.svg -q").code(0).stdout, months);
    let drawn = std::fs::read_to_string(dir.path("h.svg")).expect("a picture");
    assert!(drawn.contains(">all articles</title>"), "{drawn}");
}

#[test]
fn a_picture_of_stories_says_so() {
    let dir = Dir::new();
    let text = "The ferry between the islands and the harbor was late again on Monday, the crew said in the evening, and \
                nobody could say when the repair of the older ship would end or what it would cost the town.";
    let record = |id, date, text| format!("{}\n", json!({"id": id, "date": date, "text": text}));
    let records = [("a", "2018-03-01", text), ("b", "2018-03-02", text), ("c", "2018-03-03", "A ferry.")];
    dir.write("news/wire.jsonl", records.map(|(id, date, text)| record(id, date, text)).concat());
    dir.write("news/none.jsonl", record("d", "2018-02-31", "A ferry without a day."));
    dir.run("index news --no-clean").code(0);
    let drawn = svg(&dir, "search ferry --stories --svg h.svg");
    for text in [
        ">stories by month</text>",
        "Stories by month, from 2018-03 to 2018-03; the most, 2, in 2018-03. 4 articles, 3 stories found. 1 story \
         without a day (1 declares a day that cannot be).</desc>",
        "<title>2018-03: 2 stories</title>",
        ">4 articles, 3 stories found</text>",
    ] {
        assert!(drawn.contains(text), "{text} not in {drawn}");
    }
    assert!(svg(&dir, "search ferry --svg h.svg").contains(">articles by month</text>"));
    dir.run("search ferry --stories --by year,language")
        .shows("stories by year\n2018 ")
        .shows("\n\nstories by language\n");
    assert!(
        svg(&dir, "search absent --stories --svg h.svg")
            .contains(">no story with a day of publication</text>")
    );
}

#[test]
fn no_query_ends_the_picture() {
    let dir = archive();
    dir.args(&["search", "ferry OR '</svg><script>alert(1)</script>' \u{1b}\u{ffff}&", "--svg", "h.svg"]);
    let drawn = std::fs::read_to_string(dir.path("h.svg")).expect("a picture");
    assert!(drawn.contains("&lt;/svg&gt;&lt;script&gt;") && !drawn.contains("<script"), "{drawn}");
    assert!(!drawn.contains(['\u{1b}', '\u{ffff}']) && drawn.matches("</svg>").count() == 1);
}

#[test]
fn a_picture_that_cannot_be_drawn_is_refused() {
    let dir = archive();
    dir.run("search ferry --by author --svg h.svg").fails("--svg draws articles over time");
    dir.write("q.tsv", "ferry\n");
    dir.run("search --queries q.tsv --svg h.svg").code(2).says("cannot be used with");
    dir.run("search ferry --svg q.tsv")
        .hides("ferry")
        .fails("cannot write q.tsv: the file exists and is no SVG picture");
    for output in ["-l", "--count", "--cite", "--format json", "--open 1"] {
        dir.run(&format!("search ferry --svg - {output}")).fails("name a file instead");
    }
    dir.run("search ferry --like --svg h.svg").fails("--svg means nothing");
    assert!(!dir.path("h.svg").exists());
    dir.run("search ferry --svg none/h.svg").code(2).hides("ferry").says("cannot write none/h.svg");
}

#[test]
fn days_between_hyphens_are_days_of_publication() {
    let dir = Dir::new();
    let record = |date: &str| format!("{{\"date\":\"{date}\",\"text\":\"The ferry was late again.\"}}\n");
    let dates = ["26-FEB-1987 15:02:20.00", " 1-MAR-1987 08:03:01.79", "9-apr-1987 09:00:00.00"];
    dir.write("wire.jsonl", dates.map(record).concat());
    dir.run("index . --no-clean").code(0);
    dir.run("search ferry --by day --format csv")
        .shows("1987-02-26\",1")
        .shows("1987-03-01\",1")
        .shows("1987-04-09\",1");
}
