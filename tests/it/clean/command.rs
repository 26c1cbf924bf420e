//! `clippings clean`, the reader's rules, and the lines a site repeats.

use crate::common::Dir;

const STORY: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.\n\n\
    Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n";
const PAGE: &str = "<html><head><title>Ferry stays in port</title></head><body><nav><a href=/>Home</a></nav>\n\
    <article><h1>Ferry stays in port</h1>\n\
    <p>The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.</p>\n\
    <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p></article>\n\
    <footer><p>Copyright 2021 Coast News</p></footer></body></html>\n";
const MOTTO: &str =
    "All the weather that is fit to print, every morning but Sunday, from the hill above the harbour.";

#[test]
fn a_page_is_cleaned_as_a_page() {
    let dir = Dir::new();
    dir.write("page.html", PAGE);
    dir.run("clean page.html").code(0).shows("Passengers are to be carried").hides("Copyright").hides("<p>");
}

#[test]
fn every_line_is_explained_with_reason_and_confidence() {
    let dir = Dir::new();
    dir.write("a.txt", format!("{STORY}Leave a comment\n"));
    dir.run("clean --explain a.txt")
        .code(0)
        .shows("5 +")
        .shows("9 -")
        .shows("% Leave a comment  [comment box");
}

#[test]
fn a_page_is_explained_by_its_blocks_also_when_all_of_it_is_one_line() {
    let dir = Dir::new();
    dir.write("page.html", PAGE.replace('\n', " "));
    let run = dir.run("clean --explain page.html");
    run.code(0).shows("1 +").shows("% Passengers are to be carried").shows("[copyright").hides("<p>");
    dir.write("a/page.html", PAGE.replace('\n', " "));
    dir.run("index a").code(0).shows("2 of 5 lines cut (40%)");
    dir.write("page.html", format!("\n\n{PAGE}"));
    dir.run("clean --explain page.html").hides("1 +").hides("2 +").shows("% Passengers are to be carried");
}

#[test]
fn programs_get_every_line_and_every_block() {
    let dir = Dir::new();
    dir.write("page.html", PAGE);
    let run = dir.run("clean --format json page.html");
    run.code(0).shows("\"verdict\":\"cut\"").shows("\"confidence\":").shows("\"found\":true");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    let blocks = json["blocks"].as_array().expect("blocks");
    let of = |verdict: &str| blocks.iter().filter(|block| block["verdict"] == verdict).collect::<Vec<_>>();
    let kept: Vec<_> = of("keep").iter().filter_map(|block| block["text"].as_str()).collect();
    assert!(kept.concat().contains("Passengers are to be carried") && !of("cut").is_empty(), "{json}");
    let lines = json["lines"].as_array().expect("lines");
    let line_of = |block: &serde_json::Value| block["line"].as_u64().expect("a line") as usize;
    assert!(of("keep").iter().all(|block| lines[line_of(block) - 1]["verdict"] == "keep"), "{json}");
}

#[test]
fn a_difference_is_what_patch_understands() {
    let dir = Dir::new();
    dir.write("a.txt", format!("{STORY}Leave a comment\n"));
    dir.run("clean --diff a.txt")
        .code(0)
        .shows("--- a.txt")
        .shows("\n-Leave a comment\n")
        .hides("\n-The ferry");
}

#[test]
fn a_page_without_an_article_is_flagged() {
    let dir = Dir::new();
    dir.write("menu.html", "<html><body><nav><a href=/a>News</a> <a href=/b>Sport</a></nav></body></html>");
    dir.run("clean menu.html").says("no article found");
    assert!(dir.run("clean --quiet menu.html").stderr.is_empty());
}

#[test]
fn a_captcha_is_no_article_and_is_found_all_the_same() {
    let dir = Dir::new();
    dir.write(
        "a/1.txt",
        "Just a moment...\n\nChecking your browser before accessing coast.example\n\nRay ID: 7a1b2c3d\n",
    );
    dir.run("index a").code(0).says("a/1.txt: no article found").shows("1 page has no article");
    assert_eq!(dir.search("browser").total(), 1);
}

#[test]
fn nothing_is_lost_of_a_page_of_navigation() {
    let dir = Dir::new();
    dir.write("a/1.txt", "Home\nNews\nSport\nContact us\nLog in\nSubscribe\n").run("index a").code(0);
    let cut = dir.run("search --cut --count sport").stdout;
    assert_eq!(dir.search("sport").total().to_string() + cut.trim(), "01", "cut, and found there");
}

#[test]
fn a_line_of_megabytes_and_zeros_is_cleaned() {
    let dir = Dir::new();
    let line =
        "The ferry will stay in port until its engine has been examined, they said.\0 ".repeat(100_000);
    dir.write("a.txt", line).run("clean --format json a.txt").code(0).clear();
}

