//! Files of other formats are read as the text that programs of the user's choice print.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::common::{Dir, Run, article, interrupt, words};

/// Prints the file and notes in a file of the folder that it was started.
const NOTING: &str = "/bin/sh -c 'echo started >> log; cat \"$1\"' conv";

fn heron() -> String {
    article("The heron", "3 May 2021", "A heron stood on the quay for most of the morning, said the pilot.")
}

fn crane() -> String {
    article(
        "The crane",
        "4 May 2021",
        "A crane fell on the quay during the night of the storm, said the crew.",
    )
}

/// Returns a folder with an article that only a filter reads, and one that needs none.
fn folder() -> Dir {
    let dir = Dir::new();
    dir.write("a/heron.pages", heron()).write("a/ferry.txt", "The ferry stays in port on Monday.\n");
    dir
}

/// Returns a folder that was indexed with a filter.
fn indexed() -> Dir {
    let dir = folder();
    filtered(&dir, "index a", "pages=/bin/cat {}").code(0).shows("2 articles in the index");
    dir
}

fn filtered(dir: &Dir, line: &str, filter: &str) -> Run {
    let mut args = words(line);
    args.extend(["--filter".into(), filter.into()]);
    dir.args(&args)
}

#[test]
fn a_filter_reads_files_of_its_extension() {
    let dir = folder();
    dir.run("index a").code(0).shows("1 article in the index").shows("not read: 1 pages");
    dir.write("a/CRANE.PAGES", crane());
    filtered(&dir, "index a", "pages=/bin/cat {}")
        .code(0)
        .silent()
        .shows("2 .pages files read by the filter /bin/cat {}");
    assert_eq!(dir.search("\"heron stood\"").files(), ["her"]);
    let report: Value =
        serde_json::from_str(&filtered(&dir, "index a --rebuild --format json", "pages=/bin/cat").stdout)
            .expect("JSON");
    assert_eq!(
        report["filtered"][0],
        serde_json::json!({"extension": "pages", "command": "/bin/cat", "files": 2})
    );
    dir.run("show a/heron.pages").code(0).shows("A heron stood");
    dir.run("check").code(0);
}

#[test]
fn what_a_filter_prints_may_be_a_page() {
    let dir = Dir::new();
    let page = "<html><head><title>The heron</title></head><body><nav><a href=/>Subscribe</a></nav><article>\
        <h1>The heron</h1><p>A heron stood on the quay for most of the morning, said the pilot of the ferry.</p>\
        <p>The crews looked at it until noon, when it flew away over the harbour.</p></article></body></html>";
    dir.write("a/heron.pages", page);
    filtered(&dir, "index a", "pages=/bin/cat").code(0);
    assert_eq!((dir.search("heron title:heron").total(), dir.search("subscribe").total()), (1, 0));
}

#[test]
fn form_feeds_in_what_a_filter_prints_begin_pages() {
    let dir = Dir::new();
    dir.write("a/two.pages", format!("{}\x0c{}\x0c", heron(), crane()));
    filtered(&dir, "index a", "pages=/bin/cat").code(0);
    dir.run("search \"crane fell\"").code(0).shows("a/two.pages:p.2");
    let page = dir.search("\"crane fell\"").0["hits"][0]["page"].clone();
    assert_eq!(page, 2);
    dir.run("index a").code(0).shows("was kept");
}

#[test]
fn the_name_of_a_file_is_one_argument_and_no_command() {
    let dir = Dir::new();
    let names = [
        "a b.x",
        "$(touch hit).x",
        "`touch hit`.x",
        "'\".x",
        "-n.x",
        "a\nb.x",
        "a;touch hit;.x",
        "{}.x",
        "*.x",
    ];
    for name in names {
        dir.write(&format!("a/{name}"), heron());
    }
    for filter in ["x=/bin/cat {}", "x=/bin/cat", "x=/bin/sh -c 'cat \"$1\"' conv {}"] {
        filtered(&dir, "index a --rebuild", filter).code(0).silent().shows("9 articles in the index");
    }
    assert!(!dir.path("hit").exists() && !dir.path("a/hit").exists());
}

