//! Copies of one story in the answers of a search.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use clippings::internals::bench::Rng;
use clippings::{Hit, IndexDir, IndexOptions, Indexer, NoProgress, Request, Response, Searcher, Sort};
use serde_json::{Value, json};

use crate::common::Dir;

const FERRY: &str = "The river ferry between Lindau and the northern islands will stop running at the end of the month, \
    the harbor office announced on Monday. Fewer than forty passengers a day have used the line since the bridge was \
    opened, and the company said that it could not pay for the repair of its older ship. The council will decide in \
    two weeks whether a smaller boat may take over the morning trip.";
const MUSEUM: &str = "A ferry museum on the northern islands has won a prize for its restored engine room, the jury said on Friday. \
    Visitors may watch the pistons from a glass bridge above the keel.";

/// Returns three copies of one article, and another.
fn archive() -> Dir {
    let record = |id: &str, day: &str, source: &str, title: &str, text: &str| {
        let record = json!({"id": id, "date": day, "source": source, "title": title, "text": text});
        format!("{record}\n")
    };
    let shorter = FERRY.replace(" of its older ship", "").replace("forty", "40");
    let petition = format!("{FERRY} A petition has been signed by many.");
    let dir = Dir::new();
    dir.write("news/wire.jsonl", record("w", "2016-10-16", "Wire", "Ferry to stop", FERRY));
    dir.write("news/cnn.jsonl", record("c", "2016-10-17", "CNN", "Ferry line closes", &shorter));
    dir.write("news/fox.jsonl", record("f", "2016-11-02", "Fox", "Ferry to stop", &petition));
    dir.write("news/museum.jsonl", record("m", "2016-11-05", "Wire", "A prize", MUSEUM));
    dir.run("index news --no-clean").code(0);
    dir
}

fn answer(dir: &Dir, line: &str) -> Value {
    serde_json::from_str(&dir.run(line).stdout).expect("JSON")
}

#[test]
fn text_has_one_result_a_story() {
    let run = archive().run("search 'harbor ferry'");
    run.code(0).shows("1. Ferry").hides("2. ").says("3 articles, 1 story among 4 articles");
    run.shows(
        "   also in 2: Wire · 2016-10-16 · news/wire.jsonl#w:1; Fox · 2016-11-02 · news/fox.jsonl#f:1\n",
    );
}

#[test]
fn copies_that_do_not_match_are_not_named() {
    let run = archive().run("search '\"older ship\"'");
    run.code(0).shows("also in 1: ").hides("cnn").says("2 articles, 1 story");
    archive().run("search petition").code(0).hides("also in").says("1 of 4 articles");
}

#[test]
fn copies_unfold_and_all_articles_are_shown_on_request() {
    let dir = archive();
    let unfolded = dir.run("search harbor --copies");
    unfolded
        .code(0)
        .shows("also in 2:\n      ")
        .shows("CNN · 2016-10-17 · news/cnn.jsonl#c:1\n")
        .hides("2. ");
    dir.run("search harbor --no-collapse").code(0).shows("3. ").hides("also in").says("3 of 4 articles");
    dir.write("home/.config/clippings/config.toml", "collapse = false\n");
    dir.run("search harbor").code(0).shows("3. ").hides("also in");
    dir.run("search harbor --stories -l").code(0).hides("\nnews/cnn");
    dir.run("search harbor --copies").code(0).shows("also in 2:");
}

#[test]
fn programs_get_every_article_unless_they_ask_for_stories() {
    let dir = archive();
    assert_eq!(answer(&dir, "search harbor --format json")["hits"].as_array().map(Vec::len), Some(3));
    assert_eq!(answer(&dir, "search harbor --format json").get("stories"), None);
    let stories = answer(&dir, "search ferry --stories --format json --sort oldest");
    assert_eq!((&stories["total"], &stories["stories"]), (&json!(4), &json!(2)));
    let copies = json!([
        {"path": "news/cnn.jsonl", "id": "c", "title": "Ferry line closes", "site": "CNN", "published": "2016-10-17", "line": 1, "page": null},
        {"path": "news/fox.jsonl", "id": "f", "title": "Ferry to stop", "site": "Fox", "published": "2016-11-02", "line": 1, "page": null},
    ]);
    assert_eq!((&stories["hits"][0]["copies"], &stories["hits"][1]["copies"]), (&copies, &json!([])));
    let csv = dir.run("search ferry --stories --format csv --sort oldest");
    csv.shows("url,copies\r\n").shows(",\"news/cnn.jsonl#c:1; news/fox.jsonl#f:1\"\r\n");
    dir.run("search ferry --format csv").hides("copies");
    for (line, lines) in
        [("-l", 4), ("-l --stories", 2), ("--format trec", 4), ("--format trec --stories", 2)]
    {
        assert_eq!(dir.run(&format!("search ferry {line}")).stdout.lines().count(), lines, "{line}");
    }
    assert_eq!(dir.run("search ferry --count").stdout, "4\n");
    assert_eq!(dir.run("search ferry --count --stories").stdout, "2\n");
}

