//! Checks the structure of `src`: order of folders, import cycles, sizes, type names and comments.
//!
//! `cargo test --test it architecture -- --nocapture` also prints all findings.

mod checks;
mod graph;
mod paths;
mod tokens;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use checks::{disordered, folder_sizes, foreign, repeated_types, too_large, wide_comments};
use graph::Graph;

/// The imports allowed to each top-level folder or file of `src`. `lib` and `internals` re-export and `main`
/// starts `cli`: they are free.
const ORDER: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("progress", &[]),
    ("report", &[]),
    ("text", &[]),
    ("analysis", &["text"]),
    ("query", &["error", "text", "analysis"]),
    ("article", &["text", "analysis"]),
    ("corpus", &["error", "report", "text", "analysis", "article"]),
    ("extract", &["error", "text", "analysis", "article", "corpus"]),
    ("quote", &["text", "analysis", "article"]),
    ("clean", &["error", "text", "article", "corpus", "extract", "analysis", "quote"]),
    ("stories", &["analysis"]),
    ("index", &["error", "text", "article", "analysis", "query", "stories"]),
    ("search", &["error", "text", "article", "analysis", "query", "index", "stories"]),
    (
        "opensearch",
        &["error", "text", "article", "analysis", "query", "stories", "index", "search", "verify", "status"],
    ),
    ("verify", &["error", "text", "article", "analysis", "query", "extract", "quote", "index", "search"]),
    ("copies", &["error", "text", "article", "stories", "search", "verify"]),
    ("saved", &["error", "text", "corpus", "query", "index", "search", "stories", "location"]),
    (
        "indexer",
        &[
            "error",
            "progress",
            "report",
            "text",
            "article",
            "corpus",
            "extract",
            "clean",
            "analysis",
            "query",
            "quote",
            "index",
            "search",
            "opensearch",
        ],
    ),
    ("status", &["error", "report", "article", "corpus", "index"]),
    ("cleaner", &["error", "text", "article", "corpus", "extract", "clean", "index"]),
    ("source_check", &["error", "text", "article", "corpus", "clean", "index"]),
    ("bench", &["error", "text", "analysis", "query", "index", "search"]),
    (
        "location",
        &[
            "error",
            "article",
            "corpus",
            "index",
            "search",
            "opensearch",
            "verify",
            "status",
            "cleaner",
            "indexer",
        ],
    ),
    ("archive", &["error", "search", "cleaner", "location"]),
    ("wire", &["text", "article", "query", "extract", "search", "verify", "copies", "saved", "status"]),
    (
        "mcp",
        &[
            "error", "text", "analysis", "query", "index", "search", "verify", "status", "location",
            "archive", "wire",
        ],
    ),
    (
        "serve",
        &[
            "error", "text", "article", "analysis", "clean", "query", "extract", "index", "search", "verify",
            "copies", "saved", "status", "cleaner", "location", "archive", "wire", "mcp",
        ],
    ),
    (
        "cli",
        &[
            "error",
            "progress",
            "report",
            "text",
            "article",
            "corpus",
            "extract",
            "clean",
            "analysis",
            "query",
            "index",
            "search",
            "verify",
            "copies",
            "saved",
            "indexer",
            "status",
            "cleaner",
            "source_check",
            "location",
            "bench",
            "wire",
            "mcp",
            "serve",
            "opensearch",
        ],
    ),
];

/// Crates of the engine and the folders that may name them.
const ENGINE: (&[&str], &[&str]) = (&["tantivy", "tantivy_common", "tantivy_fst"], &["index", "search"]);

/// Crates of the program, which the library does without (the feature `cli`), and the folders that may name
/// them.
const PROGRAM: (&[&str], &[&str]) = (
    &[
        "anstream",
        "anstyle",
        "anyhow",
        "clap",
        "clap_complete",
        "clap_mangen",
        "ctrlc",
        "notify",
        "signal_hook",
        "terminal_size",
    ],
    &["cli", "main"],
);

/// Crates of the server (the feature `serve`), and the folders that may name them.
const SERVER: (&[&str], &[&str]) =
    (&["form_urlencoded", "getrandom", "hyper", "hyper_util", "maud"], &["serve"]);

