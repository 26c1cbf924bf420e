//! The command `copies`: stories, and what the copies of an article have otherwise.

use std::fs;
use std::path::Path;

use crate::common::{Dir, copy_folder};
use serde_json::Value;

/// The report of an agency, without its dateline, byline and credit line.
const REPORT: [&str; 6] = [
    "The last ferry to the outer islands will sail on Friday after the port authority failed to find the $40 million it needs for a new engine.",
    "Captain Runa Ek told passengers on the quay that the crew had hoped for a different answer until the very end.",
    "“We kept her afloat with paint and prayers for eleven winters,” she said, holding the brass bell from the bridge.",
    "About 1,200 people live on the outer islands, most of them older than sixty, and the supermarket there closed in spring.",
    "A spokesman for the ministry of transport promised on Tuesday that a chartered boat would bring food and medicine twice a week.",
    "The ferry was built in 1961 and has carried more than three million passengers, according to the port museum.",
];

/// An article on something else.
const RYE: [&str; 3] = [
    "A bakery in the old town has won the prize for the best rye loaf in the country for the third time.",
    "Its owner, who grinds the flour herself, said that the secret was a starter which her grandmother kept alive.",
    "The jury tasted ninety loaves in two days and drank a great deal of water in between, its chairman said.",
];

/// Writes a report that its agency and three papers print, and an article on something else.
fn printed() -> Dir {
    let dir = Dir::new();
    let join = |paragraphs: &[&str]| paragraphs.join("\n\n");
    let [first, second, third, fourth, fifth, sixth] = REPORT;
    let record = |id: &str, source: &str, date: Option<&str>, title: &str, text: String| {
        serde_json::json!({"id": id, "source": source, "date": date, "title": title, "text": text})
            .to_string()
    };
    let wire = join(&[&format!("GRAYPORT (AP) — {first}"), second, third, fourth, fifth, sixth]);
    let cut = join(&[&format!("GRAYPORT — {first}"), second, third, fourth]);
    let edited = join(&[
        &first.replace("$40 million", "$45 million"),
        second,
        third,
        "The mayor of Lower Grayport said her town would lend its fire boat for as long as the islands need one.",
        &fourth.replace("closed in spring", "closed"),
        fifth,
        sixth,
        "Copyright 2016 The Associated Press. All rights reserved.",
    ]);
    let other = join(&RYE);
    let lines = [
        record("wire", "Coast Wire", Some("2016-10-16"), "Last ferry sails Friday", wire.clone()),
        record("cut", "Courier", Some("2016-10-17"), "Last ferry sails Friday", cut),
        record("edited", "Gazette", Some("2016-10-18"), "Islanders lose their ferry", edited),
        record("same", "Post", None, "Last ferry sails Friday", wire),
        record("other", "Courier", Some("2016-10-17"), "Best rye loaf", other),
    ];
    dir.write("news/all.jsonl", lines.join("\n") + "\n");
    dir.run("index --no-clean news").code(0);
    dir
}