#[test]
fn a_name_that_is_no_unicode_arrives_as_it_is() {
    let dir = folder();
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9.pages");
    // Some file systems refuse such names.
    if fs::write(dir.path("a").join(name), crane()).is_ok() {
        filtered(&dir, "index a", "pages=/bin/cat {}").code(0).shows("3 articles in the index");
    }
}

#[test]
fn unchanged_files_are_not_converted_again() {
    let dir = folder();
    let log = dir.path("log").display().to_string();
    let filter = format!("pages={} {{}}", NOTING.replace("log", &log));
    filtered(&dir, "index a", &filter).code(0);
    filtered(&dir, "index a", &filter)
        .code(0)
        .shows("0 added, 0 updated, 0 removed, 2 unchanged")
        .hides("read by");
    assert_eq!(fs::read_to_string(&log).expect("a log"), "started\n");
    dir.write("a/heron.pages", crane());
    filtered(&dir, "index a", &filter).code(0).shows("0 added, 1 updated");
    assert_eq!(fs::read_to_string(&log).expect("a log"), "started\nstarted\n");
    assert_eq!((dir.search("heron").total(), dir.search("crane").total()), (0, 1));
}

#[test]
fn a_run_without_the_filter_keeps_its_articles() {
    let dir = indexed();
    let kept = "1 article of .pages files was kept: they are read with --filter 'pages=…', which this run does not have";
    dir.run("index a").code(0).silent().shows(kept).shows("0 removed, 2 unchanged").hides("not read");
    dir.run("index").code(0).silent().shows(kept).hides("has changed");
    dir.run("index a --quiet").code(0).silent();
    filtered(&dir, "index", "key=/bin/cat").code(0).silent().shows(kept);
    assert_eq!(dir.search("heron").total(), 1);
    dir.run("status").code(0).shows("2 files");
    dir.run("check").code(0);
    dir.run("search heron --in a").code(0).hides("kept");
}

#[test]
fn a_changed_file_without_its_filter_keeps_the_old_article() {
    let dir = indexed();
    dir.write("a/heron.pages", crane() + "More.\n");
    dir.run("index a").code(0).silent().shows("was kept").shows("; 1 of the files has changed");
    dir.run("search crane --in a").code(1).says("1 of the files has changed");
    assert_eq!((dir.search("heron").total(), dir.search("crane").total()), (1, 0));
    let report: Value = serde_json::from_str(&dir.run("index --format json").stdout).expect("JSON");
    assert_eq!(report["kept"]["pages"], serde_json::json!({"articles": 1, "changed": 1}));
    dir.run("status").code(0).shows("1 changed");
    filtered(&dir, "index", "pages=/bin/cat {}").code(0).shows("1 updated").hides("kept");
    assert_eq!((dir.search("heron").total(), dir.search("crane").total()), (0, 1));
}

#[test]
fn a_deleted_or_excluded_file_goes_without_its_filter() {
    let dir = indexed();
    fs::rename(dir.path("a/heron.pages"), dir.path("heron.pages")).expect("moved");
    dir.run("index a").code(0).shows("1 removed").hides("kept");
    assert_eq!(dir.search("heron").total(), 0);
    let dir = indexed();
    dir.run("index a --exclude *.pages").code(0).shows("1 removed").hides("kept");
    let dir = indexed();
    dir.run("forget a").code(0);
    assert_eq!(dir.search("heron").total(), 0);
}

#[test]
fn a_rebuild_without_the_filter_carries_its_articles_over() {
    let dir = indexed();
    dir.run("index --rebuild")
        .code(0)
        .silent()
        .shows("1 article carried over")
        .shows("1 article of .pages files was kept");
    assert_eq!(dir.search("heron").total(), 1);
    dir.run("index").code(0).silent().shows("was kept").hides("has changed");
    dir.run("status").code(0).hides("1 changed");
    dir.run("index --rebuild").code(0).shows("1 article carried over");
    filtered(&dir, "index", "pages=/bin/cat").code(0).shows("1 updated").hides("kept");
    dir.run("check").code(0);
}