#[test]
fn many_queries_list_every_article_unless_stories_are_asked_for() {
    let dir = archive();
    dir.write("queries.tsv", "q1\tharbor\n");
    dir.run("search --queries queries.tsv").code(0).shows("(3 articles)\n").shows("3. ").hides("also in");
    let stories = dir.run("search --queries queries.tsv --stories");
    stories.code(0).shows("(3 articles, 1 story)\n").shows("also in 2: ");
    assert_eq!(dir.run("search --queries queries.tsv --stories --count").stdout, "q1\t1\n");
}

#[test]
fn stories_count_once_on_the_day_of_their_first_copy() {
    let dir = archive();
    dir.run("search ferry --by month").shows("2016-10 2 ").shows("2016-11 2 ");
    dir.run("search ferry --by month --stories").shows("stories by month\n2016-10 1 ").shows("\n2016-11 1 ");
    // The copy of October does not have the word.
    assert_eq!(dir.run("search 'ferry petition' --by site --stories").stdout, "stories by site\nFox 1\n");
    let first = dir.run("search ferry --first");
    first
        .shows("First in this archive: 2016-10-16")
        .shows("Wire · 2016-10-16")
        .shows("also in 2: CNN · 2016-10-17 · ");
    let first = &answer(&dir, "search ferry --first --stories --format json")["first"];
    assert_eq!((&first["hits"][0]["id"], &first["hits"][0]["copies"][1]["id"]), (&json!("w"), &json!("f")));
}

#[test]
fn ranks_are_those_of_the_results_shown() {
    let dir = archive();
    dir.run("search ferry --sort oldest").code(0).shows("2. A prize").hides("3. ");
    dir.run("show 2").code(0).shows(" museum on the northern islands");
    dir.run("search ferry --sort oldest -n 1 --offset 1")
        .code(0)
        .shows("2. A prize")
        .says("1 shown from number 2");
    dir.run("show 2").code(0).shows(" museum on the northern islands");
}

#[test]
fn copies_of_a_text_are_not_like_it() {
    let dir = archive();
    for number in 0..9 {
        dir.write(
            &format!("news/{number}.txt"),
            format!("Rain {number}\n\nNothing but rain fell on day {number}.\n"),
        );
    }
    dir.run("index news --no-clean").code(0);
    let run = dir.run("like news/wire.jsonl#w");
    run.code(0)
        .shows("1. A prize")
        .hides("cnn")
        .says("2 copies of it are left out: CNN · 2016-10-17 · news/cnn.jsonl#c; Fox");
    dir.run("like news/wire.jsonl#w --since 2016-11").code(0).says("1 copy of it is left out: Fox");
    dir.run("like news/wire.jsonl#w --no-collapse").code(0).shows("cnn").hides("also in");
    dir.run("like news/museum.jsonl#m").code(0).shows("also in 2: ");
}

#[test]
fn copies_are_for_text_with_results() {
    let dir = archive();
    dir.write("q.tsv", "harbor\n");
    for output in ["--format json", "--format csv", "--format trec", "-l", "--count", "--cite"] {
        dir.run(&format!("search ferry --copies {output}")).fails(&format!("use --stories with {output}"));
    }
    dir.run("search --copies --queries q.tsv").fails("use --stories with --queries");
    dir.run("search ferry --copies --by month").fails("--by prints none: add -n 10");
    dir.run("search ferry --copies --by month -n 10").code(0).shows("also in 2:\n");
    dir.run("search ferry --copies --first").code(0).shows("also in 2:\n");
}

/// Returns the line that names copies of the best result.
fn also_in(records: &[(&str, &str, &str)]) -> String {
    let dir = Dir::new();
    for (number, (path, source, text)) in records.iter().enumerate() {
        let mut record = json!({"id": "r", "date": format!("2016-10-{}", 10 + number), "text": text});
        if !source.is_empty() {
            record["source"] = json!(source);
        }
        dir.write(path, format!("{record}\n"));
    }
    dir.run("index news --no-clean").code(0);
    let shown = dir.run("search harbor --sort oldest").code(0).shows("1. ").hides("2. ").stdout.clone();
    shown.lines().last().expect("a line").trim().to_owned()
}