#[test]
fn records_of_an_archive_are_cleaned_one_by_one() {
    let dir = Dir::new();
    let record = |id: &str| serde_json::json!({ "id": id, "text": format!("{STORY}Leave a comment\n") });
    dir.write("a.jsonl", format!("{}\n{}\nbroken\n", record("x1"), record("x2")));
    let run = dir.run("clean --format json a.jsonl");
    run.code(2).shows("\"id\":\"x1\"").shows("\"id\":\"x2\"").says("a.jsonl:3: ");
}

#[test]
fn the_readers_rules_win_and_are_named() {
    let dir = Dir::new();
    dir.write("a/1.txt", format!("{STORY}Leave a comment\n"));
    dir.write("a/clippings.rules", "cut: Passengers are*\nkeep: Leave a comment\n");
    let run = dir.run("clean --explain a/1.txt");
    run.shows("[cut by line 1 of clippings.rules]").shows("[kept by line 2 of clippings.rules]");
}

#[test]
fn rules_can_be_named() {
    let dir = Dir::new();
    dir.write("1.txt", STORY).write("mine", "cut folder=x: *\ncut: Passengers are*\n");
    dir.run("clean --rules mine 1.txt").code(0).hides("Passengers");
    dir.run("clean --rules nowhere 1.txt").fails("nowhere: no such file");
}

#[test]
fn what_is_wrong_with_rules_is_said() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "# mine\ndrop it all\n");
    for line in ["clean a/1.txt", "index a"] {
        dir.run(line).fails("clippings.rules: line 2: ");
    }
}

#[test]
fn rules_are_kept_to_by_the_index_and_named_in_its_report() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "cut: Passengers are*\n");
    dir.run("index a").code(0).shows("clippings.rules decided on 1 lines").hides("not read");
    assert_eq!(dir.search("passengers").total(), 0);
    dir.run("search --cut passengers").code(0);
}

#[test]
fn changed_rules_clean_what_they_touch_again() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).run("index a").code(0);
    assert_eq!(dir.search("passengers").total(), 1);
    dir.write("a/clippings.rules", "cut: Passengers are*\n");
    dir.run("index a").code(0).shows("1 updated");
    assert_eq!(dir.search("passengers").total(), 0);
    std::fs::remove_file(dir.path("a/clippings.rules")).expect("a file");
    dir.run("index").code(0).shows("1 updated");
    assert_eq!(dir.search("passengers").total(), 1);
}

#[test]
fn unchanged_rules_leave_all_as_it_is() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "cut: Passengers are*\n");
    dir.run("index a").code(0);
    dir.run("index a").code(0).shows("1 unchanged");
}

/// Five pages of one folder that end in the same sentence, each about something else.
fn a_site(dir: &Dir) {
    let subjects = ["ferry", "bridge", "market", "school", "library"];
    for (number, subject) in subjects.iter().enumerate() {
        let text = format!(
            "Trouble with the {subject}\n\nThe {subject} will stay closed for {number} more weeks, said the man who has the key to the {subject} \
             and the {subject} only.\n\nNobody had expected that of the {subject}, which had been open every day since {number} years \
             before the war.\n\n{MOTTO}\n"
        );
        dir.write(&format!("site/{subject}.txt"), text);
    }
}

#[test]
fn lines_that_come_back_on_a_site_are_learned_and_stay_so() {
    let dir = Dir::new();
    a_site(&dir);
    dir.run("index site").code(0);
    assert_eq!(dir.search("weather").total(), 0, "it stands on all pages");
    dir.run("clean --explain site/ferry.txt").shows("recurs on 5 pages of this site");
    dir.write("site/new.txt", format!("{STORY}{MOTTO}\n")).run("index").code(0).hides("--rebuild");
    assert_eq!(dir.search("weather").total(), 0, "what was learned holds for new pages");
}

#[test]
fn a_site_is_learned_anew_only_with_the_index() {
    let dir = Dir::new();
    dir.write("site/ferry.txt", format!("{STORY}{MOTTO}\n")).run("index site").code(0);
    assert_eq!(dir.search("weather").total(), 1, "one page proves nothing");
    a_site(&dir);
    let run = dir.run("index");
    run.code(0).shows("\nsite: run `clippings index --rebuild` to learn which lines its sites repeat\n");
    assert!(dir.search("weather").total() > 0, "the store is frozen with the index");
    dir.run("index --rebuild").code(0).hides("--rebuild");
    assert_eq!(dir.search("weather").total(), 0);
}

#[test]
fn a_file_alone_is_judged_alone() {
    let dir = Dir::new();
    a_site(&dir);
    dir.run("clean --explain site/ferry.txt").hides("recurs");
}

#[test]
fn articles_that_were_mostly_cut_are_named() {
    let dir = Dir::new();
    let comments = "Reply\nJohn D\n3 hours ago\nI was on that bus and I can tell you it was not worth it, never again!!!\n";
    dir.write("a/1.txt", format!("{STORY}Comments (90)\n{}", comments.repeat(12)));
    dir.run("index a").says("a/1.txt: more than 70% of it was cut");
}