/// Returns the lines of JSON that a command prints.
fn objects(dir: &Dir, line: &str) -> Vec<Value> {
    let run = dir.run(line);
    run.code(0);
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn all_stories_are_listed_by_day() {
    let dir = printed();
    let stories = objects(&dir, "copies --all --format json");
    let [story] = stories.as_slice() else { panic!("{stories:?}") };
    let copies = story["copies"].as_array().expect("copies");
    let mut ids: Vec<&str> = copies.iter().filter_map(|copy| copy["id"].as_str()).collect();
    let days: Vec<Option<&str>> = copies.iter().map(|copy| copy["published"].as_str()).collect();
    assert!(
        days.windows(2).all(|pair| pair[1].is_none() || pair[0].is_some() && pair[0] <= pair[1]),
        "{days:?}"
    );
    ids.extend(story["representative"]["id"].as_str());
    ids.sort_unstable();
    assert_eq!(ids, ["cut", "edited", "same", "wire"]);
    let representative = &story["representative"];
    assert_eq!(representative["path"], "news/all.jsonl");
    assert!(["title", "site", "published"].iter().all(|key| representative.get(key).is_some()));
}

#[test]
fn stories_are_printed_as_text_and_csv() {
    let dir = printed();
    let run = dir.run("copies --all");
    run.code(0).says("1 story, 4 articles").shows("Last ferry sails Friday (4 articles)\n");
    run.shows("   2016-10-16  Coast Wire · news/all.jsonl#wire\n   2016-10-17  Courier");
    run.shows("   undated     Post · news/all.jsonl#same\n");
    let csv = dir.run("copies --all --format csv").stdout;
    assert_eq!(csv.lines().next(), Some("story,representative,path,id,published,site,title,guest"));
    let ids: Vec<_> = csv.lines().skip(1).filter_map(|line| line.split(',').nth(3)).collect();
    assert_eq!(ids, ["\"wire\"", "\"cut\"", "\"edited\"", "\"same\""]); // by day
    assert_eq!(csv.lines().filter(|line| line.starts_with("1,yes,")).count(), 1, "{csv}");
    assert_eq!(csv.lines().filter(|line| line.starts_with("1,")).count(), 4, "{csv}");
}

#[test]
fn stories_are_limited_by_number_folder_and_day() {
    let dir = Dir::new();
    let text = REPORT.join("\n\n");
    let other = "The bakery in the old town has won the prize for the best rye loaf in the country for the third time, \
                 and its owner said that the secret was a starter which her grandmother kept alive in the war.";
    for (name, day) in [("a/one", "2016-10-16"), ("b/two", "2016-10-20")] {
        dir.write(&format!("news/{name}.txt"), format!("Last ferry\n\n{day}\n\n{text}\n"));
    }
    for (name, day) in [("b/three", "2024-03-01"), ("b/four", "2024-03-02")] {
        dir.write(&format!("news/{name}.txt"), format!("Best rye loaf\n\n{day}\n\n{other}\n"));
    }
    dir.run("index --no-clean news").code(0);
    dir.run("copies --all").code(0).says("2 stories, 4 articles");
    dir.run("copies --all -n 1")
        .says("1 of 2 stories, 2 articles; -n shows more")
        .shows("Best rye loaf (2 articles)")
        .hides("Last");
    // The whole story is listed.
    let run = dir.run("copies --all --folder news/a");
    run.says("1 story, 2 articles, in news/a")
        .shows("news/a/one.txt")
        .shows("news/b/two.txt")
        .hides("rye loaf");
    dir.run("copies --all --since 2016-10-18 --until 2020").says("1 story, 2 articles, published from");
    dir.run("copies --all --since 2016-10-17 --until 2016-10-18")
        .code(1)
        .says("no article has copies, published");
    dir.run("copies --all --until 2015 --format csv").code(1).shows("story,representative,path");
    dir.run("copies news/a/one.txt -n 1").code(2).says("cannot be used with");
}

#[test]
fn a_digest_is_one_article_and_a_guest_of_one_story() {
    let (first, second) = (REPORT.join("\n\n"), RYE.join("\n\n"));
    let dir = Dir::new();
    let letter = |day: &str, text: &str| format!("News\n\n{day}\n\n{text}\n");
    dir.write("news/ferry.txt", letter("2016-10-16", &first));
    dir.write("news/rye.txt", letter("2016-10-16", &second));
    dir.write("news/digest.txt", letter("2016-10-17", &format!("{first}\n\n{second}")));
    dir.run("index --no-clean news").code(0);
    let run = dir.run("copies --all");
    run.code(0).says("2 stories, 3 articles").shows("news/digest.txt · also tells another story\n");
    assert_eq!(run.stdout.matches("also tells").count(), 1, "{}", run.stdout);
    let guests = |name: &str| -> Vec<Value> {
        let rows = objects(&dir, &format!("copies news/{name}.txt --format json"));
        rows.iter().map(|copy| copy["guest"].clone()).collect()
    };
    let mut seen = [guests("ferry"), guests("rye")].concat();
    seen.sort_by_key(|is_guest| is_guest.as_bool());
    assert_eq!(seen, [false, true]);
    assert_eq!(guests("digest"), [false, false]);
    dir.run("copies news/digest.txt").shows("also tells another story, 2 copies\n");
}

#[test]
fn a_story_has_the_title_of_its_earliest_article() {
    let dir = Dir::new();
    let text = REPORT.join("\n\n");
    let titles = [
        ("a", "Islanders wait", "2016-10-18"),
        ("b", "Ferry stops", "2016-10-16"),
        ("c", "Gone", "2016-10-17"),
    ];
    for (name, title, day) in titles {
        dir.write(&format!("news/{name}.txt"), format!("{title}\n\n{day}\n\n{text}\n"));
    }
    dir.run("index --no-clean news").code(0);
    dir.run("copies --all")
        .shows("Ferry stops (3 articles)\n   2016-10-16  news/b.txt\n   2016-10-17  news/c.txt");
}

#[test]
fn copies_say_what_they_add_drop_and_change() {
    let dir = printed();
    let copies = objects(&dir, "copies news/all.jsonl#wire --format json");
    let ids: Vec<&str> = copies.iter().filter_map(|copy| copy["id"].as_str()).collect();
    assert_eq!(ids, ["cut", "edited", "same"]);
    let [cut, edited, same] = copies.as_slice() else { panic!("{copies:?}") };
    assert_eq!((&same["identical"], &same["published"]), (&"bytes".into(), &Value::Null));
    assert_eq!(
        (&cut["contained"], &cut["contains"], &cut["agency"]),
        (&true.into(), &false.into(), &Value::Null)
    );
    assert_eq!(cut["dropped"].as_array().map(Vec::len), Some(2));
    assert_eq!(cut["dropped"][1]["text"], REPORT[5]);
    assert_eq!((&edited["agency"], edited["dropped"].as_array().map(Vec::len)), (&"AP".into(), Some(0)));
    assert!(edited["added"][0]["text"].as_str().is_some_and(|text| text.starts_with("The mayor of Lower")));
    let changes: Vec<(&str, &str)> = edited["changes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|change| Some((change["was"].as_str()?, change["now"].as_str()?)))
        .collect();
    assert_eq!(changes, [("GRAYPORT (AP) —", ""), ("$40", "$45"), ("in spring.", "")]);
}

#[test]
fn copies_are_printed_for_people() {
    let dir = printed();
    let run = dir.run("copies news/all.jsonl#wire");
    run.code(0).shows("Last ferry sails Friday\n2016-10-16  Coast Wire · news/all.jsonl#wire · the earliest");
    run.shows("names AP, 3 copies\n").shows("all.jsonl#cut · contained in it, 2 paragraphs dropped");
    run.shows("Islanders lose their ferry\n").shows("[-$40-]{+$45+}").shows("undated     Post");
    run.shows("all.jsonl#same · identical, names AP\n").shows("   +");
    let cut = dir.run("copies news/all.jsonl#cut");
    cut.code(0).shows("all.jsonl#wire · the earliest, contains it, names AP, 2 paragraphs added");
    let colored = dir.run("copies news/all.jsonl#wire --color always");
    assert!(colored.stdout.contains("\x1b[31m$40") && !colored.stdout.contains("[-"), "{}", colored.stdout);
}

#[test]
fn a_result_of_the_last_search_is_named_by_its_rank() {
    let dir = printed();
    dir.run("search 'rye loaf' -n 1").code(0);
    dir.run("copies 1").code(1).says("news/all.jsonl#other has no copies in the index");
    dir.run("copies 1 --format csv").code(1).shows("path,id,published,site,title,identical");
    dir.run("copies 2").fails("the last search has no result 2");
    dir.run("search 'rye loaf' --offset 2");
    dir.run("copies 1").fails("the last search found 1 article but showed none");
}

#[test]
fn what_cannot_be_listed_is_said() {
    let dir = printed();
    dir.run("copies nowhere.txt").fails("no file of this name; a record needs FILE#ID");
    dir.run("copies all.json").fails("no article from all.json in the index: did you mean news/all.jsonl?");
    dir.run("copies edited")
        .fails("no article from edited in the index: did you mean news/all.jsonl#edited?");
    dir.write("new.txt", "")
        .run("copies new.txt")
        .fails("no article from new.txt in the index; if the file is new");
    dir.run("copies --all --in news").fails("there is no option --in: did you mean --folder?");
    dir.run("copies news/all.jsonl").fails("news/all.jsonl has 5 articles: name one by its id");
    dir.run("copies").code(2).says("<RANK|PATH>");
    dir.run("copies --all x").code(2).says("cannot be used with");
    Dir::new().run("copies --all").fails("run `clippings index FOLDER` first");
    let alone = Dir::with_articles([("a", "The ferry left the harbour at noon, and nobody waved.\n")]);
    alone.run("copies --all").code(1).says("no article has copies");
}

#[test]
fn an_older_index_says_that_it_lacks_copies() {
    let dir = Dir::new();
    let frozen = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/format-19/index");
    copy_folder(&frozen, &dir.path("idx"));
    dir.run("copies --all").code(2).says("does not tell the copies of its articles: run `clippings index`");
}

#[test]
fn identical_files_and_texts_are_told_apart() {
    let dir = Dir::new();
    let text = REPORT.join("\n\n");
    dir.write("news/a.txt", format!("Last ferry sails Friday\n\n{text}\n"));
    fs::copy(dir.path("news/a.txt"), dir.path("news/b.txt")).expect("a copy");
    dir.write("news/c.txt", format!("Islanders lose their ferry\n\n{}\n", text.replace('“', "\"")));
    dir.run("index --no-clean news").code(0);
    let names: Vec<Value> = objects(&dir, "copies news/a.txt --format json")
        .iter()
        .map(|copy| copy["identical"].clone())
        .collect();
    assert_eq!(names, ["bytes", "words"]);
}
