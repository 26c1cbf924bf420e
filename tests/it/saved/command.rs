//! `clippings saved` on the command line.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::common::{Dir, Run};
use crate::indexing::frozen::{formats, frozen_index_copy};

/// Returns a folder with an article on Kursk, and the saved search `kursk`, which has run.
fn saved() -> Dir {
    let dir = Dir::new();
    dir.write(
        "news/a.md",
        markdown("Ferry in Kursk", "The ferry of Kursk stays in the harbor until Monday."),
    );
    dir.run("index news --no-clean").code(0);
    dir.run("saved add kursk kursk").code(0).says("saved kursk; 1 article matches now");
    dir.run("saved run")
        .code(1)
        .says("kursk: 1 article matches now; new ones are reported from the next run on");
    dir
}

/// Adds an article on Kursk of its own words.
fn add(dir: &Dir, name: &str) {
    let words: Vec<String> = (0..40).map(|number| format!("{name}{number}")).collect();
    let text = markdown(&format!("Title of {name}"), &format!("Kursk has {}.", words.join(" ")));
    dir.write(&format!("news/{name}.md"), text);
}

fn markdown(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-10-19\n---\n\n{text}\n")
}

fn json(run: &Run) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn what_is_new_is_reported_once() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run --dry-run")
        .code(0)
        .shows("kursk · 1 new\n\n1. Title of b\n")
        .shows("**Kursk** has b0");
    dir.run("saved run").code(0).shows("kursk · 1 new").shows("2024-10-19 · news/b.md:6");
    dir.run("saved run").code(1).hides("kursk");
}

#[test]
fn moved_rebuilt_and_copied_articles_are_not_new() {
    let dir = saved();
    fs::rename(dir.path("news/a.md"), dir.path("news/z.md")).expect("moved");
    dir.run("index --rebuild").code(0);
    dir.run("saved run").code(1).hides("kursk");
}

#[test]
fn a_search_that_cannot_run_is_named_and_the_others_go_on() {
    let dir = saved();
    dir.run("--index other saved add gone kursk").code(0).says("no index at");
    add(&dir, "b");
    let run = dir.run("saved run --format json");
    let news = json(run.code(2).says("gone: no index at"));
    assert_eq!((news[0]["new"].as_array().map(Vec::len), news[1]["error"].is_string()), (Some(1), true));
}

#[test]
fn a_query_that_reads_otherwise_than_typed_is_noted() {
    let dir = saved();
    dir.run("saved add odd kursk site:nowhere").code(0).says("note: ");
    let run = dir.run("saved run odd --format json");
    assert!(
        json(run.code(1))[0]["notes"].as_array().is_some_and(|notes| !notes.is_empty()),
        "{}",
        run.stdout
    );
}

#[test]
fn names_are_unique_and_a_typo_names_the_nearest() {
    let dir = saved();
    dir.run("saved add kursk ferry").fails("there is a saved search \"kursk\": --replace replaces it");
    dir.run("saved run kurks").fails("there is no saved search \"kurks\": did you mean \"kursk\"?");
    dir.run("saved remove xyz").fails("`clippings saved list` names them");
}

#[test]
fn an_edited_search_reports_what_was_new_before_it_is_seeded() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved add kursk title:title --replace").code(0);
    dir.run("saved run")
        .code(0)
        .shows("kursk · 1 new")
        .says("kursk: its query was edited; 1 article matches now");
    dir.run("saved run").code(1).hides("kursk");
}

#[test]
fn a_removed_search_begins_anew() {
    let dir = saved();
    dir.run("saved remove kursk").code(0).says("removed kursk");
    dir.run("saved list").code(1).says("no search is saved");
    dir.run("saved add kursk kursk").code(0);
    dir.run("saved run --no-update").code(1).says("kursk: 1 article matches now");
}

#[test]
fn a_changed_text_is_listed_on_request() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run").code(0);
    let text = fs::read_to_string(dir.path("news/b.md")).expect("a file");
    dir.write("news/b.md", format!("{text}\nMore of Kursk.\n"));
    dir.run("saved run")
        .code(1)
        .says("changed since they were reported: 1 article; --changed")
        .hides("kursk ·");
    // It is counted once, and listed once.
    dir.run("saved run").code(1).says("nothing new");
    dir.run("saved run --changed").code(0).shows("kursk · 1 changed").shows("its text has changed");
    dir.run("saved run --changed").code(1);
}

