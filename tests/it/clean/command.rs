//! `clippings clean`, user rules, and lines that a site repeats.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Dir, run};

const STORY: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.\n\n\
    Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n";
const PAGE: &str = "<html><head><title>Ferry stays in port</title></head><body><nav><a href=/>Home</a></nav>\n\
    <article><h1>Ferry stays in port</h1>\n\
    <p>The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.</p>\n\
    <p>Passengers are to be carried by bus, which takes three hours longer than the crossing does.</p></article>\n\
    <footer><p>Copyright 2021 Coast News</p></footer></body></html>\n";
const SLOGAN: &str =
    "All the weather that is fit to print, every morning but Sunday, from the hill above the harbour.";

#[test]
fn html_is_detected_and_cleaned() {
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
fn the_place_of_a_title_is_explained() {
    let dir = Dir::new();
    dir.write("a.txt", STORY);
    let run = dir.run("clean --explain a.txt");
    run.shows("Ferry stays in port  [title]\n").shows("\ntitle: Ferry stays in port\nauthor: Ann Lee\n");
    let seo = "<title>Engine trouble: ferry stays in port | Coast News</title>";
    dir.write(
        "page.html",
        PAGE.replace("<title>Ferry stays in port</title>", seo).replace("port</h1>", "harbour</h1>"),
    );
    let run = dir.run("clean --explain page.html");
    run.shows("Ferry stays in harbour  [heading, indexed with the text]");
    run.shows("\ntitle: Engine trouble: ferry stays in port\n");
}

#[test]
fn html_on_one_line_is_explained_by_block() {
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
fn json_lists_every_line_and_every_block() {
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
fn diff_output_can_be_applied_with_patch() {
    let dir = Dir::new();
    dir.write("a.txt", format!("{STORY}Leave a comment\n"));
    dir.run("clean --diff a.txt")
        .code(0)
        .shows("--- a.txt")
        .shows("\n-Leave a comment\n")
        .hides("\n-The ferry");
    if !has_patch() {
        eprintln!("skipped: `patch` is not installed");
        return;
    }
    for text in [
        format!("{STORY}Leave a comment\n"),
        format!("{STORY}Leave a comment"),
        format!("{STORY}Leave a comment\n").replace('\n', "\r\n"),
    ] {
        assert_patched(&dir, "a.txt", &text);
    }
    for seed in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).expect("seeds").flatten() {
        assert_patched(&dir, "seed.txt", &fs::read_to_string(seed.path()).expect("a seed"));
    }
}

/// Returns whether `patch` is installed.
fn has_patch() -> bool {
    Command::new("patch").arg("--version").output().is_ok()
}

/// Asserts that `patch` removes the cut lines of `text`, and only those, with the diff of it.
#[track_caller]
fn assert_patched(dir: &Dir, name: &str, text: &str) {
    dir.write(name, text);
    let json = dir.args(&["clean", "--format", "json", name]).code(0).stdout.clone();
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let verdicts = json["lines"].as_array().expect("lines").iter().map(|line| &line["verdict"]);
    let expected: String = text
        .split_inclusive('\n')
        .zip(verdicts)
        .filter(|(_, verdict)| *verdict == "keep")
        .map(|(line, _)| line)
        .collect();
    let diff = dir.args(&["clean", "--diff", name]).code(0).stdout.clone();
    assert_eq!(diff.is_empty(), expected == text, "a diff if anything is cut: {diff}");
    if !diff.is_empty() {
        run(Command::new("patch").arg(name).current_dir(dir.path("")), &diff).code(0);
    }
    assert_eq!(fs::read_to_string(dir.path(name)).expect("the patched file"), expected, "{diff}");
}

#[test]
fn pages_without_an_article_are_flagged() {
    let dir = Dir::new();
    dir.write("menu.html", "<html><body><nav><a href=/a>News</a> <a href=/b>Sport</a></nav></body></html>");
    dir.run("clean menu.html").says("no article found");
    assert!(dir.run("clean --quiet menu.html").stderr.is_empty());
}

#[test]
fn captcha_pages_are_flagged_but_searchable() {
    let dir = Dir::new();
    dir.write(
        "a/1.txt",
        "Just a moment...\n\nChecking your browser before accessing coast.example\n\nRay ID: 7a1b2c3d\n",
    );
    dir.run("index a").code(0).says("a/1.txt: no article found").shows("1 page has no article");
    assert_eq!(dir.search("browser").total(), 1);
}

#[test]
fn navigation_pages_keep_all_text() {
    let dir = Dir::new();
    dir.write("a/1.txt", "Home\nNews\nSport\nContact us\nLog in\nSubscribe\n").run("index a").code(0);
    let cut = dir.run("search --cut --count sport").stdout;
    assert_eq!(dir.search("sport").total().to_string() + cut.trim(), "01", "cut, and found there");
}

#[test]
fn very_long_lines_and_nul_bytes_are_cleaned() {
    let dir = Dir::new();
    let line =
        "The ferry will stay in port until its engine has been examined, they said.\0 ".repeat(100_000);
    dir.write("a.txt", line).run("clean --format json a.txt").code(0).clear();
}

#[test]
fn archive_records_are_cleaned_one_by_one() {
    let dir = Dir::new();
    let record = |id: &str| serde_json::json!({ "id": id, "text": format!("{STORY}Leave a comment\n") });
    dir.write("a.jsonl", format!("{}\n{}\nbroken\n", record("x1"), record("x2")));
    let run = dir.run("clean --format json a.jsonl");
    run.code(2).shows("\"id\":\"x1\"").shows("\"id\":\"x2\"").says("a.jsonl:3: ");
}

#[test]
fn user_rules_override_the_cleaner() {
    let dir = Dir::new();
    dir.write("a/1.txt", format!("{STORY}Leave a comment\n"));
    dir.write("a/clippings.rules", "cut: Passengers are*\nkeep: Leave a comment\n");
    let run = dir.run("clean --explain a/1.txt");
    run.shows("[cut by line 1 of clippings.rules]").shows("[kept by line 2 of clippings.rules]");
}

#[test]
fn a_rule_concerns_a_range_a_section_or_a_file() {
    let dir = Dir::new();
    let page = PAGE.replace("</article>", "<h2>Most read</h2><p>The crossing closed its office to all visitors for two days, it announced.</p></article>");
    dir.write("a/1.txt", STORY).write("a/the page.html", page);
    dir.write(
        "a/clippings.rules",
        "cut file=1.txt from: The ferry will* to: Passengers*\ncut under: most read\n",
    );
    dir.run("clean a/1.txt").code(0).shows("Ferry stays").hides("The ferry will").hides("Passengers");
    dir.run("clean 'a/the page.html'").code(0).shows("Passengers").hides("Most read").hides("visitors");
    dir.write("a/clippings.rules", "keep file=\"a/the page.html\"\n");
    dir.run("clean 'a/the page.html'").code(0).shows("Home").shows("Copyright 2021").shows("visitors");
}

#[test]
fn rules_file_can_be_chosen() {
    let dir = Dir::new();
    dir.write("1.txt", STORY).write("mine", "cut folder=x: *\ncut: Passengers are*\n");
    dir.run("clean --rules mine 1.txt").code(0).hides("Passengers");
    dir.run("clean --rules nowhere 1.txt").fails("nowhere: no such file");
}

#[test]
fn invalid_rules_are_reported() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "# mine\ndrop it all\n");
    for line in ["clean a/1.txt", "index a"] {
        dir.run(line).fails("clippings.rules: line 2: ");
    }
}

