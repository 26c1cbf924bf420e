//! Licenses, duplicates and sources of the dependencies against `deny.toml`, for machines without cargo-deny.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Command;

use toml::Table;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn table(name: &str) -> Table {
    std::fs::read_to_string(root().join(name)).expect(name).parse().expect(name)
}

/// Returns the strings of the list `key` in the section `section` of deny.toml.
fn list(section: &str, key: &str) -> BTreeSet<String> {
    let values = table("deny.toml")[section][key].as_array().expect(key).clone();
    values.iter().map(|value| value.as_str().expect(key).to_owned()).collect()
}

/// Returns whether an SPDX expression can be met with the allowed licenses. `/` is an older way of writing
/// `OR`.
fn is_allowed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut next = 0;
    let met = either(&words, &mut next, allowed);
    assert_eq!(next, words.len(), "not an SPDX expression: {expression}");
    met
}

/// Reads licenses joined by OR, which binds less tightly than AND.
fn either(words: &[&str], next: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = all(words, next, allowed);
    while words.get(*next) == Some(&"OR") {
        *next += 1;
        met |= all(words, next, allowed);
    }
    met
}

/// Reads licenses joined by AND.
fn all(words: &[&str], next: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, next, allowed);
    while words.get(*next) == Some(&"AND") {
        *next += 1;
        met &= one(words, next, allowed);
    }
    met
}

/// Reads one license, with its exception if it has one, or an expression in parentheses.
fn one(words: &[&str], next: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut take = || {
        let word = words.get(*next).copied().expect("a license");
        *next += 1;
        word
    };
    let word = take();
    if word == "(" {
        let met = either(words, next, allowed);
        assert_eq!(words.get(*next), Some(&")"), "a closing parenthesis");
        *next += 1;
        return met;
    }
    if words.get(*next) == Some(&"WITH") {
        let exception = words.get(*next + 1).expect("an exception");
        *next += 2;
        return allowed.contains(&format!("{word} WITH {exception}"));
    }
    allowed.contains(word)
}

#[test]
fn spdx_expressions_are_evaluated() {
    let allowed = ["MIT", "Unicode-3.0", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for met in ["MIT", "MIT/X", "X OR MIT", "(X OR MIT) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception"] {
        assert!(is_allowed(met, &allowed), "{met}");
    }
    for unmet in ["X", "MIT AND X", "(MIT OR X) AND X", "X OR MIT AND Y", "Apache-2.0", "MIT WITH X"] {
        assert!(!is_allowed(unmet, &allowed), "{unmet}");
    }
}

/// Runs `cargo tree`, not `cargo metadata`: it needs only the crates that this build needed. Returns `None` if
/// cargo cannot be run, or a crate of a feature that was never built is not on this machine.
fn cargo_tree(args: &[&str]) -> Option<String> {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--package", "clippings", "--prefix", "none", "--no-dedupe"])
        .args(args)
        .current_dir(root())
        .output();
    let tree = match tree {
        Ok(tree) => tree,
        // The test binary may be run by a user who may not run the cargo that built it.
        Err(error) if matches!(error.kind(), ErrorKind::PermissionDenied | ErrorKind::NotFound) => {
            println!("skipped: {} cannot be run: {error}", env!("CARGO"));
            return None;
        }
        Err(error) => panic!("cargo tree: {error}"),
    };
    let messages = String::from_utf8_lossy(&tree.stderr);
    if !tree.status.success() && messages.contains("--offline") {
        println!("skipped: cargo tree {args:?}: {messages}");
        return None;
    }
    assert!(tree.status.success(), "{messages}");
    Some(String::from_utf8(tree.stdout).expect("UTF-8"))
}

#[test]
fn the_library_needs_none_of_the_crates_of_the_program() {
    let manifest = table("Cargo.toml");
    let features = manifest["features"]["cli"].as_array().expect("a list");
    let of_program: BTreeSet<&str> =
        features.iter().filter_map(|feature| feature.as_str()?.strip_prefix("dep:")).collect();
    assert!(of_program.len() > 8, "{of_program:?}");
    for features in [&[][..], &["--features", "inflections"]] {
        let args = [&["--edges", "normal", "--no-default-features", "--format", "{p}"], features].concat();
        let Some(tree) = cargo_tree(&args) else { return };
        let names: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
        assert!(names.contains("tantivy") && names.len() > 50, "{tree}");
        assert_eq!(names.intersection(&of_program).collect::<Vec<_>>(), [&""; 0], "{features:?}");
    }
}

#[test]
fn licenses_are_allowed() {
    let allowed = list("licenses", "allow");
    let args = ["--edges", "normal,build,dev", "--format", "{l}|{p}"];
    let all_features = [&["--all-features"], &args[..]].concat();
    let Some(stdout) = cargo_tree(&all_features).or_else(|| cargo_tree(&args)) else { return };
    let crates: BTreeSet<&str> = stdout.lines().filter(|line| !line.is_empty()).collect();
    assert!(crates.len() > 100, "{stdout}");
    let refused: Vec<&&str> = crates
        .iter()
        .filter(|line| !line.split_once('|').is_some_and(|(license, _)| is_allowed(license, &allowed)))
        .collect();
    assert!(refused.is_empty(), "not in deny.toml: {refused:#?}");
}

#[test]
fn duplicates_and_sources_are_allowed() {
    let registries = list("sources", "allow-registry");
    let deny = table("deny.toml");
    let skipped: BTreeSet<&str> = deny["bans"]["skip"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["crate"].as_str().expect("a crate"))
        .collect();
    let lock = table("Cargo.lock");
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in lock["package"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a name");
        versions.entry(name).or_default().push(package["version"].as_str().expect("a version"));
        if let Some(source) = package.get("source").and_then(|source| source.as_str()) {
            let registry = source.strip_prefix("registry+").unwrap_or(source);
            assert!(registries.contains(registry), "{name} comes from {source}");
        }
    }
    for (name, versions) in versions {
        let matches = |version: &&&str| {
            skipped.iter().filter_map(|skip| skip.strip_prefix(name)?.strip_prefix('@')).any(|skip| {
                version.strip_prefix(skip).is_some_and(|tail| tail.is_empty() || tail.starts_with('.'))
            })
        };
        let unskipped = versions.iter().filter(|version| !matches(version)).count();
        assert!(unskipped <= 1, "{name} in versions {versions:?}: one, or an exception in deny.toml");
    }
}