#[test]
fn a_report_of_the_same_form_is_new_while_the_other_is_there() {
    let dir = saved();
    let report = |day: &str, lost: u32| {
        format!(
            "The general staff said on {day} that in the direction of Kursk the enemy lost {lost} soldiers, nine \
             tanks and two ferries, while the river rose and all of the bridges to the town were closed."
        )
    };
    let record = |title: &str, text: &str, url: &str| {
        format!("{{\"title\":\"{title}\",\"text\":\"{text}\",\"url\":\"https://staff.example/{url}\"}}\n")
    };
    let first = record("Tuesday", &report("Tuesday", 1200), "1");
    dir.write("news/staff.jsonl", &first).write("news/latest.txt", report("Sunday", 30));
    dir.run("saved run").code(0);
    // The newest record comes first, and the file of the latest one is kept under another name.
    dir.write("news/staff.jsonl", record("Wednesday", &report("Wednesday", 980), "2") + &first);
    dir.run("saved run").code(0).shows("kursk · 1 new").shows("Wednesday");
    fs::rename(dir.path("news/latest.txt"), dir.path("news/sunday.txt")).expect("a file");
    dir.write("news/latest.txt", report("Monday", 55));
    dir.run("saved run").code(0).shows("kursk · 1 new").shows("Monday");
}

#[test]
fn a_search_that_was_edited_wrongly_keeps_no_other_from_running() {
    let dir = saved();
    let file = dir.path("home/.config/clippings/saved.toml");
    let definitions = fs::read_to_string(&file).expect("a file");
    let wrong = definitions.replace("\"kursk\"", "\"wrong\"") + "since = \"0d\"\n";
    dir.write("home/.config/clippings/saved.toml", format!("{definitions}\n{wrong}"));
    add(&dir, "b");
    dir.run("saved run").code(2).shows("kursk · 1 new").says("wrong: ");
    dir.run("saved run").code(2).hides("kursk ·");
}

#[test]
fn copies_of_a_reported_story_are_one_line() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run").code(0);
    let text = fs::read_to_string(dir.path("news/b.md")).expect("a file");
    for name in ["c", "d"] {
        dir.write(&format!("news/{name}.md"), format!("{text}\nOf {name}.\n"));
    }
    dir.run("saved run")
        .code(0)
        .shows("kursk · 2 copies\n\n   Title of b\n   +2 copies: ")
        .shows("news/c.md:6");
    dir.run("saved run").code(1);
}

#[cfg(unix)]
#[test]
fn a_program_gets_the_news_and_its_failure_repeats_them() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run --exec false").code(2).says("kursk: false failed").says("it comes again");
    let run = dir.run("saved run --exec sh -c 'cat; echo $CLIPPINGS_SEARCH $CLIPPINGS_NEW'");
    run.code(0).shows("\nkursk 1\n").shows("\"title\":\"Title of b\"");
    dir.run("saved run --exec no-such-program").code(1);
}

#[test]
fn a_csv_has_a_row_for_each_article() {
    let dir = saved();
    add(&dir, "b");
    let run = dir.run("saved run --format csv");
    run.code(0).shows("search,query,kind,title,").shows("\"kursk\",\"kursk\",new,\"Title of b\",");
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_printed_comes_again() {
    let dir = saved();
    add(&dir, "b");
    let full = fs::File::options().write(true).open("/dev/full").expect("a device");
    let status = dir.command().args(["saved", "run"]).stdout(full).stderr(Stdio::null()).status();
    assert_eq!(status.expect("clippings starts").code(), Some(2));
    dir.run("saved run").code(0).shows("kursk · 1 new");
}

#[test]
fn all_that_matches_is_listed_on_request() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run --all").code(0).shows("kursk · 1 new, 1 known");
    dir.run("saved run").code(1);
}