#[test]
fn what_other_options_ask_of_a_kept_article_is_done_once_its_filter_is_there() {
    let dir = indexed();
    dir.write("a/clippings.rules", "cut: A heron stood*\n");
    dir.run("index a").code(0).shows("was kept").shows("1 updated");
    assert_eq!(dir.search("\"heron stood\"").total(), 1);
    filtered(&dir, "index a", "pages=/bin/cat").code(0).shows("1 updated");
    assert_eq!(dir.search("\"heron stood\"").total(), 0);
}

#[test]
fn a_failing_filter_is_named_and_the_article_kept() {
    let dir = folder();
    filtered(&dir, "index a", "pages=/bin/false {}")
        .code(2)
        .says("heron.pages: false failed with exit code 1");
    dir.run("index a").code(0).silent().shows("not read: 1 pages");
    filtered(&dir, "index a", "pages=/bin/sh -c 'echo no licence >&2; exit 7'")
        .code(2)
        .says("sh failed with exit code 7: no licence");
    filtered(&dir, "index a", "pages=/bin/true").code(2).says("heron.pages: true printed no text");
    filtered(&dir, "index a", "pages=/bin/cat {}").code(0).shows("1 added");
    dir.write("a/heron.pages", crane() + "More.\n");
    filtered(&dir, "index a", "pages=/bin/false {}").code(2).says("false failed");
    assert_eq!((dir.search("heron").total(), dir.search("crane").total()), (1, 0));
    filtered(&dir, "index --rebuild", "pages=/bin/false {}").code(2).shows("1 article carried over");
    dir.run("index").code(0).silent().shows("1 article of .pages files was kept");
    filtered(&dir, "index a --rebuild", "pages=/bin/false {}").code(2).shows("1 article carried over");
    filtered(&dir, "index a", "pages=/bin/cat {}").code(0).shows("1 updated");
}

#[test]
fn a_filter_has_limits() {
    let dir = folder();
    filtered(&dir, "index a --filter-timeout 0.2", "pages=/bin/sleep 1000")
        .code(2)
        .says("sleep was killed after 0.2 seconds");
    filtered(&dir, "index a", "pages=/bin/cat /dev/zero")
        .code(2)
        .says("cat printed more than the limit of 16 MB");
    dir.run("index a --filter-timeout 0").code(2).says("expected a number of seconds such as 60");
}

#[test]
fn ctrl_c_ends_a_filter() {
    let dir = folder();
    let started = dir.path("started").display().to_string();
    let filter = format!("pages=/bin/sh -c 'touch \"$0\"; exec sleep 1000' '{started}'");
    let mut command = dir.command();
    command.args(["index", "a", "--filter", &filter]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("started");
    while !dir.path("started").exists() && child.try_wait().is_ok_and(|ended| ended.is_none()) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    interrupt(&child);
    assert_eq!(child.wait().expect("ended").code(), Some(130));
    dir.run("index a").code(0).shows("1 article in the index");
}

#[test]
fn two_signals_leave_no_filter_running() {
    let dir = folder();
    let started = dir.path("started").display().to_string();
    let filter =
        format!("pages=/bin/sh -c 'echo $$ > \"$0.new\"; mv \"$0.new\" \"$0\"; sleep 1000' '{started}'");
    let mut command = dir.command();
    command.args(["index", "a", "--filter", &filter]).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("started");
    while !dir.path("started").exists() && child.try_wait().is_ok_and(|ended| ended.is_none()) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let signals = "kill -INT $0 && kill -TERM $0";
    Command::new("sh").args(["-c", signals, &child.id().to_string()]).status().expect("sent");
    assert_eq!(child.wait().expect("ended").code(), Some(130));
    let id = fs::read_to_string(started).expect("its number");
    let runs = || {
        let listed = Command::new("ps").args(["-A", "-o", "pgid=,stat="]).output().expect("ps");
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let states = listed.lines().filter_map(|line| line.trim().split_once(' '));
        states.into_iter().any(|(group, state)| group == id.trim() && !state.trim().starts_with('Z'))
    };
    let goes_on = (0..500).all(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        runs()
    });
    assert!(!goes_on, "{id}");
}