#[test]
fn copies_of_other_sources_are_named_first() {
    let shorter = FERRY.replace(" of its older ship", "");
    let named = also_in(&[
        ("news/a.jsonl", "Wire", FERRY),
        ("news/b.jsonl", "Wire", &shorter),
        ("news/c.jsonl", "Wire", FERRY),
        ("news/d.jsonl", "CNN", FERRY),
    ]);
    assert_eq!(
        named,
        "also in 3: CNN · 2016-10-13 · news/d.jsonl#r:1; Wire · 2016-10-11 · news/b.jsonl#r:1; Wire · 2016-10-12 · news/c.jsonl#r:1"
    );
    let named = also_in(&[
        ("news/x/a.jsonl", "", FERRY),
        ("news/x/b; c, d.jsonl", "", &shorter),
        ("news/y/d.jsonl", "", FERRY),
    ]);
    assert_eq!(
        named,
        "also in 2: 2016-10-12 · news/y/d.jsonl#r:1; 2016-10-11 · \"news/x/b; c, d.jsonl#r\":1"
    );
    let named = also_in(&[("news/a.jsonl", "Wire", FERRY), ("news/b.jsonl", "Wire", FERRY)]);
    assert_eq!(named, "also in 1: Wire · 2016-10-11 · news/b.jsonl#r:1");
}

#[test]
fn articles_that_were_not_compared_are_said_to_be() {
    let dir = archive();
    let generation = std::fs::read_dir(dir.path("idx")).expect("an index").flatten();
    let meta =
        generation.map(|entry| entry.path().join("meta.json")).find(|path| path.exists()).expect("a commit");
    let text = fs::read_to_string(&meta).expect("metadata");
    let start = text.find("\\\"stories\\\":\\\"").expect("stories");
    let end = start + text[start..].find(',').expect("another member") + 1;
    let text = format!("{}{}", &text[..start], &text[end..]).replace("\"checksum\"", "\"note\"");
    fs::write(&meta, text).expect("written");
    let note = "the articles have not been compared yet, so that every copy counts: ";
    for line in ["search harbor", "search harbor --count --stories", "status", "check"] {
        dir.run(line).says(&format!("note: {note}run `clippings index`\n"));
    }
    dir.run("search harbor").code(0).shows("3. ");
    dir.run("search harbor --format json").hides(note);
    let lock = fs::File::open(dir.path("idx/LOCK")).expect("a lock");
    lock.lock().expect("locked");
    dir.run("search harbor").says(&format!("{note}wait for the run that writes the index\n"));
    drop(lock);
    dir.run("index").code(0);
    dir.run("search harbor").code(0).shows("also in 2: ");
    for line in ["search harbor", "status", "check"] {
        assert!(!dir.run(line).stderr.contains("compared yet"), "{line}");
    }
}

#[test]
fn the_stories_of_the_run_before_hold_until_articles_are_compared() {
    let dir = archive();
    let generation = std::fs::read_dir(dir.path("idx")).expect("an index").flatten();
    let meta =
        generation.map(|entry| entry.path().join("meta.json")).find(|path| path.exists()).expect("a commit");
    // A run has committed, and ended before it compared.
    let text = fs::read_to_string(&meta).expect("metadata");
    let text = text.replace("\\\"stories\\\":", "\\\"last_stories\\\":").replace("\"checksum\"", "\"note\"");
    fs::write(&meta, text).expect("written");
    let note = "articles that came last have not been compared yet, so that their copies count: ";
    dir.run("search harbor")
        .code(0)
        .shows("also in 2: ")
        .says(&format!("note: {note}run `clippings index`\n"));
    dir.run("search harbor --stories --format json").code(0).shows("\"stories\"");
    dir.run("index").code(0);
    dir.run("search harbor").code(0).shows("also in 2: ");
    assert!(!dir.run("search harbor").stderr.contains("compared yet"));
}

/// Writes stories and their copies, some with a word of their own, and single articles.
fn write_stories(folder: &std::path::Path, rng: &mut Rng, part: usize) {
    let mut records = String::new();
    for story in 0..12 {
        let mut words: Vec<String> = (0..70).map(|_| format!("word{}", rng.below(400))).collect();
        words.insert(3, "harbor".to_owned());
        for copy in 0..[1, 1, 2, 3, 5, 12][story % 6] {
            let mut words = words.clone();
            if rng.below(2) == 0 {
                let word = if rng.below(2) == 0 { "ferry" } else { "captain" };
                words.insert(20 + rng.below(40) as usize, word.to_owned());
            }
            if rng.below(3) == 0 {
                words.truncate(60);
            }
            let day = 1 + (story + copy) % 9;
            let text = words.join(" ");
            let mut record = json!({"id": format!("{part}-{story}-{copy}"), "text": text});
            if rng.below(6) > 0 {
                record["date"] = json!(format!("2016-10-{day:02}"));
            }
            let _ = writeln!(records, "{record}");
        }
    }
    fs::write(folder.join(format!("{part}.jsonl")), records).expect("written");
}