#[test]
fn indexing_applies_rules_and_reports_them() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "cut: Passengers are*\n");
    dir.run("index a").code(0).shows("clippings.rules decided on 1 line\n").hides("not read");
    assert_eq!(dir.search("passengers").total(), 0);
    dir.run("search --cut passengers").code(0);
}

#[test]
fn rules_that_match_nothing_are_named() {
    let dir = Dir::new();
    let rules = "# mine\ncut: Passengers are*\ncut: No such text*\nkeep file=nowhere.txt\n";
    dir.write("a/1.txt", STORY).write("a/2.txt", "The mill was opened on Friday.\n");
    dir.write("a/clippings.rules", rules);
    // A rule for another file is none of this one's.
    let one = "clippings.rules:3: matches nothing: cut: No such text*\n";
    dir.run("clean a/1.txt").code(0).says(one);
    dir.run("clean --quiet a/1.txt").code(0).silent();
    dir.run("clean a/1.txt a/2.txt").code(0).says(one);
    let both = "2 rules match nothing: line 3 (cut: No such text*), line 4 (keep file=nowhere.txt)\n";
    dir.run("clean --rules a/clippings.rules a/1.txt").code(0).says(both);
    dir.run("index a").code(0).shows(both).shows("decided on 1 line\n");
    dir.run("index a").code(0).shows(both).hides("decided on");
    let status = dir.run("status --warnings");
    status
        .code(0)
        .shows("2 warnings:\n")
        .shows("clippings.rules:4: matches nothing: keep file=nowhere.txt\n");
    // The index knows what matches elsewhere, and what has come to match.
    dir.run("clean a/2.txt").code(0).says(one);
    dir.write("a/nowhere.txt", "No such text was ever printed, the mayor said on Friday.\n");
    dir.run("index a").code(0).hides("nothing");
    dir.run("clean a/1.txt").code(0).silent();
    dir.run("status").code(0).hides("warning");
}

