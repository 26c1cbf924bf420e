//! Indexes written by earlier builds open, answer, and are renewed; `tests/frozen/README.md` says how they
//! were made.

use std::fs;
use std::path::{Path, PathBuf};

use clippings::internals::index::IndexFormat;
use serde_json::{Value, json};

use crate::common::{Dir, copy_folder};

/// Queries that read every kind of file and field of the index.
const QUERIES: [&str; 14] = [
    "ferry",
    "ferry harbour",
    "ferry OR river",
    "ferry -lighthouse",
    "\"sake of a timetable\"",
    "river w/5 days",
    "lightho*",
    "harbuor~1",
    "Fähre",
    "author:hill",
    "site:courier",
    "date:2022",
    "title:ferry",
    "path:letters lang:de",
];

/// The folder that the frozen indexes were made of. It does not exist.
const SOURCES: &str = "/articles";

fn frozen(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen").join(name)
}

/// Returns the path of a file of the frozen index of `format`.
fn of_format(format: u32, name: &str) -> PathBuf {
    frozen(&format!("format-{format}")).join(name)
}

/// Returns the formats that have a frozen index, the oldest first.
pub(crate) fn formats() -> Vec<u32> {
    let entries = fs::read_dir(frozen("")).expect("a folder").flatten();
    let number = |name: String| name.strip_prefix("format-")?.parse().ok();
    let mut formats: Vec<u32> =
        entries.filter_map(|entry| number(entry.file_name().into_string().ok()?)).collect();
    formats.sort_unstable();
    formats
}

fn older_formats() -> Vec<u32> {
    let older: Vec<u32> =
        formats().into_iter().filter(|format| *format < IndexFormat::CURRENT.number).collect();
    assert!(!older.is_empty());
    older
}

/// Returns a folder with a copy of the frozen index of `format`.
pub(crate) fn frozen_index_copy(format: u32) -> Dir {
    let dir = Dir::new();
    copy_folder(&of_format(format, "index"), &dir.path("idx"));
    dir
}

fn answers(dir: &Dir) -> Value {
    let answer = |query: &&str| json!({ "query": query, "hits": dir.search(query).0["hits"] });
    QUERIES.iter().map(answer).collect()
}

/// Returns the paths and the snippets of the hits of each query, without scores and order.
fn found(dir: &Dir) -> Vec<Vec<String>> {
    let found = |query: &&str| {
        let hits = dir.search(query).hits().clone();
        let mut hits: Vec<String> =
            hits.iter().map(|hit| format!("{} {}", hit["path"], hit["snippet"])).collect();
        hits.sort();
        hits
    };
    QUERIES.iter().map(found).collect()
}

/// Replaces `from` by `to` in the metadata of the index.
fn edit_meta(dir: &Dir, from: &str, to: &str) {
    let generation = fs::read_to_string(dir.path("idx/CURRENT")).expect("a pointer");
    let path = dir.path("idx").join(generation.trim()).join("meta.json");
    let mut meta = fs::read_to_string(&path).expect("metadata");
    assert!(meta.contains(from), "{meta}");
    // Without the checksum, whose member is the first.
    if let Some((_, members)) = meta.strip_prefix("{\"checksum\":").and_then(|meta| meta.split_once(',')) {
        meta = format!("{{{members}");
    }
    fs::write(path, meta.replace(from, to)).expect("written");
}

fn write_answers(format: u32, dir: &Dir) {
    let text = serde_json::to_string_pretty(&answers(dir)).expect("JSON");
    fs::write(of_format(format, "answers.json"), text + "\n").expect("written");
}

/// Writes the frozen index of the current format and its answers with `CLIPPINGS_PIN=1`, or only the answers
/// of format 12 with `CLIPPINGS_PIN=12`. Does nothing else.
#[test]
fn pin_frozen_index() {
    let pin = std::env::var("CLIPPINGS_PIN").ok().and_then(|pin| pin.parse().ok());
    let Some(pin) = pin else { return };
    if pin != 1 {
        return write_answers(pin, &frozen_index_copy(pin));
    }
    let (dir, current) = (Dir::new(), IndexFormat::CURRENT.number);
    copy_folder(&frozen("articles"), &dir.path("articles"));
    dir.run("index articles").code(0);
    edit_meta(&dir, &dir.path("articles").display().to_string(), SOURCES);
    for name in ["ID", "FOLDERS"] {
        fs::remove_file(dir.path("idx").join(name)).expect("removed"); // they name the folder of this run
    }
    let _ = fs::remove_dir_all(of_format(current, ""));
    copy_folder(&dir.path("idx"), &of_format(current, "index"));
    write_answers(current, &dir);
}

#[test]
fn frozen_index_answers_as_before() {
    for format in formats() {
        let dir = frozen_index_copy(format);
        dir.run("check").code(0).shows("is intact");
        let actual = answers(&dir);
        let pinned = fs::read_to_string(of_format(format, "answers.json")).expect("answers");
        let pinned: Vec<Value> = serde_json::from_str(&pinned).expect("JSON");
        assert_eq!(pinned.len(), QUERIES.len());
        for (pinned, actual) in pinned.iter().zip(actual.as_array().expect("answers")) {
            assert_eq!(pinned, actual, "format {format}");
            assert_ne!(pinned["hits"], json!([]), "{pinned}: every query must find something");
        }
    }
}

