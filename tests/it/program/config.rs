//! The config file: command-line options override it, and errors in it are reported.

use crate::common::{Dir, Run, run};

/// Runs `clippings` with a config file in the home of the test, and no index in the environment.
fn with_config(dir: &Dir, line: &[&str]) -> Run {
    run(dir.command().env_remove("CLIPPINGS_INDEX").args(line), "")
}

fn archive() -> Dir {
    let dir = Dir::new();
    dir.write("home/news/one.txt", "A lighthouse by the sea.\n");
    dir.write("home/news/draft.txt", "A lighthouse in a draft.\n");
    dir.write("home/more/two.jsonl", "{\"story\": \"A lighthouse on a rock.\"}\n");
    dir.write("other/three.txt", "A lighthouse of old.\n");
    dir
}

const CONFIG: &str = "index = \"~/kept\"\nfolders = [\"~/news\", \"../../more\"]\nexclude = [\"draft*\"]\nlimit = 1\n\
    map = { text = \"story\" }\n";

#[test]
fn folders_and_options_are_read_from_the_config() {
    let dir = archive();
    dir.write("home/.config/clippings/config.toml", CONFIG);
    with_config(&dir, &["index"]).code(0).shows("2 articles").shows("home/kept").shows("1 excluded");
    with_config(&dir, &["index", "other"]).code(0).shows("3 articles");
    with_config(&dir, &["index"]).code(0).shows("3 unchanged");
    let run = with_config(&dir, &["search", "lighthouse", "--format", "json"]);
    assert_eq!(crate::common::Answer(serde_json::from_str(&run.stdout).expect("JSON")).hits().len(), 1);
    with_config(&dir, &["search", "lighthouse", "-n", "3", "-l"])
        .code(0)
        .shows("two.jsonl")
        .shows("three.txt");
    with_config(&dir, &["search", "draft"]).code(1);
    with_config(&dir, &["status"]).code(0).shows("config file: ").shows("config.toml\n");
    dir.run("index other").code(0).shows("1 article in").shows("idx");
}

#[test]
fn config_errors_are_reported() {
    let dir = archive();
    with_config(&dir, &["index"]).fails("or name folders in ").says("config.toml");
    dir.write("home/.config/clippings/config.toml", "limit = 5\nfoldres = []\n");
    for line in [&["index"][..], &["search", "lighthouse"], &["status"]] {
        with_config(&dir, line).fails("config.toml: line 2: unknown field");
    }
    dir.write("home/.config/clippings/config.toml", "folders = [\"nowhere\"]\n");
    with_config(&dir, &["index"]).fails("folder not found: ").says("nowhere");
    dir.write("home/.config/clippings/config.toml", "folders = [\"~/news\"]\ninclude = [\"a{\"]\n");
    with_config(&dir, &["index"]).fails("invalid pattern a{");
}

/// Folders come from the environment alone: without `HOME`, the user database is not queried.
#[test]
fn missing_home_is_reported() {
    let dir = archive();
    let without_home = |line: &[&str]| run(dir.command().env_remove("HOME").args(line), "");
    without_home(&["index", "other"]).code(0).shows("1 article in");
    without_home(&["search", "lighthouse"]).code(0).shows("three.txt");
    let homeless = |line: &[&str]| {
        let mut command = dir.command();
        run(command.env_remove("CLIPPINGS_INDEX").env_remove("HOME").args(line), "")
    };
    homeless(&["search", "lighthouse"]).fails("HOME is not set").says("--index");
    dir.write("config/clippings/config.toml", "index = \"~/kept\"\n");
    let config = dir.path("config");
    let mut command = dir.command();
    command.env_remove("CLIPPINGS_INDEX").env_remove("HOME").env("XDG_CONFIG_HOME", config);
    run(command.arg("status"), "").fails("HOME is not set").says("config.toml");
}