#[test]
fn a_filter_may_read_what_is_read_without_one() {
    let dir = folder();
    dir.run("index a").code(0);
    filtered(&dir, "index a", "txt=/bin/sh -c 'echo The schooner is in the harbour of the town.'")
        .code(0)
        .shows("1 updated");
    assert_eq!((dir.search("ferry").total(), dir.search("schooner").total()), (0, 1));
    dir.write("a/ferry.txt", "The ferry has left on Tuesday.\n");
    dir.run("index a")
        .code(0)
        .silent()
        .shows("1 article of .txt files was kept")
        .shows("; 1 of the files has changed");
    dir.run("index --rebuild").code(0).shows("1 article carried over");
    assert_eq!((dir.search("ferry").total(), dir.search("schooner").total()), (0, 1));
    dir.run("forget a").code(0);
    dir.run("index a").code(0).hides("kept");
    assert_eq!((dir.search("ferry").total(), dir.search("schooner").total()), (1, 0));
}

#[test]
fn filters_with_mistakes_are_refused() {
    let dir = folder();
    filtered(&dir, "index a", "pages").code(2).says("expected EXT=COMMAND, as in 'pages=pages2text {}'");
    filtered(&dir, "index a", "=/bin/cat").code(2).says("is no extension");
    filtered(&dir, "index a", "pages= ").code(2).says("no command for .pages files");
    filtered(&dir, "index a", "pages=/bin/no-such-program")
        .code(2)
        .says("the program /bin/no-such-program is not found");
    filtered(&dir, "index a", "pages=./conv {}")
        .code(2)
        .says("name a program on PATH, or by its absolute path");
    filtered(&dir, "index a --filter key=/bin/cat", "KEY=/bin/cat")
        .fails("--filter is given twice for .key files");
    assert!(!dir.path("idx").exists());
}

#[test]
fn programs_in_the_current_folder_are_not_found() {
    let dir = folder();
    dir.write_program("conv", "touch hit").write_program("bin/conv", "touch hit");
    let mut command = dir.command();
    command.env("PATH", ":.:bin:/bin").args(["index", "a", "--filter", "pages=conv {}"]);
    crate::common::run(&mut command, "").code(2).says("the program conv is not found");
    assert!(!dir.path("hit").exists() && !dir.path("a/hit").exists());
}

#[test]
fn the_config_file_has_filters() {
    let dir = folder();
    dir.write(
        "home/.config/clippings/config.toml",
        "[filters]\npages = \"/bin/cat {}\"\nkey = \"/bin/no-such-program\"\n",
    );
    dir.run("index a").code(2).says("config.toml: filters: the program /bin/no-such-program is not found");
    dir.run("status").fails("no index");
    dir.write(
        "home/.config/clippings/config.toml",
        "filter-timeout = 5\n[filters]\nPages = \"/bin/cat {}\"\n",
    );
    dir.run("search heron --in a").code(0).shows("heron.pages");
    dir.run("index a --rebuild")
        .code(0)
        .shows("1 .pages file read by the filter /bin/cat {}")
        .shows("2 articles");
    filtered(&dir, "index a --rebuild", "pages=/bin/cat").code(0).shows("read by the filter /bin/cat\n");
    dir.write("home/.config/clippings/config.toml", "filter-timeout = \"long\"\n");
    dir.run("index a").fails("line 1: filter-timeout: expected a number of seconds such as 60");
}

#[test]
fn watch_has_the_filters_of_the_config_file() {
    let dir = folder();
    dir.write("home/.config/clippings/config.toml", "[filters]\npages = \"/bin/cat {}\"\n");
    let mut child = dir
        .command()
        .args(["watch", "a"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    while dir.run("search heron").code != Some(0) && child.try_wait().is_ok_and(|ended| ended.is_none()) {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    interrupt(&child);
    assert_eq!(child.wait().expect("ended").code(), Some(0));
    assert_eq!(dir.search("heron").files(), ["her"]);
}