fn generated(dir: &tempfile::TempDir) -> Searcher {
    let (folder, index_dir) = (dir.path().join("a"), IndexDir::new(dir.path().join("index")));
    fs::create_dir_all(&folder).expect("a folder");
    let mut rng = Rng::new(20_261_129);
    for part in 0..3 {
        write_stories(&folder, &mut rng, part);
        let mut options = IndexOptions::default();
        options.overrides.keep_everything = Some(true);
        let report =
            Indexer::new(index_dir.clone()).options(options).run(std::slice::from_ref(&folder), &NoProgress);
        assert_eq!(report.expect("indexed").failures, []);
    }
    Searcher::open(&index_dir).expect("open")
}

type Place = (PathBuf, Option<String>);

fn place(hit: &Hit) -> Place {
    (hit.path.clone(), hit.id.clone())
}

/// Returns the articles that a hit stands for, its own first.
fn story(hit: &Hit) -> Vec<Place> {
    let copies = hit.copies.iter().map(|copy| (copy.path.clone(), copy.id.clone()));
    [place(hit)].into_iter().chain(copies).collect()
}

#[test]
fn stories_are_the_articles_found_with_later_copies_removed() {
    let dir = tempfile::tempdir().expect("a folder");
    let searcher = generated(&dir);
    let mut num_collapsed = 0;
    for query in [
        "harbor",
        "harbor ferry",
        "ferry OR captain",
        "harbor -ferry",
        "\"word1 harbor\" OR harb*",
        "ferry w/30 word7*",
        "harbor date:2016-10-03..2016-10-05",
        "*",
        "word9* captain",
        "nothing",
    ] {
        for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
            let search = |collapse: bool, offset: usize, limit: usize| -> Response {
                let mut request = Request::new(query);
                (request.collapse, request.offset, request.limit, request.sort) =
                    (collapse, offset, limit, sort);
                (request.max_copies, request.suggestions) = (usize::MAX, false);
                searcher.search(&request).expect("a response")
            };
            let (all, stories) = (search(false, 0, 1000), search(true, 0, 1000));
            assert_eq!((all.total, all.stories), (all.hits.len(), None), "{query}");
            assert_eq!((stories.total, stories.stories), (all.total, Some(stories.hits.len())), "{query}");
            let order: Vec<Place> = all.hits.iter().map(place).collect();
            let members: Vec<Place> = stories.hits.iter().flat_map(story).collect();
            assert_eq!(members.len(), order.len(), "{query}");
            assert_eq!(members.iter().collect::<BTreeSet<_>>(), order.iter().collect(), "{query}");
            assert!(stories.hits.iter().all(|hit| hit.num_copies == hit.copies.len()), "{query}");
            let rank_of = |place: &Place| order.iter().position(|other| other == place);
            let best = |hit: &Hit| story(hit).iter().filter_map(rank_of).min();
            let ranks: Vec<_> = stories.hits.iter().map(|hit| rank_of(&place(hit))).collect();
            assert_eq!(ranks, stories.hits.iter().map(best).collect::<Vec<_>>(), "{query}");
            assert!(ranks.is_sorted(), "{query}: {ranks:?}");
            for size in [2, 9] {
                let pages = (0..).step_by(size).map(|offset| search(true, offset, size).hits);
                let hits = pages.take_while(|hits| !hits.is_empty()).flatten();
                let paged: Vec<_> = hits.map(|hit| (hit.rank, story(&hit))).collect();
                let whole: Vec<_> = stories.hits.iter().map(|hit| (hit.rank, story(hit))).collect();
                assert_eq!(paged, whole, "{query} {sort:?} by {size}");
            }
            num_collapsed += all.hits.len() - stories.hits.len();
        }
    }
    assert!(num_collapsed > 100, "{num_collapsed}");
}

#[test]
fn identical_files_are_one_result_however_short() {
    let note = "Ferry late\n\nThe ferry is late again.\n";
    let dir =
        Dir::with_articles([("a", note), ("b", note), ("c", "Ferry\n\nThe ferry is late again today.\n")]);
    dir.run("search ferry").shows("also in 1: news/b.txt:1").says("3 articles, 2 stories");
}
