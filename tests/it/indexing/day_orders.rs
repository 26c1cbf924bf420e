//! Days in numbers, whose order of day and month the other articles of the source tell.

use std::fs;

use crate::common::Dir;

const TEXT: &str = "The harbour board met on Thursday and put off the work on the old pier once more.";
const FRENCH: &str =
    "Le conseil du port s’est réuni jeudi et a remis à plus tard les travaux sur la vieille jetée.";
const HUNGARIAN: &str =
    "A kikötő tanácsa csütörtökön ülésezett, és ismét elhalasztotta a régi móló felújítását a jövő évre.";

/// Returns the days of all articles, each with the name of its file or its id.
fn days(dir: &Dir) -> String {
    let answer = dir.search("*");
    let name = |hit: &serde_json::Value| match hit["id"].as_str() {
        Some(id) => id.to_owned(),
        None => hit["path"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned(),
    };
    let day = |hit: &serde_json::Value| hit["published"].as_str().unwrap_or("none").to_owned();
    let mut days: Vec<String> =
        answer.hits().iter().map(|hit| format!("{} {}", name(hit), day(hit))).collect();
    days.sort();
    days.join(", ")
}

fn record(id: &str, site: &str, date: &str) -> String {
    serde_json::json!({"id": id, "source": site, "date": date, "text": TEXT}).to_string() + "\n"
}

/// The line of the day below the title of a saved text.
fn page(day: &str, text: &str) -> String {
    format!("Pier stays closed\n\n{day}\n\n{text}\n\n{text}\n")
}

#[test]
fn the_other_articles_of_a_source_tell_the_order() {
    let dir = Dir::new();
    let lines = [
        record("a", "Courier", "03/04/2024"),
        record("b", "Courier", "25/04/2024"),
        record("c", "Herald", "03/04/2024 10:30"),
        record("d", "Herald", "04/25/2024"),
        record("e", "Gazette", "3-4-24"),
        record("f", "Gazette", "2024-04-05 17-11-20"),
    ];
    dir.write("news/r.jsonl", lines.concat());
    dir.run("index news").code(0).shows("6 added, 0 updated").hides("could not");
    let expected = "a 2024-04-03, b 2024-04-25, c 2024-03-04, d 2024-04-25, e 2024-03-04, f 2024-04-05";
    assert_eq!(days(&dir), expected);
    dir.run("index").code(0).shows("0 added, 0 updated, 0 removed, 6 unchanged");
    dir.run("check").code(0);
}

#[test]
fn any_order_of_indexing_gives_the_same_days() {
    let dir = Dir::new();
    let files = [
        ("a.txt", page("03/04/2024", TEXT)),
        ("b.txt", page("Published 25/04/2024", TEXT)),
        ("c.jsonl", record("c", "", "5/4/2024")),
        ("d.html", format!("<html lang=en><title>T</title><h1>T</h1><time>06/04/2024</time><p>{TEXT}</p>")),
        ("e.md", format!("---\ntitle: T\ndate: 07/04/2024\n---\n{TEXT}\n")),
    ];
    for (name, text) in &files {
        dir.write(&format!("all/{name}"), text);
        dir.write(&format!("one/{name}"), text);
    }
    let expected = "a.txt 2024-04-03, b.txt 2024-04-25, c 2024-04-05, d.html 2024-04-06, e.md 2024-04-07";
    dir.run("index all --no-clean").code(0);
    assert_eq!(days(&dir), expected);
    fs::remove_dir_all(dir.path("idx")).expect("removed");
    for last in ["b.txt", "a.txt"] {
        fs::rename(dir.path(&format!("one/{last}")), dir.path("later")).expect("moved");
        dir.run("index one --no-clean").code(0);
        fs::rename(dir.path("later"), dir.path(&format!("one/{last}"))).expect("moved");
        dir.run("index").code(0).shows("1 added");
        assert_eq!(days(&dir), expected, "{last} came last");
        fs::remove_dir_all(dir.path("idx")).expect("removed");
    }
    // Without the article that tells, the others are read as their language says.
    dir.run("index one --no-clean").code(0);
    fs::remove_file(dir.path("one/b.txt")).expect("removed");
    dir.run("index").code(0).shows("1 removed");
    assert_eq!(days(&dir), "a.txt none, c 2024-05-04, d.html 2024-06-04, e.md 2024-07-04");
}

#[test]
fn a_line_is_read_in_the_order_of_its_language() {
    let dir = Dir::new();
    dir.write("fr/a.txt", page("Publié le 03/04/2024", FRENCH));
    dir.write("en/b.txt", page("03/04/2024", TEXT));
    dir.write("both/c.txt", page("25/04/2024", TEXT)).write("both/d.txt", page("04/25/2024", TEXT));
    dir.write("both/e.txt", page("03/04/2024", TEXT));
    dir.run("index fr en both").code(0);
    let expected = "a.txt 2024-04-03, b.txt none, c.txt 2024-04-25, d.txt 2024-04-25, e.txt none";
    assert_eq!(days(&dir), expected);
}

#[test]
fn a_day_in_words_is_not_read_in_the_order_of_the_source() {
    let dir = Dir::new();
    let byline = format!("Közzétéve: 2024. április 3.\n\n{HUNGARIAN}\n\n{HUNGARIAN}");
    let html = byline.replace("\n\n", "</p><p>");
    let head = "<html lang=hu><title>A móló zárva marad</title><meta name=date content=03/04/2024>";
    dir.write("news/a.md", format!("---\ntitle: A móló zárva marad\ndate: 03/04/2024\n---\n{byline}\n"));
    dir.write("news/b.html", format!("{head}<h1>A móló zárva marad</h1><p>{html}</p>"));
    dir.write("news/c.txt", page("04/25/2024", TEXT));
    dir.run("index news").code(0);
    assert_eq!(days(&dir), "a.md 2024-04-03, b.html 2024-04-03, c.txt 2024-04-25");
}