#[test]
fn a_feed_gets_what_is_new() {
    let dir = saved();
    add(&dir, "b");
    dir.run("saved run --atom feed.xml").code(0).shows("kursk · 1 new");
    add(&dir, "c");
    dir.run("saved run --atom feed.xml").code(0);
    let feed = fs::read_to_string(dir.path("feed.xml")).expect("a feed");
    assert_eq!(feed.matches("<entry>").count(), 2, "{feed}");
    dir.write("notes.txt", "not a feed");
    add(&dir, "d");
    dir.run("saved run --atom notes.txt")
        .code(2)
        .says("notes.txt: this is no feed that clippings has written");
    dir.run("saved run").code(0).shows("kursk · 1 new");
}

#[test]
fn a_list_of_names_is_saved_and_told_by_name_and_source() {
    let dir = saved();
    dir.write("people.csv", "id;Name\r\n1;Kursk Ferry\r\n2;\r\n3;K\r\n4;Nobody Here\r\n");
    let imported = dir.run("saved import people.csv");
    imported.code(0).says("2 names saved in the list people").says("no name in line 3").says("line 4 (K)");
    dir.write("news/new.md", markdown("Kursk Ferry", "The Kursk Ferry sails again, and nobody knows when."));
    let table = dir.run("saved run people --all --format csv");
    table.code(0).shows("\"Kursk Ferry\",\"\"\"Kursk Ferry\"\"\",new,").hides("Nobody");
    dir.run("saved remove people").code(0);
    dir.run("saved run people").code(2).says("there is no saved search");
}

#[test]
fn a_folder_that_is_gone_is_noted_at_each_run() {
    let dir = saved();
    dir.run("saved add gone kursk --folder elsewhere").code(0);
    dir.run("saved run gone").code(1).says("the index has no folder");
    dir.run("saved run gone").code(1).says("the index has no folder");
}

#[test]
fn the_list_says_what_is_known() {
    let dir = saved();
    dir.run("saved list").code(0).shows("kursk: kursk\n   1 article known, last run just now; index ");
    let listed = json(&dir.run("saved list --format json"));
    assert_eq!((&listed[0]["name"], &listed[0]["reported"]), (&"kursk".into(), &1.into()));
}

#[test]
fn errors_of_the_file_name_the_line() {
    let dir = saved();
    dir.write("home/.config/clippings/saved.toml", "[[search]]\nname = \"a\"\nquery = \"b\"\nfolder = 1\n");
    dir.run("saved run").fails("saved.toml: line 4: unknown field `folder`");
    dir.write("home/.local/state/clippings/reported.jsonl", "{}\n");
    dir.write("home/.config/clippings/saved.toml", "");
    dir.run("saved list").fails("reported.jsonl: line 1 cannot be read");
}

#[test]
fn an_older_index_repeats_nothing_before_and_after_its_renewal() {
    for format in formats() {
        let dir = frozen_index_copy(format);
        dir.run("saved add ferry ferry").code(0);
        dir.run("saved run --no-update").code(1).says("ferry: ").says("match now");
        dir.run("saved run --no-update").code(1).hides("ferry");
        dir.run("saved run").hides("ferry ·");
        dir.run("saved run --no-update --changed").code(1).hides("ferry");
    }
}

#[test]
fn a_watch_prints_what_is_new_after_each_change() {
    let dir = saved();
    let [output, messages] = ["output", "messages"].map(|name| dir.path(name));
    let file = |path| fs::File::create(path).expect("a file");
    let mut command = dir.command();
    let command = command.args(["watch", "--alerts"]).stdout(file(&output)).stderr(file(&messages));
    let mut watch = command.spawn().expect("clippings starts");
    let start = Instant::now();
    let has_news = |name: &str| {
        let is_late = || start.elapsed() > Duration::from_secs(40);
        while !fs::read_to_string(&output).is_ok_and(|text| text.contains(name)) && !is_late() {
            std::thread::sleep(Duration::from_millis(50));
        }
        !is_late()
    };
    add(&dir, "b");
    let first = has_news("Title of b");
    add(&dir, "c");
    let second = has_news("Title of c");
    let _ = (watch.kill(), watch.wait()); // it may have ended
    let text = fs::read_to_string(&output).expect("its output");
    assert!(first && second, "{text}{}", fs::read_to_string(&messages).expect("its messages"));
    assert_eq!(text.matches("kursk · 1 new").count(), 2, "{text}");
}
