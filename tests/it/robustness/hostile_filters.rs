//! Filters come from the command line and the user's config file only. What an index, a rules file or a folder
//! says starts no program.

use std::fs;
use std::path::PathBuf;

use crate::common::{Dir, run, words};

/// Returns a folder with a file that a filter could read.
fn folder() -> Dir {
    let dir = Dir::new();
    dir.write("a/x.pages", "The heron stood on the quay.\n")
        .write("a/ferry.txt", "The ferry stays in port.\n");
    dir
}

/// Returns a command that would create the file `hit`.
fn command(dir: &Dir) -> String {
    format!("/bin/sh -c 'touch {}'", dir.path("hit").display())
}

/// Runs every command that reads or brings in step, and asserts that none starts a program.
#[track_caller]
fn starts_nothing(dir: &Dir) {
    for line in [
        "index a",
        "index",
        "status",
        "search heron --in a",
        "search ferry",
        "check",
        "verify a/ferry.txt",
        "clean a/x.pages",
        "clean a/ferry.txt",
        "show a/ferry.txt",
        "show a/x.pages",
        "index --rebuild",
        "saved run",
        "forget a",
    ] {
        run(
            dir.command()
                .env("PATH", "/usr/bin:/bin")
                .current_dir(dir.path("a"))
                .args(words(&line.replace(" a", " ."))),
            "",
        )
        .clear();
        run(dir.command().env("PATH", "/usr/bin:/bin").args(words(line)), "").clear();
        assert!(!dir.path("hit").exists(), "{line}");
    }
}

fn meta(dir: &Dir) -> PathBuf {
    let entries = fs::read_dir(dir.path("idx")).expect("an index").flatten();
    let mut folders = entries.map(|entry| entry.path()).filter(|path| path.is_dir());
    folders.next().expect("a generation").join("meta.json")
}

#[test]
fn an_index_that_names_filters_starts_none() {
    let dir = folder();
    dir.run("index a").code(0);
    let text = fs::read_to_string(meta(&dir)).expect("a text");
    let filters =
        format!("\\\"filters\\\":{{\\\"pages\\\":\\\"{0}\\\",\\\"txt\\\":\\\"{0}\\\"}},", command(&dir));
    let id = "{\\\"id\\\":";
    assert!(text.contains(id), "{text}");
    let hostile = text.replace("\"checksum\"", "\"note\"").replace(id, &format!("{{{filters}\\\"id\\\":"));
    let hostile = hostile.replace("\"payload\":\"{", &format!("\"payload\":\"{{{filters}"));
    assert_ne!(hostile.matches("filters").count(), 0);
    fs::write(meta(&dir), hostile).expect("written");
    dir.run("search ferry").code(0); // it opens
    fs::write(dir.path("idx/filters.toml"), format!("pages = \"{}\"\n", command(&dir))).expect("written");
    starts_nothing(&dir);
}

#[test]
fn an_index_of_filtered_articles_starts_nothing() {
    let dir = folder();
    let args = ["index", "a", "--filter", "pages=/bin/cat {}", "--filter", "txt=/bin/cat"];
    dir.args(&args).code(0).shows("2 articles");
    let everything = fs::read(meta(&dir)).expect("a file");
    assert!(!everything.windows(8).any(|bytes| bytes == b"/bin/cat"), "nothing of a filter is stored");
    dir.write("a/x.pages", "The crane fell on the quay.\n");
    starts_nothing(&dir);
}

#[test]
fn a_rules_file_and_a_config_in_the_folder_start_nothing() {
    let dir = folder();
    let (command, ferry) = (command(&dir), "cut ferry\n");
    for rules in [
        format!("filter pages={command} {{}}\n"),
        format!("--filter 'pages={command}'\n{ferry}"),
        ferry.to_owned(),
    ] {
        dir.write("a/clippings.rules", rules);
        for name in [
            "config.toml",
            "clippings.toml",
            ".clippings.toml",
            ".config/clippings/config.toml",
            "clippings/config.toml",
        ] {
            dir.write(
                &format!("a/{name}"),
                format!("[filters]\npages = \"{command}\"\ntxt = \"{command}\"\n"),
            );
        }
        starts_nothing(&dir);
    }
}
