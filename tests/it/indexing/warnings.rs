//! Warnings about articles: printed briefly, and kept in the index.

use crate::common::Dir;

const STORY: &str = "Ferry stays in port\n\nBy Ann Lee, 3 May 2021\n\n\
    The ferry will stay in port until its engine has been examined, the harbour authority said on Monday.\n\n\
    Passengers are to be carried by bus, which takes three hours longer than the crossing does.\n\n";
const MENU: &str = "<title>Menu</title><ul><li><a href=/>Home</a><li><a href=/w>World</a></ul>";

/// Writes pages of links, which have no article.
fn write_menus(dir: &Dir, count: usize) {
    (0..count).for_each(|number| {
        dir.write(&format!("a/menu{number}.html"), MENU);
    });
}

#[test]
fn a_page_that_is_mostly_clutter_is_no_warning() {
    let dir = Dir::new();
    let comments = "Reply\nJohn D\n3 hours ago\nI was on that bus and I can tell you it was not worth it, never again!!!\n";
    dir.write("a/1.txt", format!("{STORY}Comments (90)\n{}", comments.repeat(12)));
    let run = dir.run("index a");
    assert!(run.code(0).stderr.is_empty(), "{}", run.stderr);
    dir.run("status").code(0).hides("warning");
}

#[test]
fn a_few_warnings_are_printed_and_all_are_kept() {
    let dir = Dir::new();
    dir.write("a/story.txt", STORY);
    write_menus(&dir, 3);
    dir.run("index a").code(0).says("a/menu0.html: no article found").says("a/menu2.html: no article found");
    dir.run("index a").code(0).shows("4 unchanged");
    dir.run("status").code(0).shows("\n3 warnings; `clippings status --warnings` lists them\n");
    dir.run("status --warnings").code(0).shows("3 warnings:\n  a/menu0.html: no article found on the page");
    dir.write("a/menu0.html", STORY).run("index a").code(0);
    dir.run("status --warnings --format json").code(0).shows("\"warned\":2,\"warnings\":[{\"path\":");
    dir.run("status --format json").code(0).shows("\"warned\":2,\"warnings\":[]");
}

#[test]
fn many_warnings_are_one_line() {
    let dir = Dir::new();
    write_menus(&dir, 4);
    dir.write(
        "a/latin.txt",
        [STORY.as_bytes(), b"Caf\xe9 cr\xe8me was served by the cr\xe9perie.\n"].concat(),
    );
    let run = dir.run("index a");
    let line = "clippings: 5 warnings: no article found on the page (4), read as windows-1252 (1); \
                `clippings status --warnings` lists them\n";
    assert_eq!(run.code(0).stderr, line);
    dir.run("index a --format json --rebuild").code(0).shows("\"read as windows-1252\":1");
}

#[test]
fn a_search_prints_at_most_three_lines_before_the_answer() {
    let dir = Dir::new();
    write_menus(&dir, 4);
    dir.write("a/story.txt", STORY).write("a/b2.jsonl", "{\"text\":\n").write("a/b3.jsonl", "{\"text\":\n");
    let run = dir.run("search ferry --in a");
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines.len() <= 4 && lines[1].contains("4 warnings: no article found"), "{}", run.stderr);
    assert!(lines[0].ends_with("could not be read in full: `clippings status` lists them"), "{}", run.stderr);
    assert!(run.stdout.contains("**ferry**"), "{}", run.stdout);
}

#[test]
fn warnings_about_records_name_their_lines() {
    let dir = Dir::new();
    let record = |number: usize| format!("{{\"title\":\"Ferry {number}\",\"text\":\"\"}}\n");
    dir.write("a/wire.jsonl", (0..22).map(record).collect::<String>());
    dir.run("index a").code(0).says("a/wire.jsonl: 22 of its records: a title but no text");
    let listed = dir.run("status --warnings");
    listed
        .code(0)
        .shows("22 warnings:")
        .shows("a/wire.jsonl:1: a title but no text")
        .shows("a/wire.jsonl:20: a title");
    listed.hides("a/wire.jsonl:21:").shows("a/wire.jsonl: 2 more of its records: a title but no text");
}

#[test]
fn prose_that_is_cut_without_certainty_is_a_warning() {
    let dir = Dir::new();
    let other = "The council will meet again in the autumn to decide on the money for the bridge, its chair announced, and on the road.\n";
    let links = "Home\nWorld\nSport\nWeather\nLog in\nSubscribe\nMore from this section\n".repeat(4);
    dir.write("a/1.txt", format!("{STORY}{links}{other}{other}{links}"));
    dir.run("index a").code(0).says("a/1.txt: prose was cut that may belong to the article");
}