#[test]
fn changed_rules_reclean_affected_articles() {
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
fn unchanged_rules_reclean_nothing() {
    let dir = Dir::new();
    dir.write("a/1.txt", STORY).write("a/clippings.rules", "cut: Passengers are*\n");
    dir.run("index a").code(0);
    dir.run("index a").code(0).shows("1 unchanged");
}

/// Writes five pages on different subjects that end in the same sentence.
fn a_site(dir: &Dir) {
    let subjects = ["ferry", "bridge", "market", "school", "library"];
    for (number, subject) in subjects.iter().enumerate() {
        let text = format!(
            "Trouble with the {subject}\n\nThe {subject} will stay closed for {number} more weeks, said the man who has the key to the {subject} \
             and the {subject} only.\n\nNobody had expected that of the {subject}, which had been open every day since {number} years \
             before the war.\n\n{SLOGAN}\n"
        );
        dir.write(&format!("site/{subject}.txt"), text);
    }
}

#[test]
fn repeated_site_lines_are_learned_and_remembered() {
    let dir = Dir::new();
    a_site(&dir);
    dir.run("index site").code(0);
    assert_eq!(dir.search("weather").total(), 0, "it stands on all pages");
    dir.run("clean --explain site/ferry.txt").shows("recurs on 5 pages of this site");
    dir.write("site/new.txt", format!("{STORY}{SLOGAN}\n")).run("index").code(0).hides("--rebuild");
    assert_eq!(dir.search("weather").total(), 0, "what was learned holds for new pages");
}

#[test]
fn site_lines_are_learned_again_only_on_rebuild() {
    let dir = Dir::new();
    dir.write("site/ferry.txt", format!("{STORY}{SLOGAN}\n")).run("index site").code(0);
    assert_eq!(dir.search("weather").total(), 1, "one page proves nothing");
    a_site(&dir);
    dir.run("index").code(0).hides("--rebuild");
    for (number, letter) in ('a'..='z').chain('а'..='я').enumerate() {
        let name = format!("{letter}or{letter}ona{letter}");
        let text = format!(
            "Trouble in {name}\n\nNobody in {name} had expected that {name} would stay closed, said the man who has \
             the key to {name} and only to {name}.\n\n{SLOGAN}\n"
        );
        dir.write(&format!("site/{number}.txt"), text);
    }
    let run = dir.run("index");
    run.code(0).shows("\nsite: run `clippings index --rebuild` to learn which lines its sites repeat\n");
    assert!(dir.search("weather").total() > 0, "the store is frozen with the index");
    dir.run("index --rebuild").code(0).hides("--rebuild");
    assert_eq!(dir.search("weather").total(), 0);
}

#[test]
fn single_files_are_cleaned_without_site_statistics() {
    let dir = Dir::new();
    a_site(&dir);
    dir.run("clean --explain site/ferry.txt").hides("recurs");
}

#[test]
fn a_note_of_a_few_words_is_kept() {
    for note in ["Mayor resigns\n", "- call Burns\n- levee photos\n- ask the port\n- call again\n"] {
        let dir = Dir::new();
        dir.write("note.txt", note);
        dir.run("clean note.txt").code(0).shows(note.trim().lines().last().expect("a line"));
    }
}