/// Crates of the client of a cluster (the feature `opensearch`), and the folders that may name them.
const CLUSTER: (&[&str], &[&str]) = (&["rustls", "ureq"], &["opensearch"]);

/// Circles of files that stay, at most 3, each inside one folder: the files and the reason.
const CIRCLES: &[(&[&str], &str)] = &[];

/// Maximum number of `.rs` files in a folder, `mod.rs` not counted.
const MAX_FILES: usize = 14;

/// Maximum number of lines in a file.
const MAX_LINES: usize = 400;

/// Paths relative to `src` and texts of its source files, those of tests too.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).expect("a source")));
            }
        }
    }
    assert!(files.len() > 100, "{} files", files.len());
    files
});

/// The source files of `src` without those of tests.
static SOURCE: LazyLock<Graph> = LazyLock::new(|| Graph::new(FILES.iter().cloned()));

/// Prints `found`, and fails if there are more than `allowed`.
#[track_caller]
fn at_most(what: &str, found: &[String], allowed: usize) {
    println!("{what}: {}", found.len());
    found.iter().for_each(|line| println!("  {line}"));
    assert!(found.len() <= allowed, "{} {what}, {allowed} allowed:\n{}", found.len(), found.join("\n"));
}

#[test]
fn folders_import_in_one_direction() {
    at_most("imports against the order of folders", &disordered(&SOURCE, ORDER), 0);
}

#[test]
fn only_index_and_search_name_the_engine() {
    at_most("files that name the engine", &foreign(&SOURCE, ENGINE), 0);
}

#[test]
fn only_the_program_names_its_crates() {
    at_most("files that name a crate of the program", &foreign(&SOURCE, PROGRAM), 0);
    at_most("files that name a crate of the server", &foreign(&SOURCE, SERVER), 0);
    at_most("files that name a crate of the client", &foreign(&SOURCE, CLUSTER), 0);
}

#[test]
fn circles_of_files_are_few_and_explained() {
    assert!(CIRCLES.len() <= 3);
    let graph = &*SOURCE;
    let circles = graph.circles();
    for (files, reason) in CIRCLES {
        assert!(circles.iter().any(|circle| circle == files), "no longer a circle: {files:?} ({reason})");
        let folder = |file: &str| file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        assert!(files.iter().all(|file| folder(file) == folder(files[0])), "not in one folder: {files:?}");
    }
    let other = circles.iter().filter(|circle| CIRCLES.iter().all(|(files, _)| circle != files));
    let other: Vec<_> = other.map(|circle| circle.join(", ")).collect();
    at_most("circles of files without a reason", &other, 0);
}

#[test]
fn no_type_name_is_defined_twice() {
    at_most("type names defined more than once", &repeated_types(&SOURCE), 0);
}

#[test]
fn comments_fit_the_width_of_the_code() {
    let format =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rustfmt.toml")).expect("a file");
    let width = format.lines().find_map(|line| line.strip_prefix("max_width = ")).expect("a width");
    let found = wide_comments(&SOURCE, width.trim().parse().expect("a number"));
    at_most("comments that are too wide", &found, 0);
}

#[test]
fn files_and_folders_are_small() {
    let lines = FILES.iter().map(|(path, text)| (path.clone(), text.lines().count()));
    at_most("files with too many lines", &too_large(lines, MAX_LINES), 0);
    let paths = FILES.iter().map(|(path, _)| path.as_str());
    at_most("folders with too many files", &too_large(folder_sizes(paths), MAX_FILES), 0);
}

#[test]
fn public_types_stand_in_the_glossary() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = fs::read_to_string(root.join("src/lib.rs")).expect("the library");
    let glossary = fs::read_to_string(root.join("docs/GLOSSARY.md")).expect("the glossary");
    let types = checks::root_types(&library);
    assert!(types.len() > 20, "{types:?}");
    let missing: Vec<_> = types.into_iter().filter(|name| !glossary.contains(&format!("`{name}`"))).collect();
    at_most("public types without an entry in docs/GLOSSARY.md", &missing, 0);
}