#[test]
fn frozen_index_says_that_it_is_of_an_older_version() {
    for format in older_formats() {
        let dir = frozen_index_copy(format);
        let program = if format < 21 { "0.1.0" } else { "0.2.0" };
        for line in ["search ferry", "show 1", "explain ferry", "status", "check"] {
            let note =
                format!("note: the index is of an older version (clippings {program}, format {format})");
            dir.run(line).code(0).says(&note);
        }
        dir.run("search --quiet ferry").code(0).silent();
        for line in [
            "search --format json ferry",
            "explain --format json ferry",
            "status --format json",
            "check --format json",
        ] {
            let run = dir.run(line);
            let answer: Value = serde_json::from_str(&run.code(0).silent().stdout).expect("JSON");
            assert_eq!(answer["notes"].as_array().map(Vec::len), Some(1), "{answer}");
            assert!(answer["notes"][0].to_string().contains("the next `clippings index` renews it"));
        }
    }
}

#[test]
fn articles_of_a_folder_that_is_away_survive_the_renewal() {
    for format in formats() {
        let dir = frozen_index_copy(format);
        let (before, articles) = (found(&dir), dir.search("*").total());
        dir.write("a/new.txt", "A sloop was sold at the market on Friday morning, said the keeper.\n");
        let run = dir.run("index a --optimize");
        run.shows("1 added");
        if format < IndexFormat::CURRENT.number {
            run.code(2).shows(&format!("{articles} articles carried over from the older index"));
            run.says("/articles: folder not found");
        }
        dir.run("check").code(0).silent();
        dir.run("status").code(0).silent();
        assert_eq!((found(&dir), dir.search("sloop").total()), (before, 1));
        // From now on the index is updated in place, and keeps them.
        dir.run("index").code(2).shows("0 added, 0 updated, 0 removed").hides("carried over");
        assert_eq!(dir.search("*").total(), articles + 1);
    }
}

#[test]
fn a_folder_that_comes_back_after_the_renewal_is_read_again() {
    for format in older_formats() {
        let dir = frozen_index_copy(format);
        edit_meta(&dir, SOURCES, &dir.path("a").display().to_string());
        let articles = dir.search("*").total();
        dir.run("index").code(2).shows(&format!("{articles} articles carried over"));
        copy_folder(&frozen("articles"), &dir.path("a"));
        dir.run("status").code(0).shows("3 changed files; run `clippings index`");
        dir.run("index --optimize").code(0).shows("0 removed, 0 unchanged").hides("carried over");
        dir.run("index a --index fresh").code(0);
        let answer = |index: &str| {
            let run = dir.args(&["search", "--index", index, "--format", "json", "ferry OR river"]);
            serde_json::from_str::<Value>(&run.stdout).expect("JSON")["hits"].clone()
        };
        assert_eq!(answer("idx"), answer("fresh"));
    }
}

#[test]
fn an_older_index_answers_until_its_renewal_is_complete() {
    for format in older_formats() {
        let dir = frozen_index_copy(format);
        let before = answers(&dir);
        // A renewal that was killed leaves a generation that nothing points to.
        copy_folder(&of_format(format, "index/generation-000001"), &dir.path("idx/generation-000002"));
        assert_eq!(answers(&dir), before);
        dir.run("forget /articles").fails("was written by another version: run `clippings index`");
        assert_eq!(answers(&dir), before);
        dir.run("index --prune").code(0).hides("carried over");
        assert_eq!(dir.search("*").total(), 0);
    }
}

#[test]
fn an_index_of_a_later_version_is_refused_and_kept() {
    let dir = frozen_index_copy(12);
    edit_meta(&dir, r#"\"format\":12"#, r#"\"format\":99,\"unknown\":[1]"#);
    edit_meta(&dir, r#"\"program\":\"0.1.0\""#, r#"\"program\":\"7.2.0\""#);
    dir.write("a/new.txt", "A lighthouse was sold at the market on Friday morning, said the keeper.\n");
    for line in ["search ferry", "status", "check", "index a", "index --rebuild a", "forget a"] {
        dir.run(line).fails("needs clippings 7.2.0 or later");
    }
}

#[test]
fn an_index_of_a_version_that_is_too_old_is_built_again() {
    let dir = frozen_index_copy(12);
    edit_meta(&dir, r#"\"format\":12"#, r#"\"format\":11"#);
    edit_meta(&dir, SOURCES, &dir.path("a").display().to_string());
    dir.write("a/new.txt", "A lighthouse was sold at the market on Friday morning, said the keeper.\n");
    dir.run("search lighthouse").fails("was written by another version: run `clippings index` to rebuild it");
    dir.run("index").code(0).shows("1 added");
    assert_eq!(dir.search("lighthouse").total(), 1);
}

#[cfg(feature = "serve")]
#[test]
fn a_page_filters_an_older_index_by_what_it_has_or_not_at_all() {
    use clippings::internals::serve::{ServeOptions, ask};

    for format in formats() {
        let options = ServeOptions::new(clippings::IndexDir::new(of_format(format, "index")));
        let status = |filter: &str| {
            ask(&options, ("GET", &format!("/?q=*{filter}")), &[], "").expect("an answer").status
        };
        let of_site = status("&site=x");
        assert!([200, 500].contains(&of_site), "{format}: {of_site}");
        assert_eq!([status(""), status("&-lang=de"), status("&-site=x")], [200, 200, of_site], "{format}");
    }
    // The oldest one knows no sites.
    let oldest = ServeOptions::new(clippings::IndexDir::new(of_format(formats()[0], "index")));
    let page = ask(&oldest, ("GET", "/?q=*&-site=x"), &[], "").expect("an answer");
    assert!(page.status == 500 && page.text().contains("of another version"), "{}", page.text());
}
